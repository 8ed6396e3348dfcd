from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.choices import Action, Via
from editorial.models.access import AccountAct
from editorial.models.record import Guarded


class LedgerEntry(Guarded):
    """One act on one record. Append-only: the entries are the leaves of the Merkle tree.

    Its fields stand apart, in `LedgerPayload`, so that a redaction can erase them and leave the entry whole.
    """

    seq = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"))
    actor = models.CharField(_("actor"), max_length=10)
    action = models.CharField(_("action"), max_length=12, choices=[*Action.choices, *AccountAct.choices])
    record_type = models.CharField(_("record type"), max_length=30)
    record_uid = models.CharField(_("record"), max_length=10)
    via = models.CharField(_("via"), max_length=8, choices=Via)
    public = models.BooleanField(_("public"))

    class Meta(Guarded.Meta):
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ("-seq",)
        indexes = (
            # Serves the history of one record, and `verify`, which walks a type in the order of uids.
            models.Index(fields=["record_type", "record_uid", "seq"], name="ledger_record"),
            # Serves the public change feed.
            models.Index(fields=["seq"], name="ledger_public", condition=Q(public=True)),
        )

    def __str__(self) -> str:
        return f"{self.seq}: {self.record_type} {self.record_uid} {self.get_action_display()}"


class LedgerPayload(Guarded):
    """The fields of one entry: path → {"salt", "value"}, or {"digest"} once erased."""

    entry = models.OneToOneField(LedgerEntry, models.PROTECT, primary_key=True, related_name="payload")
    fields = models.JSONField(_("fields"))

    class Meta(Guarded.Meta):
        verbose_name = _("ledger payload")

    def __str__(self) -> str:
        return f"fields of entry {self.entry_id}"


class LedgerNode(Guarded):
    """A complete subtree of the Merkle tree (RFC 9162): `level` 0 are the leaves, `index` counts from the left."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta(Guarded.Meta):
        verbose_name = _("ledger node")
        constraints = (models.UniqueConstraint(fields=["level", "index"], name="ledgernode_place_unique"),)

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class LedgerHead(Guarded):
    """One row: the size and root of the tree, and the public version. Every append locks it, last of all locks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField(default=0)
    root = models.CharField(max_length=64)
    # The roots of the complete subtrees that make up the tree, largest first: all that an append must know.
    peaks = models.JSONField(default=list)
    # The seq of the newest public entry: what caches, ETags and releases are keyed by.
    public_version = models.PositiveBigIntegerField(default=0)

    class Meta(Guarded.Meta):
        verbose_name = _("ledger head")
        constraints = (models.CheckConstraint(condition=Q(id=1), name="ledgerhead_only_one"),)

    def __str__(self) -> str:
        return f"{self.size} entries, {self.root[:12]}"

"""The outermost app's tables: the search index and its names, files on their way in, and webhooks."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ctarchive.hooks.models import Webhook
from ctarchive.tokens.models import ApiToken, KeptAnswer, TokenEntry

__all__ = [
    "ApiToken",
    "KeptAnswer",
    "SearchEntry",
    "SearchName",
    "TokenEntry",
    "Upload",
    "Webhook",
    "new_key",
]


class SearchEntry(models.Model):
    """What the public may find of one published record. Derived: `search.rebuild` makes it again, `verify` compares.

    `title`, `names` and `body` are the texts as they are shown; the `folded_…` columns are the same texts as they are
    matched (see `search.folding`). The key is a number because SQLite's full-text index refers to it.
    """

    id = models.BigAutoField(primary_key=True)
    record_type = models.CharField(_("record type"), max_length=10)
    uid = models.CharField(_("uid"), max_length=10, unique=True)
    slug = models.CharField(_("slug"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    title = models.TextField(_("title"))
    names = models.TextField(_("names"), blank=True)
    body = models.TextField(_("body"), blank=True)
    folded_title = models.TextField(blank=True)
    folded_names = models.TextField(blank=True)
    folded_body = models.TextField(blank=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return self.title


class SearchName(models.Model):
    """One name of a published record, as its `SearchEntry` has it. Derived from that, and compared by `verify`.

    `folded` are its words as they are matched, `pieces` the parts by which a misspelt name is found (`search.names`).
    """

    id = models.BigAutoField(primary_key=True)
    # No foreign key: entries are written and removed in bulk, and `verify` tells of names that lost theirs.
    uid = models.CharField(_("uid"), max_length=10, db_index=True)
    text = models.TextField(_("name"))
    folded = models.TextField(blank=True)
    pieces = models.TextField(blank=True)

    class Meta:
        verbose_name = _("searched name")
        verbose_name_plural = _("searched names")

    def __str__(self) -> str:
        return self.text


def new_key() -> str:
    """A name that nobody guesses."""
    return secrets.token_urlsafe(16)


class Upload(models.Model):
    """A file that somebody wants to load, kept from its preview to its loading, for that person alone.

    Working data: no ledger holds it. `exchange.uploads` writes it, empties it once loaded, and removes it in time.
    It is in the database because the web process that took it and the worker that loads it may not share a disk.
    """

    class Kind(models.TextChoices):
        DOSSIER = "dossier", _("dossier")
        PUBLISHERS = "publishers", _("table of publishers")
        ENTITIES = "entities", _("table of entities")
        CLAIMS = "claims", _("table of claims")

    class State(models.TextChoices):
        KEPT = "kept", _("not loaded yet")
        QUEUED = "queued", _("waiting for its turn")
        LOADING = "loading", _("being loaded")
        LOADED = "loaded", _("loaded")
        FAILED = "failed", _("not loaded: something is wrong")

    key = models.CharField(max_length=32, primary_key=True, default=new_key)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, to_field="uid", related_name="+", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    filename = models.CharField(_("file"), max_length=200)
    data = models.BinaryField()
    # How a table is read: encoding, delimiter, column → what it holds.
    reading = models.JSONField(default=dict)
    # What was chosen when it was confirmed, and what came of it.
    chosen = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.KEPT)
    at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    begun_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ("-at",)
        # Serves the list of one's own uploads, newest first.
        indexes = (models.Index(fields=["user", "-at"], name="upload_mine"),)

    def __str__(self) -> str:
        return self.filename

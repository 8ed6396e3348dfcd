"""The bodies of requests. Members are called what the columns are: what an answer’s `fields` hold can be sent back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError as InvalidValue
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from ctarchive.api.v1.writing import problems
from ctarchive.api.v1.writing.fields import PassageField, RecordField, Strict
from ctarchive.api.v1.writing.refusals import Wrong
from editorial.changes import clean
from editorial.dates import validate_edtf
from events import quotes
from events.choices import NameKind, Scheme, Stance
from events.models import Claim, Entity, EntityName, Event, Evidence, Identifier
from events.quotes import QuoteError
from sources.choices import Fidelity
from sources.models import Capture, Publisher, Source
from sources.models.source import language_tag

INTEGERS = 2**31 - 1
FURTHER_NAMES = [(key, label) for key, label in NameKind.choices if key != NameKind.PRIMARY]
REASON = gettext_lazy("Others will read it.")


class Draft(Strict, serializers.ModelSerializer[Any]):
    """A record's own columns. `version`, of a change alone, is the one that was seen."""

    version = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=INTEGERS,
        help_text="Of a change: the version you saw, if not in If-Match.",
    )

    def get_fields(self) -> dict[str, Any]:
        found: dict[str, Any] = super().get_fields()
        if not self.partial:
            found.pop("version", None)
        return found


class PublisherIn(Draft):
    languages = serializers.ListField(
        child=serializers.CharField(max_length=35, validators=[language_tag]), required=False
    )

    class Meta:
        model = Publisher
        fields: ClassVar = ["name", "kind", "country", "homepage", "reliability", "languages", "version"]


class SourceIn(Draft):
    publisher = RecordField(Publisher, required=False, allow_null=True, help_text="The uid of a publisher.")
    authors = serializers.ListField(child=serializers.CharField(max_length=300), required=False)

    class Meta:
        model = Source
        fields: ClassVar = [
            "title", "title_basis", "kind", "publisher", "authors", "language", "published", "published_basis", "url",
            "canonical_url", "symbol", "rights", "access", "reliability", "version",
        ]  # fmt: skip


class EventIn(Draft):
    part_of = RecordField(Event, required=False, allow_null=True, help_text="The uid of the event it is a part of.")

    class Meta:
        model = Event
        fields: ClassVar = ["title", "kind", "summary", "part_of", "version"]


class NameIn(Strict):
    """A further name of an entity."""

    text = serializers.CharField(max_length=500)
    kind = serializers.ChoiceField(choices=FURTHER_NAMES, default="alias")
    language = serializers.CharField(max_length=35, required=False, allow_blank=True, validators=[language_tag])
    script = serializers.RegexField(r"^[A-Z][a-z]{3}$", required=False, help_text="ISO 15924, such as Cyrl.")


class IdentifierIn(Strict):
    """What an entity is called in another register."""

    scheme = serializers.ChoiceField(choices=Scheme.choices)
    value = serializers.CharField(max_length=300)


class EntityIn(Draft):
    names = NameIn(many=True, required=False, help_text="Its further names: all of them, in place of those there are.")
    identifiers = IdentifierIn(many=True, required=False, help_text="All of them, in place of those there are.")

    class Meta:
        model = Entity
        fields: ClassVar = [
            "name", "kind", "description", "country", "latitude", "longitude", "protected", "pseudonym", "names",
            "identifiers", "version",
        ]  # fmt: skip

    def parts(self) -> dict[str, Any]:
        """The names and identifiers that were sent, as `save_entity` takes them."""
        sent = self.validated_data
        return {
            key: [model(**one) for one in sent[key]]
            for key, model in (("names", EntityName), ("identifiers", Identifier))
            if key in sent
        }


class StatementIn(Draft):
    """A claim's statement. What it must hold is told by the codebook, under `properties`."""

    about = RecordField(Event, Entity, help_text="The uid of the event or entity that it is about.")
    value_entity = RecordField(Entity, required=False, allow_null=True)
    accused = RecordField(Entity, required=False, allow_null=True)
    attributed_to = RecordField(Entity, required=False, allow_null=True, help_text="Whose word it is.")
    supersedes = RecordField(Claim, required=False, allow_null=True, help_text="The published claim that it corrects.")

    class Meta:
        model = Claim
        fields: ClassVar = [
            "about", "property", "value_kind", "value_text", "value_edtf", "value_low", "value_high", "value_entity",
            "hedge", "unit", "currency", "counted", "role", "title", "accused", "valid", "attributed_to", "language",
            "credibility", "supersedes", "reason", "version",
        ]  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask the codebook now, so that what it says stands beside what is wrong with the quotations."""
        attrs = dict(attrs)
        if (about := attrs.pop("about", None)) is not None:
            attrs |= {
                "event": about if isinstance(about, Event) else None,
                "entity": about if isinstance(about, Entity) else None,
            }
        trial = self.instance or Claim()
        tried = Claim(**{f.attname: getattr(trial, f.attname) for f in Claim._meta.concrete_fields})
        for name, value in attrs.items():
            if name != "version":
                setattr(tried, name, value)
        try:
            clean(tried)
        except InvalidValue as error:
            wrong = error.message_dict
            raise serializers.ValidationError(
                {
                    **{k: v for k, v in wrong.items() if k not in ("event", "entity", "__all__")},
                    **({"about": told} if (told := [*wrong.get("event", []), *wrong.get("entity", [])]) else {}),
                    **({"non_field_errors": wrong["__all__"]} if "__all__" in wrong else {}),
                }
            ) from error
        return attrs


class QuotationIn(Strict):
    """A passage of a capture. It is looked for letter for letter, and must be there exactly once in its context."""

    capture = RecordField(Capture, help_text="The uid of the capture that is quoted from.")
    exact = PassageField(help_text="The passage, letter for letter as it stands in the capture's text.")
    prefix = PassageField(required=False, allow_blank=True, max_length=300, help_text="What stands right before it.")
    suffix = PassageField(required=False, allow_blank=True, max_length=300, help_text="What stands right after it.")
    start = serializers.IntegerField(
        required=False, min_value=0, max_value=INTEGERS, help_text="Its first code point: another way to choose."
    )
    stance = serializers.ChoiceField(choices=Stance.choices, default=Stance.SUPPORTS)
    reading = serializers.CharField(required=False, allow_blank=True, help_text="How the value follows from it.")
    translation = serializers.CharField(required=False, allow_blank=True, help_text="Of the passage.")
    language = serializers.CharField(
        required=False, allow_blank=True, max_length=35, validators=[language_tag], help_text="Of the translation."
    )

    def where(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """What `quotes.find` takes besides the text."""
        return {"prefix": "", "suffix": "", "start": None} | {
            k: sent[k] for k in ("prefix", "suffix", "start") if k in sent
        }

    def looked_for(self, sent: Mapping[str, Any]) -> QuoteError | None:
        """Why the passage cannot be anchored, if it cannot."""
        try:
            quotes.find(sent["capture"].text, sent["exact"], **self.where(sent))
        except QuoteError as error:
            return error
        return None


class EvidenceIn(QuotationIn):
    claim = RecordField(Claim, help_text="The uid of the claim that the passage speaks for or against.")


class ClaimIn(StatementIn):
    evidence = QuotationIn(many=True, required=False, help_text="The passages it rests on; further ones can follow.")

    class Meta(StatementIn.Meta):
        fields: ClassVar = [*StatementIn.Meta.fields, "evidence"]


class CaptureIn(Strict):
    """A document to preserve: one of `text`, `url` and (in a form) `file`. The rest goes before what it says itself."""

    text = PassageField(required=False, help_text="The text as pasted, whole and unchanged.")
    file = serializers.FileField(
        required=False, help_text="The document as it was published. Only in multipart/form-data."
    )
    url = serializers.URLField(
        required=False, max_length=2000, help_text="Where it was found. Alone, it is fetched from there."
    )
    source = RecordField(Source, required=False, help_text="The source that it is a capture of; else it makes one.")  # type: ignore[assignment]
    title = serializers.CharField(required=False, max_length=500)
    publisher = serializers.CharField(required=False, max_length=300, help_text="By name; a new one is made.")
    published = serializers.CharField(required=False, max_length=60, validators=[validate_edtf], help_text="EDTF.")
    language = serializers.CharField(required=False, max_length=35, validators=[language_tag])
    fidelity = serializers.ChoiceField(choices=Fidelity.choices, default=Fidelity.ORIGINAL)
    robots_reason = serializers.CharField(
        required=False,
        max_length=300,
        help_text="Why it is fetched against the site's robots.txt. The ledger keeps it.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "text" in attrs and not attrs["text"].strip():
            raise serializers.ValidationError({"text": _("The text is empty.")})
        if "text" in attrs and "file" in attrs:
            raise serializers.ValidationError(_("Send a text or a file: one of the two."))
        if not {"text", "file", "url"} & set(attrs):
            raise serializers.ValidationError(_("Send a text, a file, or an address: one of the three."))
        return attrs


class MoveIn(Strict):
    """What a step on records takes along."""

    alone = serializers.BooleanField(
        default=False, help_text="The record alone, without what belongs to it and what it rests on."
    )
    seen = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=INTEGERS), required=False,
        help_text="The version of each record that you saw, as `bundle/` tells them. Others are not touched.",
    )  # fmt: skip


class ReasonedMoveIn(MoveIn):
    reason = serializers.CharField(max_length=5000, help_text=REASON)


class MaybeReasonedMoveIn(MoveIn):
    reason = serializers.CharField(max_length=5000, required=False, allow_blank=True, help_text=REASON)


class PublishIn(MoveIn):
    seen = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=INTEGERS),
        help_text="The version of each record that is published, as `bundle/` told them: you decide on what you saw.",
    )


class RetractionIn(Strict):
    reason = serializers.CharField(max_length=5000, help_text="The public will read it.")


class PlainField(serializers.JSONField):
    """A value as the ledger writes it: texts, lists of them, null. Numbers are decimal strings."""

    default_error_messages: ClassVar = {
        "plain": gettext_lazy("Write it as `fields` does: texts, lists of texts, true, false, null.")
    }

    def to_internal_value(self, data: Any) -> Any:
        if not _is_plain(data):
            self.fail("plain")
        return data


def _is_plain(value: Any, depth: int = 0) -> bool:
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value)
    if isinstance(value, list):
        return depth < 3 and all(_is_plain(one, depth + 1) for one in value)
    return value is None or isinstance(value, bool)


class RevisionIn(Strict):
    field = serializers.CharField(max_length=40, help_text="An editorial field, such as `title`.")
    new = PlainField(allow_null=True, help_text="Its new value, as `fields` of the record tells the old one.")
    reason = serializers.CharField(max_length=5000, help_text="The public will read it.")


class CommentIn(Strict):
    text = serializers.CharField(max_length=5000, help_text="Colleagues mentioned as @name are told.")


def quotations_wrong(read: QuotationIn, sent: list[Mapping[str, Any]], pointer: str) -> list[Wrong]:
    """What is wrong with each of the quotations."""
    found = ((number, read.looked_for(one)) for number, one in enumerate(sent))
    return [problems.of_quotation(error, pointer.format(number)) for number, error in found if error is not None]


# What `Evidence` takes of a quotation besides where it stands.
SAID_OF_IT = tuple({f.name for f in Evidence._meta.concrete_fields} & {"reading", "translation", "language"})

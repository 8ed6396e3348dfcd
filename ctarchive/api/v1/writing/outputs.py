"""What is told of records to those who work on them. Never to the public: names of protected people are not hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db.models import prefetch_related_objects
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request

from ctarchive.api.v1.writing.looking import visible
from editorial import policies
from editorial.changes import WORKFLOW
from editorial.models import Comment, Record, Reviewable, User
from events.choices import Fate, SuggestionKind
from events.models import Claim, Evidence, Suggestion
from sources.models import Capture, Source

# What is told beside the fields.
BESIDE = {*WORKFLOW, "author", "created_at"}


class WorkRecordSerializer(serializers.Serializer[Any]):
    """A record as those who work on it see it."""

    uid = serializers.CharField()
    type = serializers.CharField(help_text="Such as `claim`.")
    self = serializers.URLField(help_text="Its address here.")
    name = serializers.CharField(help_text="What it is called in lists.")
    state = serializers.CharField(
        help_text="`draft`, `in_review`, `published` …; of what has no review: whether it is public."
    )
    version = serializers.IntegerField(help_text="To be sent back with a change, or as `If-Match`.")
    is_own = serializers.BooleanField(
        help_text="Whether the token's owner wrote or submitted it, and cannot publish it."
    )
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    fields = serializers.DictField(help_text="Its columns as the ledger writes them; the empty ones are left out.")  # type: ignore[assignment]


class WorkClaimSerializer(WorkRecordSerializer):
    """A claim with the passages it rests on."""

    evidence = WorkRecordSerializer(many=True)


class CapturedSerializer(serializers.Serializer[Any]):
    """What came of a document."""

    is_new = serializers.BooleanField(help_text="False where the archive had these very bytes already.")
    source = WorkRecordSerializer(allow_null=True, help_text="Null where it is somebody else's draft.")  # type: ignore[assignment]
    capture = WorkRecordSerializer(allow_null=True, help_text="With its `text`, from which passages are quoted.")


class MovedSerializer(serializers.Serializer[Any]):
    """The records that were moved."""

    records = WorkRecordSerializer(many=True)


class BundleSerializer(serializers.Serializer[Any]):
    """What a step would move, and what to send as `seen`."""

    records = WorkRecordSerializer(many=True)
    seen = serializers.DictField(child=serializers.IntegerField(), help_text="Uid → version.")


class WaitingSerializer(serializers.Serializer[Any]):
    subject = WorkRecordSerializer(help_text="What is reviewed with its parts.")
    since = serializers.DateTimeField(help_text="Since when the oldest part waits.")
    count = serializers.IntegerField(help_text="How many records wait.")
    is_taken = serializers.BooleanField(help_text="Whether somebody has taken its review.")
    is_open = serializers.BooleanField(help_text="Whether the token's owner may decide on some of it now.")


class QueueSerializer(serializers.Serializer[Any]):
    results = WaitingSerializer(many=True)


class MeSerializer(serializers.Serializer[Any]):
    """In whose name a token writes, and what it may."""

    uid = serializers.CharField(help_text="The owner, as the ledger names them.")
    roles = serializers.ListField(child=serializers.CharField())
    token = serializers.CharField(help_text="The token's name.")
    scopes = serializers.ListField(child=serializers.CharField())
    expires_at = serializers.DateTimeField()


class MineSerializer(serializers.Serializer[Any]):
    """One page of the list."""

    count = serializers.IntegerField(required=False, help_text="Of all records found; only with `count=true`.")
    next = serializers.URLField(allow_null=True, help_text="The next page; null on the last.")
    previous = serializers.URLField(allow_null=True, help_text="The page before; null on the first.")
    results = WorkRecordSerializer(many=True)


class CommentSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    author = serializers.CharField(help_text="The user name.")
    text = serializers.CharField()
    at = serializers.DateTimeField()
    resolved = serializers.BooleanField()


class CommentsSerializer(serializers.Serializer[Any]):
    results = CommentSerializer(many=True)


class SuggestionSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=SuggestionKind.choices)
    start = serializers.IntegerField(help_text="Its first code point in the capture's text.")
    end = serializers.IntegerField()
    exact = serializers.CharField(help_text="The passage.")
    payload = serializers.DictField(help_text="What it says, by its kind.")
    score = serializers.FloatField()
    suggester = serializers.CharField()
    fate = serializers.ChoiceField(choices=Fate.choices)


class SuggestionsSerializer(serializers.Serializer[Any]):
    results = SuggestionSerializer(many=True)


def etag(record: Record) -> str:
    return f'"v{record.version}"'


def address(request: Request, record: Record) -> str:
    return str(request.build_absolute_uri(reverse("api:work-record", args=[record.pk])))


def told(request: Request, record: Record, **more: Any) -> dict[str, Any]:
    """One record."""
    state = record.state if isinstance(record, Reviewable) else ("published" if record.published_at else "draft")
    fields = {name: value for name, value in record.payload().items() if name not in BESIDE}
    if isinstance(record, Capture) and "text" not in record.get_deferred_fields():
        fields["text"] = record.text
    row = {
        "uid": record.pk, "type": record.type_name(), "self": address(request, record), "name": str(record),
        "state": state, "version": record.version, "is_own": policies.is_own(cast(User, request.user), record),
        "created_at": record.created_at, "submitted_at": getattr(record, "submitted_at", None),
        "published_at": record.published_at, "fields": fields,
    }  # fmt: skip
    return dict(WorkRecordSerializer(row).data) | more


def whole(request: Request, record: Record) -> dict[str, Any]:
    """One record, and of a claim its passages."""
    return told(request, record, **({"evidence": evidence_of(request, record)} if isinstance(record, Claim) else {}))


def evidence_of(request: Request, claim: Claim) -> list[dict[str, Any]]:
    rows = visible(Evidence, request.user).filter(claim=claim).order_by("created_at", "pk")
    return [told(request, row) for row in rows]


def several(request: Request, records: Iterable[Record]) -> dict[str, Any]:
    """Several records, with as many queries for many as for a few."""
    rows = list(records)
    for model in {type(row) for row in rows if row.PARTS}:
        prefetch_related_objects([row for row in rows if type(row) is model], *model.PARTS)
    return {"records": [told(request, row) for row in rows]}


def bundle(request: Request, records: Sequence[Reviewable]) -> dict[str, Any]:
    return several(request, records) | {"seen": {record.pk: record.version for record in records}}


def captured(request: Request, source: Source, capture: Capture, *, is_new: bool) -> dict[str, Any]:
    """What came of a document; of somebody else's draft only that it is there."""
    seen = visible(Source, request.user).filter(pk=source.pk).exists()
    return {
        "is_new": is_new,
        "source": told(request, source) if seen else None,
        "capture": told(request, capture) if seen else None,
    }


def comment(one: Comment) -> dict[str, Any]:
    row = {
        "id": one.pk, "author": one.author.username, "text": one.text, "at": one.at,
        "resolved": one.resolved_at is not None,
    }  # fmt: skip
    return dict(CommentSerializer(row).data)


def suggestion(one: Suggestion, text: str) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in ("kind", "start", "end", "payload", "score", "suggester", "fate")}
    return dict(SuggestionSerializer(row | {"id": one.pk, "exact": text[one.start : one.end]}).data)

"""Endpoints that make records: publishers, sources, captures, events, entities, claims, evidence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from ctarchive.api.v1.writing import inputs, outputs, problems, schema
from ctarchive.api.v1.writing.base import Act, Done, WorkView
from ctarchive.tokens.models import Scope
from editorial import actions, policies
from editorial.choices import Via
from editorial.models import Record
from events.actions import quote, save_entity
from events.choices import Stance
from events.models import Claim, Entity, Event, Evidence
from sources import readers, web
from sources.actions import capture
from sources.arrivals import Captured
from sources.choices import Fidelity, Method
from sources.models import Publisher, Source
from sources.text import UnreadableError


class CreateView(WorkView):
    """Makes a record of its own columns by `save`."""

    model: ClassVar[type[Record]]
    body: ClassVar[type[inputs.Draft]]

    def post(self, request: Request) -> Response:
        return self.once(self.prepare)

    def prepare(self) -> Act:
        read = self.read(self.body)
        return lambda: self.made(self.write(read))

    def write(self, read: Any) -> Record:
        """The verb. It runs inside the transaction."""
        return actions.save(self.model(**read.validated_data), user=self.person, via=Via.API)

    def made(self, record: Record) -> Done:
        headers = {"Location": outputs.address(self.request, record), "ETag": outputs.etag(record)}
        return Done(outputs.whole(self.request, record), 201, headers)


@schema.creating("publisher", inputs.PublisherIn, "It becomes public together with the first source that names it.")
class PublisherCreate(CreateView):
    needs = (Scope.COLLECT,)
    model, body = Publisher, inputs.PublisherIn


@schema.creating("source", inputs.SourceIn, "A draft, without any text. A capture makes its source by itself.")
class SourceCreate(CreateView):
    needs = (Scope.COLLECT,)
    model, body = Source, inputs.SourceIn


@schema.creating("event", inputs.EventIn, "A draft. Its date, place and participants follow from claims about it.")
class EventCreate(CreateView):
    needs = (Scope.ANNOTATE,)
    model, body = Event, inputs.EventIn


@schema.creating("entity", inputs.EntityIn, "A draft, with its names and identifiers.")
class EntityCreate(CreateView):
    needs = (Scope.ANNOTATE,)
    model, body = Entity, inputs.EntityIn

    def write(self, read: Any) -> Record:
        own = {name: value for name, value in read.validated_data.items() if name not in ("names", "identifiers")}
        return save_entity(Entity(**own), user=self.person, via=Via.API, **read.parts())


@schema.creating(
    "claim",
    inputs.ClaimIn,
    "A draft with the passages it rests on: all of it, or nothing. A quotation that is not there letter for letter and "
    "exactly once in its context is an error, with the passages that may be meant.",
    answer=outputs.WorkClaimSerializer,
)
class ClaimCreate(CreateView):
    needs = (Scope.ANNOTATE,)
    model = Claim

    def prepare(self) -> Act:
        # Statement and quotations are read apart, so that what is wrong with one does not hide what is with another.
        data = self.request.data
        sent = data.get("evidence", []) if isinstance(data, dict) else []
        own = {name: value for name, value in data.items() if name != "evidence"} if isinstance(data, dict) else data
        context = {"request": self.request}
        statement = inputs.StatementIn(data=own, context=context)
        wrong = [] if statement.is_valid() else list(problems.of_detail(statement.errors))
        passages = []
        if not isinstance(sent, list):
            wrong.append({"pointer": "#/evidence", "message": _("Write a list of passages.")})
            sent = []
        for number, one in enumerate(sent):
            read = inputs.QuotationIn(data=one, context=context)
            pointer = f"#/evidence/{number}"
            if not read.is_valid():
                wrong += problems.of_detail(read.errors, pointer)
            elif (error := read.looked_for(read.validated_data)) is not None:
                wrong.append(problems.of_quotation(error, f"{pointer}/exact"))
            else:
                passages.append((read, read.validated_data))
        if wrong:
            raise problems.wrong_body(wrong)
        return partial(self._propose, statement.validated_data, passages)

    def _propose(self, statement: dict[str, Any], passages: list[tuple[Any, dict[str, Any]]]) -> Done:
        user = self.person
        claim = actions.save(Claim(**statement), user=user, via=Via.API)
        for read, passage in passages:
            tie(claim, read, passage, user)
        return self.made(claim)


@schema.creating(
    "evidence", inputs.EvidenceIn, "A further passage for a claim that is no draft any more is reviewed by itself."
)
class EvidenceCreate(CreateView):
    needs = (Scope.ANNOTATE,)
    model = Evidence

    def prepare(self) -> Act:
        read = self.read(inputs.EvidenceIn)
        if (error := read.looked_for(read.validated_data)) is not None:
            raise problems.wrong_body([problems.of_quotation(error, "#/exact")])
        passage = dict(read.validated_data)
        claim = passage.pop("claim")
        return lambda: self.made(tie(claim, read, passage, self.person))


def tie(claim: Claim, read: inputs.QuotationIn, passage: dict[str, Any], user: Any) -> Evidence:
    """Tie the claim to a passage as it was sent."""
    said = {name: passage[name] for name in ("reading", "translation", "language") if name in passage}
    return quote(
        claim, passage["capture"], passage["exact"], user=user, via=Via.API, stance=Stance(passage["stance"]),
        **read.where(passage), **said,
    )  # fmt: skip


@schema.capturing
class CaptureCreate(WorkView):
    """Preserves a document. It is fetched and read before the transaction begins."""

    needs = (Scope.COLLECT,)
    parser_classes = (JSONParser, MultiPartParser)

    def post(self, request: Request) -> Response:
        return self.once(self.prepare)

    def prepare(self) -> Act:
        sent = self.read(inputs.CaptureIn).validated_data
        where = next(name for name in ("file", "text", "url") if name in sent)
        try:
            preserve = self._looked_at(sent, where)
        except UnreadableError as error:
            raise problems.wrong_body([{"pointer": f"#/{where}", "message": str(error)}]) from error
        return lambda: self._told(preserve())

    def _looked_at(self, sent: dict[str, Any], where: str) -> Callable[[], Captured]:
        """Fetch and read what was sent. Returns what preserves it."""
        given = {name: sent[name] for name in ("title", "publisher", "published") if name in sent}
        common = {
            "user": self.person, "via": Via.API, "source": sent.get("source"), "given": given,
            "fidelity": Fidelity(sent["fidelity"]), "language": sent.get("language", ""),
        }  # fmt: skip
        policies.check(self.person, "create", Source())
        if where == "url":
            return web.look(sent["url"], robots_reason=sent.get("robots_reason", ""), **common)
        common["requested_url"] = sent.get("url", "")
        if where == "file":
            data, kind = sent["file"].read(), {"filename": sent["file"].name}
            return partial(capture, data, method=Method.UPLOAD, document=readers.read(data, **kind), **kind, **common)
        data, kind = sent["text"].encode(), {"media_type": "text/plain", "charset": "utf-8"}
        return partial(capture, data, method=Method.PASTE, document=readers.read(data, **kind), **kind, **common)

    def _told(self, captured: Captured) -> Done:
        body = outputs.captured(self.request, captured.source, captured.capture, is_new=captured.is_new)
        return Done(body, 201 if captured.is_new else 200)

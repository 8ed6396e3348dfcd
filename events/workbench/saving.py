"""What the workbench writes: each a chain of verbs in one transaction, of which nothing stays when one is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from editorial import actions, policies
from editorial.choices import State, Via
from editorial.errors import NotAllowed, Stale
from editorial.forms import REFUSALS, sentences
from editorial.models import Reviewable
from events.actions import quote, save_entity, suggestions
from events.choices import Fate, Stance
from events.models import Claim, Entity, Event, Evidence
from events.quotes import QuoteError
from events.workbench.forms import REFERENCES, PassageForm, StatementForm
from sources.models import Capture

Errors = dict[str, list[str]]
WHOLE = "form"  # the key of what is wrong with no one field


class Rejected(Exception):
    """Nothing was written. `errors` has sentences by field; `stale` rows of (field, theirs, yours), and the `version`
    of theirs."""

    def __init__(
        self, errors: Errors, *, status: int = 400, stale: list[tuple[str, str, str]] | None = None, version: int = 0
    ) -> None:
        self.errors, self.status, self.stale, self.version = errors, status, stale or [], version
        super().__init__(errors)


@contextmanager
def _all_or_nothing(field: str = WHOLE) -> Iterator[None]:
    """One transaction; what a verb refuses becomes `Rejected`, said of `field`."""
    try:
        with transaction.atomic():
            yield
    except QuoteError as error:
        raise Rejected({"exact": [str(error)]}) from error
    except NotAllowed as error:
        raise Rejected({WHOLE: sentences(error)}, status=403) from error
    except Stale as error:
        raise Rejected({WHOLE: sentences(error)}, status=409) from error
    except REFUSALS as error:
        raise Rejected({field: sentences(error)}) from error


def make_claim(capture: Capture, sent: QueryDict, user: Any) -> Claim:
    """A draft claim with its quotation, and the subject and entities that the form asks to make. Raises `Rejected`."""
    with _all_or_nothing():
        typed = sent.copy()
        passage = _passage(typed)
        subject = _subject(typed, user)
        about = {"event": subject} if isinstance(subject, Event) else {"entity": subject}
        claim = _write_statement(Claim(**about), typed, user)
        _quote(claim, capture, passage, user)
        _accept(capture, sent, user)
    return claim


def change_claim(claim: Claim, sent: QueryDict, user: Any) -> Claim:
    """Save a draft's new statement over the version that was seen. Raises `Rejected`, with both versions if stale."""
    with _all_or_nothing():
        return _write_statement(claim, sent.copy(), user)


def add_evidence(capture: Capture, sent: QueryDict, user: Any) -> Evidence:
    """Tie the passage to an existing claim. Where the claim is beyond drafting, the evidence is submitted by itself."""
    with _all_or_nothing():
        passage = _passage(sent)
        claim = Claim.objects.visible_to(user).live().filter(pk=sent.get("claim", "")).first()
        if claim is None:
            raise Rejected({"property": [_("Choose a claim that stands or may yet be published.")]})
        evidence = _quote(claim, capture, passage, user)
        _accept(capture, sent, user)
        if claim.state != State.DRAFT:
            actions.submit(_with_source(evidence, user), user=user, via=Via.ADMIN)
    return evidence


def _accept(capture: Capture, sent: QueryDict, user: Any) -> None:
    """The suggestion that the form was filled from was right; nobody minds if somebody said so before."""
    number = sent.get("suggestion", "")
    if number.isascii() and number.isdecimal():
        suggestions.decide(capture, int(number), Fate.ACCEPTED, user=user)


def reject(capture: Capture, number: int, user: Any) -> None:
    """The suggestion was wrong, or is not worth a claim."""
    with _all_or_nothing():
        suggestions.decide(capture, number, Fate.REJECTED, user=user)


def discard_claim(claim: Claim, seen: str, user: Any) -> None:
    """Put the draft away with its draft quotations, unless somebody changed it since it was seen."""
    with _all_or_nothing():
        current = Claim.objects.select_for_update().get(pk=claim.pk)
        if str(current.version) != seen:
            raise Stale(current, {}, {})
        drafts: list[Reviewable] = [*Evidence.objects.filter(claim=claim, state=State.DRAFT)]
        actions.discard([current, *drafts], user=user, via=Via.ADMIN)


def discard_evidence(evidence: Evidence, user: Any) -> None:
    """Put one draft quotation away."""
    with _all_or_nothing():
        actions.discard([evidence], user=user, via=Via.ADMIN)


def _with_source(evidence: Evidence, user: Any) -> list[Reviewable]:
    """The evidence, and its source where that is still this user's to submit: without it nothing could be published."""
    source = evidence.capture.source
    goes_along = source.state == State.DRAFT and policies.may(user, "submit", source)
    return [evidence, source] if goes_along else [evidence]


def _write_statement(claim: Claim, typed: QueryDict, user: Any) -> Claim:
    for name in REFERENCES:
        if typed.get(f"{name}_make"):
            typed[name] = _made(typed, name, user).pk
    form = StatementForm(typed, instance=claim, user=user)
    if not form.is_valid():
        errors = {(WHOLE if name == "__all__" else name): list(map(str, told)) for name, told in form.errors.items()}
        status = 409 if form.stale else 400
        raise Rejected(errors, status=status, stale=form.stale_rows(), version=form.instance.version)
    return actions.save(form.instance, user=user, via=Via.ADMIN, expected_version=form.expected_version)


def _subject(typed: QueryDict, user: Any) -> Event | Entity:
    """The event or entity the claim is about: chosen, or made in place."""
    if typed.get("subject_make"):
        return _made(typed, "subject", user)
    uid = typed.get("subject", "")
    for model in (Event, Entity):
        found: Any = model.objects.visible_to(user).live().filter(pk=uid).first()
        if found is not None:
            return found
    raise Rejected({"subject": [_("Choose what the claim is about, or make it.")]})


def _made(typed: QueryDict, field: str, user: Any) -> Any:
    """A new draft event or entity, as the form's `<field>_make`, `_name` and `_kind` say."""
    name, kind = typed.get(f"{field}_name", "").strip(), typed.get(f"{field}_kind", "")
    try:
        if typed[f"{field}_make"] == "event":
            return actions.save(Event(title=name, kind=kind), user=user, via=Via.ADMIN)
        return save_entity(Entity(name=name, kind=kind), user=user, via=Via.ADMIN)
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"name": error.messages}
        where = {"title": field, "name": field, "kind": f"{field}_kind"}
        errors: Errors = {}
        for column, messages in told.items():
            errors.setdefault(where.get(column, field), []).extend(messages)
        raise Rejected(errors) from error


def _passage(typed: QueryDict) -> dict[str, Any]:
    form = PassageForm(typed)
    if not form.is_valid():
        raise Rejected({name: list(map(str, told)) for name, told in form.errors.items()})
    return form.cleaned_data


def _quote(claim: Claim, capture: Capture, passage: dict[str, Any], user: Any) -> Evidence:
    return quote(
        claim, capture, passage["exact"], prefix=passage["before"], suffix=passage["after"], start=passage["start"],
        stance=Stance(passage["stance"] or Stance.SUPPORTS), reading=passage["reading"],
        translation=passage["translation"], user=user, via=Via.ADMIN,
    )  # fmt: skip

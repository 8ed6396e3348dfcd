"""A reader reports an error or replies to a claim: without a cookie, without being followed, and not without end."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail, signing
from django.core.management import call_command
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from editorial import answering, letters, reports, throttle
from editorial.choices import ReportKind, ReportState, State
from editorial.errors import FourEyes, NotAllowed, ReasonRequired, Refused, WrongState
from editorial.models import Report, SenderKey, Sending
from editorial.reports import Sender
from events.models import Claim, EntityName, Reply
from events.reports import making, tokens
from tests import factories as make
from tests.admin.pages import signed_in
from tests.site.counting import queries

pytestmark = pytest.mark.django_db

WRONG = "The meeting was on the 4th of May: see our own report."
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def dated() -> Claim:
    return make.published_event().claims.get()


def form_of(client: Client, address: str) -> dict[str, str]:
    """What the form at this address sends along by itself."""
    page = client.get(address).content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return {"token": found[1], "website": ""}


def send(client: Client, address: str, **told: str) -> Any:
    """Fill in the form and send it."""
    filled = {"kind": "error", "capacity": "concerned", "text": WRONG, "name": "N. N."} | told
    return client.post(address, form_of(client, address) | filled)


def reported(record: Any, **more: Any) -> Report:
    values: dict[str, Any] = {"kind": ReportKind.ERROR, "secret": f"s{Report.objects.count()}"} | more
    return reports.receive(record, WRONG, **values)


def replied(claim: Claim, **sender: str) -> Report:
    return reported(claim, kind=ReportKind.REPLY, sender=Sender("Press office", capacity="speaks_for", **sender))


# -- the forms ---------------------------------------------------------------------------------------------------------


def test_an_error_in_any_record_reaches_the_editors_and_sets_no_cookie(client: Client) -> None:
    claim = dated()
    entity, source = make.entity(), claim.evidence.get().capture.source
    make.publish(entity)
    for record in (claim, claim.event, entity, source, source.publisher):
        address = f"/report/{record.type_name()}/{record.pk}/"
        assert address in client.get(record.get_absolute_url()).content.decode(), record
        answer = send(client, address)
        assert answer.status_code == 303
        assert Report.objects.latest("pk").record_uid == record.pk
        assert reports.find(answer["Location"].split("/")[-2])
        assert not client.cookies


def test_the_sender_reads_what_became_of_it_at_an_address_that_only_they_know(client: Client) -> None:
    claim = dated()
    page = send(client, f"/report/claim/{claim.pk}/", email="a@example.org")["Location"]
    assert "Thank you" in client.get(page).content.decode()
    report = Report.objects.get()
    assert page.split("/")[-2] not in {str(value) for value in Report.objects.values_list().get()}
    reports.answer(report, "You are right: it is corrected.", user=make.user("writer"))
    answer = client.get(page)
    assert "You are right: it is corrected." in answer.content.decode()
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/reports/another/").status_code == 404


def test_a_reply_is_taken_to_a_claim_that_stands(client: Client) -> None:
    claim = dated()
    assert f"/reply/{claim.pk}/" in client.get(claim.get_absolute_url()).content.decode()
    assert send(client, f"/reply/{claim.pk}/", capacity="quoted").status_code == 303
    report = Report.objects.get()
    assert (report.kind, report.capacity, report.name) == ("reply", "quoted", "N. N.")
    make.retract(claim)
    assert client.get(f"/reply/{claim.pk}/").status_code == 404
    assert client.get(f"/report/claim/{claim.pk}/").status_code == 200


def test_the_same_form_sent_twice_is_one_report(client: Client) -> None:
    address = f"/report/claim/{dated().pk}/"
    filled = form_of(client, address) | {"kind": "error", "text": WRONG}
    assert client.post(address, filled)["Location"] == client.post(address, filled)["Location"]
    assert Report.objects.count() == Sending.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"text": "Wrong!"}, "at least 10"),
        ({"text": "a" * 5001}, "at most 5000"),
        ({"kind": "praise"}, "praise"),
        ({"email": "nobody"}, "email"),
        ({"website": "https://example.org"}, "Leave the last field empty"),
        ({"token": "made-up"}, "open for too long"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_that_was_typed_is_lost(
    client: Client, told: dict[str, str], wrong: str
) -> None:
    answer = send(client, f"/report/claim/{dated().pk}/", **({"name": "Leyla K."} | told))
    assert answer.status_code == 400
    assert wrong in answer.content.decode()
    assert "Leyla K." in answer.content.decode()
    assert not Report.objects.exists()


def test_a_token_is_good_for_its_own_form_and_for_one_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    claim, other = dated(), dated()
    given = {"kind": "error", "text": WRONG, "token": tokens.make("report", other.pk)}
    assert client.post(f"/report/claim/{claim.pk}/", given).status_code == 400
    monkeypatch.setattr(tokens, "LIFETIME", timedelta(seconds=-1))
    assert send(client, f"/report/claim/{claim.pk}/").status_code == 400
    with pytest.raises(signing.BadSignature):
        tokens.read(tokens.make("reply", claim.pk), "report", claim.pk)


@pytest.mark.parametrize(
    "header", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_another_site_cannot_send_the_form(client: Client, header: dict[str, str]) -> None:
    address = f"/report/claim/{dated().pk}/"
    filled = form_of(client, address) | {"kind": "error", "text": WRONG}
    assert client.post(address, filled, headers=header).status_code == 403
    assert client.post(address, filled, headers={"Origin": "http://testserver"}).status_code == 303


def test_nobody_reports_on_what_is_not_public(client: Client) -> None:
    event = make.event()
    for address in (f"/report/event/{event.pk}/", f"/report/ranking/{event.pk}/", "/report/event/0000000000/"):
        assert client.get(address).status_code == 404
    assert client.get(f"/reply/{make.claim(event).pk}/").status_code == 404


def test_a_form_hides_who_is_protected(client: Client) -> None:
    names = [EntityName(text="Nazarov")]
    person = make.entity("Farid Nazarov", kind="person", names=names, protected=True, pseudonym="Officer N")
    claim = make.published_claim(make.published_event(), "statement", value_text="Nazarov left", attributed_to=person)
    for address in (f"/report/entity/{person.pk}/", f"/report/claim/{claim.pk}/", f"/reply/{claim.pk}/"):
        page = client.get(address).content.decode()
        assert "Nazarov" not in page
        assert "Officer N" in page
    status = client.get(send(client, f"/report/claim/{claim.pk}/")["Location"]).content.decode()
    assert "Nazarov" not in status


# -- not without end ---------------------------------------------------------------------------------------------------


def test_after_five_in_an_hour_the_sixth_waits_and_its_words_are_kept(client: Client) -> None:
    address = f"/report/claim/{dated().pk}/"
    for _ in range(throttle.HOURLY):
        assert send(client, address).status_code == 303
    answer = send(client, address, text="A sixth thing is wrong.")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert "A sixth thing is wrong." in answer.content.decode()
    assert send(client, address, name="").status_code == 429
    assert Report.objects.count() == throttle.HOURLY
    filled = form_of(client, address) | {"kind": "error", "text": WRONG}
    assert client.post(address, filled, REMOTE_ADDR="192.0.2.7").status_code == 303


def test_twenty_a_day_are_enough_and_the_next_day_begins_anew() -> None:
    for number in range(throttle.DAILY):
        throttle.count("192.0.2.1", at=NOON - timedelta(minutes=30 * number))
    assert throttle.wait("192.0.2.1", at=NOON) == timedelta(hours=12)
    assert throttle.wait("192.0.2.2", at=NOON) is None
    assert throttle.wait("192.0.2.1", at=NOON + timedelta(hours=12)) is None


def test_no_address_is_kept_and_nothing_links_one_day_to_the_next() -> None:
    throttle.count("192.0.2.1", at=NOON)
    (before,) = Sending.objects.values_list("sender", flat=True)
    assert "192.0.2.1" not in before
    key = SenderKey.objects.get().key
    throttle.count("192.0.2.1", at=NOON + timedelta(days=1))
    (after,) = Sending.objects.values_list("sender", flat=True)
    assert after != before
    assert SenderKey.objects.get().key != key


@pytest.mark.parametrize(
    ("near", "told", "behind", "address"),
    [
        ("192.0.2.1", "", False, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.9", False, "192.0.2.1"),
        ("127.0.0.1", "10.0.0.1, 198.51.100.9", False, "198.51.100.9"),
        ("10.1.1.1", "198.51.100.9", True, "198.51.100.9"),
        ("2001:db8:1:2:3:4:5:6", "", False, "2001:0db8:0001:0002"),
        ("::ffff:192.0.2.1", "", False, "192.0.2.1"),
        ("127.0.0.1", "nonsense", False, "127.0.0.1"),
    ],
)
def test_a_sender_is_whom_the_proxy_saw(near: str, told: str, behind: bool, address: str) -> None:
    headers = {"X-Forwarded-For": told} if told else {}
    request = RequestFactory(headers=headers).get("/", REMOTE_ADDR=near)
    with override_settings(BEHIND_PROXY=behind):
        assert throttle.address_of(request) == address


# -- what editors do ---------------------------------------------------------------------------------------------------

VERBS = {
    "take": lambda report, user: reports.take(report, user=user),
    "note": lambda report, user: reports.note(report, "Ask the press office.", user=user),
    "answer": lambda report, user: reports.answer(report, "Thank you.", user=user),
    "decline": lambda report, user: reports.decline(report, "The source says so.", user=user),
    "reply": lambda report, user: making.make_reply(report, user=user),
    "correct": lambda report, user: making.open_correction(report, user=user),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["outsider", "contributor", "administrator"])
def test_only_editors_read_and_answer(verb: str, who: str) -> None:
    report = replied(dated())
    with pytest.raises(NotAllowed):
        VERBS[verb](report, make.user(who))
    report.refresh_from_db()
    assert (report.state, report.note) == (ReportState.NEW, "")


@pytest.mark.parametrize("verb", ["answer", "decline", "reply", "correct"])
def test_what_is_closed_is_closed_once(verb: str) -> None:
    report = replied(dated())
    VERBS[verb](report, make.user("reviewer"))
    for again in ("answer", "decline", "reply", "correct"):
        with pytest.raises(WrongState, match="closed meanwhile"):
            VERBS[again](report, make.user("reviewer"))
    assert Reply.objects.count() <= 1
    assert Claim.objects.filter(state=State.DRAFT).count() <= 1


def test_two_do_not_look_into_the_same() -> None:
    report = reports.take(replied(dated()), user=make.user("reviewer"))
    reports.take(report, user=make.user("reviewer"))
    with pytest.raises(WrongState, match="reviewer is looking into this"):
        reports.take(report, user=make.user("manager"))


def test_what_was_closed_is_taken_up_again() -> None:
    report = reports.answer(replied(dated()), "Thank you.", user=make.user("reviewer"))
    report = reports.take(report, user=make.user("manager"))
    assert report.is_open
    assert reports.answer(report, "Once more.", user=make.user("manager")).answer == "Once more."


def test_nobody_declines_what_is_said_against_their_own_work() -> None:
    claim = dated()
    with pytest.raises(FourEyes):
        reports.decline(reported(claim), "No.", user=make.user("writer"))
    reports.decline(reported(claim), "No.", user=make.user("manager"))


def test_an_answer_has_words_and_not_too_many() -> None:
    report = reported(dated())
    with pytest.raises(ReasonRequired):
        reports.answer(report, "  ", user=make.user("reviewer"))
    with pytest.raises(Refused):
        reports.answer(report, "a" * 5001, user=make.user("reviewer"))


def test_a_reply_is_made_of_a_report_and_shown_to_its_sender_once_it_is_public(client: Client) -> None:
    claim = dated()
    page = send(client, f"/reply/{claim.pk}/")["Location"]
    draft = making.make_reply(Report.objects.get(), user=make.user("writer"))
    assert (draft.said, draft.name, draft.capacity, draft.state) == (WRONG, "N. N.", "concerned", State.DRAFT)
    assert "is being checked by a second editor" in client.get(page).content.decode()
    make.publish(draft)
    assert f'href="{draft.get_absolute_url()}"' in client.get(page).content.decode()


def test_an_error_is_no_reply_and_an_event_is_not_corrected_as_a_claim() -> None:
    claim = dated()
    with pytest.raises(WrongState):
        making.make_reply(reported(claim), user=make.user("writer"))
    with pytest.raises(WrongState):
        making.open_correction(reported(claim.event), user=make.user("writer"))


def test_a_correction_is_opened_once() -> None:
    claim = dated()
    first = making.open_correction(reported(claim), user=make.user("writer"))
    assert first.supersedes == claim
    assert making.open_correction(reported(claim), user=make.user("writer")) == first


# -- the queue ---------------------------------------------------------------------------------------------------------


def test_the_queue_shows_what_is_open_by_kind_and_leads_to_each() -> None:
    claim = dated()
    error, reply = reported(claim), replied(claim)
    client = signed_in("writer")
    page = client.get("/admin/reports/").content.decode()
    assert f"/admin/reports/{error.pk}/" in page
    assert f"/admin/reports/{reply.pk}/" in page
    page = client.get("/admin/reports/?kind=reply").content.decode()
    assert f"/admin/reports/{error.pk}/" not in page
    client.post(f"/admin/reports/{error.pk}/", {"do": "answer", "text": "Thank you."})
    assert f"/admin/reports/{error.pk}/" in client.get("/admin/reports/?tab=closed").content.decode()
    assert "What readers wrote" in client.get("/admin/").content.decode()


def test_what_is_refused_is_said_and_what_was_typed_stays() -> None:
    report = reported(dated())
    answer = signed_in("writer").post(f"/admin/reports/{report.pk}/", {"do": "decline", "text": "The source says so."})
    assert answer.status_code == 409
    assert "The source says so.</textarea>" in answer.content.decode()


def test_a_reply_made_at_the_queue_leads_to_its_draft() -> None:
    report = replied(dated())
    answer = signed_in("writer").post(f"/admin/reports/{report.pk}/", {"do": "reply", "text": ""})
    assert answer["Location"] == f"/admin/events/reply/{Reply.objects.get().pk}/change/"


def test_a_long_queue_takes_no_more_queries() -> None:
    client, claims = signed_in("writer"), [dated() for _ in range(3)]
    for _ in range(3):
        reported(claims[0])
    few = queries(client, "/admin/reports/")
    for number in range(30):
        reported(claims[number % 3])
    assert queries(client, "/admin/reports/") == few


# -- letters -----------------------------------------------------------------------------------------------------------


def test_editors_are_told_by_e_mail_and_others_are_not() -> None:
    for name in ("writer", "contributor"):
        person = make.user(name)
        person.email = f"{name}@example.org"
        person.save()
    report = reported(dated())
    for name in ("writer", "contributor"):
        letters.send_due(make.user(name).uid, again=lambda when: None, at=timezone.now() + timedelta(hours=1))
    (letter,) = mail.outbox
    assert letter.to == ["writer@example.org"]
    assert f"/admin/reports/{report.pk}/" in letter.body
    assert WRONG not in letter.body


def test_a_sender_who_left_an_address_gets_one_letter_when_it_is_closed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    report = reported(dated(), sender=Sender(email="a@example.org"))
    assert answering.due() == []
    with django_capture_on_commit_callbacks() as jobs:
        reports.answer(report, "It is corrected.", user=make.user("reviewer"))
    assert len(jobs) == 1
    assert answering.due() == [report.pk]
    assert [answering.send_now(report.pk) for _ in range(2)] == [True, False]
    (letter,) = mail.outbox
    assert letter.to == ["a@example.org"]
    assert "It is corrected." in letter.body


def test_a_letter_that_did_not_go_out_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    report = reported(dated(), sender=Sender(email="a@example.org"))
    reports.answer(report, "It is corrected.", user=make.user("reviewer"))

    def fail(*args: Any) -> None:
        raise OSError("no route")

    again: list[datetime] = []
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fail)
        for _ in range(answering.MOST_TRIES + 1):
            assert not answering.send_now(report.pk, again=again.append)
    assert len(again) == answering.MOST_TRIES
    assert answering.due() == []


# -- erasing -----------------------------------------------------------------------------------------------------------


def test_names_and_addresses_are_erased_some_time_after_closing() -> None:
    open_one = reported(dated(), sender=Sender("Leyla", "a@example.org"))
    closed = reports.answer(
        reported(dated(), sender=Sender("Farid", "b@example.org")), "Thank you.",
        user=make.user("reviewer"), at=timezone.now() - timedelta(days=91),
    )  # fmt: skip
    out = StringIO()
    call_command("erase_reporters", dry_run=True, stdout=out)
    call_command("erase_reporters", stdout=out)
    call_command("erase_reporters", stdout=out)
    assert re.findall(r"\d+", out.getvalue()) == ["1", "1", "0"]
    for report in (open_one, closed):
        report.refresh_from_db()
    assert (open_one.name, open_one.email) == ("Leyla", "a@example.org")
    assert (closed.name, closed.email, closed.text) == ("", "", WRONG)
    assert closed.erased_at


def test_what_a_redaction_erases_is_masked_in_what_readers_wrote_too() -> None:
    event = make.published_event(summary="Farid Nazarov spoke in Lankaran.")
    told = "It was not Nazarov who spoke there."
    report = reports.receive(event, told, kind=ReportKind.ERROR, secret="s")
    make.redact(event, "summary")
    report.refresh_from_db()
    assert report.text == "It was not ███████ who spoke there."

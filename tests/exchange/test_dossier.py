"""A dossier in the admin: uploaded, previewed with all its mistakes, confirmed once, loaded as drafts."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from lxml import html
from pytest_django import Settings

from ctarchive.exchange import uploads
from ctarchive.exchange.planning import plan_of
from ctarchive.exchange.tasks import load_upload
from ctarchive.models import Upload
from editorial.choices import State
from editorial.models import LedgerEntry
from events.models import Claim, Entity, Event, Evidence
from sources.models import Capture, Source
from tests import factories as make
from tests.admin.pages import errors_of, signed_in

pytestmark = pytest.mark.django_db

TAKE = "/admin/exchange/dossier/"
REPORT = "The guards met on 3 May 2018 in Lankaran.\n\nTwelve officers took part. The officers signed a plan.\n"
DOSSIER = """\
dossier: 1
publishers:
  - {id: gazette, name: Border Gazette, kind: news_outlet, reliability: C}
sources:
  - {id: report, title: Guards meet on the river, kind: news_report, publisher: gazette, file: papers/report.txt}
entities:
  - {id: lankaran, kind: place, name: Lankaran, country: AZ}
events:
  - id: meeting
    kind: meeting
    title: Guards meet
    claims:
      - {property: date, value: 2018-05-03, evidence: [{source: report, quote: "met on 3 May 2018"}]}
      - {property: place, value: lankaran, evidence: [{source: report, quote: "in Lankaran"}]}
"""
INLINE = DOSSIER.replace("file: papers/report.txt", f"text: {REPORT.strip()!r}".replace("\\n\\n", " "))


def dossier_of(**sections: list[dict[str, Any]]) -> str:
    return yaml.safe_dump({"dossier": "1", **sections})


def claim_of(about: str, source: str, number: int, property: str = "measure") -> dict[str, Any]:
    quoted = [{"source": source, "quote": "signed a plan"}]
    return {"about": about, "property": property, "value": f"Plan {number}", "evidence": quoted}


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def take(client: Client, data: str | bytes, name: str = "guards.yaml") -> Any:
    data = data.encode() if isinstance(data, str) else data
    return client.post(TAKE, {"file": SimpleUploadedFile(name, data)})


def kept(client: Client, data: str | bytes = INLINE, name: str = "guards.yaml") -> str:
    """Upload what is in order so far; returns the address of its preview."""
    answer = take(client, data, name)
    assert answer.status_code == 302, errors_of(answer)
    return str(answer["Location"])


def text_of(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def test_the_preview_says_what_would_be_made_and_writes_nothing() -> None:
    client = signed_in("contributor")
    page = client.get(kept(client, zipped({"a/guards.yaml": DOSSIER, "a/papers/report.txt": REPORT}), "guards.zip"))
    told = text_of(page)
    for said in ("Guards meet on the river", "Guards meet · date: 3 May 2018", "met on 3 May 2018", "new draft"):
        assert said in told
    assert "makes 9 new records" in told
    assert not LedgerEntry.objects.exists()


def test_confirmed_it_is_loaded_as_drafts_of_the_user_and_nothing_is_published() -> None:
    client = signed_in("contributor")
    page = kept(client)
    answer = client.post(page + "load/", follow=True)
    assert "Loaded, as drafts of yours" in text_of(answer)
    event = Event.objects.get()
    assert (event.state, event.author, Claim.objects.count()) == (State.DRAFT, make.user("contributor"), 2)
    assert {entry.via for entry in LedgerEntry.objects.all()} == {"admin"}
    assert not LedgerEntry.objects.filter(public=True).exists()
    assert Upload.objects.get().data in (b"", memoryview(b""))


def test_it_can_be_submitted_at_once() -> None:
    client = signed_in("contributor")
    client.post(kept(client) + "load/", {"submit": "on"})
    records = [*Source.objects.all(), *Event.objects.all(), *Entity.objects.all(), *Claim.objects.all()]
    assert {record.state for record in records} == {State.IN_REVIEW}


def test_all_problems_are_told_with_line_and_quote_and_nothing_can_be_loaded() -> None:
    broken = INLINE.replace('"in Lankaran"', '"in Lenkoran"').replace("kind: meeting", "kind: meetup")
    broken = broken.replace("kind: place,", "kid: place,")
    client = signed_in("writer")
    page = kept(client, broken)
    answer = client.get(page)
    rows = [
        [cell.text_content() for cell in row] for row in html.fromstring(answer.content.decode()).xpath("//tbody/tr")
    ]
    assert [row[0] for row in rows if "“in Lenkoran” in report" in row[1]] == ["14"]
    assert any(row[0] == "10" and "meetup" in row[1] and "Write one of: meeting," in row[1] for row in rows)
    assert any(row[0] == "7" and "entities.kid" in row[1] for row in rows)
    assert "Load as drafts" not in text_of(answer)
    # A forged confirmation loads nothing either.
    assert "problems" in text_of(client.post(page + "load/", follow=True))
    assert not Source.objects.exists()


def test_what_is_there_already_is_known_again_and_differences_are_told() -> None:
    client = signed_in("writer")
    client.post(kept(client) + "load/")
    again = text_of(client.get(kept(client)))
    assert "loading would change nothing" in again
    other = text_of(client.get(kept(client, INLINE.replace("title: Guards meet on", "title: Officers meet on"))))
    assert "the file differs in title" in other
    assert Source.objects.get().title == "Guards meet on the river"


def test_confirmed_twice_it_is_loaded_once() -> None:
    client = signed_in("writer")
    page = kept(client)
    client.post(page + "load/")
    assert "confirmed already" in text_of(client.post(page + "load/", follow=True))
    assert (Event.objects.count(), Claim.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_loads() -> None:
    client = signed_in("writer")
    found = Upload.objects.get(pk=kept(client).split("/")[-2])

    def confirm() -> Any:
        return uploads.begin(found) and uploads.load(found.pk, plan_of)

    done = make.at_once(confirm, confirm)
    assert sorted(bool(one) for one in done) == [False, True]
    assert Claim.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_file_loaded_twice_at_once_is_made_once() -> None:
    found = []
    for name in ("writer", "reviewer"):
        found.append(Upload.objects.get(pk=kept(signed_in(name)).split("/")[-2]))
        uploads.begin(found[-1])
    make.at_once(*(lambda one=one: uploads.load(one.pk, plan_of) for one in found))
    assert (Event.objects.count(), Claim.objects.count(), Evidence.objects.count()) == (1, 2, 2)


def test_what_is_much_is_loaded_by_the_worker(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(uploads, "AT_ONCE", 3)
    client = signed_in("writer")
    page = kept(client)
    assert "loaded in the background" in text_of(client.get(page))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page + "load/", {"much": "yes"}, follow=True)
    assert "waits for the worker" in text_of(answer)
    task = DBTaskResult.objects.get()
    load_upload.call(*task.args_kwargs["args"])
    assert "Loaded" in text_of(client.get(page))
    # Run once more by a queue that delivers twice, it does nothing.
    assert load_upload.call(*task.args_kwargs["args"]) == "not waiting"
    assert Event.objects.count() == 1


def test_what_breaks_off_writes_nothing_and_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("writer")
    page = kept(client)
    with monkeypatch.context() as broken:
        broken.setattr("ctarchive.dossier.load._Loading._in_order", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            client.post(page + "load/")
    assert not Source.objects.exists()
    assert "It broke off" in text_of(client.get(page))
    client.post(page + "load/")
    assert Event.objects.count() == 1


def test_a_dossier_that_changes_the_published_is_loaded_without_that() -> None:
    quoted = 'evidence: [{source: report, quote: "May 2018"}]'
    ended = INLINE.replace("{id: lankaran,", "{id: lankaran, uid: '0123456789',")
    ended = ended.replace(
        "{property: date, value: 2018-05-03,", "{id: old, property: date, value: 2018-05, state: superseded,"
    )
    ended += f"      - {{property: date, value: 2018, supersedes: old, {quoted}}}\n"
    ended += "revisions:\n  - {record: '0123456789', field: description, new: A town, reason: Told}\n"
    client = signed_in("writer")
    page = kept(client, ended)
    assert "3 records are left out" in text_of(client.get(page))
    client.post(page + "load/")
    assert set(Claim.objects.values_list("value_edtf", "supersedes")) == {("2018", None), ("", None)}


# -- hostile files -----------------------------------------------------------------------------------------------------


def link_in_a_zip() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        entry = ZipInfo("papers/report.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("guards.yaml", DOSSIER)
    return out.getvalue()


HOSTILE = [
    (b"", "guards.yaml", "is empty"),
    (b"%PDF-1.7", "guards.pdf", "no dossier"),
    (b"PK\x03\x04 and then nothing", "guards.zip", "damaged"),
    (zipped({"guards.yaml": DOSSIER})[:-30], "guards.zip", "damaged"),
    (zipped({"guards.yaml": DOSSIER, "../report.txt": "x"}), "guards.zip", "leads out"),
    (zipped({"guards.yaml": DOSSIER, "/etc/report.txt": "x"}), "guards.zip", "leads out"),
    (zipped({"guards.yaml": DOSSIER, "C:/report.txt": "x"}), "guards.zip", "leads out"),
    (zipped({"guards.yaml": DOSSIER, "..\\report.txt": "x"}), "guards.zip", "leads out"),
    (zipped({"guards.yaml": DOSSIER, "bomb.txt": b"0" * 30_000_000}), "guards.zip", "unpacks to more than"),
    (zipped({"guards.yaml": DOSSIER} | {f"{n}.txt": "x" for n in range(1001)}), "guards.zip", "1002 files"),
    (zipped({"a.yaml": DOSSIER, "b.yaml": DOSSIER}), "guards.zip", "holds one dossier"),
    (zipped({"report.txt": REPORT}), "guards.zip", "this holds: none"),
    (link_in_a_zip(), "guards.zip", "is a link"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "name", "said"), HOSTILE, ids=[said for _data, _name, said in HOSTILE])
def test_a_hostile_file_is_refused_plainly_and_not_kept(data: bytes, name: str, said: str) -> None:
    answer = take(signed_in("writer"), data, name)
    assert answer.status_code == 200
    assert said in errors_of(answer)[0]
    assert not Upload.objects.exists()


BROKEN = [
    (b"dossier: 1\na: &a [x, x]\nb: &b [*a, *a]\nevents: [*b]", "Aliases"),
    (b"dossier: 1\nevents: " + b"[" * 100_000, "nests too deep"),
    (b"dossier: 1\nevents: []\n# " + b"a" * 10_000_000, "10,000,002 characters"),
    (INLINE.replace("Lankaran.", "Lənkəran.").encode("utf-16-be"), "binary file"),
    (INLINE.replace("Guards", "Gárds").encode("latin-1"), "no UTF-8"),
    (b"dossier: 1\x00\x00\x00\x01\x02\x03", "binary file"),
    (b"dossier: 1\nsources:\n  - {id: a, title: A, file: ../../etc/passwd}", "outside"),
    (b"dossier: 1\nevents:\n  - !!python/object/apply:os.system ['true']", "valid dictionary"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "said"), BROKEN, ids=[said for _data, said in BROKEN])
def test_a_hostile_dossier_is_told_of_on_its_preview(data: bytes, said: str) -> None:
    client = signed_in("writer")
    told = text_of(client.get(kept(client, data)))
    assert said in told
    assert "Load as drafts" not in told


def test_a_file_that_is_too_large_is_refused_with_the_most_that_is_taken(settings: Settings) -> None:
    settings.LARGEST_UPLOAD = 100
    assert "the most that is taken is 100" in errors_of(take(signed_in("writer"), INLINE))[0].replace("\xa0", " ")


# -- who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [("contributor", 200), ("writer", 200), ("manager", 200), ("administrator", 403), ("outsider", 302)],
)
def test_importing_is_for_those_who_may_make_drafts(name: str, status: int) -> None:
    key = Upload.objects.create(user=make.user(name), kind="dossier", filename="a.yaml", data=INLINE.encode()).pk
    client = signed_in(name)
    for url in (reverse("exchange:index"), TAKE, reverse("exchange:upload", args=[key])):
        assert client.get(url).status_code == status, url
    if status != 200:
        for page in ("load", "forget"):
            assert client.post(reverse(f"exchange:{page}", args=[key])).status_code == status
        assert Upload.objects.get().state == "kept"


def test_the_upload_of_somebody_else_is_not_there() -> None:
    page = kept(signed_in("writer"))
    for name in ("manager", "contributor"):
        client = signed_in(name)
        assert client.get(page).status_code == 404
        assert client.post(page + "load/").status_code == 404
        assert client.post(page + "forget/").status_code == 404
    assert Upload.objects.get().state == "kept"
    assert not Source.objects.exists()


def test_a_forged_post_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user("writer"))
    page = kept(signed_in("writer"))
    assert client.post(page + "load/").status_code == 403
    assert client.post(TAKE, {"file": SimpleUploadedFile("a.yaml", b"x")}).status_code == 403
    assert signed_in("writer").get(page + "load/").status_code == 405


def test_a_contributor_learns_nothing_of_the_drafts_of_others() -> None:
    hidden, state = make.source(title="A secret plan"), make.entity(kind="state")
    make.publish(state)
    quoting = dossier_of(claims=[claim_of(state.pk, hidden.pk, 1)])
    client = signed_in("contributor")
    told = text_of(client.get(kept(client, quoting)))
    assert f"There is no source “{hidden.pk}”" in told
    assert "secret" not in told
    known = dossier_of(sources=[{"uid": hidden.pk, "title": "Mine"}])
    told = text_of(client.get(kept(client, known)))
    assert "in a draft of somebody else" in told
    assert "secret" not in told


def test_uploads_are_removed_by_hand_and_after_a_day() -> None:
    client = signed_in("writer")
    page = kept(client)
    client.post(page + "forget/")
    assert client.get(page).status_code == 404
    old = kept(client)
    Upload.objects.update(at=timezone.now() - timedelta(hours=25))
    assert client.get(old).status_code == 404
    kept(client)
    assert Upload.objects.count() == 1


def test_a_preview_asks_the_same_number_of_questions_of_much_as_of_little() -> None:
    client = signed_in("writer")
    first = kept(client)
    client.post(first + "load/")
    source, event = Source.objects.get(), Event.objects.get()

    def questions(number: int) -> int:
        numbers = range(number)
        written = dossier_of(
            entities=[{"id": f"place-{n}", "kind": "state", "name": f"Place {n}"} for n in numbers],
            events=[{"id": f"event-{n}", "kind": "meeting", "title": f"Meeting {n}"} for n in numbers],
            claims=[claim_of(f"place-{n}", source.pk, n) for n in numbers]
            + [claim_of(event.pk, source.pk, n, "topic") for n in numbers],
        )
        page = kept(client, written)
        with CaptureQueriesContext(connection) as queries:
            assert "new records" in text_of(client.get(page))
        return len(queries)

    assert questions(5) == questions(60) <= 30


# -- the real documents ------------------------------------------------------------------------------------------------


def test_the_five_real_documents_are_uploaded_as_a_zip_and_loaded(seeds: Path) -> None:
    data = zipped({path.name: path.read_bytes() for path in seeds.iterdir()})
    client = signed_in("contributor")
    page = kept(client, data, "seeds.zip")
    assert "problem" not in text_of(client.get(page))
    client.post(page + "load/")
    counts = [model.objects.count() for model in (Source, Capture, Event, Claim, Evidence)]
    assert counts == [5, 5, 9, 59, 59]
    assert make.findings() == []
    assert "loading would change nothing" in text_of(client.get(kept(client, data, "seeds.zip")))

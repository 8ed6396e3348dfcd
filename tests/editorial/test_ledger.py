"""The ledger: every act an entry, every entry a leaf; it grows, and never forks."""

from typing import Any

import pytest
from django.db import connection, transaction

from editorial import actions, ledger, merkle
from editorial.choices import Action
from editorial.ledger import Act, digest, leaf
from editorial.models import LedgerEntry, LedgerHead, LedgerNode, LedgerPayload
from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def leaf_of(seq: int) -> bytes:
    entry = LedgerEntry.objects.select_related("payload").get(seq=seq)
    return merkle.leaf_hash(leaf(entry, entry.payload.fields))


def test_an_empty_ledger_has_the_root_of_the_empty_tree() -> None:
    assert (ledger.head().size, ledger.head().root) == (0, merkle.EMPTY_ROOT.hex())
    assert ledger.root_at(0) == merkle.EMPTY_ROOT.hex()
    assert make.findings() == []


def test_entries_are_numbered_without_a_gap() -> None:
    make.published_event()
    assert list(LedgerEntry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(ledger.head().size))


def test_every_entry_is_proved_to_be_in_the_tree() -> None:
    make.published_event()
    head = ledger.head()
    for seq in range(head.size):
        proof = [bytes.fromhex(step) for step in ledger.inclusion_proof(seq, head.size)]
        assert merkle.verify_inclusion(leaf_of(seq), seq, head.size, proof, bytes.fromhex(head.root))


def test_every_earlier_head_is_proved_to_be_a_prefix() -> None:
    heads = []
    for _ in range(7):
        make.event()
        heads.append((ledger.head().size, ledger.head().root))
    size, root = heads[-1]
    for earlier, its_root in heads:
        assert ledger.root_at(earlier) == its_root
        proof = [bytes.fromhex(step) for step in ledger.consistency_proof(earlier, size)]
        assert merkle.verify_consistency(earlier, size, bytes.fromhex(its_root), bytes.fromhex(root), proof)


def test_only_public_acts_move_the_public_version() -> None:
    event = make.event()
    make.in_review(event)
    assert ledger.head().public_version == 0
    actions.publish([event], user=make.user("reviewer"))
    published = ledger.head().public_version
    assert LedgerEntry.objects.get(seq=published - 1).action == Action.PUBLISH
    make.event()
    assert ledger.head().public_version == published < ledger.head().size


def test_an_entry_names_the_person_by_an_opaque_uid_only() -> None:
    event = make.event()
    entry = LedgerEntry.objects.select_related("payload").get(record_uid=event.pk)
    assert entry.actor == make.user("writer").uid
    assert "writer" not in leaf(entry, entry.payload.fields).decode() + str(entry.payload.fields)


def test_an_entry_says_by_which_way_it_came() -> None:
    actions.save(Event(title="Talks", kind="meeting"), user=make.user("writer"), via="api")
    assert LedgerEntry.objects.latest("seq").via == "api"
    with pytest.raises(ValueError, match="post"):
        actions.save(Event(title="Talks", kind="meeting"), user=make.user("writer"), via="post")


def test_the_bytes_of_an_entry_do_not_depend_on_the_order_of_its_fields() -> None:
    event = make.event()
    entry = LedgerEntry.objects.select_related("payload").get(record_uid=event.pk)
    turned = dict(reversed(list(entry.payload.fields.items())))
    assert leaf(entry, turned) == leaf(entry, entry.payload.fields)


def test_the_same_value_never_has_the_same_digest_twice() -> None:
    one, other = make.event(title="Talks"), make.event(title="Talks")
    payloads = [LedgerPayload.objects.get(entry__record_uid=e.pk).fields["title"] for e in (one, other)]
    assert len({digest("title", p["salt"], p["value"]) for p in payloads}) == 2


@pytest.mark.parametrize("part", ["path", "salt", "value"])
def test_a_digest_commits_to_path_salt_and_value(part: str) -> None:
    said = {"path": "title", "salt": "s", "value": "Talks"}
    assert digest(**said) != digest(**(said | {part: "other"}))
    assert digest(**said) == digest(**said)


def test_what_is_rolled_back_leaves_no_entry() -> None:
    make.event()
    before = ledger.head().size, ledger.head().root

    def cut_short() -> None:
        with transaction.atomic():
            make.event()
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        cut_short()
    assert (ledger.head().size, ledger.head().root) == before
    assert LedgerEntry.objects.count() == before[0]
    make.event()
    assert make.findings() == []


def test_erasing_keeps_the_leaf_and_the_other_fields() -> None:
    event = make.event(title="Talks", summary="In short.")
    entry = LedgerEntry.objects.get(record_uid=event.pk)
    before = leaf_of(entry.seq)
    with actions.verb():
        assert ledger.erase("event", [event.pk], ["summary", "nothing"]) == 1
        assert ledger.erase("event", [event.pk], ["summary"]) == 0
    fields = LedgerPayload.objects.get(pk=entry.pk).fields
    assert set(fields["summary"]) == {"digest"}
    assert fields["title"]["value"] == "Talks"
    assert leaf_of(entry.seq) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE editorial_ledgerentry SET actor = 'somebody00' WHERE seq = 1",
        "UPDATE editorial_ledgerentry SET action = 'publish' WHERE seq = 1",
        "UPDATE editorial_ledgerpayload SET fields = '{}' WHERE entry_id = 1",
        "UPDATE editorial_ledgernode SET hash = repeat_0 WHERE level = 0 AND index = 1",
        "UPDATE editorial_ledgerhead SET root = repeat_0",
        "UPDATE editorial_ledgerhead SET public_version = 1",
        "DELETE FROM editorial_ledgernode WHERE level = 1",
        "UPDATE events_event SET title = 'Something else'",
    ],
)
def test_whatever_is_changed_behind_the_archive_is_found(statement: str) -> None:
    for _ in range(3):
        make.event()
    statement = statement.replace("repeat_0", f"'{'0' * 64}'").replace("AND index", 'AND "index"')
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert make.findings() != []


@pytest.mark.django_db(transaction=True)
def test_the_ledger_is_only_written_inside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="inside a verb"):
        ledger.lock_head()


def test_there_is_one_head_row() -> None:
    for _ in range(3):
        make.event()
    assert LedgerHead.objects.count() == 1
    assert LedgerNode.objects.filter(level=0).count() == ledger.head().size


def test_appending_nothing_appends_nothing() -> None:
    assert ledger.append([], user=make.user("writer"), via="command") == []
    assert LedgerHead.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_eight_threads_appending_never_fork_the_ledger() -> None:
    writer = make.user("writer")

    def work(thread: int) -> list[Any]:
        return [actions.save(Event(title=f"Talks {thread}-{turn}", kind="meeting"), user=writer) for turn in range(5)]

    outcomes = make.at_once(*[lambda t=t: work(t) for t in range(8)])
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert ledger.head().size == LedgerEntry.objects.count() == 40
    assert make.findings() == []


@pytest.mark.django_db(transaction=True)
def test_two_that_start_the_ledger_at_once_start_one_ledger() -> None:
    event = Event(title="Talks", kind="meeting")
    writer = make.user("writer")

    def start(number: int) -> Any:
        with actions.verb():
            return ledger.append(
                [Act(Action.CREATE, event, {"number": str(number)}, public=False)], user=writer, via="command"
            )

    outcomes = make.at_once(*[lambda n=n: start(n) for n in range(4)])
    assert sorted(entry.seq for (entry,) in outcomes) == [0, 1, 2, 3]

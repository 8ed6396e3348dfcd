"""What may be a handle, and which would be taken for another."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from editorial import handles
from editorial.models import AccessLog, TakenHandle, User
from tests import factories as make

GOOD = ["Falcon", "Şəhla Əliyeva", "Наталья", "ليلى", "李雷", "O’Neil-2", "A. B.", "d_o"]
BAD = {
    "x": "between 2 and 60",
    "a" * 61: "between 2 and 60",
    "me@example.org": "cannot be used: @",
    "Fal\u202econ": "U+202E",
    "<b>Falcon": "cannot be used: < >",
    "12345": "needs a letter",
    "-Falcon": "Begin with a letter",
    "Fal..con": "Begin with a letter",
    "\u0301a b": "accent",
    "Administrator": "kept for the archive",
    "аdmin": "kept for the archive",  # its first letter is Cyrillic
}
ALIKE = [
    ("Falcon", "fALCON"),
    ("Baku", "ВАКU"),
    ("Ivan", "lvan"),
    ("m.kern", "rn kern"),
    ("Oslo", "0slo"),
    ("Sokol", "Ѕоkоl"),
]


@pytest.mark.parametrize("handle", GOOD)
def test_letters_of_any_script_are_good(handle: str) -> None:
    assert list(handles.problems(handles.tidy(handle))) == []


@pytest.mark.parametrize("handle", BAD)
def test_what_misleads_is_refused_with_the_reason(handle: str) -> None:
    assert BAD[handle] in " ".join(handles.problems(handle))


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_looks_alike_is_the_same(one: str, other: str) -> None:
    assert handles.keys(one) & handles.keys(other)


@pytest.mark.parametrize(("one", "other"), [("Gülay", "Gulay"), ("Falcon", "Falcons"), ("Əli", "Eli")])
def test_what_reads_differently_is_not(one: str, other: str) -> None:
    assert not handles.keys(one) & handles.keys(other)


def named(name: str, handle: str) -> User:
    user = make.user(name)
    user.handle = handle
    user.full_clean()
    user.save()
    return user


@pytest.mark.django_db
@pytest.mark.parametrize("taken", ["falcon", "FALС0N", "reviewer@example.org", "the_manager"])
def test_nobody_takes_anothers_handle_or_log_in(taken: str) -> None:
    named("reviewer", "Falcon")
    User.objects.create_user("the_manager", email="reviewer@example.org")
    with pytest.raises(ValidationError, match=r"name|characters"):
        named("writer", taken)


@pytest.mark.django_db
def test_a_former_handle_stays_with_whoever_had_it() -> None:
    named("reviewer", "Falcon")
    named("reviewer", "Eagle")
    with pytest.raises(ValidationError, match="looks like it"):
        named("writer", "Falcon")
    assert named("reviewer", "Falcon").handle == "Falcon"
    told = AccessLog.objects.filter(what="handle_changed").order_by("pk").values_list("detail", flat=True)
    assert list(told) == ["— → Falcon", "Falcon → Eagle", "Eagle → Falcon"]


@pytest.mark.django_db
def test_nobody_gets_a_user_name_that_is_anothers_handle() -> None:
    named("reviewer", "Falcon")
    with pytest.raises(ValidationError, match="too much like"):
        User(username="fаlcon", password="x").clean()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_handle_at_once_one_has_it() -> None:
    people = [make.user("writer"), make.user("reviewer")]

    def take(user: User) -> None:
        user.handle = "Falcon"
        user.save(update_fields=["handle"])

    done = make.at_once(*(lambda user=user: take(user) for user in people))
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "ValidationError"]
    assert User.objects.filter(handle="Falcon").count() == 1


@pytest.mark.django_db
def test_the_migration_reserves_what_is_there_and_gives_a_twin_to_the_older() -> None:
    older, newer = make.user("writer"), make.user("reviewer")
    User.objects.filter(pk=older.pk).update(handle="Falcon")
    User.objects.filter(pk=newer.pk).update(handle="FALCON")
    migration = importlib.import_module("editorial.migrations.0004_accounts_and_notices")
    migration.reserve_handles(apps, None)
    assert list(TakenHandle.objects.values_list("user", flat=True)) == [older.pk]
    assert list(User.objects.order_by("pk").values_list("handle", flat=True)) == ["Falcon", ""]

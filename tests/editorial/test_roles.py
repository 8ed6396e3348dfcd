"""Roles: groups that open doors in the admin, each what it must and no more."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management.sql import emit_post_migrate_signal

from editorial import roles
from editorial.choices import Role
from editorial.models import AccessLog
from tests import factories as make

pytestmark = pytest.mark.django_db


def may(who: str, *codenames: str) -> list[bool]:
    app = {"user": "editorial", "accesslog": "editorial", "revision": "editorial", "redaction": "editorial",
           "ledgerentry": "editorial", "group": "auth", "source": "sources", "capture": "sources",
           "publisher": "sources", "sourcelink": "sources"}  # fmt: skip
    person = make.user(who)
    return [person.has_perm(f"{app.get(name.split('_', 1)[1], 'events')}.{name}") for name in codenames]


def test_the_groups_are_there_after_migrating() -> None:
    assert set(Group.objects.values_list("name", flat=True)) >= set(Role.values)


def test_a_contributor_drafts_and_looks() -> None:
    assert all(may("contributor", "add_claim", "change_claim", "add_source", "add_entity", "view_revision"))
    assert not any(may("contributor", "add_sourcelink", "add_entitymatch", "add_ranking", "add_revision", "add_reply"))


def test_an_editor_also_drafts_judgements() -> None:
    for who in ("writer", "manager"):
        assert all(
            may(who, "add_claim", "add_sourcelink", "add_entitymatch", "add_ranking", "add_revision", "add_reply")
        )


@pytest.mark.parametrize("who", ["contributor", "writer", "manager"])
def test_no_editorial_role_deletes_anything_or_touches_people(who: str) -> None:
    granted = Permission.objects.filter(group__user=make.user(who))
    assert not granted.filter(codename__startswith="delete_").exists()
    assert not any(may(who, "view_user", "change_user", "view_accesslog", "change_group"))


@pytest.mark.parametrize("who", ["contributor", "writer", "manager", "administrator"])
def test_nobody_writes_captures_or_the_ledger_by_hand(who: str) -> None:
    assert not any(may(who, "add_capture", "change_capture", "add_ledgerentry", "change_ledgerentry"))


def test_an_administrator_manages_users_and_sees_no_drafts() -> None:
    assert all(may("administrator", "add_user", "change_user", "view_group", "view_accesslog"))
    assert not any(may("administrator", "change_group", "add_group", "change_accesslog", "view_claim", "add_claim"))


def test_an_outsider_may_do_nothing() -> None:
    assert not make.user("outsider").get_all_permissions()


def test_a_permission_given_by_hand_is_taken_back_at_the_next_migration() -> None:
    group = Group.objects.get(name=Role.CONTRIBUTOR)
    before = set(group.permissions.all())
    group.permissions.add(Permission.objects.get(codename="delete_claim"))
    roles.grant(sender=None)
    assert set(group.permissions.all()) == before


def test_a_change_of_roles_is_kept_apart_from_the_ledger() -> None:
    make.user("manager")
    log = AccessLog.objects.get(what=AccessLog.What.ROLES_CHANGED)
    assert (log.username, log.detail) == ("manager", "add: managing_editor")


def test_roles_are_groups_of_those_names_and_no_others() -> None:
    person = make.user("outsider")
    person.groups.add(Group.objects.create(name="friends"), Group.objects.get(name=Role.EDITOR))
    assert person.roles == {Role.EDITOR}
    assert person.is_editor


def test_the_groups_are_there_again_after_a_flush() -> None:
    Group.objects.all().delete()
    emit_post_migrate_signal(0, False, "default")
    assert all(may("contributor", "add_claim", "change_claim", "view_revision"))

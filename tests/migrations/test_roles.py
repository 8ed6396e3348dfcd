"""The data migration that makes the roles: there and back."""

import pytest
from django.contrib.auth.models import Group

from editorial.choices import Role
from tests.migrations.back import back_to

pytestmark = pytest.mark.django_db(transaction=True)


def roles() -> set[str]:
    return set(Group.objects.values_list("name", flat=True)) & set(Role.values)


def test_the_roles_are_made_and_removed_and_made_again() -> None:
    assert roles() == set(Role.values)
    with back_to("editorial", "0001_initial"):
        assert roles() == set()
    assert roles() == set(Role.values)
    editor = Group.objects.get(name=Role.EDITOR)
    assert editor.permissions.filter(codename="add_claim").exists()
    assert not editor.permissions.filter(codename__startswith="delete_").exists()

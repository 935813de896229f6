"""People: added by name, never picked; the last manager stays."""

from __future__ import annotations

import pytest

from journeys.admin.membership import LAST_MANAGER, UNKNOWN
from journeys.models import Membership, Program
from tests.factories import UserFactory, member
from tests.journeys.admin.conftest import address, fields_of


def add(client, program, person, role="viewer"):
    return client.post(
        address(Membership, "add"), {"_program": program.pk, "person": person, "role": role}
    )


@pytest.mark.parametrize("typed", ("nora", " nora ", "Nora@example.org"))
def test_somebody_is_added_by_name_or_address(manager, rows, typed):
    nora = UserFactory(username="nora", email="nora@example.org")

    response = add(manager, rows.program, typed, "contributor")

    assert response.status_code == 302
    assert Membership.objects.get(program=rows.program, user=nora).role == "contributor"
    assert Membership.history.get(user=nora).history_user_name == "mara"


@pytest.mark.parametrize("typed", ("nor", "nobody", "@example.org", "%", "off", "double@example.org"))  # fmt: skip
def test_whoever_is_not_named_exactly_is_not_there(manager, rows, typed):
    UserFactory(username="nora", email="nora@example.org")
    UserFactory(username="off", is_active=False)
    UserFactory(username="one", email="double@example.org")
    UserFactory(username="two", email="double@example.org")

    response = add(manager, rows.program, typed)

    assert response.context["adminform"].form.errors["person"] == [UNKNOWN]


def test_the_form_lists_nobody(manager, rows):
    UserFactory(username="nora")

    assert "nora" not in manager.get(address(Membership, "add")).content.decode()


def test_nobody_is_added_twice(manager, rows):
    response = add(manager, rows.program, "vera")

    assert response.context["adminform"].form.errors["person"] == [
        "vera is in this program already."
    ]


@pytest.mark.parametrize("role", ("viewer", "contributor"))
def test_only_a_manager_adds_people(client_of, rows, role):
    UserFactory(username="nora")

    assert add(client_of(role), rows.program, "nora").status_code == 403


def mara_of(rows):
    return Membership.objects.get(program=rows.program, role="manager")


def test_the_last_manager_keeps_the_role(manager, rows):
    url = address(Membership, "change", mara_of(rows).pk)

    response = manager.post(url, fields_of(manager.get(url)) | {"role": "viewer"})

    assert response.context["adminform"].form.errors["role"] == [LAST_MANAGER]


def test_the_last_manager_cannot_be_removed(manager, rows):
    response = manager.post(address(Membership, "delete", mara_of(rows).pk), {"post": "yes"})

    assert response.status_code == 403
    assert mara_of(rows)


def test_a_manager_may_go_when_there_is_another(manager, rows):
    membership = mara_of(rows)
    member(rows.program, "manager")

    response = manager.post(address(Membership, "delete", membership.pk), {"post": "yes"})

    assert response.status_code == 302
    assert not Membership.objects.filter(pk=membership.pk).exists()


def test_all_managers_at_once_cannot_step_down(manager, rows):
    member(rows.program, "manager")
    url = address(Program, "change", rows.program.pk)
    posted = fields_of(manager.get(url))
    everybody = {name: "viewer" for name in posted if name.endswith("-role")}

    response = manager.post(url, posted | everybody)

    formset = response.context["inline_admin_formsets"][0].formset
    assert formset.non_form_errors() == [LAST_MANAGER]
    assert Membership.objects.filter(program=rows.program, role="manager").count() == 2

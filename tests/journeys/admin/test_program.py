"""Opening a program, switching between programs, and the form."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from journeys.models import Channel, JourneyMap, Membership, Objective, Program
from tests.factories import MapFactory, ObjectiveFactory, ProgramFactory, UserFactory, member
from tests.journeys.admin.conftest import address, fields_of


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_whoever_opens_a_program_manages_it(manager, people):
    response = manager.post(
        address(Program, "add"), {"name": "Lending", "purpose": "Days, not weeks", "review_cadence_days": "60"}
    )  # fmt: skip

    opened = Program.objects.get(name="Lending")
    assert response.url == reverse("admin:journeys_program_home", args=[opened.pk])
    assert (opened.owner, opened.review_cadence_days) == (people["manager"], 60)
    assert [(m.user, m.role) for m in opened.memberships.all()] == [(people["manager"], "manager")]
    assert Channel.objects.filter(program=opened).exists()
    assert manager.get(response.url).context["program"] == opened


@pytest.mark.parametrize("role", ("viewer", "contributor", "outsider"))
def test_who_manages_nothing_opens_no_program(client_of, role):
    response = client_of(role).post(address(Program, "add"), {"name": "Mine", "review_cadence_days": "9"})  # fmt: skip

    assert response.status_code == 403
    assert not Program.objects.filter(name="Mine").exists()


@pytest.fixture
def two(db):
    """Return two programs, and somebody who manages the first and views the second."""
    first, second = ProgramFactory(name="A first"), ProgramFactory(name="B second")
    user = member(first, "manager")
    Membership.objects.create(program=second, user=user, role="viewer")
    return first, second, signed_in(user)


def listed(client, model=JourneyMap):
    return [str(row) for row in client.get(address(model, "changelist")).context["cl"].result_list]


def test_lists_follow_the_program_at_hand(two):
    first, second, client = two
    MapFactory(program=first, name="Of the first")
    MapFactory(program=second, name="Of the second")

    client.get(reverse("admin:journeys_program_home", args=[first.pk]))
    assert listed(client) == ["Of the first"]

    client.get(reverse("admin:journeys_program_home", args=[second.pk]))
    assert listed(client) == ["Of the second"]


def test_without_a_choice_a_list_shows_all_one_may_see(two):
    first, second, client = two
    MapFactory(program=first, name="Of the first")
    MapFactory(program=second, name="Of the second")
    MapFactory(name="Of another")

    assert listed(client) == ["Of the first", "Of the second"]


def test_opening_a_row_enters_its_program(two):
    _, second, client = two
    objective = ObjectiveFactory(program=second)

    page = client.get(address(Objective, "change", objective.pk))

    assert page.context["program"] == second
    assert client.get(address(JourneyMap, "changelist")).context["program"] == second


def test_a_role_counts_only_in_its_program(two):
    first, second, client = two

    client.get(f"{address(Objective, 'changelist')}?program={first.pk}")
    assert client.get(address(Objective, "add")).status_code == 200

    client.get(f"{address(Objective, 'changelist')}?program={second.pk}")
    assert client.get(address(Objective, "add")).status_code == 403


def test_a_new_row_goes_where_its_form_was_opened(two):
    first, second, client = two
    client.get(reverse("admin:journeys_program_home", args=[first.pk]))
    posted = fields_of(client.get(address(Objective, "add"))) | {"statement": "For the first"}

    # In another tab the second program is opened before the form is saved.
    client.get(reverse("admin:journeys_program_home", args=[second.pk]))
    response = client.post(address(Objective, "add"), posted)

    assert response.status_code == 302
    assert Objective.objects.get(statement="For the first").program == first


def test_a_form_offers_no_row_of_ones_other_program(two):
    first, second, client = two
    Membership.objects.filter(program=second).update(role="manager")
    journey = MapFactory(program=first)
    other = ObjectiveFactory(program=second, statement="Of the second")
    url = address(JourneyMap, "change", journey.pk)
    page = client.get(url)

    response = client.post(url, fields_of(page) | {"objectives": [other.pk]})

    assert "Of the second" not in page.content.decode()
    assert response.context["adminform"].form.errors.keys() == {"objectives"}


def test_the_switcher_offers_what_one_may_see(two):
    first, second, client = two
    ProgramFactory(name="Hidden")
    ProgramFactory(name="Put aside", status="archived").memberships.create(
        user=first.memberships.get().user, role="viewer"
    )

    page = client.get(address(Program, "changelist"))

    assert page.context["programs"] == [first, second]
    assert "Put aside" in page.content.decode()


def test_an_owner_who_left_stays_until_another_is_named(manager, rows):
    program = rows.program
    program.owner = UserFactory(username="gone")
    program.save()
    url = address(Program, "change", program.pk)

    response = manager.post(url, fields_of(manager.get(url)) | {"name": "Renamed"})

    program.refresh_from_db()
    assert response.status_code == 302
    assert (program.name, program.owner.username) == ("Renamed", "gone")

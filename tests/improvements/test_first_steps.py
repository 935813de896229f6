"""Once round the loop: what a new program is told to do next, until its map has a second version."""

from __future__ import annotations

import pytest
from django.urls import reverse

from improvements import cycles
from improvements.models import Action
from journeys import versions
from journeys.admin.home import first_steps
from tests.factories import (
    ActionFactory,
    KpiFactory,
    ProgramFactory,
    member,
    published_map,
    response_of,
    small_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory()


def next_of(program):
    return next(step.title for step in first_steps.of(program) if not step.is_done)


def test_each_step_leads_to_the_next_until_there_is_a_second_version(program):
    assert next_of(program) == "Say what should get better"
    KpiFactory(program=program)
    assert next_of(program) == "Draw the map"
    draft = small_draft(program)
    assert next_of(program) == "Ask customers"
    response_of(program)
    assert next_of(program) == "Publish version 1"
    published = versions.publish(draft, by=None)
    assert next_of(program) == "Open a cycle"
    cycles.start(published.map, by=None, goal="Fewer calls")
    assert next_of(program) == "Test, implement, learn"
    ActionFactory(program=program, state=Action.State.DONE)
    assert next_of(program) == "Publish the next version"
    versions.publish(versions.start_draft(published.map, by=None), by=None)
    assert first_steps.of(program) == []


def test_other_programs_and_viewers_change_nothing_of_it(program, client):
    KpiFactory()
    published_map(ProgramFactory())
    assert next_of(program) == "Say what should get better"
    home = reverse("admin:journeys_program_home", args=[program.pk])
    client.force_login(member(program, "viewer"))
    assert "Once round the loop" not in client.get(home).content.decode()
    client.force_login(member(program, "contributor"))
    shown = client.get(home).content.decode()
    assert "Once round the loop" in shown
    assert 'aria-current="step">Say what should get better' in shown


def test_it_takes_a_query_for_each_app(program, django_assert_num_queries):
    with django_assert_num_queries(3):
        first_steps.of(program)

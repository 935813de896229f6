"""How many queries each page takes: the same for a small map and a large one, three versions and one."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys import maps, versions
from tests.factories import PersonaFactory, ReportFactory
from tests.journeys.admin.pages.conftest import next_version
from tests.journeys.admin.pages.test_map_page import large_map
from tests.journeys.sample import edited, small_map

#: Page → the most queries it may take, those of session, person, roles and menu included.
BUDGETS = {
    ("mapversion_map",): 24,  # four for what customers say of a draft now
    (
        "mapversion_compare",
    ): 27,  # for whether there are many answers, the answers behind a draft, stages and parts
    ("mapversion_order",): 18,
    ("mapversion_threads",): 20,
    ("mapversion_comments", "map"): 18,
    ("mapversion_verb", "publish"): 24,
    ("mapversion_picture",): 18,
    ("mapversion_export", "json"): 18,
    ("mapversion_export", "mermaid"): 18,
}


def counted(client, address):
    client.get(address)  # the first look of a session also stores which program one is in
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries)


def draft_of(program, contents):
    """Return the draft of version 2 of a map with these contents."""
    first = versions.publish(maps.create(program, contents, by=None), by=None)
    return next_version(first, edited(contents, contents.stages[0].name, name="Else"))


@pytest.mark.parametrize(("page", "budget"), BUDGETS.items(), ids=str)
def test_a_page_takes_the_same_queries_whatever_the_map(program, manager, as_, at, page, budget):
    name, *args = page
    client = as_(manager)
    small, large = (draft_of(program, contents) for contents in (small_map(), large_map()))
    # A third version of the large map: pages list versions.
    large = next_version(versions.publish(large, by=None), large_map())

    numbers = [counted(client, at(name, version.pk, *args)) for version in (small, large)]

    assert numbers[0] == numbers[1]
    assert numbers[0] <= budget


@pytest.mark.parametrize(
    ("page", "budget"),
    [
        ("report_page", 14),
        ("report_status", 10),
        ("journeymap_start", 12),
        ("journeymap_import", 12),
    ],
)
def test_a_page_takes_the_same_queries_whatever_the_program(
    program, manager, as_, at, page, budget
):
    client = as_(manager)
    report = ReportFactory(program=program)
    address = at(page, report.pk) if page.startswith("report") else at(page)
    before = counted(client, address)
    for _ in range(3):
        ReportFactory(program=program)
        draft_of(program, small_map())

    assert counted(client, address) == before
    assert before <= budget


def a_persona_of(program, *, maps_more=0):
    """Return a persona on a map that was published twice, and on more maps."""
    first = versions.publish(maps.create(program, small_map(), by=None), by=None)
    persona = first.map.personas.get()
    versions.publish(
        next_version(first, edited(small_map(), "Lena", goals="An account now")), by=None
    )
    for _ in range(maps_more):
        other = maps.create(program, small_map(), by=None)
        versions.publish(other, by=None)
    return persona


@pytest.mark.parametrize(
    ("page", "budget"), [("persona_page", 18), ("persona_versions", 18), ("persona_compare", 18)]
)
def test_a_page_of_a_persona_takes_the_same_queries_whatever_it_is_on(
    program, manager, as_, at, page, budget
):
    client = as_(manager)
    persona = a_persona_of(program)
    other = PersonaFactory(program=program)
    other.maps.add(*persona.maps.all())
    query = f"?persona={persona.pk}&persona={other.pk}" if page == "persona_compare" else ""
    address = at(page, *([] if query else [persona.pk])) + query
    before = counted(client, address)
    a_persona_of(program, maps_more=3)
    other.maps.add(*persona.maps.all())
    PersonaFactory(program=program)

    assert counted(client, address) == before
    assert before <= budget

"""Every page takes the same queries for three rows as for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journeys import versions
from journeys.models import (
    Card,
    Channel,
    JourneyMap,
    Kpi,
    Lane,
    MapVersion,
    Membership,
    Objective,
    Persona,
    Program,
    Reading,
    Report,
    Stage,
    Touchpoint,
)
from tests.factories import (
    CardFactory,
    ChannelFactory,
    KpiFactory,
    LaneFactory,
    MembershipFactory,
    ObjectiveFactory,
    PersonaFactory,
    ReadingFactory,
    ReportFactory,
    StageFactory,
    TouchpointFactory,
    published_map,
    small_draft,
)
from tests.journeys.admin.conftest import MODELS, address


def more(rows):
    """Add two more of everything to the program, in other places than the first."""
    program = rows.program
    for _ in range(2):
        kpi = KpiFactory(program=program, target=50)
        objective = ObjectiveFactory(program=program)
        kpi.objectives.add(objective)
        ReadingFactory(kpi=kpi)
        ReadingFactory(kpi=rows[Kpi])
        MembershipFactory(program=program)
        PersonaFactory(program=program)
        ChannelFactory(program=program)
        ReportFactory(program=program)
        small_draft(program)
        versions.start_draft(published_map(program).map, by=None)
        versions.submit(small_draft(program), by=None)
        stage = StageFactory(version=rows[MapVersion])
        touchpoint = TouchpointFactory(stage=stage)
        lane = LaneFactory(version=rows[MapVersion])
        CardFactory(stage=stage, lane=lane, touchpoint=touchpoint)
    rows[JourneyMap].personas.add(*Persona.objects.filter(program=program))


def count(client, url):
    """Return how many queries a page takes the second time, when the session knows the program."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


#: Queries every page takes: session, account, roles, programs, the menu's counts and inbox, and Django's own
#: two for permissions given to accounts and groups.
FRAME = 8
LISTS = {
    Program: 2, Membership: 2, Objective: 3, Kpi: 3, Reading: 2, Persona: 2, Channel: 2,
    JourneyMap: 4, MapVersion: 2, Stage: 2, Touchpoint: 2, Lane: 2, Card: 2, Report: 2,
}  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_a_list_takes_the_same_queries_whatever_its_length(manager, rows, model):
    url = address(model, "changelist")
    before = count(manager, url)

    more(rows)

    assert count(manager, url) == before
    assert before <= FRAME + LISTS[model]


PAGES = {
    "home": lambda rows: reverse("admin:journeys_program_home", args=[rows.program.pk]),
    "program": lambda rows: address(Program, "change", rows.program.pk),
    "kpi": lambda rows: address(Kpi, "change", rows[Kpi].pk),
    "objective": lambda rows: address(Objective, "change", rows[Objective].pk),
    "reading": lambda rows: address(Reading, "change", rows[Reading].pk),
    "persona": lambda rows: address(Persona, "page", rows[Persona].pk),
    "channel": lambda rows: address(Channel, "change", rows[Channel].pk),
    "membership": lambda rows: address(Membership, "change", rows[Membership].pk),
    "map": lambda rows: address(JourneyMap, "change", rows[JourneyMap].pk),
    "version": lambda rows: address(MapVersion, "change", rows[MapVersion].pk),
    "stage": lambda rows: address(Stage, "change", rows[Stage].pk),
    "touchpoint": lambda rows: address(Touchpoint, "change", rows[Touchpoint].pk),
    "lane": lambda rows: address(Lane, "change", rows[Lane].pk),
    "card": lambda rows: address(Card, "change", rows[Card].pk),
    "history": lambda rows: address(MapVersion, "history", rows[MapVersion].pk),
    "search": lambda rows: f"{reverse('admin:search')}?q=e",
    "report list": lambda rows: address(Report, "changelist"),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_the_same_queries_whatever_the_program_holds(manager, rows, page):
    url = PAGES[page](rows)
    before = count(manager, url)

    more(rows)

    assert count(manager, url) == before


def test_the_home_page_keeps_to_its_budget(manager, rows):
    more(rows)

    assert count(manager, PAGES["home"](rows)) <= FRAME + 16

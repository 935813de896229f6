"""Queries per address: the same for one row and for three, and as many as `query_budgets.json` says.

A number that changes is a decision: write the new one into the file and say why in the commit.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from improvements import cycles
from improvements.models import ActionKpi
from journeys import alignments, comments, versions
from research.models import DiscoveryRun, DriftSignal, Event, Insight, PlacementRule, Quote
from tests.factories import (
    ActionFactory,
    ChannelFactory,
    ExperimentFactory,
    KpiFactory,
    MapFactory,
    MembershipFactory,
    ObjectiveFactory,
    PersonaFactory,
    ProgramFactory,
    ReadingFactory,
    ReportFactory,
    RoundFactory,
    guardrail_of,
    member,
    outcome_of,
    published_map,
    response_of,
    score_of,
    small_draft,
    theme_of,
)
from tests.factories.world import client_of

pytestmark = pytest.mark.django_db

BUDGETS = json.loads((Path(__file__).parents[2] / "query_budgets.json").read_text())
RESOURCES = (
    "programs", "memberships", "objectives", "kpis", "readings", "personas", "channels", "maps", "versions",
    "stages", "touchpoints", "lanes", "cards", "reports", "reviews", "comments", "notifications",
    "alignments", "studies", "instruments", "import-batches", "responses",
    "themes", "discovery-runs", "quotes", "insights", "placement-rules", "events", "drift-signals",
    "cycles", "actions", "predictions", "scores", "experiments", "rounds", "guardrails", "outcomes",
)  # fmt: skip


def grown(program, user, size):
    """Give a program so many rows of everything; related rows come along."""
    for _ in range(size):
        MembershipFactory(program=program)
        kpi = KpiFactory(program=program)
        kpi.objectives.add(ObjectiveFactory(program=program, owner=user))
        ReadingFactory(kpi=kpi)
        ChannelFactory(program=program)
        journey = MapFactory(program=program, owner=user)
        journey.personas.add(PersonaFactory(program=program))
        draft = small_draft(program, by=user)
        alignments.align(journey, draft.map, [], by=user)
        ReportFactory(program=program)
        heard(program)
        changed(program, user)
        colleague = member(program, "manager")
        comments.write(draft, f"Is this so, @{user.username}?", by=colleague)
        versions.approve(versions.submit(draft, by=user), by=colleague)


def heard(program):
    """Give a program one more of all that was heard."""
    response = response_of(program)
    version = published_map(program)
    DriftSignal.objects.create(
        program=program, map=version.map, version=version, kind="worse", subject_key=response.study.key,
        subject_name="Call", figures={},
    )  # fmt: skip
    theme_of(response)
    DiscoveryRun.objects.create(program=program, method="graph-v1")
    Quote.objects.create(program=program, response=response, start=0, end=4)
    Insight.objects.create(program=program, statement="It is slow.")
    PlacementRule.objects.create(program=program, keywords="slow")
    Event.objects.create(
        program=program,
        study=response.study,
        case_id="a",
        activity="Call",
        happened_at=timezone.now(),
    )


def changed(program, user):
    """Give a program one more of all that is changed."""
    action = ActionFactory(program=program)
    score_of(action, user)
    kpi = KpiFactory(program=program)
    ActionKpi.objects.create(program=program, action=action, kpi=kpi, low=1, likely=2, high=3)
    guardrail_of(RoundFactory(experiment=ExperimentFactory(action=action, kpi=kpi)))
    outcome_of(action)
    cycles.start(published_map(program, by=user).map, by=user, goal="Fewer calls")


def queries(client, address):
    """Return how many queries an address takes, and its answer."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return len(captured), answer.json()


@pytest.mark.parametrize("resource", RESOURCES)
def test_list_takes_the_same_queries_whatever_its_length(resource):
    taken, lengths = set(), []
    for size in (1, 3):
        program = ProgramFactory()
        user = member(program)
        if resource == "programs":
            for _ in range(size - 1):
                ProgramFactory().memberships.create(user=user, role="viewer")
        grown(program, user, size)
        count, page = queries(client_of(user), f"/api/{resource}/")
        taken.add(count)
        lengths.append(len(page["results"]))

    assert lengths[0] < lengths[1]
    assert taken == {BUDGETS[f"GET /api/{resource}/"]}


@pytest.mark.parametrize("resource", RESOURCES)
def test_row_looks_alike_alone_and_in_the_list(resource):
    program = ProgramFactory()
    user = member(program)
    grown(program, user, 1)
    client = client_of(user)
    listed = client.get(f"/api/{resource}/").json()["results"][0]

    count, alone = queries(client, f"/api/{resource}/{listed['id']}/")

    assert alone == listed
    assert count == BUDGETS[f"GET /api/{resource}/{{id}}/"]


@pytest.mark.parametrize("state", ["draft", "published"])
@pytest.mark.parametrize("page", ["document", "order", "history"])
def test_page_of_a_version_takes_a_fixed_number(page, state):
    program = ProgramFactory()
    user = member(program)
    version = small_draft(program, by=user) if state == "draft" else published_map(program, by=user)

    count, _ = queries(client_of(user), f"/api/versions/{version.pk}/{page}/")

    assert count == BUDGETS[f"GET /api/versions/{{{state}}}/{page}/"]


def test_comparison_takes_a_fixed_number():
    program = ProgramFactory()
    user = member(program)
    first = published_map(program, by=user)
    second = versions.publish(versions.start_draft(first.map, by=user), by=user)

    count, _ = queries(client_of(user), f"/api/versions/{second.pk}/comparison/?against={first.pk}")

    assert count == BUDGETS["GET /api/versions/{published}/comparison/"]


@pytest.mark.parametrize("resource", RESOURCES)
def test_list_never_reads_a_document(resource):
    program = ProgramFactory()
    user = member(program)
    published_map(program, by=user)

    with CaptureQueriesContext(connection) as captured:
        client_of(user).get(f"/api/{resource}/")

    assert [query["sql"] for query in captured if '"document"' in query["sql"]] == []


def test_every_budget_is_used():
    named = {f"GET /api/{resource}/" for resource in RESOURCES}
    named |= {f"GET /api/{resource}/{{id}}/" for resource in RESOURCES}
    named |= {
        f"GET /api/versions/{{{state}}}/{page}/"
        for state in ("draft", "published")
        for page in ("document", "order", "history")
    }

    assert set(BUDGETS) == named | {"GET /api/versions/{published}/comparison/"}

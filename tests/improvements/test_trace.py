"""The chain is walkable both ways, and leads nowhere else."""

from __future__ import annotations

import pytest

from improvements import trace
from improvements.models import ActionKpi
from research.models import Insight, Quote
from tests.factories import (
    ActionFactory,
    ExperimentFactory,
    KpiFactory,
    ObjectiveFactory,
    ProgramFactory,
    member,
    outcome_of,
    published_map,
    response_of,
    theme_of,
)
from tests.factories.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """Return a chain from a quote to an objective, beside another one."""
    program = ProgramFactory()
    touchpoint = published_map(program).touchpoints.first()
    response = response_of(program)
    theme = theme_of(response)
    quote = Quote.objects.create(program=program, response=response, start=0, end=4)
    quote.themes.add(theme)
    insight = Insight.objects.create(
        program=program, statement="They wait.", element_keys=[touchpoint.key]
    )
    insight.themes.add(theme)
    action = ActionFactory(program=program, element_keys=[touchpoint.key])
    kpi = KpiFactory(program=program)
    objective = ObjectiveFactory(program=program)
    kpi.objectives.add(objective)
    ActionKpi.objects.create(program=program, action=action, kpi=kpi, low=0, likely=1, high=2)
    ExperimentFactory(action=action, kpi=kpi)
    outcome_of(ActionFactory(program=program, title="Elsewhere"))
    return {
        "program": program, "quote": quote.pk, "theme": theme.pk, "insight": insight.pk, "element": touchpoint.key,
        "action": action.pk, "kpi": kpi.pk, "objective": objective.pk,
    }  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["quote", "theme", "insight", "element", "action", "kpi", "objective"]
)
def test_whole_chain_is_reached_from_every_link(chain, kind):
    found = trace.of(chain["program"].pk, kind, chain[kind])

    assert {node.kind for node in found.nodes} == {
        "quote", "theme", "insight", "element", "action", "experiment", "kpi", "objective",
    }  # fmt: skip
    assert "Elsewhere" not in {node.name for node in found.nodes}
    assert all(
        {link.lower, link.upper} <= {node.node for node in found.nodes} for link in found.links
    )


def test_number_of_queries_is_fixed(chain, django_assert_num_queries):
    with django_assert_num_queries(26):
        trace.of(chain["program"].pk, "action", chain["action"])
    for _ in range(3):
        outcome_of(ActionFactory(program=chain["program"], element_keys=[chain["element"]]))
    with django_assert_num_queries(26):
        trace.of(chain["program"].pk, "action", chain["action"])


@pytest.mark.parametrize("query", ["", "?action=x", "?action=1&kpi=1", "?more=1"])
def test_question_that_names_no_one_thing_is_refused(chain, query):
    client = client_of(member(chain["program"]))

    assert client.get(f"/api/trace/{query}").status_code == 400


def test_element_of_another_program_is_not_there(chain):
    client = client_of(member(ProgramFactory()))

    assert client.get(f"/api/trace/?element={chain['element']}").status_code == 404
    own = client_of(member(chain["program"]))
    assert own.get(f"/api/trace/?element={chain['element']}").status_code == 200

"""What the version-comparison report tells of actions: shipped between the versions, worth, foreseen, unknown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from improvements import actions, cycles, outcomes
from improvements.models import ActionKpi
from improvements.reports import appendix, deeds, version_comparison
from journeys import versions
from journeys.models import Report
from journeys.reports.version_comparison import build
from journeys.reports.version_comparison import sources as reading
from journeys.reports.version_comparison.report_kind import to_html
from research.models import Insight, Quote, Response
from tests.factories import (
    ActionFactory,
    KpiFactory,
    ProgramFactory,
    member,
    published_map,
    response_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    version = published_map(ProgramFactory())
    version.published_at = timezone.now() - timedelta(days=90)
    return version


@pytest.fixture
def told(first):
    """Ship an action between two versions, and return what is told of it."""

    def tell(*, effect=0.03, prediction=(0.01, 0.02, 0.05), grade="randomised", ship=True):
        manager = member(first.program)
        cycle = cycles.start(first.map, by=manager, goal="Clear fees")
        place = first.touchpoints.first()
        action = ActionFactory(program=first.program, title="Show fees", element_keys=[place.key])
        kpi = KpiFactory(program=first.program, kind="proportion", name="Completed")
        if prediction:
            low, likely, high = prediction
            ActionKpi.objects.create(
                program=first.program, action=action, kpi=kpi, low=low, likely=likely, high=high
            )
        if ship:
            for state in ("accepted", "implementing"):
                actions.move(
                    action, state, by=manager, waiver="Small" if state == "implementing" else ""
                )
        if effect is not None:
            outcomes.record(
                action, kpi, by=manager, effect=effect, low=effect - 0.01, high=effect + 0.01, n=2000,
                method="score", grade=grade,
            )  # fmt: skip
        cycles.close(cycle, by=manager, decision="adopt", retrospective="It helped.")
        second = versions.publish(first.map.versions.open().get(), by=manager)
        report = Report(
            program=first.program, kind="version_comparison",
            parameters={"version": second.pk, "against": first.pk},
        )  # fmt: skip
        return reading.read(report)

    return tell


@pytest.mark.parametrize(
    ("effect", "foreseen"), [(0.03, "as predicted"), (0.005, "less than predicted"), (0.09, "more than predicted")]
)  # fmt: skip
def test_shipped_action_is_told_with_what_it_was_worth(told, effect, foreseen):
    found = deeds.between(told(effect=effect))

    (deed,) = found.shipped
    (worth,) = deed.worth
    assert (deed.title, worth.kpi, worth.letter, worth.n) == (
        "Show fees",
        "Completed",
        "A",
        "2,000",
    )
    assert worth.effect == f"{100 * effect:+.1f} points"
    assert worth.foreseen == foreseen
    assert [cycle.retrospective for cycle in found.cycles] == ["It helped."]


def test_effect_without_a_lot_is_called_unproven(told):
    found = deeds.between(told(grade="before_after"))

    assert any("came of the action" in sentence for sentence in found.unknown)


def test_action_without_an_outcome_is_not_measured_yet(told):
    found = deeds.between(told(effect=None))

    assert found.shipped[0].worth == ()
    assert any("Show fees" in sentence for sentence in found.unknown)


def test_action_that_reached_nobody_is_not_told(told):
    assert deeds.between(told(ship=False, effect=None)).shipped == ()


def test_report_has_the_section(told):
    sources = told()
    kind = version_comparison.kind
    html = to_html(build(sources, made_by="Mara"), kind.template, kind.beside(sources))

    assert "What was done, and what it was worth" in html
    assert "+3.0 points" in html
    assert "as predicted" in html


def test_the_appendix_has_the_chain_and_words_only_while_consent_lasts(first, told):
    response = response_of(first.program)
    quote = Quote.objects.create(program=first.program, response=response, start=0, end=4)
    place = first.touchpoints.first()
    insight = Insight.objects.create(
        program=first.program, statement="They wait", element_keys=[place.key]
    )
    insight.quotes.add(quote)
    sources = told()
    found = appendix.of(sources, deeds.between(sources))

    assert found.quotes == (("Slow", place.name),)
    [chain] = found.chains
    assert (chain.quotes, chain.cells[0], chain.cells[2]) == (1, "They wait", "Show fees")
    assert "Completed" in chain.cells[4]
    Response.objects.update(consent_until=timezone.localdate() - timedelta(days=1))
    assert appendix.of(sources, deeds.between(sources)).quotes == ()

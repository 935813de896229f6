"""Pages of what was heard and what is changed: no barriers, no page wider than the window."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from improvements import cycles, experiments
from improvements.models import ActionKpi
from journeys import versions
from journeys.models import MapVersion, Membership, Touchpoint
from research.models import DiscoveryRun, Event, ImportBatch, Insight, Quote, Response
from tests.browser.looking import WIDTHS, barriers_in_both_themes, open_at, opened, too_wide
from tests.factories import (
    ActionFactory,
    ExperimentFactory,
    InstrumentFactory,
    KpiFactory,
    PersonaFactory,
    ProgramFactory,
    RoundFactory,
    StudyFactory,
    guardrail_of,
    member,
    outcome_of,
    published_map,
    response_of,
    score_of,
    small_draft,
    theme_of,
)
from tests.research.test_evidence import answers

FOUND = {
    "heads": ["id", "text", "stars"],
    "problems": [{"line": 3, "column": "stars", "reason": "“9” is outside the scale 1 to 5."}],
    "unknown": {"element": {"W" * 60: 4}},
    "unplaced": 7,
}


@pytest.fixture
def places(live_server):
    """Return who opens the pages, and their addresses."""
    program = ProgramFactory(name="Everyday banking")
    mara, tomas = member(program, username="mara"), member(program, "contributor", username="tomas")
    published_map(program, by=mara)
    draft = small_draft(program, by=mara)
    response = response_of(program)
    theme_of(response, status="proposed")
    theme_of(response)
    DiscoveryRun.objects.create(program=program, method="graph-v1", status="done", texts=4)
    batch = ImportBatch.objects.create(
        program=program, study=response.study, file_name="answers.csv", status="done", found=FOUND, created=3, invalid=1
    )  # fmt: skip
    for impact in (5, 2):
        action = ActionFactory(program=program, title=f"Resume a dropped call {impact}", team="App")
        for who in (mara, tomas):
            score_of(action, who, impact, 3)
    kpi = KpiFactory(program=program, kind="proportion")
    ActionKpi.objects.create(
        program=program, action=action, kpi=kpi, low=0.01, likely=0.02, high=0.04
    )
    experiment = ExperimentFactory(action=action, kpi=kpi)
    row = RoundFactory(experiment=experiment, control=[10, 100], treatment=[20, 100], looks=3, look=1)  # fmt: skip
    guardrail_of(row)
    guarded = guardrail_of(row, kind="nps", margin=5)
    guarded.control = guarded.treatment = [40, 40, 20]
    guarded.save()
    experiments.start(row, by=mara)
    planned = RoundFactory(experiment=ExperimentFactory(action=action, kpi=kpi))
    guardrail_of(planned)
    outcome_of(action)
    cycle = cycles.start(published_map(program, by=mara).map, by=mara, goal="Fewer calls")

    quote = Quote.objects.create(program=program, response=response, start=0, end=4, note="Often")
    quote.themes.add(theme_of(response))
    insight = Insight.objects.create(
        program=program, statement="They wait", element_keys=action.element_keys
    )
    insight.quotes.add(quote)
    action.insights.add(insight)
    rated = InstrumentFactory(program=program, lowest=-3, highest=3)
    for place in range(40):
        feeling = float(place % 5 - 2)
        Response.objects.create(
            program=program, study=response.study, external_id=f"r{place}", checksum="x", instrument=rated, rating=feeling, feeling=feeling,
            segment="south" if place % 2 else "north", given_at=timezone.now(), text="The card is late" if place % 3 else "",
        )  # fmt: skip
    version = draft.map.versions.get(pk=draft.pk)
    for place, part in enumerate(Touchpoint.objects.filter(version=version)):
        Event.objects.create(
            program=program, study=response.study, case_id="a", activity="Step", element_key=part.key, happened_at=timezone.now(), position=place,
        )  # fmt: skip
    PersonaFactory(program=program, name="Lena")

    def at(name: str, *args: object) -> str:
        return reverse(f"admin:{name}", args=args)

    return mara, {
        "studies": at("research_study_changelist"),
        "study": at("research_study_change", response.study_id),
        "import": at("research_study_import", response.study_id),
        "import preview": at("research_importbatch_page", batch.pk),
        "responses": at("research_response_changelist"),
        "response": at("research_response_change", response.pk),
        "questions": at("research_instrument_changelist"),
        "themes": at("research_themes"),
        "evidence": f"{at('research_coverage')}?version={draft.pk}",
        "read and mark": at("research_response_code", response.pk),
        "without a place": at("research_unplaced"),
        "insights": at("research_insight_changelist"),
        "insight": at("research_insight_change", insight.pk),
        "rules": at("research_placementrule_changelist"),
        "rule": at("research_placementrule_add"),
        "patterns": at("research_patterns"),
        "paths": f"{at('research_paths')}?version={draft.pk}",
        "pain points": at("improvements_pain_points"),
        "loops": at("improvements_loops"),
        "trace": at("improvements_trace"),
        "trace of a KPI": at("improvements_trace_of", "kpi", kpi.pk),
        "actions": at("improvements_action_changelist"),
        "action": at("improvements_action_change", action.pk),
        "priorities": f"{at('improvements_priorities')}?capacity=12",
        "scoring": at("improvements_scoring"),
        "board": at("improvements_board"),
        "planned experiment": at("improvements_experiment_page", planned.experiment_id),
        "outcomes": at("improvements_action_outcome", action.pk),
        "what customers say": asked_twice(mara),
        "experiment": at("improvements_experiment_page", experiment.pk),
        "cycles": at("improvements_cycle_changelist"),
        "close cycle": at("improvements_cycle_close", cycle.pk),
    }


def asked_twice(mara) -> str:
    """Return the address of a comparison of two versions whose customers were asked."""
    program = ProgramFactory(name="Asked twice")
    Membership.objects.create(program=program, user=mara, role="manager")
    first = published_map(program, by=mara)
    part = Touchpoint.objects.filter(version=first).order_by("pk")[0]
    study = StudyFactory(program=program)
    rated = InstrumentFactory(program=program, lowest=1, highest=7)
    for month, feelings in ((3, [-2, -1, 0]), (9, [1, 2, 3])):
        answers(study, rated, feelings * 8, key=part.key, day=date(2026, month, 1))
    long_name = PersonaFactory(program=program, name="W" * 60)
    Response.objects.filter(program=program).update(persona=long_name)
    draft = versions.start_draft(first.map, by=mara)
    MapVersion.objects.filter(pk=draft.pk).update(
        evidence_from=date(2026, 1, 1), evidence_to=date(2026, 6, 30)
    )
    draft.refresh_from_db()
    old = versions.publish(draft, by=mara)
    later = versions.start_draft(first.map, by=mara)
    MapVersion.objects.filter(pk=later.pk).update(
        evidence_from=date(2026, 7, 1), evidence_to=date(2026, 12, 31)
    )
    return f"{reverse('admin:journeys_mapversion_compare', args=[later.pk])}?against={old.pk}&pick={part.key}"


@pytest.mark.look
def test_no_page_has_barriers_or_is_wider_than_the_window(browser, live_server, places):
    mara, addresses = places
    found, wider = [], {}
    with contextmanager(opened)(browser, live_server, mara) as page:
        for name, address in addresses.items():
            open_at(page, address)
            found += barriers_in_both_themes(page, f"research-{name}")
            wider |= too_wide(page, WIDTHS, f"research-{name}")

    assert found == []
    assert wider == {}

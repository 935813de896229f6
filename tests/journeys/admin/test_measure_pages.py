"""The page of a KPI and of an objective: trend, target, verdict in words, where it is measured."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys import versions
from journeys.admin.measure_pages import until
from journeys.models import JourneyMap, Kpi, MapVersion, Objective, Reading, Stage, Touchpoint
from tests.factories import KpiFactory, ObjectiveFactory, ReadingFactory, published_map
from tests.journeys.admin.conftest import SECRET, address


def measured(kpi, *shares, segment=""):
    """Give the KPI a reading a month, of so many per cent of 400 people each."""
    for month, percent in enumerate(shares, start=1):
        start = date(2026, month, 1)
        end = date(2026, month + 1, 1) - timedelta(days=1)
        Reading.objects.create(
            kpi=kpi, period_from=start, period_to=end, segment=segment,
            numerator=4 * percent, denominator=400,
        )  # fmt: skip


@pytest.fixture
def kpi(rows):
    return KpiFactory(program=rows.program, name="Applications completed", target=70)


def page(client, row):
    return client.get(address(type(row), "page", row.pk))


def test_a_kpi_says_what_became_of_it_since_its_first_reading(manager, kpi):
    measured(kpi, 50, 55, 64)

    text = page(manager, kpi).content.decode()

    assert "Better than the first reading by 14 percentage points (higher; 95 % interval " in text
    assert "n 400 | 400" in text
    assert "70 % of the way from 50 % to 70 %." in text
    assert "square-and-add" in text


def test_the_picture_has_every_value_in_words_and_the_target(manager, kpi):
    measured(kpi, 50, 55)

    drawn = str(page(manager, kpi).context["picture"])

    assert "Jan 2026: 50 %, 45.1 to 54.9, n 400. Feb 2026: 55 %" in drawn
    assert "Target 70 %." in drawn


def test_segments_have_a_picture_each_and_do_not_mix_with_everybody(manager, kpi):
    measured(kpi, 50, 52)
    measured(kpi, 20, 30, segment="Students")

    context = page(manager, kpi).context

    assert [(one.name, one.newest) for one in context["segments"]] == [("Students", "30 %")]
    assert context["standing"].value == "52 %"
    assert "Students" not in str(context["picture"])


def test_a_kpi_without_readings_says_the_next_step(manager, kpi):
    text = page(manager, kpi).content.decode()

    assert "Nothing has been measured yet" in text
    assert "Add the first reading" in text


def test_the_table_holds_counts_interval_n_and_method(manager, kpi):
    measured(kpi, 50)

    (line,) = page(manager, kpi).context["lines"]

    assert (line.period, line.counts) == (
        "Jan 2026",
        (("Numerator", "200"), ("Denominator", "400")),
    )
    assert (line.value, line.interval, line.n) == ("50 %", "45.1 to 54.9", "400")
    assert line.method == "Wilson score interval"


def test_a_kpi_leads_to_where_it_is_measured_on_what_is_published(manager, rows, kpi):
    published = published_map(rows.program)
    touchpoint = published.touchpoints.first()
    draft = versions.start_draft(published.map, by=None)
    Stage.objects.filter(version=draft, key=published.stages.first().key).update(kpi=kpi)
    Kpi.objects.filter(pk=kpi.pk).update(element_key=touchpoint.key)

    found = page(manager, kpi).context["measures"]

    # The other map of the program has elements of the same keys.
    own = [pair for pair in found if pair[0].version.map_id == published.map_id]
    map_of = {place.kind: url for place, url in own}
    assert (
        map_of["touchpoint"]
        == f"{address(MapVersion, 'map', published.pk)}#element-{touchpoint.key}"
    )
    assert map_of["stage"].startswith(address(MapVersion, "map", draft.pk))


def test_an_objective_says_in_a_sentence_how_its_kpis_do(manager, rows):
    objective = ObjectiveFactory(program=rows.program, target_date=date(2026, 12, 31))
    for name, target, shares in (("A", 60, (50, 90)), ("B", 90, (50, 51)), ("C", 60, (90, 50)), ("D", None, ())):  # fmt: skip
        kpi = KpiFactory(program=rows.program, name=name, target=target)
        kpi.objectives.add(objective)
        measured(kpi, *shares)
    serving = JourneyMap.objects.filter(program=rows.program).first()
    serving.objectives.add(objective)

    answer = page(manager, objective)

    assert answer.context["verdict"] == (
        "1 of 4 KPIs on target; since the first reading 1 better, 1 worse, "
        "1 without detectable change, 1 we cannot tell."
    )
    progress = [row.progress.share if row.progress else None for row in answer.context["rows"]]
    assert progress == [100, 2, 0, None]
    assert [one.name for one in answer.context["maps"]] == [serving.name]


def test_the_first_reading_counts_however_many_came_since(manager, rows, kpi):
    objective = ObjectiveFactory(program=rows.program)
    kpi.objectives.add(objective)
    measured(kpi, 10)
    for month in range(15):
        ReadingFactory(
            kpi=kpi, period_from=date(2027 + month // 12, month % 12 + 1, 1), numerator=90
        )

    (row,) = page(manager, objective).context["rows"]

    assert "by 80 percentage points" in row.change.sentence


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 3, 2), "in 1 day"), (date(2026, 3, 1), "today"), (date(2026, 2, 1), "28 days ago"), (None, "")],
)  # fmt: skip
def test_the_time_to_the_target_date(day, words):
    assert until(day, date(2026, 3, 1)) == words


@pytest.mark.parametrize("model", [Kpi, Objective])
def test_pages_are_for_members(client_of, rows, secret, model):
    for role, code in (("viewer", 200), ("manager", 200), ("outsider", 404), ("stranger", 302)):
        assert client_of(role).get(address(model, "page", rows[model].pk)).status_code == code
    there = client_of("manager").get(address(model, "page", secret[model].pk))
    nowhere = client_of("manager").get(address(model, "page", 987_654_321))
    assert (there.status_code, there.content) == (404, nowhere.content)
    assert SECRET not in there.content.decode()


@pytest.mark.parametrize("model", [Kpi, Objective])
def test_a_page_takes_the_same_queries_whatever_there_is(manager, rows, model):
    rows[Kpi].objectives.add(rows[Objective])
    touchpoint = Touchpoint.objects.filter(program=rows.program).first()
    Kpi.objects.filter(pk=rows[Kpi].pk).update(element_key=touchpoint.key)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            manager.get(address(model, "page", rows[model].pk))
        return len(captured)

    queries()
    before = queries()
    for number in range(3):
        ReadingFactory(kpi=rows[Kpi], segment=f"S{number}")
        kpi = KpiFactory(program=rows.program, target=3)
        kpi.objectives.add(rows[Objective])
        ReadingFactory.create_batch(2, kpi=kpi)
        rows[Kpi].objectives.add(ObjectiveFactory(program=rows.program))
        JourneyMap.objects.create(program=rows.program, name="M").objectives.add(rows[Objective])
        published_map(rows.program)

    assert queries() == before

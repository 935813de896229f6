"""KPIs are told by the readings that belong to each version, with intervals and a verdict."""

from datetime import date

import pytest
from msgspec import structs

from journeys.contents import KpiContents
from journeys.models import Kpi, Reading
from journeys.reports.version_comparison import kpis
from journeys.reports.version_comparison.kpis import Side, Window, nearest
from tests.factories import KpiFactory, MapFactory, ObjectiveFactory, ReadingFactory
from tests.journeys.sample import key, small_map

WINTER = (date(2025, 10, 1), date(2026, 2, 28))
SUMMER = (date(2026, 6, 1), date(2026, 10, 31))


def reading(start, end, **fields):
    return Reading(period_from=start, period_to=end, **fields)


def test_nearest_shares_most_days_with_the_window():
    little = reading(date(2026, 9, 30), date(2026, 12, 31))
    much = reading(date(2026, 6, 1), date(2026, 8, 31))

    assert nearest([little, much], Window(*SUMMER)) is much


def test_nearest_is_the_closest_in_time_when_nothing_is_shared():
    far = reading(date(2024, 1, 1), date(2024, 1, 31))
    near = reading(date(2026, 11, 10), date(2026, 11, 30))

    assert nearest([far, near], Window(*SUMMER)) is near


def test_nearest_without_a_window_is_the_newest_complete_by_the_date():
    old = reading(date(2026, 1, 1), date(2026, 1, 31))
    newest = reading(date(2026, 2, 1), date(2026, 2, 28))
    later = reading(date(2026, 3, 1), date(2026, 3, 31))

    assert nearest([old, newest, later], Window(None, date(2026, 3, 15))) is newest


def test_nearest_without_a_window_may_be_later_if_nothing_is_earlier():
    later = reading(date(2026, 3, 1), date(2026, 3, 31))

    assert nearest([later], Window(None, date(2026, 1, 1))) is later


def test_nearest_of_no_readings_is_none():
    assert nearest([], Window(*SUMMER)) is None


@pytest.fixture
def journey(program):
    journey = MapFactory(program=program)
    journey.objectives.add(ObjectiveFactory(program=program))
    return journey


def with_readings(journey, before, after, **fields):
    kpi = KpiFactory(program=journey.program, **fields)
    kpi.objectives.set(journey.objectives.all())
    for period, counts in ((WINTER, before), (SUMMER, after)):
        if counts:
            Reading.objects.create(
                kpi=kpi, period_from=period[0], period_to=period[1], source="Funnel", **counts
            )
    return kpi


def compared(journey, contents=None, later=None):
    contents = contents or small_map()
    return kpis.compared(
        journey,
        Side("Version 1", contents, Window(*WINTER)),
        Side("Version 2", later or contents, Window(*SUMMER)),
    )


def test_compared_tells_both_readings_and_their_difference(journey):
    with_readings(
        journey,
        {"numerator": 2398, "denominator": 4120},
        {"numerator": 2803, "denominator": 4386},
        name="Applications completed",
        kind=Kpi.Kind.PROPORTION,
        target=70,
    )

    (kpi,) = compared(journey)

    assert (kpi.name, kpi.target, kpi.source) == (
        "Applications completed",
        "at least 70 %",
        "Funnel",
    )
    assert [(r.version, r.value, r.interval, r.n) for r in kpi.readings] == [
        ("Version 1", "58.2 %", "56.7 to 59.7", "4,120"),
        ("Version 2", "63.9 %", "62.5 to 65.3", "4,386"),
    ]
    assert (kpi.difference, kpi.interval, kpi.verdict) == ("+5.7", "+3.6 to +7.8", "better")
    assert kpi.readings[0].period == "1 Oct 2025 to 28 Feb 2026"


@pytest.mark.parametrize(
    ("better", "verdict"), [(Kpi.Better.HIGHER, "worse"), (Kpi.Better.LOWER, "better")]
)
def test_verdict_follows_the_direction_and_the_sign_stays_honest(journey, better, verdict):
    before = {"n": 200, "mean": 9.0, "sd": 2.0}
    after = {"n": 200, "mean": 7.0, "sd": 2.0}
    with_readings(journey, before, after, kind=Kpi.Kind.DURATION, unit="days", better=better)

    (kpi,) = compared(journey)

    assert (kpi.difference, kpi.verdict) == ("−2.00", verdict)
    assert kpi.readings[1].value == "7.00 days"


def test_a_difference_whose_interval_holds_zero_is_no_detectable_change(journey):
    with_readings(
        journey,
        {"promoters": 230, "passives": 216, "detractors": 158},
        {"promoters": 240, "passives": 208, "detractors": 140},
        kind=Kpi.Kind.NPS,
    )

    (kpi,) = compared(journey)

    assert kpi.verdict == "no_detectable_change"
    assert kpi.difference == "+5.1"


def test_counts_of_unequal_periods_are_compared_per_30_days(journey):
    with_readings(
        journey, {"numerator": 1510}, {"numerator": 1530}, kind=Kpi.Kind.COUNT, better="lower"
    )

    (kpi,) = compared(journey)

    # 151 and 153 days: ten a day in both.
    assert (kpi.difference, kpi.verdict) == ("0 per 30 days", "no_detectable_change")
    assert [r.value for r in kpi.readings] == ["1,510", "1,530"]


def test_one_reading_for_both_versions_can_tell_nothing(journey):
    with_readings(journey, {"numerator": 3, "denominator": 10}, None, kind=Kpi.Kind.PROPORTION)

    (kpi,) = compared(journey)

    assert (kpi.difference, kpi.verdict) == ("", "cannot_tell")
    assert [r.version for r in kpi.readings] == ["Both versions"]


def test_a_reading_without_interval_can_tell_nothing(journey):
    with_readings(
        journey,
        {"n": 1, "mean": 4.0, "sd": 0.0},
        {"n": 90, "mean": 3.0, "sd": 1.0},
        kind=Kpi.Kind.MEAN,
    )

    (kpi,) = compared(journey)

    assert (kpi.verdict, kpi.reason) == ("cannot_tell", "one reading has no interval")
    assert kpi.readings[0].interval == "no interval"


def test_compared_takes_the_kpis_of_objectives_stages_and_elements(journey):
    of_objective = with_readings(journey, {"numerator": 3, "denominator": 10}, None, name="A")
    of_stage, of_touchpoint, of_nothing = (
        KpiFactory(program=journey.program, name=name) for name in "BCD"
    )
    Kpi.objects.filter(pk=of_touchpoint.pk).update(element_key=key("First payment"))
    for kpi in (of_stage, of_touchpoint, of_nothing):
        ReadingFactory(kpi=kpi)
    contents = small_map()
    stage = structs.replace(contents.stages[0], kpi=of_stage.key)
    contents = structs.replace(contents, stages=(stage, contents.stages[1]))

    assert [kpi.name for kpi in compared(journey, contents)] == [
        of_objective.name,
        of_stage.name,
        of_touchpoint.name,
    ]


def test_compared_leaves_out_segments_and_kpis_without_readings(journey):
    kpi = with_readings(journey, None, None)
    ReadingFactory(kpi=kpi, segment="Under 25")

    assert compared(journey) == ()


def test_compared_takes_two_queries_for_any_number(journey, django_assert_num_queries):
    for _ in range(3):
        with_readings(
            journey, {"numerator": 3, "denominator": 10}, {"numerator": 5, "denominator": 9}
        )

    with django_assert_num_queries(2):
        compared(journey)


def test_plot_says_its_figures_in_words(journey):
    with_readings(
        journey, {"numerator": 3, "denominator": 10}, {"numerator": 5, "denominator": 10}, target=60
    )

    (kpi,) = compared(journey)

    title = (
        "Version 1: 30.0 % (10.8 to 60.3); Version 2: 50.0 % (23.7 to 76.3); target at least 60 %"
    )
    assert f"<title>{title}</title>" in kpi.plot


def test_readings_of_periods_that_share_days_are_not_comparable(journey):
    kpi = with_readings(journey, {"numerator": 3, "denominator": 10}, None)
    Reading.objects.create(
        kpi=kpi, period_from=WINTER[1], period_to=SUMMER[1], numerator=9, denominator=10
    )

    (found,) = compared(journey)

    assert (found.verdict, found.difference) == ("not_comparable", "")
    assert found.reason == "the two periods share days"


def test_a_kpi_whose_unit_changed_between_the_versions_is_not_comparable(journey):
    kpi = with_readings(
        journey, {"n": 9, "mean": 9.0, "sd": 2.0}, {"n": 9, "mean": 7.0, "sd": 2.0}, kind="duration"
    )
    stage = structs.replace(small_map().stages[0], kpi=kpi.key)
    before, after = (
        small_map(
            stages=(stage, small_map().stages[1]),
            kpis=(KpiContents(kpi.key, kpi.name, "duration", unit),),
        )
        for unit in ("hours", "days")
    )

    (found,) = compared(journey, before, after)

    assert (found.verdict, found.reason) == ("not_comparable", "its unit was hours, then days")
    assert found.elements == (key("Apply"),)


def test_a_kpi_of_an_element_of_the_other_map_stands_where_it_was_aligned(journey):
    kpi = with_readings(journey, {"numerator": 3, "denominator": 10}, None)
    Kpi.objects.filter(pk=kpi.pk).update(element_key=key("of the other map"))
    own_keys = {key("First payment"): key("of the other map")}

    (found,) = kpis.compared(
        journey,
        Side("Version 1", small_map(), Window(*WINTER)),
        Side("Version 2", small_map(), Window(*SUMMER), own_keys),
    )

    assert found.elements == (key("First payment"),)
    assert found.readings[0].id == kpi.readings.get().pk


@pytest.mark.django_db
def test_a_map_that_names_no_objectives_tells_the_kpis_of_all_of_its_program(program):
    journey, contents = MapFactory(program=program), small_map()
    served, other = (ObjectiveFactory(program=program) for _ in range(2))
    for objective in (served, other):
        KpiFactory(program=program, name=f"of {objective.pk}").objectives.add(objective)
    KpiFactory(program=program, name="of none")
    elsewhere = KpiFactory(program=program, name="at another map", element_key=key("Elsewhere"))
    elsewhere.objectives.add(served)
    KpiFactory(name="theirs").objectives.add(ObjectiveFactory())

    def told():
        return [kpi.name for kpi in kpis.of_map(journey, [contents, contents])]

    assert told() == sorted([f"of {served.pk}", f"of {other.pk}"])
    journey.objectives.add(served)
    assert told() == sorted(["at another map", f"of {served.pk}"])

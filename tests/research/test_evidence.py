"""Observations per element and window, and what became of them between two."""

from datetime import UTC, date, datetime

import pytest

from journeys import contents, versions
from journeys.models import Touchpoint
from research import evidence, verdicts
from research.evidence import Window
from research.models import Instrument, Response, Study
from tests.factories import PersonaFactory, ProgramFactory, published_map

pytestmark = pytest.mark.django_db
ASKED = {"question": "How was it?", "lowest": 1, "highest": 7}
SPRING, AUTUMN = (
    Window(date(2026, 1, 1), date(2026, 6, 30)),
    Window(date(2026, 7, 1), date(2026, 12, 31)),
)
KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def study():
    return Study.objects.create(program=ProgramFactory(), name="Wave")


@pytest.fixture
def instrument(study):
    return Instrument.objects.create(program=study.program, name="1 to 7", **ASKED)


def answers(study, instrument, feelings, *, key=KEY, day=date(2026, 3, 1), people=None):
    start = Response.objects.count()
    Response.objects.bulk_create(
        Response(
            program=study.program,
            study=study,
            external_id=f"r{start + place}",
            checksum="x",
            instrument=instrument,
            element_key=key,
            rating=feeling + 4,
            feeling=feeling,
            respondent=people[place] if people else "",
            given_at=datetime.combine(day, datetime.min.time(), UTC),
        )
        for place, feeling in enumerate(feelings)
    )


def test_observed_counts_each_person_once(study, instrument):
    answers(study, instrument, [3, 3, 3, -3, 0], people=["a", "a", "a", "b", ""])
    [one] = evidence.observed(study.program_id)
    assert (one.n, one.answers, one.mean, one.sd) == (3, 5, 0.0, 3.0)
    assert one.distribution == (1, 0, 0, 1, 0, 0, 3)
    assert (one.studies, one.methods, one.newest) == ((study.pk,), ("survey",), "2026-03-01")
    assert one.low == pytest.approx(-7.452, abs=0.001)  # 3 × 4.3027 / √3


def test_observed_keeps_to_the_window_its_days_included_and_to_the_program(study, instrument):
    answers(study, instrument, [1], day=date(2026, 1, 1))
    answers(study, instrument, [2], day=date(2026, 6, 30))
    answers(study, instrument, [3], day=date(2026, 7, 1))
    answers(study, instrument, [3], key="")
    other = Study.objects.create(program=ProgramFactory(), name="Theirs")
    answers(other, Instrument.objects.create(program=other.program, name="x", **ASKED), [-3])
    [one] = evidence.observed(study.program_id, SPRING)
    assert (one.n, one.mean, one.low is not None) == (2, 1.5, True)


def test_observed_takes_five_queries_whatever_the_number(
    study, instrument, django_assert_num_queries
):
    for number in range(5):
        answers(study, instrument, [1, 2], key=KEY[:-1] + str(number))
    with django_assert_num_queries(5):
        assert len(evidence.observed(study.program_id)) == 5


def test_compare_gives_verdicts_and_refuses_other_questions(study, instrument):
    same = Instrument.objects.create(program=study.program, name="The same, second wave", **ASKED)
    other = Instrument.objects.create(
        program=study.program, name="Other", **{**ASKED, "question": "And now?"}
    )
    low, high = [-1, 0, 0, 1] * 10, [1, 2, 2, 3] * 10
    keys = [KEY[:-1] + str(number) for number in range(4)]
    answers(study, instrument, low, key=keys[0])
    answers(study, same, high, key=keys[0], day=date(2026, 9, 1))
    answers(study, instrument, low, key=keys[1])
    answers(study, same, low, key=keys[1], day=date(2026, 9, 1))
    answers(study, instrument, low, key=keys[2])
    answers(study, other, high, key=keys[2], day=date(2026, 9, 1))
    answers(study, same, high, key=keys[3], day=date(2026, 9, 1))
    waves = [
        evidence.by_question(evidence.observed(study.program_id, window))
        for window in (SPRING, AUTUMN)
    ]
    found = verdicts.compare(*evidence.pairs(*waves))
    assert [change.verdict for change in found] == [
        "better",
        "no_detectable_change",
        "not_comparable",
        "cannot_tell",
    ]
    assert found[0].difference == 2.0
    assert found[3].reason == "nobody was asked about it in the earlier wave"


def test_publishing_freezes_what_was_observed(study, instrument):
    version = published_map(study.program)
    touchpoint = Touchpoint.objects.filter(version=version).first()
    answers(study, instrument, [1, 2, 3] * 5, key=touchpoint.key)
    draft = versions.start_draft(version.map, by=None)
    published = versions.publish(draft, by=None)
    said = ["15 people: +2.0 (+1.5 to +2.5)"]
    # The stage has what was felt at all of its touchpoints.
    assert contents.read(published).notes["observed"] == {
        touchpoint.key: said,
        touchpoint.stage.key: said,
    }
    answers(study, instrument, [-3] * 50, key=touchpoint.key)
    assert contents.read(published).notes["observed"][touchpoint.key][0].startswith("15 people")


def test_a_stage_has_what_was_felt_at_its_touchpoints_each_person_once(study, instrument):
    version = published_map(study.program)
    first = Touchpoint.objects.filter(version=version).select_related("stage").first()
    answers(study, instrument, [3, 3], key=first.key, people=["a", "b"])
    answers(study, instrument, [-1], key=first.stage.key, people=["a"])
    found = {one.key: one for one in evidence.of(version)}
    stage = found[first.stage.key]
    assert (stage.rolled_up, stage.n, stage.answers, stage.mean) == (True, 2, 3, 2.0)
    assert (found[first.key].rolled_up, found[first.key].mean) == (False, 3.0)


def test_personas_and_segments_are_told_apart(study, instrument):
    persona = PersonaFactory(program=study.program, name="Lena")
    answers(study, instrument, [1, 1, 2])
    answers(study, instrument, [-1, -2])
    Response.objects.filter(feeling__gt=0).update(persona=persona, segment="north")
    Response.objects.filter(feeling__lt=0).update(segment="south")
    [one] = evidence.observed(study.program_id)
    assert [(name, n, round(mean, 2)) for name, n, mean, _ in one.parts] == [
        ("Lena", 3, 1.33),
        ("south", 2, -1.5),
    ]


def test_what_was_frozen_comes_back_with_its_parts_and_older_ones_without():
    wave = evidence.thawed(
        {"k": {"q": [30, 1.0, 0.5, {"Lena": [20, 1.2, 0.4]}], "old": [10, 0.0, 1.0]}}
    )["k"]
    assert dict(wave["q"].parts)["Lena"].n == 20
    assert (wave["old"].n, wave["old"].parts) == (10, ())


def test_a_trend_is_the_slope_of_least_squares_per_month(study, instrument):
    import numpy
    from scipy import stats

    chance = numpy.random.default_rng(3)
    days = [date(2026, 1, 1 + place) for place in range(31)] + [
        date(2026, 3, 1 + place) for place in range(31)
    ]
    feelings = [
        float(numpy.clip(-1 + 0.02 * place + chance.normal(0, 0.3), -3, 3)) for place in range(62)
    ]
    for day, feeling in zip(days, feelings, strict=True):
        answers(study, instrument, [feeling], day=day)
    [one] = evidence.observed(study.program_id)
    x = [(day - date(2026, 1, 1)).days for day in days]
    expected = stats.linregress(x, feelings)
    assert one.trend == pytest.approx(30 * expected.slope, rel=1e-6)
    half = 30 * expected.stderr * stats.t.ppf(0.975, 60)
    assert (one.trend_low, one.trend_high) == (
        pytest.approx(one.trend - half, rel=1e-5),
        pytest.approx(one.trend + half, rel=1e-5),
    )
    assert evidence.trend_words(one).startswith("rising 0.")


def test_few_people_or_few_days_have_no_trend(study, instrument):
    answers(study, instrument, [1, 2] * 30)
    [one] = evidence.observed(study.program_id)
    assert (one.trend, evidence.trend_words(one)) == (None, "")

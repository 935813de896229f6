"""A round's figures from readings, segments and tables; refused where they would not be the plan's."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from improvements import experiments, figures
from journeys.models import Reading
from journeys.versions import InvalidTransition
from research.models import Response
from tests.factories import (
    ExperimentFactory,
    InstrumentFactory,
    KpiFactory,
    RoundFactory,
    StudyFactory,
    member,
)

pytestmark = pytest.mark.django_db


def running(kind="proportion"):
    experiment = ExperimentFactory()
    experiment.kpi = KpiFactory(program=experiment.program, kind=kind)
    experiment.save()
    row = experiments.start(RoundFactory(experiment=experiment), by=None)
    row.experiment = experiment
    return row


def answers(row, ratings, segment, *, lowest=1, highest=5, people=None):
    instrument = InstrumentFactory(program=row.program, lowest=lowest, highest=highest)
    study = StudyFactory.create(program=row.program) if not hasattr(row, "study") else row.study
    row.study = study
    for place, rating in enumerate(ratings):
        Response.objects.create(
            program=row.program, study=study, instrument=instrument, external_id=f"{segment}{place}", checksum="x", rating=rating, feeling=0,
            segment=segment, respondent=people[place] if people else "",
        )  # fmt: skip
    return study


def test_readings_become_figures():
    row = running()
    made = [
        Reading.objects.create(program=row.program, kpi=row.experiment.kpi, period_from=date(2026, 1, 1), period_to=date(2026, 1, 31), segment=name, numerator=part, denominator=100)
        for name, part in (("old", 30), ("new", 45))
    ]  # fmt: skip
    figures.from_readings(row, *made, by=None)
    assert (row.control, row.treatment) == ([30, 100], [45, 100])
    with pytest.raises(InvalidTransition, match="must be of"):
        figures.from_readings(running(), *made, by=None)


@pytest.mark.parametrize(
    ("kind", "scale", "expected"), [("csat", (1, 5), [2, 4]), ("nps", (0, 10), [0, 0, 4])]
)
def test_segments_are_counted_as_the_kpi_has_it(kind, scale, expected):
    row = running(kind)
    study = answers(row, [5, 4, 3, 1], "a", lowest=scale[0], highest=scale[1])
    answers(row, [5, 5, 5, 5], "b", lowest=scale[0], highest=scale[1])
    figures.from_responses(row, study, ("a", "b"), by=None)
    assert row.control == expected


def test_each_person_counts_once_with_the_newest_answer():
    row = running("csat")
    study = answers(row, [1, 5, 5], "a", people=["x", "x", "y"])
    answers(row, [1, 1], "b")
    figures.from_responses(row, study, ("a", "b"), by=None)
    assert (row.control, row.treatment) == ([2, 2], [0, 2])
    with pytest.raises(InvalidTransition, match="“c” has 0 values"):
        figures.from_responses(row, study, ("a", "c"), by=None)


def test_a_table_of_raw_values_is_read_and_its_rows_are_named():
    row = running("duration")
    figures.from_table(row, b"group;value\ncontrol;1,0\nA;3\nb;2\ntreatment;2\n", by=None)
    assert (row.control, row.treatment) == ([2, 2.0, pytest.approx(2**0.5)], [2, 2.0, 0.0])
    for data, reason in (
        (b"x,y\n", "columns"),
        (b"group,value\nz,1\n", "Row 2: the group"),
        (b"group,value\na,?\n", "Row 2: “\\?” is no number"),
        (b"group,value\na,1\n", "two are the fewest"),
    ):
        with pytest.raises(InvalidTransition, match=reason):
            figures.from_table(row, data, by=None)


def test_a_share_is_made_of_yes_and_no():
    with pytest.raises(InvalidTransition, match="has the value 7"):
        figures.from_table(running(), b"group,value\na,7\na,1\nb,1\nb,0\n", by=None)


def test_figures_wait_for_the_round_to_run():
    experiment = ExperimentFactory()
    row = RoundFactory(experiment=experiment)
    with pytest.raises(InvalidTransition, match="while a round runs"):
        figures.from_table(row, b"group,value\na,1\na,0\nb,1\nb,0\n", by=None)


def test_the_page_takes_a_table(client):
    row = running()
    client.force_login(member(row.program, "contributor"))
    page = reverse("admin:improvements_experiment_page", args=[row.experiment_id])
    assert "Take them from readings" in client.get(page).content.decode()
    table = SimpleUploadedFile("v.csv", b"group,value\na,1\na,0\nb,1\nb,1\n")
    client.post(reverse("admin:improvements_round_take", args=[row.pk]), {"table": table})
    row.refresh_from_db()
    assert (row.control, row.treatment) == ([1, 2], [2, 2])
    client.force_login(member(row.program, "viewer", username="v"))
    assert client.post(reverse("admin:improvements_round_take", args=[row.pk])).status_code == 403

"""The demonstration is believable, honest about being made up, and loads once."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from config.demonstration import load
from journeys import alignments, comments, contents, judging
from journeys.models import JourneyMap, Kpi, MapVersion, Persona, Program, Reading
from journeys.standing import portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return load.load()


def of_main_map(program):
    """Return the versions of the map everything is about, the oldest first."""
    main = JourneyMap.objects.get(program=program, name="Open and use a current account")
    return MapVersion.objects.filter(map=main).order_by("number")


def test_demonstration_has_two_published_versions_and_a_draft(program):
    versions = of_main_map(program)

    assert [(version.number, version.state) for version in versions] == [
        (1, "published"),
        (2, "published"),
        (3, "draft"),
    ]
    for version in versions:
        held = contents.read(version)
        assert len(held.stages) == 8
        assert len(list(held.touchpoints)) == 25
        assert len(held.personas) == 2


def test_demonstration_tells_a_story_between_its_versions(program):
    first, second, _ = of_main_map(program)

    told = judging.compare(first, second, alignments.read(first, second))

    assert told.summary == (
        "Customers feel better at “Wait for decision” (+1.2) and at 2 other touchpoints, worse at “Video identification” "
        "(−0.7); 1 pain point is new, 1 worse, 1 milder and 3 gone; 1 touchpoint was renamed."
    )
    assert {delta.verdict for delta in told.emotions} == {
        "better", "worse", "no_detectable_change", "cannot_tell", "not_comparable",
    }  # fmt: skip
    assert [persona.name for persona in told.personas] == ["Lena, first salary"]


def test_demonstration_has_something_to_talk_about(program):
    draft = of_main_map(program).get(number=3)

    assert sorted(comments.open_counts(draft).values()) == [1, 1]
    manager = draft.program.memberships.get(user__username="manager").user
    assert [row.kind for row in manager.notifications.filter(read_at__isnull=True)] == [
        "mention",
        "drift",
    ]


def test_demonstration_has_maps_along_the_life_of_a_customer(program):
    found = portfolio.of_program(program)

    placed = {column.title: list(column.maps) for column in found.columns if column.maps}
    assert {title: [one.standing.map.name for one in maps] for title, maps in placed.items()} == {
        "Get started": ["Open and use a current account", "Video identification in detail"],
        "Get help": ["Ask about a charge"],
        "Leave": ["Close the account"],
    }
    main, detail = placed["Get started"]
    assert main.details == 1
    touchpoints = of_main_map(program).last().touchpoints
    assert (
        touchpoints.get(key=detail.standing.map.parent_element_key).name == "Video identification"
    )
    (charge,) = placed["Get help"]
    assert charge.standing.days_overdue > 0
    assert placed["Leave"][0].standing.newest.state == "draft"


def test_demonstration_has_readings_of_every_kpi(program):
    assert {kpi.readings.count() for kpi in Kpi.objects.filter(program=program)} == {5}
    for reading in Reading.objects.filter(program=program):
        reading.full_clean()
        assert reading.estimate.low < reading.estimate.value < reading.estimate.high


def test_demonstration_says_that_it_is_made_up(program):
    assert "made up" in program.purpose
    assert set(Reading.objects.values_list("source", flat=True)) == {"Simulated"}


def test_demonstration_passes_its_models_validation(program):
    for model in (Program, Persona, Kpi):
        for row in model.objects.all():
            row.full_clean()


def test_load_demo_twice_changes_nothing(capsys):
    call_command("load_demo")
    call_command("load_demo")

    assert Program.objects.count() == 1
    assert capsys.readouterr().out.splitlines() == [
        "Loaded the demonstration program “Everyday banking”.",
        "The demonstration program “Everyday banking” is there already.",
    ]


def test_load_demo_writes_history_through_the_command_door():
    call_command("load_demo", quiet=True)

    assert set(MapVersion.history.values_list("door", flat=True)) == {"command"}

"""Whole files, ours and other people's, give exactly the tasks their list says."""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

import pytest

from journeys.exchange.preview import preview

OURS = Path(__file__).parent / "files"
#: Real maps, kept beside the repository where the project's people have them.
OTHERS = Path(__file__).parents[5] / "shared" / "data" / "journey_maps"
needs_others = pytest.mark.skipif(
    not OTHERS.is_dir(), reason="The collection of real journey maps is not beside the repository."
)


def expected_tasks(folder: Path) -> dict[str, list[tuple[str, str, float | None, str]]]:
    """Return the listed tasks by file: section, name, emotion, actors."""
    with (folder / "expected_tasks.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    tasks: dict[str, list[tuple[str, str, float | None, str]]] = {}
    for row in rows:
        task = (row["section"], row["task"], emotion_of(row["score"]), row["actors"])
        tasks.setdefault(row["file"], []).append(task)
    return tasks


def emotion_of(score: str) -> float | None:
    """Return what a listed score stands for, counted by hand: 1.5 points of emotion a step from 3."""
    try:
        steps = Decimal(score) - 3
    except InvalidOperation:
        return None
    if abs(steps) > 2:
        return None
    return float((steps * 3 / 2).quantize(Decimal("0.1"), ROUND_HALF_UP))


def tasks_in(path: Path) -> list[tuple[str, str, float | None, str]]:
    """Return the tasks that an import of the file would bring in."""
    found = preview(path.read_bytes(), path.name)
    return [
        (stage.name, touchpoint.name, touchpoint.emotion, ", ".join(touchpoint.actors))
        for one in found.maps
        for stage, touchpoint in one.contents.touchpoints
    ]


def diagrams_in(folder: Path) -> list[str]:
    """Return the names of the folder's diagrams."""
    return sorted(path.name for path in folder.glob("*.m[md]*"))


@pytest.mark.parametrize("name", diagrams_in(OURS))
def test_our_files_give_exactly_the_tasks_listed(name):
    assert tasks_in(OURS / name) == expected_tasks(OURS).get(name, [])


@needs_others
@pytest.mark.parametrize("name", [name for name in diagrams_in(OTHERS) if name.endswith(".mmd")])
def test_files_of_others_give_exactly_the_tasks_listed(name):
    assert tasks_in(OTHERS / name) == expected_tasks(OTHERS).get(name, [])


@needs_others
def test_files_of_others_have_the_titles_sections_and_tasks_listed():
    with (OTHERS / "index.csv").open(encoding="utf-8", newline="") as opened:
        listed = [row for row in csv.DictReader(opened) if row["file"].endswith(".mmd")]

    found = {row["file"]: preview((OTHERS / row["file"]).read_bytes()).maps[0] for row in listed}

    assert {name: (one.stages, one.touchpoints) for name, one in found.items()} == {
        row["file"]: (int(row["sections"]), int(row["tasks"])) for row in listed
    }
    titled = [row for row in listed if row["title"]]
    assert {row["file"]: found[row["file"]].name for row in titled} == {
        row["file"]: row["title"] for row in titled
    }


def test_every_score_off_the_scale_is_reported_with_its_line():
    found = preview((OURS / "off-the-scale.mmd").read_bytes())

    assert [problem.line for problem in found.warnings] == [
        4,
        5,
        6,
        7,
        8,
        11,
        12,
        13,
        14,
        15,
        16,
        17,
    ]
    assert found.errors == ()


def test_lines_that_would_have_to_be_guessed_are_shown_as_they_should_be_written():
    found = preview((OURS / "comma-for-colon.mmd").read_bytes())

    assert [str(problem) for problem in found.errors] == [
        "Line 4: “3, Cliente” is not a score. Write it as “Buscar la sesión: 3: Cliente”.",
        "Line 5: “4, Cliente” is not a score. Write it as “Elegir butaca: 4: Cliente”.",
        "Line 7: “5, Cliente” is not a score. Write it as “Enseñar el móvil: 5: Cliente”.",
    ]
    assert [(one.stages, one.touchpoints) for one in found.maps] == [(2, 0)]


def test_what_a_map_does_not_hold_is_listed():
    assert preview((OURS / "front-matter.mmd").read_bytes()).not_held == (
        "Drawing settings (%%{init}%%) are not part of a map.",
        "The setting config in front of the diagram is not part of a map.",
    )
    assert preview((OURS / "two-journeys.md").read_bytes()).not_held == (
        "Line 28: a flowchart is not a journey.",
    )

"""Flows on a page: "Search > Choose > Pay" in a table of patterns, and numbered steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journeys.exchange import labels
from journeys.exchange.markdown import inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.exchange.building import MapBuilder, StageDraft
    from journeys.exchange.markdown.pages import Section
    from journeys.exchange.placing import Placer
    from journeys.exchange.table.sheets import Sheet

_ARROW = re.compile(r"\s*(?:>|→|⇒|➔|->|=>)+\s*")
_NUMBERED = re.compile(r"\s*(\d{1,3})[.)]\s+(.*)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_SPEAKS_OF_JOURNEY = re.compile(
    r"journey|flow|process|steps|path|scenario|experience|recorrido|viaje|ablauf|parcours",
    re.IGNORECASE,
)
ONLY_STAGE = "Journey"
#: The fewest steps that make a journey.
FEWEST = 3


def is_pattern(sheet: Sheet) -> bool:
    """Return whether a table tells a flow: a row "Steps" with steps between arrows."""
    return any(
        len(row) >= 2
        and labels.plain(inline.plain(row[0])) in {"steps", "flow", "user flow", "step"}
        and _ARROW.search(" ".join(row[1].split())) is not None
        for row in sheet.rows
    )


def take_pattern(sheet: Sheet, title: str, builder: MapBuilder, placer: Placer) -> None:
    """Make stages of a pattern's flows, touchpoints of their steps, cards of its other rows."""
    first: StageDraft | None = None
    others = []
    for number, row in enumerate(sheet.rows):
        head = inline.plain(row[0]) if row else ""
        text = row[1] if len(row) > 1 else ""
        if labels.plain(head) in {"steps", "flow", "user flow", "step"}:
            first = _take_flows(text, title, builder, placer, sheet.place(number)) or first
        elif text.strip():
            others.append((head, text, sheet.place(number)))
    stage = first or builder.stage(title or ONLY_STAGE, sheet.place(0))
    for head, text, place in others:
        label = labels.of(head or "Notes")
        if label.field != "lane_of":
            label = labels.Label("lane_of", "notes", head, head)
        placer.put(label, inline.plain(text), stage, None, place)


def _take_flows(
    text: str, title: str, builder: MapBuilder, placer: Placer, place: dict[str, object]
) -> StageDraft | None:
    """Make a stage of each flow: of its bold title if there are several, else of the heading."""
    groups = _groups(text)
    several = sum(bool(flows) for _, flows, _ in groups) > 1
    first: StageDraft | None = None
    for name, flows, notes in groups:
        if not (name or flows or notes):
            continue
        if several and not flows:
            stage = first or builder.stage(title or ONLY_STAGE, place)
        else:
            stage = builder.stage((name if several else title) or name or ONLY_STAGE, place)
        first = first or stage
        for flow in flows:
            for step in filter(None, map(str.strip, _ARROW.split(flow))):
                builder.touchpoint(stage, step, place, new=True)
        said = [name] if name and not (several and flows) else []
        for note in [": ".join([*said, " ".join(notes)])] if notes else said:
            placer.cards("notes", "", note, stage, None, place)
    return first


def _groups(text: str) -> list[tuple[str, list[str], list[str]]]:
    """Return a cell's parts: bold title, flows between arrows, other lines."""
    groups: list[tuple[str, list[str], list[str]]] = [("", [], [])]
    for line in text.split("\n"):
        bold = _BOLD.fullmatch(line.strip())
        said = " ".join(inline.plain(line).split())
        if bold:
            groups.append((bold.group(1).strip(), [], []))
        elif said and _ARROW.search(said):
            groups[-1][1].append(said)
        elif said:
            groups[-1][2].append(said)
    return groups


def sections_with_steps(top: Section) -> Iterator[tuple[Section, list[tuple[str, list[str], int]]]]:
    """Yield sections about a journey that is told in numbered steps, with each step's further lines."""
    for section in top.walk():
        steps = _steps(section)
        about = section.title or (section.parent.title if section.parent else "")
        if len(steps) >= FEWEST and _SPEAKS_OF_JOURNEY.search(about):
            yield section, steps


def _steps(section: Section) -> list[tuple[str, list[str], int]]:
    steps: list[tuple[str, list[str], int]] = []
    for block in section.blocks:
        if block.kind == "item" and block.number is not None and block.depth < 2:
            steps.append((block.text, [], block.line))
        elif block.kind == "item" and steps and block.depth >= 2:
            steps[-1][1].append(block.text)
        elif block.kind == "code":
            found = list(_steps_in(block.text, block.line))
            steps += found if len(found) >= FEWEST else []
    return steps


def _steps_in(code: str, line: int) -> Iterator[tuple[str, list[str], int]]:
    current: tuple[str, list[str], int] | None = None
    for number, text in enumerate(code.split("\n"), start=line + 1):
        match = _NUMBERED.match(text)
        if match:
            if current:
                yield current
            current = (match.group(2).strip(), [], number)
        elif current and text.strip():
            current[1].append(text.strip())
    if current:
        yield current

"""Mermaid journeys as map contents, with every line that is wrong named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.exchange.findings import Findings, FoundMap, Problem, ProblemLog
from journeys.exchange.mermaid import blocks
from journeys.exchange.mermaid.statements import JourneyReader

if TYPE_CHECKING:
    from journeys.exchange.mermaid.blocks import Page

MOST_LINES = 500_000
MOST_MAPS = 100


def read(text: str, name: str = "") -> Findings:
    """Return the journeys of a text: a diagram alone, or a page with diagrams in code blocks.

    `name` is what a journey without a title is called. Lines that cannot be read are errors; the
    rest of the journey is there without them.
    """
    if text.count("\n") > MOST_LINES:
        return Findings(
            problems=(Problem(f"More than {MOST_LINES:,} lines: this is no journey map."),)
        )
    page = blocks.find(text)
    tell = ProblemLog()
    _note_what_is_no_journey(page, tell)
    maps = []
    for journey in page.journeys[:MOST_MAPS]:
        contents = JourneyReader(journey, name, tell).contents()
        if contents is not None:
            maps.append(FoundMap(contents, journey.line))
    if len(page.journeys) > MOST_MAPS:
        tell.error(
            f"{len(page.journeys):,} journeys in one file; the first {MOST_MAPS} can come in.",
            page.journeys[MOST_MAPS].line,
        )
    return tell.findings(maps)


def _note_what_is_no_journey(page: Page, tell: ProblemLog) -> None:
    if page.has_settings:
        tell.leave_out("Drawing settings (%%{init}%%) are not part of a map.")
    for other in page.others:
        if page.journeys:
            tell.leave_out(f"Line {other.line}: {other.what} is not a journey.")
        else:
            tell.error(f"This is {other.what}. Only diagrams of type journey come in.", other.line)
    if not page.journeys and not page.others:
        tell.error(
            "There is no Mermaid journey here. One begins with the word journey on a line of its own."
        )

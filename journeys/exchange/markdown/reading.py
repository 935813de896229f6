"""A Markdown page as maps: whichever way it tells its journeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.exchange import labels
from journeys.exchange.building import MapBuilder
from journeys.exchange.findings import Findings, FoundMap, ProblemLog
from journeys.exchange.markdown import flows, headings, outline, pages, personas, tabled
from journeys.exchange.placing import Placer

if TYPE_CHECKING:
    from journeys.exchange.markdown.pages import Page, Section

NO_JOURNEY = (
    "There is no journey on this page. What comes in: a table with stages as columns or rows, headings of stages "
    "with lists below (Pain points, Touchpoints …), numbered steps, personas, and Mermaid journeys."
)
ONLY_PERSONAS = "The page has personas but no journey: they come in with a map that is still empty."


def read(text: str, name: str = "") -> Findings:
    """Return the maps of a page; `name` is for one without a title. The page's personas go with each."""
    tell = ProblemLog()
    if text.count("\n") > pages.MOST_LINES:
        tell.error(f"More than {pages.MOST_LINES:,} lines: this is no journey map.")
        return tell.findings([])
    if len(text) > pages.LONGEST_PAGE:
        tell.error(f"More than {pages.LONGEST_PAGE:,} characters: this is no journey map.")
        return tell.findings([])
    outer, inner = pages.read(text)
    title = outer.facts.get("title") or outer.title or name
    builders: list[tuple[MapBuilder, Page]] = []
    for page in (outer, *inner):
        builders += [(builder, page) for builder in _journeys(page, tell)]
    if not builders:
        return _only_personas([outer, *inner], title, tell)
    for builder, page in builders:
        for other in (outer, *inner) if len(inner) < 2 else (page,):
            personas.take(other.top, builder)
        if outer.facts.get("description"):
            builder.scope.append(outer.facts["description"])
    maps = [FoundMap(builder.contents(page.title or title)) for builder, page in builders]
    return tell.findings(maps)


def _journeys(page: Page, tell: ProblemLog) -> list[MapBuilder]:
    """Return the journeys of one page, by the first of the ways that finds any."""
    for way in (tabled.journeys, headings.journeys, _patterns, _numbered):
        found = [builder for builder in way(page, tell) if builder.stages]
        if found:
            return found
    return []


def _patterns(page: Page, tell: ProblemLog) -> list[MapBuilder]:
    builder = MapBuilder(tell)
    placer = Placer(builder, tell)
    taken = {0}
    for section in page.top.walk():
        for block in section.blocks:
            if block.sheet is not None and flows.is_pattern(block.sheet):
                if all(other is block or other.raw.startswith("<") for other in section.blocks):
                    taken.add(section.line)
                heading = (
                    section.title if section.level > 1 and not _is_how(section) else page.title
                )
                flows.take_pattern(block.sheet, heading, builder, placer)
    builder.name = page.title
    if builder.stages:
        _tell_rest(page, taken, tell)
    return [builder]


def _is_how(section: Section) -> bool:
    """Return whether a heading only says that here it is told how it works."""
    return labels.plain(section.title) in {
        "how it works",
        "steps",
        "overview",
        "pattern",
        "patterns",
        "user flow",
    }


def _numbered(page: Page, tell: ProblemLog) -> list[MapBuilder]:
    found = []
    taken = {0}
    for section, steps in flows.sections_with_steps(page.top):
        builder = MapBuilder(tell)
        placer = Placer(builder, tell)
        builder.name = section.title or page.title
        stage = builder.stage(flows.ONLY_STAGE, {"line": section.line})
        for text, more, line in steps:
            touchpoint = builder.touchpoint(stage, text, {"line": line}, new=True)
            if touchpoint is not None and more:
                touchpoint.fields["does"] = builder.text("\n".join(more), {"line": line})
        for point in outline.points(section):
            if point.head:
                label = labels.of(point.head)
                placer.cards(
                    label.kind or "notes",
                    label.name or label.text,
                    point.whole,
                    stage,
                    None,
                    {"line": point.line},
                )
        taken.add(section.line)
        found.append(builder)
    if found:
        _tell_rest(page, taken, tell)
    return found


def _only_personas(all_pages: list[Page], title: str, tell: ProblemLog) -> Findings:
    builder = MapBuilder(tell)
    for page in all_pages:
        personas.take(page.top, builder)
    if not builder.personas:
        tell.error(NO_JOURNEY)
        return tell.findings([])
    for page in all_pages:
        if not any(True for _ in personas.groups(page.top)):
            _tell_rest(page, {0}, tell)
    tell.warning(ONLY_PERSONAS)
    return tell.findings([FoundMap(builder.contents(title))])


def _tell_rest(page: Page, taken: set[int], tell: ProblemLog) -> None:
    headings.tell_of_the_rest(page, taken, tell)

"""Journeys told by headings: a heading for each stage, below it headings or bold heads with lists."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from journeys.exchange import items, labels
from journeys.exchange.building import MapBuilder
from journeys.exchange.markdown import outline, personas
from journeys.exchange.placing import Placer
from journeys.exchange.table import above

if TYPE_CHECKING:
    from journeys.exchange.building import StageDraft
    from journeys.exchange.findings import ProblemLog
    from journeys.exchange.markdown.outline import Point
    from journeys.exchange.markdown.pages import Page, Section

_SPEAKS_OF_STAGES = re.compile(
    r"^(?:stage|phase|step|level|etapa|fase|moment)\b|^\d{1,2}[.):]\s", re.IGNORECASE
)
#: How far into a point the stage it is about may be named.
_NAMED_WITHIN = 60


def journeys(page: Page, tell: ProblemLog) -> list[MapBuilder]:
    """Return the journey whose stages are the headings that have most heads in common."""
    best: tuple[int, list[Section], set[str]] = (0, [], set())
    for section in page.top.walk():
        stages, shared = _stages(section)
        if len(stages) * len(shared) > best[0]:
            best = (len(stages) * len(shared), stages, shared)
    _, stages, _ = best
    if not stages:
        return []
    builder = MapBuilder(tell)
    placer = Placer(builder, tell)
    placer.expect(labels.of(head) for stage in stages for head in _heads(stage) if head)
    common = _common(stages)
    for section in stages:
        _take_stage(section, builder, placer, common)
    placer.settle_emotions()
    builder.name = _title(stages[0], page)
    taken = {0, *(part.line for stage in stages for part in stage.walk())}
    taken |= _take_facts(stages[0], stages, builder)
    tell_of_the_rest(page, taken | personas.take(page.top, MapBuilder(tell)), tell)
    return [builder]


def _stages(section: Section) -> tuple[list[Section], set[str]]:
    """Return the subsections that are stages, and the heads they have in common."""
    heads = {
        child.line: {labels.plain(head) for head in _heads(child)} for child in section.children
    }
    counts = Counter(head for found in heads.values() for head in found)
    shared = {head for head, count in counts.items() if count >= 2}
    known = {head for head in counts if labels.is_known(head)}
    candidates = [child for child in section.children if heads[child.line] & (shared | known)]
    candidates = [
        child
        for child in candidates
        if not above.is_fact(outline.head_of(child.title)) and not labels.of(child.title).is_known
    ]
    counted = sum(bool(_SPEAKS_OF_STAGES.match(child.title)) for child in candidates)
    if len(candidates) < 2 or not (shared & known or (shared and counted >= 2)):
        return [], set()
    if counted >= 2:
        candidates = [child for child in candidates if _SPEAKS_OF_STAGES.match(child.title)]
    return candidates, shared


def _heads(section: Section) -> list[str]:
    """Return the heads below a section: its subsections', and bold ones in its lists."""
    found = [outline.head_of(child.title) for child in section.children]
    return found + [point.head for point in outline.points(section) if point.head]


def _common(stages: list[Section]) -> set[str]:
    """Return the bold heads that stand below more than one stage: they mean something there."""
    counts: Counter[str] = Counter()
    for stage in stages:
        found = {
            labels.plain(point.head) for part in stage.walk() for point in outline.points(part)
        }
        counts.update(found)
    return {head for head, count in counts.items() if count >= 2}


def _title(stage: Section, page: Page) -> str:
    parent = stage.parent
    while (
        parent is not None
        and parent.level
        and labels.plain(parent.title)
        in {"stages", "phases", "journey", "journey map", "the journey", "journey stages"}
    ):
        parent = parent.parent
    return (parent.title if parent is not None and parent.level else "") or page.title


def _take_stage(section: Section, builder: MapBuilder, placer: Placer, common: set[str]) -> None:
    stage = builder.stage(outline.stage_name(section.title), {"line": section.line}, new=True)
    said: list[tuple[str, Point]] = []
    for part in section.walk():
        head = "" if part is section else _head_below(section, part)
        for point in outline.points(part):
            is_head = not head or labels.is_known(point.head) or labels.plain(point.head) in common
            if point.head and not is_head:
                point.text = f"{point.head}: {point.text}"
            said.append((point.head if point.head and is_head else head, point))
    # Touchpoints first: what is felt is felt at them.
    for head, point in sorted(
        said, key=lambda pair: labels.of(pair[0] or "Notes").field != "touchpoint"
    ):
        _take(head, point, stage, builder, placer)


def _head_below(stage: Section, part: Section) -> str:
    """Return the head of the stage's own subsection that a part lies in."""
    while part.parent is not None and part.parent is not stage:
        part = part.parent
    return outline.head_of(part.title)


def _take(head: str, point: Point, stage: StageDraft, builder: MapBuilder, placer: Placer) -> None:
    place = {"line": point.line}
    label = labels.of(head or "Notes")
    if label.field == "touchpoint":
        names = items.entries(point.text) if not point.below else [point.text]
        for name in names:
            touchpoint = builder.touchpoint(stage, " ".join(name.split()), place)
            if touchpoint is not None and point.below:
                touchpoint.fields["does"] = builder.text("\n".join(point.below), place)
    elif label.field == "lane_of":
        lane = builder.lane(label.kind, label.name, place)
        builder.card(lane, stage, None, point.whole, place)
    elif label.field == "persona":
        builder.persona(point.text, place)
    else:
        placer.put(label, point.whole, stage, None, place)


def _take_facts(stage: Section, stages: list[Section], builder: MapBuilder) -> set[int]:
    """Take persona, scope and objectives from the headings beside the stages."""
    taken: set[int] = set()
    if stage.parent is not None:
        taken |= take_introduction(stage.parent, builder)
    for section in stage.parent.children if stage.parent else ():
        head = outline.head_of(section.title)
        said = list(outline.points(section))
        if section not in stages and above.is_fact(head) and said:
            above.fact(
                head,
                "\n".join(f"• {' '.join(point.whole.split())}" for point in said),
                builder,
                {"line": section.line},
            )
            taken.add(section.line)
    return taken


def take_introduction(section: Section, builder: MapBuilder) -> set[int]:
    """Take the paragraphs below the map's title as its scope."""
    said = [block.text for block in section.blocks if block.kind in {"text", "quote"}]
    builder.scope += said
    return (
        {section.line}
        if said and all(block.kind in {"text", "quote"} for block in section.blocks)
        else set()
    )


def stage_named_in(text: str, builder: MapBuilder) -> StageDraft | None:
    """Return the stage that a point names near its beginning."""
    start = text[:_NAMED_WITHIN].lower()
    for stage in builder.stages:
        if re.search(rf"\b{re.escape(stage.name.lower())}\b", start):
            return stage
    return None


def tell_of_the_rest(page: Page, taken: set[int], tell: ProblemLog) -> None:
    """List the sections that say something and were not taken."""
    for section in page.top.walk():
        if section.line in taken or not section.level:
            continue
        parts = sum(1 for block in section.blocks if block.kind != "code" or block.text.strip())
        if parts:
            tell.leave_out(
                f"Line {section.line}: the section “{section.title[:100]}” is no part of a map and was left out."
            )

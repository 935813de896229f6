"""A comparison as slides: the sentence, both curves, what changed, what can be said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.reports.remarks import Said
from journeys.reports.slides import charts, parts, tables
from journeys.reports.slides.deck import BOTTOM, MARGIN, ROOM, TOP, Deck
from journeys.reports.slides.tables import Cell, Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.reports.version_comparison.feelings import Feeling
    from journeys.reports.version_comparison.ledger import StageChanges
    from journeys.reports.version_comparison.report import VersionComparisonReport

#: How many touchpoints have both values written, and from which difference on.
LABELLED, WORTH_A_LABEL = 8, 0.3
LIFE_COLOURS = {"new": "worse", "worse": "worse", "milder": "better", "gone": "added"}
MARK_COLOURS = {"added": "added", "removed": "removed", "moved": "moved", "changed": "changed"}


def make(said: VersionComparisonReport, picture: ComparisonPicture, read_at: datetime) -> bytes:
    """Return the presentation of a comparison."""
    versions = " → ".join(f"{one.name} · {one.short} · {one.since}" for one in said.versions)
    facts = [
        Said(fact.name, f"{fact.before} → {fact.after}" if fact.after else fact.before)
        for fact in said.provenance
    ]
    deck = Deck(
        title=said.title,
        author=said.made_by or "Journeyloop",
        made=read_at,
        footer=f"{said.map_name} · {versions} · made {said.made_on}",
        notes="Made from: " + "; ".join(f"{fact.name}: {fact.said}" for fact in facts),
    )
    parts.opening(
        deck,
        title=said.map_name,
        kicker=f"Version comparison · {said.program_name}",
        headline=said.headline,
        second="\n".join(
            f"{one.name}{f' “{one.label}”' if one.label else ''}, {one.since}"
            for one in said.versions
        ),
        figures=said.figures,
    )
    _curves(deck, said, picture)
    _feelings(deck, said)
    _kpis(deck, said)
    _pains(deck, said)
    _changes(deck, said)
    _personas(deck, said)
    parts.provenance(deck, facts, said.methods)
    return deck.save()


def _curves(deck: Deck, said: VersionComparisonReport, picture: ComparisonPicture) -> None:
    title = "How customers feel, before and after"
    if not (picture.before.points or picture.after.points):
        parts.empty(deck, title, "Nobody has rated how customers feel in either version.")
        return
    slide = deck.slide(title, notes=str(picture.words))
    labelled = _labelled(picture)
    rose = frozenset(
        column.key
        for column in picture.columns
        if column.verdict and (column.verdict.difference or 0) >= 0
    )
    lines = (
        charts.Line(
            said.before.name, picture.before, "before", is_before=True,
            labelled=labelled, above=labelled - rose,
        ),
        charts.Line(said.after.name, picture.after, "primary", labelled=labelled, above=rose),
    )  # fmt: skip
    charts.draw(
        slide, picture.stages, picture.columns, lines,
        top=TOP, height=BOTTOM - TOP - 22, words=picture.words.summary,
    )  # fmt: skip
    slide.text(
        "−3 very bad to +3 very good. Hollow: assumed by the team. Diamond: moment of truth. Values stand "
        "where the ratings differ most; what can be said of a difference is on the next slide.",
        MARGIN, BOTTOM - 14, ROOM, 14, size=10, colour="muted", lines=1,
    )  # fmt: skip


def _labelled(picture: ComparisonPicture) -> frozenset[str]:
    differing = [
        (abs(column.verdict.difference or 0), column.key)
        for column in picture.columns
        if column.verdict and abs(column.verdict.difference or 0) >= WORTH_A_LABEL
    ]
    return frozenset(key for _, key in sorted(differing, reverse=True)[:LABELLED])


def _feelings(deck: Deck, said: VersionComparisonReport) -> None:
    title = "Ratings that differ, and what can be said"
    found = [part for stage in said.feelings for part in stage.touchpoints if part.size]
    found.sort(key=lambda part: -part.size)
    if not found:
        parts.empty(deck, title, "No rating differs between the two versions.")
        return
    heads = (
        tables.head("Touchpoint", "Before", "After", "Difference", "Basis", "What can be said"),
    )
    parts.listed(
        deck, title, (230, 60, 60, 80, 160, 290), heads, [_feeling(part) for part in found],
        words="Ratings before and after, the largest differences first.", note=said.feelings_note,
    )  # fmt: skip


def _feeling(part: Feeling) -> Row:
    return tables.row(
        Cell(part.name, bold=True), Cell(part.before, colour="before", right=True),
        Cell(part.after, colour="primary", right=True), Cell(part.difference, bold=True, right=True),
        part.basis, parts.verdict(part.verdict, part.verdict_words, part.reason),
    )  # fmt: skip


def _kpis(deck: Deck, said: VersionComparisonReport) -> None:
    if not said.kpis:
        return
    rows: list[Row] = []
    for kpi in said.kpis:
        rows += [
            tables.row(
                Cell(kpi.name if reading is kpi.readings[0] else "", bold=True), reading.version,
                reading.period, *parts.reading_cells(reading), kpi.target or "–", keeps=True,
            )
            for reading in kpi.readings
        ]  # fmt: skip
        rows.append(tables.row(
            "", Cell("Difference", colour="muted"), parts.verdict(kpi.verdict, kpi.verdict_words),
            Cell(kpi.difference or "–", bold=True, right=True), Cell(kpi.interval or "–", right=True),
            "", Cell(kpi.reason, colour="muted", size=9),
        ))  # fmt: skip
    names = ("KPI", "Version", "Period", "Value", "95 % interval", "n", "Target")
    parts.listed(
        deck, "KPIs before and after", (190, 100, 170, 110, 120, 60, 130), (tables.head(*names),), rows,
        words="KPIs before and after with intervals.",
        note="A verdict follows the direction that is better for the KPI; the cause is not proven.",
    )  # fmt: skip


def _pains(deck: Deck, said: VersionComparisonReport) -> None:
    title = "Pain points that differ"
    found = [pain for table in said.pains for pain in table.pains]
    if not found:
        parts.empty(deck, title, "No pain point came, went, or changed its severity.")
        return
    rows = [
        tables.row(
            Cell(pain.word, bold=True, colour=LIFE_COLOURS[pain.life]),
            Cell(str(pain.text), bold=True, strike=pain.life == "gone"), pain.place,
            _severity(pain.severity_before), _severity(pain.severity_after),
        )
        for pain in found
    ]  # fmt: skip
    heads = (tables.head("Change", "Pain point", "Where", "Severity before", "Severity after"),)
    parts.listed(
        deck, title, (80, 400, 220, 90, 90), heads, rows,
        words="Pain points that are new, worse, milder or gone.",
        note="Severity 1 is a nuisance, 5 makes people leave.",
    )  # fmt: skip


def _severity(level: int) -> Cell:
    return Cell(str(level), level=level) if level else Cell("–")


def _changes(deck: Deck, said: VersionComparisonReport) -> None:
    title = "What changed, stage by stage"
    if not said.changes:
        parts.empty(deck, title, "No stage, touchpoint, lane or card changed.")
        return
    rows = [row for group in said.changes for row in _group(group)]
    heads = (tables.head("What", "Change", said.before.name, said.after.name),)
    note = f"Filtered: {'; '.join(said.filter_words)}." if said.filter_words else ""
    parts.listed(
        deck, title, (230, 130, 260, 260), heads, rows,
        words="Every change with what it said before and says after.", note=note,
    )  # fmt: skip


def _group(group: StageChanges) -> Iterator[Row]:
    name = f"{group.name}, continued" if group.is_continued else group.name
    yield Row((Cell(name, bold=True, fill="sunk", span=4, lines=1),), keeps=True)
    for entry in group.entries:
        for index, line in enumerate(entry.lines):
            what = ""
            if index == 0:
                what = "\n".join(filter(None, (entry.element, entry.name, entry.place)))
            yield tables.row(
                Cell(what, strike=entry.is_removed, lines=4),
                Cell(
                    "\n".join(filter(None, (line.word, line.field))),
                    colour=MARK_COLOURS.get(line.mark, "ink"), lines=3,
                ),
                Cell(str(line.before) or "–", lines=5),
                Cell(str(line.after) or "–", lines=5),
                keeps=index + 1 < len(entry.lines) and index == 0,
            )  # fmt: skip


def _personas(deck: Deck, said: VersionComparisonReport) -> None:
    rows = []
    for persona in said.personas:
        rows.append(Row((
            Cell(f"{persona.name}: {persona.word.lower()}", bold=True, fill="sunk", span=3, lines=1),
        ), keeps=bool(persona.lines)))  # fmt: skip
        rows += [
            tables.row(Cell(line.field, colour="muted"), str(line.before) or "–", str(line.after) or "–")
            for line in persona.lines
        ]  # fmt: skip
    if not rows:
        return
    heads = (tables.head("Field", said.before.name, said.after.name),)
    parts.listed(
        deck, "Personas described differently", (160, 360, 360), heads, rows,
        words="What is said of personas before and after.",
    )  # fmt: skip

"""A map as slides: the sentence, the curve, the map as tables, what hurts, who it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.rendering.curve import signed
from journeys.rendering.pages import windows
from journeys.rendering.palette import PRINT
from journeys.reports.slides import charts, parts, tables, texts
from journeys.reports.slides.deck import BOTTOM, ROOM, TOP, Deck
from journeys.reports.slides.tables import Cell, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from journeys.rendering.parts import CardBox, Column, FactCell, FactRow, LaneRow, StageHead
    from journeys.rendering.parts import Cell as LaneCell
    from journeys.rendering.picture import MapPicture
    from journeys.reports.map_report.report import MapReportSaid

#: Touchpoints side by side on a slide, and how wide the heads of their rows are.
COLUMNS, HEAD = 6, 96.0
#: The sizes of its text: the smaller one where it saves a slide.
SIZES = (10.0, 9.0)


def make(said: MapReportSaid, read_at: datetime) -> bytes:
    """Return the presentation of a map."""
    which = f"{said.name} · {said.short} · {said.since}"
    deck = Deck(
        title=said.title,
        author=said.made_by or "Journeyloop",
        made=read_at,
        footer=f"{said.program_name} · {said.map_name} · {which} · made {said.made_on}",
        notes="Made from: " + "; ".join(f"{fact.name}: {fact.said}" for fact in said.provenance),
    )
    label = f" “{said.label}”" if said.label else ""
    parts.opening(
        deck,
        title=said.map_name,
        kicker=f"{said.kind} · {said.program_name}",
        headline=said.headline,
        second=f"{said.name}{label}, {said.since}"
        + (f"\nOf {said.persona_names}" if said.persona_names else ""),
        figures=said.figures,
    )
    if said.picture.is_empty:
        parts.empty(deck, "The map", "This map has no stages yet. Start with the stages.")
    else:
        _curve(deck, said)
        _map(deck, said.picture)
        _pains(deck, said)
        _moments(deck, said)
        _opportunities(deck, said)
        _personas(deck, said)
    _kpis(deck, said)
    parts.provenance(deck, said.provenance, said.methods)
    return deck.save()


def _curve(deck: Deck, said: MapReportSaid) -> None:
    title = "How customers feel along the journey"
    if not said.picture.curve.points:
        parts.empty(deck, title, "Nobody has rated how customers feel along this journey yet.")
        return
    slide = deck.slide(title, notes=str(said.picture.words))
    line = charts.Line("How customers feel", said.picture.curve, "primary")
    charts.draw(
        slide, said.picture.stages, said.picture.columns, (line,),
        top=TOP, height=BOTTOM - TOP - 22, words=said.picture.words.summary,
    )  # fmt: skip
    slide.text(
        "−3 very bad to +3 very good. Filled: observed. Hollow: assumed by the team. Diamond: moment of truth.",
        40, BOTTOM - 14, ROOM, 14, size=10, colour="muted", lines=1,
    )  # fmt: skip


def _map(deck: Deck, picture: MapPicture) -> None:
    """Add the map as tables: so many touchpoints a slide, and rows on a further one if it gets high."""
    spans = [stage.span for stage in picture.stages]
    stretches: list[tuple[str, tables.Table]] = []
    for first, count in windows(spans, COLUMNS):
        tried: list[list[tuple[str, tables.Table]]] = [
            list(_Window(picture, first, count, size).tables()) for size in SIZES
        ]
        fewest = min(tried, key=len)
        stretches += fewest
    for number, (name, table) in enumerate(stretches, start=1):
        slide = deck.slide(parts.numbered(f"The map: {name}", number, len(stretches)))
        slide.table(
            table, name="The map", words=f"The map, {name}: rows by touchpoint. {parts.said(table)}"
        )


class _Window:
    """So many touchpoints of the map as tables, their texts in one size."""

    def __init__(self, picture: MapPicture, first: int, count: int, size: float) -> None:
        self.picture, self.first, self.last, self.size = picture, first, first + count, size
        wide = min((ROOM - HEAD) / count, 240)
        self.widths = (HEAD, *(wide for _ in range(count)))
        self.stages = [
            stage
            for stage in picture.stages
            if stage.first < self.last and stage.first + stage.span > first
        ]

    def tables(self) -> Iterator[tuple[str, tables.Table]]:
        """Return the tables, each with the names of the stages it is about."""
        name = " – ".join(dict.fromkeys((self.stages[0].name, self.stages[-1].name)))
        for table in tables.split(self.widths, self._heads(), self._rows(), room=BOTTOM - TOP):
            yield texts.one_line(name, 70), table

    def _cell(self, text: str, **looks: Any) -> Cell:
        return Cell(text, size=self.size, **looks)

    def _title(self, text: str) -> Cell:
        return self._cell(text, colour="muted", lines=3)

    def _heads(self) -> tuple[Row, Row]:
        stages = [
            self._cell(
                self._stage(stage), bold=True, fill="sunk", lines=3, span=self._span(stage)[1]
            )
            for stage in self.stages
        ]
        touchpoints = [
            self._cell(_touchpoint(column), bold=True, lines=3)
            for column in self.picture.columns[self.first : self.last]
        ]
        return (
            Row((self._cell("", fill="sunk"), *stages)),
            Row((self._title("Touchpoints"), *touchpoints)),
        )

    def _span(self, cell: StageHead | FactCell | LaneCell) -> tuple[int, int]:
        """Return where a cell begins in this window and how many of its columns it spans."""
        start, end = max(cell.first, self.first), min(cell.first + cell.span, self.last)
        return start, end - start

    def _stage(self, stage: StageHead) -> str:
        if stage.first < self.first:
            return f"{stage.name}, continued"
        return f"{stage.name}\n“{texts.one_line(stage.goal, 90)}”" if stage.goal else stage.name

    def _rows(self) -> Iterator[Row]:
        columns = self.picture.columns[self.first : self.last]
        yield Row((self._title("Emotion"), *(self._emotion(column) for column in columns)))
        for fact in self.picture.facts:
            yield from self._fact_row(fact)
        for lane in self.picture.lanes:
            yield from self._lane_rows(lane)
        for fact in self.picture.facts_below:
            yield from self._fact_row(fact)

    def _emotion(self, column: Column) -> Cell:
        if column.emotion is None:
            return self._cell("not rated" if column.is_touchpoint else "", colour="muted")
        basis = "assumed" if column.is_assumed else "observed"
        feeling = f", {column.feeling}" if column.feeling else ""
        text = f"{signed(column.emotion)} {basis}{feeling}"
        return self._cell(text, bold=True, colour=PRINT.outline(column.emotion), lines=3)

    def _fact_row(self, fact: FactRow) -> Iterator[Row]:
        cells = []
        for cell in fact.cells:
            _, span = self._span(cell)
            if span > 0:
                text = f"{cell.level} of 5" if cell.level else cell.text
                cells.append(self._cell(text, span=span, lines=6))
        if any(cell.text for cell in cells):
            yield Row((self._title(fact.title), *cells))

    def _lane_rows(self, lane: LaneRow) -> Iterator[Row]:
        """Return rows of a lane, each a card high, so that a slide can end between them."""
        stacks = []
        for cell in lane.cells:
            start, span = self._span(cell)
            if span > 0:
                stacks.append((span, cell.cards if start == cell.first else ()))
        deepest = max((len(cards) for _, cards in stacks), default=0)
        for place in range(deepest):
            is_first = place == 0 and not lane.is_continued
            title = lane.title if is_first else f"{lane.title}, continued"
            cards = [self._card(lane, stack, place, span) for span, stack in stacks]
            yield Row((self._title(title), *cards))

    def _card(self, lane: LaneRow, cards: Sequence[CardBox], place: int, span: int) -> Cell:
        if place >= len(cards):
            return self._cell("", span=span)
        card = cards[place]
        severity = f"severity {card.severity} of 5" if card.severity else ""
        # How bad it is comes first: a long text is cut at its end.
        first = " · ".join(filter(None, (severity, card.share)))
        text = "\n".join(filter(None, (first, texts.one_line(card.text, 400), card.second)))
        fill = "primary_soft" if lane.kind == "opportunities" else ""
        return self._cell(text, span=span, fill=fill)


def _touchpoint(column: Column) -> str:
    name = column.name or "no touchpoints yet"
    return f"◆ {name}" if column.is_moment_of_truth else name


def _pains(deck: Deck, said: MapReportSaid) -> None:
    title = "Pain points, the worst first"
    cards = [card for table in said.pains for card in table.cards]
    if not cards:
        parts.empty(deck, title, "No pain point is on the map. Ask customers what hurts.")
        return
    rows = [
        tables.row(
            Cell(f"{card.severity}" if card.severity else "not given", level=card.severity),
            Cell(str(card.text), bold=True), card.place, Cell(card.share, right=True),
            " · ".join(filter(None, (card.owner, card.tags))),
        )
        for card in cards
    ]  # fmt: skip
    heads = (tables.head("Severity", "Pain point", "Where", "Customers hit", "Owner and tags"),)
    parts.listed(
        deck, title, (80, 370, 220, 70, 140), heads, rows,
        words="Pain points by severity.",
        note="Severity 1 is a nuisance, 5 makes people leave. Customers hit: as the team gave it.",
    )  # fmt: skip


def _moments(deck: Deck, said: MapReportSaid) -> None:
    title = "Moments of truth"
    if not said.moments:
        parts.empty(deck, title, "No touchpoint is marked as a moment of truth yet.")
        return
    rows = [
        tables.row(
            Cell(part.name, bold=True), part.stage, Cell(part.rating, bold=True, right=True),
            ", ".join(filter(None, (part.basis, part.feeling))), part.does or "–",
            f"{part.importance} of 5" if part.importance else "–", Cell(str(part.pains), right=True),
        )
        for part in said.moments
    ]  # fmt: skip
    names = ("Touchpoint", "Stage", "Rating", "Basis", "What the customer does", "Importance", "Pain points")  # fmt: skip
    parts.listed(
        deck, title, (160, 115, 60, 120, 265, 85, 75), (tables.head(*names),), rows,
        words="Moments of truth in journey order.",
    )  # fmt: skip


def _opportunities(deck: Deck, said: MapReportSaid) -> None:
    cards = [card for table in said.opportunities for card in table.cards]
    if not cards:
        return
    rows = [
        tables.row(
            Cell(str(card.text), bold=True), card.place, "\n".join(card.answers) or "–", card.owner or "–"
        )
        for card in cards
    ]  # fmt: skip
    heads = (tables.head("Opportunity", "Where", "Pain points there", "Owner"),)
    parts.listed(
        deck, "Opportunities", (320, 200, 250, 110), heads, rows,
        words="Opportunities in journey order.",
    )  # fmt: skip


def _personas(deck: Deck, said: MapReportSaid) -> None:
    if not said.personas:
        return
    rows = [
        tables.row(
            Cell(f"{persona.name}\n{persona.tagline}".strip(), bold=True),
            "\n".join(filter(None, (persona.status, persona.share, persona.facts))),
            "\n".join(filter(None, (persona.portrait, persona.own_words and f"“{persona.own_words}”"))),
            "\n".join(f"{name}: {texts.one_line(text, 200)}" for name, text in persona.sections),
        )
        for persona in said.personas
    ]  # fmt: skip
    heads = (tables.head("Persona", "Basis", "Portrait", "What moves them"),)
    parts.listed(
        deck, "Personas on the map", (160, 160, 270, 290), heads, rows,
        words="Personas whose journey this is.",
    )  # fmt: skip


def _kpis(deck: Deck, said: MapReportSaid) -> None:
    if not said.kpis:
        return
    rows = [
        tables.row(
            Cell(kpi.name, bold=True), kpi.reading.period if kpi.reading else "–",
            *parts.reading_cells(kpi.reading), kpi.target or "–",
            parts.verdict(kpi.mark, kpi.words),
        )
        for kpi in said.kpis
    ]  # fmt: skip
    heads = (tables.head("KPI", "Period", "Value", "95 % interval", "n", "Target", "Against it"),)
    parts.listed(
        deck, "What the map is to move", (210, 170, 90, 110, 60, 120, 120), heads, rows,
        words="KPIs with value, interval and target.",
    )  # fmt: skip

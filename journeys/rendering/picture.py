"""A map's contents laid out as a picture: `draw(contents) → MapPicture`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from journeys.rendering import curve, icons, overview, pages, persona_curves, plot, text
from journeys.rendering.lettering import clean
from journeys.rendering.notes import notes_by_key
from journeys.rendering.parts import (
    CardBox,
    Cell,
    Column,
    FactCell,
    FactRow,
    LaneRow,
    Medium,
    StageHead,
    width_class,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from journeys.contents import CardContents, MapContents, TouchpointContents
    from journeys.rendering.markup import Drawing

KINDS = {
    "current": "Journey as it is",
    "future": "Journey as it should be",
    "blueprint": "Service blueprint",
}


class MapPicture(Struct, frozen=True, kw_only=True):
    """A map laid out in columns and rows, or one page of it.

    `facts` stand above the lanes, `facts_below` under them. `prefix` begins every id, so that two
    pictures can stand on one page. `number` and `of` are the page and how many there are;
    `column_width` is in CSS pixels and counts in print only.
    """

    title: str
    caption: str = ""
    subtitle: str = ""
    stages: tuple[StageHead, ...] = ()
    columns: tuple[Column, ...] = ()
    curve: curve.Curve = curve.Curve()
    personas: tuple[persona_curves.PersonaCurve, ...] = ()
    facts: tuple[FactRow, ...] = ()
    lanes: tuple[LaneRow, ...] = ()
    facts_below: tuple[FactRow, ...] = ()
    prefix: str = ""
    medium: Medium = "screen"
    column_width: float = 0
    number: int = 1
    of: int = 1

    @property
    def is_empty(self) -> bool:
        """Return whether the map has no stages yet."""
        return not self.stages

    @property
    def has_overview(self) -> bool:
        """Return whether the journey is too long to be seen at once on most screens."""
        return len(self.columns) > 6

    def pages(
        self,
        columns_per_page: int = 7,
        *,
        width: float = 1032,
        row_height: float = 320,
        lines_per_text: int = 20,
    ) -> tuple[MapPicture, ...]:
        """Return the picture cut into pages for print, at borders of stages where that is possible.

        `width` is the room on a page, `row_height` how high a row of cards may be before it goes on
        in another, so that a page can end between them; both in CSS pixels. Texts of more lines than
        `lines_per_text` end in “…”.
        """
        measures = pages.Measures(row_height, lines_per_text)
        return pages.of_map(self, columns_per_page, width=width, measures=measures)

    @property
    def shown_personas(self) -> tuple[persona_curves.PersonaCurve, ...]:
        """Return the personas whose curves are to be seen."""
        return tuple(persona for persona in self.personas if persona.is_shown)

    @property
    def has_severities(self) -> bool:
        """Return whether a card says how bad it is."""
        return any(card.severity for row in self.lanes for cell in row.cells for card in cell.cards)

    # What the templates write.

    @property
    def width_class(self) -> str:
        """Return the classes that tell `picture.css` how many columns there are, digit by digit."""
        return width_class(len(self.columns))

    @property
    def plot(self) -> Drawing:
        """Return the emotion curve over all columns."""
        return plot.draw(self)

    @property
    def scale(self) -> Drawing:
        """Return the scale −3…+3 that stands left of the curve."""
        return plot.draw_scale(self)

    @property
    def overview(self) -> Drawing:
        """Return the whole journey small."""
        return overview.draw(self)

    @property
    def words(self) -> text.Description:
        """Return the picture in words; on screen of every persona, whose curve is a click away."""
        return text.describe(self, every_persona=self.medium == "screen")


def draw(
    contents: MapContents,
    notes: Mapping[str, Any] | None = None,
    *,
    caption: str = "",
    prefix: str = "",
    with_empty_rows: bool = False,
    personas: Collection[str] | None = None,
) -> MapPicture:
    """Return the picture of a map.

    `notes` is what other apps say, `{app: {element key: text or texts}}`; without it, what was frozen
    into the contents. `caption` tells the version in words. Rows in which nothing stands are left out
    unless `with_empty_rows`. `personas` are the keys of those whose curves are shown beside the map's
    own; without it, of all who have an emotion of their own.
    """
    noted = notes_by_key(contents.notes if notes is None else notes)
    stages, columns, touchpoints = _columns(contents, noted)
    above, below = _facts(contents, stages, touchpoints)
    if not with_empty_rows:
        above, below = ([row for row in rows if row.says_something] for rows in (above, below))
    return MapPicture(
        title=clean(contents.map.name),
        caption=clean(caption),
        subtitle=_subtitle(contents),
        stages=stages,
        columns=columns,
        curve=curve.through(_places(columns)),
        personas=persona_curves.of(contents.personas, columns, shown=personas),
        facts=tuple(above),
        lanes=tuple(_lanes(contents, stages, columns, noted, with_empty_rows)) if stages else (),
        facts_below=tuple(below),
        prefix=prefix,
    )


def _columns(
    contents: MapContents, noted: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[StageHead, ...], tuple[Column, ...], tuple[TouchpointContents | None, ...]]:
    """Return the stage heads, the columns, and the touchpoint of each column."""
    stages: list[StageHead] = []
    touchpoints: list[TouchpointContents | None] = []
    for stage in contents.stages:
        stages.append(
            StageHead(
                key=stage.key,
                name=clean(stage.name),
                first=len(touchpoints),
                span=max(1, len(stage.touchpoints)),
                goal=clean(stage.customer_goal),
                notes=noted.get(stage.key, ()),
            )
        )
        touchpoints += stage.touchpoints or (None,)
    firsts = {stage.first for stage in stages}
    names = {persona.key: clean(persona.name) for persona in contents.personas}
    columns = tuple(
        Column(
            key=part.key,
            name=clean(part.name),
            emotion=part.emotion,
            is_assumed=part.basis == "assumed",
            is_moment_of_truth=part.is_moment_of_truth,
            feeling=clean(part.feeling),
            notes=noted.get(part.key, ()),
            starts_stage=index in firsts,
            of_personas=persona_curves.ratings(part.persona_emotions, names),
            channel=part.channel or "",
        )
        if part is not None
        else Column(starts_stage=True)
        for index, part in enumerate(touchpoints)
    )
    return tuple(stages), columns, tuple(touchpoints)


def _places(columns: Sequence[Column]) -> Iterator[curve.Point | None]:
    for index, column in enumerate(columns):
        yield column_point(column, index + 0.5)


def column_point(column: Column, x: float) -> curve.Point | None:
    """Return the point of a touchpoint on the curve, None if nobody has rated it."""
    return persona_curves.column_point(column, x)


def _facts(
    contents: MapContents,
    stages: Sequence[StageHead],
    touchpoints: Sequence[TouchpointContents | None],
) -> tuple[list[FactRow], list[FactRow]]:
    """Return the rows above and under the lanes."""
    channels = {channel.key: channel for channel in contents.channels}
    kpis = {kpi.key: kpi for kpi in contents.kpis}

    firsts = {stage.first for stage in stages}

    def row(name: str, title: str, cell: Callable[[TouchpointContents], dict[str, Any]]) -> FactRow:
        return FactRow(
            name,
            title,
            tuple(
                FactCell(
                    index,
                    starts_stage=index in firsts,
                    **(cell(touchpoint) if touchpoint is not None else {}),
                )
                for index, touchpoint in enumerate(touchpoints)
            ),
        )

    def channel(touchpoint: TouchpointContents) -> dict[str, Any]:
        found = channels.get(touchpoint.channel or "")
        return {"text": clean(found.name), "icon": icons.CHANNELS[found.kind]} if found else {}

    above = [
        row("does", "Customer does", lambda part: {"text": clean(part.does)}),
        row("thinks", "Thinks", lambda part: {"text": clean(part.thinks)}),
        row("channels", "Channels", channel),
        row("actors", "Takes part", lambda part: {"text": clean(", ".join(part.actors))}),
        row("importance", "Importance", lambda part: {"level": part.importance}),
    ]
    of_stage = {stage.key: kpis.get(stage.kpi or "") for stage in contents.stages}
    below = [
        row("team", "Team", lambda part: {"text": clean(part.team)}),
        FactRow(
            "kpi",
            "KPI",
            tuple(
                FactCell(stage.first, stage.span, clean(kpi.name) if kpi else "", starts_stage=True)
                for stage in stages
                for kpi in (of_stage[stage.key],)
            ),
        ),
    ]
    return above, below


def _lanes(
    contents: MapContents,
    stages: Sequence[StageHead],
    columns: Sequence[Column],
    noted: Mapping[str, tuple[str, ...]],
    with_empty_rows: bool,
) -> Iterator[LaneRow]:
    """Return one or two rows per lane: see `LaneRow`."""
    by_place: dict[tuple[str, str], list[CardBox]] = defaultdict(list)
    for card in contents.cards:
        # Cards of a whole stage are filed under the stage, others under their touchpoint.
        by_place[card.lane, card.touchpoint or card.stage].append(_card(card, noted))
    for lane in contents.lanes:
        of_stages = [tuple(by_place.get((lane.key, stage.key), ())) for stage in stages]
        of_columns = [tuple(by_place.get((lane.key, column.key), ())) for column in columns]
        first: list[Cell] = []
        second: list[Cell] = []
        for stage, cards in zip(stages, of_stages, strict=True):
            singles = [
                Cell(index, 1, of_columns[index], starts_stage=index == stage.first)
                for index in range(stage.first, stage.first + stage.span)
            ]
            whole = Cell(stage.first, stage.span, cards, starts_stage=True)
            if cards and any(cell.cards for cell in singles):
                first.append(whole)
                second += singles
            else:
                first += [whole] if cards else singles
                second.append(Cell(stage.first, stage.span, starts_stage=True))
        title = clean(lane.title)
        if with_empty_rows or any(cell.cards for cell in first):
            yield LaneRow(lane.key, lane.kind, title, tuple(first))
        if any(cell.cards for cell in second):
            yield LaneRow(lane.key, lane.kind, title, tuple(second), is_continued=True)


def _card(card: CardContents, noted: Mapping[str, tuple[str, ...]]) -> CardBox:
    return CardBox(
        key=card.key,
        text=clean(card.text),
        severity=card.severity,
        share="" if card.share_hit is None else f"{card.share_hit:g} %",
        owner=clean(card.owner),
        tags=tuple([clean(tag) for tag in card.tags]),
        attachment=clean(card.attachment.rpartition("/")[2]),
        notes=noted.get(card.key, ()),
    )


def _subtitle(contents: MapContents) -> str:
    """Return what kind of map it is, of whom, and from what time the evidence is."""
    parts = [KINDS[contents.map.kind]]
    if contents.personas:
        parts.append(f"of {', '.join(persona.name for persona in contents.personas)}")
    start, end = contents.version.evidence_from, contents.version.evidence_to
    if start or end:
        parts.append(
            "evidence "
            + " ".join(
                f"{word} {day.day} {day:%b %Y}"
                for word, day in (("from", start), ("to", end))
                if day is not None
            )
        )
    return clean(" · ".join((f"{parts[0]} {parts[1]}", *parts[2:]) if contents.personas else parts))

"""What a picture of a map is made of. Everything is placed by column, counted from 0."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from journeys.rendering import icons

PAIN_POINTS = "pain_points"
#: How wide the heads of the rows are, and how wide a column is at least, in CSS pixels. `picture.css`
#: and the label placing of the curve count on the same numbers.
HEAD_WIDTH = 124
COLUMN_WIDTH = 132
COMPARED_COLUMN_WIDTH = 104

Medium = Literal["screen", "print"]


def width_class(columns: int) -> str:
    """Return a number of columns as CSS classes, a digit each: styles in attributes may be forbidden."""
    hundreds, rest = divmod(min(columns, 999), 100)
    tens, ones = divmod(rest, 10)
    return f"picture-h{hundreds} picture-t{tens} picture-o{ones}"


class StageHead(Struct, frozen=True):
    """A stage over its columns; without touchpoints it has one blank column.

    `is_continued`: the stage began on an earlier page.
    """

    key: str
    name: str
    first: int
    span: int
    goal: str = ""
    notes: tuple[str, ...] = ()
    is_continued: bool = False


class PersonaRating(Struct, frozen=True):
    """How a touchpoint feels to one persona, by its key and name."""

    persona: str
    name: str
    value: float
    is_assumed: bool
    feeling: str = ""


class Column(Struct, frozen=True):
    """One touchpoint; the column of a stage without touchpoints has no key.

    `channel` is a key; `of_personas` says whom it feels otherwise to than its own emotion says.
    """

    key: str = ""
    name: str = ""
    emotion: float | None = None
    is_assumed: bool = True
    is_moment_of_truth: bool = False
    feeling: str = ""
    notes: tuple[str, ...] = ()
    starts_stage: bool = False
    of_personas: tuple[PersonaRating, ...] = ()
    channel: str = ""

    @property
    def is_touchpoint(self) -> bool:
        """Return whether there is a touchpoint in this column."""
        return bool(self.key)


class FactCell(Struct, frozen=True):
    """One text under the columns it spans, with an icon, or with a level of 5 instead."""

    first: int
    span: int = 1
    text: str = ""
    icon: str = ""
    level: int | None = None
    starts_stage: bool = False
    is_continued: bool = False


class FactRow(Struct, frozen=True):
    """A row with one text per touchpoint or stage: what the customer does, the channel, the KPI."""

    name: str
    title: str
    cells: tuple[FactCell, ...]

    @property
    def icon(self) -> str:
        """Return the name of the row's icon."""
        return icons.FACTS[self.name]

    @property
    def says_something(self) -> bool:
        """Return whether anything stands in the row."""
        return any(cell.text or cell.level for cell in self.cells)


class CardBox(Struct, frozen=True):
    """A card; severity 1–5 and share of customers hit (per cent) are there on pain points."""

    key: str
    text: str
    severity: int | None = None
    share: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    attachment: str = ""
    notes: tuple[str, ...] = ()

    @property
    def second(self) -> str:
        """Return what stands small under the text: owner, tags, the attached file."""
        return " · ".join(part for part in (self.owner, *self.tags, self.attachment) if part)


class Cell(Struct, frozen=True):
    """The cards of one lane under the columns they span."""

    first: int
    span: int = 1
    cards: tuple[CardBox, ...] = ()
    starts_stage: bool = False
    is_continued: bool = False


class LaneRow(Struct, frozen=True):
    """A row of a lane. Its cells cover all columns.

    A lane has a second row where cards of a whole stage and of its touchpoints meet, and further
    ones in print, so that pages can break between them; `is_continued` says so.
    """

    key: str
    kind: str
    title: str
    cells: tuple[Cell, ...]
    is_continued: bool = False

    @property
    def icon(self) -> str:
        """Return the name of the lane's icon."""
        return icons.LANES[self.kind]

    @property
    def is_pain_points(self) -> bool:
        """Return whether the lane's cards are pain points."""
        return self.kind == PAIN_POINTS

"""A table with stages as columns, perhaps with touchpoints below them, and a row for every lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeys.exchange import items, labels
from journeys.exchange.table.whole_stage import WHOLE_STAGE

if TYPE_CHECKING:
    from journeys.exchange.building import MapBuilder, StageDraft, TouchpointDraft
    from journeys.exchange.findings import ProblemLog
    from journeys.exchange.labels import Label
    from journeys.exchange.placing import Placer
    from journeys.exchange.table.layouts import Layout
    from journeys.exchange.table.sheets import Sheet

ONLY_STAGE = "Journey"


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column of the table is about."""

    number: int
    stage: StageDraft
    touchpoint: TouchpointDraft | None


class MatrixReader:
    """Reads one matrix into a builder."""

    def __init__(
        self, sheet: Sheet, layout: Layout, builder: MapBuilder, placer: Placer, tell: ProblemLog
    ) -> None:
        self.sheet, self.layout, self.builder, self.placer, self.tell = (
            sheet,
            layout,
            builder,
            placer,
            tell,
        )
        #: The last column of the merged cell that starts at a row and column.
        self.reaches = {
            (one.top, one.left): one.right for one in sheet.merged if one.right > one.left
        }
        self.columns = self._columns()
        self.has_lists = False

    def read(self) -> None:
        """Take every row for what its head says."""
        rows = self._rows()
        self.placer.expect(label for _, label in rows)
        if self.layout.touchpoints < 0:
            self._take_lists(rows)
        for number, label in rows:
            for column in self.columns:
                text = self.sheet.cell(number, column.number)
                if text.strip():
                    self._put(number, label, column, text)

    def _columns(self) -> list[_Column]:
        """Return what each column is about; a stage reaches to where the next one begins."""
        sheet, layout = self.sheet, self.layout
        stage: StageDraft | None = None
        columns = []
        for number in range(layout.head + 1, sheet.width):
            name = _one_line(sheet.cell(layout.stages, number)) if layout.stages >= 0 else ""
            inside = (
                _one_line(sheet.cell(layout.touchpoints, number)) if layout.touchpoints >= 0 else ""
            )
            if name:
                stage = self.builder.stage(name, sheet.place(layout.stages, number), new=True)
            elif stage is None and (inside or self._has_content(number)):
                place = sheet.place(max(layout.stages, layout.touchpoints, 0), number)
                stage = self.builder.stage(ONLY_STAGE, place)
                if layout.stages >= 0:
                    self.tell.warning(
                        "The column has no stage above it; it is called “Journey”.", **place
                    )
            if stage is None:
                continue
            touchpoint = None
            if inside and inside.lower() not in WHOLE_STAGE:
                touchpoint = self.builder.touchpoint(
                    stage, inside, sheet.place(layout.touchpoints, number), new=True
                )
            columns.append(_Column(number, stage, touchpoint))
        return columns

    def _has_content(self, column: int) -> bool:
        return any(
            self.sheet.cell(row, column).strip()
            for row in range(self.layout.first, len(self.sheet.rows))
        )

    def _rows(self) -> list[tuple[int, Label]]:
        """Return the rows with content and what they are about; a row without a head goes on."""
        rows: list[tuple[int, Label]] = []
        current: Label | None = None
        for number in range(self.layout.first, len(self.sheet.rows)):
            if number in {self.layout.stages, self.layout.touchpoints}:
                continue
            head = self.sheet.cell(number, self.layout.head).strip()
            filled = any(self.sheet.cell(number, column.number).strip() for column in self.columns)
            if not filled:
                if head and not labels.is_known(head):
                    self.tell.leave_out(
                        f"{self._row(number)}: “{head[:120]}” stands beside the table and was left out."
                    )
                current = labels.of(head) if head else current
                continue
            if head:
                current = labels.of(head)
            rows.append((number, current or labels.of("Notes")))
        return rows

    def _row(self, number: int) -> str:
        place = self.sheet.place(number)
        return (
            f"Sheet {place['sheet']}, row {place['line']}"
            if place["sheet"]
            else f"Row {place['line']}"
        )

    def _take_lists(self, rows: list[tuple[int, Label]]) -> None:
        """Make touchpoints of the first row that lists them below the stages."""
        listing = next((row for row, label in rows if label.field == "touchpoint"), None)
        if listing is None:
            return
        taken = [row for row, label in rows if label is dict(rows)[listing]]
        for number in taken:
            for column in self.columns:
                for name in items.entries(self.sheet.cell(number, column.number)):
                    self.builder.touchpoint(
                        column.stage, _one_line(name), self.sheet.place(number, column.number)
                    )
        rows[:] = [(row, label) for row, label in rows if row not in taken]

    def _put(self, number: int, label: Label, column: _Column, text: str) -> None:
        place = self.sheet.place(number, column.number)
        end = self.reaches.get((number, column.number), column.number)
        if end == column.number:
            self.placer.put(label, text, column.stage, column.touchpoint, place)
            return
        reached = [one for one in self.columns if column.number <= one.number <= end]
        if len({one.stage.key for one in reached}) > 1 and label.field == "lane_of":
            self.tell.warning(
                "The cell reaches over several stages; its cards stand in the first.", **place
            )
        touchpoints = [one for one in reached if one.touchpoint is not None]
        if label.field == "lane_of" or not touchpoints:
            # Under all touchpoints of a stage at once: that is what a card across the stage says.
            self.placer.put(label, text, column.stage, None, place)
            return
        for one in touchpoints:
            self.placer.put(label, text, one.stage, one.touchpoint, place)


def _one_line(text: str) -> str:
    return " ".join(text.split())

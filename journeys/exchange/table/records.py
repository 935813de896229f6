"""A table with a row for each card, touchpoint or stage, and heads above."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

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
#: Heads that say something of the row's card when the table has a card to a row.
_OF_CARD = ("persona", "severity", "source", "date", "owner", "share", "tags")
#: What a row can say once.
_ONCE = frozenset({"stage", "touchpoint", "lane", "text", "persona"})
#: Heads that say something of the row's touchpoint whatever else is in the row.
_NOT_CARDS = frozenset({"stage", "touchpoint", "lane", "text", "key", *_OF_CARD})


class RecordsReader:
    """Reads one table of rows into a builder."""

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
        self.heads = self._heads()
        self.columns: dict[str, int] = {}
        for column, label in self.heads:
            self.columns.setdefault(label.field, column)
        if "text" not in self.columns and {"lane", "describes"} <= self.columns.keys():
            self.columns["text"] = self.columns.pop("describes")
            self.heads = [pair for pair in self.heads if pair[0] != self.columns["text"]]
        self.is_long = "text" in self.columns
        placer.expect(label for _, label in self.heads)
        self.spanning = {
            (one.top, one.left): one.bottom for one in sheet.merged if one.bottom > one.top
        }
        self.below_merged = self._below_merged()
        # Looked at once: it takes all rows.
        self.lists_touchpoints = not self.is_long and self._rows_are_stages()
        self.stage: StageDraft | None = None
        self.touchpoint: TouchpointDraft | None = None

    def read(self) -> None:
        """Take every row."""
        for number in range(self.layout.first, len(self.sheet.rows)):
            row = self.sheet.rows[number]
            if any(cell.strip() for cell in row):
                self._take(number, row)

    def _heads(self) -> list[tuple[int, Label]]:
        heads = []
        seen: dict[str, int] = {}
        for column, cell in enumerate(self.sheet.rows[self.layout.head]):
            if not cell.strip():
                continue
            label = labels.of(cell)
            word = labels.plain(cell)
            if word in seen:
                self.tell.error(
                    f"The head “{cell.strip()[:40]}” stands here for the second time; the column stays out.",
                    **self.sheet.place(self.layout.head, column),
                )
                continue
            seen[word] = column
            heads.append((column, label))
        return self._without_rivals(heads)

    def _without_rivals(self, heads: list[tuple[int, Label]]) -> list[tuple[int, Label]]:
        """Let a second column of stages, touchpoints or texts be a lane: "Step" beside "Touchpoint"."""
        taken: set[str] = set()
        kept = []
        for column, label in heads:
            is_rival = label.field in _ONCE and label.field in taken
            text = label.text.rstrip(": ")
            kept.append(
                (column, labels.Label("lane_of", "notes", text, text) if is_rival else label)
            )
            taken.add(label.field)
        return kept

    def _cell(self, row: list[str], field: str) -> str:
        column = self.columns.get(field, -1)
        return row[column].strip() if 0 <= column < len(row) else ""

    def _take(self, number: int, row: list[str]) -> None:
        self._find_element(number, row)
        if self.stage is None:
            self.tell.error(
                "The row belongs to no stage: its stage is empty, and none is above.",
                **self.sheet.place(number),
            )
            return
        names = items.entries(self._cell(row, "persona"))
        self.placer.persona = names[0] if len(names) == 1 else ""
        if self.is_long:
            self._take_text(number, row)
        else:
            self._take_facts_of_rows(number, row)
        for column, label in self.heads:
            if label.field in _NOT_CARDS or column >= len(row) or not row[column].strip():
                continue
            self._put(number, column, label, row[column], row)

    def _find_element(self, number: int, row: list[str]) -> None:
        """Set which stage and touchpoint a row is about; empty cells say "as above"."""
        stage, touchpoint = self._cell(row, "stage"), self._cell(row, "touchpoint")
        place = self.sheet.place(
            number, self.columns.get("stage", self.columns.get("touchpoint", 0))
        )
        if "stage" not in self.columns:
            stage = ONLY_STAGE
        if stage:
            found = self.builder.stage(_one_line(stage), place)
            if found is not self.stage:
                self.touchpoint = None
            self.stage = found
            if not touchpoint and self._cell(row, "stage") and not self.below_merged[number]:
                self.touchpoint = None
        if touchpoint.lower() in WHOLE_STAGE and "stage" in self.columns:
            self.touchpoint = None
            return
        if touchpoint and self.stage is not None:
            place = self.sheet.place(number, self.columns["touchpoint"])
            names = items.entries(touchpoint) if self.lists_touchpoints else [touchpoint]
            made = [self.builder.touchpoint(self.stage, _one_line(name), place) for name in names]
            self.touchpoint = made[0] if len(made) == 1 else None

    def _below_merged(self) -> list[bool]:
        """Return of each row whether its touchpoint is that of a merged cell which began above."""
        column = self.columns.get("touchpoint", -1)
        rows = len(self.sheet.rows)
        changes = [0] * (rows + 2)
        for (top, left), bottom in self.spanning.items():
            if left == column and top < rows:
                changes[top + 1] += 1
                changes[min(bottom, rows) + 1] -= 1
        return [depth > 0 for depth in accumulate(changes)]

    def _rows_are_stages(self) -> bool:
        """Return whether a row is a whole stage, with its touchpoints listed in one cell."""
        column = self.columns.get("stage", -1)
        if column < 0 or "touchpoint" not in self.columns:
            return False
        names = [
            row[column].strip() if column < len(row) else ""
            for row in self.sheet.rows[self.layout.first :]
            if any(cell.strip() for cell in row)
        ]
        cells = [self._cell(row, "touchpoint") for row in self.sheet.rows[self.layout.first :]]
        is_one_each = bool(names) and all(names) and len(set(names)) == len(names)
        return is_one_each and any(len(items.entries(cell)) > 1 for cell in cells)

    def _take_text(self, number: int, row: list[str]) -> None:
        """Make cards of the row's text, in the lane the row names."""
        text = self._cell(row, "text")
        if not text or self.stage is None:
            for field in ("persona", "owner"):
                self._put_if_any(number, row, field)
            return
        place = self.sheet.place(number, self.columns["text"])
        lane = self._cell(row, "lane")
        label = labels.of(lane) if lane else labels.of("Notes")
        if label.field in {
            "stage",
            "touchpoint",
            "lane",
            "text",
            "key",
            "ignored",
            "source",
            "date",
            "tags",
        }:
            label = labels.Label("lane_of", "notes", lane, lane)
        fields = self._of_card(number, row)
        if label.field != "lane_of":
            fields = {}
        self.placer.put(label, text, self.stage, self.touchpoint, place, **fields)

    def _of_card(self, number: int, row: list[str]) -> dict[str, Any]:
        """Return what a row says of its card beside the text."""
        fields: dict[str, Any] = {}
        tags: list[str] = []
        for field in _OF_CARD:
            text = self._cell(row, field)
            if not text:
                continue
            place = self.sheet.place(number, self.columns[field])
            match field:
                case "severity":
                    fields["severity"] = self.placer.one_to_five(text, "severity", place)
                case "share":
                    fields["share_hit"] = self.placer.share(text, place)
                case "owner":
                    fields["owner"] = self.builder.line(text, 120, place)
                case "tags":
                    tags += items.entries(text)
                case "persona":
                    for name in items.entries(text):
                        self.builder.persona(name, place)
                    tags += [f"persona: {name}" for name in items.entries(text)]
                case _:
                    tags.append(f"{field}: {text}")
        if tags:
            place = self.sheet.place(number)
            fields["tags"] = tuple(
                self.builder.line(tag, 160, place) for tag in dict.fromkeys(tags)
            )[:200]
        return {field: value for field, value in fields.items() if value is not None}

    def _take_facts_of_rows(self, number: int, row: list[str]) -> None:
        """Take what a row without a card's text says of its touchpoint."""
        for field in ("persona", "owner", "source", "date", "tags"):
            self._put_if_any(number, row, field)

    def _put_if_any(self, number: int, row: list[str], field: str) -> None:
        text = self._cell(row, field)
        if text and self.stage is not None:
            column = self.columns[field]
            label = next(label for place, label in self.heads if place == column)
            self._put(number, column, label, text, row)

    def _put(self, number: int, column: int, label: Label, text: str, row: list[str]) -> None:
        assert self.stage is not None  # noqa: S101  `_take` has seen to it
        place = self.sheet.place(number, column)
        touchpoint = self.touchpoint
        if (number, column) in self.spanning and label.field == "lane_of":
            touchpoint = None  # one cell beside several touchpoints: a card across the stage
        fields: dict[str, Any] = {}
        if label.kind == "pain_points":
            fields = {
                k: v
                for k, v in self._of_card(number, row).items()
                if k in {"severity", "share_hit"}
            }
        self.placer.put(label, text, self.stage, touchpoint, place, **fields)


def _one_line(text: str) -> str:
    return text if "\n" not in text else " ".join(text.split())

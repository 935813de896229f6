"""How many cells the parts of a workbook hold, counted before a row of them is built."""

from __future__ import annotations

from xml.parsers import expat

MOST_CELLS, MOST_CELLS_IN_A_ROW = 2_000_000, 20_000
#: Of whatever name: what holds no cells is built as well.
MOST_ELEMENTS = 3_000_000
_NO_ROW = -1


class TooMany(Exception):
    """The message says of what, and in which row."""


class CellCount:
    """Counts through one part after the other, and raises `TooMany` as soon as it knows.

    A cell is whatever stands right below a row, as the reader of workbooks has it: neither a comment
    nor a row within a row makes the count begin again.
    """

    def __init__(self) -> None:
        self.elements = self.cells = 0
        self._row = ""
        self._open: list[int] = []

    def add(self, xml: bytes) -> None:
        """Count through a part. Raises `TooMany`, and `ValueError` for what is not XML."""
        # Comments count among them: near enough, and at once.
        self.elements += xml.count(b"<") - xml.count(b"</")
        if self.elements > MOST_ELEMENTS:
            raise TooMany(f"more than {MOST_ELEMENTS:,} XML elements")
        self._open = [_NO_ROW]
        parser = expat.ParserCreate()
        if b"row" in xml:
            parser.StartElementHandler = self._begin
            parser.EndElementHandler = self._end
        try:
            parser.Parse(xml, True)
        # A name of an encoding that nobody knows is a LookupError.
        except (expat.ExpatError, LookupError) as error:
            raise ValueError(str(error)) from None

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if self._open[-1] != _NO_ROW:
            self._count_cell()
        if tag == "row" or tag.endswith(":row"):
            self._row = attributes.get("r", "")
            self._open.append(0)
        else:
            self._open.append(_NO_ROW)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _count_cell(self) -> None:
        self._open[-1] += 1
        self.cells += 1
        if self._open[-1] > MOST_CELLS_IN_A_ROW:
            named = f"row {self._row}" if self._row.isdecimal() else "a row"
            raise TooMany(f"more than {MOST_CELLS_IN_A_ROW:,} cells in {named[:20]}")
        if self.cells > MOST_CELLS:
            raise TooMany(f"more than {MOST_CELLS:,} cells")

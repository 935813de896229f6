"""The preview of a spreadsheet of 5,000 cards against openpyxl just reading it.

Each figure is the median of runs that alternate with its baseline in the same process; the ratio is
what to quote. Needs no database.

    python -m benchmarks.tables [--runs 9] [--cards 5000]
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LANES = ("Thoughts", "Pain points", "Opportunities", "Questions", "Backstage")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--cards", type=int, default=5_000)
    asked = parser.parse_args()
    os.environ |= {"SECRET_KEY": "of a benchmark", "DJANGO_SETTINGS_MODULE": "config.settings"}
    import django

    django.setup()
    from journeys.exchange.exports import EXPORTS
    from journeys.exchange.preview import preview

    files = {
        "list of another program": _list(asked.cards),
        "matrix of another program": _matrix(asked.cards),
    }
    found = preview(files["list of another program"], "a.xlsx").maps[0].contents
    files["our own workbook"] = EXPORTS["xlsx"].write(found).data
    print(f"{asked.cards:,} cards, {asked.runs} runs each")
    for name, data in files.items():
        cards = preview(data, "a.xlsx").maps[0].cards
        assert cards == asked.cards, (name, cards)
        _compare(
            name,
            lambda data=data: preview(data, "a.xlsx"),
            lambda data=data: _just_read(data),
            asked.runs,
        )


def _just_read(data: bytes) -> int:
    """Read every cell of every sheet, as openpyxl does it fastest."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))


def _list(cards: int) -> bytes:
    """Return a workbook with a row for each card."""
    heads = [
        "Phase",
        "Touchpoint",
        "Lane",
        "Text",
        "Severity",
        "Emotion",
        "Channel",
        "Owner",
        "Source",
        "Date",
    ]
    rows = []
    for number in range(cards):
        touchpoint = number // 10
        rows.append(
            [f"Phase {touchpoint // 25}", f"Touchpoint {touchpoint}", LANES[number % 5], f"What customers say, number {number}",
             number % 5 + 1, touchpoint % 7 - 3, ("Web", "App", "Telephone")[touchpoint % 3], "Service", f"Interview {number % 40}", "2026-03-01"]
        )  # fmt: skip
    return _saved([heads, *rows])


def _matrix(cards: int) -> bytes:
    """Return a workbook with stages and touchpoints across, and five cards in a cell."""
    touchpoints = cards // (len(LANES) * 5)
    stages = [
        "Stage",
        *(f"Phase {number // 10}" if number % 10 == 0 else None for number in range(touchpoints)),
    ]
    names = ["Touchpoint", *(f"Touchpoint {number}" for number in range(touchpoints))]
    cell = "\n".join(f"• Card {number} of this cell" for number in range(5))
    rows = [[lane, *([cell] * touchpoints)] for lane in LANES]
    return _saved(
        [stages, names, ["Emotion", *(number % 7 - 3 for number in range(touchpoints))], *rows]
    )


def _saved(rows: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Journey")
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _compare(
    what: str, ours: Callable[[], object], baseline: Callable[[], object], runs: int
) -> None:
    ours()
    baseline()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for action, taken in zip((ours, baseline), times, strict=True):
            begin = time.perf_counter()
            action()
            taken.append((time.perf_counter() - begin) * 1000)
    mine, theirs = map(statistics.median, times)
    print(
        f"{what:28} preview {mine:7.1f} ms   openpyxl just reading {theirs:7.1f} ms   ratio {mine / theirs:.2f}"
    )


if __name__ == "__main__":
    main()

"""Write `inter_widths.json` from the fonts that come with us: `python -m journeys.rendering.measure_inter`.

Run it again when the fonts change; a test compares the table with the fonts.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FONTS = Path(__file__).resolve().parent.parent / "static" / "journeys" / "fonts"
TABLE = Path(__file__).with_name("inter_widths.json")
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
#: The alphabets people write maps in, punctuation, currency, arrows and mathematical signs.
ALPHABETS = (
    (0x20, 0x7F), (0xA0, 0x250), (0x370, 0x530), (0x1E00, 0x1F00), (0x2010, 0x2030),
    (0x2030, 0x205F), (0x20A0, 0x20C1), (0x2100, 0x2200), (0x2200, 0x2270), (0x25A0, 0x2600),
)  # fmt: skip


def measure(weight: int) -> dict[int, int]:
    """Return the advance width of each character, in thousandths of the font size."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / f"Inter-{WEIGHTS[weight]}.ttf") as font:
        names, widths = font.getBestCmap(), font["hmtx"]
        scale = 1000 / font["head"].unitsPerEm
        return {
            point: round(widths[names[point]][0] * scale)
            for start, end in ALPHABETS
            for point in range(start, end)
            if point in names
        }


def runs(widths: dict[int, int]) -> Iterable[tuple[int, list[int]]]:
    """Return runs of neighbouring characters as the first code point and their widths."""
    run: list[int] = []
    first = 0
    for point, width in sorted(widths.items()):
        if run and point != first + len(run):
            yield first, run
            run = []
        if not run:
            first = point
        run.append(width)
    if run:
        yield first, run


def main() -> None:
    """Measure all weights and write the table."""
    table = {str(weight): list(runs(measure(weight))) for weight in WEIGHTS}
    TABLE.write_text(json.dumps(table, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Set a part of a long document in a process of its own: `python -m journeys.reports.part`.

The process ends when the part is written, and with it goes the memory the layout took.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from journeys.reports import drawn, pdf


def main() -> None:
    """Read HTML from one file and write a part file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("part", type=Path)
    parser.add_argument("--whole", action="store_true", help="the only part: it numbers its pages")
    options = parser.parse_args()
    html = options.page.read_text(encoding="utf-8")
    with pdf.layout_at_work(), options.part.open("wb") as file:
        document = pdf.lay_out(html, *((pdf.NUMBERS,) if options.whole else ()))
        drawn.write_pages(document, file, room_for_numbers=not options.whole)
        pdf.refuse_if_it_reached_out(document)


if __name__ == "__main__":
    main()

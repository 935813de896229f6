"""Turn an SVG of ours into PNG or PDF: `python -m journeys.reports.picture_part png 2 <map.svg >map.png`."""

from __future__ import annotations

import argparse
import io
import math
import re
import sys

from journeys.reports import pdf

_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
#: A page of PDF may be no larger than 200 inches a side.
LARGEST_PAGE = 14_400 / 0.75 - 1
#: What a PNG may measure: pixels a side, and all together.
LONGEST_SIDE, MOST_PIXELS = 16_000, 48_000_000


def main() -> None:
    """Read an SVG from standard input and write the file to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("form", choices=("png", "pdf"))
    parser.add_argument("scale", type=int)
    options = parser.parse_args()
    page = as_pdf(sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(page if options.form == "pdf" else as_png(page, options.scale))


def as_pdf(svg: str) -> bytes:
    """Return the picture as a PDF of one page as large as it is, made smaller if that is too large."""
    found = _SIZE.match(svg)
    if found is None:
        raise ValueError("This is no picture of ours.")
    width, height = float(found[1]), float(found[2])
    fit = min(1.0, LARGEST_PAGE / max(width, height))
    across, down = width * fit, height * fit
    # A hair more room than the picture: rounded down it would need a second page.
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>'
        f"{_title(svg)}</title><style>@page {{ size: {across + 0.5:.2f}px {down + 0.5:.2f}px; margin: 0 }} "
        f"body {{ margin: 0 }} svg {{ display: block; width: {across:.2f}px; height: {down:.2f}px }}"
        f"</style></head><body>{svg}</body></html>"
    )
    return pdf.to_pdf_here(html)


def _title(svg: str) -> str:
    found = re.search(r"<title[^>]*>(.*?)</title>", svg, re.DOTALL)
    return found[1] if found else "Map"


def as_png(page: bytes, scale: int) -> bytes:
    """Return the page of a PDF as PNG, `scale` pixels for each of the picture's, less if it gets too large."""
    import pypdfium2

    document = pypdfium2.PdfDocument(page)
    try:
        width, height = (points / 0.75 for points in document[0].get_size())
        most = min(LONGEST_SIDE / max(width, height), math.sqrt(MOST_PIXELS / (width * height)))
        picture = document[0].render(scale=min(scale, most) / 0.75).to_pil()
        written = io.BytesIO()
        picture.save(written, "PNG")
    finally:
        document.close()
    return written.getvalue()


if __name__ == "__main__":
    main()

"""What a PDF costs beside WeasyPrint's own `write_pdf` of the same page: `python benchmarks/pdf.py`.

Each measurement is a process of its own, so that memory is that of one document; the two ways take
turns, so that a busy machine is busy for both. The plain way writes no tags, ours a PDF/UA.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

ROWS, COLUMNS = 26, 5
SENTENCE = (
    "waiting for a decision feels better since we promise a date and people know when to come back"
)
WORDS = SENTENCE.split()


class Cost(NamedTuple):
    """Seconds by the clock and of the processor, MB of the largest process, MB of file, pages."""

    wall: float
    processor: float
    own: float
    children: float
    size: float
    pages: int


def page(sections: int) -> str:
    """Return a page of HTML: per section a heading, a curve of 25 points, a table of 26 × 5 cells."""
    from journeys.reports import own_files
    from journeys.reports.parts import CUT, FRAME

    body = CUT.join(section(number) for number in range(sections))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Benchmark</title>'
        f"<style>{own_files.stylesheet()} .data td {{ padding: 1px 4px; font-size: 10px; line-height: 12px }}</style></head>"
        f'<body><div class="running-header">Benchmark</div>{FRAME}{body}</body></html>'
    )


def section(number: int) -> str:
    """Return one section; each begins a page."""
    points = "".join(
        f'<circle cx="{20 + 40 * x}" cy="{20 + (x * 37 + number) % 80}" r="4" fill="#0B625C"/>'
        for x in range(25)
    )
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell(number, row, column)}</td>' for column in range(COLUMNS))}</tr>"
        for row in range(ROWS)
    )
    heads = "".join(f'<th scope="col">Column {column}</th>' for column in range(COLUMNS))
    return (
        f'<section class="sheet"><h2>Section {number}</h2>'
        f'<svg width="1032" height="120" viewBox="0 0 1032 120"><title>Curve</title>{points}</svg>'
        f'<table class="data"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>'
    )


def cell(number: int, row: int, column: int) -> str:
    """Return five words that differ from cell to cell."""
    start = number * 130 + row * COLUMNS + column
    return " ".join(WORDS[(start * 7 + word) % len(WORDS)] for word in range(5))


def measure(way: str, sections: int) -> None:
    """Set the page the one way or the other and print what it cost."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from journeys.reports import fonts, pdf

    html = page(sections)
    fonts.use_our_fonts()
    import weasyprint

    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    if way == "plain":
        content = weasyprint.HTML(string=html).write_pdf()
    else:
        content = pdf.to_pdf(html, identifier="benchmark")
    wall = time.perf_counter() - started
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(used.ru_utime + used.ru_stime for used in usage)
    processor -= before.ru_utime + before.ru_stime
    own, children = (used.ru_maxrss / 1024 for used in usage)
    print(json.dumps([wall, processor, own, children, len(content) / 1e6, _pages(content)]))


def _pages(content: bytes) -> int:
    import io

    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


def cost(way: str, sections: int) -> Cost:
    """Measure in a process of its own; what that takes to start is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, __file__, "--measure", way, "--pages", str(sections)],
            env={**os.environ, "DEBUG": "1", "JOURNEYLOOP_DATA": folder},
            capture_output=True,
            text=True,
            check=True,
        )
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=50, help="of the comparison (50)")
    parser.add_argument("--long", type=int, default=500, help="of the long document (500)")
    parser.add_argument("--times", type=int, default=3, help="each way is measured (3)")
    parser.add_argument("--measure", choices=["plain", "ours"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure, arguments.pages)
        return
    pairs = [
        (cost("plain", arguments.pages), cost("ours", arguments.pages))
        for _ in range(arguments.times)
    ]
    plain, ours = (
        Cost(*(statistics.median(figures) for figures in zip(*side, strict=True)))
        for side in zip(*pairs, strict=True)
    )
    print(f"{f'{arguments.pages} pages':34}{'write_pdf':>12}{'ours':>12}{'ratio':>8}")
    _print("seconds by the clock", plain.wall, ours.wall)
    _print("seconds of the processor", plain.processor, ours.processor)
    largest = max(plain.own, plain.children), max(ours.own, ours.children)
    _print("largest process, MB", *largest)
    _print("file, MB", plain.size, ours.size)
    long = cost("ours", arguments.long)
    print(f"\n{f'{long.pages} pages, ours':34}")
    per_page = long.wall / long.pages / (ours.wall / ours.pages)
    print(f"{'seconds by the clock':34}{long.wall:12.1f}")
    print(f"{'seconds a page, beside the above':34}{per_page:12.2f}")
    print(f"{'the worker’s process, MB':34}{long.own:12.0f}")
    print(f"{'largest process beside it, MB':34}{long.children:12.0f}")
    print(f"{'file, MB':34}{long.size:12.1f}")


def _print(title: str, plain: float, ours: float) -> None:
    print(f"{title:34}{plain:12.1f}{ours:12.1f}{ours / plain:8.2f}")


if __name__ == "__main__":
    main()

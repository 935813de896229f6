"""A long document in parts: where it is cut, and how the parts are set beside each other.

Layout takes about 3 MB a page and gives it back only when its process ends. So a long page is cut,
each part is set by a process of its own, two at a time, and the parts are joined object by object.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from journeys.reports import joining, part_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Ends what every part repeats: the head of the page, and the running header and footer.
FRAME = "<!-- frame -->"
#: A new page begins here anyhow, so a part may end here.
CUT = "<!-- cut -->"
#: How heavy a part may be, so that its process stays under 300 MB; see `weight`.
MOST = 22_000
#: How heavy what a worker sets itself may be: it has 150 MB of its own, and keeps what it once took.
MOST_IN_PROCESS = 9_000
ROOT = Path(__file__).resolve().parent.parent.parent


class PartFailed(Exception):
    """A process that sets a part ended with an error."""


def weight(html: str) -> int:
    """Return about what a piece takes to set: a tag is a box or two, and text is lines."""
    return html.count("<") + len(html) // 40


def cut(html: str) -> list[str]:
    """Return the page whole if it is short, else as pages that follow each other."""
    if weight(html) <= MOST or CUT not in html:
        return [html]
    frame, _, body = html.partition(FRAME)
    end = "</body></html>"
    pieces = re.sub(r"</body>\s*</html>\s*$", "", body).split(CUT)
    groups: list[list[str]] = [[]]
    room = MOST
    for piece in pieces:
        if groups[-1] and weight(piece) > room:
            groups.append([])
            room = MOST
        groups[-1].append(piece)
        room -= weight(piece)
    return [f"{frame}{''.join(group)}{end}" for group in groups]


def typeset(pages: Sequence[str], *, identifier: str, on_part: Callable[[int, int], None]) -> bytes:
    """Return one tagged PDF of pages that follow each other, numbered through.

    Raises `PartFailed` with what the process said if one cannot be set.
    """
    with tempfile.TemporaryDirectory(prefix="journeyloop-pdf-") as name:
        folder = Path(name)
        files = _set_all(pages, folder, on_part)
        total = sum(len(part_file.facts(file).page_objects) for file in files)
        numbers = folder / "numbers.part"
        _set(_blank_pages(pages[0], total), numbers, "--numbers")
        target = io.BytesIO()
        joining.join(files, numbers, target, identifier=identifier)
        return target.getvalue()


def typeset_apart(page: str, *, identifier: str) -> bytes:
    """Return the PDF of one page of HTML, set by a process of its own. Raises `PartFailed`."""
    with tempfile.TemporaryDirectory(prefix="journeyloop-pdf-") as name:
        file = Path(name) / "whole.pdf"
        _set(page, file, "--whole", f"--identifier={identifier}")
        return file.read_bytes()


def _set_all(pages: Sequence[str], folder: Path, on_part: Callable[[int, int], None]) -> list[Path]:
    files = [folder / f"{index:04}.part" for index in range(len(pages))]
    with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        jobs = [pool.submit(_set, page, file) for page, file in zip(pages, files, strict=True)]
        try:
            for done, job in enumerate(as_completed(jobs), start=1):
                job.result()
                on_part(done, len(jobs))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return files


def _set(page: str, part: Path, *options: str) -> None:
    source = part.with_suffix(".html")
    source.write_text(page, encoding="utf-8")
    command = [sys.executable, "-m", "journeys.reports.part", str(source), str(part), *options]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    source.unlink()
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise PartFailed(f"Setting a part of the report failed: {last}")


def _environment() -> dict[str, str]:
    """Return our environment, so that the process finds our code and our fonts."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _blank_pages(page: str, total: int) -> str:
    """Return as many empty pages as the document has, in its own stylesheet."""
    head = page[: page.index("</head>")]
    blank = '<p style="break-after: page; margin: 0"></p>' * (total - 1)
    return f"{head}</head><body>{blank}<p></p></body></html>"

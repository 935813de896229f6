"""A long document in parts: where it is cut, and how the parts are set beside each other.

Layout takes about 3 MB a page and gives it back only when its process ends. So a long page is cut,
each part is set by a process of its own, two at a time, and the parts are joined object by object.
"""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

#: Ends what every part repeats: the head of the page, and the running header and footer.
FRAME = "<!-- frame -->"
#: A new page begins here anyhow, so a part may end here.
CUT = "<!-- cut -->"
#: How heavy a part may be, so that its process stays under 300 MB; see `weight`.
MOST = 22_000
#: How heavy what a worker sets itself may be: it has 150 MB of its own, and keeps what it once took.
MOST_IN_PROCESS = 9_000
#: From where on two processes are faster than one: each takes half a second to start.
WORTH_CUTTING = 12_000
PROCESSES = min(2, os.cpu_count() or 1)
ROOT = Path(__file__).resolve().parent.parent.parent


class PartFailed(Exception):
    """A process that sets a part ended with an error."""


def weight(html: str) -> int:
    """Return about what a piece takes to set: a tag is a box or two, and text is lines."""
    return html.count("<") + len(html) // 40


def cut(html: str) -> list[str]:
    """Return the page whole if it is short, else as pages that follow each other.

    A page of some length is cut in two for two processors, a long one so that no part is too heavy.
    """
    total = weight(html)
    if total <= WORTH_CUTTING or CUT not in html:
        return [html]
    frame, _, body = html.partition(FRAME)
    pieces = re.sub(r"</body>\s*</html>\s*$", "", body).split(CUT)
    room = total / max(PROCESSES, math.ceil(total / MOST))
    groups: list[list[str]] = [[]]
    taken = 0
    for piece in pieces:
        heavy = weight(piece)
        if groups[-1] and taken + heavy / 2 > room:
            groups.append([])
            taken = 0
        groups[-1].append(piece)
        taken += heavy
    return [f"{frame}{''.join(group)}</body></html>" for group in groups]


def folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for parts, to be used as a context."""
    return tempfile.TemporaryDirectory(prefix="journeyloop-pdf-")


@contextmanager
def opened(files: Sequence[Path]) -> Iterator[list[BinaryIO]]:
    """Open part files to be joined."""
    with ExitStack() as stack:
        yield [stack.enter_context(file.open("rb")) for file in files]


def set_apart(pages: Sequence[str], folder: str, on_part: Callable[[int, int], None]) -> list[Path]:
    """Set pages of HTML by a process each, some at a time; return their part files.

    Raises `PartFailed` with what the process said if one cannot be set.
    """
    files = [Path(folder) / f"{index:04}.part" for index in range(len(pages))]
    options = ["--whole"] if len(pages) == 1 else []
    with ThreadPoolExecutor(max_workers=PROCESSES) as pool:
        jobs = [
            pool.submit(_set, page, file, options) for page, file in zip(pages, files, strict=True)
        ]
        try:
            for done, job in enumerate(as_completed(jobs), start=1):
                job.result()
                if len(jobs) > 1:
                    on_part(done, len(jobs))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return files


def _set(page: str, part: Path, options: list[str]) -> None:
    source = part.with_suffix(".html")
    source.write_text(page, encoding="utf-8")
    # -P: not a module of this name in whatever folder the worker was started in.
    command = [
        sys.executable,
        "-P",
        "-m",
        "journeys.reports.part",
        *map(str, (source, part)),
        *options,
    ]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    source.unlink()
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise PartFailed(f"Setting a part of the report failed: {last}")


def environment() -> dict[str, str]:
    """Return our environment, so that the process finds our code and our fonts."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def blank_pages(page: str, total: int) -> str:
    """Return as many empty pages as the document has, in its own stylesheet."""
    head = page[: page.index("</head>")]
    blank = '<p style="break-after: page; margin: 0"></p>' * (total - 1)
    return f"{head}</head><body>{blank}<p></p></body></html>"

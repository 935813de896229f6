"""The picture of a map as PNG or as one large page of PDF, made from our SVG in a process of its own.

A person waits for it, so the process has a time limit, and few run at once: a web process is never
held up for longer than `PATIENCE` and `LIMIT` together, nor grows by what drawing takes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Literal

from journeys.reports import parts, pdf

Format = Literal["png", "pdf"]
MEDIA_TYPES: dict[str, str] = {"png": "image/png", "pdf": "application/pdf"}
#: Seconds a picture may take, and how long one waits for others that are being made.
LIMIT, PATIENCE = 25.0, 5.0
AT_ONCE = 2
#: Pixels of a PNG per pixel of the picture; what gets too large is made smaller, see `picture_part`.
SCALES = (1, 2, 3, 4)
USUAL_SCALE = 2
_turns = threading.BoundedSemaphore(AT_ONCE)


class PictureNotMade(Exception):
    """The picture cannot be made now; the message says why and what to do instead."""


def made(svg: str, form: Format, *, scale: int = USUAL_SCALE) -> bytes:
    """Return the picture as a file.

    Raises `PictureNotMade` if it takes too long, others are being made, or libraries are missing.
    """
    from journeys.reports import fonts

    fonts.use_our_fonts()
    if not _turns.acquire(timeout=PATIENCE):
        raise PictureNotMade("Other pictures are being made. Try again in a moment.")
    try:
        return _by_a_process(svg, form, scale)
    finally:
        _turns.release()


def _by_a_process(svg: str, form: Format, scale: int) -> bytes:
    command = [sys.executable, "-P", "-m", "journeys.reports.picture_part", form, str(scale)]
    # `DATA_DIR` is in it by way of FONTCONFIG_FILE alone: the process reads no settings.
    try:
        done = subprocess.run(
            command, input=svg.encode(), env=parts.environment(), cwd=os.fspath(parts.ROOT),
            capture_output=True, check=False, timeout=LIMIT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise PictureNotMade(
            f"This map is too large to be drawn within {LIMIT:.0f} seconds. The SVG has no limit; the "
            "map report has the whole map as a PDF, over several pages."
        ) from None
    if done.returncode:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or ["no word"])[-1]
        raise PictureNotMade(_why(last))
    return done.stdout


def _why(said: str) -> str:
    """Return what went wrong in words: missing libraries are somebody's to install."""
    name, _, words = said.partition(": ")
    if name.endswith(pdf.PdfUnavailable.__name__):
        return words
    return f"The picture could not be made: {said}"

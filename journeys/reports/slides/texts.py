"""Text on slides: cleaned, measured, and cut with “…” where it does not fit. Pure."""

from __future__ import annotations

from journeys.rendering import lettering
from journeys.reports import words

#: Another font may stand in for Inter, and slides are not set by us: leave a little room.
SAFETY = 0.9
LEADING = 1.25


def clean(text: str) -> str:
    """Return a text that a presentation can hold: no characters that XML refuses, none that turn."""
    return words.clean(text).replace("\x0b", " ").replace("\x0c", " ")


def fit(text: str, size: float, room: float, lines: int, *, bold: bool = False) -> str:
    """Return as much of a text as fits on so many lines, with “…” if that is not all."""
    weight, given = 600 if bold else 400, clean(text)
    if len(lettering.wrap(given, size, room * SAFETY, weight=weight, most=lines + 1)) <= lines:
        return given
    given = given.rstrip(f" {lettering.ELLIPSIS}")  # or `fit` may take it for the end of the text
    return lettering.fit(given, size, room * SAFETY, weight=weight, most=lines)


def count_lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """Return how many lines a text takes."""
    if not text:
        return 1
    return max(1, len(lettering.wrap(text, size, room * SAFETY, weight=600 if bold else 400)))


def height(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """Return how high a text is."""
    return count_lines(text, size, room, bold=bold) * size * LEADING


def one_line(text: str, most: int) -> str:
    """Return a text without line ends, at most so many signs."""
    return words.shortened(" ".join(clean(text).split()), most)

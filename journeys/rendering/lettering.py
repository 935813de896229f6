"""How wide text is in Inter, where its lines break, and what is left out of it.

Widths are the font's own advance widths (`inter_widths.json`); kerning is left aside. Characters
Inter has not are taken as wide as their kind usually is: a full em for Chinese, Japanese, Korean
and emoji, nothing for marks that sit on the letter before.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

#: What XML 1.0 cannot hold, and half characters that no encoding can.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # fmt: skip
#: More marks on one letter than any language has: they would paint over the lines around.
_STACKED = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")  # fmt: skip
_SPACES = re.compile(r"[^\S\xa0]+")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
ELLIPSIS = "…"


def _read_table() -> dict[int, dict[str, int]]:
    text = Path(__file__).with_name("inter_widths.json").read_text(encoding="utf-8")
    return {
        int(weight): {
            chr(first + offset): width for first, run in runs for offset, width in enumerate(run)
        }
        for weight, runs in json.loads(text).items()
    }


_WIDTHS = _read_table()


def clean(text: str) -> str:
    """Return the text without characters that XML cannot hold, nor towers of marks on a letter."""
    if text.isascii() and text.isprintable():
        return text
    return _STACKED.sub(r"\1", _ILLEGAL.sub("", text))


def width(text: str, size: float, weight: int = 400) -> float:
    """Return how wide the text is at a font size, in the size's unit."""
    return _thousandths(text, weight) * size / 1000


@lru_cache(maxsize=16_384)
def _thousandths(text: str, weight: int) -> int:
    table = _WIDTHS[weight]
    try:
        return sum([table[character] for character in text])
    except KeyError:
        return sum([table.get(character) or _unknown(character) for character in text])


def _unknown(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(character) in "WF" or character >= "\U0001f000":
        return 1000
    return 620


def wrap(
    text: str, size: float, room: float, *, weight: int = 400, most: int | None = None
) -> list[str]:
    """Return the text's lines, none wider than `room`, at most `most` of them.

    Breaks at spaces, at the text's own line ends, after hyphens and slashes, and inside a word only
    if it is wider than a whole line. What does not fit in `most` lines ends in an ellipsis.
    """
    text = text.strip()
    limit = max(room, size) * 1000 / size  # one letter at least, however narrow
    # A letter is hardly ever narrower than a fifth of its size: the rest could not fit anyway.
    longest = int((most or 10_000) * limit / 200) + 8
    lines: list[str] = []
    cut = len(text) > longest
    for paragraph in text[:longest].splitlines():
        lines += _lines(_SPACES.sub(" ", paragraph).strip(), limit, weight)
        if most and len(lines) > most:
            cut = True
            break
    if most and cut:
        lines = lines[:most]
        lines[-1] = _shortened(lines[-1] + ELLIPSIS, limit, weight)
    return lines


def shorten(text: str, size: float, room: float, weight: int = 400) -> str:
    """Return the text on one line no wider than `room`, with an ellipsis if something is left out."""
    text = _SPACES.sub(" ", text[:1000]).strip()
    return _shortened(text, room * 1000 / size, weight)


def fit(text: str, size: float, room: float, *, weight: int = 400, most: int) -> str:
    """Return as much of the text as fits on `most` lines, with an ellipsis if that is not all."""
    text = text.strip()
    lines = wrap(text, size, room, weight=weight, most=most)
    if not lines or not lines[-1].endswith(ELLIPSIS) or text.endswith(lines[-1]):
        return text
    left = sum(not sign.isspace() for line in lines for sign in line) - len(ELLIPSIS)
    for index, character in enumerate(text):
        if left == 0:
            return text[:index].rstrip() + ELLIPSIS
        left -= not character.isspace()
    return text


def _lines(paragraph: str, limit: float, weight: int) -> list[str]:
    lines = []
    line, used = "", 0
    for piece in _pieces(paragraph):
        advance = _thousandths(piece, weight)
        # A space at the end of a line hangs over it.
        visible = advance - _thousandths(" ", weight) if piece.endswith(" ") else advance
        if line and used + visible > limit:
            lines.append(line.rstrip(" "))
            line, used = "", 0
        if visible > limit:
            *full, line = _broken(piece, limit, weight)
            lines += full
            used = _thousandths(line, weight)
        else:
            line += piece
            used += advance
    lines.append(line.rstrip(" "))
    return lines


_PIECES = re.compile(r"[^ /\u2010–\u2014-]*[ /\u2010–\u2014-]?")


def _pieces(paragraph: str) -> list[str]:
    """Cut after spaces, slashes and dashes; a dash between digits or before a word stays with it."""
    pieces: list[str] = []
    for piece in _PIECES.findall(paragraph):
        if not piece:
            continue
        if pieces and len(pieces[-1]) == 1 and pieces[-1] != " ":
            pieces[-1] += piece
        elif pieces and piece == " " and not pieces[-1].endswith(" "):
            pieces[-1] += " "
        else:
            pieces.append(piece)
    return pieces


def _broken(word: str, limit: float, weight: int) -> list[str]:
    """Cut a word that is wider than a line where the line ends, never inside one written sign."""
    parts = []
    part, used = "", 0
    for sign in signs(word):
        advance = _thousandths(sign, weight)
        if part and used + advance > limit:
            parts.append(part)
            part, used = "", 0
        part += sign
        used += advance
    parts.append(part)
    return parts


def signs(text: str) -> list[str]:
    """Return what a reader sees as one sign each: a letter with its marks, a joined emoji."""
    found: list[str] = []
    for character in text:
        joined = found and (
            character in _JOINERS
            or found[-1][-1] == "\u200d"
            or unicodedata.category(character) in {"Mn", "Me"}
            or "\U0001f3fb" <= character <= "\U0001f3ff"
        )
        if joined:
            found[-1] += character
        else:
            found.append(character)
    return found


def _shortened(text: str, limit: float, weight: int) -> str:
    if _thousandths(text, weight) <= limit:
        return text
    limit -= _thousandths(ELLIPSIS, weight)
    kept, used = "", 0
    for sign in signs(text.removesuffix(ELLIPSIS)):
        used += _thousandths(sign, weight)
        if used > limit:
            break
        kept += sign
    return kept.rstrip() + ELLIPSIS


#: Scripts whose letters change with their neighbours, from Hebrew and Arabic to Khmer.
_SHAPED = re.compile("[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufeff]")


def needs_shaping(text: str) -> bool:
    """Return whether the text is illegible if its letters are drawn one by one."""
    return not text.isascii() and bool(_SHAPED.search(text))


def runs_right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction of its own runs right to left."""
    if text.isascii():
        return False
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in {"R", "AL"}:
            return True
    return False

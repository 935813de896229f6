"""One cell or paragraph, several statements: lines, bullets, and lists in a line."""

from __future__ import annotations

import re

_BULLET = re.compile(r"\s*(?:[-*+•●▪◦‣·–—○■□►▶✓✔→]|\d{1,3}[.)])\s+(?=\S)")
_ARROW = re.compile(r"\s+>+\s+|\s*(?:→|⇒|➔|->|=>)\s*")
_BRACKET = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
LONGEST_ENTRY = 80


def statements(text: str) -> list[str]:
    """Return what a cell says: of a bullet list each point with its lines, else each line."""
    if "\n" not in text and "\r" not in text:
        one = _BULLET.sub("", text, count=1).strip() if _BULLET.match(text) else text.strip()
        return [one] if one else []
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    if not any(_BULLET.match(line) for line in lines):
        return [line.strip() for line in lines]
    points: list[str] = []
    for line in lines:
        mark = _BULLET.match(line)
        if mark or not points:
            points.append(line[mark.end() :].strip() if mark else line.strip())
        else:
            points[-1] += f"\n{line.strip()}"
    return [point for point in points if point]


def entries(text: str) -> list[str]:
    """Return the names a cell lists: by line, or in one line by arrow, semicolon or comma."""
    found = statements(text)
    if len(found) != 1:
        return found
    for split in (_ARROW.split, lambda text: text.split(";"), _by_comma):
        parts = [part.strip() for part in split(" ".join(found[0].split()))]
        parts = [part for part in parts if part]
        if len(parts) > 1 and all(len(part) <= LONGEST_ENTRY for part in parts):
            return parts
    return found


def _by_comma(text: str) -> list[str]:
    """Split at commas outside brackets, and not between digits."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth = max(depth + _BRACKET.get(letter, 0), 0)
        if letter == "," and not depth and not text[place + 1 : place + 2].isdigit():
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]

"""What a method finds: themes, and for each comment its theme and how sure that is."""

from __future__ import annotations

from msgspec import Struct


class FoundTheme(Struct, frozen=True):
    """A theme: its number, a readable name, telling words best first, and comments that show what it is.

    `quotes` are places in the list of comments: the most typical one, then two that differ from it.
    """

    number: int
    name: str
    keywords: tuple[str, ...]
    quotes: tuple[int, ...]
    size: int


class Discovery(Struct, frozen=True):
    """What came of a run. `assigned` and `confidences` have an entry per comment; a blank one has −1 and 0.

    With the same method, seed, number of themes and comments the result is the same.
    """

    method: str
    seed: int
    themes: tuple[FoundTheme, ...]
    assigned: tuple[int, ...]
    confidences: tuple[float, ...]

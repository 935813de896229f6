"""Ids as they come in addresses and forms: digits, or nothing a row could have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Both databases hold ids below 2⁶³, a number of nineteen digits.
MOST_DIGITS = 18


def id_in(text: object) -> int | None:
    """Return the id that a text writes out; None for everything else."""
    said = str(text)
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= MOST_DIGITS else None


def ids_in(texts: Iterable[object]) -> list[int]:
    """Return the ids among texts, in their order, each once."""
    found = (id_in(text) for text in texts)
    return list(dict.fromkeys(one for one in found if one is not None))

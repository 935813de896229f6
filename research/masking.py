"""Personal data in free text: e-mail addresses, telephone and card numbers are masked before anything is kept.

And the pseudonym of whoever answered: a keyed hash, the same for the same person within a program, which nobody
without the key can turn round or try out.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

E_MAIL, TELEPHONE, CARD = "[e-mail]", "[telephone]", "[card]"

_E_MAIL = re.compile(r"[\w.+\-%']{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63})+")
#: Digits in groups, as people write numbers; what they are is decided by how many there are.
_NUMBER = re.compile(r"(?<![\w.,])(?:\+|00|\()?\d(?:[\s().\-/]{0,2}\d){6,18}(?![\w]|[.,]\d)")
_DIGIT = re.compile(r"\d")
#: Dates and times look like numbers in groups and are nobody's.
_DATE = re.compile(
    r"(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})(?:[\sT]\d{1,2}(?:[:.]\d{2}){0,2})?"
)
#: ITU-T E.164: no telephone number has more digits; shorter ones are orders and amounts as often.
_FEWEST, _MOST = 7, 15
#: ISO/IEC 7812: the lengths in use.
_CARD_LENGTHS = range(13, 20)


def masked(text: str) -> str:
    """Return the text with addresses and numbers replaced by what they were, such as “[e-mail]”."""
    if "@" in text:
        text = _E_MAIL.sub(E_MAIL, text)
    return _NUMBER.sub(_mask_number, text) if _DIGIT.search(text) else text


def masked_with_places(text: str, places: Iterable[int]) -> tuple[str, dict[int, int]]:
    """Return the masked text, and where each of these places stands in it; inside a mask, at its start."""
    moved = {place: place for place in places}
    for pattern, mask in ((_E_MAIL, lambda _: E_MAIL), (_NUMBER, _mask_number)):
        text, moved = _replaced(text, pattern, mask, moved)
    return text, moved


def _replaced(
    text: str, pattern: re.Pattern[str], mask: Callable[[re.Match[str]], str], moved: dict[int, int]
) -> tuple[str, dict[int, int]]:
    parts, cuts, at = [], [], 0
    for found in pattern.finditer(text):
        instead = mask(found)
        parts += [text[at : found.start()], instead]
        cuts.append((found.start(), found.end(), len(instead)))
        at = found.end()
    return "".join([*parts, text[at:]]), {
        place: _moved(where, cuts) for place, where in moved.items()
    }


def _moved(place: int, cuts: list[tuple[int, int, int]]) -> int:
    shift = 0
    for start, end, length in cuts:
        if place >= end:
            shift += length - (end - start)
        elif place > start:
            return start + shift
    return place + shift


def _mask_number(found: re.Match[str]) -> str:
    written = found[0]
    digits = [int(digit) for digit in _DIGIT.findall(written)]
    if len(digits) in _CARD_LENGTHS and _passes_luhn(digits):
        return CARD
    if _DATE.fullmatch(written) or not _FEWEST <= len(digits) <= _MOST:
        return written
    is_grouped = written.startswith(("+", "00", "(", "0")) or not written.isdigit()
    return TELEPHONE if is_grouped or len(digits) >= 9 else written


def _passes_luhn(digits: list[int]) -> bool:
    """Return whether the check digit of a card number is right (Luhn 1960, US patent 2950048)."""
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


class Pseudonyms:
    """Gives people of one program their pseudonyms. The key never leaves the settings."""

    def __init__(self, key: str, program_id: int) -> None:
        self._key = hashlib.blake2b(f"respondent {program_id} {key}".encode()).digest()

    def of(self, name: str) -> str:
        """Return the pseudonym of a person, however the case and the spaces around were written; of nobody, none."""
        name = name.strip().casefold()
        return (
            hashlib.blake2b(name.encode(), key=self._key, digest_size=16).hexdigest()
            if name
            else ""
        )

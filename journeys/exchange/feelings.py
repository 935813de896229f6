"""Emotions as people write them: numbers on several scales, smileys, words. Which scale is recognised.

A file's emotions are looked at together, for a 3 means one thing among 1 to 5 and another among
−3 to +3. Whatever was decided is said, so that a person can object.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = re.compile(
    r"([+\-−–]?\s?\d{1,6}(?:[.,]\d{1,9})?)(?:\s*(?:/|of|out of|von)\s*(\d{1,3}))?\s*(%?)"
)
_RANGE = re.compile(r"([+\-−–]?\d{1,3})\s*(?:\.\.\.?|…|–|—|-|to|bis|/)\s*([+\-−–]?\d{1,3})")
_SIGNS = str.maketrans("−–", "--")

#: Faces and signs, by what they say on −3 to +3.
FACES = {
    "😀😃😄😁😆😍🤩🥰😻🥳🎉❤💚": 3.0,
    "🙂😊☺😌👍😺😉🟢": 1.5,
    "😐😑😶🤔😯🟡": 0.0,
    "🙁☹😕😟😞😔😒👎😬😰😥😓🟠": -1.5,
    "😡😠🤬😤😢😭😩😫😖😱💢😾🔴": -3.0,
}
_FACE = {face: value for faces, value in FACES.items() for face in faces}
_TEXT_FACES = {":-)": 1.5, ":)": 1.5, ":-(": -1.5, ":(": -1.5, ":-|": 0.0, ":|": 0.0, ":-D": 3.0, ":D": 3.0, ":'(": -3.0}  # fmt: skip
#: Words that say how good or bad something feels; a word such as "anxious" names a feeling only.
WORDS = {
    3.0: "very positive|very good|very happy|excellent|delighted|very satisfied|extremely positive|great|amazing|"
    "strongly positive|very high|thrilled",
    2.0: "positive|good|happy|satisfied|pleased",
    1.0: "slightly positive|somewhat positive|rather positive|rather good|somewhat satisfied",
    0.0: "neutral|indifferent|ok|okay|mixed|neither|average|medium",
    -1.0: "slightly negative|somewhat negative|rather negative|rather bad|somewhat dissatisfied",
    -2.0: "negative|bad|unhappy|dissatisfied|sad|poor",
    -3.0: "very negative|very bad|very unhappy|terrible|very dissatisfied|extremely negative|awful|angry|furious|"
    "strongly negative|very low|horrible",
}
_WORD = {word: value for value, words in WORDS.items() for word in words.split("|")}
#: What stands in a cell when nobody knows.
UNKNOWN = frozenset(
    {"", "-", "–", "—", "?", "n/a", "na", "none", "tbd", "unknown", "n.a.", "…", "..."}
)
LONGEST_FEELING = 60


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers between which emotions stand in a file."""

    low: Decimal
    high: Decimal

    @property
    def name(self) -> str:
        """Return it in words: "−2 to +2"."""
        return f"{_signed(self.low, self.low < 0)} to {_signed(self.high, self.low < 0)}"

    def holds(self, number: Decimal) -> bool:
        """Return whether a number is on it."""
        return self.low <= number <= self.high

    def emotion(self, number: Decimal) -> float:
        """Return the emotion a number stands for, in equal steps from −3 to +3."""
        share = (number - self.low) / (self.high - self.low)
        tenths = (share * 6 - 3).quantize(Decimal("0.1"), ROUND_HALF_UP) + 0
        return float(tenths)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell says: a number (perhaps with its own scale), an emotion, a feeling in words."""

    number: Decimal | None = None
    out_of: int | None = None
    emotion: float | None = None
    feeling: str = ""


OUR_SCALE = Scale(Decimal(-3), Decimal(3))
#: Scales in the order they are thought of, the narrower before the wider.
_SIGNED = tuple(Scale(Decimal(-n), Decimal(n)) for n in (1, 2, 3, 5, 10, 100))
_COUNTING = tuple(
    Scale(Decimal(low), Decimal(high))
    for low, high in ((1, 5), (0, 5), (1, 7), (1, 10), (0, 10), (0, 100))
)


def read(text: str) -> Reading:
    """Return what a cell says of an emotion."""
    text = " ".join(text.split())
    if text.lower() in UNKNOWN:
        return Reading()
    match = _NUMBER.fullmatch(text) if len(text) <= 24 else None
    if match:
        number, out_of, per_cent = match.groups()
        number = number.translate(_SIGNS).replace(" ", "").replace(",", ".")
        return Reading(Decimal(number), 100 if per_cent else int(out_of) if out_of else None)
    return _in_words(text)


def _in_words(text: str) -> Reading:
    if text in _TEXT_FACES:
        return Reading(emotion=_TEXT_FACES[text])
    faces = [_FACE[letter] for letter in text if letter in _FACE]
    rest = "".join(
        letter for letter in text if letter not in _FACE and letter not in "\ufe0f\u200d"
    )
    rest = rest.strip(" ,;:")
    feeling = rest[:LONGEST_FEELING] if len(rest) <= LONGEST_FEELING else ""
    if faces:
        emotion = round(sum(faces) / len(faces), 1) + 0
        return Reading(emotion=emotion, feeling="" if rest.lower() in _WORD else feeling)
    number = re.search(
        r"\(\s*([+\-−–]?\d+(?:[.,]\d+)?)\s*\)|^([+\-−–]?\d+(?:[.,]\d+)?)\s*[:=–-]\s|\s([+\-−]\d(?:[.,]\d)?)$",
        rest,
    )
    if number:
        digits = next(group for group in number.groups() if group)
        words = (rest[: number.start()] + rest[number.end() :]).strip(" ,;:-–")
        value = Decimal(digits.translate(_SIGNS).replace(",", "."))
        return Reading(number=value, feeling=words if len(words) <= LONGEST_FEELING else "")
    valence = _WORD.get(rest.lower())
    return Reading(emotion=valence, feeling="" if valence is not None else feeling)


def said_by(label: str) -> Scale | None:
    """Return the scale a head names: "Emotion (−2 to +2)", "Mood, 1-5"."""
    match = _RANGE.search(label)
    if match:
        low, high = (Decimal(side.translate(_SIGNS)) for side in match.groups())
        if low < high:
            return Scale(low, high)
    return None


def scale_of(readings: Sequence[Reading]) -> Scale | None:
    """Return the scale that a file's numbers are on; None if it has none.

    The narrowest scale is taken that holds all of them but one, or but a tenth if there are many: a
    wrong number is then found out, and does not move the others.
    """
    numbers = [one.number for one in readings if one.number is not None and one.out_of is None]
    if not numbers:
        return None
    strays = max(1, len(numbers) // 10) if len(numbers) >= 4 else 0
    negative = sum(number < 0 for number in numbers)
    if negative > (strays if len(numbers) >= 10 else 0):
        return _signed_scale(numbers, strays)
    if min(numbers) == 0 and max(numbers) <= 3:
        return OUR_SCALE
    return _first_that_holds(_COUNTING, numbers, strays)


def _signed_scale(numbers: Sequence[Decimal], strays: int) -> Scale:
    """Return the scale of numbers below and above zero; a 3 is no stray among −2 to +2."""
    for scale in _SIGNED[:3]:
        if all(map(scale.holds, numbers)):
            return scale
    if sum(not OUR_SCALE.holds(number) for number in numbers) <= strays:
        held = [number for number in numbers if OUR_SCALE.holds(number)]
        return _signed_scale(held, 0)
    return _first_that_holds(_SIGNED[3:], numbers, strays)


def _first_that_holds(scales: Sequence[Scale], numbers: Sequence[Decimal], strays: int) -> Scale:
    for scale in scales:
        if sum(not scale.holds(number) for number in numbers) <= strays:
            return scale
    return scales[-1]


def emotion_of(reading: Reading, scale: Scale | None) -> float | None:
    """Return a reading's emotion on −3 to +3; None if it says none, or is off its scale."""
    if reading.number is None:
        return reading.emotion
    if reading.out_of:
        low = 0 if reading.number == 0 or reading.out_of > 10 else 1
        scale = Scale(Decimal(low), Decimal(reading.out_of)) if reading.out_of > 1 else None
    if scale is None or not scale.holds(reading.number):
        return None
    return scale.emotion(reading.number)


def _signed(number: Decimal, signed: bool) -> str:
    text = f"{abs(number):f}"
    if number < 0:
        return f"−{text}"
    return f"+{text}" if signed and number > 0 else text

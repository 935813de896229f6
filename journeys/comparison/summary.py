"""One sentence that sums a comparison up, for a manager to read out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journeys.comparison.results import (
        Change,
        EmotionDelta,
        FieldChange,
        PainPointChange,
        PersonaChange,
        Reshaping,
    )

#: Splits and merges beyond these are only counted.
MOST_RESHAPINGS = 2
NOTHING = "Nothing changed between the two versions."


def summarise(
    changes: Sequence[Change],
    reshapings: Sequence[Reshaping],
    emotions: Sequence[EmotionDelta],
    pain_points: Sequence[PainPointChange],
    personas: Sequence[PersonaChange],
    facts: Sequence[FieldChange],
) -> str:
    """Return the sentence: what is rated differently, what hurts, what came and went."""
    parts = [
        _felt(emotions),
        _ratings(emotions),
        _pains(pain_points),
        _reshaped(reshapings),
        _structure(changes),
    ]
    said = [part for part in parts if part]
    if not said:
        said = [part for part in (_rest(changes), _people(personas), _map(facts)) if part]
    if not said:
        return NOTHING
    sentence = "; ".join(said)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _structure(changes: Iterable[Change]) -> str:
    counts = Counter((change.element, change.kind) for change in changes)
    phrases = []
    for element in ("stage", "touchpoint"):
        verbs = [
            (counts[element, "added"], "added"),
            (counts[element, "removed"], "removed"),
            (counts[element, "moved"], "moved"),
            (counts[element, "renamed"], "renamed"),
        ]
        verbs = [(number, verb) for number, verb in verbs if number]
        if verbs:
            (first, verb), rest = verbs[0], verbs[1:]
            words = [f"{_count(first, element)} {'was' if first == 1 else 'were'} {verb}"]
            words += [f"{number} {verb}" for number, verb in rest]
            phrases.append(_and(words))
    return "; ".join(phrases)


def _reshaped(reshapings: Sequence[Reshaping]) -> str:
    """Tell splits and merges of stages and touchpoints by name, the first of them; lanes and cards if alone."""
    told = [one for one in reshapings if one.element in {"stage", "touchpoint"}] or reshapings
    said = [str(one) for one in told[:MOST_RESHAPINGS]]
    others = len(reshapings) - len(said)
    if others:
        said.append(f"{_count(others, 'more split or merge', 'more splits and merges')}")
    return "; ".join(said)


def _felt(emotions: Iterable[EmotionDelta]) -> str:
    """Name where customers feel better and worse by the verdict, the largest of each; silent if none does."""
    judged = [
        (delta.felt.difference, delta.name, delta.verdict)
        for delta in emotions
        if delta.felt and delta.felt.difference is not None
    ]
    words = []
    for verdict, largest in (("better", max), ("worse", min)):
        found = [(difference, name) for difference, name, said in judged if said == verdict]
        if found:
            difference, name = largest(found)
            more = f" and at {_count(len(found) - 1, 'other touchpoint')}" if len(found) > 1 else ""
            size = f"{difference:+.1f}".replace("-", "−")
            words.append(f"{verdict} at “{name}” ({size}){more}")
    return f"customers feel {', '.join(words)}" if words else ""


def _ratings(emotions: Iterable[EmotionDelta]) -> str:
    """Name the largest rise and the largest fall of what the team rates, where no customers were asked."""
    rated = [
        (delta.difference, delta.name) for delta in emotions if delta.difference and not delta.felt
    ]
    rises = [pair for pair in rated if pair[0] > 0]
    falls = [pair for pair in rated if pair[0] < 0]
    words = []
    if rises:
        difference, name = max(rises, key=lambda pair: pair[0])
        words.append(f"“{name}” {difference:.1f} higher")
    if falls:
        difference, name = min(falls, key=lambda pair: pair[0])
        words.append(f"“{name}” {-difference:.1f} lower")
    if not words:
        return ""
    others = len(rated) - len(words)
    more = f", and {_count(others, 'other touchpoint')} differently" if others else ""
    return f"the team rates {' and '.join(words)}{more}"


def _pains(pain_points: Iterable[PainPointChange]) -> str:
    counts = Counter(pain.life for pain in pain_points)
    said: list[str] = []
    for life in ("new", "worse", "milder", "gone"):
        number = counts[life]
        if number and not said:
            said.append(f"{_count(number, 'pain point')} {'is' if number == 1 else 'are'} {life}")
        elif number:
            said.append(f"{number} {life}")
    return _and(said)


def _rest(changes: Sequence[Change]) -> str:
    elements = Counter(
        element for _, element in {(change.key, change.element) for change in changes}
    )
    words = [
        _count(elements[name], name)
        for name in ("stage", "touchpoint", "lane", "card")
        if elements[name]
    ]
    if not words:
        return ""
    was = "was" if sum(elements.values()) == 1 else "were"
    return f"{_and(words)} {was} changed in detail"


def _people(personas: Sequence[PersonaChange]) -> str:
    if not personas:
        return ""
    return f"{_count(len(personas), 'persona')} {'is' if len(personas) == 1 else 'are'} described differently"


def _map(facts: Sequence[FieldChange]) -> str:
    if not facts:
        return ""
    return f"the map’s {_and([fact.field.replace('_', ' ') for fact in facts])} changed"


def _count(number: int, noun: str, many: str = "") -> str:
    return f"{number} {noun if number == 1 else many or f'{noun}s'}"


def _and(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"

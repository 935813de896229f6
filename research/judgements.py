"""What the answers behind two versions of a map allow to say about the feelings on it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from journeys import intervals
from journeys.comparison.results import Felt, Judgement, PersonaJudgement
from research import evidence, kept, verdicts
from research.verdicts import Wave

if TYPE_CHECKING:
    from journeys.alignments import Compared
    from journeys.contents import MapContents
    from journeys.models import MapVersion
    from research.evidence import Waves
    from research.verdicts import Change

OVERLAP = (
    "both versions speak of the same time, so the same answers would stand on both sides; give each its own"
    " evidence window"
)


def between(before: MapVersion, after: MapVersion, read: Compared) -> dict[str, Judgement]:
    """Return a judgement for every stage and touchpoint that was asked about in either version's window.

    A published version is judged by what was frozen with it, a draft by the answers that are there now. The
    later one's elements are told by the keys they compare under.
    """
    old = _waves(before, read.before)
    new = _renamed(_waves(after, read.after), read.names)
    if not old and not new:
        return {}
    keys = _keys(read.before) & _keys(read.after)
    if _overlap(before, after):
        return {
            key: Judgement("cannot_tell", OVERLAP, _felt(old.get(key)), _felt(new.get(key)))
            for key in sorted((old.keys() | new.keys()) & keys)
        }
    pairs = evidence.pairs(old, new, frozenset(keys))
    parts: dict[str, list[PersonaJudgement]] = defaultdict(list)
    for persona, change in verdicts.compare_parts(*pairs):
        parts[change.key].append(PersonaJudgement(**_told(change), persona=persona))
    return {
        change.key: Judgement(
            **_told(change),
            standardised=change.standardised,
            by_persona=tuple(parts[change.key]),
        )
        for change in verdicts.compare(*pairs)
    }


def _waves(version: MapVersion, contents: MapContents) -> Waves:
    if not version.is_frozen:
        return evidence.by_question(kept.of(version))
    return evidence.thawed(contents.notes.get("waves", {}))


def _renamed(waves: Waves, names: Any) -> Waves:
    return {names.get(key, key): asked for key, asked in waves.items()}


def _keys(contents: MapContents) -> set[str]:
    return {part.key for part in contents.stages} | {part.key for _, part in contents.touchpoints}


def _overlap(before: MapVersion, after: MapVersion) -> bool:
    """Return whether a day lies in the evidence windows of both."""
    until, since = before.evidence_to, after.evidence_from
    if until is not None and since is not None and until < since:
        return False
    since, until = before.evidence_from, after.evidence_to
    return not (until is not None and since is not None and until < since)


def _told(change: Change) -> dict[str, Any]:
    return {
        "verdict": change.verdict,
        "reason": change.reason or _reason(change),
        "before": _side(change.before),
        "after": _side(change.after),
        "difference": change.difference,
        "low": change.low,
        "high": change.high,
        "p": change.p,
        "adjusted_p": change.adjusted_p,
        "method": change.method,
        "mix": _mix(change),
    }


def _mix(change: Change) -> str:
    """Warn where other people were asked than before, with the difference among the same mix of them."""
    if not change.mix:
        return ""
    low, high = change.standardised_low, change.standardised_high
    if change.standardised is None or low is None or high is None:
        return f"other people were asked: {change.mix}"
    told = f"{evidence.signed(change.standardised)} ({evidence.signed(low)} to {evidence.signed(high)})"
    return f"other people were asked: {change.mix}; with the earlier mix it would be {told}"


def _reason(change: Change) -> str:
    if change.before is None or change.after is None or change.low is None or change.high is None:
        return ""
    people = f"{change.before.n:,} and {change.after.n:,} people asked"
    return f"{people}, difference {evidence.signed(change.low)} to {evidence.signed(change.high)}"


def _felt(asked: dict[str, Wave] | None) -> Felt | None:
    return _side(max(asked.values(), key=lambda wave: wave.n)) if asked else None


def _side(wave: Wave | None) -> Felt | None:
    if wave is None:
        return None
    told = intervals.mean(wave.n, wave.mean, wave.sd or 0.0)
    return Felt(wave.n, wave.mean, told.low, told.high)

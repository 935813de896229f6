"""The results of a comparison: frozen values, shown alike as page, JSON and PDF."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

ChangeKind = Literal[
    "added", "removed", "split", "merged", "moved", "renamed", "reworded", "rescored", "rechannelled",
    "changed",
]  # fmt: skip
ElementKind = Literal["stage", "touchpoint", "lane", "card"]
Verdict = Literal["better", "worse", "no_detectable_change", "cannot_tell", "not_comparable"]
PainPointLife = Literal["new", "worse", "milder", "gone", "same"]
#: Names in sentences are cut to this.
LONGEST_NAME = 60
Value = str | float | bool | tuple[str, ...] | None


class Place(Struct, frozen=True):
    """Where an element stands: keys and names of what it lies in; empty where that does not apply."""

    stage: str = ""
    stage_name: str = ""
    touchpoint: str = ""
    touchpoint_name: str = ""
    lane: str = ""
    lane_name: str = ""

    def __str__(self) -> str:
        """Return the place in words, from the outside in."""
        names = (self.lane_name, self.stage_name, self.touchpoint_name)
        return ", ".join(name for name in names if name)


class FieldChange(Struct, frozen=True):
    """One field with what it said before and says after; channels and KPIs by their names."""

    field: str
    before: Value
    after: Value


class Named(Struct, frozen=True):
    """An element by its key, with what it is called; a card by its text."""

    key: str
    name: str


class Change(Struct, frozen=True):
    """One change to one element.

    `name` is what the element is called now, or was called if it was removed; `place` is where it
    stands now, or stood. `before` and `after` are the field's values, or for a move the two places.
    Of a split or merge `before` has the names of what the element came from, or `after` those of what
    it became. `persona` and `persona_name` tell whose feeling it is, if it is one persona's.
    """

    kind: ChangeKind
    element: ElementKind
    key: str
    name: str
    place: Place
    field: str = ""
    before: Value = None
    after: Value = None
    persona: str = ""
    persona_name: str = ""


class Reshaping(Struct, frozen=True):
    """One split or merge that a person recorded: what there was before, and what it became.

    A split may leave what was split in place; it is then among the `results`.
    """

    kind: Literal["split", "merged"]
    element: ElementKind
    sources: tuple[Named, ...]
    results: tuple[Named, ...]
    recorded_by: str = ""

    def __str__(self) -> str:
        """Return the sentence: “Prove identity” was split into “Upload ID” and “Video call”."""
        sources, results = (listed(named) for named in (self.sources, self.results))
        if self.kind == "split":
            return f"{sources} was split into {results}"
        return f"{sources} {'were' if len(self.sources) > 1 else 'was'} merged into {results}"


class Felt(Struct, frozen=True):
    """What n customers felt at an element, −3…+3, with the 95 % interval of the mean; None for one person."""

    n: int
    mean: float
    low: float | None = None
    high: float | None = None


class _Judged(Struct, frozen=True):
    verdict: Verdict
    reason: str
    before: Felt | None = None
    after: Felt | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    adjusted_p: float | None = None
    method: str = ""
    #: Warns where other people were asked than before, with the difference among the same mix of them if it is known.
    mix: str = ""

    @property
    def warned(self) -> str:
        """Return the reason and after it the warning that other people were asked, if there is one."""
        return self.with_warning(self.reason)

    def with_warning(self, said: str) -> str:
        """Return what is said, and after it the warning that other people were asked, if there is one."""
        return f"{said}; {self.mix}" if self.mix else said


class PersonaJudgement(_Judged, frozen=True):
    """What one persona felt, or one segment where no persona is known, as in `Judgement`.

    The ps of all personas at all elements are one family of their own.
    """

    persona: str = ""


class Judgement(_Judged, frozen=True):
    """What customers felt at an element before and after, and what the difference allows to say.

    `difference` is after − before with its 95 % `low` and `high`; `adjusted_p` is p after the correction for
    asking about many elements at once. `method` names how; `reason` says in a clause why.
    """

    #: The difference had the same mix of personas or segments answered both times; None unless the mix moved.
    standardised: float | None = None
    #: The same for each persona that answered in both versions' windows.
    by_persona: tuple[PersonaJudgement, ...] = ()


class EmotionDelta(Struct, frozen=True):
    """How a touchpoint that is in both versions is rated, −3…+3, and whether that means anything.

    `difference` is after minus before in tenths, None if either is empty. Without observations the
    verdict is `cannot_tell`, and `reason` says why in words. A touchpoint that was split off or merged
    stands against what it came from, `compared_with`: `before` is then the rating of the one, or the
    plain mean of all; if one of several was not rated, the verdict is `not_comparable`. `felt` is what
    customers said, if any were asked; it then gives verdict and reason.
    """

    key: str
    name: str
    stage: str
    stage_name: str
    before: float | None
    after: float | None
    difference: float | None
    basis_before: str
    basis_after: str
    verdict: Verdict
    reason: str
    compared_with: tuple[Named, ...] = ()
    felt: Judgement | None = None

    @property
    def told(self) -> tuple[float | None, float | None, float | None]:
        """Return before, after and difference in tenths: what customers said in both versions, else the ratings."""
        felt = self.felt
        if felt is None or felt.before is None or felt.after is None:
            return self.before, self.after, self.difference
        figures = (felt.before.mean, felt.after.mean, felt.after.mean - felt.before.mean)
        before, after, difference = (round(one, 1) + 0.0 for one in figures)
        return before, after, difference


class StageEmotion(Struct, frozen=True):
    """The plain mean of a stage's rated touchpoints in each version, rounded to hundredths.

    `n_before` and `n_after` count the rated touchpoints, not people. `felt` is what customers said of the
    stage as such.
    """

    key: str
    name: str
    before: float | None
    after: float | None
    difference: float | None
    n_before: int
    n_after: int
    felt: Judgement | None = None


class PainPointChange(Struct, frozen=True):
    """What became of a pain point. `same` when neither severity can be called higher."""

    key: str
    text: str
    place: Place
    life: PainPointLife
    severity_before: int | None
    severity_after: int | None
    share_before: float | None
    share_after: float | None


class PersonaChange(Struct, frozen=True):
    """A persona that came, went, or was described differently."""

    key: str
    name: str
    kind: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...] = ()


class MapComparison(Struct, frozen=True):
    """All that differs between two versions of a map, in journey order.

    `counts` has the number of elements with a change of each kind. `reshapings` has each split and each
    merge once; among `changes` each element it concerns has its own.
    """

    summary: str
    changes: tuple[Change, ...]
    emotions: tuple[EmotionDelta, ...]
    stages: tuple[StageEmotion, ...]
    pain_points: tuple[PainPointChange, ...]
    personas: tuple[PersonaChange, ...]
    facts: tuple[FieldChange, ...]
    counts: dict[str, int]
    reshapings: tuple[Reshaping, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether the two versions say the same."""
        return not (self.changes or self.personas or self.facts)


def listed(named: tuple[Named, ...]) -> str:
    """Return names in quotation marks, as a list in a sentence; long ones are cut."""
    words = [f"“{_short(one.name)}”" for one in named]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"

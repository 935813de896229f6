"""What the picture of a comparison is made of: both versions on the same columns."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from journeys.rendering import icons
from journeys.rendering.curve import signed

#: How an element stands to the version before: kept, or one of the marks.
Mark = Literal["kept", "added", "removed", "split", "merged", "moved"]
VERDICT_WORDS = {
    "better": "better",
    "worse": "worse",
    "no_detectable_change": "no detectable change",
    "cannot_tell": "cannot tell",
    "not_comparable": "not comparable",
}


class ChangeMark(Struct, frozen=True):
    """How many elements changed in a way at a place, and in words what changed of the first of them."""

    kind: str
    count: int
    words: tuple[str, ...]

    @property
    def icon(self) -> str:
        """Return the name of the mark's icon."""
        return icons.CHANGES[self.kind]

    @property
    def title(self) -> str:
        """Return the changes in one line."""
        said = [word for word in self.words if word]
        if self.count > len(self.words):
            said.append(f"and {self.count - len(self.words)} more")
        return "; ".join(said)


class Verdict(Struct, frozen=True):
    """What can be said of a touchpoint's two ratings; `name` is one of `VERDICT_WORDS`."""

    name: str
    before: float | None
    after: float | None
    difference: float | None
    reason: str

    @property
    def words(self) -> str:
        """Return the verdict in words."""
        return VERDICT_WORDS[self.name]

    @property
    def icon(self) -> str:
        """Return the name of the verdict's icon."""
        return icons.VERDICTS[self.name]

    @property
    def ratings(self) -> str:
        """Return both ratings with an arrow between; a dash where there is none."""
        before, after = (
            "–" if value is None else signed(value) for value in (self.before, self.after)
        )
        return f"{before} → {after}"

    @property
    def change(self) -> str:
        """Return the difference of the ratings with its sign, empty if there is none."""
        return "" if self.difference is None else signed(self.difference)


class KpiMark(Struct, frozen=True):
    """What a stage's or touchpoint's KPI did between the versions, in words that are ready to read.

    `before` and `after` have value and unit, `change` the difference, `interval` that of the difference;
    `place` names the touchpoint if it measures one, `detail` says intervals, n and periods.
    """

    name: str
    verdict: str
    before: str
    after: str
    change: str = ""
    interval: str = ""
    reason: str = ""
    place: str = ""
    detail: str = ""

    @property
    def words(self) -> str:
        """Return the verdict in words."""
        return VERDICT_WORDS[self.verdict]


class ComparedStage(Struct, frozen=True):
    """A stage of either version over its columns. `marks` are changes to it and to its own cards."""

    key: str
    name: str
    first: int
    span: int
    mark: Mark = "kept"
    marks: tuple[ChangeMark, ...] = ()
    is_continued: bool = False
    is_gone: bool = False
    kpis: tuple[KpiMark, ...] = ()

    @property
    def change(self) -> str:
        """Return what kind of change a filter finds this stage by, empty if it is as it was."""
        return kind_of_change(self.mark, self.marks)

    @property
    def mark_icon(self) -> str:
        """Return the name of the icon of its mark."""
        return icons.CHANGES.get(self.mark, "")


class ComparedColumn(Struct, frozen=True):
    """A touchpoint of either version, or the blank of a stage that has none in both.

    `old_name` is there if it was renamed; `marks` are changes to it and to the cards under it;
    `is_gone` if only the version before has it; `origin` says what it was split or merged from or into.
    """

    key: str = ""
    name: str = ""
    old_name: str = ""
    mark: Mark = "kept"
    is_moment_of_truth: bool = False
    verdict: Verdict | None = None
    marks: tuple[ChangeMark, ...] = ()
    starts_stage: bool = False
    is_gone: bool = False
    origin: str = ""

    @property
    def is_touchpoint(self) -> bool:
        """Return whether there is a touchpoint in this column."""
        return bool(self.key)

    @property
    def change(self) -> str:
        """Return what kind of change a filter finds this column by, empty if it is as it was."""
        return kind_of_change(self.mark, self.marks)

    @property
    def mark_icon(self) -> str:
        """Return the name of the icon of its mark."""
        return icons.CHANGES.get(self.mark, "")

    @property
    def standing_words(self) -> str:
        """Return why there is no verdict."""
        if self.mark in {"added", "removed"} or self.is_gone:
            return "in one version only"
        return "rated in neither version"


def kind_of_change(mark: Mark, marks: tuple[ChangeMark, ...]) -> str:
    """Return the mark, `changed` if only what it holds changed, or nothing."""
    if mark != "kept":
        return mark
    return "changed" if marks else ""

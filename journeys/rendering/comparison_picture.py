"""Two versions of a map on the same columns: `draw(before, after, comparison) → ComparisonPicture`."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Struct

from journeys.rendering import comparison_plot, curve, pages, text
from journeys.rendering.comparison_parts import (
    ChangeMark,
    ComparedColumn,
    ComparedStage,
    Mark,
    Verdict,
)
from journeys.rendering.lettering import clean
from journeys.rendering.parts import Medium, width_class

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from journeys.comparison import Change, MapComparison
    from journeys.contents import MapContents, StageContents, TouchpointContents
    from journeys.rendering.comparison_parts import KpiMark
    from journeys.rendering.markup import Drawing

#: What a change is drawn as: added, removed and moved stand for themselves, the rest is an edit.
MARKS = {kind: kind for kind in ("added", "removed", "split", "merged", "moved")}
#: Of more elements at one place only the number is told; the list of changes has them all.
MOST_WORDS = 12
FIELD_WORDS = {
    "customer_goal": "customer’s goal",
    "kpi": "KPI",
    "does": "what the customer does",
    "thinks": "what the customer thinks",
    "is_moment_of_truth": "moment of truth",
    "basis": "assumed or observed",
    "actors": "who takes part",
    "share_hit": "customers hit",
}


class Keyed(Protocol):
    """Anything with a key."""

    @property
    def key(self) -> str:
        """Return the key that identifies it in both versions."""


Part = TypeVar("Part", bound=Keyed)


class ComparisonPicture(Struct, frozen=True, kw_only=True):
    """Two versions laid out on the columns of both, or one page of that.

    The order is that of the version after; what was removed keeps its place behind its old
    neighbour. `highest` is the largest difference of ratings in the whole journey, so that all pages
    have one scale.
    """

    title: str
    before_name: str
    after_name: str
    summary: str = ""
    stages: tuple[ComparedStage, ...] = ()
    columns: tuple[ComparedColumn, ...] = ()
    before: curve.Curve = curve.Curve()
    after: curve.Curve = curve.Curve()
    highest: float = 0
    prefix: str = ""
    medium: Medium = "screen"
    column_width: float = 0
    number: int = 1
    of: int = 1

    @property
    def is_empty(self) -> bool:
        """Return whether neither version has stages."""
        return not self.stages

    @property
    def has_marks(self) -> bool:
        """Return whether any touchpoint changed."""
        return any(column.marks for column in self.columns)

    @property
    def has_origins(self) -> bool:
        """Return whether anything was split or merged."""
        parts: tuple[ComparedStage | ComparedColumn, ...] = (*self.stages, *self.columns)
        kinds = {mark.kind for part in parts for mark in part.marks}
        kinds |= {part.mark for part in parts}
        return bool(kinds & {"split", "merged"})

    @property
    def has_kpis(self) -> bool:
        """Return whether any stage has a KPI with readings."""
        return any(stage.kpis for stage in self.stages)

    @property
    def has_differences(self) -> bool:
        """Return whether any touchpoint is rated differently in the two versions."""
        return self.highest > 0

    def pages(
        self, columns_per_page: int = 10, *, width: float = 1032
    ) -> tuple[ComparisonPicture, ...]:
        """Return the picture cut into pages for print, at borders of stages where possible."""
        return pages.of_comparison(self, columns_per_page, width=width)

    # What the templates write.

    @property
    def width_class(self) -> str:
        """Return the classes that tell `picture.css` how many columns there are."""
        return width_class(len(self.columns))

    @property
    def plot(self) -> Drawing:
        """Return both curves over all columns."""
        return comparison_plot.draw_curves(self)

    @property
    def scale(self) -> Drawing:
        """Return the scale −3…+3 that stands left of the curves."""
        return comparison_plot.draw_scale(self)

    @property
    def differences(self) -> Drawing:
        """Return the plot of differences over all columns."""
        return comparison_plot.draw_differences(self)

    @property
    def difference_scale(self) -> Drawing:
        """Return the scale that stands left of the differences."""
        return comparison_plot.draw_difference_scale(self)

    @property
    def words(self) -> text.ComparisonDescription:
        """Return the picture in words."""
        return text.describe_comparison(self)


def draw(
    before: MapContents,
    after: MapContents,
    comparison: MapComparison,
    *,
    before_name: str = "before",
    after_name: str = "after",
    prefix: str = "",
    kpis: Mapping[str, Sequence[KpiMark]] | None = None,
) -> ComparisonPicture:
    """Return the picture of a comparison of two contents of one map.

    `kpis` has what the KPIs did, by the key of the stage they stand under.
    """
    marks = _Marks(comparison)
    old = {part.key: part for _, part in before.touchpoints}
    new = {part.key: part for _, part in after.touchpoints}
    stages_now = {stage.key for stage in after.stages}
    verdicts = {
        delta.key: Verdict(
            delta.verdict,
            *delta.told,
            # What it stands against is said under its name.
            delta.reason.partition("; compared with ")[0],
        )
        for delta in comparison.emotions
    }
    stages: list[ComparedStage] = []
    columns: list[ComparedColumn] = []
    for stage, parts in _unified(before, after):
        stages.append(
            ComparedStage(
                key=stage.key,
                name=clean(stage.name),
                first=len(columns),
                span=max(1, len(parts)),
                mark=marks.standing(stage.key),
                marks=marks.at(stage.key),
                is_gone=stage.key not in stages_now,
                kpis=tuple((kpis or {}).get(stage.key, ())),
            )
        )
        columns += [
            ComparedColumn(
                key=part.key,
                name=clean(part.name),
                old_name=_old_name(old.get(part.key), part),
                mark=marks.standing(part.key),
                is_moment_of_truth=part.is_moment_of_truth,
                verdict=verdicts.get(part.key),
                marks=marks.at(part.key),
                starts_stage=part is parts[0],
                is_gone=part.key not in new,
                origin=marks.origin(part.key),
            )
            for part in parts
        ] or [ComparedColumn(starts_stage=True)]
    return ComparisonPicture(
        title=clean(after.map.name),
        before_name=clean(before_name),
        after_name=clean(after_name),
        summary=clean(comparison.summary),
        stages=tuple(stages),
        columns=tuple(columns),
        before=_curve(columns, old),
        after=_curve(columns, new),
        highest=max(
            (abs(verdict.difference) for verdict in verdicts.values() if verdict.difference),
            default=0,
        ),
        prefix=prefix,
    )


def _old_name(old: TouchpointContents | None, now: TouchpointContents) -> str:
    return clean(old.name) if old is not None and old.name != now.name else ""


def _curve(
    columns: Sequence[ComparedColumn], touchpoints: Mapping[str, TouchpointContents]
) -> curve.Curve:
    """Return one version's curve; it passes columns of touchpoints the version does not have."""
    return curve.through(
        _point(touchpoints[column.key], index + 0.5) if column.key else None
        for index, column in enumerate(columns)
        if not column.key or column.key in touchpoints
    )


def _point(touchpoint: TouchpointContents, x: float) -> curve.Point | None:
    if touchpoint.emotion is None:
        return None
    return curve.Point(
        x=x,
        value=touchpoint.emotion,
        is_assumed=touchpoint.basis == "assumed",
        is_moment_of_truth=touchpoint.is_moment_of_truth,
        key=touchpoint.key,
        name=clean(touchpoint.name),
        feeling=clean(touchpoint.feeling),
    )


def _unified(
    before: MapContents, after: MapContents
) -> Iterator[tuple[StageContents, list[TouchpointContents]]]:
    """Return the stages of both versions, each with the touchpoints it has, or had until removed.

    A touchpoint that moved to another stage stands only in its new one.
    """
    present = {part.key for _, part in after.touchpoints}
    was = {stage.key: stage.touchpoints for stage in before.stages}
    now = {stage.key: stage.touchpoints for stage in after.stages}
    for stage in merged(before.stages, after.stages):
        current = now.get(stage.key, ())
        here = {part.key for part in current}
        stayed_or_removed = [
            part for part in was.get(stage.key, ()) if part.key in here or part.key not in present
        ]
        yield stage, merged(stayed_or_removed, current)


def merged(before: Sequence[Part], after: Sequence[Part]) -> list[Part]:
    """Return `after` with what only `before` has, each behind the neighbour it stood behind."""
    present = {part.key for part in after}
    followers: dict[str, list[Part]] = defaultdict(list)
    neighbour = ""
    for part in before:
        if part.key in present:
            neighbour = part.key
        else:
            followers[neighbour].append(part)
    result = list(followers[""])
    for part in after:
        result += [part, *followers[part.key]]
    return result


class _Marks:
    """The comparison's changes by the stage or touchpoint they are drawn at."""

    def __init__(self, comparison: MapComparison) -> None:
        self._standing: dict[str, Mark] = {}
        self._origins: dict[str, str] = {}
        self._at: dict[str, dict[str, dict[str, _Edited]]] = defaultdict(lambda: defaultdict(dict))
        for change in comparison.changes:
            kind: Any = MARKS.get(change.kind, "changed")
            if change.element in {"stage", "touchpoint"} and kind != "changed":
                self._stands(change, kind)
            elif change.element != "lane":
                place = change.key
                if change.element == "card":
                    place = change.place.touchpoint or change.place.stage
                edited = self._at[place][kind].setdefault(change.key, _Edited(change))
                edited.fields.append(_field(change))

    def _stands(self, change: Change, kind: Mark) -> None:
        if kind in {"split", "merged"}:
            self._origins.setdefault(change.key, origin_words(change))
        elif self._standing.get(change.key) in {"split", "merged"}:
            return  # where it came from says more than that it moved too
        self._standing[change.key] = kind

    def origin(self, key: str) -> str:
        """Return what an element was split or merged from or into, empty for all others."""
        return self._origins.get(key, "")

    def standing(self, key: str) -> Mark:
        """Return how a stage or touchpoint stands to the version before."""
        return self._standing.get(key, "kept")

    def at(self, key: str) -> tuple[ChangeMark, ...]:
        """Return the marks of a stage or touchpoint and the cards that lie in it, added first."""
        found = self._at.get(key, {})
        return tuple(
            ChangeMark(
                kind,
                len(found[kind]),
                tuple(str(one) for one in islice(found[kind].values(), MOST_WORDS)),
            )
            for kind in ("added", "removed", "split", "merged", "changed", "moved")
            if kind in found
        )


def origin_words(change: Change) -> str:
    """Return "split from “Prove identity”", or "merged into “Sign and send”"."""
    came_from = isinstance(change.before, tuple)
    names = change.before if came_from else change.after
    quoted = [f"“{clean(name)}”" for name in names] if isinstance(names, tuple) else []
    listed = f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else "".join(quoted)
    return f"{change.kind} {'from' if came_from else 'into'} {listed}"


def _field(change: Change) -> str:
    """Return the field, with whose feeling it is if it is one persona's."""
    if change.persona:
        return f"{change.field} of {clean(change.persona_name)}"
    return FIELD_WORDS.get(change.field, change.field)


class _Edited:
    """One element with the fields that changed in one way."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.fields: list[str] = []

    def __str__(self) -> str:
        """Return the element and its fields in words; a stage or touchpoint needs no name there."""
        if self.change.kind in {"split", "merged"}:
            fields = origin_words(self.change)
        else:
            fields = ", ".join(name for name in self.fields if name)
        if self.change.element != "card":
            return fields
        card = clean(f"{self.change.place.lane_name}: “{self.change.name}”")
        return f"{card} ({fields})" if fields and self.change.kind != "moved" else card

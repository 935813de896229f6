"""Evidence coverage of a version: for each stage and touchpoint, who was asked, how, how long ago, and do they agree."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from django.db.models import Avg, Count, FloatField, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from msgspec import Struct

from journeys import contents, intervals
from research import evidence, verdicts
from research.models import Response, Study
from research.verdicts import Wave

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from journeys.contents import MapContents, StageContents, TouchpointContents
    from journeys.models import MapVersion

Lack = Literal["nobody", "few", "old", "disagree", "one_source"]

#: So many people give a first picture; as in `verdicts`.
ENOUGH = verdicts.FEWEST
#: What each lack is called.
LACKS: dict[Lack, str] = {
    "nobody": "nobody was asked",
    "few": f"fewer than {ENOUGH} people",
    "old": "no answer of the last year",
    "disagree": "sources disagree",
    "one_source": "one kind of source",
}
#: Answers older than this say little of today.
FRESH = timedelta(days=365)
#: Half the width of an interval, on −3…+3, that a study should reach, and the spread feelings usually have.
AIM, SPREAD = 0.5, 1.5
#: What the score is made of: name → the most points.
PARTS = {"asked": 40, "fresh": 20, "several_sources": 20, "agreeing": 20}


class SourceCoverage(Struct, frozen=True):
    """What one kind of study says of an element: people, the mean −3…+3 with its 95 % interval, newest answer."""

    method: str
    people: int
    answers: int
    mean: float | None
    low: float | None
    high: float | None
    newest: date | None


#: Each kind of study with the standard deviation of its answers, by element key.
Sources = dict[str, list[tuple[SourceCoverage, float | None]]]


class ElementCoverage(Struct, frozen=True):
    """A stage or touchpoint with what is known of it; `lacks` says what is missing, worst first."""

    key: str
    name: str
    kind: Literal["stage", "touchpoint"]
    stage_name: str
    is_moment_of_truth: bool
    importance: int | None
    assumed: bool
    people: int
    sources: tuple[SourceCoverage, ...]
    contradictions: tuple[tuple[str, str], ...]
    lacks: tuple[Lack, ...]


class Gap(Struct, frozen=True):
    """A touchpoint that needs research: why, and how many people to ask for an interval of ±0.5."""

    key: str
    name: str
    lack: Lack
    people_needed: int


class Coverage(Struct, frozen=True):
    """How far a version rests on evidence: a score of 100 with its parts, elements in journey order, gaps by weight."""

    score: int
    parts: dict[str, int]
    elements: tuple[ElementCoverage, ...]
    gaps: tuple[Gap, ...]
    unplaced: int

    @property
    def touchpoints(self) -> tuple[ElementCoverage, ...]:
        """Return the touchpoints alone."""
        return tuple(one for one in self.elements if one.kind == "touchpoint")


def of(version: MapVersion, *, today: date | None = None) -> Coverage:
    """Return a version's coverage by the answers of its evidence window. A fixed number of queries."""
    read = contents.read(version)
    bounds = evidence.bounds(evidence.window_of(version))
    rows = Response.objects.filter(program_id=version.program_id, **bounds)
    return judged(
        read,
        _sources(rows),
        today or timezone.localdate(),
        rows.filter(element_key="").exclude(study__method__in=Study.SPOKEN).count(),
    )


def judged(
    read: MapContents,
    sources: Sources,
    today: date,
    unplaced: int,
) -> Coverage:
    """Return the coverage of contents by what each kind of study says, with its standard deviation. Pure."""
    disagreeing = _contradictions(sources)
    elements = tuple(_elements(read, sources, disagreeing, today))
    touchpoints = [one for one in elements if one.kind == "touchpoint"]
    parts = _parts(touchpoints, today)
    return Coverage(sum(parts.values()), parts, elements, tuple(_gaps(touchpoints)), unplaced)


def _sources(rows: QuerySet[Response]) -> Sources:
    felt = Coalesce("feeling", "sentiment", output_field=FloatField())
    named = Count("respondent", distinct=True, filter=~Q(respondent=""))
    nameless = Count("id", filter=Q(respondent=""))
    grouped = (
        rows.exclude(element_key="")
        .order_by()
        .values("element_key", "study__method")
        .annotate(
            people=named + nameless,
            answers=Count("id"),
            mean=Avg(felt),
            squares=Sum(felt * felt),
            felt_by=Count(felt),
            newest=Max("given_at"),
        )
        .values_list("element_key", "study__method", "people", "answers", "mean", "squares", "felt_by", "newest")
    )  # fmt: skip
    found: Sources = defaultdict(list)
    for key, method, people, answers, mean, squares, felt_by, newest in grouped:
        sd = None if mean is None else evidence.spread(felt_by, mean, squares)
        told = intervals.mean(people, mean, sd or 0.0) if mean is not None else None
        newest_day = timezone.localtime(newest).date() if newest else None
        low, high = (told.low, told.high) if told else (None, None)
        one = SourceCoverage(method, people, answers, mean, low, high, newest_day)
        found[key].append((one, sd))
    return found


def _contradictions(
    sources: Sources,
) -> dict[str, list[tuple[str, str]]]:
    """Return the pairs of kinds of study whose means differ, all pairs of the map tested as one family."""
    pairs = []
    for key, found in sources.items():
        felt = sorted((one.method, Wave(one.people, one.mean, sd)) for one, sd in found if one.mean is not None)  # fmt: skip
        pairs += [(f"{key}\n{a}\n{b}", x, y) for (a, x), (b, y) in combinations(felt, 2)]
    differing: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for change in verdicts.compare(pairs):
        if change.verdict in {"better", "worse"}:
            key, one, other = change.key.split("\n")
            differing[key].append((one, other))
    return differing


def _elements(
    read: MapContents,
    sources: Sources,
    disagreeing: dict[str, list[tuple[str, str]]],
    today: date,
) -> Iterator[ElementCoverage]:
    for stage in read.stages:
        yield _element(stage, "", sources, disagreeing, today)
        for part in stage.touchpoints:
            yield _element(part, stage.name, sources, disagreeing, today)


def _element(
    part: StageContents | TouchpointContents,
    stage_name: str,
    sources: Sources,
    disagreeing: dict[str, list[tuple[str, str]]],
    today: date,
) -> ElementCoverage:
    found = tuple(
        one for one, _ in sorted(sources.get(part.key, ()), key=lambda pair: -pair[0].people)
    )
    people = sum(one.people for one in found)
    return ElementCoverage(
        key=part.key,
        name=part.name,
        kind="touchpoint" if stage_name else "stage",
        stage_name=stage_name,
        is_moment_of_truth=getattr(part, "is_moment_of_truth", False),
        importance=getattr(part, "importance", None),
        assumed=not found and getattr(part, "emotion", None) is not None,
        people=people,
        sources=found,
        contradictions=tuple(disagreeing.get(part.key, ())),
        lacks=tuple(_lacks(found, people, bool(disagreeing.get(part.key)), today)),
    )


def _lacks(
    found: tuple[SourceCoverage, ...], people: int, disagree: bool, today: date
) -> Iterator[Lack]:
    if not people:
        yield "nobody"
        return
    if people < ENOUGH:
        yield "few"
    if not _is_fresh(found, today):
        yield "old"
    if disagree:
        yield "disagree"
    if len(found) == 1:
        yield "one_source"


def _is_fresh(found: Iterable[SourceCoverage], today: date) -> bool:
    newest = max((one.newest for one in found if one.newest), default=None)
    return newest is not None and today - newest <= FRESH


def _parts(touchpoints: list[ElementCoverage], today: date) -> dict[str, int]:
    """Return the points of each part: the share of touchpoints it holds for; agreeing, of those with several."""
    asked = [one for one in touchpoints if one.people >= ENOUGH]
    several = [one for one in asked if len(one.sources) > 1]
    shares = {
        "asked": _share(len(asked), len(touchpoints)),
        "fresh": _share(sum(_is_fresh(one.sources, today) for one in asked), len(touchpoints)),
        "several_sources": _share(len(several), len(touchpoints)),
        "agreeing": _share(sum(not one.contradictions for one in several), len(several)),
    }
    return {name: round(most * shares[name]) for name, most in PARTS.items()}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _gaps(touchpoints: list[ElementCoverage]) -> Iterator[Gap]:
    """Return what to ask about next: moments of truth first, then what matters, then what is least known."""
    order: tuple[Lack, ...] = ("nobody", "few", "old", "disagree")
    lacking = [one for one in touchpoints if one.lacks and one.lacks[0] in order]
    lacking.sort(
        key=lambda one: (
            not one.is_moment_of_truth, -(one.importance or 0), order.index(one.lacks[0]), one.people,
        )
    )  # fmt: skip
    needed = math.ceil((1.96 * SPREAD / AIM) ** 2)
    for one in lacking:
        missing = needed - one.people if one.lacks[0] in {"nobody", "few"} else needed
        yield Gap(one.key, one.name, one.lacks[0], max(missing, 0))


def method_name(method: str) -> str:
    """Return what a kind of study is called."""
    return str(Study.Method(method).label)

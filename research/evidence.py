"""What customers felt at each stage and touchpoint: observations per element key and window of time."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone
from msgspec import Struct

from journeys import intervals
from research import verdicts
from research.models import Instrument, Response, Study
from research.verdicts import Change, Wave

if TYPE_CHECKING:
    from datetime import date

    from journeys.models import MapVersion

#: The whole numbers a distribution is told in, −3…+3.
STEPS = tuple(range(-3, 4))


class Observed(Struct, frozen=True):
    """What n people felt at an element, −3…+3, each person once, however often they answered.

    `low` and `high` are the 95 % interval of the mean, None for one person. `distribution` counts answers
    rounded to −3, −2, … +3. `instrument` is the id of the question asked, `methods` say where answers came from.
    """

    key: str
    instrument: int
    n: int
    answers: int
    mean: float
    sd: float | None
    low: float | None
    high: float | None
    distribution: tuple[int, ...]
    studies: tuple[int, ...]
    methods: tuple[str, ...]
    newest: str | None
    method: str


class Window(Struct, frozen=True):
    """From when to when answers count, both days included; None is open."""

    since: date | None = None
    until: date | None = None


def window_of(version: MapVersion) -> Window:
    """Return the evidence window a version was given."""
    return Window(version.evidence_from, version.evidence_to)


def observed(program_id: int, window: Window = Window()) -> list[Observed]:  # noqa: B008  it is frozen
    """Return what was observed at every element of a program, one for each question asked there.

    Two queries, whatever the number of answers. Answers without a day count only where the window is open.
    """
    rows = _aggregated(program_id, window)
    sources = _sources(program_id, window)
    return [_observed(row, sources[row[0], row[1]]) for row in rows]


def strongest(found: list[Observed]) -> dict[str, Observed]:
    """Return for each element the observation with the most people behind it."""
    best: dict[str, Observed] = {}
    for one in found:
        if one.key not in best or one.n > best[one.key].n:
            best[one.key] = one
    return best


def compare(
    program_id: int, before: Window, after: Window, keys: frozenset[str] | None = None
) -> list[Change]:
    """Return what became of the feeling at every element between two windows; at those of `keys`, if given.

    Only answers to the same question are compared (`Instrument.asks_the_same_as`); of several, the one that
    most people answered in the smaller of both windows.
    """
    same = _same_questions(program_id)
    sides = [_by_question(observed(program_id, window), same) for window in (before, after)]
    pairs: list[tuple[str, Wave | None, Wave | None]] = []
    changed: set[str] = set()
    for key in sorted(sides[0].keys() | sides[1].keys()):
        if keys is not None and key not in keys:
            continue
        old, new = sides[0].get(key, {}), sides[1].get(key, {})
        shared = old.keys() & new.keys()
        if shared:
            question = max(shared, key=lambda one: (min(old[one].n, new[one].n), -one))
            pairs.append((key, _wave(old[question]), _wave(new[question])))
        else:
            if old and new:
                changed.add(key)
            pairs.append((key, _wave_of_any(old), _wave_of_any(new)))
    return verdicts.compare(pairs, frozenset(changed))


def notes(version: MapVersion) -> dict[str, Any]:
    """Return what to write beside a version's elements: how it felt, to how many, how sure that is."""
    found = strongest(observed(version.program_id, window_of(version)))
    return {key: [sentence(one)] for key, one in found.items()}


def sentence(one: Observed) -> str:
    """Say an observation in one line."""
    people = "1 person" if one.n == 1 else f"{one.n:,} people"
    between = (
        ""
        if one.low is None or one.high is None
        else f" ({_signed(one.low)} to {_signed(one.high)})"
    )
    return f"Observed {_signed(one.mean)}{between}, {people}"


def _signed(value: float) -> str:
    rounded = round(value, 1) + 0.0
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def _aggregated(program_id: int, window: Window) -> list[Any]:
    """Return key, instrument, people, answers, mean and sum of squares, and counts per step."""
    where, values = _within(program_id, window)
    steps = ", ".join(
        f"sum(CASE WHEN round(CAST(feeling AS numeric)) = {step} THEN 1 ELSE 0 END) AS step_{place}"
        for place, step in enumerate(STEPS)
    )
    totals = ", ".join(f"sum(step_{place})" for place in range(len(STEPS)))
    # An answer by nobody we know counts as a person of its own.
    person = "CASE WHEN respondent = '' THEN 'answer ' || id ELSE respondent END"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT element_key, instrument_id, count(*), sum(answers), avg(felt), sum(felt * felt),"  # noqa: S608  our own names
            f" max(newest), {totals} FROM ("
            f"SELECT element_key, instrument_id, count(*) AS answers, avg(feeling) AS felt, max(given_at) AS newest,"
            f" {steps} FROM {Response._meta.db_table} WHERE {where}"
            f" GROUP BY element_key, instrument_id, {person}) AS people"
            " GROUP BY element_key, instrument_id ORDER BY element_key, instrument_id",
            values,
        )
        return cursor.fetchall()


def _within(program_id: int, window: Window) -> tuple[str, list[Any]]:
    """Return the condition on rows, and its values."""
    where = ["program_id = %s", "element_key <> ''", "feeling IS NOT NULL"]
    values: list[Any] = [program_id]
    adapted = connection.ops.adapt_datetimefield_value
    for condition, moment in _bounds(window).items():
        where.append(f"given_at {'>=' if condition == 'given_at__gte' else '<'} %s")
        values.append(adapted(moment))
    return " AND ".join(where), values


def _bounds(window: Window) -> dict[str, datetime]:
    zone, bounds = timezone.get_default_timezone(), {}
    if window.since:
        bounds["given_at__gte"] = datetime.combine(window.since, time.min, zone)
    if window.until:
        bounds["given_at__lt"] = datetime.combine(window.until + timedelta(days=1), time.min, zone)
    return bounds


def _sources(program_id: int, window: Window) -> dict[tuple[str, int], list[tuple[int, str]]]:
    """Return which studies, by which method, stand behind each element and question."""
    rows = Response.objects.filter(program_id=program_id, feeling__isnull=False, **_bounds(window))
    rows = rows.exclude(element_key="").order_by().distinct()
    found: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    for key, instrument, study, method in rows.values_list(
        "element_key", "instrument_id", "study_id", "study__method"
    ):
        found[key, instrument].append((study, method))
    return found


def _observed(row: Any, sources: list[tuple[int, str]]) -> Observed:
    key, instrument, n, answers, mean, squares, newest, *steps = row
    sd = _sd(n, mean, squares)
    estimate = intervals.mean(n, mean, sd or 0.0)
    return Observed(
        key=key,
        instrument=instrument,
        n=n,
        answers=int(answers),
        mean=mean,
        sd=sd,
        low=estimate.low,
        high=estimate.high,
        distribution=tuple(int(count) for count in steps),
        studies=tuple(sorted({study for study, _ in sources})),
        methods=tuple(sorted({Study.Method(method).value for _, method in sources})),
        newest=str(newest)[:10] if newest else None,
        method=estimate.method,
    )


def _sd(n: int, mean: float, squares: float) -> float | None:
    # Rounding may leave a hair below zero where everybody answered alike.
    return math.sqrt(max(squares - n * mean * mean, 0.0) / (n - 1)) if n > 1 else None


def _same_questions(program_id: int) -> dict[int, int]:
    """Return for each instrument the first one that asks the same."""
    first: dict[Any, int] = {}
    rows = Instrument.objects.filter(program_id=program_id).order_by("pk")
    return {
        pk: first.setdefault(tuple(asked), pk)
        for pk, *asked in rows.values_list("pk", *Instrument.ASKED)
    }


def _by_question(found: list[Observed], same: dict[int, int]) -> dict[str, dict[int, Observed]]:
    by_key: dict[str, dict[int, Observed]] = defaultdict(dict)
    for one in found:
        present = by_key[one.key].get(same[one.instrument])
        if present is None or one.n > present.n:
            by_key[one.key][same[one.instrument]] = one
    return by_key


def _wave(one: Observed) -> Wave:
    return Wave(one.n, one.mean, one.sd)


def _wave_of_any(found: dict[int, Observed]) -> Wave | None:
    return _wave(max(found.values(), key=lambda one: one.n)) if found else None

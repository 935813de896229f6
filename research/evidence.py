"""What customers felt at each stage and touchpoint: observations per element key and window of time."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BigIntegerField, Case, F, Value, When
from django.utils import timezone
from msgspec import Struct, structs
from scipy import special

from journeys import intervals
from journeys.models import Persona, Touchpoint
from research.models import Instrument, Response, Study
from research.verdicts import Wave

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from journeys.models import MapVersion

#: In the place of an instrument: nothing was asked, the words tell.
WORDS, BY_WORDS = 0, "words"
#: A variance of feelings below this is none.
ALIKE = 1e-9
#: Days from 1970 to 2025; people a trend takes, and the days their answers must be spread over (standard deviation).
EPOCH, FEWEST_TREND, SPREAD_OVER, MONTH = 20_089, 20, 10.0, 30.0
#: What people felt by element key and question.
Waves = dict[str, dict[str, Wave]]
#: The whole numbers a distribution is told in, −3…+3.
STEPS = tuple(range(-3, 4))


class Observed(Struct, frozen=True):
    """What n people felt at an element, −3…+3, each person once, however often they answered.

    `low` and `high` are the 95 % interval of the mean, None for one person. `distribution` counts answers
    rounded to −3, −2, … +3. `instrument` is the id of the question asked, 0 for what was read from their words,
    `question` the same for questions that ask the same; `methods` say where answers came from.
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
    question: str = ""
    #: Of a stage: what people felt at the stage and at all of its touchpoints, each person once.
    rolled_up: bool = False
    #: By persona, or segment where no persona is known: name, people, mean, standard deviation.
    parts: tuple[tuple[str, int, float, float | None], ...] = ()
    #: How much higher the feeling gets in 30 days, with its 95 % interval; None where too few, or too short a time, tell it.
    trend: float | None = None
    trend_low: float | None = None
    trend_high: float | None = None


class Window(Struct, frozen=True):
    """From when to when answers count, both days included; None is open."""

    since: date | None = None
    until: date | None = None


def window_of(version: MapVersion) -> Window:
    """Return the evidence window a version was given."""
    return Window(version.evidence_from, version.evidence_to)


def observed(
    program_id: int,
    window: Window = Window(),  # noqa: B008  it is frozen
    stages: Mapping[str, str] = MappingProxyType({}),
) -> list[Observed]:
    """Return what was observed at every element of a program, one for each question asked there.

    With `stages`, touchpoint key → stage key, stages have what was felt at all of their touchpoints, each person
    once. Five queries, whatever the number of answers; seven with stages. Answers without a day count only where
    the window is open.
    """
    sources, questions = _sources(program_id, window), _questions(program_id)
    names = dict(Persona.objects.filter(program_id=program_id).values_list("pk", "name"))
    found = _told(program_id, window, {}, sources, questions, names)
    if not stages:
        return found
    whole = set(stages.values())
    for (key, asked), studies in list(sources.items()):
        if key in stages:
            sources[stages[key], asked] = sorted({*sources[stages[key], asked], *studies})
    rolled = _told(program_id, window, stages, sources, questions, names)
    kept = [one for one in found if one.key not in whole]
    return [*kept, *(structs.replace(one, rolled_up=True) for one in rolled if one.key in whole)]


def of(version: MapVersion, window: Window | None = None) -> list[Observed]:
    """Return what was observed at a version's stages and touchpoints, and at elements of other maps of its program."""
    stages = dict(Touchpoint.objects.filter(version=version).values_list("key", "stage__key"))
    return observed(version.program_id, window or window_of(version), stages)


def _told(
    program_id: int,
    window: Window,
    stages: Mapping[str, str],
    sources: dict[tuple[str, int], list[tuple[int, str]]],
    questions: dict[int, str],
    names: dict[int, str],
) -> list[Observed]:
    parts: dict[tuple[str, int], list[tuple[str, int, float, float | None]]] = defaultdict(list)
    for key, asked, persona, segment, n, mean, squares in _in_parts(program_id, window, stages):
        name = names.get(persona, "") if persona is not None else segment
        if name:
            parts[key, asked].append((name, n, mean, spread(n, mean, squares)))
    return [
        structs.replace(
            _observed(row, sources[row[0], row[1]], questions[row[1]]), parts=tuple(sorted(parts[row[0], row[1]], key=lambda part: part[0]))
        )
        for row in _aggregated(program_id, window, stages)
    ]  # fmt: skip


def strongest(found: list[Observed]) -> dict[str, Observed]:
    """Return for each element the observation with the most people behind it."""
    best: dict[str, Observed] = {}
    for one in found:
        if one.key not in best or one.n > best[one.key].n:
            best[one.key] = one
    return best


def pairs(
    before: Waves, after: Waves, keys: frozenset[str] | None = None
) -> tuple[list[tuple[str, Wave | None, Wave | None]], frozenset[str]]:
    """Return the waves of each element that may be compared, and the elements where something else was asked.

    Only answers to the same question are compared (`Instrument.asks_the_same_as`); of several, the one that
    most people answered in the smaller of both waves.
    """
    found: list[tuple[str, Wave | None, Wave | None]] = []
    changed: set[str] = set()
    for key in sorted(before.keys() | after.keys()):
        if keys is not None and key not in keys:
            continue
        old, new = before.get(key, {}), after.get(key, {})
        shared = sorted(old.keys() & new.keys())
        if shared:
            question = max(shared, key=lambda one: min(old[one].n, new[one].n))
            found.append((key, old[question], new[question]))
        else:
            if old and new:
                changed.add(key)
            found.append((key, _largest(old), _largest(new)))
    return found, frozenset(changed)


def by_question(found: list[Observed]) -> Waves:
    """Return the waves by element and question; of instruments that ask the same, the one more people answered."""
    waves: Waves = defaultdict(dict)
    for one in found:
        present = waves[one.key].get(one.question)
        if present is None or one.n > present.n:
            waves[one.key][one.question] = Wave(
                one.n,
                one.mean,
                one.sd,
                tuple((name, Wave(n, mean, sd)) for name, n, mean, sd in one.parts),
            )
    return waves


def waves(version: MapVersion) -> dict[str, Any]:
    """Return what is frozen with a version so that it can be compared for ever: people, mean, sd by question."""
    return {
        key: {question: _frozen(one) for question, one in sorted(asked.items())}
        for key, asked in by_question(of(version)).items()
    }


def _frozen(wave: Wave) -> list[Any]:
    parts = {name: [part.n, part.mean, part.sd] for name, part in wave.parts}
    return [wave.n, wave.mean, wave.sd, parts]


def thawed(kept: Mapping[str, Any]) -> Waves:
    """Return the waves that were frozen with a version; those of earlier versions have no parts."""
    return {
        key: {question: _thawed(*figures) for question, figures in asked.items()}
        for key, asked in kept.items()
    }


def _thawed(n: int, mean: float, sd: float | None, parts: Any = MappingProxyType({})) -> Wave:
    return Wave(n, mean, sd, tuple((name, Wave(*figures)) for name, figures in parts.items()))


def notes(version: MapVersion) -> dict[str, Any]:
    """Return what to write beside a version's elements: how it felt, to how many, how sure that is."""
    stages = dict(Touchpoint.objects.filter(version=version).values_list("key", "stage__key"))
    window, whole = window_of(version), set(stages.values())
    # Only people and means are written: neither who said it nor in what parts is asked for.
    own = [_observed(row, [], "") for row in _aggregated(version.program_id, window, {})]
    rolled = [_observed(row, [], "") for row in _aggregated(version.program_id, window, stages)] if stages else []  # fmt: skip
    found = [one for one in own if one.key not in whole]
    found += [one for one in rolled if one.key in whole]
    return told(found)


def told(found: list[Observed]) -> dict[str, Any]:
    """Return the line to write beside each element, of the observation with the most people behind it."""
    return {key: [sentence(one)] for key, one in strongest(found).items()}


def sentence(one: Observed) -> str:
    """Say an observation in one line."""
    people = "1 person" if one.n == 1 else f"{one.n:,} people"
    between = (
        "" if one.low is None or one.high is None else f" ({signed(one.low)} to {signed(one.high)})"
    )
    return f"{people}: {signed(one.mean)}{between}"


def trend_words(one: Observed) -> str:
    """Say which way a feeling goes, where its interval leaves no doubt; else nothing."""
    if one.trend is None or one.trend_low is None or one.trend_high is None:
        return ""
    if one.trend_low <= 0 <= one.trend_high:
        return ""
    return (
        f"{'rising' if one.trend > 0 else 'falling'} {signed(abs(one.trend)).lstrip('+')} a month"
    )


def signed(value: float) -> str:
    """Return a feeling with its sign, in tenths."""
    rounded = round(value, 1) + 0.0
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def _place(stages: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the SQL for the element an answer counts at: its own, or its stage; and the values in it."""
    if not stages:
        return "element_key", []
    whens = " ".join(["WHEN %s THEN %s"] * len(stages))
    return f"CASE element_key {whens} ELSE element_key END", [
        key for pair in stages.items() for key in pair
    ]


def _in_parts(program_id: int, window: Window, stages: Mapping[str, str]) -> list[Any]:
    """Return key, instrument, persona, segment where there is no persona, people, mean and sum of squares."""
    place, placed = _place(stages)
    where, values = _within(program_id, window)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, asked, persona_id, part, count(*), avg(felt), sum(felt * felt) FROM ("  # noqa: S608  our own names
            f"SELECT {place} AS place, {_ASKED} AS asked, persona_id, CASE WHEN persona_id IS NULL THEN segment ELSE '' END AS part,"
            f" avg({_FELT}) AS felt FROM {Response._meta.db_table} WHERE {where}"
            f" GROUP BY 1, 2, 3, 4, {_PERSON}) AS people GROUP BY place, asked, persona_id, part",
            [*placed, *values],
        )
        return cursor.fetchall()


_FELT = "COALESCE(feeling, sentiment)"
_ASKED = f"CASE WHEN feeling IS NULL THEN {WORDS} ELSE instrument_id END"
#: An answer by nobody we know counts as a person of its own.
_PERSON = "CASE WHEN respondent = '' THEN 'answer ' || id ELSE respondent END"


def _day() -> str:
    """Return the SQL for the day an answer was given, counted from a day of late, so that squares keep their digits."""
    return {
        "postgresql": f"(extract(epoch FROM given_at) / 86400.0 - {EPOCH})::float8",
        "sqlite": f"(julianday(given_at) - 2440587.5 - {EPOCH})",
    }[connection.vendor]


def _aggregated(program_id: int, window: Window, stages: Mapping[str, str]) -> list[Any]:
    """Return key, instrument, people, answers, mean and sum of squares, and counts per step."""
    place, placed = _place(stages)
    where, values = _within(program_id, window)
    steps = ", ".join(
        f"sum(CASE WHEN round(CAST({_FELT} AS numeric)) = {step} THEN 1 ELSE 0 END) AS step_{place}"
        for place, step in enumerate(STEPS)
    )
    totals = ", ".join(f"sum(step_{place})" for place in range(len(STEPS)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, asked, count(*), sum(answers), avg(felt), sum(felt * felt),"  # noqa: S608  our own names
            f" max(newest), count(day), sum(day), sum(day * day), sum(day * felt), {totals} FROM ("
            f"SELECT {place} AS place, {_ASKED} AS asked, count(*) AS answers, avg({_FELT}) AS felt,"
            f" max(given_at) AS newest, avg({_day()}) AS day, {steps} FROM {Response._meta.db_table} WHERE {where}"
            f" GROUP BY 1, 2, {_PERSON}) AS people"
            " GROUP BY place, asked ORDER BY place, asked",
            [*placed, *values],
        )
        return cursor.fetchall()


def _within(program_id: int, window: Window) -> tuple[str, list[Any]]:
    """Return the condition on rows, and its values."""
    where = ["program_id = %s", "element_key <> ''", "COALESCE(feeling, sentiment) IS NOT NULL"]
    values: list[Any] = [program_id]
    adapted = connection.ops.adapt_datetimefield_value
    for condition, moment in bounds(window).items():
        where.append(f"given_at {'>=' if condition == 'given_at__gte' else '<'} %s")
        values.append(adapted(moment))
    return " AND ".join(where), values


def bounds(window: Window) -> dict[str, datetime]:
    """Return the filter on `given_at` that a window stands for."""
    zone, bounds = timezone.get_default_timezone(), {}
    if window.since:
        bounds["given_at__gte"] = datetime.combine(window.since, time.min, zone)
    if window.until:
        bounds["given_at__lt"] = datetime.combine(window.until + timedelta(days=1), time.min, zone)
    return bounds


def _sources(program_id: int, window: Window) -> dict[tuple[str, int], list[tuple[int, str]]]:
    """Return which studies, by which method, stand behind each element and question."""
    rows = Response.objects.filter(program_id=program_id, **bounds(window))
    rows = rows.exclude(element_key="").exclude(feeling=None, sentiment=None).order_by().distinct()
    asked = Case(
        When(feeling=None, then=Value(WORDS)),
        default=F("instrument_id"),
        output_field=BigIntegerField(),
    )
    found: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    for key, instrument, study, method in rows.values_list(
        "element_key", asked, "study_id", "study__method"
    ):
        found[key, instrument].append((study, method))
    return found


def _observed(row: Any, sources: list[tuple[int, str]], question: str) -> Observed:
    (
        key,
        instrument,
        n,
        answers,
        mean,
        squares,
        newest,
        dated,
        days,
        days_squared,
        product,
        *steps,
    ) = row
    trend = _trend(n, mean, squares, (days, days_squared, product)) if dated == n else (None,) * 3
    sd = spread(n, mean, squares)
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
        question=question,
        trend=trend[0],
        trend_low=trend[1],
        trend_high=trend[2],
    )


def _trend(
    n: int, mean: float, squares: float, days: tuple[float, float, float]
) -> tuple[float | None, float | None, float | None]:
    """Return the least-squares slope per 30 days with its 95 % interval, from sums of days, their squares and products."""
    total, squared, product = days
    middle = total / n
    over = squared - n * middle**2
    if n < FEWEST_TREND or over <= n * SPREAD_OVER**2:
        return None, None, None
    along = product - n * middle * mean
    slope = along / over
    left = max(squares - n * mean**2 - slope * along, 0.0)
    half = float(special.stdtrit(n - 2, 0.975)) * math.sqrt(left / (n - 2) / over)
    return MONTH * slope, MONTH * (slope - half), MONTH * (slope + half)


def spread(n: int, mean: float, squares: float) -> float | None:
    """Return the sample standard deviation from n, mean and sum of squares; None for one."""
    if n < 2:
        return None
    variance = (squares - n * mean * mean) / (n - 1)
    # Rounding leaves a hair above or below zero where everybody answered alike.
    return math.sqrt(variance) if variance > ALIKE else 0.0


def _questions(program_id: int) -> dict[int, str]:
    """Return for each instrument what it asks, as a short seal; the same for those that ask the same."""
    rows = Instrument.objects.filter(program_id=program_id).order_by("pk")
    sealed = {
        pk: hashlib.sha256(repr(asked).encode()).hexdigest()[:16]
        for pk, *asked in rows.values_list("pk", *Instrument.ASKED)
    }
    return sealed | {WORDS: BY_WORDS}


def _largest(found: dict[str, Wave]) -> Wave | None:
    return max(found.values(), key=lambda one: one.n) if found else None

"""Patterns in a program's answers: what goes with a rating, ratings by period and segment, who stands behind personas."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, FloatField, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from msgspec import Struct

from journeys.models import Channel, Persona, Stage, Touchpoint
from research.measures import agreement, cohorts, drivers, saturation
from research.models import Insight, Instrument, Quote, Response, Theme, ThemeMention

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from journeys.models import Program
    from research.measures.agreement import Agreement
    from research.measures.cohorts import CohortCell, Period
    from research.measures.drivers import Drivers
    from research.measures.saturation import Saturation

#: The newest answers that are looked at, themes and places that are asked about, segments told apart.
MOST_ANSWERS, MOST_THEMES, MOST_SEGMENTS, MOST_PLACES = 50_000, 30, 6, 25
NOT_TOLD = "(not told)"
OTHERS = "(others)"
#: A persona is backed once so many people stand behind it, as in evidence.
BACKED = 10


class PersonaSupport(Struct, frozen=True):
    """What stands behind a persona: answers, people, insights. `is_backed` says whether that is enough to call it validated."""

    persona: int
    name: str
    status: str
    answers: int
    people: int
    insights: int
    mean: float | None
    is_backed: bool
    words: str


class Uncovered(Struct, frozen=True):
    """A segment in the answers that no persona covers: people in it, and their share of all (0…1)."""

    segment: str
    people: int
    share: float


class Support(Struct, frozen=True):
    """All personas of a program, and the segments none of them covers."""

    personas: tuple[PersonaSupport, ...]
    uncovered: tuple[Uncovered, ...]


def questions(program: Program) -> list[Instrument]:
    """Return the questions with ratings, those answered most often first."""
    rows = Instrument.objects.filter(program=program, is_archived=False).exclude(kind="text")
    return list(
        rows.annotate(answers=Count("responses"))
        .filter(answers__gt=0)
        .order_by("-answers", "id")[:40]
    )


def drivers_of(instrument: Instrument) -> Drivers:
    """Return what goes with a question's ratings on the map's scale. Raises `drivers.TooLittle`."""
    rows = list(
        _rated(instrument).values_list(
            "pk", "feeling", "segment", "persona_id", "channel_id", "element_key"
        )
    )
    names = {
        "Persona": dict(
            Persona.objects.filter(program=instrument.program_id).values_list("pk", "name")
        ),
        "Channel": dict(
            Channel.objects.filter(program=instrument.program_id).values_list("pk", "name")
        ),
    }
    columns = {
        "Segment": [segment or NOT_TOLD for _, _, segment, _, _, _ in rows],
        "Persona": [names["Persona"].get(pk, NOT_TOLD) for _, _, _, pk, _, _ in rows],
        "Channel": [names["Channel"].get(pk, NOT_TOLD) for _, _, _, _, pk, _ in rows],
        "At": _places([row[5] for row in rows]),
    }
    columns |= _mentioning(instrument.program_id, [row[0] for row in rows])
    told = [f"{feeling:.4f}" for _, feeling, *_ in rows]
    return drivers.drivers(instrument.name, told, columns)


def _places(keys: list[str]) -> list[str]:
    """Return what the stages and touchpoints of answers are called; the rarer ones together."""
    known = set(keys) - {""}
    names = dict(
        Stage.objects.filter(key__in=known).order_by("version_id").values_list("key", "name")
    )
    names |= dict(
        Touchpoint.objects.filter(key__in=known).order_by("version_id").values_list("key", "name")
    )
    frequent = {key for key, _ in Counter(key for key in keys if key).most_common(MOST_PLACES)}
    return [
        names.get(key, OTHERS) if key in frequent else OTHERS if key else NOT_TOLD for key in keys
    ]


def _mentioning(program_id: int, responses: list[int]) -> dict[str, list[str]]:
    """Return for each accepted theme whether each response mentions it."""
    themes = Theme.objects.filter(program=program_id, status=Theme.Status.ACCEPTED)
    found = list(themes.annotate(size=Count("mentions")).order_by("-size", "id")[:MOST_THEMES])
    mentioned: dict[int, set[int]] = defaultdict(set)
    rows = ThemeMention.objects.filter(theme__in=found)
    for theme, response in rows.values_list("theme_id", "response_id").iterator(chunk_size=5_000):
        mentioned[theme].add(response)
    return {
        f"Mentions “{theme.name}”": [
            "yes" if pk in mentioned[theme.pk] else "no" for pk in responses
        ]
        for theme in found
        if mentioned[theme.pk].intersection(responses)
    }


def cohorts_of(instrument: Instrument, period: Period = "month") -> list[CohortCell]:
    """Return a question's ratings on the map's scale by period, and by the most frequent segments within it."""
    rows = list(
        _rated(instrument, given_at__isnull=False).values_list("given_at", "feeling", "segment")
    )
    counts = Counter(segment for _, _, segment in rows if segment)
    shown = {segment for segment, _ in counts.most_common(MOST_SEGMENTS)}
    groups = [
        segment if segment in shown else OTHERS if segment else NOT_TOLD for _, _, segment in rows
    ]
    labels = [
        cohorts.name_of(cohorts.number_of(timezone.localtime(given), period), period)
        for given, _, _ in rows
    ]
    # Feelings are means, however few different ones there are.
    return cohorts.outcomes(
        labels, [feeling or 0.0 for _, feeling, _ in rows], groups if shown else ()
    )


def _rated(instrument: Instrument, **further: Any) -> QuerySet[Response]:
    rows = Response.objects.filter(instrument=instrument, feeling__isnull=False, **further)
    return rows.order_by("-pk")[:MOST_ANSWERS]


def support(program: Program) -> Support:
    """Return what stands behind each persona, and which segments none covers. A fixed number of queries."""
    people = Count("respondent", distinct=True, filter=~Q(respondent="")) + Count(
        "id", filter=Q(respondent="")
    )
    rows = Response.objects.filter(program=program).order_by()
    by_persona = {
        pk: (answers, number, total)
        for pk, answers, number, total in rows.exclude(persona=None)
        .values("persona_id")
        .annotate(
            answers=Count("id"),
            people=people,
            felt=Avg(Coalesce("feeling", "sentiment", output_field=FloatField())),
        )
        .values_list("persona_id", "answers", "people", "felt")
    }
    insights: Counter[int] = Counter(
        Insight.personas.through.objects.filter(
            insight__program=program, insight__is_archived=False
        ).values_list("persona_id", flat=True)
    )
    personas = [
        _supported(persona, by_persona.get(persona.pk, (0, 0, None)), insights[persona.pk])
        for persona in Persona.objects.filter(program=program, is_archived=False).order_by(
            "name", "id"
        )
    ]
    everybody = rows.aggregate(people=people)["people"]
    segments = (
        rows.exclude(segment="").values("segment").annotate(people=people, covered=Count("persona"))
    )
    uncovered = [
        Uncovered(segment, number, number / everybody)
        for segment, number, covered in segments.filter(covered=0).order_by("-people", "segment").values_list("segment", "people", "covered")[:20]
    ]  # fmt: skip
    return Support(tuple(personas), tuple(uncovered))


def _supported(
    persona: Persona, told: tuple[int, int, float | None], insights: int
) -> PersonaSupport:
    answers, people, mean = told
    is_backed = people >= BACKED and insights > 0
    if is_backed:
        words = f"{people:,} people and {insights} insight{'s' if insights != 1 else ''} stand behind it"
    elif people or insights:
        lacks = [
            *([f"{people} of {BACKED} people"] if people < BACKED else []), *(["no insight"] if not insights else []),
        ]  # fmt: skip
        words = f"not enough stands behind it yet: {' and '.join(lacks)}"
    else:
        words = "nobody was asked: it is what the team believes"
    return PersonaSupport(
        persona.pk, persona.name, persona.status, answers, people, insights, mean, is_backed, words
    )


def saturations(program: Program) -> list[Saturation]:
    """Return whether more interviews would bring new themes: over all, and for each persona and stage with interviews.

    An interview is a response with quotes; its themes are those of its quotes. In the order they took place.
    """
    rows = Quote.objects.filter(program=program).order_by(
        "response__given_at", "response_id", "start"
    )
    said: dict[int, list[int]] = {}
    persona_of: dict[int, str] = {}
    stage_of: dict[int, set[str]] = defaultdict(set)
    for pk, persona, theme in rows.values_list("response_id", "response__persona__name", "themes"):
        themes = said.setdefault(pk, [])
        if theme is not None:
            themes.append(theme)
        persona_of[pk] = persona or ""
    for pk, stage in _stages(program, said):
        stage_of[pk].add(stage)
    found = [("", str(pk), themes) for pk, themes in said.items()]
    found += [(persona_of[pk], str(pk), themes) for pk, themes in said.items() if persona_of[pk]]
    found += [
        (stage, str(pk), themes) for pk, themes in said.items() for stage in sorted(stage_of[pk])
    ]
    return saturation.by_group(found)


def agreement_of(program: Program) -> Agreement | None:
    """Return how far coders agree: did each give a theme to a response that both have coded? None if nobody coded twice."""
    rows = (
        Quote.objects.filter(program=program).exclude(coder_name="").order_by("response_id", "id")
    )
    given: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for response, coder, theme in rows.values_list("response_id", "coder_name", "themes"):
        given[response][coder] |= {theme} - {None}
    shared = {response: coders for response, coders in given.items() if len(coders) > 1}
    if not shared:
        return None
    units = [
        (response, theme)
        for response, coders in sorted(shared.items())
        for theme in sorted(set().union(*coders.values()))
    ]
    coders = sorted({coder for told in shared.values() for coder in told})
    codings = [
        [
            None if coder not in shared[response] else theme in shared[response][coder]
            for response, theme in units
        ]
        for coder in coders
    ]
    return agreement.alpha(codings)


def _stages(program: Program, responses: Iterable[int]) -> list[tuple[int, str]]:
    """Return the stages that insights put quotes of these responses at."""
    names = dict(
        Stage.objects.filter(program=program).order_by("version_id").values_list("key", "name")
    )
    names |= dict(
        Touchpoint.objects.filter(program=program)
        .order_by("version_id")
        .values_list("key", "stage__name")
    )
    wanted, found = set(responses), set()
    for insight in Insight.objects.filter(program=program, is_archived=False).prefetch_related(
        "quotes"
    ):
        stages = {names[key] for key in insight.element_keys if key in names}
        found |= {(quote.response_id, f"At “{stage}”") for quote in insight.quotes.all() for stage in stages if quote.response_id in wanted}  # fmt: skip
    return sorted(found)

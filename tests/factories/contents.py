"""Random but sound map contents, for property tests.

`map_contents()` draws what `exchange.document.check` accepts and the database gives back as it was:
channels and KPIs in the order of their first use, personas and objectives as the database sorts them.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from hypothesis import strategies as st

from journeys.contents import (
    CardContents,
    ChannelContents,
    KpiContents,
    LaneContents,
    MapContents,
    MapFacts,
    ObjectiveContents,
    OriginContents,
    PersonaContents,
    StageContents,
    TouchpointContents,
    VersionFacts,
)
from journeys.models import Channel, JourneyMap, Kpi, Lane, Objective, Persona

#: Letters of many scripts, emoji, and everything the formats use as punctuation; no NUL, no surrogates.
_CHARACTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0") | st.sampled_from(
    " :;#,%{}<>&\"'\\/\n\t-—é漢👤"
)


def texts(most: int, *, least: int = 0) -> st.SearchStrategy[str]:
    """Draw text of up to `most` characters; if one is needed, not only blanks."""
    drawn = st.text(_CHARACTERS, min_size=least, max_size=most)
    return drawn.filter(lambda text: bool(text.strip())) if least else drawn


keys = st.uuids(version=4).map(str)
emotions = st.none() | st.integers(-30, 30).map(lambda tenths: tenths / 10)
shares = st.none() | st.integers(0, 1000).map(lambda tenths: tenths / 10)
scales = st.none() | st.integers(1, 5)


class _Keys:
    """Hands out keys that are not repeated, from one random source."""

    def __init__(self, seed: int) -> None:
        self.next = seed

    def __call__(self) -> str:
        self.next += 1
        return str(uuid.UUID(int=self.next % 2**128))


@st.composite
def map_contents(
    draw: st.DrawFn, *, most_stages: int = 4, most_touchpoints: int = 4, most_cards: int = 6
) -> MapContents:
    """Draw a sound map without notes and attachments."""
    key = _Keys(draw(st.integers(1, 2**120)))
    channels = _channels(draw, key)
    kpis = _kpis(draw, key)
    stages = tuple(
        _stage(draw, key, kpis, channels, most_touchpoints)
        for _ in range(draw(st.integers(0, most_stages)))
    )
    lanes = tuple(
        LaneContents(key=key(), kind=draw(st.sampled_from(Lane.Kind.values)), name=draw(texts(20)))
        for _ in range(draw(st.integers(0, 3)))
    )
    cards = _cards(draw, key, stages, lanes, most_cards)
    return MapContents(
        map=MapFacts(
            name=draw(texts(30, least=1)),
            kind=draw(st.sampled_from(JourneyMap.Kind.values)),
            scope=draw(texts(60)),
        ),
        version=_version(draw),
        channels=_used(channels, [t.channel for stage in stages for t in stage.touchpoints]),
        kpis=_used(kpis, [stage.kpi for stage in stages]),
        objectives=_objectives(draw, key),
        personas=_personas(draw, key),
        stages=stages,
        lanes=lanes,
        cards=cards,
        origins=_origins(draw, stages),
    )


def _channels(draw: st.DrawFn, key: _Keys) -> list[ChannelContents]:
    names = draw(st.lists(texts(20, least=1), max_size=3, unique=True))
    kinds = st.sampled_from(Channel.Kind.values)
    return [ChannelContents(key=key(), name=name, kind=draw(kinds)) for name in names]


def _kpis(draw: st.DrawFn, key: _Keys) -> list[KpiContents]:
    return [
        KpiContents(
            key=key(),
            name=draw(texts(20, least=1)),
            kind=draw(st.sampled_from(Kpi.Kind.values)),
            unit=draw(texts(10)),
            better=draw(st.sampled_from(Kpi.Better.values)),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]


def _stage(
    draw: st.DrawFn,
    key: _Keys,
    kpis: list[KpiContents],
    channels: list[ChannelContents],
    most_touchpoints: int,
) -> StageContents:
    return StageContents(
        key=key(),
        name=draw(texts(30, least=1)),
        customer_goal=draw(texts(30)),
        kpi=_one_of(draw, kpis),
        touchpoints=tuple(
            _touchpoint(draw, key, channels) for _ in range(draw(st.integers(0, most_touchpoints)))
        ),
    )


def _touchpoint(draw: st.DrawFn, key: _Keys, channels: list[ChannelContents]) -> TouchpointContents:
    return TouchpointContents(
        key=key(),
        name=draw(texts(30, least=1)),
        channel=_one_of(draw, channels),
        does=draw(texts(30)),
        thinks=draw(texts(30)),
        actors=tuple(draw(st.lists(texts(15), max_size=3))),
        is_moment_of_truth=draw(st.booleans()),
        importance=draw(scales),
        emotion=draw(emotions),
        feeling=draw(texts(10)),
        basis=draw(st.sampled_from(["assumed", "observed"])),
        team=draw(texts(10)),
    )


def _cards(
    draw: st.DrawFn,
    key: _Keys,
    stages: tuple[StageContents, ...],
    lanes: tuple[LaneContents, ...],
    most: int,
) -> tuple[CardContents, ...]:
    if not stages or not lanes:
        return ()
    cards = []
    for _ in range(draw(st.integers(0, most))):
        stage, lane = draw(st.sampled_from(stages)), draw(st.sampled_from(lanes))
        cards.append(
            CardContents(
                key=key(),
                lane=lane.key,
                stage=stage.key,
                text=draw(texts(40, least=1)),
                touchpoint=_one_of(draw, stage.touchpoints),
                severity=draw(scales) if lane.kind == Lane.Kind.PAIN_POINTS else None,
                share_hit=draw(shares),
                owner=draw(texts(10)),
                tags=tuple(draw(st.lists(texts(10), max_size=2))),
            )
        )
    return tuple(cards)


def _version(draw: st.DrawFn) -> VersionFacts:
    dates = draw(st.lists(st.dates(date(1900, 1, 1)), min_size=2, max_size=2).map(sorted))
    return VersionFacts(
        label=draw(texts(20)),
        reason=draw(texts(20)),
        change_summary=draw(texts(20)),
        evidence_from=draw(st.sampled_from([None, dates[0]])),
        evidence_to=draw(st.sampled_from([None, dates[1]])),
    )


def _objectives(draw: st.DrawFn, key: _Keys) -> tuple[ObjectiveContents, ...]:
    aspects = st.sampled_from(Objective.Aspect.values)
    statements = draw(st.lists(texts(20, least=1), max_size=2))
    drawn = [
        ObjectiveContents(key=key(), statement=text, aspect=draw(aspects)) for text in statements
    ]
    return tuple(sorted(drawn, key=lambda objective: (objective.statement, objective.key)))


def _personas(draw: st.DrawFn, key: _Keys) -> tuple[PersonaContents, ...]:
    prose = [
        "tagline", "portrait", "age_range", "gender", "occupation", "income", "behaviours", "preferences",
        "motivations", "goals", "frustrations", "own_words",
    ]  # fmt: skip
    drawn = []
    for _ in range(draw(st.integers(0, 2))):
        filled: dict[str, Any] = {
            name: draw(texts(15))
            for name in draw(st.lists(st.sampled_from(prose), unique=True, max_size=4))
        }
        drawn.append(
            PersonaContents(
                key=key(),
                name=draw(texts(20, least=1)),
                share_of_customers=draw(shares),
                status=draw(st.sampled_from(Persona.Status.values)),
                **filled,
            )
        )
    return tuple(sorted(drawn, key=lambda persona: (persona.name, persona.key)))


def _origins(draw: st.DrawFn, stages: tuple[StageContents, ...]) -> tuple[OriginContents, ...]:
    if not stages:
        return ()
    born = draw(st.lists(st.sampled_from([stage.key for stage in stages]), unique=True, max_size=2))
    return tuple(
        OriginContents(
            key=born_key,
            kind=draw(st.sampled_from(["split", "merge"])),
            from_keys=tuple(draw(st.lists(keys, min_size=1, max_size=3, unique=True))),
            recorded_by=draw(texts(10)),
        )
        for born_key in sorted(born)
    )


def _one_of(draw: st.DrawFn, parts: Any) -> Any:
    if not parts or draw(st.booleans()):
        return None
    part = draw(st.sampled_from(parts))
    return part if isinstance(part, str) else part.key


def _used(parts: list[Any], uses: list[str | None]) -> tuple[Any, ...]:
    by_key = {part.key: part for part in parts}
    return tuple(by_key[key] for key in dict.fromkeys(uses) if key is not None)

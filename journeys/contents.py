"""The one read of a version: rows → `MapContents`, in a fixed number of queries.

`MapContents` is the value everything else is made from: comparison, picture, document, reports. It is
also the shape of our JSON document, so its types are the published JSON Schema.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec
from django.db import connection
from django.db.models import BinaryField, Func
from msgspec import Meta, Struct

from journeys.models import (
    KEY_PATTERN,
    Card,
    Channel,
    ElementOrigin,
    JourneyMap,
    Kpi,
    Lane,
    MapVersion,
    Objective,
    Persona,
    Stage,
    Touchpoint,
)
from journeys.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from journeys.models import Element

FORMAT: Final = "journeyloop-map/1"

Key = Annotated[
    str, Meta(pattern=KEY_PATTERN, description="A UUID in lower case; it survives versions.")
]
Name = Annotated[str, Meta(min_length=1, max_length=160)]
Line = Annotated[str, Meta(max_length=160)]
Text = Annotated[str, Meta(max_length=20_000)]
Scale = Annotated[int, Meta(ge=1, le=5)]
Share = Annotated[float, Meta(ge=0, le=100, description="Per cent, one decimal.")]
Emotion = Annotated[float, Meta(ge=-3, le=3, description="−3 very bad to +3 very good, in tenths.")]


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every part: immutable, unknown fields refused by name."""


class ChannelContents(Part, frozen=True):
    """A channel the map's touchpoints use."""

    key: Key
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    kind: Literal[tuple(Channel.Kind.values)] = "other"  # type: ignore[valid-type]


class KpiContents(Part, frozen=True):
    """A KPI that a stage of the map carries."""

    key: Key
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    kind: Literal[tuple(Kpi.Kind.values)] = "proportion"  # type: ignore[valid-type]
    unit: Annotated[str, Meta(max_length=24)] = ""
    better: Literal[tuple(Kpi.Better.values)] = "higher"  # type: ignore[valid-type]


class ObjectiveContents(Part, frozen=True):
    """An objective the map serves."""

    key: Key
    statement: Annotated[str, Meta(min_length=1, max_length=240)]
    aspect: Literal[tuple(Objective.Aspect.values)] = "other"  # type: ignore[valid-type]


class PersonaContents(Part, frozen=True):
    """A persona as it stands; in a published document, as it stood."""

    key: Key
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    tagline: Line = ""
    portrait: Text = ""
    age_range: Annotated[str, Meta(max_length=40)] = ""
    gender: Annotated[str, Meta(max_length=40)] = ""
    occupation: Annotated[str, Meta(max_length=120)] = ""
    income: Annotated[str, Meta(max_length=80)] = ""
    behaviours: Text = ""
    preferences: Text = ""
    motivations: Text = ""
    goals: Text = ""
    frustrations: Text = ""
    own_words: Text = ""
    share_of_customers: Share | None = None
    status: Literal[tuple(Persona.Status.values)] = "proto"  # type: ignore[valid-type]
    sees: Text = ""
    hears: Text = ""
    thinks: Text = ""
    feels: Text = ""
    image: Annotated[str, Meta(max_length=255)] = ""


class PersonaEmotion(Part, frozen=True):
    """How a touchpoint feels to one persona, by its key from `personas`."""

    persona: Key
    emotion: Emotion
    feeling: Annotated[str, Meta(max_length=60)] = ""
    basis: Literal["assumed", "observed"] = "assumed"


class TouchpointContents(Part, frozen=True):
    """A touchpoint, in the order of its stage. `channel` is a key from `channels`."""

    key: Key
    name: Name
    channel: Key | None = None
    does: Text = ""
    thinks: Text = ""
    actors: tuple[Line, ...] = ()
    is_moment_of_truth: bool = False
    importance: Scale | None = None
    emotion: Emotion | None = None
    feeling: Annotated[str, Meta(max_length=60)] = ""
    basis: Literal["assumed", "observed"] = "assumed"
    team: Annotated[str, Meta(max_length=120)] = ""
    persona_emotions: tuple[PersonaEmotion, ...] = ()


class StageContents(Part, frozen=True):
    """A stage with its touchpoints. `kpi` is a key from `kpis`."""

    key: Key
    name: Name
    customer_goal: Text = ""
    kpi: Key | None = None
    touchpoints: tuple[TouchpointContents, ...] = ()


class LaneContents(Part, frozen=True):
    """A lane; an empty name means that of its kind."""

    key: Key
    kind: Literal[tuple(Lane.Kind.values)]  # type: ignore[valid-type]
    name: Annotated[str, Meta(max_length=120)] = ""

    @property
    def title(self) -> str:
        """Return what the lane is called on the map."""
        return self.name or str(Lane.Kind(self.kind).label)


class CardContents(Part, frozen=True):
    """A card; without a touchpoint it spans its stage. Cards stand in the order of their cell."""

    key: Key
    lane: Key
    stage: Key
    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    touchpoint: Key | None = None
    severity: Scale | None = None
    share_hit: Share | None = None
    owner: Annotated[str, Meta(max_length=120)] = ""
    tags: tuple[Line, ...] = ()
    attachment: Annotated[str, Meta(max_length=255)] = ""


class OriginContents(Part, frozen=True):
    """The element `key` was split from, or merged from, the elements `from_keys`."""

    key: Key
    kind: Literal["split", "merge"]
    from_keys: tuple[Key, ...]
    recorded_by: Annotated[str, Meta(max_length=150)] = ""


class MapFacts(Part, frozen=True):
    """What the document says of the map itself."""

    name: Name
    kind: Literal[tuple(JourneyMap.Kind.values)] = "current"  # type: ignore[valid-type]
    scope: Text = ""


class VersionFacts(Part, frozen=True):
    """What the document says of the version, as far as it can travel to another map."""

    label: Annotated[str, Meta(max_length=120)] = ""
    reason: Text = ""
    change_summary: Text = ""
    evidence_from: date | None = None
    evidence_to: date | None = None


class MapContents(Part, frozen=True, kw_only=True):
    """A whole map: the document of format `journeyloop-map/1`.

    Lists stand in the order of the map. `notes` is what other apps had to say per element key when the
    version was published; it is empty in a draft and does not come in by import.
    """

    format: Literal["journeyloop-map/1"] = FORMAT
    map: MapFacts
    version: VersionFacts = VersionFacts()
    channels: tuple[ChannelContents, ...] = ()
    kpis: tuple[KpiContents, ...] = ()
    objectives: tuple[ObjectiveContents, ...] = ()
    personas: tuple[PersonaContents, ...] = ()
    stages: tuple[StageContents, ...] = ()
    lanes: tuple[LaneContents, ...] = ()
    cards: tuple[CardContents, ...] = ()
    origins: tuple[OriginContents, ...] = ()
    notes: dict[str, Any] = {}

    @property
    def touchpoints(self) -> Iterator[tuple[StageContents, TouchpointContents]]:
        """Return every touchpoint with its stage, in journey order."""
        return ((stage, touchpoint) for stage in self.stages for touchpoint in stage.touchpoints)


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(MapContents)


def encode(contents: MapContents) -> bytes:
    """Return the document as JSON bytes; the same contents give the same bytes."""
    return _encoder.encode(contents)


def decode(document: bytes | str) -> MapContents:
    """Return the contents of a document we wrote ourselves.

    Raises `msgspec.ValidationError` for anything else; `journeys.exchange.document` explains errors.
    """
    return _decoder.decode(document)


def checksum(document: bytes) -> str:
    """Return the SHA-256 of a document in hexadecimal: its ETag and, once published, its seal."""
    return hashlib.sha256(document).hexdigest()


def read(version: MapVersion) -> MapContents:
    """Return what a version holds: of a published one the frozen document, else the rows now.

    A draft takes eight or nine queries whatever its size, a published version one.
    """
    if version.is_frozen:
        return decode(document(version))
    return _read_rows(version)


def document(version: MapVersion) -> bytes:
    """Return a version's document as JSON bytes: stored ones if it is published."""
    if not version.is_frozen:
        return encode(_read_rows(version))
    if "document" not in version.get_deferred_fields():
        return version.document.encode()
    # A file is read where we are, and quickest as it lies there, never decoded. From a server the
    # packed copy is quicker, unpacking included: it is a tenth of the way.
    packed = packed_document(version) if connection.vendor == "postgresql" else None
    if packed is not None:
        return zlib.decompress(packed, _GZIP)
    ((stored,),) = _DOCUMENT.rows(version.pk)
    return stored if isinstance(stored, bytes) else bytes(stored, "utf-8")


def packed_document(version: MapVersion) -> bytes | None:
    """Return the document of a published version as gzip, if it is kept so."""
    ((packed,),) = _PACKED.rows(version.pk)
    return None if packed is None else bytes(packed)


def pack(document: bytes) -> bytes:
    """Return a document as gzip; the same document gives the same bytes."""
    return gzip.compress(document, compresslevel=6, mtime=0)


class _Undecoded(Func):
    """A text's own bytes, where the database gives them."""

    template = "%(expressions)s"
    output_field = BinaryField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the text as a blob, which the driver hands over as it is."""
        cast = "CAST(%(expressions)s AS BLOB)"
        return self.as_sql(compiler, connection, template=cast, **context)


_GZIP = 16 + zlib.MAX_WBITS
_DOCUMENT = Statement(
    lambda pk: MapVersion.objects.filter(pk=pk).values_list(_Undecoded("document"))
)
_PACKED = Statement(lambda pk: MapVersion.objects.filter(pk=pk).values_list("packed"))


def _ordered(model: type[Element], *fields: str) -> Statement:
    """Return the query of a version's elements in the order of the map."""
    rows = model._default_manager.order_by("order", "id").values_list(*fields)
    return Statement(lambda version_id: rows.filter(version_id=version_id))


_STAGES = _ordered(
    Stage, "id", "key", "name", "customer_goal", "kpi__key", "kpi__name", "kpi__kind", "kpi__unit", "kpi__better",
)  # fmt: skip
_TOUCHPOINTS = _ordered(
    Touchpoint, "id", "stage_id", "channel__key", "channel__name", "channel__kind", "key", "name", "does",
    "thinks", "actors", "is_moment_of_truth", "importance", "emotion", "feeling", "basis", "team",
    "persona_emotions",
)  # fmt: skip
_LANES = _ordered(Lane, "id", "key", "kind", "name")
_CARDS = _ordered(
    Card, "key", "lane_id", "stage_id", "touchpoint_id", "text", "severity", "share_hit", "owner", "tags",
    "attachment",
)  # fmt: skip
_ORIGINS = Statement(
    lambda version_id: (
        ElementOrigin.objects.filter(version_id=version_id)
        .order_by("key")
        .values_list("key", "kind", "from_keys", "recorded_by_name")
    )
)
_PERSONAS = Statement(
    lambda map_id: (
        Persona.objects.filter(maps=map_id)
        .order_by("name", "key")
        .values_list(*PersonaContents.__struct_fields__)
    )
)
_OBJECTIVES = Statement(
    lambda map_id: (
        Objective.objects.filter(maps=map_id)
        .order_by("statement", "key")
        .values_list("key", "statement", "aspect")
    )
)
#: Lists are kept as JSON text.
_texts = msgspec.json.Decoder(tuple[str, ...]).decode
_emotions = msgspec.json.Decoder(tuple[PersonaEmotion, ...]).decode


def _read_rows(version: MapVersion) -> MapContents:
    """Read a version's rows in seven queries (eight if its map is not loaded yet)."""
    kpis: dict[str, KpiContents] = {}
    channels: dict[str, ChannelContents] = {}
    personas = _personas(version.map_id)
    on_map = frozenset(persona.key for persona in personas)
    stages, stage_keys, touchpoint_keys = _stages(version.pk, kpis, channels, on_map)
    lanes = _LANES.rows(version.pk)
    lane_keys = {row[0]: row[1] for row in lanes}
    return MapContents(
        map=MapFacts(name=version.map.name, kind=version.map.kind, scope=version.map.scope),
        version=VersionFacts(
            label=version.label,
            reason=version.reason,
            change_summary=version.change_summary,
            evidence_from=version.evidence_from,
            evidence_to=version.evidence_to,
        ),
        channels=tuple(channels.values()),
        kpis=tuple(kpis.values()),
        objectives=_objectives(version.map_id),
        personas=personas,
        stages=stages,
        lanes=tuple(LaneContents(key=key, kind=kind, name=name) for _, key, kind, name in lanes),
        cards=_cards(version.pk, lane_keys, stage_keys, touchpoint_keys),
        origins=_origins(version.pk),
    )


def _number(value: Any) -> float | None:
    """Return what a decimal column holds; whole numbers come without a fraction on SQLite."""
    return None if value is None else float(value)


def _stages(
    version_id: int,
    kpis: dict[str, KpiContents],
    channels: dict[str, ChannelContents],
    personas: frozenset[str],
) -> tuple[tuple[StageContents, ...], dict[int, str], dict[int, str]]:
    """Return the stages with their touchpoints, and the keys of both by row id.

    Fills `kpis` and `channels` in the order of their first use.
    """
    touchpoints, touchpoint_keys = _touchpoints(version_id, channels, personas)
    stages = []
    stage_keys = {}
    for identifier, key, name, goal, kpi, *kpi_facts in _STAGES.rows(version_id):
        stage_keys[identifier] = key
        if kpi is not None and kpi not in kpis:
            kpi_name, kind, unit, better = kpi_facts
            kpis[kpi] = KpiContents(key=kpi, name=kpi_name, kind=kind, unit=unit, better=better)
        stages.append(
            StageContents(
                key=key,
                name=name,
                customer_goal=goal,
                kpi=kpi,
                touchpoints=tuple(touchpoints.get(identifier, ())),
            )
        )
    order = dict.fromkeys(
        touchpoint.channel
        for stage in stages
        for touchpoint in stage.touchpoints
        if touchpoint.channel
    )
    in_journey_order = {key: channels[key] for key in order}
    channels.clear()
    channels.update(in_journey_order)
    return tuple(stages), stage_keys, touchpoint_keys


def _touchpoints(
    version_id: int, channels: dict[str, ChannelContents], personas: frozenset[str]
) -> tuple[dict[int, list[TouchpointContents]], dict[int, str]]:
    by_stage: dict[int, list[TouchpointContents]] = defaultdict(list)
    keys = {}
    for identifier, stage_id, channel, channel_name, channel_kind, *facts in _TOUCHPOINTS.rows(
        version_id
    ):
        (
            key,
            name,
            does,
            thinks,
            actors,
            moment,
            importance,
            emotion,
            feeling,
            basis,
            team,
            of_personas,
        ) = facts
        keys[identifier] = key
        if channel is not None:
            channels[channel] = ChannelContents(key=channel, name=channel_name, kind=channel_kind)
        by_stage[stage_id].append(
            TouchpointContents(
                key=key,
                name=name,
                channel=channel,
                does=does,
                thinks=thinks,
                actors=_texts(actors),
                is_moment_of_truth=bool(moment),
                importance=importance,
                emotion=_number(emotion),
                feeling=feeling,
                basis=basis,
                team=team,
                persona_emotions=_persona_emotions(of_personas, personas),
            )
        )
    return by_stage, keys


def _persona_emotions(kept: Any, personas: frozenset[str]) -> tuple[PersonaEmotion, ...]:
    """Return what a touchpoint keeps of the map's personas; of others it may have been theirs once."""
    if kept == "[]":
        return ()
    return tuple(entry for entry in _emotions(kept) if entry.persona in personas)


def _cards(
    version_id: int,
    lane_keys: dict[int, str],
    stage_keys: dict[int, str],
    touchpoint_keys: dict[int, str],
) -> tuple[CardContents, ...]:
    touchpoint: Callable[[Any], str | None] = touchpoint_keys.get
    return tuple(
        [
            CardContents(
                key=key,
                lane=lane_keys[lane_id],
                stage=stage_keys[stage_id],
                touchpoint=touchpoint(touchpoint_id),
                text=text,
                severity=severity,
                share_hit=_number(share),
                owner=owner,
                tags=_texts(tags),
                attachment=attachment,
            )
            for key, lane_id, stage_id, touchpoint_id, text, severity, share, owner, tags, attachment in _CARDS.rows(
                version_id
            )
        ]
    )


def _personas(map_id: int) -> tuple[PersonaContents, ...]:
    names = PersonaContents.__struct_fields__
    return tuple(_persona(dict(zip(names, row, strict=True))) for row in _PERSONAS.rows(map_id))


def _persona(facts: dict[str, Any]) -> PersonaContents:
    share = _number(facts.pop("share_of_customers"))
    return PersonaContents(share_of_customers=share, **facts)


def _objectives(map_id: int) -> tuple[ObjectiveContents, ...]:
    return tuple(
        ObjectiveContents(key=key, statement=statement, aspect=aspect)
        for key, statement, aspect in _OBJECTIVES.rows(map_id)
    )


def _origins(version_id: int) -> tuple[OriginContents, ...]:
    return tuple(
        OriginContents(
            key=key,
            kind="split" if kind == ElementOrigin.Kind.SPLIT else "merge",
            from_keys=_texts(from_keys),
            recorded_by=name,
        )
        for key, kind, from_keys, name in _ORIGINS.rows(version_id)
    )

"""What a map must keep to that a schema cannot say: keys, references, tenths, order, size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.exchange.places import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from journeys.contents import CardContents, MapContents
    from journeys.exchange.places import Steps

    Broken = Iterator[tuple[Steps, str]]


def broken(contents: MapContents) -> Broken:
    """Return what keeps these contents from being a map, as places and sentences."""
    for rule in _RULES:
        yield from rule(contents)


def doubtful(contents: MapContents) -> Broken:
    """Return what may stand but is probably not meant."""
    pain_points = {lane.key for lane in contents.lanes if lane.kind == "pain_points"}
    for index, card in enumerate(contents.cards):
        if card.severity is not None and card.lane not in pain_points:
            yield (
                ("cards", index, "severity"),
                "Only pain points have a severity; it is kept, but no page shows it.",
            )


def _names(contents: MapContents) -> Broken:
    """Names of blanks only: forms refuse them, so documents do."""
    for steps, name in _all_names(contents):
        if not name.strip():
            yield steps, "Has only blanks."


def _all_names(contents: MapContents) -> Iterator[tuple[Steps, str]]:
    yield ("map", "name"), contents.map.name
    for kind, field in (
        ("channels", "name"),
        ("kpis", "name"),
        ("objectives", "statement"),
        ("personas", "name"),
        ("stages", "name"),
        ("cards", "text"),
    ):
        for index, part in enumerate(getattr(contents, kind)):
            yield (kind, index, field), getattr(part, field)
    for steps, touchpoint in _touchpoints(contents):
        yield (*steps, "name"), touchpoint.name


def _keys(contents: MapContents) -> Broken:
    """An element's key is its own among all elements; so is a channel's among channels, and so on."""
    yield from _repeated(
        _element_keys(contents), "The key is taken by {}; every element needs its own."
    )
    for kind in ("channels", "kpis", "objectives", "personas", "origins"):
        keys = (
            ((kind, index, "key"), part.key) for index, part in enumerate(getattr(contents, kind))
        )
        yield from _repeated(keys, "The key is taken by {}.")
    names = (
        (("channels", index, "name"), channel.name)
        for index, channel in enumerate(contents.channels)
    )
    yield from _repeated(names, "The name is taken by {}; a program has one channel of a name.")


def _element_keys(contents: MapContents) -> Iterator[tuple[Steps, str]]:
    for kind in ("stages", "lanes", "cards"):
        for index, part in enumerate(getattr(contents, kind)):
            yield (kind, index, "key"), part.key
    for steps, touchpoint in _touchpoints(contents):
        yield (*steps, "key"), touchpoint.key


def _repeated(values: Iterator[tuple[Steps, str]], message: str) -> Broken:
    first: dict[str, Steps] = {}
    for steps, value in values:
        if value in first:
            yield steps, message.format(path_of(first[value][:-1]))
        else:
            first[value] = steps


def _references(contents: MapContents) -> Broken:
    channels = {channel.key for channel in contents.channels}
    kpis = {kpi.key for kpi in contents.kpis}
    for index, stage in enumerate(contents.stages):
        if stage.kpi is not None and stage.kpi not in kpis:
            yield ("stages", index, "kpi"), "There is no KPI of this key under kpis."
    for steps, touchpoint in _touchpoints(contents):
        if touchpoint.channel is not None and touchpoint.channel not in channels:
            yield (*steps, "channel"), "There is no channel of this key under channels."
    yield from _persona_emotions(contents)


def _persona_emotions(contents: MapContents) -> Broken:
    """Each entry is of another persona of the map."""
    personas = {persona.key for persona in contents.personas}
    for steps, touchpoint in _touchpoints(contents):
        keys = []
        for index, entry in enumerate(touchpoint.persona_emotions):
            place = (*steps, "persona_emotions", index, "persona")
            keys.append((place, entry.persona))
            if entry.persona not in personas:
                yield place, "There is no persona of this key under personas."
        yield from _repeated(iter(keys), "The persona is taken by {}.")


def _places_of_cards(contents: MapContents) -> Broken:
    lanes = {lane.key for lane in contents.lanes}
    stages = {stage.key for stage in contents.stages}
    stage_of = {touchpoint.key: stage.key for stage, touchpoint in contents.touchpoints}
    for index, card in enumerate(contents.cards):
        for field, message in _misplaced(card, lanes, stages, stage_of):
            yield ("cards", index, field), message


def _misplaced(
    card: CardContents, lanes: set[str], stages: set[str], stage_of: dict[str, str]
) -> Iterator[tuple[str, str]]:
    if card.lane not in lanes:
        yield "lane", "There is no lane of this key."
    if card.stage not in stages:
        yield "stage", "There is no stage of this key."
    if card.touchpoint is None:
        return
    if card.touchpoint not in stage_of:
        yield "touchpoint", "There is no touchpoint of this key."
    elif stage_of[card.touchpoint] != card.stage:
        yield "touchpoint", "This touchpoint lies in another stage than the card."


def _tenths(contents: MapContents) -> Broken:
    for steps, value in _measures(contents):
        if value is not None and round(value, 1) != value:
            yield steps, f"Is {value}; one decimal is the most."


def _measures(contents: MapContents) -> Iterator[tuple[Steps, float | None]]:
    for steps, touchpoint in _touchpoints(contents):
        yield (*steps, "emotion"), touchpoint.emotion
        for index, entry in enumerate(touchpoint.persona_emotions):
            yield (*steps, "persona_emotions", index, "emotion"), entry.emotion
    for index, card in enumerate(contents.cards):
        yield ("cards", index, "share_hit"), card.share_hit
    for index, persona in enumerate(contents.personas):
        yield ("personas", index, "share_of_customers"), persona.share_of_customers


def _evidence_window(contents: MapContents) -> Broken:
    begin, end = contents.version.evidence_from, contents.version.evidence_to
    if begin is not None and end is not None and end < begin:
        yield ("version", "evidence_to"), f"Is before evidence_from, {begin.isoformat()}."


def _origins(contents: MapContents) -> Broken:
    for index, origin in enumerate(contents.origins):
        if not origin.from_keys:
            yield ("origins", index, "from_keys"), "Names no element it came from."


def _touchpoints(contents: MapContents) -> Iterator[tuple[Steps, Any]]:
    for s, stage in enumerate(contents.stages):
        for t, touchpoint in enumerate(stage.touchpoints):
            yield ("stages", s, "touchpoints", t), touchpoint


_RULES: tuple[Callable[[MapContents], Broken], ...] = (
    _names,
    _keys,
    _references,
    _places_of_cards,
    _tenths,
    _evidence_window,
    _origins,
)

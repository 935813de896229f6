"""A map in words, for those who don't see the picture: `describe(picture)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering.curve import signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journeys.rendering.comparison_parts import ComparedColumn, ComparedStage, KpiMark
    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.curve import Point
    from journeys.rendering.parts import CardBox, Column, StageHead
    from journeys.rendering.persona_curves import PersonaCurve
    from journeys.rendering.picture import MapPicture


class StageWords(Struct, frozen=True):
    """A stage in words: its heading and one sentence per touchpoint."""

    heading: str
    touchpoints: tuple[str, ...]


class Description(Struct, frozen=True):
    """A map in words: what it is, stage by stage, and what hurts, the worst first."""

    summary: str
    stages: tuple[StageWords, ...] = ()
    pain_points: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [self.summary]
        for stage in self.stages:
            lines += [stage.heading, *stage.touchpoints]
        if self.pain_points:
            lines += ["Pain points, the worst first.", *self.pain_points]
        return "\n".join(lines)


def describe(picture: MapPicture, *, every_persona: bool = False) -> Description:
    """Return what the picture shows, in journey order; of `every_persona`, or of those shown."""
    if picture.is_empty:
        return Description(f"{picture.title}: a map without stages yet.")
    personas = picture.personas if every_persona else picture.shown_personas
    told = frozenset(persona.key for persona in personas)
    return Description(
        summary=" ".join((_summary(picture), *_of_personas(personas))),
        stages=tuple(_stage(picture, stage, told) for stage in picture.stages),
        pain_points=tuple(_pain_points(picture)),
    )


def ratings(picture: MapPicture) -> tuple[str, ...]:
    """Return a sentence on every touchpoint's rating."""
    told = frozenset(persona.key for persona in picture.shown_personas)
    return tuple(_touchpoint(column, told) for column in picture.columns if column.is_touchpoint)


def rating(point: Point) -> str:
    """Return one touchpoint's rating: name, value, basis, feeling."""
    return _joined((f"{point.name}: {point.label}", point.basis, point.feeling))


def persona_rating(persona: str, point: Point) -> str:
    """Return how a touchpoint feels to a persona: name, touchpoint, value, basis, feeling."""
    return f"{persona}, {rating(point)}"


def _of_personas(personas: Iterable[PersonaCurve]) -> Iterator[str]:
    """Say who has a curve beside the map's, and how much of it is their own."""
    own = [f"{persona.name} at {persona.own}" for persona in personas]
    if own:
        yield (f"Curves of their own, elsewhere as the map's: {', '.join(own)} of the touchpoints.")


def _summary(picture: MapPicture) -> str:
    touchpoints = [column for column in picture.columns if column.is_touchpoint]
    heading = ", ".join(filter(None, (picture.title, picture.caption)))
    sentences = [
        (
            f"{heading}: {counted(len(picture.stages), 'stage')}, "
            f"{counted(len(touchpoints), 'touchpoint')}."
        )
    ]
    points = picture.curve.points
    if points:
        assumed = sum(point.is_assumed for point in points)
        sentences.append(
            f"{len(points)} of {len(touchpoints)} rated, "
            f"{len(points) - assumed} from observation, {assumed} assumed."
        )
        low, high = (
            min(points, key=lambda point: point.value),
            max(points, key=lambda point: point.value),
        )
        if low.value < high.value:
            sentences.append(f"Lowest {low.name}, {low.label}; highest {high.name}, {high.label}.")
    else:
        sentences.append("Nobody has rated how customers feel yet.")
    return " ".join(sentences)


def _stage(picture: MapPicture, stage: StageHead, told: frozenset[str]) -> StageWords:
    columns = picture.columns[stage.first : stage.first + stage.span]
    goal = f" The customer wants: {stage.goal}" if stage.goal else ""
    continued = ", continued" if stage.is_continued else ""
    return StageWords(
        heading=f"Stage {stage.name}{continued}.{goal}",
        touchpoints=tuple(_touchpoint(column, told) for column in columns if column.is_touchpoint)
        or ("No touchpoints yet.",),
    )


def _touchpoint(column: Column, told: frozenset[str]) -> str:
    said = "not rated"
    if column.emotion is not None:
        said = _rated(column.emotion, column.feeling, is_assumed=column.is_assumed)
    of_personas = "".join(
        f"; for {one.name} {_rated(one.value, one.feeling, is_assumed=one.is_assumed)}"
        for one in column.of_personas
        if one.persona in told
    )
    return f"{_joined((column.name, _moment(column)))}: {said}{of_personas}."


def _rated(value: float, feeling: str, *, is_assumed: bool) -> str:
    return _joined((signed(value), "assumed" if is_assumed else "observed", feeling))


def _moment(column: Column) -> str:
    return "moment of truth" if column.is_moment_of_truth else ""


def _pain_points(picture: MapPicture) -> Iterator[str]:
    found: list[tuple[CardBox, str]] = []
    stage_of = {
        index: stage
        for stage in picture.stages
        for index in range(stage.first, stage.first + stage.span)
    }
    for row in picture.lanes:
        if row.is_pain_points:
            for cell in row.cells:
                column = picture.columns[cell.first]
                stage = stage_of[cell.first].name
                place = f"{stage}, {column.name}" if cell.span == 1 and column.name else stage
                found += [(card, place) for card in cell.cards]
    found.sort(key=lambda pair: -(pair[0].severity or 0))
    for card, place in found:
        severity = f"severity {card.severity} of 5" if card.severity else "severity not given"
        share = f"{card.share} of customers hit" if card.share else ""
        yield f"{card.text} ({_joined((place, severity, share))})."


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the right number."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _joined(words: Iterable[str]) -> str:
    return ", ".join(word for word in words if word)


class ComparisonDescription(Struct, frozen=True):
    """A comparison in words: the summary and a sentence per touchpoint."""

    summary: str
    touchpoints: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join((self.summary, *self.touchpoints))


def describe_comparison(picture: ComparisonPicture) -> ComparisonDescription:
    """Return what the picture of a comparison shows, in journey order."""
    return ComparisonDescription(
        summary=f"{picture.title}, {picture.before_name} and {picture.after_name}. {picture.summary}",
        touchpoints=(
            *(_compared(picture, column) for column in picture.columns if column.is_touchpoint),
            *(_kpi(stage, kpi) for stage in picture.stages for kpi in stage.kpis),
        ),
    )


def _kpi(stage: ComparedStage, kpi: KpiMark) -> str:
    place = kpi.place or stage.name
    change = f"{kpi.change}, 95 % interval {kpi.interval}" if kpi.change else kpi.reason
    return f"{kpi.name} at {place}: {kpi.before}, then {kpi.after}, {kpi.words}: {change}."


def _compared(picture: ComparisonPicture, column: ComparedColumn) -> str:
    name = column.name
    if column.old_name:
        name = f"{name}, was “{column.old_name}”"
    standing = column.origin or column.mark
    said = [f"{name}: {standing}"] if column.mark != "kept" else [f"{name}:"]
    if column.verdict is not None:
        verdict = column.verdict
        before, after = (
            "not rated" if value is None else signed(value)
            for value in (verdict.before, verdict.after)
        )
        said.append(
            f"{picture.before_name} {before}, {picture.after_name} {after}, "
            f"{verdict.words}: {verdict.reason}"
        )
    said += [f"{mark.count} {mark.kind}: {mark.title}" for mark in column.marks]
    if len(said) == 1 and column.mark == "kept":
        return f"{name}: nothing changed."
    return f"{said[0]} {'. '.join(said[1:])}." if len(said) > 1 else f"{said[0]}."

"""Maps, versions and their elements; and whole small maps made by the verbs themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factory

from journeys import maps, versions
from journeys.models import Card, JourneyMap, Lane, MapVersion, Stage, Touchpoint
from tests.factories.programs import ProgramFactory
from tests.journeys.sample import small_map

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from journeys.models import Program


class MapFactory(factory.django.DjangoModelFactory):
    """A map without versions."""

    class Meta:
        model = JourneyMap

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda number: f"Open an account {number}")


class VersionFactory(factory.django.DjangoModelFactory):
    """An empty draft of a new map. For other states use the verbs of `journeys.versions`."""

    class Meta:
        model = MapVersion

    map = factory.SubFactory(MapFactory)
    program = factory.SelfAttribute("map.program")
    number = factory.LazyAttribute(lambda version: version.map.versions.count() + 1)


class StageFactory(factory.django.DjangoModelFactory):
    """A stage of a new draft."""

    class Meta:
        model = Stage

    version = factory.SubFactory(VersionFactory)
    name = factory.Sequence(lambda number: f"Stage {number}")
    order = factory.Sequence(lambda number: number)


class TouchpointFactory(factory.django.DjangoModelFactory):
    """A touchpoint in a new stage; it lies in the stage's version."""

    class Meta:
        model = Touchpoint

    stage = factory.SubFactory(StageFactory)
    version = factory.SelfAttribute("stage.version")
    name = factory.Sequence(lambda number: f"Touchpoint {number}")
    order = factory.Sequence(lambda number: number)


class LaneFactory(factory.django.DjangoModelFactory):
    """A lane of pain points in a new draft."""

    class Meta:
        model = Lane

    version = factory.SubFactory(VersionFactory)
    kind = Lane.Kind.PAIN_POINTS
    order = factory.Sequence(lambda number: number)


class CardFactory(factory.django.DjangoModelFactory):
    """A card across a new stage, in a new lane of the stage's version."""

    class Meta:
        model = Card

    stage = factory.SubFactory(StageFactory)
    version = factory.SelfAttribute("stage.version")
    lane = factory.SubFactory(LaneFactory, version=factory.SelfAttribute("..version"))
    text = factory.Sequence(lambda number: f"Card {number}")
    order = factory.Sequence(lambda number: number)


def small_draft(program: Program, *, by: User | None = None, **changes: Any) -> MapVersion:
    """Return the draft of a new map: `sample.small_map`, two stages, three touchpoints, three cards."""
    return maps.create(program, small_map(**changes), by=by)


def published_map(program: Program, *, by: User | None = None, **changes: Any) -> MapVersion:
    """Return version 1 of a new small map, published."""
    return versions.publish(small_draft(program, by=by, **changes), by=by)

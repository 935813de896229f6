"""Maps: their newest version, when they were published last, when they should be looked at again."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from msgspec import Struct

from journeys.models import FROZEN_STATES, MapVersion, State, Touchpoint
from journeys.rendering.curve import Point
from journeys.standing import figures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from journeys.models import JourneyMap, Program


class MapStanding(Struct, frozen=True):
    """A map with its newest version and the feelings on it, in journey order."""

    map: JourneyMap
    newest: MapVersion | None = None
    published_at: datetime | None = None
    due: date | None = None
    today: date | None = None
    feelings: tuple[Point | None, ...] = ()
    looked_at: datetime | None = None

    @property
    def days_overdue(self) -> int:
        """Return for how many days it should have been looked at again; 0 if it is not due."""
        if self.due is None or self.today is None:
            return 0
        return max((self.today - self.due).days, 0)

    @property
    def published_ago(self) -> str:
        """Return how long ago it was published last, "" if it never was."""
        if self.published_at is None or self.today is None:
            return ""
        return figures.ago(timezone.localdate(self.published_at), self.today)

    @property
    def looked_at_ago(self) -> str:
        """Return how long ago it was published or found still true, "" if it never was."""
        if self.looked_at is None or self.today is None:
            return ""
        return figures.ago(timezone.localdate(self.looked_at), self.today)

    @property
    def is_in_work(self) -> bool:
        """Return whether its newest version is a draft or in review: somebody is at it."""
        return self.newest is not None and self.newest.state in {State.DRAFT, State.IN_REVIEW}


def of_maps(
    maps: Iterable[JourneyMap], program: Program, *, with_feelings: bool = True
) -> list[MapStanding]:
    """Return the standing of each map, in their order, in two queries (one without feelings)."""
    maps = list(maps)
    newest, published, current = _versions(maps)
    feelings = _feelings([version.pk for version in newest.values()]) if with_feelings else {}
    today = timezone.localdate()
    return [
        MapStanding(
            map=journey,
            newest=newest.get(journey.pk),
            published_at=published.get(journey.pk),
            looked_at=last_look(current.get(journey.pk), journey),
            due=due_on(current.get(journey.pk), journey, program),
            today=today,
            feelings=tuple(feelings.get(newest[journey.pk].pk, ())) if journey.pk in newest else (),
        )
        for journey in maps
    ]


def last_look(published_at: datetime | None, journey: JourneyMap) -> datetime | None:
    """Return when a map was published, or found still true since; None if it never was published."""
    if published_at is None or journey.reviewed_at is None:
        return published_at
    return max(published_at, journey.reviewed_at)


def due_on(published_at: datetime | None, journey: JourneyMap, program: Program) -> date | None:
    """Return the day a map should be looked at again: its own cadence, or else the program's.

    `published_at` is that of its newest published version. `journeys.models.due` asks the database the
    same question.
    """
    looked_at = last_look(published_at, journey)
    if looked_at is None or journey.is_archived:
        return None
    cadence = journey.review_cadence_days or program.review_cadence_days
    return timezone.localdate(looked_at) + timedelta(days=cadence)


def _versions(
    maps: list[JourneyMap],
) -> tuple[dict[int, MapVersion], dict[int, datetime], dict[int, datetime]]:
    """Return per map the newest version, when it was published last, and when what is in force was."""
    newest: dict[int, MapVersion] = {}
    published: dict[int, datetime] = {}
    current: dict[int, datetime] = {}
    if not maps:
        return newest, published, current
    rows = MapVersion.objects.filter(map__in=maps).exclude(state=State.DISCARDED)
    by_id = {journey.pk: journey for journey in maps}
    for version in rows.order_by("map_id", "-number"):
        version.map = by_id[version.map_id]
        newest.setdefault(version.map_id, version)
        if version.state in FROZEN_STATES and version.published_at is not None:
            published.setdefault(version.map_id, version.published_at)
            if version.state == State.PUBLISHED:
                current.setdefault(version.map_id, version.published_at)
    return newest, published, current


def _feelings(versions: list[int]) -> dict[int, list[Point | None]]:
    """Return the emotion of every touchpoint per version; None where nobody has rated it."""
    places: dict[int, list[Point | None]] = defaultdict(list)
    if not versions:
        return places
    rows = (
        Touchpoint.objects.filter(version__in=versions)
        .order_by("version_id", "stage__order", "stage_id", "order", "id")
        .values_list("version_id", "emotion", "basis", "is_moment_of_truth")
    )
    for version_id, emotion, basis, is_moment in rows:
        place = places[version_id]
        assumed = basis == Touchpoint.Basis.ASSUMED
        point = Point(len(place) + 0.5, float(emotion), assumed, is_moment) if emotion is not None else None  # fmt: skip
        place.append(point)
    return places

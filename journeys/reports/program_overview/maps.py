"""A program's maps by the stage of the life cycle they are about, and what was published since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from journeys import contents
from journeys.comparison import compare
from journeys.models import FROZEN_STATES, JourneyMap, MapVersion, State
from journeys.rendering import curve as curves
from journeys.rendering.markup import Canvas, Drawing, escape, number
from journeys.rendering.palette import PRINT
from journeys.reports import words
from journeys.reports.program_overview.report import Change, MapSaid, StageOfLife
from journeys.standing import maps as standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from journeys.models import Program
    from journeys.standing.maps import MapStanding

MOST_MAPS, MOST_CHANGES = 400, 30
#: Sentences on what a version changed are made of so many versions, the newest first: each is read whole.
MOST_COMPARED = 12
_WIDTH, _HEIGHT = 130.0, 34.0
STATE_MARKS = {
    "draft": "moved", "in_review": "not_comparable", "published": "better", "archived": "removed",
    "discarded": "removed",
}  # fmt: skip


def standings(program: Program) -> list[MapStanding]:
    """Return where each map in use stands, by name."""
    maps = JourneyMap.objects.filter(program=program, is_archived=False).select_related("owner")
    return standing.of_maps(list(maps.order_by("name", "id")[:MOST_MAPS]), program)


def by_life_cycle(
    found: Sequence[MapStanding], today: date
) -> tuple[tuple[StageOfLife, ...], tuple[str, ...]]:
    """Return the stages of the life cycle that have maps, and the names of those that have none."""
    groups, gaps = [], []
    for value, label in [*JourneyMap.LifeCycle.choices, ("", "No stage of the life cycle set")]:
        maps = tuple(_map(one, today) for one in found if one.map.life_cycle_stage == value)
        if maps:
            groups.append(StageOfLife(str(label), maps))
        elif value not in {"", JourneyMap.LifeCycle.WHOLE}:
            gaps.append(str(label).lower())
    is_told = any(one.map.life_cycle_stage for one in found)
    return tuple(groups), tuple(gaps) if is_told else ()


def _map(found: MapStanding, today: date) -> MapSaid:
    newest, owner = found.newest, found.map.owner
    late = (today - found.due).days if found.due else 0
    if found.due is None:
        due = "not published yet"
    elif late > 0:
        due = f"{words.counted(late, 'day')} overdue"
    else:
        due = f"due {words.day(found.due)}"
    return MapSaid(
        name=words.clean(found.map.name),
        kind=str(JourneyMap.Kind(found.map.kind).label),
        version=f"Version {newest.number}" if newest else "No version",
        state=str(State(newest.state).label) if newest else "",
        state_mark=STATE_MARKS[newest.state] if newest else "none",
        owner=words.clean(owner.get_full_name() or owner.get_username()) if owner else "nobody",
        published=words.local_day(found.published_at) if found.published_at else "never",
        due=due,
        is_late=late > 0,
        curve=_curve(found),
    )


def _curve(found: MapStanding) -> Drawing | str:
    """Return the map's curve very small, with its zero line."""
    drawn = curves.through(found.feelings)
    if not drawn.points:
        return ""
    step = (_WIDTH - 8) / len(found.feelings)
    canvas = Canvas()

    def x(column: float) -> str:
        return number(4 + column * step)

    def y(value: float) -> str:
        return number(_HEIGHT / 2 - value / 3 * (_HEIGHT / 2 - 4))

    canvas.line((0, _HEIGHT / 2), (_WIDTH, _HEIGHT / 2), PRINT.line)
    for is_assumed, dash in ((False, ""), (True, "4 3")):
        segments = [one for one in drawn.segments if one.is_assumed == is_assumed]
        if segments:
            canvas.path(
                curves.path(segments, x, y), fill="none", stroke=PRINT.primary, stroke_width=1.6,
                stroke_dasharray=dash,
            )  # fmt: skip
    low = min(point.value for point in drawn.points)
    high = max(point.value for point in drawn.points)
    title = f"Emotion from {words.signed(low)} to {words.signed(high)}"
    size = f'width="{_WIDTH:g}" height="{_HEIGHT:g}" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}"'
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" {size} role="img">'
        f"<title>{escape(title)}</title>{canvas}</svg>"
    )


def published_since(program: Program, since: date) -> tuple[tuple[Change, ...], int]:
    """Return the versions published since a day, the newest first, and how many more there are."""
    rows = MapVersion.objects.filter(
        program=program, published_at__isnull=False, published_at__date__gte=since
    ).select_related("map")
    total = rows.count()
    versions = list(rows.order_by("-published_at", "-id")[:MOST_CHANGES])
    return tuple(_changes(versions)), max(0, total - len(versions))


def _changes(versions: Sequence[MapVersion]) -> Iterator[Change]:
    for place, version in enumerate(versions):
        summary = _what_changed(version) if place < MOST_COMPARED else ""
        yield Change(
            when=words.local_day(version.published_at) if version.published_at else "",
            what=words.clean(f"{version.map.name}, version {version.number}"),
            who=words.clean(version.published_by_name),
            summary=words.shortened(words.clean(summary), 420),
            own_words=words.shortened(words.clean(version.change_summary), 420),
        )


def _what_changed(version: MapVersion) -> str:
    """Return a sentence on what differs from the version published before it."""
    earlier = MapVersion.objects.filter(
        map=version.map_id, number__lt=version.number, state__in=FROZEN_STATES
    )
    before = earlier.order_by("-number").first()
    if before is None:
        return "The first version of this map."
    return compare(contents.read(before), contents.read(version)).summary


def today_of(read_at: object) -> date:
    """Return the day of a moment where the installation is."""
    return timezone.localdate(read_at)  # type: ignore[arg-type]

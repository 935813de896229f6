"""A program's maps by the stage of the customers' life they take place in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.hierarchy import count_below
from journeys.models import JourneyMap
from journeys.standing import maps as standing

if TYPE_CHECKING:
    from journeys.models import Program
    from journeys.standing.maps import MapStanding

#: Maps shown at once; a program with more is asked to filter.
MOST = 400
NOT_PLACED = "Not placed yet"


class Asked(Struct, frozen=True):
    """What the maps are narrowed by; an empty word or None asks for all."""

    owner: int | None = None
    kind: str = ""
    state: str = ""
    overdue: bool = False

    def __bool__(self) -> bool:
        return self != Asked()


class Placed(Struct, frozen=True):
    """A map with where it stands and how many maps detail it, at any depth."""

    standing: MapStanding
    details: int = 0

    @property
    def lowest(self) -> float | None:
        """Return how the worst touchpoint of its newest version feels."""
        return min((point.value for point in self.standing.feelings if point), default=None)


class Column(Struct, frozen=True):
    """A stage of the life cycle with its maps; `stage` is empty for those nobody has placed yet."""

    stage: str
    title: str
    maps: tuple[Placed, ...] = ()


class Portfolio(Struct, frozen=True):
    """All columns, and how many maps there are beside those shown."""

    columns: tuple[Column, ...]
    shown: int
    total: int
    overdue: int


def of_program(program: Program, asked: Asked | None = None) -> Portfolio:
    """Read the portfolio in four queries, whatever the number of maps."""
    asked = asked or Asked()
    in_use = JourneyMap.objects.filter(program=program, is_archived=False)
    # Every map's parent: a map that is filtered out still counts as a detail of another.
    parents = dict(in_use.values_list("pk", "parent_id"))
    below = count_below(parents)
    rows = in_use.overdue() if asked.overdue else in_use
    if asked.owner is not None:
        rows = rows.filter(owner=asked.owner)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    maps = list(rows.select_related("owner").order_by("name", "id")[:MOST])
    stands = standing.of_maps(maps, program)
    if asked.state:
        stands = [one for one in stands if _state(one) == asked.state]
    placed = [Placed(one, below.get(one.map.pk, 0)) for one in stands]
    return Portfolio(
        columns=tuple(_columns(placed)),
        shown=len(placed),
        total=len(parents),
        overdue=sum(1 for one in stands if one.days_overdue),
    )


def _state(one: MapStanding) -> str:
    return one.newest.state if one.newest is not None else "none"


def _columns(placed: list[Placed]) -> list[Column]:
    stages = [*JourneyMap.LifeCycle.choices, ("", NOT_PLACED)]
    return [
        Column(
            str(stage),
            str(title),
            tuple(one for one in placed if one.standing.map.life_cycle_stage == stage),
        )
        for stage, title in stages
    ]

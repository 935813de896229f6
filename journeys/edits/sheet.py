"""A draft's rows at hand: read when an edit needs them, changed in memory, written once at the end."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from journeys.edits.fields import MODELS, SHARED, plain
from journeys.edits.lines import Line
from journeys.models import Channel, ElementOrigin, Kpi

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeys.models import MapVersion

    Values = dict[str, Any]

#: Parents before children; removed the other way round.
KINDS = ("stage", "lane", "touchpoint", "card")
#: In a step, where a key came from stands beside what was done to elements.
ORIGIN = "origin"


class Sheet:
    """The elements of a draft as values by key, in `now`; `was` has them as they were read.

    Stages, lanes and touchpoints are read at once, for cards refer to them; cards by key.
    """

    def __init__(self, version: MapVersion, keys: Iterable[str]) -> None:
        self.version = version
        self.rows: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
        self.now: dict[str, dict[str, Values]] = {kind: {} for kind in KINDS}
        self.was: dict[str, dict[str, Values]] = {kind: {} for kind in KINDS}
        self._keys: dict[str, dict[int, str]] = {kind: {} for kind in KINDS}
        self._lines: dict[str, Line] = {}
        self._shared: dict[str, dict[str, int]] = {}
        self._origins: dict[str, Values] | None = None
        for kind in KINDS[:-1]:
            self._read(kind)
        self.read_cards(key__in=list(keys))

    def _read(self, kind: str, **which: Any) -> None:
        rows = MODELS[kind]._default_manager.filter(version=self.version, **which)
        relations = [name for name in SHARED if hasattr(MODELS[kind], f"{name}_id")]
        for row in rows.select_related(*relations).order_by("order", "id"):
            if row.key not in self.rows[kind]:
                self.rows[kind][row.key] = row
                self._keys[kind][row.pk] = row.key
                self.now[kind][row.key] = self._values(kind, row)
                self.was[kind][row.key] = dict(self.now[kind][row.key])

    def read_cards(self, **which: Any) -> None:
        """Bring more cards to hand."""
        self._read("card", **which)

    def _values(self, kind: str, row: Any) -> Values:
        values = plain(row, kind)
        if kind == "stage":
            values["kpi"] = row.kpi.key if row.kpi_id else None
        elif kind == "touchpoint":
            values["channel"] = row.channel.key if row.channel_id else None
            values["stage"] = self._keys["stage"][row.stage_id]
        elif kind == "card":
            values["lane"] = self._keys["lane"][row.lane_id]
            values["at"] = (
                self._keys["touchpoint"][row.touchpoint_id]
                if row.touchpoint_id
                else self._keys["stage"][row.stage_id]
            )
        return values

    def kind_of(self, key: str) -> str | None:
        """Return which kind of element is there under a key; of cards, those at hand."""
        return next((kind for kind in KINDS if key in self.now[kind]), None)

    def is_there(self, kind: str, name: str, value: Any) -> bool:
        """Return whether what a field points at is there: an element, or the program's own."""
        if name == "at":
            return self.kind_of(value) in {"stage", "touchpoint"}
        if name in SHARED:
            return value is None or value in self.shared(name)
        return value in self.now[name]

    def shared(self, name: str) -> dict[str, int]:
        """Return the ids of the program's channels or KPIs by key."""
        if name not in self._shared:
            model: Any = {"channel": Channel, "kpi": Kpi}[name]
            rows = model.objects.filter(program_id=self.version.program_id)
            self._shared[name] = dict(rows.values_list("key", "pk"))
        return self._shared[name]

    def line(self, kind: str) -> Line:
        """Return the order of a kind's elements."""
        if kind not in self._lines:
            self._lines[kind] = Line(self.version, kind)
        return self._lines[kind]

    @property
    def lines(self) -> dict[str, Line]:
        """Return the orders that were asked for."""
        return self._lines

    def inside(self, kind: str, key: str) -> list[tuple[str, str]]:
        """Return what lies in an element, cards first, in the order of the map."""
        if kind == "card":
            return []
        touchpoints = []
        if kind == "stage":
            self.read_cards(stage__key=key)
            touchpoints = [k for k, one in self.now["touchpoint"].items() if one["stage"] == key]
        elif kind == "touchpoint":
            self.read_cards(touchpoint__key=key)
        else:
            self.read_cards(lane__key=key)
        field = "lane" if kind == "lane" else "at"
        holders = {key, *touchpoints}
        cards = [("card", k) for k, card in self.now["card"].items() if card[field] in holders]
        return [*cards, *(("touchpoint", k) for k in touchpoints)]

    @property
    def origins(self) -> dict[str, Values]:
        """Return where keys came from, as it is now."""
        if self._origins is None:
            rows = ElementOrigin.objects.filter(version=self.version)
            self._origins = {
                row.key: {
                    "kind": row.kind,
                    "from_keys": row.from_keys,
                    "recorded_by": row.recorded_by_name,
                }
                for row in rows
            }
            self._origins_were = {key: dict(one) for key, one in self._origins.items()}
        return self._origins

    @property
    def changed_origins(self) -> set[str]:
        """Return the keys whose origin is another than it was."""
        if self._origins is None:
            return set()
        now, was = self._origins, self._origins_were
        return {key for key in {*now, *was} if now.get(key) != was.get(key)}

    def differing(self) -> dict[str, dict[str, set[str]]]:
        """Return the keys of what is new ("+"), changed ("~") and gone ("-"), by kind."""
        found: dict[str, dict[str, set[str]]] = {}
        for kind in KINDS:
            now, was = self.now[kind], self.was[kind]
            moved = self._lines[kind].moved if kind in self._lines else set()
            signs: dict[str, set[str]] = defaultdict(set)
            signs["+"] = now.keys() - was.keys()
            signs["-"] = was.keys() - now.keys()
            both = now.keys() & was.keys()
            signs["~"] = {key for key in both if now[key] != was[key] or key in moved}
            found[kind] = signs
        return found

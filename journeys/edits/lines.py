"""The order of a version's elements of one kind, kept in memory while an edit moves them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import F

from journeys.edits.fields import MODELS

if TYPE_CHECKING:
    from journeys.models import MapVersion

#: More different shifts than this are written row by row.
MOST_SHIFTS = 8


class Line:
    """All elements of a kind, whatever stage or cell they are in, one behind the other."""

    def __init__(self, version: MapVersion, kind: str) -> None:
        self.version, self.model = version, MODELS[kind]
        rows = self.model._default_manager.filter(version=version).order_by("order", "id")
        self.orders: dict[str, int] = dict(rows.values_list("key", "order"))
        self.keys = list(self.orders)
        self.moved: set[str] = set()

    def before(self, key: str) -> str:
        """Return the key an element follows, "" for the first."""
        place = self.keys.index(key)
        return self.keys[place - 1] if place else ""

    def take(self, key: str) -> str:
        """Take an element out; gives the key it followed."""
        followed = self.before(key)
        self.keys.remove(key)
        return followed

    def put(self, key: str, after: str | None) -> None:
        """Put an element behind another, first ("") or last (None, or what it followed is gone)."""
        self.moved.add(key)
        if after == "":
            self.keys.insert(0, key)
        elif after in self.keys:
            self.keys.insert(self.keys.index(after) + 1, key)
        else:
            self.keys.append(key)

    def numbers(self) -> dict[str, int]:
        """Return each element's place as a number; those that were not pushed keep theirs."""
        numbers, last = {}, -1
        for key in self.keys:
            own = None if key in self.moved else self.orders.get(key)
            last = own if own is not None and own > last else last + 1
            numbers[key] = last
        return numbers

    def shift(self, numbers: dict[str, int], without: set[str]) -> None:
        """Push the elements aside that stand in the way of what moved; nobody did anything to them."""
        shifts: dict[int, list[str]] = defaultdict(list)
        for key, number in numbers.items():
            if key not in without and number != self.orders[key]:
                shifts[number - self.orders[key]].append(key)
        rows = self.model._default_manager.filter(version=self.version)
        if len(shifts) <= MOST_SHIFTS:
            for by, keys in shifts.items():
                for start in range(0, len(keys), 500):
                    rows.filter(key__in=keys[start : start + 500]).update(order=F("order") + by)
            return
        pushed = list(rows.filter(key__in=[key for keys in shifts.values() for key in keys]))
        for row in pushed:
            row.order = numbers[row.key]
        self.model._default_manager.bulk_update(pushed, ["order"], batch_size=500)

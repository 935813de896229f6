"""What goes into an edit and what comes out of it, as values."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from journeys.models import KEY_PATTERN

Kind = Literal["stage", "touchpoint", "lane", "card"]
Key = Annotated[
    str, Meta(pattern=KEY_PATTERN, max_length=36)
]  # the pattern alone admits a line break
#: More changes than this in one edit are refused.
MOST_CHANGES = 2_000


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person did to one element.

    `set` has the new values by field, `seen` what the person saw there before. Without `seen` the
    element is new, its key made by whoever sends it, so that sending twice makes one. `remove` takes
    the element away with what lies in it, if that is no more than the keys of `inside`.
    """

    kind: Kind
    key: Key
    set: dict[str, Any] = {}
    seen: dict[str, Any] | None = None
    remove: bool = False
    inside: list[str] | None = None


class Conflict(Struct, frozen=True):
    """A field that somebody else changed meanwhile. Nothing was written over it.

    `reason` is "changed", "gone" (the element was removed; `field` is empty) or "no_place" (where it
    should go was removed). `by` and `at` tell who was faster, and when.
    """

    kind: str
    key: str
    field: str
    reason: Literal["changed", "gone", "no_place"]
    yours: Any = None
    theirs: Any = None
    by: str = ""
    at: datetime | None = None


class Applied(Struct, frozen=True):
    """What came of an edit: fresh values by key (None: gone), and what met somebody else's work."""

    values: dict[str, dict[str, Any] | None] = {}
    conflicts: tuple[Conflict, ...] = ()
    step: int | None = None
    #: What has to be drawn again: kinds of elements, or fields of touchpoints.
    touched: frozenset[str] = frozenset()


class Refused(Exception):
    """A change that cannot be: the message names the field, `index` the change."""

    def __init__(self, index: int, field: str, message: str) -> None:
        self.index, self.field, self.message = index, field, message
        super().__init__(f"changes[{index}]{f'.{field}' if field else ''}: {message}")

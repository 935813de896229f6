"""Our own values in the API's description: each struct is a component, made from its types."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from journeys.comparison import MapComparison
from journeys.contents import MapContents
from journeys.edits import Applied, Change
from journeys.intervals import Estimate
from journeys.standing.series import KpiSeries

_PLACE = "#/components/schemas/{name}"


class ComparedVersion(msgspec.Struct, frozen=True):
    """One side of a comparison."""

    id: int
    number: int
    state: str
    label: str


class VersionComparison(MapComparison, frozen=True, kw_only=True):
    """All that differs between two versions of a map, the lower number first."""

    before: ComparedVersion
    after: ComparedVersion


class SuggestedPair(msgspec.Struct, frozen=True):
    """Two elements that seem to be the same, with their names; `confidence` from 0 to 100."""

    element: str
    before: str
    after: str
    confidence: int
    before_name: str
    after_name: str


class AlignmentProposal(msgspec.Struct, frozen=True):
    """What seems to be the same in two versions of two maps."""

    before: ComparedVersion
    after: ComparedVersion
    pairs: tuple[SuggestedPair, ...]


class ElementChange(Change, frozen=True, forbid_unknown_fields=True):
    """What you did to one element of a draft.

    `set` has the new values by field, `seen` what you read there before. Without `seen` the element is
    new, its key made by you. `remove` takes it away with what lies in it, if that is no more than the
    keys of `inside`. Fields are those of the document; a card stands in its `lane` `at` a touchpoint or
    stage; `after` is the key of the element it follows, "" for the first.
    """


class EditResult(Applied, frozen=True):
    """What came of it: fresh values by key (null: gone), and what met somebody else's work."""


_STRUCTS: list[type] = [
    *(MapContents, VersionComparison, Estimate, AlignmentProposal, KpiSeries),
    *(ElementChange, EditResult),
]


def describe(*structs: type) -> None:
    """Have structs of an app above described too; called where its resources are declared."""
    _STRUCTS.extend(structs)


def reference_to(struct: type) -> dict[str, str]:
    """Return how the description points at a struct."""
    return {"$ref": _PLACE.format(name=struct.__name__)}


def components() -> dict[str, dict[str, Any]]:
    """Return the schema of every struct by its name, those they are made of included."""
    _, parts = msgspec.json.schema_components(_STRUCTS, ref_template=_PLACE)
    for name, part in parts.items():
        part["title"] = name
        if "description" in part:
            part["description"] = inspect.cleandoc(part["description"])
    return parts

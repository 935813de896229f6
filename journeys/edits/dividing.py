"""Splitting and merging stages, touchpoints and lanes: the person says what goes where; it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from journeys.edits.applying import apply, locked
from journeys.edits.changes import Applied, Change, Refused
from journeys.edits.fields import FIELDS
from journeys.edits.sheet import ORIGIN, Sheet
from journeys.models import ElementOrigin, Lane

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.contrib.auth.models import User

    from journeys.edits.changes import Kind
    from journeys.edits.sheet import Values
    from journeys.models import MapVersion

DIVISIBLE = ("stage", "touchpoint", "lane")
#: The field of a card that says which of them it lies in.
_HOLDERS = {"stage": "at", "touchpoint": "at", "lane": "lane"}


@transaction.atomic
def split(
    version: MapVersion,
    key: str,
    *,
    new_key: str,
    values: dict[str, Any],
    takes: Sequence[str] = (),
    by: User | None,
    request: str = "",
) -> Applied:
    """Split a part off a stage, touchpoint or lane; it stands behind and takes the named contents along.

    `values` has the new one's name and what else differs from the old; a feeling it inherits is an
    assumption, for nobody was asked about the part. Records the origin. Raises `Refused` for what
    cannot be split or does not lie in it, `InvalidTransition` if the version is no draft.
    """
    sheet = Sheet(locked(version), [])
    kind = _divisible(sheet, key)
    inherited = {name: sheet.now[kind][key][name] for name in FIELDS[kind]}
    if kind == "touchpoint":
        inherited["basis"] = "assumed"
    contents = {inner: inner_kind for inner_kind, inner in _contents(sheet, kind, key)}
    strange = [inner for inner in takes if inner not in contents]
    if strange:
        raise Refused(0, "takes", "That does not lie in what is split.")
    changes = [
        Change(kind, new_key, set=inherited | values | {"after": key}),
        *_moves(sheet, kind, [(contents[inner], inner) for inner in takes], new_key),
        _origin(new_key, ElementOrigin.Kind.SPLIT, [key], by),
    ]
    label = f"Split {kind} “{_title(kind, sheet.now[kind][key])}”"
    return apply(version, changes, by=by, label=label, request=request, verb="split")


@transaction.atomic
def merge(
    version: MapVersion,
    keys: Sequence[str],
    *,
    new_key: str,
    values: dict[str, Any],
    by: User | None,
    request: str = "",
) -> Applied:
    """Make one of several stages, touchpoints or lanes with the contents of all, where the first stood.

    `values` has its name and what it should say; what is left out comes from the first that says
    something, texts from all. Lanes of several kinds become one of the first's kind; in a cell, the
    cards of the first come first. Records the origin. Raises `Refused` if not all are stages, or all
    touchpoints, or all lanes, `InvalidTransition` if the version is no draft.
    """
    sheet = Sheet(locked(version), [])
    kinds = {_divisible(sheet, key) for key in keys}
    if len(kinds) != 1 or len(set(keys)) != len(keys) or len(keys) < 2:
        raise Refused(
            0, "keys", "Name two or more different stages, touchpoints or lanes to merge."
        )
    kind = kinds.pop()
    contents = [inside for key in keys for inside in _contents(sheet, kind, key)]
    joined = _joined(kind, [sheet.now[kind][key] for key in keys])
    changes = [
        Change(kind, new_key, set=joined | values | {"after": keys[0]}),
        *_moves(sheet, kind, contents, new_key),
        *(Change(kind, key, remove=True, inside=[]) for key in keys),
        _origin(new_key, ElementOrigin.Kind.MERGE, list(keys), by),
    ]
    names = " and ".join(f"“{_title(kind, sheet.now[kind][key])}”" for key in keys)
    return apply(
        version, changes, by=by, label=f"Merge {kind}s {names}", request=request, verb="merge"
    )


def _divisible(sheet: Sheet, key: str) -> Kind:
    kind = sheet.kind_of(key)
    if kind not in DIVISIBLE:
        raise Refused(0, "key", "There is no stage, touchpoint or lane of this key.")
    return cast("Kind", kind)


def _title(kind: Kind, values: Values) -> str:
    """Return what an element is called; a lane without a name is called by its kind."""
    named = values["name"]
    return named if named or kind != "lane" else str(Lane.Kind(values["kind"]).label)


def _contents(sheet: Sheet, kind: Kind, key: str) -> list[tuple[str, str]]:
    """Return what lies right in an element: a touchpoint's cards go with it."""
    inside = sheet.inside(kind, key)
    return [
        (inner_kind, inner)
        for inner_kind, inner in inside
        if inner_kind != "card" or sheet.now["card"][inner][_HOLDERS[kind]] == key
    ]


def _moves(
    sheet: Sheet, holder: Kind, contents: Sequence[tuple[str, str]], to: str
) -> Iterator[Change]:
    """Return the changes that bring contents over, touchpoints one behind the other.

    So are cards that come into a lane from a second one; those of the first lane lie in order already.
    """
    last, first_lane = "", ""
    for kind, key in contents:
        now = sheet.now[kind][key]
        field = "stage" if kind == "touchpoint" else _HOLDERS[holder]
        wanted: Values = {field: to}
        if kind == "touchpoint" or holder == "lane":
            first_lane = first_lane or now.get("lane", "")
            if last and (kind == "touchpoint" or now["lane"] != first_lane):
                wanted["after"] = last
            last = key
        yield Change(kind, key, set=wanted, seen={field: now[field]})  # type: ignore[arg-type]


def _origin(key: str, kind: str, from_keys: list[str], by: User | None) -> Change:
    recorded_by = by.get_username() if by else ""
    values = {"kind": str(kind), "from_keys": from_keys, "recorded_by": recorded_by}
    return Change(ORIGIN, key, set=values)  # type: ignore[arg-type]  # not one that comes through doors


def _joined(kind: str, parts: Sequence[Values]) -> Values:
    joined: Values = {}
    for name in FIELDS[kind]:
        said = [part[name] for part in parts if part[name] not in (None, "", [], False)]
        if name in {"customer_goal", "does", "thinks"}:
            joined[name] = "\n".join(dict.fromkeys(said))
        elif name == "actors":
            joined[name] = list(dict.fromkeys(one for actors in said for one in actors))
        elif name == "persona_emotions":
            by_persona = {one["persona"]: one for entries in reversed(said) for one in entries}
            joined[name] = list(by_persona.values())
        else:
            joined[name] = said[0] if said else parts[0][name]
    if kind == "touchpoint":
        feelings = [part for part in parts if part["emotion"] is not None]
        first = feelings[0] if feelings else parts[0]
        joined |= {name: first[name] for name in ("emotion", "feeling")}
        joined["basis"] = "assumed"
    return joined

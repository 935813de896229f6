"""What happened in a program lately, from the history of everything in it: one query."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import F, IntegerField, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Left
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from msgspec import Struct

from journeys.admin.deeds import BY_TYPE, DOORS, said
from journeys.admin.names import full_names
from journeys.models import (
    MOVES,
    Card,
    Channel,
    JourneyMap,
    Kpi,
    Lane,
    MapVersion,
    Membership,
    Objective,
    Persona,
    Program,
    Reading,
    Stage,
    Touchpoint,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Rows read per table, and lines shown.
READ, SHOWN = 60, 8
#: What one request writes carries moments this close to each other.
AT_ONCE = timedelta(seconds=3)
_TEXT = TextField()
_NOTHING = Value("", output_field=_TEXT)


#: Per model: what a row is called, in SQL; which map it belongs to; which version it lies in.
NAMES: dict[type, tuple[Any, str, str]] = {
    Program: (F("name"), "", ""),
    Membership: (F("user__username"), "", ""),
    Objective: (F("statement"), "", ""),
    Kpi: (F("name"), "", ""),
    Reading: (F("kpi__name"), "", ""),
    Persona: (F("name"), "", ""),
    Channel: (F("name"), "", ""),
    JourneyMap: (F("name"), "id", ""),
    MapVersion: (
        Concat(F("map__name"), Value(", version "), Cast(F("number"), _TEXT), output_field=_TEXT),
        "map_id",
        "id",
    ),
    Stage: (F("name"), "version__map_id", "version_id"),
    Touchpoint: (F("name"), "version__map_id", "version_id"),
    Lane: (F("name"), "version__map_id", "version_id"),
    Card: (Left(F("text"), 60), "version__map_id", "version_id"),
}
BY_NAME = {model._meta.model_name: model for model in NAMES}  # type: ignore[attr-defined]


class Activity(Struct, frozen=True):
    """One line: who did what to what, when, through which door; several like it are told as one."""

    when: datetime
    who: str
    did: str
    note: str
    what: str
    kind: str
    url: str
    door: str


class _Row(Struct, frozen=True):
    when: datetime
    who: str
    reason: str
    type: str
    door: str
    model: str
    id: int
    name: str
    map: int
    version: int

    @property
    def verb(self) -> str:
        return self.reason.partition(": ")[0] or BY_TYPE[self.type]

    @property
    def note(self) -> str:
        return self.reason.partition(": ")[2]


def of_program(program: Program) -> list[Activity]:
    """Return the newest deeds; what one deed did to many rows is one line."""
    rows = sorted(_rows(program), key=lambda row: row.when, reverse=True)
    deeds = list(islice(_deeds(rows), SHOWN))
    names = full_names(row.who for deed in deeds for row in deed)
    return [_line(deed, names) for deed in deeds]


def _deeds(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Give the rows of each deed together: one person, one map or kind of thing, one moment."""
    deed: list[_Row] = []
    for row in rows:
        if deed and not _belongs(row, deed[-1]):
            yield deed
            deed = []
        deed.append(row)
    if deed:
        yield deed


def _belongs(row: _Row, later: _Row) -> bool:
    """Return whether a row was written by the deed that wrote the next one."""
    if row.who != later.who:
        return False
    at_once = later.when - row.when <= AT_ONCE
    if row.verb != later.verb:
        # A map begins as several verbs at once; a move of its version is always told by itself.
        return at_once and row.map == later.map != 0 and not {row.verb, later.verb} & MOVES.keys()
    return at_once or (row.model, row.version) == (later.model, later.version)


def _line(rows: list[_Row], names: dict[str, str]) -> Activity:
    whole = _whole(rows)
    several = whole is None and len({(row.model, row.id) for row in rows}) > 1
    row = whole or rows[0]
    model: Any = BY_NAME[row.model]
    return Activity(
        when=rows[0].when,
        who=names.get(row.who, row.who) or "Journeyloop",
        did=_did(row.verb),
        note="" if several else row.note,
        what=_sum(rows) if several else row.name or "what is gone now",
        kind="" if several or row.version else str(model._meta.verbose_name),
        url="" if row.type == "-" else _address(row, several),
        door=DOORS.get(row.door, row.door),
    )


def _whole(rows: list[_Row]) -> _Row | None:
    """Return the row that stands for the deed: a map that was begun, or else a version."""
    begun = (row for row in rows if row.model == "journeymap" and row.type == "+")
    return next(begun, None) or next((row for row in rows if row.model == "mapversion"), None)


def _did(verb: str) -> str:
    words = said(verb)
    return words[:1].lower() + words[1:]


def _sum(rows: list[_Row]) -> str:
    """Return "2 stages and 11 touchpoints"."""
    ids: dict[str, set[int]] = {}
    for row in rows:
        ids.setdefault(row.model, set()).add(row.id)
    parts = []
    for name in sorted(ids, key=list(BY_NAME).index):
        meta: Any = BY_NAME[name]._meta  # type: ignore[attr-defined]
        number = len(ids[name])
        noun = meta.verbose_name if number == 1 else meta.verbose_name_plural
        parts.append(f"{number}{'+' if number >= READ else ''} {noun}")
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _address(row: _Row, several: bool) -> str:
    if row.version and (several or row.model == "mapversion"):
        return reverse("admin:journeys_mapversion_map", args=[row.version])
    if several:
        return reverse(f"admin:journeys_{row.model}_changelist")
    return reverse(f"admin:journeys_{row.model}_change", args=[row.id])


def _rows(program: Program) -> Iterator[_Row]:
    parts, parameters = [], []
    for model, (name, map_path, version) in NAMES.items():
        sql, values = _newest(model, name, map_path, version, program).query.sql_with_params()
        # The SQL is the ORM's own, its values are bound below.
        parts.append(f"SELECT * FROM ({sql}) newest")  # noqa: S608  our own query
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for when, *row in cursor.fetchall():
            yield _Row(_moment(when), *row)


def _newest(model: Any, name: Any, map_path: str, version: str, program: Program) -> Any:
    own = {"id": program.pk} if model is Program else {"program_id": program.pk}
    rows = model.history.filter(**own).order_by("-history_date", "-history_id")
    return rows.values_list(
        "history_date",
        "history_user_name",
        Coalesce(F("history_change_reason"), _NOTHING),
        "history_type",
        "door",
        Value(model._meta.model_name, output_field=_TEXT),
        "id",
        Coalesce(Cast(name, _TEXT), _NOTHING),
        _id(map_path),
        _id(version),
    )[:READ]


def _id(path: str) -> Any:
    return Coalesce(F(path), Value(0), output_field=IntegerField()) if path else Value(0)


def _moment(value: Any) -> datetime:
    """Return a moment as Django would: SQLite gives text in a query Django did not make."""
    if isinstance(value, str):
        value = parse_datetime(value)
    return value if timezone.is_aware(value) else value.replace(tzinfo=UTC)

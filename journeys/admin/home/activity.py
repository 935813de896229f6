"""What happened in a program lately, from the history of everything in it: one query."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import F, IntegerField, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Left
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from msgspec import Struct

from journeys.admin.base import name_of
from journeys.admin.deeds import BY_TYPE, DOORS, said
from journeys.models import (
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
    from collections.abc import Iterable, Iterator

#: Rows read per table, and lines shown.
READ, SHOWN = 60, 8
_TEXT = TextField()
_NOTHING = Value("", output_field=_TEXT)


#: Per model: what a row is called, in SQL, and which version it lies in.
NAMES: dict[type, tuple[Any, Any]] = {
    Program: (F("name"), None),
    Membership: (F("user__username"), None),
    Objective: (F("statement"), None),
    Kpi: (F("name"), None),
    Reading: (F("kpi__name"), None),
    Persona: (F("name"), None),
    Channel: (F("name"), None),
    JourneyMap: (F("name"), None),
    MapVersion: (
        Concat(F("map__name"), Value(", version "), Cast(F("number"), _TEXT), output_field=_TEXT),
        F("id"),
    ),
    Stage: (F("name"), F("version_id")),
    Touchpoint: (F("name"), F("version_id")),
    Lane: (F("name"), F("version_id")),
    Card: (Left(F("text"), 60), F("version_id")),
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
    deeds = [list(same) for _, same in groupby(rows, key=_deed)][:SHOWN]
    names = full_names(row.who for deed in deeds for row in deed)
    return [_line(deed, names) for deed in deeds]


def full_names(usernames: Iterable[str]) -> dict[str, str]:
    """Return what people are called now, by the name their deeds were kept under: one query."""
    users = get_user_model()._default_manager.filter(username__in=set(usernames))
    return {user.get_username(): name_of(user) for user in users}


def _deed(row: _Row) -> tuple[Any, ...]:
    """Return what rows of the same deed have in common."""
    if row.version:
        return row.who, row.verb, row.version
    return row.who, row.verb, row.model


def _line(rows: list[_Row], names: dict[str, str]) -> Activity:
    whole = next((row for row in rows if row.model == "mapversion"), None)
    several = whole is None and len({(row.model, row.id) for row in rows}) > 1
    row = whole or rows[0]
    model: Any = BY_NAME[row.model]
    return Activity(
        when=rows[0].when,
        who=names.get(row.who, row.who) or "Journeyloop",
        did=_did(row.verb),
        note="" if several else row.note,
        what=_sum(rows) if several else row.name,
        kind="" if several or whole else str(model._meta.verbose_name),
        url="" if row.type == "-" else _address(row, several),
        door=DOORS.get(row.door, row.door),
    )


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
    for model, (name, version) in NAMES.items():
        sql, values = _newest(model, name, version, program).query.sql_with_params()
        # The SQL is the ORM's own, its values are bound below.
        parts.append(f"SELECT * FROM ({sql}) newest")  # noqa: S608
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for when, *row in cursor.fetchall():
            yield _Row(_moment(when), *row)


def _newest(model: Any, name: Any, version: Any, program: Program) -> Any:
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
        Coalesce(version, Value(0), output_field=IntegerField()) if version else Value(0),
    )[:READ]


def _moment(value: Any) -> datetime:
    """Return a moment as Django would: SQLite gives text in a query Django did not make."""
    if isinstance(value, str):
        value = parse_datetime(value)
    return value if timezone.is_aware(value) else value.replace(tzinfo=UTC)

"""Finding what a command was told to work on, by id or by name, or saying plainly what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from journeys.models import JourneyMap, MapVersion, Persona, Program

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

#: As many names as fit into an error message.
_MOST_NAMED = 20
_LARGEST_ID = 2**63 - 1


def program_called(told: str) -> Program:
    """Return the program of this id or name; raises CommandError with the programs there are."""
    program: Program = _the_one(Program.objects.all(), told, "program")
    return program


def map_called(told: str) -> JourneyMap:
    """Return the map of this id or name; raises CommandError with the maps there are."""
    journey: JourneyMap = _the_one(JourneyMap.objects.select_related("program"), told, "map")
    return journey


def persona_called(told: str) -> Persona:
    """Return the persona of this id or name; raises CommandError with the personas there are."""
    persona: Persona = _the_one(Persona.objects.select_related("program"), told, "persona")
    return persona


def version_of_id(told: int) -> MapVersion:
    """Return the version of this id, with its map; raises CommandError."""
    versions = MapVersion.objects.select_related("map")
    version: MapVersion | None = versions.filter(pk=told).first() if told <= _LARGEST_ID else None
    if version is None:
        raise CommandError(f"There is no map version with the id {told}.")
    return version


def person_called(username: str) -> User:
    """Return the person of this user name; raises CommandError."""
    person: User | None = get_user_model()._default_manager.filter(username=username).first()
    if person is None:
        raise CommandError(f"There is no user called “{username}”.")
    return person


def _the_one(rows: QuerySet[Any], told: str, what: str) -> Any:
    """Return the row of this id, else the only one of this name."""
    if told.isascii() and told.isdigit() and int(told) <= _LARGEST_ID:
        row = rows.filter(pk=int(told)).first()
        if row is not None:
            return row
    found = rows.filter(name=told) or rows.filter(name__iexact=told)
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(
            f"{len(found)} {what}s are called “{told}”. Give the id instead: {_listed(found)}."
        )
    there_are = f"There are: {_listed(rows)}." if rows.exists() else f"There is no {what} yet."
    raise CommandError(f"There is no {what} with the id or name “{told}”. {there_are}")


def _listed(rows: QuerySet[Any]) -> str:
    names = [f"{row.pk} {row.name}" for row in rows.order_by("pk")[: _MOST_NAMED + 1]]
    more = ["…"] if len(names) > _MOST_NAMED else []
    return ", ".join(names[:_MOST_NAMED] + more)

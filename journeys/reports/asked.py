"""What reports are asked with, checked alike: rows told by their ids, as the person who asks sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from journeys.models import MapVersion, Persona, Program

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User
    from django.db.models import QuerySet

LARGEST_ID = 2**63 - 1


def identifier(given: Any) -> int | None:
    """Return an id given as a number or, as forms send it, in digits."""
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 20:
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int) or not given >= 0:
        return None
    return min(given, LARGEST_ID)


def version(given: Any, user: User) -> MapVersion | str:
    """Return the version an id stands for, or what is wrong with it."""
    rows = MapVersion.objects.visible_to(user).select_related("map", "program", "published_by")
    return _row(given, rows, "version")


def persona(given: Any, user: User) -> Persona | str:
    """Return the persona an id stands for, or what is wrong with it."""
    return _row(given, Persona.objects.visible_to(user).select_related("program"), "persona")


def program(given: Any, user: User) -> Program | str:
    """Return the program an id stands for, or what is wrong with it."""
    return _row(given, Program.objects.visible_to(user).select_related("owner"), "program")


def _row(given: Any, rows: QuerySet[Any], noun: str) -> Any:
    """A row of a program the person is not in is one that does not exist."""
    if given is None or given == "":
        return f"Say which {noun}: give its id."
    number = identifier(given)
    if number is None:
        return f"Give the id of a {noun}, a whole number."
    return rows.filter(pk=number).first() or f"There is no {noun} with this id."


def known_only(parameters: Any, names: Iterable[str], example: str) -> dict[str, Any]:
    """Return the parameters if they are an object with these names at most; else `ValidationError`.

    `read`, which a report that was made keeps there, is passed over.
    """
    if not isinstance(parameters, dict):
        raise ValidationError({"parameters": f"Give an object, as in {example}."})
    unknown = [str(name) for name in parameters if name not in {*names, "read"}]
    if unknown:
        raise ValidationError(dict.fromkeys(unknown, "This report knows no such parameter."))
    return parameters


def found(rows: dict[str, Any]) -> None:
    """Raise `ValidationError` if any of the rows is a sentence that says what is wrong with it."""
    wrong = {name: row for name, row in rows.items() if isinstance(row, str)}
    if wrong:
        raise ValidationError(wrong)

"""What a version comparison is asked with, checked: two versions and, if wanted, filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from django.core.exceptions import ValidationError
from msgspec import Struct

from journeys.comparison.results import ChangeKind, ElementKind
from journeys.models import MapVersion, Persona
from journeys.reports import asked, words

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from journeys.comparison import Change

KNOWN = {"version", "against", "filters", "read"}


class Filters(Struct, frozen=True):
    """What narrows the lists of changes; empty means everything.

    `persona` is a key and narrows the section on personas, the others the section on changes.
    """

    persona: str = ""
    elements: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()

    def pass_change(self, change: Change) -> bool:
        """Return whether a change is wanted."""
        return (not self.elements or change.element in self.elements) and (
            not self.changes or change.kind in self.changes
        )

    def __bool__(self) -> bool:
        return bool(self.persona or self.elements or self.changes)


class Pair(Struct, frozen=True):
    """The two versions, the older first, and the filters."""

    before: MapVersion
    after: MapVersion
    filters: Filters

    @property
    def parameters(self) -> dict[str, Any]:
        """Return the parameters in order: `version` is the newer, `against` the older."""
        given: dict[str, Any] = {"version": self.after.pk, "against": self.before.pk}
        if self.filters:
            named = {name: getattr(self.filters, name) for name in self.filters.__struct_fields__}
            given["filters"] = {
                name: list(said) if isinstance(said, tuple) else said
                for name, said in named.items()
                if said
            }
        return given


def check(parameters: Any, user: User) -> Pair:
    """Return the two versions a person may see and wants compared, the older first.

    The versions may be given in either order. Raises `ValidationError` with a message per parameter;
    a version of a program the person is not in is one that does not exist.
    """
    if not isinstance(parameters, dict):
        raise ValidationError({"parameters": 'Give an object, as in {"version": 2, "against": 1}.'})
    errors: dict[str, str] = {
        str(name): "A version comparison knows no such parameter."
        for name in parameters
        if name not in KNOWN
    }
    found = {name: asked.version(parameters.get(name), user) for name in ("version", "against")}
    errors |= {name: said for name, said in found.items() if isinstance(said, str)}
    newer, older = found["version"], found["against"]
    if isinstance(newer, str) or isinstance(older, str):
        raise ValidationError(errors)
    errors |= _unfit(newer, older)
    filters = _filters(parameters.get("filters") or {}, newer.program_id)
    if isinstance(filters, dict):
        errors |= filters
    if errors or isinstance(filters, dict):
        raise ValidationError(errors)
    if newer.map_id == older.map_id and newer.number < older.number:
        newer, older = older, newer
    return Pair(older, newer, filters)


def _unfit(newer: MapVersion, older: MapVersion) -> dict[str, str]:
    if newer.pk == older.pk:
        return {"against": "Choose two different versions: this is the same one twice."}
    if newer.program_id != older.program_id:
        return {"against": "Both versions must lie in the same program."}
    return {}


def _filters(given: Any, program_id: int) -> Filters | dict[str, str]:
    """Return the filters, or what is wrong with them."""
    if not isinstance(given, dict):
        return {"filters": 'Give an object, as in {"elements": ["touchpoint"]}.'}
    allowed = {"elements": get_args(ElementKind), "changes": get_args(ChangeKind)}
    wrong = [name for name in given if name not in {"persona", *allowed}]
    if wrong:
        return {"filters": f"Filter by persona, elements or changes, not by {wrong[0]}."}
    lists = {}
    for name, known in allowed.items():
        chosen = given.get(name) or []
        if not isinstance(chosen, list) or any(one not in known for one in chosen):
            return {"filters": f"As {name}, list some of: {words.listed(list(known))}."}
        lists[name] = tuple(dict.fromkeys(chosen))
    persona = given.get("persona") or ""
    if persona and not _is_persona(persona, program_id):
        return {"filters": "There is no persona with this key."}
    return Filters(persona, lists["elements"], lists["changes"])


def _is_persona(key: Any, program_id: int) -> bool:
    return isinstance(key, str) and Persona.objects.filter(program=program_id, key=key).exists()

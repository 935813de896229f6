"""What names in a file stand for in a program: personas, channels, instruments, stages and touchpoints."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from journeys.models import Channel, Persona, Stage, Touchpoint
from journeys.models.version import State
from research.models import Instrument
from research.tables import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from research.imports.mapping import Mapping
    from research.models import Study

Value = TypeVar("Value")
#: As many different names that stand for nothing are counted.
MOST_UNKNOWN = 200
_OPEN = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)


class Names(Generic[Value]):
    """Looks names up without minding case, and counts those that stand for nothing or for several things."""

    def __init__(self, pairs: Iterable[tuple[str, Value]], nothing: Value) -> None:
        found: dict[str, set[Value]] = defaultdict(set)
        for name, value in pairs:
            found[name.strip().casefold()].add(value)
        self._values = {name: values.pop() for name, values in found.items() if len(values) == 1}
        self._nothing = nothing
        self.unknown: Counter[str] = Counter()

    def known(self, name: str) -> bool:
        """Return whether a name stands for something; it is not counted if it does not."""
        return name.strip().casefold() in self._values

    def get(self, name: str) -> Value:
        """Return what a name stands for, or what stands for nothing."""
        if not name:
            return self._nothing
        value = self._values.get(name.strip().casefold())
        if value is not None:
            return value
        if name in self.unknown or len(self.unknown) < MOST_UNKNOWN:
            self.unknown[name] += 1
        return self._nothing


def personas(program_id: int) -> Names[Any]:
    """Return the program's personas by name and by key."""
    return _by_name_and_key(Persona.objects.filter(program_id=program_id))


def channels(program_id: int) -> Names[Any]:
    """Return the program's channels by name and by key."""
    return _by_name_and_key(Channel.objects.filter(program_id=program_id))


def elements(program_id: int) -> Names[str]:
    """Return the keys of stages and touchpoints of the program's maps by name; a key stands for itself."""
    pairs: set[tuple[str, str]] = set()
    for model in (Stage, Touchpoint):
        rows = model.objects.filter(program_id=program_id, version__state__in=_OPEN)
        pairs |= set(rows.values_list("name", "key"))
    return Names([*pairs, *((key, key) for _, key in pairs)], "")


def instrument(study: Study, mapping: Mapping) -> Instrument | None:
    """Return the question that was answered: the mapping's, or the only one of the study. Raises Refused."""
    if mapping.instrument is not None:
        found = Instrument.objects.filter(
            program_id=study.program_id, pk=mapping.instrument
        ).first()
        if found is None:
            raise Refused(
                f"There is no instrument with the id {mapping.instrument} in this program."
            )
        if (mapping.rating or mapping.by_place) and found.lowest is None:
            raise Refused(f"“{found}” is an open question; it has no scale for the ratings.")
        return found
    asked = list(study.instruments.all()[:2])
    if len(asked) == 1 and not ((mapping.rating or mapping.by_place) and asked[0].lowest is None):
        return asked[0]
    if mapping.rating or mapping.by_place:
        raise Refused(
            "The file has ratings. Say which question they answer (the instrument), so that their scale is known."
        )
    return None


def instruments(study: Study, mapping: Mapping) -> dict[str, Instrument]:
    """Return the question each further column answers. Raises Refused."""
    rows = Instrument.objects.filter(program_id=study.program_id, pk__in=mapping.ratings.values())
    found = {row.pk: row for row in rows.exclude(lowest=None)}
    for column, pk in mapping.ratings.items():
        if pk not in found:
            raise Refused(
                f"“{column}” answers the question with the id {pk}; there is none with a scale in this program."
            )
    return {column: found[pk] for column, pk in mapping.ratings.items()}


def _by_name_and_key(rows: Any) -> Names[Any]:
    found = list(rows.values_list("name", "key", "pk"))
    return Names([pair for name, key, pk in found for pair in ((name, pk), (key, pk))], None)

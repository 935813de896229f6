"""Bringing many readings in at once: what of them is new or different, and writing just that."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from journeys import history
from journeys.models import Kpi, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.contrib.auth.models import User

Fate = Literal["new", "changed", "unchanged"]
#: What tells one reading of a program from another.
Identity = tuple[int, date, date, str]
#: Rows written by one statement.
BATCH = 500


class Wanted(Struct, frozen=True):
    """A reading as it should be; `counts` holds the fields its KPI's kind is stored in."""

    kpi: Kpi
    period_from: date
    period_to: date
    segment: str
    counts: dict[str, float]
    #: None leaves the source as it is: nothing was said about it.
    source: str | None = None

    @property
    def identity(self) -> Identity:
        """Return what a reading of the same KPI, period and segment shares with it."""
        return (self.kpi.pk, self.period_from, self.period_to, self.segment)


class Difference(Struct, frozen=True):
    """A wanted reading beside what there is; `before` names the fields that differ and their values."""

    wanted: Wanted
    fate: Fate
    before: dict[str, Any] = {}
    present: Reading | None = None


def compare(wanted: Sequence[Wanted]) -> list[Difference]:
    """Return for each reading whether it is new, differs from the one there is, or says the same.

    One query. No two of `wanted` may be of the same KPI, period and segment.
    """
    present = _present({one.kpi.pk for one in wanted})
    return [_difference(one, present.get(one.identity)) for one in wanted]


@transaction.atomic
def bring_in(
    wanted: Sequence[Wanted], *, by: User | None, verb: str = "import"
) -> list[Difference]:
    """Write what is new and what differs, and return what became of each.

    The same readings a second time change nothing. The KPIs are locked, so that two people who bring in
    the same file one after the other get one set of readings.
    """
    ids = sorted({one.kpi.pk for one in wanted})
    list(Kpi.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    found = compare(wanted)
    _create([one.wanted for one in found if one.fate == "new"], by, verb)
    _change([one for one in found if one.fate == "changed"], by, verb)
    return found


def _present(kpis: Iterable[int]) -> dict[Identity, Reading]:
    rows = Reading.objects.filter(kpi__in=list(kpis))
    return {(row.kpi_id, row.period_from, row.period_to, row.segment): row for row in rows}


def _difference(wanted: Wanted, present: Reading | None) -> Difference:
    if present is None:
        return Difference(wanted, "new")
    before = {
        name: getattr(present, name)
        for name, value in _values(wanted).items()
        if getattr(present, name) != value
    }
    return Difference(wanted, "changed" if before else "unchanged", before, present)


def _values(wanted: Wanted) -> dict[str, Any]:
    said = {} if wanted.source is None else {"source": wanted.source}
    return wanted.counts | said


def _create(wanted: Sequence[Wanted], by: User | None, verb: str) -> None:
    rows = [
        Reading(
            program_id=one.kpi.program_id,
            kpi=one.kpi,
            period_from=one.period_from,
            period_to=one.period_to,
            segment=one.segment,
            **one.counts,
            source=one.source or "",
        )
        for one in wanted
    ]
    Reading.objects.bulk_create(rows, batch_size=BATCH)
    history.record_in_bulk(Reading, rows, "+", by=by, verb=verb)


def _change(found: Sequence[Difference], by: User | None, verb: str) -> None:
    rows: list[Any] = []
    names: set[str] = set()
    for one in found:
        row: Any = one.present
        for name in one.before:
            setattr(row, name, _values(one.wanted)[name])
        row.updated_at = timezone.now()
        names |= one.before.keys()
        rows.append(row)
    if rows:
        Reading.objects.bulk_update(rows, [*sorted(names), "updated_at"], batch_size=BATCH)
        history.record_in_bulk(Reading, rows, "~", by=by, verb=verb)

"""Readings as CSV: the counts with value and interval beside them, and an empty table to fill in."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from journeys import periods
from journeys.exchange.readings.columns import COMPUTED, OWN
from journeys.exchange.table import harmless
from journeys.models import COUNTS_BY_KIND, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journeys.models import Kpi


#: A spreadsheet takes a cell that begins with one of these for a formula.
def safe(text: str) -> str:
    """Return a text that no spreadsheet calculates."""
    return harmless.guarded(text)


def to_csv(readings: Iterable[Reading]) -> bytes:
    """Return readings as a table, UTF-8 with a mark, as spreadsheets want it. Each has its KPI loaded."""
    return _written([*OWN, *COMPUTED], (_row(reading) for reading in readings))


def template(kpis: Sequence[Kpi]) -> bytes:
    """Return a table with a row per KPI that lacks just the numbers."""
    return _written(OWN, (_to_fill_in(kpi) for kpi in kpis))


def _row(reading: Reading) -> list[object]:
    estimate = reading.estimate
    counts = [getattr(reading, name) for name in Reading.COUNT_FIELDS]
    return [
        safe(reading.kpi.name),
        periods.code(reading.period_from, reading.period_to),
        reading.period_from.isoformat(),
        reading.period_to.isoformat(),
        safe(reading.segment),
        *("" if value is None else value for value in counts),
        safe(reading.source),
        estimate.value,
        "" if estimate.low is None else estimate.low,
        "" if estimate.high is None else estimate.high,
        estimate.n,
        estimate.method,
    ]


def _to_fill_in(kpi: Kpi) -> list[object]:
    wanted = COUNTS_BY_KIND[kpi.kind]
    counts = ["" if name in wanted else "–" for name in Reading.COUNT_FIELDS]
    return [safe(kpi.name), "", "", "", "", *counts, ""]


def _written(head: Sequence[str], rows: Iterable[list[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")

"""Effects in words: shares in percentage points, the rest in the KPI's unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.models import Kpi

if TYPE_CHECKING:
    from journeys.models import Kpi as KpiRow

SHARES = frozenset({Kpi.Kind.PROPORTION, Kpi.Kind.CSAT})


def effect(kpi: KpiRow, value: float) -> str:
    """Return an effect with its sign and unit: +4.8 points, −1.2 hours."""
    is_share = kpi.kind in SHARES
    told = f"{100 * value if is_share else value:+.1f}".replace("-", "−")
    unit = "points" if is_share or kpi.kind == Kpi.Kind.NPS else kpi.unit
    return f"{told} {unit}".strip()


def between(kpi: KpiRow, low: float | None, high: float | None) -> str:
    """Return an interval of effects, "" if there is none."""
    if low is None or high is None:
        return ""
    factor = 100 if kpi.kind in SHARES else 1
    ends = (f"{factor * one:+.1f}".replace("-", "−") for one in (low, high))
    return " to ".join(ends)

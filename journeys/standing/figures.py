"""Figures as people read them: with unit, sign and interval, never bare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.models import Kpi

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from journeys.intervals import Estimate

PER_CENT = {Kpi.Kind.PROPORTION, Kpi.Kind.CSAT}


def value(kpi: Kpi, number: float | Decimal) -> str:
    """Return "63.9 %", "+17" or "24.5 hours"."""
    if kpi.kind == Kpi.Kind.NPS:
        return _signed(float(number))
    unit = "%" if kpi.kind in PER_CENT else kpi.unit
    return f"{plain(float(number))} {unit}".strip()


def interval(kpi: Kpi, estimate: Estimate) -> str:
    """Return "62.5 to 65.3", or why there is none."""
    if estimate.low is None or estimate.high is None:
        return "no interval"
    write = _signed if kpi.kind == Kpi.Kind.NPS else plain
    return f"{write(estimate.low)} to {write(estimate.high)}"


def people(estimate: Estimate) -> str:
    """Return "n 4,386"."""
    return f"n {estimate.n:,}"


def plain(number: float) -> str:
    """Return a number with the decimals its size deserves and a real minus sign."""
    size = abs(number)
    decimals = 0 if size >= 1000 else 1 if size >= 10 else 2
    text = f"{size:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"−{text}" if number < 0 and text != "0" else text


def ago(day: date, today: date) -> str:
    """Return "today", "12 days ago", "5 weeks ago" or, past three months, the date."""
    days = (today - day).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 21:
        return f"{days} days ago"
    if days < 92:
        return f"{days // 7} weeks ago"
    return f"{day.day} {day:%b %Y}"


def _signed(number: float) -> str:
    rounded = round(number)
    return f"+{rounded}" if rounded > 0 else f"−{-rounded}" if rounded < 0 else "0"

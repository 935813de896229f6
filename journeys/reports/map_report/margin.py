"""What stands in the margin, and how the figures were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys import contents as reading_of
from journeys.reports import remarks, words
from journeys.reports.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from journeys.reports.map_report.kpis import KpiNow
    from journeys.reports.reading import Source


def of(source: Source, read_at: datetime) -> tuple[Remark, ...]:
    """Return the remarks of the first page's margin."""
    found = [
        Remark(
            "How to read this",
            (
                "The line runs through the touchpoints of the journey, from −3 (very bad) to +3 (very good).",
                "Filled and coloured: observed. Hollow and dashed: assumed by the team. Diamond: moment of truth.",
            ),
        ),
        Remark("Who was asked", tuple(remarks.who_was_asked(source.contents))),
    ]
    scope = words.clean(source.contents.map.scope)
    if scope:
        found.insert(0, Remark("Scope", (words.shortened(scope, 420),)))
    limits = tuple(_limits(source, read_at))
    if limits:
        found.append(Remark("Limits", limits))
    return tuple(found)


def _limits(source: Source, read_at: datetime) -> Iterator[str]:
    if source.version.published_at is None:
        yield f"This version is not published. It may have changed since {words.moment(read_at)}."
    text = reading_of.encode(source.contents).decode() + source.version.program.name
    yield from remarks.signs_not_shown(text)


def methods(kpis: Sequence[KpiNow]) -> tuple[Remark, ...]:
    """Return how the figures were made."""
    found = [
        Remark(
            "Feelings",
            (
                (
                    "Ratings lie between −3 and +3, in tenths. The curve is a monotone cubic (Fritsch and "
                    "Carlson 1980), so it never goes beyond what was rated; where a touchpoint is not "
                    "rated, it is broken."
                ),
                (
                    "How many people stand behind an observed rating is not on record yet, so no interval "
                    "is drawn."
                ),
            ),
        ),
        Remark(
            "Pain points",
            (
                (
                    "Severity 1 is a nuisance, 5 makes people leave; the share of customers hit is as the "
                    "team gave it. The worst stand first; of equal ones those that hit more customers."
                ),
            ),
        ),
    ]
    told = dict.fromkeys(kpi.reading.method for kpi in kpis if kpi.reading)
    if told:
        found.append(
            Remark(
                "KPIs",
                (
                    f"Values and 95 % intervals are computed from counts: {words.listed(list(told))}.",
                    (
                        "The reading that shares most days with the version's evidence window is taken; "
                        "without a window, the newest one complete when it was published. A target within "
                        "the interval cannot be told from the value."
                    ),
                ),
            )
        )
    return tuple(found)

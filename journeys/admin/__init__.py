"""The admin as the workplace: one module per aggregate, and the pages of our own in `pages`."""

from journeys.admin import (
    channel,
    elements,
    kpi,
    map,  # noqa: A004  the module is named as the aggregate is
    membership,
    objective,
    persona,
    program,
    reading,
    report,
    version,
)

__all__ = [
    "channel",
    "elements",
    "kpi",
    "map",
    "membership",
    "objective",
    "persona",
    "program",
    "reading",
    "report",
    "version",
]

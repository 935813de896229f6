"""Two groups' figures on a KPI, as its kind has them, and what they allow to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from improvements.analysis import experiments as analysis
from improvements.analysis.results import NotPossible
from improvements.models.experiment import figures_of
from journeys.models import Kpi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from improvements.analysis.experiments import ExperimentReading, Kind, Settings
    from journeys.models import Reading

#: Kind of metric by the first of its figures.
_KINDS: dict[str, Kind] = {"numerator": "proportion", "promoters": "nps", "n": "mean"}


def higher_is_better(kpi: Kpi) -> bool:
    """Return whether more of the KPI is better, as it is where nobody said otherwise."""
    return bool(kpi.better != Kpi.Better.LOWER)


def of_reading(reading: Reading, kpi: Kpi) -> list[float]:
    """Return a reading's figures. Raises `NotPossible` for a mere count: there are no people in it."""
    found = [getattr(reading, name) for name in figures_of(kpi.kind)]
    if any(value is None for value in found):
        raise NotPossible("A reading is a mere count; without people there is no interval.")
    return found


def compared(
    kpi: Kpi, control: Sequence[float], treatment: Sequence[float], settings: Settings
) -> ExperimentReading:
    """Return the reading of two groups by the methods for this kind of KPI. Raises `NotPossible`."""
    return analysis.of(_KINDS[figures_of(kpi.kind)[0]], control, treatment, settings)

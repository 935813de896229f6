"""How often reality fell inside what teams and scorers had said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from improvements.models import Outcome
from improvements.prioritisation import calibration
from improvements.prioritisation.calibration import Forecast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from improvements.prioritisation.calibration import Calibration

UNNAMED = "no team named"


def of_teams(program_id: int) -> list[Calibration]:
    """Return for each team how often an outcome fell within its action's predicted range. Two queries."""
    return calibration.of(list(_forecasts(program_id, by_team=True)))


def of_scorers(program_id: int) -> list[Calibration]:
    """Return the same for whoever scored the actions: their actions' predictions, told by person."""
    return calibration.of(list(_forecasts(program_id, by_team=False)))


def _forecasts(program_id: int, *, by_team: bool) -> Iterator[Forecast]:
    rows = Outcome.objects.filter(program_id=program_id).select_related("action").order_by("id")
    for outcome in rows.prefetch_related("action__predictions", "action__scores__scorer"):
        action = outcome.action
        predictions = [one for one in action.predictions.all() if one.kpi_id == outcome.kpi_id]
        people = (
            [action.team or UNNAMED]
            if by_team
            else sorted({one.scorer_name for one in action.scores.all() if one.scorer_name})
        )
        for one in predictions:
            for who in people:
                yield Forecast(who, one.low, one.likely, one.high, outcome.effect)

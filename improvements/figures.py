"""Figures of a round or of one of its guardrails, taken from where they are: KPI readings, answers of two segments, or a table of raw values."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING, Any

from django.db import transaction

from improvements import measured
from improvements.analysis.results import NotPossible
from improvements.models import Round
from improvements.models.experiment import OTHER_FIGURES, figures_of
from journeys import history
from journeys.exchange import encodings
from journeys.models import Kpi
from journeys.versions import InvalidTransition
from research.models import Response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from improvements.models import Guardrail
    from journeys.models import Reading
    from research.models import Study

    #: What figures are taken for: the round's own KPI, or a guardrail's.
    Measured = Round | Guardrail

#: Ratings of 0 to 10: promoters from 9, passives from 7 (Reichheld 2003). Satisfied is the upper quarter of a scale.
PROMOTERS, PASSIVES, UPPER = 9, 7, 0.25
#: Rows of a table, and what groups may be called.
MOST_ROWS = 2_000_000
CONTROL = frozenset({"control", "a", "0", "old", "kontrolle"})
TREATMENT = frozenset({"treatment", "b", "1", "new", "variant", "test"})


@transaction.atomic
def from_readings(row: Measured, control: Reading, treatment: Reading, *, by: Any) -> Measured:
    """Take two readings of the KPI as the groups' figures. Raises `InvalidTransition`."""
    kpi = row.kpi
    if {control.kpi_id, treatment.kpi_id} != {kpi.pk}:
        raise InvalidTransition(f"Both readings must be of “{kpi}”.")
    try:
        sides = [measured.of_reading(one, kpi) for one in (control, treatment)]
    except NotPossible as reason:
        raise InvalidTransition(str(reason)) from None
    return _kept(row, sides[0], sides[1], by)


@transaction.atomic
def from_responses(row: Measured, study: Study, segments: tuple[str, str], *, by: Any) -> Measured:
    """Take the ratings of two segments of a study, the control's first. Each person counts once. Raises `InvalidTransition`."""
    sides = []
    for segment in segments:
        rows = Response.objects.filter(study=study, segment=segment, rating__isnull=False)
        answers = rows.order_by("given_at", "pk").values_list(
            "respondent", "pk", "rating", "instrument__lowest", "instrument__highest"
        )
        # Of somebody who answered again, the newest answer.
        latest: dict[str, tuple[float, Any, Any]] = {}
        for person, pk, rating, low, high in answers:
            latest[person or f"answer {pk}"] = (float(rating or 0.0), low, high)
        if len({scale[1:] for scale in latest.values()}) > 1:
            raise InvalidTransition(
                f"In “{segment}” ratings of different scales were given; they cannot be put together."
            )
        sides.append(_counted(row.kpi, list(latest.values()), segment))
    return _kept(row, sides[0], sides[1], by)


@transaction.atomic
def from_table(row: Measured, data: bytes, *, by: Any) -> Measured:
    """Take raw values from a CSV with the columns group and value, a row per person. Raises `InvalidTransition`."""
    decoded = encodings.decode(data)
    if decoded is None:
        raise InvalidTransition("This is no text.")
    lines = decoded.text.lstrip("\ufeff").splitlines()
    separator = max(",;\t", key=(lines[0] if lines else "").count)
    table = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=separator)
    heads = {(head or "").strip().casefold(): head for head in table.fieldnames or ()}
    if not {"group", "value"} <= set(heads):
        raise InvalidTransition("The table needs the columns “group” and “value”.")
    values: dict[str, list[float]] = {"control": [], "treatment": []}
    for number, line in enumerate(table, start=2):
        if number > MOST_ROWS:
            raise InvalidTransition(f"The table has more than {MOST_ROWS:,} rows.")
        values[_group(line[heads["group"]], number)].append(_value(line[heads["value"]], number))
    scale = (0.0, 10.0) if row.kpi.kind == Kpi.Kind.NPS else (0.0, 1.0)
    sides = [
        _counted(row.kpi, [(value, *scale) for value in values[name]], name) for name in values
    ]
    return _kept(row, sides[0], sides[1], by)


def _group(text: str | None, number: int) -> str:
    told = (text or "").strip().casefold()
    if told in CONTROL:
        return "control"
    if told in TREATMENT:
        return "treatment"
    raise InvalidTransition(
        f"Row {number}: the group is “control” or “treatment”, not “{(text or '')[:40]}”."
    )


def _value(text: str | None, number: int) -> float:
    try:
        value = float((text or "").strip().replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InvalidTransition(f"Row {number}: “{(text or '')[:40]}” is no number.")
    return value


def _counted(kpi: Kpi, ratings: Sequence[tuple[float, Any, Any]], group: str) -> list[float]:
    """Return the figures of one group as its kind of KPI has them."""
    if len(ratings) < 2:
        raise InvalidTransition(f"“{group}” has {len(ratings)} values; two are the fewest.")
    values = [rating for rating, _, _ in ratings]
    if kpi.kind == Kpi.Kind.NPS:
        if any((low, high) != (0, 10) or not 0 <= value <= 10 for value, low, high in ratings):
            raise InvalidTransition("A Net Promoter Score needs ratings from 0 to 10.")
        promoters = sum(value >= PROMOTERS for value in values)
        passives = sum(PASSIVES <= value < PROMOTERS for value in values)
        return [promoters, passives, len(values) - promoters - passives]
    if figures_of(kpi.kind) != OTHER_FIGURES:
        outside = next((value for value, low, high in ratings if not low <= value <= high), None)
        if outside is not None:
            raise InvalidTransition(
                f"“{group}” has the value {outside:g}; a share is made of 0 and 1."
            )
        good = sum(value >= high - UPPER * (high - low) for value, low, high in ratings)
        return [good, len(values)]
    mean = math.fsum(values) / len(values)
    sd = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
    return [len(values), mean, sd]


def _kept(row: Measured, control: list[Any], treatment: list[Any], by: Any) -> Measured:
    if row.round.state != Round.State.RUNNING:
        raise InvalidTransition(
            "Figures are taken while a round runs: its plan is fixed before the data."
        )
    row.control, row.treatment = control, treatment
    row.full_clean(exclude=["program", "experiment", "round"])
    history.deed(row, by=by, verb="take figures")
    row.save(update_fields=["control", "treatment", "updated_at"])
    return row

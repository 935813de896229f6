"""Patterns: what goes with a rating, ratings over time and by segment, who stands behind personas, saturation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from journeys.admin import current
from journeys.admin.pages.frame import show
from journeys.rendering import forest
from journeys.rendering.forest import Estimated
from research import evidence, patterns
from research.measures import cohorts, drivers

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

    from journeys.rendering.markup import Drawing
    from research.measures.cohorts import CohortCell
    from research.measures.drivers import Driver, Drivers
    from research.models import Instrument

#: Drivers that are drawn, and periods that are shown, the newest.
MOST_DRAWN, MOST_PERIODS = 15, 18


@never_cache
def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the patterns of the program at hand, of the question named by `?question=`, else the one answered most."""
    program = current.program(request)
    if program is None:
        raise Http404
    questions = patterns.questions(program)
    named = request.GET.get("question", "")
    chosen = next(
        (one for one in questions if str(one.pk) == named), questions[0] if questions else None
    )
    period: Any = request.GET.get("period", "month")
    period = period if period in cohorts.PERIODS else "month"
    found, refusal = _drivers(chosen)
    cells = patterns.cohorts_of(chosen, period) if chosen is not None else []
    return show(
        request, site, "research/patterns", title="Patterns",
        crumbs=[(program.name, reverse("admin:journeys_program_home", args=[program.pk]))],
        questions=questions, chosen=chosen, period=period, periods=cohorts.PERIODS, found=found, refusal=refusal,
        picture=_picture(found) if found else None, shown=found.drivers[:MOST_DRAWN] if found else (), **_table(cells),
        support=patterns.support(program), saturations=patterns.saturations(program), agreement=patterns.agreement_of(program),
    )  # fmt: skip


def _drivers(instrument: Instrument | None) -> tuple[Drivers | None, str]:
    if instrument is None:
        return None, ""
    try:
        return patterns.drivers_of(instrument), ""
    except drivers.TooLittle as reason:
        return None, str(reason)


def _picture(found: Drivers) -> Drawing:
    shown = found.drivers[:MOST_DRAWN]
    reach = max([0.5, *(abs(end) for one in shown for end in (one.low, one.high))])
    edge = min(3.0, round(reach * 1.1 + 0.05, 1))
    step = 0.25 if edge <= 0.75 else 0.5 if edge <= 1.5 else 1.0
    ticks = [step * place for place in range(-int(edge / step), int(edge / step) + 1)]
    rows = [_estimated(one) for one in shown]
    return forest.drawing(
        rows, -edge, edge, ticks, says=f"What goes with {found.outcome}, with 95 % intervals"
    )


def _estimated(one: Driver) -> Estimated:
    mark = "" if not one.is_clear else "better" if one.effect > 0 else "worse"
    name = (
        f"{one.column} (per {one.sd:.2g})"
        if one.sd is not None
        else one.column
        if one.level == "yes"
        else f"{one.column}: {one.level}"
    )
    return Estimated(name, one.effect, one.low, one.high, evidence.signed(one.effect), mark)


def _table(cells: list[CohortCell]) -> dict[str, Any]:
    """Return the periods as rows, all and each segment as columns."""
    by: dict[str, dict[str, CohortCell]] = defaultdict(dict)
    for cell in cells:
        by[cell.cohort][cell.group] = cell
    groups = sorted({cell.group for cell in cells if cell.group})
    rows = [
        (cohort, [_told(found.get(group)) for group in ("", *groups)])
        for cohort, found in list(by.items())[-MOST_PERIODS:]
    ]
    return {"groups": groups, "rows": rows}


def _told(cell: CohortCell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    between = (
        ""
        if cell.low is None or cell.high is None
        else f"{evidence.signed(cell.low)} to {evidence.signed(cell.high)}"
    )
    tone = (
        "none"
        if abs(cell.value) < 0.25
        else ("good" if cell.value > 0 else "bad") + ("-much" if abs(cell.value) >= 1.25 else "")
    )
    return {"value": evidence.signed(cell.value), "n": cell.n, "between": between, "tone": tone}

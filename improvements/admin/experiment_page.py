"""The page of an experiment: its rounds, planned before the data, read after, decided in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from improvements import experiments, figures, outcomes
from improvements.admin.round_forms import (
    ConcludeForm,
    FiguresForm,
    GuardForm,
    PlanForm,
    ReadingsForm,
    SegmentsForm,
    TableForm,
)
from improvements.analysis import planning
from improvements.analysis.results import NotPossible
from improvements.models import Experiment, Guardrail, Round
from improvements.reports import effects
from journeys.admin.pages import compare_customers
from journeys.admin.pages.frame import find, posted, require, show
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

    from improvements.analysis.results import GuardrailReading

ROUND_MARKS = {
    Round.State.PLANNED: ("", "event"),
    Round.State.RUNNING: ("running", "play_arrow"),
    Round.State.CONCLUDED: ("done", "check"),
}
#: Class, Material symbol, word: as wherever verdicts are told, and what only experiments say.
VERDICTS = {
    name: (mark, icon, word.capitalize())
    for name, (icon, mark, word) in compare_customers.VERDICTS.items()
} | {
    "not_worse": ("better", "drag_handle", "Not worse"),
    "holds": ("better", "check", "Holds"),
    "broken": ("worse", "trending_down", "Broken"),
}


def page(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show an experiment with its rounds; plan the next one, or keep figures (POST)."""
    experiment = find(request, Experiment.objects.select_related("action", "kpi", "program"), pk)
    require(request, "view_experiment", experiment)
    rounds = list(experiment.rounds.prefetch_related("guards__kpi", "outcomes").order_by("-number"))
    for row in rounds:
        row.experiment = experiment
    current = rounds[0] if rounds and rounds[0].state != Round.State.CONCLUDED else None
    may_change = request.user.has_perm("improvements.change_experiment", experiment)
    plan, shown = PlanForm(posted(request) if "plan" in request.POST else None), None
    if current is not None:
        shown = FiguresForm(current, posted(request) if "figures" in request.POST else None)
    if request.method == "POST":
        require(request, "change_experiment", experiment)
        if _kept(request, experiment, plan, shown):
            return redirect("admin:improvements_experiment_page", experiment.pk)
    crumbs = [
        (
            experiment.program.name,
            reverse("admin:journeys_program_home", args=[experiment.program_id]),
        ),
        ("Experiments", reverse("admin:improvements_experiment_changelist")),
    ]
    return show(
        request, site, "improvements/experiment", title=experiment.name, crumbs=crumbs, experiment=experiment,
        rounds=[(row, _told(row), ROUND_MARKS[Round.State(row.state)]) for row in rounds], current=current,
        plan=plan if current is None and may_change else None, figures=shown if may_change else None,
        **(_forms_of(request, current) if may_change and current is not None else {}),
    )  # fmt: skip


def verb(request: HttpRequest, site: AdminSite, pk: int, verb: str) -> HttpResponse:
    """Start or conclude a round, record its outcome, or say what must not get worse in it (POST)."""
    row = find(request, Round.objects.select_related("experiment__kpi", "experiment__action"), pk)
    if verb not in {"start", "conclude", "outcome", "guard"}:
        raise Http404
    require(request, "conclude_round" if verb == "conclude" else "change_round", row)
    if request.method == "POST":
        _tried(request, lambda: _done(request, row, verb))
    return redirect("admin:improvements_experiment_page", row.experiment_id)


def unguard(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Take a guardrail out of a planned round (POST)."""
    row = find(request, Guardrail.objects.select_related("round", "kpi"), pk)
    require(request, "delete_guardrail", row)
    if request.method == "POST":
        _tried(request, lambda: experiments.unguard(row, by=request.user))  # type: ignore[arg-type]
    return redirect("admin:improvements_experiment_page", row.round.experiment_id)


def take(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Take a running round's figures from readings, two segments or a table (POST)."""
    row = find(request, Round.objects.select_related("experiment__kpi"), pk)
    require(request, "change_round", row)
    if request.method == "POST":
        _tried(request, lambda: _taken(request, row))
    return redirect("admin:improvements_experiment_page", row.experiment_id)


def _tried(request: HttpRequest, deed: Any) -> None:
    try:
        deed()
    except (InvalidTransition, ValidationError) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))


def _forms_of(request: HttpRequest, row: Round) -> dict[str, Any]:
    may_conclude = request.user.has_perm("improvements.conclude_round", row.experiment)
    is_running = row.state == Round.State.RUNNING
    return {
        "guard": GuardForm(row, None) if row.state == Round.State.PLANNED else None,
        "sources": [ReadingsForm(row, None), SegmentsForm(row, None), TableForm(row, None)],
        "conclude": ConcludeForm() if is_running and may_conclude else None,
    }


def _done(request: HttpRequest, row: Round, verb: str) -> None:
    by: Any = request.user
    if verb == "start":
        experiments.start(row, by=by)
    elif verb == "conclude":
        said = {name: request.POST.get(name, "") for name in ("decision", "reason")}
        experiments.conclude(row, by=by, **said)
    elif verb == "guard":
        form = GuardForm(row, request.POST)
        if not form.is_valid():
            raise InvalidTransition("Choose a KPI and say by how much it may get worse, a number above 0.")  # fmt: skip
        experiments.guard(row, form.cleaned_data["kpi"], form.cleaned_data["margin"], by=by)
    else:
        outcomes.of_round(row, by=by)
        messages.success(request, "Recorded as an outcome of the action.")


def _taken(request: HttpRequest, row: Round) -> None:
    form: Any
    if "table" in request.FILES:
        form = TableForm(row, request.POST, request.FILES)
    elif "study" in request.POST:
        form = SegmentsForm(row, request.POST)
    else:
        form = ReadingsForm(row, request.POST)
    if not form.is_valid():
        raise InvalidTransition("Choose where both groups’ figures are.")
    told, by = form.cleaned_data, request.user
    if "table" in told:
        figures.from_table(form.measured(), told["table"].read(), by=by)
    elif "study" in told:
        segments = (told["control_segment"].strip(), told["treatment_segment"].strip())
        figures.from_responses(form.measured(), told["study"], segments, by=by)
    else:
        kpi = told["control_reading"].kpi_id
        measured = row if kpi == row.kpi.pk else row.guards.get(kpi=kpi)
        figures.from_readings(measured, told["control_reading"], told["treatment_reading"], by=by)


def _kept(
    request: HttpRequest, experiment: Experiment, plan: PlanForm, given: FiguresForm | None
) -> bool:
    if given is not None and given.is_bound and given.is_valid():
        given.save()
        return True
    if plan.is_bound and plan.is_valid():
        facts = _with_n(experiment, plan.cleaned_data)
        _tried(request, lambda: experiments.plan(experiment, by=request.user, **facts))  # type: ignore[arg-type]
        return True
    return False


def _with_n(experiment: Experiment, facts: dict[str, Any]) -> dict[str, Any]:
    """Work out how many people are needed, where the last reading of the KPI tells its spread."""
    newest = experiment.kpi.readings.order_by("-period_to").first()
    if facts.get("planned_n") or newest is None:
        return facts
    try:
        told = _plan_of(newest, facts)
    except (NotPossible, TypeError, ZeroDivisionError):
        return facts
    return facts | {"planned_n": planning.with_looks(told, facts["looks"]).people[0]}


def _plan_of(newest: Any, facts: dict[str, Any]) -> planning.Plan:
    known: dict[str, Any] = {
        "effect": facts["minimum_effect"],
        "power": facts["power"],
        "alpha": facts["alpha"],
    }
    if newest.denominator:
        share = newest.numerator / newest.denominator
        effect = (
            facts["minimum_effect"]
            if share + facts["minimum_effect"] <= 1
            else -facts["minimum_effect"]
        )
        return planning.shares(share, **known | {"effect": effect})
    if newest.promoters is not None:
        n = newest.promoters + newest.passives + newest.detractors
        return planning.means(
            planning.spread_of_nps(newest.promoters / n, newest.detractors / n), **known
        )
    return planning.means(float(newest.sd), **known)


def _told(row: Round) -> Any:
    """Return a round's reading as the page shows it: as it was concluded, or of the figures so far."""
    reading = experiments.reading_of(row)
    if reading is None:
        return None
    interval = reading.intervals[0]
    return {
        "verdict": VERDICTS[reading.verdict], "reason": reading.reason, "decision": reading.decision,
        "difference": effects.told(reading.kind, reading.difference),
        "interval": effects.between(reading.kind, interval.low, interval.high),
        "p": f"{reading.p:.3f}", "probability": f"{100 * reading.belief.probability:.0f} %",
        "people": f"{reading.n_control:,.0f} and {reading.n_treatment:,.0f}", "method": interval.method,
        "peek": reading.sequential, "picture": effects.drawing(row, reading),
        "guardrails": [_guardrail(one) for one in reading.guardrails],
    }  # fmt: skip


def _guardrail(one: GuardrailReading) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": one.name,
        "verdict": VERDICTS[one.verdict],
        "reason": one.reason,
    }
    if one.difference is not None and one.low is not None and one.high is not None:
        said["difference"] = effects.told(one.kind, one.difference)
        said["interval"] = effects.between(one.kind, one.low, one.high)
        said["people"] = f"{one.n_control:,.0f} and {one.n_treatment:,.0f}"
        said["method"] = one.method
    return said

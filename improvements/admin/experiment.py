"""Experiments with their rounds: planned before the data, read after, decided in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from improvements import experiments, figures, outcomes
from improvements.analysis import planning
from improvements.analysis.results import NotPossible
from improvements.models import Experiment, Round
from journeys.admin.base import ProgramOwnedAdmin
from journeys.admin.chips import chip
from journeys.admin.pages.frame import find, posted, require, show
from journeys.admin.pages.urls import Pages
from journeys.models import Reading
from journeys.versions import InvalidTransition
from research.models import Study

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

ROUND_MARKS = {
    Round.State.PLANNED: ("", "event"),
    Round.State.RUNNING: ("running", "play_arrow"),
    Round.State.CONCLUDED: ("done", "check"),
}
VERDICTS = {
    "better": ("better", "trending_up", "Better"),
    "worse": ("worse", "trending_down", "Worse"),
    "not_worse": ("better", "drag_handle", "Not worse"),
    "no_detectable_change": ("same", "drag_handle", "No detectable change"),
    "cannot_tell": ("unsure", "question_mark", "Cannot tell"),
    "not_comparable": ("other", "block", "Not comparable"),
}


class PlanForm(forms.ModelForm):
    """What is fixed before the data."""

    class Meta:
        model = Round
        fields = [
            "minimum_effect",
            "alpha",
            "power",
            "looks",
            "planned_n",
            "margin",
            "stop_rule",
            "guardrails",
        ]
        widgets = {
            "stop_rule": forms.Textarea(attrs={"rows": 2}),
            "guardrails": forms.Textarea(attrs={"rows": 2}),
        }


class FiguresForm(forms.Form):
    """The figures of both groups so far."""

    def __init__(self, row: Round, data: Any) -> None:
        super().__init__(data, auto_id="figures_%s")
        self.row = row
        for group in ("control", "treatment"):
            given = getattr(row, group) or [None] * len(row.experiment.figures)
            for name, value in zip(row.experiment.figures, given, strict=True):
                self.fields[f"{group}_{name}"] = forms.FloatField(
                    label=f"{group.capitalize()}: {name}", initial=value, widget=forms.NumberInput(attrs={"step": "any"})
                )  # fmt: skip
        if row.looks > 1:
            self.fields["look"] = forms.IntegerField(min_value=1, max_value=row.looks, initial=row.look or 1, label="Which look this is")  # fmt: skip

    def save(self) -> None:
        """Keep the figures."""
        for group in ("control", "treatment"):
            values = [self.cleaned_data[f"{group}_{name}"] for name in self.row.experiment.figures]
            setattr(self.row, group, values)
        self.row.look = self.cleaned_data.get("look")
        self.row.save()


class ReadingsForm(forms.Form):
    """Two readings of the KPI as the groups' figures."""

    control_reading = forms.ModelChoiceField(
        Reading.objects.none(), label="Control", empty_label=None
    )
    treatment_reading = forms.ModelChoiceField(
        Reading.objects.none(), label="Treatment", empty_label=None
    )

    def __init__(self, row: Round, data: Any) -> None:
        super().__init__(data, auto_id="readings_%s")
        rows = row.experiment.kpi.readings.order_by("-period_to", "segment", "id")
        for field in self.fields.values():
            field.queryset = rows  # type: ignore[attr-defined]
            field.label_from_instance = _reading_name  # type: ignore[attr-defined]


class TableForm(forms.Form):
    """Raw values, a row per person."""

    table = forms.FileField(
        label="Table (CSV)",
        help_text="Columns “group” (control or treatment) and “value”, a row per person.",
    )


class SegmentsForm(forms.Form):
    """The ratings of two segments of a study."""

    study = forms.ModelChoiceField(Study.objects.none(), empty_label=None)
    control_segment = forms.CharField(max_length=80, label="Control’s segment")
    treatment_segment = forms.CharField(max_length=80, label="Treatment’s segment")

    def __init__(self, row: Round, data: Any) -> None:
        super().__init__(data, auto_id="segments_%s")
        rows = Study.objects.filter(program=row.program_id, is_archived=False).order_by("-id")
        self.fields["study"].queryset = rows  # type: ignore[attr-defined]


def _reading_name(reading: Reading) -> str:
    who = f", {reading.segment}" if reading.segment else ""
    return f"{reading.period_from:%Y-%m-%d} to {reading.period_to:%Y-%m-%d}{who}"


class ConcludeForm(forms.Form):
    """The decision and why."""

    decision = forms.ChoiceField(choices=Round.Decision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))


def page(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show an experiment with its rounds; plan the next one, or keep figures (POST)."""
    experiment = find(request, Experiment.objects.select_related("action", "kpi", "program"), pk)
    require(request, "view_experiment", experiment)
    rounds = list(experiment.rounds.order_by("-number"))
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
        sources=[ReadingsForm(current, None), SegmentsForm(current, None), TableForm()] if may_change and current is not None else [],
        conclude=ConcludeForm() if current is not None and current.state == Round.State.RUNNING and request.user.has_perm("improvements.conclude_round", experiment) else None,
    )  # fmt: skip


def verb(request: HttpRequest, site: AdminSite, pk: int, verb: str) -> HttpResponse:
    """Start or conclude a round, or record its outcome (POST)."""
    row = find(request, Round.objects.select_related("experiment__kpi", "experiment__action"), pk)
    if verb not in {"start", "conclude", "outcome"}:
        raise Http404
    require(request, "conclude_round" if verb == "conclude" else "change_round", row)
    if request.method == "POST":
        try:
            if verb == "start":
                experiments.start(row, by=request.user)  # type: ignore[arg-type]
            elif verb == "conclude":
                _conclude(request, row)
            else:
                outcomes.of_round(row, by=request.user)  # type: ignore[arg-type]
                messages.success(request, "Recorded as an outcome of the action.")
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
    return redirect("admin:improvements_experiment_page", row.experiment_id)


def take(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Take a running round's figures from readings, two segments or a table (POST)."""
    row = find(request, Round.objects.select_related("experiment__kpi"), pk)
    require(request, "change_round", row)
    if request.method == "POST":
        try:
            _taken(request, row)
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return redirect("admin:improvements_experiment_page", row.experiment_id)


def _taken(request: HttpRequest, row: Round) -> None:
    if "table" in request.FILES:
        figures.from_table(row, request.FILES["table"].read(), by=request.user)  # type: ignore[union-attr]
        return
    form: Any = (
        SegmentsForm(row, request.POST)
        if "study" in request.POST
        else ReadingsForm(row, request.POST)
    )
    if not form.is_valid():
        raise InvalidTransition("Choose where both groups’ figures are.")
    told = form.cleaned_data
    if "study" in told:
        segments = (told["control_segment"].strip(), told["treatment_segment"].strip())
        figures.from_responses(row, told["study"], segments, by=request.user)
    else:
        figures.from_readings(
            row, told["control_reading"], told["treatment_reading"], by=request.user
        )


def _conclude(request: HttpRequest, row: Round) -> None:
    said = {name: request.POST.get(name, "") for name in ("decision", "reason")}
    experiments.conclude(row, by=request.user, **said)  # type: ignore[arg-type]


def _kept(
    request: HttpRequest, experiment: Experiment, plan: PlanForm, given: FiguresForm | None
) -> bool:
    if given is not None and given.is_bound and given.is_valid():
        given.save()
        return True
    if plan.is_bound and plan.is_valid():
        try:
            experiments.plan(experiment, by=request.user, **_with_n(experiment, plan.cleaned_data))  # type: ignore[arg-type]
        except (InvalidTransition, ValidationError) as refusal:
            messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
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
    if row.state == Round.State.CONCLUDED:
        reading = row.analysis
    else:
        import msgspec

        try:
            reading = msgspec.to_builtins(experiments.read(row))
        except NotPossible:
            return None
    is_share = reading["kind"] == "proportion"
    scale, unit = (100, " points") if is_share else (1, "")
    interval = reading["intervals"][0]
    return {
        "verdict": VERDICTS[reading["verdict"]], "reason": reading["reason"], "decision": reading["decision"],
        "difference": f"{scale * reading['difference']:+.2f}{unit}".replace("-", "−"),
        "interval": f"{scale * interval['low']:+.2f} to {scale * interval['high']:+.2f}{unit}".replace("-", "−"),
        "p": f"{reading['p']:.3f}", "probability": f"{100 * reading['belief']['probability']:.0f} %",
        "people": f"{reading['n_control']:,.0f} and {reading['n_treatment']:,.0f}", "method": interval["method"],
        "peek": reading["sequential"],
    }  # fmt: skip


@admin.register(Experiment)
class ExperimentAdmin(Pages, ProgramOwnedAdmin):
    """The experiments of a program, newest first."""

    list_display = ["name", "of_action", "kind", "on_kpi", "stands"]
    list_filter = ["kind"]
    list_select_related = ["action", "kpi"]
    search_fields = ["name", "hypothesis"]
    ordering = ["-id"]
    sortable_by = ()
    empty_icon = "science"
    empty_words = "Test an action before it is rolled out: what would count as success is fixed before the data."
    add_words = "Plan a test"
    fieldsets = [(None, {"fields": ["name", ("action", "kpi"), "kind", "hypothesis"]})]

    def pages(self) -> list[URLPattern]:
        """Return the addresses of an experiment and its rounds."""
        return [
            self.page("<int:pk>/page/", page, "improvements_experiment_page"),
            self.page("round/<int:pk>/take/", take, "improvements_round_take"),
            self.page("round/<int:pk>/<str:verb>/do/", verb, "improvements_round_verb"),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring the rounds along."""
        return super().get_queryset(request).prefetch_related("rounds")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep what is tested on what."""
        return ["action", "kpi"] if obj else []

    def landing(self, obj: Any) -> str:
        """Lead to the page with its rounds."""
        return self.address("page", obj.pk)

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Go on with planning its first round."""
        return self.landing(obj)

    @admin.display(description="Action")
    def of_action(self, experiment: Experiment) -> str:
        """Name the action."""
        return experiment.action.title

    @admin.display(description="KPI")
    def on_kpi(self, experiment: Experiment) -> str:
        """Name the KPI."""
        return experiment.kpi.name

    @admin.display(description="Stands")
    def stands(self, experiment: Experiment) -> str:
        """Show the newest round's state."""
        newest = max(experiment.rounds.all(), key=lambda row: row.number, default=None)
        if newest is None:
            return chip("Not planned yet", "draft", "event")
        words = newest.get_decision_display() if newest.decision else newest.get_state_display()
        return chip(f"Round {newest.number}: {words}", *ROUND_MARKS[Round.State(newest.state)])

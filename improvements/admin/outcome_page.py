"""What an action was worth: worked out from the KPI's readings, or told by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import DateInput
from django.shortcuts import redirect
from django.urls import reverse

from improvements import outcomes, realised, wording
from improvements.models import Action, Outcome
from journeys.admin.pages.frame import find, posted, require, show
from journeys.models import Kpi
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

_DAY = {"type": "date"}


class SinceForm(forms.Form):
    """Since when the KPI's readings tell it."""

    kpi = forms.ModelChoiceField(Kpi.objects.none(), label="KPI", empty_label=None)
    since = forms.DateField(
        label="In effect since",
        widget=DateInput(attrs=_DAY),
        help_text="The day customers first met it. A period it falls into counts on neither side.",
    )

    def __init__(self, data: Any, kpis: Any) -> None:
        super().__init__(data, auto_id="since_%s")
        self.fields["kpi"].queryset = kpis  # type: ignore[attr-defined]


class ByHandForm(forms.ModelForm):
    """An effect that was measured elsewhere."""

    class Meta:
        model = Outcome
        fields = ["kpi", "effect", "low", "high", "n", "method", "grade", "measured_on", "note"]
        widgets = {"measured_on": DateInput(attrs=_DAY), "note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data: Any, kpis: Any, action: Action) -> None:
        super().__init__(
            data, instance=Outcome(action=action, program_id=action.program_id), auto_id="hand_%s"
        )
        self.fields["kpi"].queryset = kpis  # type: ignore[attr-defined]


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show the action's outcomes; record another (POST)."""
    action = find(request, Action.objects.select_related("program"), pk)
    require(request, "view_action", action)
    kpis = Kpi.objects.filter(program=action.program_id).order_by("name", "id")
    data = posted(request)
    by_readings = SinceForm(data if data and "since" in data else None, kpis)
    by_hand = ByHandForm(data if data and "effect" in data else None, kpis, action)
    may_record = request.user.has_perm("improvements.add_outcome", action)
    if request.method == "POST":
        if not may_record:
            require(request, "add_outcome", action)
        if _recorded(request, action, by_readings, by_hand):
            return redirect("admin:improvements_action_outcome", action.pk)
    rows = action.outcomes.select_related("kpi").order_by("-measured_on", "-id")
    return show(
        request, site, "improvements/outcome", title=f"What “{action.title}” was worth",
        crumbs=[(action.program.name, reverse("admin:journeys_program_home", args=[action.program_id])), ("Actions", reverse("admin:improvements_action_changelist")), (action.title, reverse("admin:improvements_action_change", args=[action.pk]))],
        rows=[(row, wording.effect(row.kpi, row.effect), wording.between(row.kpi, row.low, row.high)) for row in rows],
        by_readings=by_readings if may_record else None, by_hand=by_hand if may_record else None, has_kpis=kpis.exists(),
    )  # fmt: skip


def _recorded(
    request: HttpRequest, action: Action, by_readings: SinceForm, by_hand: ByHandForm
) -> bool:
    user: Any = request.user
    try:
        if by_readings.is_bound and by_readings.is_valid():
            made = realised.from_readings(
                action, by_readings.cleaned_data["kpi"], by_readings.cleaned_data["since"], by=user
            )
        elif by_hand.is_bound and by_hand.is_valid():
            facts = dict(by_hand.cleaned_data)
            made = outcomes.record(action, facts.pop("kpi"), by=user, **facts)
        else:
            return False
    except (InvalidTransition, ValidationError) as refusal:
        (by_readings if by_readings.is_bound else by_hand).add_error(
            None, " ".join(getattr(refusal, "messages", [str(refusal)]))
        )
        return False
    messages.success(request, f"Recorded: {made.kpi.name} {wording.effect(made.kpi, made.effect)}.")
    return True

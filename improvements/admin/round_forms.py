"""The forms of a round: what is fixed before the data, the data, the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from improvements.models import Guardrail, Round
from improvements.models.experiment import figures_of
from journeys.models import Kpi, Reading
from research.models import Study

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms.boundfield import BoundField

#: Figures as the page asks for them.
ASKED = {
    "numerator": "how many", "denominator": "of how many people", "n": "people", "mean": "mean",
    "sd": "standard deviation", "promoters": "promoters", "passives": "passives", "detractors": "detractors",
}  # fmt: skip


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
        labels = {
            "alpha": "False alarms accepted, α",
            "power": "Chance to find it, power",
            "looks": "Looks at the data",
            "guardrails": "Guardrails without a KPI",
        }
        widgets = {
            "stop_rule": forms.Textarea(attrs={"rows": 2}),
            "guardrails": forms.Textarea(attrs={"rows": 2}),
        }


class GuardForm(forms.ModelForm):
    """A KPI that must not get worse, and by how much it may."""

    class Meta:
        model = Guardrail
        fields = ["kpi", "margin"]
        labels = {"margin": "How much worse would still do"}
        help_texts = {"margin": "In the KPI’s unit; 0.02 is two points of a share."}

    def __init__(self, row: Round, data: Any) -> None:
        super().__init__(data, auto_id="guard_%s")
        taken = [guard.kpi_id for guard in row.guards.all()]
        rows = Kpi.objects.filter(program=row.program_id)
        self.fields["kpi"].queryset = rows.exclude(pk__in=[row.kpi.pk, *taken])  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """Leave the row's own rules to the verb that makes it."""


class FiguresForm(forms.Form):
    """The figures of both groups so far, of the round's KPI and of its guardrails."""

    def __init__(self, row: Round, data: Any) -> None:
        super().__init__(data, auto_id="figures_%s")
        self.row = row
        for measured, prefix in self._measured():
            names = figures_of(measured.kpi.kind)
            for group in ("control", "treatment"):
                given = getattr(measured, group) or [None] * len(names)
                for name, value in zip(names, given, strict=True):
                    self.fields[f"{prefix}{group}_{name}"] = forms.FloatField(
                        label=f"{group.capitalize()}: {ASKED[name]}", initial=value, required=measured is row,
                        widget=forms.NumberInput(attrs={"step": "any"}),
                    )  # fmt: skip
        if row.looks > 1:
            self.fields["look"] = forms.IntegerField(min_value=1, max_value=row.looks, initial=row.look or 1, label="Which look this is")  # fmt: skip

    def _measured(self) -> Iterator[tuple[Round | Guardrail, str]]:
        yield self.row, ""
        for guard in self.row.guards.all():
            yield guard, f"guard{guard.pk}_"

    def parts(self) -> list[tuple[str, bool, list[BoundField]]]:
        """Return the fields of each KPI: its name, whether it is a guardrail, the control's fields and the treatment's."""
        return [
            (
                measured.kpi.name,
                bool(prefix),
                [self[f"{prefix}{group}_{name}"] for group, name in self._names(measured)],
            )
            for measured, prefix in self._measured()
        ]

    def clean(self) -> dict[str, Any]:
        """Want all the figures of a guardrail or none."""
        told = self.cleaned_data
        for measured, prefix in self._measured():
            values = [told.get(f"{prefix}{group}_{name}") for group, name in self._names(measured)]
            if prefix and any(value is None for value in values) and any(value is not None for value in values):  # fmt: skip
                self.add_error(None, f"“{measured.kpi.name}” has figures of one group only, or not all of them.")  # fmt: skip
        return told

    def _names(self, measured: Round | Guardrail) -> list[tuple[str, str]]:
        names = figures_of(measured.kpi.kind)
        return [(group, name) for group in ("control", "treatment") for name in names]

    def save(self) -> None:
        """Keep the figures."""
        for measured, prefix in self._measured():
            for group in ("control", "treatment"):
                values = [self.cleaned_data[f"{prefix}{group}_{name}"] for name in figures_of(measured.kpi.kind)]  # fmt: skip
                setattr(measured, group, [] if None in values else values)
            if measured is self.row:
                self.row.look = self.cleaned_data.get("look")
            measured.save()


class ReadingsForm(forms.Form):
    """Two readings of one KPI as the groups' figures."""

    control_reading = forms.ModelChoiceField(
        Reading.objects.none(), label="Control", empty_label=None
    )
    treatment_reading = forms.ModelChoiceField(
        Reading.objects.none(), label="Treatment", empty_label=None
    )

    def __init__(self, row: Round, data: Any) -> None:
        super().__init__(data, auto_id="readings_%s")
        guards = [guard.kpi_id for guard in row.guards.all()]
        rows = Reading.objects.filter(program=row.program_id, kpi__in=[row.kpi.pk, *guards])
        for field in self.fields.values():
            field.queryset = rows.select_related("kpi").order_by("kpi", "-period_to", "segment", "id")  # type: ignore[attr-defined]  # fmt: skip
            field.label_from_instance = _named if guards else _period  # type: ignore[attr-defined]


class _OfOneKpi(forms.Form):
    """A form that asks which KPI its figures are of, where there are guardrails."""

    def __init__(self, row: Round, data: Any, files: Any = None, *, auto_id: str) -> None:
        super().__init__(data, files, auto_id=auto_id)
        self._row = row
        choices = [("", row.kpi.name), *((str(one.pk), one.kpi.name) for one in row.guards.all())]
        if len(choices) > 1:
            self.fields["of"] = forms.ChoiceField(choices=choices, required=False, label="Figures of")  # fmt: skip

    def measured(self) -> Round | Guardrail:
        """Return what the figures are of."""
        chosen = self.cleaned_data.get("of")
        return self._row.guards.get(pk=chosen) if chosen else self._row


class TableForm(_OfOneKpi):
    """Raw values, a row per person."""

    table = forms.FileField(
        label="Table (CSV)",
        help_text="Columns “group” (control or treatment) and “value”, a row per person.",
    )

    def __init__(self, row: Round, data: Any, files: Any = None) -> None:
        super().__init__(row, data, files, auto_id="table_%s")


class SegmentsForm(_OfOneKpi):
    """The ratings of two segments of a study."""

    study = forms.ModelChoiceField(Study.objects.none(), empty_label=None)
    control_segment = forms.CharField(max_length=80, label="Control’s segment")
    treatment_segment = forms.CharField(max_length=80, label="Treatment’s segment")

    def __init__(self, row: Round, data: Any) -> None:
        super().__init__(row, data, auto_id="segments_%s")
        rows = Study.objects.filter(program=row.program_id, is_archived=False).order_by("-id")
        self.fields["study"].queryset = rows  # type: ignore[attr-defined]


class ConcludeForm(forms.Form):
    """The decision and why."""

    decision = forms.ChoiceField(choices=Round.Decision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))


def _period(reading: Reading) -> str:
    who = f", {reading.segment}" if reading.segment else ""
    return f"{reading.period_from:%Y-%m-%d} to {reading.period_to:%Y-%m-%d}{who}"


def _named(reading: Reading) -> str:
    return f"{reading.kpi.name}: {_period(reading)}"

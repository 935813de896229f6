"""Cycles: what we believed, what we did, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect

from improvements import cycles
from improvements.models import Cycle
from journeys.admin.base import Link, ProgramOwnedAdmin
from journeys.admin.chips import chip, day
from journeys.admin.pages.frame import find, posted, require, show
from journeys.admin.pages.urls import Pages
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

from django import forms
from django.urls import reverse


class CloseForm(forms.Form):
    """The decision and what was learnt."""

    decision = forms.ChoiceField(choices=Cycle.Decision.choices, widget=forms.RadioSelect)
    retrospective = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What we believed, what we did, what happened.",
    )


def close(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Ask for the decision, close the cycle (POST) and lead to the next draft."""
    cycle = find(request, Cycle.objects.select_related("map", "program"), pk)
    require(request, "close_cycle", cycle)
    form = CloseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            closed = cycles.close(cycle, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Cycle {closed.number} is closed; this is the draft of the next version."
            )
            return redirect("admin:journeys_mapversion_map", closed.result_id)
    crumbs = [
        (cycle.program.name, reverse("admin:journeys_program_home", args=[cycle.program_id])),
        ("Cycles", reverse("admin:improvements_cycle_changelist")),
    ]
    return show(request, site, "improvements/close_cycle", title=f"Close cycle {cycle.number} of {cycle.map.name}", crumbs=crumbs, cycle=cycle, form=form)  # fmt: skip


@admin.register(Cycle)
class CycleAdmin(Pages, ProgramOwnedAdmin):
    """The turns of the loop, per map."""

    list_display = ["named", "of_map", "goal", "by_when", "came_of_it"]
    list_select_related = ["map", "result", "baseline"]
    search_fields = ["goal"]
    ordering = ["-id"]
    sortable_by = ()
    empty_icon = "autorenew"
    empty_words = (
        "A cycle goes from a published version to the next: a goal, actions, tests, a decision."
    )
    add_words = "Open a cycle"
    fieldsets = [(None, {"fields": ["map", "goal", ("kpi", "amount"), "due_on", "told"]})]
    readonly_fields = ["told"]

    def pages(self) -> list[URLPattern]:
        """Return the address of closing one."""
        return [self.page("<int:pk>/close/", close, "improvements_cycle_close")]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep a cycle with its map."""
        return ["told", *(["map"] if obj else [])]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Tell how it ended only once it has."""
        fields: list[Any] = ["map", "goal", ("kpi", "amount"), "due_on"]
        return [(None, {"fields": [*fields, *(["told"] if obj and not obj.is_open else [])]})]

    def is_open(self, obj: Any) -> bool:
        """Keep a closed cycle as it is."""
        return bool(obj.is_open)

    def page_links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Offer to close it."""
        if obj.is_open and request.user.has_perm("improvements.close_cycle", obj):
            return [Link("Close the cycle", self.address("close", obj.pk), "flag", is_main=True)]
        return []

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Go on with what is to be done in it."""
        return reverse("admin:improvements_board")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Open a cycle by its verb."""
        if change:
            super().save_model(request, obj, form, change)
            return
        facts = {name: getattr(obj, name) for name in ("kpi", "amount", "due_on")}
        opened = cycles.start(obj.map, by=request.user, goal=obj.goal, **facts)  # type: ignore[arg-type]
        obj.__dict__.update(opened.__dict__)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Say in the form why a cycle cannot be opened."""
        base = super().get_form(request, obj, change, **kwargs)
        if obj is not None:
            return base

        class Opening(base):  # type: ignore[misc, valid-type]
            def clean(self) -> Any:
                data = super().clean()
                journey = self.cleaned_data.get("map")
                if journey is not None:
                    if not journey.versions.published().exists():
                        raise ValidationError(
                            {
                                "map": "A cycle begins with a published version; publish the map first."
                            }
                        )
                    if Cycle.objects.filter(map=journey, closed_at=None).exists():
                        raise ValidationError(
                            {"map": "This map has an open cycle; close it first."}
                        )
                return data

        Opening.__name__ = base.__name__
        return Opening

    @admin.display(description="Cycle")
    def named(self, cycle: Cycle) -> str:
        """Name the cycle."""
        return f"Cycle {cycle.number}"

    @admin.display(description="Map")
    def of_map(self, cycle: Cycle) -> str:
        """Name the map."""
        return cycle.map.name

    @admin.display(description="By when")
    def by_when(self, cycle: Cycle) -> str:
        """Show by when."""
        return day(cycle.due_on)

    @admin.display(description="What came of it")
    def came_of_it(self, cycle: Cycle) -> str:
        """Show whether it is under way, or how it was decided."""
        if cycle.is_open:
            return chip("Under way", "running", "autorenew")
        return chip(Cycle.Decision(cycle.decision).label.split(":")[0], "done", "check")

    @admin.display(description="How it ended")
    def told(self, cycle: Cycle) -> str:
        """Tell decision and what was learnt."""
        return f"{Cycle.Decision(cycle.decision).label}. {cycle.retrospective}"

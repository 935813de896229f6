"""Starting a map's next version: what it is based on, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from journeys import versions
from journeys.admin.pages.frame import find, posted, require, show, way_to_maps
from journeys.models import JourneyMap, MapVersion

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest


class VersionChoice(forms.ModelChoiceField):
    """A version by its number, state and label."""

    def label_from_instance(self, version: Any) -> str:
        """Return how a version is called in a list of one map's versions."""
        return choice_label(version)


class DraftForm(forms.Form):
    """What the next draft starts from."""

    based_on = VersionChoice(
        queryset=MapVersion.objects.none(),
        label="Start from",
        help_text="The draft begins as a copy. The version itself stays as it is.",
    )
    reason = forms.CharField(
        label="Why a new version?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: what customers told us after the relaunch.",
    )
    label = forms.CharField(
        required=False, max_length=120, help_text="A short name, for example: After the relaunch."
    )

    def __init__(self, journey: JourneyMap, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = journey.versions.published().order_by("-number")
        field: Any = self.fields["based_on"]
        field.queryset = published
        field.initial = published.first()
        # A map whose only version was discarded starts again from nothing.
        field.required = field.initial is not None
        field.empty_label = None if field.required else "An empty map"


def choice_label(version: MapVersion) -> str:
    """Return "Version 3 · Draft · After the relaunch"."""
    parts = [f"Version {version.number}", version.get_state_display(), version.label]
    return " · ".join(part for part in parts if part)


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Ask what to start from, or start the draft (POST) and lead to its map."""
    journey = find(request, JourneyMap.objects.select_related("program"), pk)
    require(request, "start_draft_journeymap", journey)
    draft = versions.open_draft(journey)
    if draft is not None:
        return _to(request, draft, str(versions.DraftExists(draft)))
    form = DraftForm(journey, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            draft = versions.start_draft(journey, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except versions.DraftExists as refusal:
            return _to(request, refusal.draft, str(refusal))
        messages.success(
            request, f"Version {draft.number} is started. Change what is different now."
        )
        return HttpResponseRedirect(_address(draft))
    return show(
        request,
        site,
        "draft",
        title=f"Start the next version of {journey}",
        crumbs=way_to_maps(journey.program),
        journey=journey,
        form=form,
    )


def _to(request: HttpRequest, draft: MapVersion, message: str) -> HttpResponse:
    messages.info(request, message)
    return HttpResponseRedirect(_address(draft))


def _address(version: MapVersion) -> str:
    return reverse("admin:journeys_mapversion_map", args=[version.pk])

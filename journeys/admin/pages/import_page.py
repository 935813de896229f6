"""Bringing maps in: choose a file, look at what was found, confirm. Only confirming writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from msgspec import structs

from journeys import maps
from journeys.admin.pages import programs, uploads
from journeys.admin.pages.frame import posted, show, way_to_maps
from journeys.admin.pages.import_forms import MapChoices, UploadForm
from journeys.exchange.exports import WORKBOOK
from journeys.exchange.preview import preview
from journeys.exchange.table import xlsx_writing
from journeys.rendering import picture

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.admin.pages.programs import ProgramChoice
    from journeys.exchange.findings import FoundMap, ImportPreview
    from journeys.models import MapVersion
    from journeys.rendering.picture import MapPicture

#: A map with more touchpoints or cards than this is described, not drawn, in the preview.
MOST_DRAWN = 400
GONE = "The file is not here any more: files wait two hours. Choose it again."


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Ask for a file; keep it (POST) and lead to what was found in it."""
    choice = programs.chosen(request)
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        token = uploads.keep(*form.content, by=request.user)  # type: ignore[arg-type]
        return HttpResponseRedirect(_address(token, choice))
    return show(
        request,
        site,
        "import",
        title="Import maps",
        crumbs=way_to_maps(choice.program),
        choice=choice,
        form=form,
        version=None,
    )


def confirm(request: HttpRequest, site: AdminSite, upload: str) -> HttpResponse:
    """Show what the file holds, or bring in what was chosen (POST) and lead to its map."""
    choice = programs.chosen(request)
    kept = uploads.find(upload, by=request.user)  # type: ignore[arg-type]
    if kept is None:
        messages.warning(request, GONE)
        return redirect("admin:journeys_journeymap_import")
    found = preview(kept.data, kept.filename)
    choices = MapChoices(found.maps, posted(request))
    if request.method == "POST" and found.can_come_in and choices.is_valid():
        drafts = _bring_in(found, choices.names, choice, request)
        uploads.forget(kept, by=request.user)  # type: ignore[arg-type]
        _tell(request, drafts)
        if len(drafts) == 1:
            return redirect("admin:journeys_mapversion_map", drafts[0].pk)
        return redirect("admin:journeys_journeymap_changelist")
    return show(
        request,
        site,
        "import_preview",
        title="Look at what comes in",
        crumbs=way_to_maps(choice.program),
        choice=choice,
        preview=found,
        choices=choices,
        offers=[_offer(*pair) for pair in zip(found.maps, choices.forms, strict=True)],
    )


def empty_sheet(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Give an empty workbook to fill in, to whoever may bring maps in."""
    programs.chosen(request)
    response = HttpResponse(xlsx_writing.write_template(), content_type=WORKBOOK)
    response["Content-Disposition"] = 'attachment; filename="journey map to fill in.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@dataclass(frozen=True, slots=True)
class Offer:
    """A map found, on the page: its form, how much it holds, and its picture unless it is huge."""

    name: str
    form: Any
    sizes: tuple[tuple[int, str], ...]
    picture: MapPicture | None


def _offer(found: FoundMap, form: Any) -> Offer:
    sizes = ((found.stages, "stage"), (found.touchpoints, "touchpoint"), (found.lanes, "lane"), (found.cards, "card"), (found.personas, "persona"))  # fmt: skip
    drawn = found.touchpoints <= MOST_DRAWN and found.cards <= MOST_DRAWN
    return Offer(
        found.name,
        form,
        tuple((number, noun if number == 1 else f"{noun}s") for number, noun in sizes),
        # A prefix of its own, because a page can hold several pictures.
        picture.draw(found.contents, prefix=f"{form.prefix}-") if drawn else None,
    )


@transaction.atomic
def _bring_in(
    found: ImportPreview, names: list[str], choice: ProgramChoice, request: HttpRequest
) -> list[MapVersion]:
    """Create a map for each that got a name; all of them or none."""
    return [
        maps.create(
            choice.program,
            structs.replace(one.contents, map=structs.replace(one.contents.map, name=name)),
            by=request.user,  # type: ignore[arg-type]
            # Not as the version's reason: a document must leave again as it came.
            verb=f"import: {found.filename or 'pasted text'}",
        )
        for one, name in zip(found.maps, names, strict=True)
        if name
    ]


def _tell(request: HttpRequest, drafts: list[MapVersion]) -> None:
    for draft in drafts:
        address = reverse("admin:journeys_mapversion_map", args=[draft.pk])
        messages.success(
            request,
            format_html(
                '“{}” is here as the draft of version 1. <a href="{}">Open the map</a>',
                draft.map.name,
                address,
            )
            if len(drafts) > 1
            else f"“{draft.map.name}” is here as the draft of version 1.",
        )


def _address(token: str, choice: ProgramChoice) -> str:
    address = reverse("admin:journeys_journeymap_import_preview", args=[token])
    return f"{address}?program={choice.program.pk}"

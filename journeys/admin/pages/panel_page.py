"""The side panel of the map page: an element's fields, its comments' place, and what was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from journeys import contents
from journeys.admin import deeds
from journeys.admin.names import full_names
from journeys.admin.pages import panel_fields
from journeys.admin.pages.frame import find_version, require
from journeys.edits.fields import MODELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.admin.deeds import Change, DeedLine
    from journeys.models import MapVersion

#: So many deeds are shown; the element's history page has all.
MOST_DEEDS = 12


def view(request: HttpRequest, site: AdminSite, pk: int, key: str) -> HttpResponse:
    """Show an element of a version: fields to fill in a draft, to read otherwise."""
    version = find_version(request, pk)
    require(request, "view_mapversion", version)
    read = contents.read(version)
    element = panel_fields.find(version, read, key)
    if element is None:
        raise Http404
    can_edit = version.is_editable and request.user.has_perm("journeys.change_mapversion", version)
    row = MODELS[element.kind]._default_manager.filter(version=version, key=key).first()
    return render(
        request,
        "journeys/pages/panel.html",
        {
            "version": version,
            "element": element,
            "can_edit": can_edit,
            "row": row,
            "comments": _address("comments", version, key),
            "lines": _history(version, element.kind, key),
        },
    )


def _address(page: str, version: MapVersion, key: str) -> str:
    """Return the address of a part of the panel, "" where the installation has none."""
    try:
        return reverse(f"admin:journeys_mapversion_{page}", args=[version.pk, key])
    except NoReverseMatch:
        return ""


def _history(version: MapVersion, kind: str, key: str) -> list[DeedLine]:
    """Return what was done to an element in all versions of its map, newest first."""
    model: Any = MODELS[kind]
    ids = model._default_manager.filter(version__map=version.map_id, key=key).values_list("pk")
    rows = model.history.filter(id__in=[pk for (pk,) in ids])
    rows = rows._select_related_history_tracked_objs().order_by("-history_date", "-history_id")
    records = list(rows[: MOST_DEEDS + 1])
    names = full_names(record.history_user_name for record in records)
    return [
        deeds.line(record, names, tuple(_changes(earlier, record)))
        for record, earlier in zip(records[:MOST_DEEDS], [*records[1:], None], strict=False)
    ]


def _changes(earlier: Any, record: Any) -> Iterable[Change]:
    """Return what a deed changed; a version's copy goes on where the version before it ended."""
    if earlier is None or record.history_type == "+":
        return ()
    # Relations of a copy point into its own version.
    without = [] if earlier.id == record.id else _of_one_version(record.instance_type)
    return deeds.changes_between(earlier, record, without=without)


def _of_one_version(model: Any) -> list[str]:
    return ["id", "version", *model.siblings]

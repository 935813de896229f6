"""What every page of ours begins and ends with: what this person may see, and the admin around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from journeys.admin import current
from journeys.models import MapVersion

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest


#: The way to a page: titles and addresses, from the program down.
Crumbs = list[tuple[str, str]]


def find(request: HttpRequest, rows: type[Model] | QuerySet[Any], pk: int) -> Any:
    """Return the row if this person may see it, and enter its program; else 404, as if it did not exist."""
    queryset: Any = rows if hasattr(rows, "filter") else rows._default_manager
    row = get_object_or_404(queryset.visible_to(request.user), pk=pk)
    current.enter(request, row.program_id)
    return row


def find_version(request: HttpRequest, pk: int) -> MapVersion:
    """Return a version with its map and program in one query."""
    version: MapVersion = find(
        request, MapVersion.objects.select_related("map", "program", "based_on"), pk
    )
    return version


def way_to_maps(program: Any) -> Crumbs:
    """Return the way to a program's list of maps."""
    return [
        (program.name, reverse("admin:journeys_program_home", args=[program.pk])),
        ("Maps", reverse("admin:journeys_journeymap_changelist")),
    ]


def way_to(version: MapVersion) -> Crumbs:
    """Return the way to a version's map page."""
    address = reverse("admin:journeys_mapversion_map", args=[version.pk])
    return [
        *way_to_maps(version.program),
        (f"{version.map.name}, version {version.number}", address),
    ]


def way_to_reports(program: Any) -> Crumbs:
    """Return the way to a program's list of reports."""
    return [
        (program.name, reverse("admin:journeys_program_home", args=[program.pk])),
        ("Reports", reverse("admin:journeys_report_changelist")),
    ]


def require(request: HttpRequest, permission: str, row: Any) -> None:
    """Refuse (403) a person whose role does not grant the permission on the row, of its own app."""
    if not request.user.has_perm(f"{row._meta.app_label}.{permission}", row):
        raise PermissionDenied


def show(
    request: HttpRequest,
    site: AdminSite,
    template: str,
    *,
    title: str,
    crumbs: Crumbs,
    status: int = 200,
    **context: Any,
) -> TemplateResponse:
    """Return the page `<template>.html` inside the admin's frame; a plain name is one of `journeys/pages/`."""
    request.current_app = site.name  # type: ignore[attr-defined]
    return TemplateResponse(
        request,
        f"{template if '/' in template else f'journeys/pages/{template}'}.html",
        site.each_context(request) | {"title": title, "crumbs": crumbs} | context,
        status=status,
    )


def posted(request: HttpRequest) -> Any:
    """Return what was posted for a form, None if the page was only opened."""
    return request.POST if request.method == "POST" else None

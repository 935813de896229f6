"""A version as a file: its picture, or the map in one of the formats we write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from journeys import contents
from journeys.admin.pages.files import plain_name
from journeys.admin.pages.frame import find_version, require, show, way_to
from journeys.exchange.exports import EXPORTS, WORKBOOK
from journeys.rendering import palette, picture, svg

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.models import MapVersion

#: A downloaded picture is text we wrote, but names in it are not ours: it may load and run nothing.
STERILE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

#: A longer text, in bytes, is not shown on the page beside its download.
MOST_SHOWN = 20_000


def picture_file(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Give the map's picture as SVG; `?theme=dark` in dark colours."""
    version = _found(request, pk)
    colours = palette.DARK if request.GET.get("theme") == "dark" else palette.LIGHT
    drawn = picture.draw(contents.read(version), caption=f"Version {version.number}")
    return _attached(svg.draw_map(drawn, colours).encode(), "image/svg+xml", version, ".svg")


def export(request: HttpRequest, site: AdminSite, pk: int, name: str) -> HttpResponse:
    """Say what the format cannot hold of this map, or give the file (`?download`)."""
    version = _found(request, pk)
    if name not in EXPORTS:
        raise Http404
    known = EXPORTS[name]
    exported = known.write(contents.read(version))
    if "download" in request.GET:
        return _attached(exported.data, known.media_type, version, known.suffix)
    return show(
        request,
        site,
        "export",
        title=f"Export: {known.label}",
        crumbs=way_to(version),
        version=version,
        known=known,
        formats=tuple(EXPORTS.values()),
        losses=exported.losses,
        text=exported.data.decode("utf-8-sig")
        if known.is_text and len(exported.data) < MOST_SHOWN
        else "",
    )


def _found(request: HttpRequest, pk: int) -> MapVersion:
    version = find_version(request, pk)
    require(request, "view_mapversion", version)
    return version


def _attached(content: bytes, media_type: str, version: MapVersion, suffix: str) -> HttpResponse:
    """Return a file to keep, never one to open inside this site."""
    name = f"{plain_name(f'{version.map.name} – version {version.number}')}{suffix}"
    charset = "" if media_type == WORKBOOK else "; charset=utf-8"
    response = HttpResponse(content, content_type=f"{media_type}{charset}")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = STERILE
    return response

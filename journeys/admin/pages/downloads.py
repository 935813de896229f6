"""A version as a file: its picture, or the map in one of the formats we write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from journeys import contents, noting
from journeys.admin.pages import curve_choice
from journeys.admin.pages.files import plain_name
from journeys.admin.pages.frame import find_version, require, show, way_to
from journeys.exchange.exports import EXPORTS, WORKBOOK
from journeys.rendering import palette, picture, svg
from journeys.reports import pictures

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.models import MapVersion

#: A downloaded picture is text we wrote, but names in it are not ours: it may load and run nothing.
STERILE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

#: A longer text, in bytes, is not shown on the page beside its download.
MOST_SHOWN = 20_000


def picture_file(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Give the map's picture as SVG; `?theme=dark` in dark colours, `?persona=` with these curves."""
    version = _found(request, pk)
    colours = palette.DARK if request.GET.get("theme") == "dark" else palette.LIGHT
    drawn = _drawn(request, version)
    return _attached(svg.draw_map(drawn, colours).encode(), "image/svg+xml", version, ".svg")


def drawn_file(
    request: HttpRequest, site: AdminSite, pk: int, form: pictures.Format
) -> HttpResponse:
    """Give the map's picture as PNG or PDF: `?theme=` and `?persona=` as above, `?scale=` 1 to 4."""
    version = _found(request, pk)
    colours = palette.DARK if request.GET.get("theme") == "dark" else palette.LIGHT
    drawn = _drawn(request, version)
    scale = request.GET.get("scale", "")
    try:
        content = pictures.made(
            svg.draw_map(drawn, colours), form,
            scale=int(scale) if scale in map(str, pictures.SCALES) else pictures.USUAL_SCALE,
        )  # fmt: skip
    except pictures.PictureNotMade as reason:
        messages.error(request, str(reason))
        return redirect("admin:journeys_mapversion_map", version.pk)
    return _attached(content, pictures.MEDIA_TYPES[form], version, f".{form}")


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


def _drawn(request: HttpRequest, version: MapVersion) -> picture.MapPicture:
    return picture.draw(
        noting.with_notes(version, contents.read(version)),
        caption=f"Version {version.number}",
        personas=curve_choice.wanted(request),
    )


def _with_charset(media_type: str) -> str:
    return (
        media_type
        if media_type in {*pictures.MEDIA_TYPES.values(), WORKBOOK}
        else f"{media_type}; charset=utf-8"
    )


def _attached(content: bytes, media_type: str, version: MapVersion, suffix: str) -> HttpResponse:
    """Return a file to keep, never one to open inside this site."""
    name = f"{plain_name(f'{version.map.name} – version {version.number}')}{suffix}"
    response = HttpResponse(content, content_type=_with_charset(media_type))
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = STERILE
    return response

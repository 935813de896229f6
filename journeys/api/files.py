"""A version as a file to take away: the picture, and the formats it can leave in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from journeys import contents, noting
from journeys.api.formats import AsItIs
from journeys.api.problems import Invalid, Unavailable
from journeys.api.structs import reference_to
from journeys.api.views import Rows
from journeys.contents import MapContents
from journeys.exchange.exports import EXPORTS
from journeys.rendering import palette, picture, svg
from journeys.reports import pictures

if TYPE_CHECKING:
    from rest_framework.request import Request

    from journeys.models import MapVersion

_FORMAT = OpenApiParameter(
    "format", str, enum=list(EXPORTS), required=True, description="The file's format."
)
PALETTES = {"light": palette.LIGHT, "dark": palette.DARK, "print": palette.PRINT}

_PALETTE = OpenApiParameter(
    "palette", str, enum=list(PALETTES), description="Colours; light if left out."
)
_PERSONAS = OpenApiParameter(
    "persona",
    str,
    many=True,
    description=(
        "Keys of the personas whose curves are drawn, once for each; `none` for nobody's. "
        "Left out: of all who have an emotion of their own."
    ),
)


class LossesSerializer(serializers.Serializer):
    """What an export leaves out."""

    losses = serializers.ListField(child=serializers.CharField())


class Exporting(Rows):
    """Gives a version out as a file."""

    @extend_schema(
        parameters=[_PALETTE, _PERSONAS],
        responses={(200, "image/svg+xml"): OpenApiTypes.STR},
    )
    def picture(self, request: Request, pk: str) -> HttpResponse:
        """Return the map as a picture: stages, touchpoints and lanes with the emotion curve across."""
        colours = _one_of(request, "palette", list(PALETTES), default="light")
        version = self.row(pk, related=("map",))
        data = svg.draw_map(_picture(request, version), PALETTES[colours])
        return _file(data, "image/svg+xml", f"{_name(version)}.svg", inline=True)

    @extend_schema(
        parameters=[
            _PALETTE,
            _PERSONAS,
            OpenApiParameter(
                "scale", int, enum=list(pictures.SCALES),
                description="Pixels per pixel of the picture; 2 if left out, less if it gets too large.",
            ),
        ],
        responses={(200, "image/png"): OpenApiTypes.BINARY, 503: None},
    )  # fmt: skip
    def png(self, request: Request, pk: str) -> HttpResponse:
        """Return the map as a PNG. 503 if that takes too long or too many are asked for at once."""
        scale = _one_of(request, "scale", list(map(str, pictures.SCALES)), default="2")
        return self._drawn(request, pk, "png", int(scale))

    @extend_schema(
        parameters=[_PALETTE, _PERSONAS],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 503: None},
    )
    def pdf(self, request: Request, pk: str) -> HttpResponse:
        """Return the map as one page of PDF as large as its picture. 503 if that takes too long."""
        return self._drawn(request, pk, "pdf", pictures.USUAL_SCALE)

    def _drawn(self, request: Request, pk: str, form: pictures.Format, scale: int) -> HttpResponse:
        colours = _one_of(request, "palette", list(PALETTES), default="light")
        version = self.row(pk, related=("map",))
        drawn = svg.draw_map(_picture(request, version), PALETTES[colours])
        try:
            data = pictures.made(drawn, form, scale=scale)
        except pictures.PictureNotMade as reason:
            raise Unavailable(str(reason)) from None
        name = f"{_name(version)}.{form}"
        return _file(data, pictures.MEDIA_TYPES[form], name, inline=form == "png")

    @extend_schema(
        parameters=[_FORMAT],
        responses={
            (200, known.media_type): reference_to(MapContents)
            if known.media_type == "application/json"
            else (OpenApiTypes.STR if known.is_text else OpenApiTypes.BINARY)
            for known in EXPORTS.values()
        },
    )
    @action(detail=True, url_path="export", content_negotiation_class=AsItIs)
    def export(self, request: Request, pk: str) -> HttpResponse:
        """Return the map as a file. What the format cannot hold is left out; `losses/` lists it."""
        chosen = EXPORTS[_one_of(request, "format", list(EXPORTS))]
        version = self.row(pk, related=("map",))
        exported = chosen.write(contents.read(version))
        return _file(exported.data, chosen.media_type, f"{_name(version)}{chosen.suffix}")

    @extend_schema(parameters=[_FORMAT], responses=LossesSerializer)
    @action(detail=True, url_path="export/losses")
    def losses(self, request: Request, pk: str) -> Response:
        """Return, in sentences, what of this map a format cannot hold."""
        chosen = EXPORTS[_one_of(request, "format", list(EXPORTS))]
        exported = chosen.write(contents.read(self.row(pk, related=("map",))))
        return Response({"losses": list(exported.losses)})


def _one_of(request: Request, name: str, known: list[str], default: str = "") -> str:
    asked = request.query_params.get(name, default)
    if asked not in known:
        message = f"Give one of these: {', '.join(known)}."
        raise Invalid(f"{name}: {message}", errors=[{"field": name, "message": message}])
    return str(asked)


def _picture(request: Request, version: MapVersion) -> picture.MapPicture:
    personas = request.query_params.getlist("persona") or None
    read = noting.with_notes(version, contents.read(version))
    return picture.draw(read, caption=_caption(version), personas=personas)


def _caption(version: MapVersion) -> str:
    label = f", {version.label}" if version.label else ""
    return f"Version {version.number}{label}, {version.get_state_display().lower()}"


def _name(version: MapVersion) -> str:
    return f"{version.map.name}, version {version.number}"


def _file(data: bytes | str, media_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    disposition = content_disposition_header(not inline, name)
    if disposition:
        response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response

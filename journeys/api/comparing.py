"""What differs between two versions of a map."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action

from journeys import comparison, contents
from journeys.api import conditions
from journeys.api.problems import Invalid, Missing
from journeys.api.structs import ComparedVersion, VersionComparison, reference_to
from journeys.api.views import Rows, number
from journeys.comparison import MapComparison

if TYPE_CHECKING:
    from rest_framework.request import Request

    from journeys.models import MapVersion


class Comparing(Rows):
    """Compares a version with another of its map."""

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "against", int, required=True, description="Id of the other version of the map."
            )
        ],
        responses={200: reference_to(VersionComparison)},
    )
    @action(detail=True, url_path="comparison")
    def comparison(self, request: Request, pk: str) -> HttpResponse:
        """Return what differs between this version and another of the same map.

        The lower number is the earlier, whichever is asked for. Of two published versions the answer has
        an ETag.
        """
        version = self.row(pk, related=("map",))
        other = self._other(request)
        if other.map_id != version.map_id:
            message = "Only versions of the same map can be compared."
            raise Invalid(message, errors=[{"field": "against", "message": message}])
        before, after = sorted((version, other), key=lambda one: one.number)
        frozen = before.is_frozen and after.is_frozen
        etag = conditions.quoted(_seal(before.checksum, after.checksum)) if frozen else ""
        if frozen and conditions.is_known(request, etag):
            return _with_headers(HttpResponse(status=304), etag)
        compared = comparison.compare(contents.read(before), contents.read(after))
        data = msgspec.json.encode(_answer(compared, before, after))
        return _with_headers(HttpResponse(data, content_type="application/json"), etag)

    def _other(self, request: Request) -> MapVersion:
        given = request.query_params.get("against", "")
        if not (given.isascii() and given.isdecimal()):
            message = "Give the id of the version to compare with: ?against=…"
            raise Invalid(message, errors=[{"field": "against", "message": message}])
        other: MapVersion | None = None
        if len(given) < 19:
            rows = self.get_queryset().filter(pk=number(given)).order_by().select_related("map")
            other = rows.first()
        if other is None:
            message = "There is no such version, or none that you may see."
            raise Missing(message, errors=[{"field": "against", "message": message}])
        return other


def _answer(compared: MapComparison, before: MapVersion, after: MapVersion) -> VersionComparison:
    found: dict[str, Any] = {name: getattr(compared, name) for name in compared.__struct_fields__}
    return VersionComparison(**found, before=_side(before), after=_side(after))


def _side(version: MapVersion) -> ComparedVersion:
    return ComparedVersion(version.pk, version.number, version.state, version.label)


def _seal(before: str, after: str) -> str:
    parts = f"{before}{after}{_way_of_comparing()}"
    return hashlib.sha256(parts.encode()).hexdigest()


@cache
def _way_of_comparing() -> str:
    """Return what stands for the comparing code: when it changes, so may the answer."""
    folder = Path(comparison.__file__).parent
    code = b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))
    return hashlib.sha256(code).hexdigest()


def _with_headers(response: HttpResponse, etag: str) -> HttpResponse:
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response

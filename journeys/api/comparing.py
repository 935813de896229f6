"""What differs between two versions of a map."""

from __future__ import annotations

import hashlib
import inspect
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action

from journeys import alignments, comparison, judging
from journeys.api import conditions
from journeys.api.problems import Conflict, Invalid, Missing
from journeys.api.structs import ComparedVersion, VersionComparison, reference_to
from journeys.api.views import Rows, number
from journeys.comparison import MapComparison

if TYPE_CHECKING:
    from rest_framework.request import Request

    from journeys.models import MapVersion


class Comparing(Rows):
    """Compares a version with another of its map, or of a map that is aligned with it."""

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "against",
                int,
                required=True,
                description="Id of the other version: of the map, or of one of its program.",
            )
        ],
        responses={200: reference_to(VersionComparison)},
    )
    @action(detail=True, url_path="comparison")
    def comparison(self, request: Request, pk: str) -> HttpResponse:
        """Return what differs between this version and another.

        Of one map the lower number is the earlier, whichever is asked for; of two maps of one program
        `against` is. Two maps compare by the keys they share and by their alignment; without either the
        answer is a conflict that says how to align them. Of two published versions of one map the
        answer has an ETag.
        """
        version = self.row(pk, related=("map",))
        other = self._other(request)
        if other.program_id != version.program_id:
            message = "Only versions of one program can be compared."
            raise Invalid(message, errors=[{"field": "against", "message": message}])
        is_one_map = other.map_id == version.map_id
        before, after = other, version
        if is_one_map and before.number > after.number:
            before, after = after, before
        frozen = is_one_map and before.is_frozen and after.is_frozen
        etag = conditions.quoted(_seal(before.checksum, after.checksum)) if frozen else ""
        if frozen and conditions.is_known(request, etag):
            return _with_headers(HttpResponse(status=304), etag)
        read = alignments.read(before, after)
        if not read.is_comparable:
            raise _not_aligned(request, before, after)
        compared = judging.compare(before, after, read)
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


def _not_aligned(request: Request, before: MapVersion, after: MapVersion) -> Conflict:
    """Say how two maps become comparable."""
    query = urlencode({"before": before.pk, "after": after.pk})
    proposal = f"{reverse('alignment-proposal')}?{query}"
    return Conflict(
        "The two maps have no element in common. Read which elements seem to be the same, and send "
        "the right pairs as an alignment.",
        kind="not-aligned",
        errors=[
            {"field": "against", "message": "This is a version of a map without common elements."}
        ],
        proposal=request.build_absolute_uri(proposal),
        alignments=request.build_absolute_uri(reverse("alignment-list")),
    )


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
    judging_files = [inspect.getfile(import_string(path)) for path in settings.JUDGEMENTS.values()]
    paths = sorted([*Path(comparison.__file__).parent.glob("*.py"), *map(Path, judging_files)])
    code = b"".join(path.read_bytes() for path in paths)
    return hashlib.sha256(code).hexdigest()


def _with_headers(response: HttpResponse, etag: str) -> HttpResponse:
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response

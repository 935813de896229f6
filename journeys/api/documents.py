"""A whole map in one answer, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from journeys import contents, drafts
from journeys.api import conditions
from journeys.api.formats import RawJsonParser
from journeys.api.problems import Invalid
from journeys.api.structs import reference_to
from journeys.api.views import Rows
from journeys.contents import MapContents
from journeys.exchange import document as documents
from journeys.models import Card, MapVersion, Persona

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rest_framework.request import Request

    from journeys.exchange.findings import Problem

FOR_EVER = "private, max-age=31536000, immutable"
NOT_WITHOUT_ASKING = "private, no-cache"
#: What a version and its map must tell before the document can be given.
NEEDED = (
    "program", "map", "number", "state", "checksum", "label", "reason", "change_summary", "evidence_from",
    "evidence_to", "map__name", "map__kind", "map__scope",
)  # fmt: skip


class Documents(Rows):
    """Reads and replaces a version as a document."""

    @extend_schema(responses={200: reference_to(MapContents)})
    @action(detail=True, url_path="document", parser_classes=[RawJsonParser])
    def document(self, request: Request, pk: str) -> HttpResponse:
        """Return the whole map as one document, format `journeyloop-map/1`.

        A published one never changes: its ETag is its checksum, it may be kept for ever, and whoever
        takes gzip gets the copy that was packed when it was published.
        """
        version = self.row(pk, related=("map",), only=NEEDED)
        if not version.is_frozen:
            data = contents.document(version)
            etag = conditions.quoted(contents.checksum(data))
            return _answer(request, etag, NOT_WITHOUT_ASKING, data)
        etag = conditions.quoted(version.checksum)
        if conditions.is_known(request, etag):
            return _answer(request, etag, FOR_EVER)
        packed = contents.packed_document(version) if conditions.takes_gzip(request) else None
        if packed is not None:
            return _packed(etag, packed)
        return _answer(request, etag, FOR_EVER, contents.document(version))

    @extend_schema(
        request={"application/json": reference_to(MapContents)},
        responses={200: reference_to(MapContents)},
    )
    @document.mapping.put
    @transaction.atomic
    def replace_document(self, request: Request, pk: str) -> HttpResponse:
        """Make this document the draft's whole contents, and return it as it was stored.

        `If-Match` carries the ETag of the document you started from. What the map does not use is left
        out. 409 if the version is no draft, 412 if somebody was faster, 428 without `If-Match`.
        """
        version = self.row_for_document(pk)
        self.require("change", version)
        self.refuse_frozen(version)
        tags = conditions.required_tags(request)
        sent: Any = request.data
        data = sent if isinstance(sent, bytes) else b""
        checked = documents.check(data, _own_files(version))
        if checked.contents is None:
            raise Invalid(
                f"{len(checked.errors)} problems keep this document out. First: {checked.errors[0]}",
                kind="invalid",
                errors=listed(checked.problems),
            )
        try:
            replaced = drafts.replace(
                version,
                checked.contents,
                by=self.person,
                seen=_seen(version, tags),
            )
        except drafts.ChangedMeanwhile:
            current = contents.checksum(contents.document(self.row_for_document(pk)))
            raise conditions.stale(conditions.quoted(current)) from None
        data = contents.document(replaced)
        etag = conditions.quoted(contents.checksum(data))
        return _with_headers(_json(data), etag, NOT_WITHOUT_ASKING)

    def row_for_document(self, pk: str) -> MapVersion:
        """Return the version with its map, without the frozen document."""
        return self.row(pk, related=("map",))


def listed(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return problems of a file as errors of a problem document."""
    return [
        {
            "field": problem.path,
            "message": problem.message,
            "severity": problem.severity,
            "line": problem.line,
            "column": problem.column,
            **({} if problem.sheet is None else {"sheet": problem.sheet}),
        }
        for problem in problems
    ]


def _seen(version: MapVersion, tags: list[str]) -> str:
    """Return which of the tags counts: the present one if it is among several."""
    if len(tags) > 1:
        current = contents.checksum(contents.document(version))
        return current if current in tags else tags[0]
    return tags[0]


def _own_files(version: MapVersion) -> frozenset[str]:
    """Return the files a document of this version may name: attached in its map, of its personas."""
    cards = Card.objects.filter(version__map_id=version.map_id).exclude(attachment="")
    pictures = Persona.objects.filter(program_id=version.program_id).exclude(image="")
    return frozenset(cards.values_list("attachment", flat=True)) | frozenset(
        pictures.values_list("image", flat=True)
    )


def _answer(request: Request, etag: str, caching: str, data: bytes | None = None) -> HttpResponse:
    if data is None or conditions.is_known(request, etag):
        return _with_headers(HttpResponse(status=304), etag, caching)
    return _with_headers(_json(data), etag, caching)


def _packed(etag: str, packed: bytes) -> HttpResponse:
    """Return the document as gzip; its tag is weak, as the bytes differ from those that are not packed."""
    response = _with_headers(_json(packed), f"W/{etag}", FOR_EVER)
    response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _json(data: bytes) -> HttpResponse:
    return HttpResponse(data, content_type="application/json")


def _with_headers(response: HttpResponse, etag: str, caching: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = caching
    # A browser keeps it for whoever signed in, not for whoever signs in next.
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response

"""Versions of maps, and the verbs of their life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action

from journeys import versions
from journeys.api.arranging import Arranging
from journeys.api.comparing import Comparing
from journeys.api.deeds import Remembered
from journeys.api.documents import Documents
from journeys.api.editing import Editing
from journeys.api.fields import ShownName, Text
from journeys.api.files import Exporting
from journeys.api.filters import VersionFilters
from journeys.api.rows import RowSerializer
from journeys.api.views import Changeable, Rows
from journeys.models import MapVersion

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.request import Request
    from rest_framework.response import Response


class VersionSerializer(RowSerializer):
    """One version of a map. What it says of itself can change while it is a draft."""

    fixed = ()

    started_by = ShownName("started_by__username", help_text="Username.")
    published_by = ShownName("published_by_name", help_text="Username.")

    class Meta:
        model = MapVersion
        fields = (
            "id", "program", "map", "number", "state", "based_on", "label", "reason", "change_summary",
            "evidence_from", "evidence_to", "started_by", "published_by", "published_at", "checksum",
            "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = (
            "program", "map", "number", "state", "based_on", "published_at", "checksum",
        )  # fmt: skip


class NoteSerializer(serializers.Serializer):
    """What the person who does it has to say."""

    note = Text(required=False, allow_blank=True, max_length=20_000)


def _verb(name: str) -> Callable[..., Response]:
    """Return the address of one of a version's verbs."""

    def move(self: Versions, request: Request, pk: str) -> Response:
        version = self.row(pk)
        self.require(name, version)
        said = NoteSerializer(data=self.body())
        said.is_valid(raise_exception=True)
        getattr(versions, name)(version, by=request.user, **said.validated_data)
        return self.answer(version.pk)

    move.__name__ = name
    move.__doc__ = getattr(versions, name).__doc__
    address = action(detail=True, methods=["post"], url_path=name.replace("_", "-"))(move)
    # Described last: `action` begins a description of its own.
    described: Callable[..., Response] = extend_schema(
        request=NoteSerializer, responses=VersionSerializer
    )(address)
    return described


class Versions(Changeable, Remembered, Documents, Comparing, Exporting, Arranging, Editing):
    """Versions of your programs' maps. They come by start-draft and never go."""

    model = MapVersion
    queryset = MapVersion.objects.none()
    serializer_class = VersionSerializer
    filterset_class = VersionFilters
    search_fields = ("label", "reason", "change_summary")
    ordering_fields = ("id", "number", "published_at", "created_at", "updated_at")

    submit = _verb("submit")
    approve = _verb("approve")
    request_changes = _verb("request_changes")
    publish = _verb("publish")
    archive = _verb("archive")
    discard = _verb("discard")

    def writable(self, pk: str, deed: str) -> MapVersion:
        """Return the version, locked, if it is a draft."""
        version: MapVersion = super().writable(pk, deed)
        self.refuse_frozen(version)
        return version


def answer_with_version(view: Rows, pk: int, status_code: int = status.HTTP_200_OK) -> Response:
    """Return a version from a view of another resource."""
    versions_view = Versions()
    versions_view.request = view.request
    return versions_view.answer(pk, status_code)

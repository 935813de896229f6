"""Which elements of two maps without common keys are the same, so that their versions compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from journeys import alignments, contents
from journeys.alignment import propose
from journeys.api.deeds import Remembered
from journeys.api.fields import ShownName, VisibleRow
from journeys.api.filters import AlignmentFilters, refuse_unknown
from journeys.api.problems import Conflict, Invalid, Missing
from journeys.api.rows import RowSerializer
from journeys.api.structs import AlignmentProposal, ComparedVersion, SuggestedPair, reference_to
from journeys.api.views import Changeable, Creatable, number
from journeys.models import Alignment, JourneyMap, MapVersion

if TYPE_CHECKING:
    from rest_framework.request import Request

    from journeys.contents import MapContents

_SIDES = ("before", "after")


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "array", "items": {"type": "string", "format": "uuid"}},
        "description": "[key in before_map, key in after_map]; an element is in one pair at most.",
    }
)
class Pairs(serializers.Field):
    """A list of pairs of keys; what is wrong in it the verb says."""

    def to_internal_value(self, data: Any) -> Any:
        """Hand it on as it came."""
        return data

    def to_representation(self, value: Any) -> Any:
        """Return it as it is kept."""
        return value


class AlignmentSerializer(RowSerializer):
    """A person's word that elements of one map are elements of another."""

    fixed: ClassVar = ("before_map", "after_map")

    before_map = VisibleRow(JourneyMap)
    after_map = VisibleRow(JourneyMap)
    pairs = Pairs()
    confirmed_by = ShownName("confirmed_by_name", help_text="Username.")

    class Meta:
        model = Alignment
        fields = (
            "id", "program", "before_map", "after_map", "pairs", "confirmed_by", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = ("program",)

    def save(self, **values: Any) -> Alignment:
        """Keep the pairs by the verb."""
        wanted = self.validated_data | values
        present = self.instance
        before = wanted["before_map"] if present is None else present.before_map
        after = wanted["after_map"] if present is None else present.after_map
        if present is None and alignments.between(before.pk, after.pk) is not None:
            raise Conflict(
                "These two maps are aligned already. Change that alignment.", kind="aligned-already"
            )
        pairs = wanted.get("pairs", present.pairs if present is not None else [])
        person = self.context["request"].user
        self.instance = alignments.align(before, after, pairs, by=person)
        return self.instance


class Alignments(Creatable, Changeable, Remembered):
    """Alignments of your programs' maps, one for two maps whichever comes first."""

    model = Alignment
    queryset = Alignment.objects.none()
    serializer_class = AlignmentSerializer
    filterset_class = AlignmentFilters
    parent = "before_map"

    @extend_schema(
        parameters=[
            OpenApiParameter(side, int, required=True, description=f"Id of the version {side}.")
            for side in _SIDES
        ],
        filters=False,
        responses={200: reference_to(AlignmentProposal)},
    )
    @action(detail=False, pagination_class=None)
    def proposal(self, request: Request) -> HttpResponse:
        """Return which elements of two versions seem to be the same, by their words.

        Nothing is kept: a person decides, and sends the pairs that are right.
        """
        refuse_unknown(request, set(_SIDES))
        before, after = (self._version(request, side) for side in _SIDES)
        if before.program_id != after.program_id or before.map_id == after.map_id:
            raise Invalid(
                "Only versions of two maps of one program need an alignment.",
                errors=[{"field": "after", "message": "Choose a version of another map."}],
            )
        old, new = contents.read(before), contents.read(after)
        names = _names(old), _names(new)
        pairs = tuple(
            SuggestedPair(
                pair.element,
                pair.before,
                pair.after,
                pair.confidence,
                names[0][pair.before],
                names[1][pair.after],
            )
            for pair in propose(old, new)
        )
        found = AlignmentProposal(_side(before), _side(after), pairs)
        response = HttpResponse(msgspec.json.encode(found), content_type="application/json")
        response["Cache-Control"] = "private, no-cache"
        return response

    def _version(self, request: Request, side: str) -> MapVersion:
        given = request.query_params.get(side, "")
        message = f"Give the id of a version: ?{side}=…"
        if not (given.isascii() and given.isdecimal()):
            raise Invalid(message, errors=[{"field": side, "message": message}])
        version: MapVersion | None = None
        if len(given) < 19:
            rows = MapVersion.objects.visible_to(request.user).select_related("map")
            version = rows.filter(pk=number(given)).first()
        if version is None:
            message = "There is no such version, or none that you may see."
            raise Missing(message, errors=[{"field": side, "message": message}])
        return version


def _names(read: MapContents) -> dict[str, str]:
    """Return what each element is called, by its key; a card by its text."""
    found = {card.key: card.text for card in read.cards}
    found |= {lane.key: lane.title for lane in read.lanes}
    found |= {part.key: part.name for _, part in read.touchpoints}
    return found | {stage.key: stage.name for stage in read.stages}


def _side(version: MapVersion) -> ComparedVersion:
    return ComparedVersion(version.pk, version.number, version.state, version.label)

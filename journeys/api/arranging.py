"""The order of a draft: stages, the touchpoints in them, lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from journeys import elements
from journeys.api.fields import Key
from journeys.api.problems import Conflict
from journeys.api.views import Rows
from journeys.drafts import ChangedMeanwhile
from journeys.elements import Arrangement

if TYPE_CHECKING:
    from rest_framework.request import Request

MOST = 100_000


class StageOrderSerializer(serializers.Serializer):
    """A stage with its touchpoints in order."""

    key = Key(required=True, help_text="The stage's key.")
    touchpoints = serializers.ListField(child=Key(help_text="A touchpoint's key."), max_length=MOST)


class OrderSerializer(serializers.Serializer):
    """Every stage, touchpoint and lane of a draft, once, in the order of the map."""

    stages = StageOrderSerializer(many=True)
    lanes = serializers.ListField(child=Key(help_text="A lane's key."), max_length=MOST)


class Arranging(Rows):
    """Reads and sets the order of a draft."""

    @extend_schema(responses=OrderSerializer)
    @action(detail=True, url_path="order")
    def order(self, request: Request, pk: str) -> Response:
        """Return the order of stages, touchpoints and lanes, by their keys."""
        return Response(_plain(elements.arrangement_of(self.row(pk))))

    @extend_schema(request=OrderSerializer, responses=OrderSerializer)
    @order.mapping.post
    def arrange(self, request: Request, pk: str) -> Response:
        """Put a draft in this order. A touchpoint may change its stage; its cards go with it.

        Name every stage, touchpoint and lane once; 409 if somebody added or removed one meanwhile.
        """
        version = self.row(pk)
        self.require("change", version)
        self.refuse_frozen(version)
        wanted = OrderSerializer(data=self.body())
        wanted.is_valid(raise_exception=True)
        try:
            elements.arrange(version, _arrangement(wanted.validated_data), by=self.person)
        except ChangedMeanwhile:
            raise Conflict(
                "Name every stage, touchpoint and lane of the draft once. If you did, somebody added or "
                "removed one meanwhile: read the order again.",
                kind="changed-meanwhile",
            ) from None
        return Response(_plain(elements.arrangement_of(version)))


def _arrangement(data: dict[str, Any]) -> Arrangement:
    return Arrangement(
        stages=tuple((stage["key"], tuple(stage["touchpoints"])) for stage in data["stages"]),
        lanes=tuple(data["lanes"]),
    )


def _plain(arrangement: Arrangement) -> dict[str, Any]:
    return {
        "stages": [{"key": key, "touchpoints": list(inner)} for key, inner in arrangement.stages],
        "lanes": list(arrangement.lanes),
    }

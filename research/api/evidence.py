"""What customers felt at each stage and touchpoint of a version, and what changed since another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import msgspec
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from journeys import contents
from journeys.api.filters import refuse_unknown
from journeys.api.named import refuse, row_named
from journeys.models import MapVersion
from research import evidence, verdicts

if TYPE_CHECKING:
    from rest_framework.request import Request

    from journeys.contents import MapContents
    from research.evidence import Observed
    from research.verdicts import Change


class WindowSerializer(serializers.Serializer):
    """From when to when answers count, both days included; null is open."""

    version = serializers.IntegerField()
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)


class PartSerializer(serializers.Serializer):
    """What one persona or segment felt."""

    name = serializers.CharField()
    n = serializers.IntegerField()
    mean = serializers.FloatField()
    sd = serializers.FloatField(allow_null=True)


class ObservedSerializer(serializers.Serializer):
    """What `n` people felt at an element, −3 to +3, each person once; `low` and `high` are the 95 % interval."""

    key = serializers.CharField()
    name = serializers.CharField()
    instrument = serializers.IntegerField()
    n = serializers.IntegerField()
    answers = serializers.IntegerField()
    mean = serializers.FloatField()
    sd = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    distribution = serializers.ListField(
        child=serializers.IntegerField(), help_text="Answers rounded to −3, −2, … +3."
    )
    studies = serializers.ListField(child=serializers.IntegerField())
    methods = serializers.ListField(child=serializers.CharField())
    newest = serializers.DateField(allow_null=True)
    method = serializers.CharField()
    rolled_up = serializers.BooleanField(
        help_text="Of a stage: what people felt there and at all of its touchpoints, each person once."
    )
    parts = PartSerializer(many=True)
    trend = serializers.FloatField(
        allow_null=True,
        help_text="How much higher it gets in 30 days; null where too few answers tell it.",
    )
    trend_low = serializers.FloatField(allow_null=True)
    trend_high = serializers.FloatField(allow_null=True)


class WaveSerializer(serializers.Serializer):
    """What people felt in one of two windows."""

    n = serializers.IntegerField()
    mean = serializers.FloatField()
    sd = serializers.FloatField(allow_null=True)


class FeelingChangeSerializer(serializers.Serializer):
    """The difference since the other version's window, and what it allows to say."""

    key = serializers.CharField()
    name = serializers.CharField()
    before = WaveSerializer(allow_null=True)
    after = WaveSerializer(allow_null=True)
    difference = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    p = serializers.FloatField(allow_null=True)
    adjusted_p = serializers.FloatField(allow_null=True)
    verdict = serializers.ChoiceField(choices=get_args(verdicts.Verdict))
    reason = serializers.CharField(allow_blank=True)
    method = serializers.CharField(allow_blank=True)
    mix = serializers.CharField(
        allow_blank=True, help_text="Says it where other people were asked than before."
    )
    standardised = serializers.FloatField(
        allow_null=True,
        help_text="The difference had the earlier mix of people answered both times.",
    )
    standardised_low = serializers.FloatField(allow_null=True)
    standardised_high = serializers.FloatField(allow_null=True)


class PersonaFeelingSerializer(FeelingChangeSerializer):
    """The same among one persona, or segment where no persona is known."""

    persona = serializers.CharField()


class EvidenceSerializer(serializers.Serializer):
    """The evidence behind a version; `changes` is empty unless `against` was given."""

    window = WindowSerializer()
    against = WindowSerializer(allow_null=True)
    observed = ObservedSerializer(many=True)
    assumed = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of touchpoints nobody was asked about."
    )
    changes = FeelingChangeSerializer(many=True)
    changes_by_persona = PersonaFeelingSerializer(many=True)


class Evidence(APIView):
    """What stands behind the feelings on a map."""

    #: The version is named in the query, and may not be there.
    asks_for_a_row = True

    @extend_schema(
        operation_id="evidence",
        parameters=[
            OpenApiParameter("version", int, required=True, description="Id of a map version."),
            OpenApiParameter(
                "against",
                int,
                description="Id of another version of the program: the earlier wave.",
            ),
        ],
        responses={200: EvidenceSerializer},
    )
    def get(self, request: Request) -> Response:
        """Return what was observed within a version's evidence window, and since another's.

        Each stage and touchpoint with answers has a line for each question that was asked about it. With
        `against`, the windows of both versions are compared: same questions only, ps adjusted together.
        """
        refuse_unknown(request, {"version", "against"})
        version = version_named(request, "version")
        other = version_named(request, "against") if "against" in request.query_params else None
        if other is not None and other.program_id != version.program_id:
            refuse("against", "Only versions of one program can be compared.")
        response = Response(_answer(version, other))
        response["Cache-Control"] = "private, no-cache"
        return response


def _answer(version: MapVersion, other: MapVersion | None) -> dict[str, Any]:
    read = contents.read(version)
    names = _names(read)
    found = [one for one in evidence.of(version) if one.key in names]
    changes: list[Change] = []
    by_persona: list[tuple[str, Change]] = []
    if other is not None:
        pairs = evidence.pairs(
            evidence.by_question(evidence.of(other)),
            evidence.by_question(evidence.of(version)),
            frozenset(names),
        )
        changes = verdicts.compare(*pairs)
        by_persona = verdicts.compare_parts(*pairs)
    seen = {one.key for one in found}
    touchpoints = [part.key for _, part in read.touchpoints]
    return {
        "window": _window(version),
        "against": _window(other) if other is not None else None,
        "observed": [_named(one, names) for one in found],
        "assumed": [key for key in touchpoints if key not in seen],
        "changes": [_named(one, names) for one in changes],
        "changes_by_persona": [
            {**_named(one, names), "persona": persona} for persona, one in by_persona
        ],
    }


def _names(read: MapContents) -> dict[str, str]:
    names = {stage.key: stage.name for stage in read.stages}
    return names | {part.key: part.name for _, part in read.touchpoints}


def _named(one: Observed | Change, names: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(one)
    for side in ("before", "after"):
        if told.get(side):
            told[side].pop("parts", None)
    if "parts" in told:
        told["parts"] = [
            dict(zip(("name", "n", "mean", "sd"), part, strict=True)) for part in told["parts"]
        ]
        told.pop("question", None)
    return {**told, "name": names[one.key]}


def _window(version: MapVersion) -> dict[str, Any]:
    return {
        "version": version.pk,
        "since": version.evidence_from,
        "until": version.evidence_to,
    }


def version_named(request: Request, field: str) -> MapVersion:
    """Return the version a query names. Raises `Invalid`, and `Missing` for what the person may not see."""
    version: MapVersion = row_named(request, field, MapVersion.objects.select_related("map"))
    return version

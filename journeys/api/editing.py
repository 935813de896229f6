"""Editing a draft in small steps: the changes of one deed, taken back, split and merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from journeys import edits
from journeys.api.fields import Key, Text
from journeys.api.problems import Invalid
from journeys.api.structs import EditResult, ElementChange, reference_to
from journeys.api.views import Rows
from journeys.edits import Applied, Change, Refused
from journeys.edits.changes import MOST_CHANGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.request import Request

_EDIT = {
    "type": "object",
    "required": ["changes"],
    "additionalProperties": False,
    "properties": {
        "changes": {
            "type": "array",
            "maxItems": MOST_CHANGES,
            "items": reference_to(ElementChange),
        },
        "request": {
            "type": "string",
            "maxLength": 64,
            "description": "Made by you; sent again, it does nothing twice.",
        },
        "label": {"type": "string", "maxLength": 160, "description": "What undo calls the step."},
    },
}


class _Sent(msgspec.Struct, forbid_unknown_fields=True):
    changes: list[Change]
    request: Annotated[str, msgspec.Meta(max_length=64)] = ""
    label: Annotated[str, msgspec.Meta(max_length=160)] = ""


class StepSerializer(serializers.Serializer):
    """The step that is meant, if it should be no other."""

    step = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**62)


class SplitSerializer(serializers.Serializer):
    """A stage, touchpoint or lane, the part split off it, and what goes along."""

    key = Key(required=True, help_text="What is split.")
    new_key = Key(required=True, help_text="The part's key, made by you.")
    name = Text(max_length=160)
    takes = serializers.ListField(
        child=Key(help_text="A card or touchpoint in it."), required=False, max_length=MOST_CHANGES
    )
    request = Text(required=False, allow_blank=True, max_length=64)


class MergeSerializer(serializers.Serializer):
    """Stages, touchpoints or lanes that become one; lanes of several kinds become one of the first's."""

    keys = serializers.ListField(child=Key(help_text="One of them."), min_length=2, max_length=50)
    new_key = Key(required=True, help_text="The key of what they become, made by you.")
    name = Text(max_length=160)
    request = Text(required=False, allow_blank=True, max_length=64)


_ANSWER = {200: reference_to(EditResult)}


class Editing(Rows):
    """Writes changes into a draft; two people who edit it lose nothing."""

    @extend_schema(request={"application/json": _EDIT}, responses=_ANSWER)
    @action(detail=True, methods=["post"], url_path="edits")
    def edits(self, request: Request, pk: str) -> HttpResponse:
        """Write changes field by field over what you saw. What somebody else changed is a conflict.

        `seen` has the values you read; a field that is another by now is not written but told under
        `conflicts`, everything else goes in. Without `seen` the element is new, its key made by you.
        """
        sent = self._sent()

        def written(version: Any) -> Applied:
            return edits.apply(
                version, sent.changes, by=self.person, label=sent.label, request=sent.request
            )

        return self._edited(pk, written)

    @extend_schema(request=StepSerializer, responses=_ANSWER)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> HttpResponse:
        """Take your last step in a draft back, but nothing that somebody else did since."""
        return self._turned(pk, edits.undo)

    @extend_schema(request=StepSerializer, responses=_ANSWER)
    @action(detail=True, methods=["post"])
    def redo(self, request: Request, pk: str) -> HttpResponse:
        """Do the step again that you took back last."""
        return self._turned(pk, edits.redo)

    @extend_schema(request=SplitSerializer, responses=_ANSWER)
    @action(detail=True, methods=["post"])
    def split(self, request: Request, pk: str) -> HttpResponse:
        """Split a part off a stage, touchpoint or lane and record where it came from."""
        said = self._said(SplitSerializer)
        key, name = said.pop("key"), said.pop("name")
        return self._edited(
            pk,
            lambda version: edits.split(
                version, key, values={"name": name}, by=self.person, **said
            ),
        )

    @extend_schema(request=MergeSerializer, responses=_ANSWER)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> HttpResponse:
        """Make one stage, touchpoint or lane of several and record where it came from."""
        said = self._said(MergeSerializer)
        keys, name = said.pop("keys"), said.pop("name")
        return self._edited(
            pk,
            lambda version: edits.merge(
                version, keys, values={"name": name}, by=self.person, **said
            ),
        )

    def _sent(self) -> _Sent:
        try:
            return msgspec.convert(self.body(), _Sent)
        except msgspec.ValidationError as error:
            raise Invalid(f"This is not what an edit looks like: {error}") from None

    def _said(self, serializer: type[serializers.Serializer]) -> dict[str, Any]:
        said = serializer(data=self.body())
        said.is_valid(raise_exception=True)
        return dict(said.validated_data)

    def _turned(self, pk: str, verb: Callable[..., Applied]) -> HttpResponse:
        step = self._said(StepSerializer).get("step")
        return self._edited(pk, lambda version: verb(version, by=self.person, step=step))

    def _edited(self, pk: str, verb: Callable[[Any], Applied]) -> HttpResponse:
        version = self.row(pk)
        self.require("change", version)
        self.refuse_frozen(version)
        try:
            applied = verb(version)
        except Refused as refusal:
            field = f"changes[{refusal.index}]" + (f".{refusal.field}" if refusal.field else "")
            raise Invalid(
                str(refusal), errors=[{"field": field, "message": refusal.message}]
            ) from None
        return HttpResponse(msgspec.json.encode(applied), content_type="application/json")

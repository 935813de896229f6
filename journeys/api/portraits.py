"""Pictures of personas: sent as a file, drawn anew, private."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from journeys import portraits
from journeys.api.formats import AsItIs, LimitedMultiPartParser
from journeys.api.problems import Invalid, TooLarge
from journeys.api.stored_files import UPLOAD, StoredFile
from journeys.api.views import Writable

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response


class PortraitField(StoredFile):
    """The picture's name and where to fetch it; null without one."""

    def __init__(self) -> None:
        super().__init__(
            "image", "persona-picture", help_text="Write it at `/api/personas/{id}/image/`."
        )


class PortraitSerializer(serializers.Serializer):
    """A picture to show."""

    file = serializers.FileField(
        help_text=f"{portraits.KINDS}, up to {portraits.LARGEST // 1024**2} MiB."
    )


_PERSONA = {"$ref": "#/components/schemas/Persona"}


class Pictured(Writable):
    """Personas' pictures."""

    @extend_schema(
        responses={
            (200, media_type): OpenApiTypes.BINARY for media_type in portraits.MEDIA_TYPES.values()
        }
    )
    @action(
        detail=True,
        url_path="image",
        url_name="picture",
        content_negotiation_class=AsItIs,
        parser_classes=[LimitedMultiPartParser],
    )
    def image(self, request: Request, pk: str) -> FileResponse:
        """Return the picture, as a file to save."""
        image = self.row(pk).image
        if not image or not image.storage.exists(image.name):
            raise Http404
        name = PurePath(image.name).name
        response = FileResponse(image.open(), content_type=portraits.media_type(name))
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox"
        response["Cache-Control"] = "private, no-cache"
        return response

    @extend_schema(request={"multipart/form-data": UPLOAD}, responses={200: _PERSONA})
    @image.mapping.patch
    def put_image(self, request: Request, pk: str) -> Response:
        """Give the persona a picture, in the place of one it has.

        It is drawn anew, upright and at most 800 pixels wide and high; nothing else in the file is kept.
        """
        self.require("change", self.row(pk))
        sent = PortraitSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        portrait = read(sent.validated_data["file"].read(portraits.LARGEST + 1))
        with transaction.atomic():
            persona = self.writable(pk, "change")
            self.refuse_stale(persona)
            portraits.put(persona, portrait, by=self.person)
        return self.answer(persona.pk)

    @extend_schema(request=None, responses={200: _PERSONA})
    @image.mapping.delete
    @transaction.atomic
    def take_image_off(self, request: Request, pk: str) -> Response:
        """Let the persona be without a picture. Published versions keep the one they had."""
        persona = self.writable(pk, "change")
        self.refuse_stale(persona)
        portraits.take_off(persona, by=self.person)
        return self.answer(persona.pk)


def read(content: bytes) -> portraits.Portrait:
    """Return what was sent as a picture. Raises `Invalid` or `TooLarge`."""
    try:
        return portraits.read(content)
    except portraits.TooLarge as error:
        raise TooLarge(str(error)) from error
    except portraits.NoPortrait as error:
        wrong = [{"field": "file", "message": str(error)}]
        raise Invalid(str(error), kind="invalid", errors=wrong) from error

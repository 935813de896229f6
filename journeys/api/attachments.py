"""Files on cards: few kinds, known by their content, private, and given out as files only."""

from __future__ import annotations

import io
import secrets
import warnings
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from PIL import Image, UnidentifiedImageError
from rest_framework import serializers
from rest_framework.decorators import action

from journeys import history
from journeys.api.formats import AsItIs, LimitedMultiPartParser
from journeys.api.problems import Invalid, TooLarge
from journeys.api.stored_files import UPLOAD, StoredFile
from journeys.api.views import Writable
from journeys.models import Card

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 50_000_000
#: Pillow's name of a format → suffix and media type.
PICTURES = {
    "PNG": (".png", "image/png"),
    "JPEG": (".jpg", "image/jpeg"),
    "WEBP": (".webp", "image/webp"),
    "GIF": (".gif", "image/gif"),
}
PDF = (".pdf", "application/pdf")
#: What Pillow raises on what is broken, is something else, or would fill the memory.
_UNSOUND = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, Warning, EOFError,
)  # fmt: skip
MEDIA_TYPES = dict((*PICTURES.values(), PDF))
KINDS = "PNG, JPEG, WebP, GIF or PDF"


class AttachmentField(StoredFile):
    """The attached file's name and where to fetch it; null without one."""

    def __init__(self) -> None:
        super().__init__(
            "attachment", "card-attachment", help_text="Write it at `/api/cards/{id}/attachment/`."
        )


class UploadSerializer(serializers.Serializer):
    """A file to attach."""

    file = serializers.FileField(help_text=f"{KINDS}, up to {LARGEST // 1024**2} MiB.")


_CARD = {"$ref": "#/components/schemas/Card"}


class Attachable(Writable):
    """Cards' files."""

    @extend_schema(
        responses={(200, media_type): OpenApiTypes.BINARY for media_type in MEDIA_TYPES.values()}
    )
    @action(
        detail=True,
        url_path="attachment",
        content_negotiation_class=AsItIs,
        parser_classes=[LimitedMultiPartParser],
    )
    def attachment(self, request: Request, pk: str) -> FileResponse:
        """Return the attached file, as a file to save."""
        card = self.row(pk)
        if not card.attachment or not card.attachment.storage.exists(card.attachment.name):
            raise Http404
        name = PurePath(card.attachment.name).name
        media_type = MEDIA_TYPES.get(PurePath(name).suffix, "application/octet-stream")
        response = FileResponse(card.attachment.open(), content_type=media_type)
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox"
        response["Cache-Control"] = "private, no-cache"
        return response

    @extend_schema(request={"multipart/form-data": UPLOAD}, responses={200: _CARD})
    @attachment.mapping.patch
    def attach(self, request: Request, pk: str) -> Response:
        """Attach a file to a draft's card, in the place of one it has.

        The kind is told by the content, whatever the file is called.
        """
        self.require("change", self.row(pk))
        sent = UploadSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        upload = sent.validated_data["file"]
        content = upload.read(LARGEST + 1)
        suffix = kind_of(content)
        with transaction.atomic():
            card = self.writable(pk, "change")
            self.refuse_stale(card)
            stored = card.attachment.storage.save(
                path_for(upload.name, suffix), ContentFile(content)
            )
            self._point_to(card, stored)
        return self.answer(card.pk)

    @extend_schema(request=None, responses={200: _CARD})
    @attachment.mapping.delete
    @transaction.atomic
    def detach(self, request: Request, pk: str) -> Response:
        """Take the file off a draft's card. Earlier versions keep theirs."""
        card = self.writable(pk, "change")
        self.refuse_stale(card)
        if card.attachment:
            self._point_to(card, "")
        return self.answer(card.pk)

    def _point_to(self, card: Card, path: str) -> None:
        """Write the file's place with history. The old file stays: other versions may show it."""
        card.attachment = path
        history.deed(card, by=self.person, verb="attach" if path else "detach")
        card.save(update_fields=["attachment", "updated_at"])


def path_for(name: str, suffix: str) -> str:
    """Return where a file is kept: a folder nobody can guess, and a name that does no harm."""
    stem = PurePath(name.replace("\\", "/")).stem
    kept = "".join(letter if letter.isalnum() or letter in " -_()" else "_" for letter in stem)
    return f"attachments/{secrets.token_hex(16)}/{kept.strip()[:80] or 'file'}{suffix}"


def kind_of(content: bytes) -> str:
    """Return the suffix of what a file holds. Raises `Invalid` or `TooLarge`."""
    if len(content) > LARGEST:
        raise TooLarge(f"The file is larger than {LARGEST // 1024**2} MiB.")
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return PDF[0]
    try:
        with (
            warnings.catch_warnings(),
            Image.open(io.BytesIO(content), formats=[*PICTURES]) as image,
        ):
            warnings.simplefilter("error")
            if image.width * image.height > MOST_PIXELS:
                raise _no_kind("The picture has more than 50 million pixels.")
            kind: Any = image.format
            image.verify()
    except _UNSOUND as error:
        raise _no_kind(f"This is no sound {KINDS} file.") from error
    return PICTURES[kind][0]


def _no_kind(message: str) -> Invalid:
    return Invalid(message, kind="invalid", errors=[{"field": "file", "message": message}])

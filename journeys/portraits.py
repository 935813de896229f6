"""Pictures of personas: known by their content, drawn anew so that they do no harm, kept private.

A picture is never kept as it was sent. It is decoded, turned upright, made smaller and written again:
what hid in it, a place where it was taken or a script behind the pixels, does not come along. Files
stay when another takes their place: published versions say which one the persona had.
"""

from __future__ import annotations

import io
import secrets
import threading
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from msgspec import Struct
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from journeys import history

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import User

    from journeys.models import Persona

_one_at_a_time = threading.Lock()
LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
#: The longest side of a kept picture.
SIDE = 800
FOLDER = "personas"
KINDS = "PNG, JPEG or WebP"
#: Pillow's name of a format → suffix and media type.
FORMATS = {
    "PNG": (".png", "image/png"),
    "JPEG": (".jpg", "image/jpeg"),
    "WEBP": (".webp", "image/webp"),
}
MEDIA_TYPES = dict(FORMATS.values())
#: What Pillow raises on what is broken, is something else, or would fill the memory.
_UNSOUND = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, Warning, EOFError,
)  # fmt: skip


class NoPortrait(Exception):
    """The file is no picture we keep; the message says why."""


class TooLarge(NoPortrait):
    """The file has more bytes than we read."""


class Portrait(Struct, frozen=True):
    """A picture as it is kept."""

    content: bytes
    suffix: str

    @property
    def name(self) -> str:
        """Return a file name nobody can guess."""
        return f"{secrets.token_hex(16)}{self.suffix}"


def read(content: bytes) -> Portrait:
    """Return what was sent as a harmless picture. Raises `NoPortrait`."""
    if len(content) > LARGEST:
        raise TooLarge(f"The picture is larger than {LARGEST // 1024**2} MiB.")
    try:
        with warnings.catch_warnings(), _whole_pictures_only():
            warnings.simplefilter("error")
            return _drawn_anew(content)
    except _UNSOUND as error:
        raise NoPortrait(f"This is no sound {KINDS} picture.") from error


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Refuse pictures that break off: WeasyPrint, once imported, has Pillow fill them up for the whole process."""
    with _one_at_a_time:
        lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _drawn_anew(content: bytes) -> Portrait:
    with Image.open(io.BytesIO(content), formats=[*FORMATS]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise NoPortrait(
                f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels."
            )
        kind: Any = image.format
        upright = ImageOps.exif_transpose(image)
        see_through = kind != "JPEG" and upright.has_transparency_data
        plain = upright.convert("RGBA" if see_through else "RGB")
    plain.thumbnail((SIDE, SIDE))
    # A picture of its own: Pillow hands on what came with the old one.
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    written = io.BytesIO()
    fresh.save(written, kind, **({} if kind == "PNG" else {"quality": 88}))
    return Portrait(written.getvalue(), FORMATS[kind][0])


def put(persona: Persona, portrait: Portrait, *, by: User | None) -> Persona:
    """Give the persona a picture in the place of one it has."""
    stored = persona.image.storage.save(f"{FOLDER}/{portrait.name}", ContentFile(portrait.content))
    return _point_to(persona, stored, by=by, verb="put_picture")


def take_off(persona: Persona, *, by: User | None) -> Persona:
    """Let the persona be without a picture; earlier versions keep theirs."""
    return _point_to(persona, "", by=by, verb="take_picture_off") if persona.image else persona


def media_type(name: str) -> str:
    """Return the type of a kept picture by its name."""
    return MEDIA_TYPES.get(name[name.rfind(".") :], "application/octet-stream")


def _point_to(persona: Persona, path: str, *, by: User | None, verb: str) -> Persona:
    persona.image = path
    history.deed(persona, by=by, verb=verb)
    persona.save(update_fields=["image", "updated_at"])
    return persona

"""Bytes in and out: JSON both ways, read with a limit, and whatever a file is made of."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
from django.conf import settings
from django.utils.functional import Promise
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.renderers import BaseRenderer

from journeys.api.problems import Invalid, TooLarge

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC


def dump(value: Any) -> bytes:
    """Return a value as JSON; moments in UTC, decimals as numbers."""
    return orjson.dumps(value, default=_plain, option=_OPTIONS)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Promise):
        return str(value)
    raise TypeError


class JsonRenderer(BaseRenderer):
    """Writes JSON."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "text"

    def render(
        self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None
    ) -> bytes:
        """Return the bytes; nothing for an answer without a body."""
        return b"" if data is None else dump(data)


class JsonParser(BaseParser):
    """Reads JSON: UTF-8, without NaN and half surrogates, with line and column of what is wrong."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Return the value. Raises `Invalid` and `TooLarge`."""
        data = read_limited(stream)
        try:
            return orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as error:
            raise Invalid(
                f"This is not JSON: {error.msg}, line {error.lineno}, column {error.colno}.",
                kind="not-json",
                line=error.lineno,
                column=error.colno,
            ) from None


class RawJsonParser(BaseParser):
    """Hands JSON on as bytes, to a reader with messages of its own."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> bytes:
        """Return the body. Raises `TooLarge`."""
        return read_limited(stream)


class LimitedMultiPartParser(MultiPartParser):
    """Reads forms with files, and starts only on what announces an acceptable size."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Return fields and files. Raises `TooLarge`."""
        _refuse_announced(stream, slack=64 * 1024)
        return super().parse(stream, media_type=media_type, parser_context=parser_context)


def read_limited(stream: Any) -> bytes:
    """Return what a request's body holds. Raises `TooLarge` before reading much more than allowed."""
    _refuse_announced(stream)
    data: bytes = stream.read(_most() + 1)
    if len(data) > _most():
        raise _too_large()
    return data


def _refuse_announced(stream: Any, slack: int = 0) -> None:
    announced = getattr(stream, "META", {}).get("CONTENT_LENGTH") or "0"
    if announced.isdigit() and int(announced) > _most() + slack:
        raise _too_large()


def _most() -> int:
    most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return most


def _too_large() -> TooLarge:
    return TooLarge(f"The body is larger than {_most() // 1024**2} MiB, the most we read.")


class AsItIs(DefaultContentNegotiation):
    """Answers whatever Accept says: of a file there is one form, and what is said about it is JSON."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        """Return the renderer for what is no file."""
        return JsonRenderer(), JsonRenderer.media_type

"""The only files a PDF may draw on: our own static files. Everything else is refused by name.

Contents come from outside, so a report is never allowed to reach for anything: no network, no file
system, no `data:` but the little pictures our own stylesheet carries.
"""

from __future__ import annotations

import mimetypes
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct

#: What relative addresses are relative to. The name can never be resolved (RFC 6761).
BASE = "https://own-files.invalid/"
STATIC = Path(__file__).resolve().parent.parent / "static" / "journeys"
_PICTURES = re.compile(r'url\("(data:image/svg\+xml,[^"]+)"\)')


class AddressRefused(ValueError):
    """A report refers to something that is not one of our static files."""


class OwnFile(Struct, frozen=True):
    """A file of ours: its bytes and media type."""

    content: bytes
    media_type: str


@cache
def stylesheet(name: str = "report.css") -> str:
    """Return one of our stylesheets, to be written into the page itself."""
    return (STATIC / name).read_text(encoding="utf-8")


def read(address: str) -> OwnFile:
    """Return the static file an absolute address stands for; raise `AddressRefused` for all else."""
    if address.startswith("data:"):
        return _picture(address)
    prefix = _static_prefix()
    if not address.startswith(prefix):
        raise AddressRefused(f"A report shows only our own files, not {_shortened(address)}")
    name = unquote(urlsplit(address[len(prefix) :]).path)
    return OwnFile(_static_file(name), mimetypes.guess_type(name)[0] or "application/octet-stream")


def _picture(address: str) -> OwnFile:
    if address not in _own_pictures():
        raise AddressRefused(f"A report shows no embedded data: {_shortened(address)}")
    return OwnFile(unquote(address.partition(",")[2]).encode(), "image/svg+xml")


@cache
def _own_pictures() -> frozenset[str]:
    return frozenset(_PICTURES.findall(stylesheet()))


def _static_prefix() -> str:
    from django.conf import settings

    return urljoin(BASE, settings.STATIC_URL)


def _static_file(name: str) -> bytes:
    """Look where the files lie in the source first, then among the collected, hashed names."""
    import django
    from django.apps import apps
    from django.contrib.staticfiles import finders
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.exceptions import SuspiciousFileOperation

    if not apps.ready:  # in a process that typesets a part, and rarely needed there
        django.setup()
    try:
        found = finders.find(name)
        if found:
            return Path(found).read_bytes()
        with staticfiles_storage.open(name) as file:
            content: bytes = file.read()
            return content
    except (SuspiciousFileOperation, OSError, ValueError) as error:
        raise AddressRefused(f"There is no static file {_shortened(name)}") from error


def _shortened(address: str) -> str:
    return address if len(address) <= 80 else f"{address[:80]}…"

"""Files on their way in: kept on the server, for one person and a short time, until confirmed.

No address serves them. The name on disk is ours; what the person's file was called is kept inside.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from journeys.admin.pages.files import shown_name

if TYPE_CHECKING:
    from django.contrib.auth.models import User

FOLDER = "imports"
KEPT_FOR = timedelta(hours=2)
#: One person's files in waiting; a further one takes the oldest one's place.
MOST_PER_PERSON = 5
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in waiting. `filename` is what the person called it; never use it as a path."""

    token: str
    filename: str
    data: bytes


def keep(data: bytes, filename: str, *, by: User) -> str:
    """Keep the bytes and return the token that `by`, and nobody else, finds them with."""
    _sweep(by)
    token = secrets.token_hex(16)
    head = json.dumps({"filename": shown_name(filename)}).encode()
    default_storage.save(_path(by, token), ContentFile(head + b"\n" + data))
    return token


def find(token: str, *, by: User) -> Upload | None:
    """Return the file, or None if it is somebody else's, too old, or never was."""
    if not _TOKEN.fullmatch(token):
        return None
    path = _path(by, token)
    if not default_storage.exists(path) or _is_old(path):
        return None
    with default_storage.open(path) as stored:
        head, _, data = stored.read().partition(b"\n")
    return Upload(token, json.loads(head)["filename"], data)


def forget(upload: Upload, *, by: User) -> None:
    """Remove a file that is in, or not wanted any more."""
    default_storage.delete(_path(by, upload.token))


def _path(by: User, token: str) -> str:
    return str(PurePosixPath(FOLDER, f"{by.pk}-{token}"))


def _is_old(path: str) -> bool:
    return timezone.now() - default_storage.get_modified_time(path) > KEPT_FOR


def _sweep(by: User) -> None:
    """Remove everybody's old files, and this person's oldest if there are too many."""
    if not default_storage.exists(FOLDER):
        return
    paths = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    for path in paths:
        if _is_old(path):
            default_storage.delete(path)
    own = [
        path
        for path in paths
        if path.startswith(f"{FOLDER}/{by.pk}-") and default_storage.exists(path)
    ]
    own.sort(key=default_storage.get_modified_time, reverse=True)
    for path in own[MOST_PER_PERSON - 1 :]:
        default_storage.delete(path)

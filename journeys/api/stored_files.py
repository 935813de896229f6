"""What rows with a private file share: how the file is told of, and how one is sent."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field

from journeys.api.fields import Computed

#: The body of a request that sends a file.
UPLOAD: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}},
}


@extend_schema_field(
    {
        "type": ["object", "null"],
        "required": ["name", "url"],
        "properties": {
            "name": {"type": "string"},
            "url": {"type": "string", "format": "uri-reference"},
        },
    }
)
class StoredFile(Computed):
    """A file's name and where to fetch it; null without one.

    `field` holds the file, `route` is the name of its address by the row's id.
    """

    def __init__(self, field: str, route: str, **options: Any) -> None:
        def shown(path: str, row_id: int) -> dict[str, str] | None:
            if not path:
                return None
            return {"name": PurePath(path).name, "url": reverse(route, args=[row_id])}

        super().__init__((field, "id"), shown, **options)

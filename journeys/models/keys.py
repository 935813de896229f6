"""Keys: the identity of an element, persona, channel or KPI that copying keeps."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models

KEY_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
valid_key = RegexValidator(KEY_PATTERN, "A key is a UUID in lower case.", code="invalid_key")


def new_key() -> str:
    """Return a fresh random key."""
    return str(uuid.uuid4())


class KeyField(models.CharField):
    """A UUID as text: what documents, URLs and comparisons use needs no conversion per row."""

    def __init__(self, **options: object) -> None:
        options = {
            "max_length": 36,
            "default": new_key,
            "validators": [valid_key],
            "editable": False,
        } | options
        super().__init__(**options)  # type: ignore[arg-type]

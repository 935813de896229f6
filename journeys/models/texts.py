"""How long texts may be: what a row holds must fit into a document, and what a document holds into a row."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

LONGEST_TEXT, LONGEST_LINE = 20_000, 160

fits_a_document = MaxLengthValidator(LONGEST_TEXT)


def short_lines(value: Any) -> None:
    """Refuse what is no list of texts of a line each."""
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        raise ValidationError("Give a list of texts.")
    if any(len(line) > LONGEST_LINE for line in value):
        raise ValidationError(f"Keep each to {LONGEST_LINE} characters.")

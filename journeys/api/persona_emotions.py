"""How a touchpoint feels to single personas, in a touchpoint's JSON."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from journeys.models import KEY_PATTERN, Persona
from journeys.models.persona_emotions import BASES, FIELDS, LONGEST_FEELING, valid_persona_emotions

_ENTRY: dict[str, Any] = {
    "type": "object",
    "required": sorted(FIELDS),
    "properties": {
        "persona": {"type": "string", "pattern": KEY_PATTERN, "description": "A persona's key."},
        "emotion": {"type": "number", "minimum": -3, "maximum": 3, "multipleOf": 0.1},
        "feeling": {"type": "string", "maxLength": LONGEST_FEELING},
        "basis": {"type": "string", "enum": [*BASES]},
    },
}


@extend_schema_field({"type": "array", "items": _ENTRY})
class PersonaEmotions(serializers.Field):
    """An entry for each persona of the program that feels otherwise than the touchpoint says."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            help_text=(
                "Where a persona feels otherwise than `emotion` says: its key, the emotion in tenths, "
                "in a word, and whether it is assumed or observed."
            ),
            **options,
        )

    def to_internal_value(self, data: Any) -> list[dict[str, Any]]:
        """Return the entries with nothing left out. Raises what the model's own rule refuses."""
        try:
            valid_persona_emotions(data)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from None
        keys = [entry["persona"] for entry in data]
        known = Persona.objects.filter(program_id=self.context["program_id"], key__in=keys)
        missing = {*keys} - {*known.values_list("key", flat=True)} if keys else set()
        if missing:
            raise serializers.ValidationError(
                f"There is no persona here with the key {min(missing)}."
            )
        return [
            {
                "persona": entry["persona"],
                "emotion": entry["emotion"],
                "feeling": entry.get("feeling", ""),
                "basis": entry.get("basis", BASES[0]),
            }
            for entry in data
        ]

    def to_representation(self, value: Any) -> Any:
        """Return the entries."""
        return value

"""How a touchpoint feels to single personas: a short list kept on the touchpoint."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

from journeys.models.keys import KEY_PATTERN

FIELDS = frozenset({"persona", "emotion", "feeling", "basis"})
BASES = ("assumed", "observed")
LONGEST_FEELING = 60


def valid_persona_emotions(value: Any) -> None:
    """Refuse what is no list of `{persona, emotion, feeling, basis}`, one for each persona's key.

    `emotion` lies between −3 and +3 in tenths; `feeling` and `basis` may be left out.
    """
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ValidationError("Give a list with an entry for each persona.")
    personas = [entry.get("persona") for entry in value]
    if len({str(persona) for persona in personas}) != len(personas):
        raise ValidationError("Give each persona once.")
    for entry in value:
        _check(entry)


def _check(entry: dict[str, Any]) -> None:
    unknown = entry.keys() - FIELDS
    if unknown:
        raise ValidationError(f"There is no {min(unknown)} in a persona's emotion.")
    persona, emotion = entry.get("persona"), entry.get("emotion")
    if not isinstance(persona, str) or not re.fullmatch(KEY_PATTERN, persona):
        raise ValidationError("Name the persona by its key.")
    if isinstance(emotion, bool) or not isinstance(emotion, int | float) or not -3 <= emotion <= 3:
        raise ValidationError("An emotion lies between −3 and +3.")
    if round(emotion, 1) != emotion:
        raise ValidationError(f"An emotion of {emotion} is too exact; one decimal is the most.")
    feeling = entry.get("feeling", "")
    if not isinstance(feeling, str) or len(feeling) > LONGEST_FEELING:
        raise ValidationError(f"Keep a feeling to {LONGEST_FEELING} characters.")
    if entry.get("basis", BASES[0]) not in BASES:
        raise ValidationError("An emotion is assumed or observed.")

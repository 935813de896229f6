"""How a touchpoint feels to each persona of its map, as plain rows of a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.formats import sanitize_separators

from journeys.models import Touchpoint
from journeys.models.persona_emotions import BASES, LONGEST_FEELING, valid_persona_emotions
from journeys.rendering.curve import signed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeys.models import Persona

PARTS = ("emotion", "feeling", "basis")


class PersonaEmotionsInput(forms.Widget):
    """A row for each persona: emotion, feeling, where it comes from."""

    use_fieldset = True

    def __init__(self) -> None:
        super().__init__()
        #: Key and name of those who have a row.
        self.personas: list[tuple[str, str]] = []

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> Any:
        """Write the rows."""
        filled = value if isinstance(value, Mapping) else by_persona(value or [])
        rows = [
            {
                "persona": persona,
                "name": _named(name, key),
                **{part: filled.get(key, {}).get(part, "") for part in PARTS},
            }
            for key, persona in self.personas
        ]
        context = {
            "rows": rows,
            "bases": Touchpoint.Basis.choices,
            "longest": LONGEST_FEELING,
            "described_by": (attrs or {}).get("aria-describedby", ""),
        }
        return render_to_string("journeys/home/persona_emotions.html", context)

    def value_from_datadict(
        self, data: Any, files: Any, name: str
    ) -> dict[str, dict[str, str]] | None:
        """Return what was typed per persona, None if no row was sent."""
        if self.value_omitted_from_data(data, files, name):
            return None
        return {
            key: {part: str(data.get(f"{_named(name, key)}-{part}", "")) for part in PARTS}
            for key, _ in self.personas
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Return whether no row was sent, so that what is there stays."""
        return not any(f"{_named(name, key)}-emotion" in data for key, _ in self.personas)


class PersonaEmotionsField(forms.Field):
    """What single personas feel; a row without an emotion says that they feel as the touchpoint does."""

    widget = PersonaEmotionsInput

    def __init__(self) -> None:
        super().__init__(
            label="How it feels to each persona",
            required=False,
            help_text=(
                "Only where a persona feels otherwise than the touchpoint’s own emotion says, "
                "from −3 to +3 in tenths. Leave the rest empty."
            ),
        )
        self.kept: list[dict[str, Any]] = []

    def for_personas(self, personas: Iterable[Persona], present: list[dict[str, Any]]) -> None:
        """Give each persona of the map a row; what is said of others stays as it is."""
        self.widget.personas = [(persona.key, persona.name) for persona in personas]
        shown = {key for key, _ in self.widget.personas}
        self.kept = [entry for entry in present if entry["persona"] not in shown]

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """Return the rows that say something, in the order of the personas."""
        if value is None:
            return []
        names = dict(self.widget.personas)
        wrong, entries = [], list(self.kept)
        for key, typed in value.items():
            try:
                entries += _entry(key, typed)
            except ValidationError as error:
                wrong.append(f"{names[key]}: {' '.join(error.messages)}")
        if wrong:
            raise ValidationError(wrong)
        return entries

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is said, not how it was typed."""
        if data is None:
            return False
        try:
            said = by_persona(self.to_python(data))
        except ValidationError:
            return True
        return said != by_persona(initial or [])


def by_persona(entries: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the entries whole, by the persona's key."""
    return {
        entry["persona"]: {
            "emotion": entry["emotion"],
            "feeling": entry.get("feeling", ""),
            "basis": entry.get("basis", BASES[0]),
        }
        for entry in entries
    }


def emotions_in_words(touchpoint: Touchpoint) -> str:
    """Return a line for each persona of the map that has an emotion of its own."""
    entries = by_persona(touchpoint.persona_emotions)
    if not entries:
        return ""
    names = touchpoint.version.map.personas.values_list("key", "name")
    lines = []
    for key, name in names.order_by("name", "key"):
        if key in entries:
            said = entries[key]
            parts = (signed(said["emotion"]), said["feeling"], said["basis"])
            lines.append(f"{name}: {', '.join(part for part in parts if part)}")
    return "\n".join(lines)


def _entry(key: str, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    feeling = typed["feeling"].strip()
    number = typed["emotion"].strip().replace("−", "-")
    if not number:
        if feeling:
            raise ValidationError("Give the emotion too, from −3 to +3.")
        return []
    try:
        emotion = float(sanitize_separators(number))
    except ValueError:
        raise ValidationError("An emotion is a number from −3 to +3.") from None
    entry = {
        "persona": key,
        "emotion": emotion,
        "feeling": feeling,
        "basis": typed["basis"] or BASES[0],
    }
    valid_persona_emotions([entry])
    return [entry]


def _named(name: str, key: str) -> str:
    return f"{name}-{key}"

"""The forms of an import: the file or text, and what to take of what was found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from journeys.exchange.preview import IMPORTS, LARGEST_FILE

if TYPE_CHECKING:
    from journeys.exchange.findings import FoundMap

TOO_LARGE = (
    f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Split it, or leave pictures out."
)


class UploadForm(forms.Form):
    """A file, or the text of one pasted in."""

    file = forms.FileField(
        required=False,
        allow_empty_file=True,  # the preview says so in its own words
        help_text="A Journeyloop document (.json) or a Mermaid journey (.mmd, .md), up to "
        f"{LARGEST_FILE // 1_000_000} MB.",
        widget=forms.FileInput(
            attrs={"accept": ",".join(suffix for known in IMPORTS for suffix in known.suffixes)}
        ),
    )
    text = forms.CharField(
        label="Or paste it",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, of a size we read."""
        data = super().clean() or {}
        file, text = data.get("file"), data.get("text") or ""
        if file is None and not text.strip():
            raise ValidationError("Choose a file, or paste its text.")
        if (file.size if file is not None else len(text.encode(errors="replace"))) > LARGEST_FILE:
            raise ValidationError(TOO_LARGE)
        return data

    @property
    def content(self) -> tuple[bytes, str]:
        """Return the bytes and what the file is called; pasted text has no name."""
        file = self.cleaned_data["file"]
        if file is not None:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(errors="replace"), ""


class MapForm(forms.Form):
    """One map of several: whether to take it, and its name here."""

    take = forms.BooleanField(label="Bring this map in", required=False)
    name = forms.CharField(max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a name of what is taken."""
        data = super().clean() or {}
        if data.get("take") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", "Give the map a name.")
        return data


class _AtLeastOne(forms.BaseFormSet):
    def clean(self) -> None:
        """Refuse to bring in nothing."""
        if not any(self.errors) and not any(form.cleaned_data.get("take") for form in self.forms):
            raise ValidationError("Choose at least one map.")


_MapForms = forms.formset_factory(MapForm, formset=_AtLeastOne, extra=0)


def map_forms(maps: tuple[FoundMap, ...], data: Any = None) -> Any:
    """Return a form per map found, all taken, with the names they came with."""
    initial = [{"take": True, "name": found.name} for found in maps]
    return _MapForms(data, initial=initial, prefix="map")

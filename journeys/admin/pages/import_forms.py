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
        help_text="A spreadsheet (.xlsx, .csv, .tsv), a Markdown page (.md), a Mermaid journey (.mmd), a"
        " Journeyloop document (.json), CJML (.xml or its Excel template), UJG (.jsonld) or an Enablement"
        f" Map Studio file (.yaml), up to {LARGEST_FILE // 1_000_000} MB.",
        widget=forms.FileInput(
            attrs={"accept": ",".join(suffix for known in IMPORTS for suffix in known.suffixes)}
        ),
    )
    text = forms.CharField(
        label="Or paste it",
        help_text="Cells copied from a spreadsheet work too.",
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


class MapChoices:
    """A form per map found; all are taken, under the names they came with, until somebody says else."""

    def __init__(self, maps: tuple[FoundMap, ...], data: Any = None) -> None:
        self.forms = [
            MapForm(data, prefix=f"map-{place}", initial={"take": True, "name": found.name})
            for place, found in enumerate(maps)
        ]
        self.error = ""

    def is_valid(self) -> bool:
        """Return whether every answer is sound and at least one map is taken."""
        are_sound = all([form.is_valid() for form in self.forms])  # noqa: C419  each tells its errors
        if are_sound and not any(self.names):
            self.error = "Choose at least one map."
        return are_sound and not self.error

    @property
    def names(self) -> list[str]:
        """Return the name each map gets, empty for one that is left out."""
        answers = [form.cleaned_data for form in self.forms]
        return [answer["name"] if answer["take"] else "" for answer in answers]

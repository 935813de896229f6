"""The form field of a persona's picture: takes a file, draws it anew, and can take it off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string

from journeys import portraits


class PortraitInput(forms.ClearableFileInput):
    """A file to choose, beside the picture there is; files are private, so nothing links to one."""

    #: Where the present picture is shown; "" without one.
    shown_at = ""
    accept = ",".join(portraits.MEDIA_TYPES.values())

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> Any:
        """Write the input, and a box to tick that takes the picture off."""
        return render_to_string(
            "journeys/home/portrait_input.html",
            {
                "name": name,
                "id": (attrs or {}).get("id", f"id_{name}"),
                "described_by": (attrs or {}).get("aria-describedby", ""),
                "accept": self.accept,
                "clear_name": self.clear_checkbox_name(name),
                "shown_at": self.shown_at,
            },
        )


class PortraitField(forms.FileField):
    """A picture; what comes out of it is never the file that was sent."""

    widget = PortraitInput

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Picture",
            required=False,
            help_text=f"{portraits.KINDS}, up to {portraits.LARGEST // 1024**2} MiB. "
            "Without one, the initials are drawn.",
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Return the name of the present picture; an empty file has no content to hand out."""
        return getattr(value, "name", value) or None

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the picture drawn anew, False to take it off, or what is there."""
        cleaned = super().clean(data, initial)
        if not cleaned or cleaned is initial:
            return cleaned
        try:
            portrait = portraits.read(cleaned.read(portraits.LARGEST + 1))
        except portraits.NoPortrait as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return SimpleUploadedFile(portrait.name, portrait.content)

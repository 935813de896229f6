"""Form fields for values that people write as lines and we keep as lists."""

from __future__ import annotations

from typing import Any

from django import forms

#: A list in a map document holds lines of at most this length.
LONGEST = 160


class LinesField(forms.CharField):
    """A list of short texts, one on each line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **options)

    def prepare_value(self, value: Any) -> Any:
        """Return the lines for the form."""
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """Return the lines as a list, without empty ones."""
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        return [line for line in lines if line]

    def validate(self, value: Any) -> None:
        """Refuse lines too long to keep."""
        super().validate(value)
        for line in value:
            if len(line) > LONGEST:
                raise forms.ValidationError(
                    f"A line may have {LONGEST} characters; this one has {len(line)}: “{line[:40]}…”"
                )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lists, not the way they are typed."""
        return list(initial or []) != self.to_python(data)

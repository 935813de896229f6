"""Form fields: lists written as lines, and choices that many rows of a form share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.models import ModelChoiceIterator

if TYPE_CHECKING:
    from collections.abc import Iterator

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


class _ReadOnce(ModelChoiceIterator):
    def __iter__(self) -> Iterator[tuple[Any, str]]:
        read: list[tuple[Any, str]] = self.field.read  # type: ignore[attr-defined]
        if not read:
            read.extend(super().__iter__())
        yield from read


class SharedChoiceField(forms.ModelChoiceField):
    """A choice among rows that is read once, however many rows of a formset offer it.

    Every form of a formset gets a copy of the field; the list of what was read is the same in all.
    """

    iterator = _ReadOnce

    def __init__(self, *args: Any, **options: Any) -> None:
        self.read: list[tuple[Any, str]] = []
        super().__init__(*args, **options)

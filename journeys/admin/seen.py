"""Two people, one form: a form remembers what it showed, and a conflict is told, not overwritten."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import Truncator

FIELD = "seen"
#: A conflict names this many changed fields, with this much of each text.
MOST_NAMED, LONGEST = 6, 60


def token(row: Any) -> str:
    """Return what tells this state of a row from every later one."""
    return str(row.updated_at.isoformat())


class SeenForm(forms.ModelForm):
    """A form that saves only over the state its reader saw.

    The hidden field `seen` carries the row's `updated_at` as the page was made. If the row has another
    by now, the form is refused with who changed what and when; what was typed stays, and saving once
    more replaces the other's change knowingly.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    #: Fields that are no part of the form, yet part of what must be valid together.
    also_validated: frozenset[str] = frozenset({"program"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial[FIELD] = token(self.instance)
        for name, value in self.initial.items():
            if isinstance(value, Decimal):
                self.initial[name] = _without_zeros(value)

    def _get_validation_exclusions(self) -> set[str]:
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - self.also_validated

    def clean(self) -> Any:
        """Refuse to overwrite a change its reader has not seen."""
        cleaned = super().clean()
        if self.instance.pk and self.has_changed():
            newest = self._locked_token()
            if newest is not None and newest != self._seen:
                told = list(self._what_happened())
                self._show_next_time(newest)
                raise ValidationError(told, code="conflict")
        return cleaned

    @cached_property
    def changed_data(self) -> list[str]:  # type: ignore[override]
        """Return the names of the fields that were typed in.

        A row that somebody else changed and that was not touched here differs from what it shows: it
        has not changed, and keeps the other's values.
        """
        changed = [name for name in super().changed_data if name != FIELD]
        if changed and self.instance.pk and self._seen != token(self.instance):
            then = self._history().filter(updated_at=self._seen_at).first()
            if then is not None and not self._differs_from(then.instance):
                return []
        return changed

    @property
    def _seen(self) -> str:
        return str(self.data.get(self.add_prefix(FIELD), "")) if self.is_bound else ""

    @property
    def _seen_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self._seen)
        except ValueError:
            return None

    def _differs_from(self, row: Any) -> bool:
        shown = model_to_dict(row, fields=list(self.fields))
        return any(
            name not in shown or field.has_changed(shown[name], self[name].data)
            for name, field in self.fields.items()
            if name not in {FIELD, "id", "DELETE"} and not _is_parent(field)
        )

    def _locked_token(self) -> str | None:
        """Return the row's token now; the lock holds until the save, so nobody gets in between."""
        rows = type(self.instance)._default_manager.select_for_update(of=("self",))
        row = rows.filter(pk=self.instance.pk).only("updated_at").first()
        return token(row) if row else None

    def _show_next_time(self, newest: str) -> None:
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data[self.add_prefix(FIELD)] = newest

    def _history(self) -> Any:
        history = getattr(type(self.instance), "history", None)
        if history is None:
            return type(self.instance)._default_manager.none()
        return history.filter(id=self.instance.pk).order_by("-history_date", "-history_id")

    def _what_happened(self) -> Any:
        newest = self._history().first()
        if newest is None:
            yield "Somebody changed this while you were writing."
        else:
            who = newest.history_user_name or "Somebody"
            yield f"{who} changed this {when(newest.history_date)}."
            then = self._history().filter(updated_at=self._seen_at).first()
            if then is not None and then != newest:
                yield from _changes(then, newest)
        yield "What you typed is kept below. Save again to put it in the place of the other change."


def _without_zeros(number: Decimal) -> Decimal:
    """Return 68 for 68.0000, as people write it, and 100 for 100 rather than 1E+2."""
    plain = number.normalize()
    return plain.quantize(Decimal(1)) if plain.as_tuple().exponent > 0 else plain  # type: ignore[operator]


def when(moment: datetime) -> str:
    """Return "at 09:38" for today, else with the day."""
    local = timezone.localtime(moment)
    if local.date() == timezone.localdate():
        return f"at {date_format(local, 'H:i')}"
    return f"on {date_format(local, 'j M Y, H:i')}"


def _changes(then: Any, newest: Any) -> Any:
    changes = newest.diff_against(then, excluded_fields=["updated_at"]).changes
    for change in changes[:MOST_NAMED]:
        label = str(newest.instance_type._meta.get_field(change.field).verbose_name)
        yield f"{label[:1].upper()}{label[1:]}: {_short(change.old)} became {_short(change.new)}."
    if len(changes) > MOST_NAMED:
        yield f"{len(changes) - MOST_NAMED} more fields changed; its history has them."


def _short(value: object) -> str:
    text = Truncator(str(value)).chars(LONGEST) if value not in (None, "", []) else ""
    return f"“{text}”" if text else "nothing"


def _is_parent(field: forms.Field) -> bool:
    return isinstance(field, forms.models.InlineForeignKeyField)

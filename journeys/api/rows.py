"""The base of every serializer: a body becomes a row by the model's own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from rest_framework import serializers

from journeys import history
from journeys.api.fields import (
    Exact,
    Key,
    Lines,
    MemberName,
    ProgramRows,
    Real,
    Text,
    Whole,
    YesNo,
)
from journeys.api.problems import of_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model


class RowSerializer(serializers.ModelSerializer):
    """Maps fields and leaves the rules to the model.

    The context holds the request, and what the row belongs to: `program_id`, and `version_id` for
    elements.
    """

    serializer_field_mapping: ClassVar = serializers.ModelSerializer.serializer_field_mapping | {
        models.CharField: Text,
        models.TextField: Text,
        models.PositiveIntegerField: Whole,
        models.PositiveSmallIntegerField: Whole,
        models.PositiveBigIntegerField: Whole,
        models.FloatField: Real,
        models.DecimalField: Exact,
        models.BooleanField: YesNo,
        models.JSONField: Lines,
    }
    #: Given at creation and never changed.
    fixed: ClassVar[tuple[str, ...]] = ("program", "key")

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """Take keys at creation although forms never show them, and lists of lines as such."""
        cls, options = super().build_standard_field(field_name, model_field)
        if field_name == "key":
            return Key, {}
        if cls is Lines:
            return Lines, {"required": False}
        longest = [v for v in model_field.validators if isinstance(v, MaxLengthValidator)]
        if cls is Text and longest:  # as the field's own limit it counts what was sent
            options["max_length"] = min(one.limit_value for one in longest)
            options["validators"] = [v for v in options.get("validators", ()) if v not in longest]
        return cls, options

    def get_validators(self) -> list[Any]:
        """Leave combinations to the model's own validation, which names the field."""
        return []

    def to_internal_value(self, data: Any) -> Any:
        """Refuse fields that do not exist, and changes to those that are fixed, beside what is wrong."""
        if not isinstance(data, dict):
            return super().to_internal_value(data)
        errors: dict[str, Any] = {**self._unknown(data), **self._fixed(data)}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            errors = {**error.detail, **errors}  # type: ignore[dict-item]
        if errors:
            raise serializers.ValidationError(errors)
        return value

    def get_fields(self) -> Any:
        """Keep fixed fields out of changes; `to_internal_value` has compared them."""
        fields = super().get_fields()
        if self.instance is not None:
            for name in self.fixed:
                if name in fields:
                    fields[name].read_only = True
        return fields

    def save(self, **values: Any) -> Any:
        """Write the row, if anything differs, with its history. Raises what the model refuses."""
        wanted: dict[str, Any] = self.validated_data | values
        lists = {
            name: wanted.pop(name)
            for name, field in self.fields.items()
            if isinstance(field, ProgramRows) and name in wanted
        }
        is_new = self.instance is None
        row: Any = self.Meta.model() if is_new else self.instance
        changed = [name for name, value in wanted.items() if is_new or getattr(row, name) != value]
        for name in changed:
            setattr(row, name, wanted[name])
        self.check(row)
        history.deed(row, by=self.context["request"].user, verb="create" if is_new else "change")
        lists = lists if is_new else _differing(row, lists)
        if is_new:
            row.save()
        elif changed or lists:
            row.save(update_fields=[*changed, "updated_at"])
        for name, related in lists.items():
            getattr(row, name).set(related)
        self.instance = row
        return row

    def check(self, row: Model) -> None:
        """Ask the model's own validation; relations were looked up by the fields already.

        What was not loaded, a version's document, is left out: it is large, and nothing changed it.
        """
        unread = row.get_deferred_fields()
        relations = {field.name for field in row._meta.fields if field.is_relation}
        errors: dict[str, Any] = {}
        for rule in (
            lambda: row.clean_fields(exclude=relations | unread),
            row.clean,
            lambda: row.validate_unique(exclude=unread),
            lambda: row.validate_constraints(exclude=unread),
        ):
            try:
                rule()
            except ValidationError as error:
                error.update_error_dict(errors)
                break
        if errors:
            raise of_form(ValidationError(_named(errors)))

    def _unknown(self, data: Mapping[str, Any]) -> dict[str, str]:
        return {
            str(name): "There is no field of this name." for name in data if name not in self.fields
        }

    def _fixed(self, data: Mapping[str, Any]) -> dict[str, str]:
        if self.instance is None:
            return {}
        return {
            name: "This is fixed when the row is created."
            for name in self.fixed
            if name in data and str(data[name]) != self._present(name)
        }

    def _present(self, name: str) -> str:
        if isinstance(self.fields[name], MemberName):
            return str(getattr(self.instance, name).get_username())
        return str(self.instance.serializable_value(name))  # type: ignore[union-attr]


def _differing(row: Any, lists: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return the lists of related rows that are not what the row has."""
    return {
        name: related
        for name, related in lists.items()
        if {other.pk for other in related} != set(getattr(row, name).values_list("pk", flat=True))
    }


#: What rows are unique within; whoever gave it did not choose it badly.
_WITHIN = frozenset({"program", "version", "kpi"})


def _named(errors: dict[str, Any]) -> dict[str, Any]:
    """Say which field a uniqueness is about; the model only knows that a combination is taken."""
    named: dict[str, list[Any]] = {}
    for name, parts in errors.items():
        for part in parts:
            taken = (getattr(part, "params", None) or {}).get("unique_check", ())
            own = [field for field in taken if field not in _WITHIN]
            if name == NON_FIELD_ERRORS and own:
                words = " and ".join(field.replace("_", " ") for field in own)
                named.setdefault(own[-1], []).append(f"There is one with this {words} already.")
            else:
                named.setdefault(name, []).append(part)
    return named

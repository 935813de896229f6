"""Fields of the API: strict about JSON types, blind to other programs, cheap to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from journeys.models.keys import valid_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_ID = 2**63 - 1

# --- JSON's own types, not what could be read as one ---


class Text(serializers.CharField):
    """Text; a number is refused, not turned into one."""

    def to_internal_value(self, data: Any) -> str:
        """Refuse what is not text."""
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            self.fail(
                "max_length", max_length=self.max_length
            )  # as sent, before blanks are cut off
        value: str = super().to_internal_value(data)
        return value


class Whole(serializers.IntegerField):
    """A whole number; text is refused."""

    def to_internal_value(self, data: Any) -> int:
        """Refuse text, truth values and fractions."""
        if isinstance(data, bool) or not isinstance(data, (int, float)):
            self.fail("invalid")
        value: int = super().to_internal_value(data)
        return value


class Real(serializers.FloatField):
    """A number; text is refused."""

    def to_internal_value(self, data: Any) -> float:
        """Refuse text and truth values."""
        if isinstance(data, bool) or not isinstance(data, (int, float)):
            self.fail("invalid")
        return super().to_internal_value(data)


class Exact(serializers.DecimalField):
    """A number kept exactly; text is refused."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse text and truth values."""
        if isinstance(data, bool) or not isinstance(data, (int, float)):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesNo(serializers.BooleanField):
    """True or false; "yes" and 1 are refused."""

    def to_internal_value(self, data: Any) -> bool:
        """Refuse everything else."""
        if data is None and self.allow_null:
            return None  # type: ignore[return-value]
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Lines(serializers.ListField):
    """A list of short texts."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("child", Text(max_length=160))
        super().__init__(**options)


class Key(Text):
    """An element's identity: a UUID in lower case, given at creation or made up."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault(
            "help_text", "A UUID in lower case; made up if left out, fixed from then on."
        )
        super().__init__(validators=[valid_key], **options)


# --- rows, by id ---


class VisibleRow(serializers.PrimaryKeyRelatedField):
    """A row this person may see; one of another program is answered as one that does not exist."""

    default_error_messages = {
        "does_not_exist": "There is nothing with this id, or nothing that you may see.",
        "incorrect_type": "Give an id: a whole number.",
    }

    def __init__(self, model: type[Model] | None = None, **options: Any) -> None:
        self.model = model
        if model is not None and not options.get("read_only"):
            options["queryset"] = model._default_manager.none()
        super().__init__(**options)

    def get_queryset(self) -> Any:
        """Start from what this person may see."""
        rows: Any = self.model._default_manager  # type: ignore[union-attr]
        return rows.visible_to(self.context["request"].user)

    def to_internal_value(self, data: Any) -> Any:
        """Return the row; the one the view has locked already if it is that."""
        if isinstance(data, bool) or not isinstance(data, (int, str)):
            self.fail("incorrect_type")
        if isinstance(data, str) and not data.isdecimal():
            self.fail("incorrect_type")
        if isinstance(data, str) and len(data) > len(str(MOST_ID)):
            self.fail("does_not_exist")
        parent = self.context.get("parent")
        if type(parent) is self.model and str(parent.pk) == str(data):
            return parent
        if not 0 < int(data) <= MOST_ID:
            self.fail("does_not_exist")
        return super().to_internal_value(int(data))


class ProgramRow(VisibleRow):
    """A row of the same program as the row it is for."""

    def get_queryset(self) -> Any:
        """Look in this program only."""
        rows: Any = self.model._default_manager  # type: ignore[union-attr]
        return rows.filter(program_id=self.context["program_id"])


class VersionRow(VisibleRow):
    """An element of the same version as the element it is for."""

    def get_queryset(self) -> Any:
        """Look in this version only."""
        rows: Any = self.model._default_manager  # type: ignore[union-attr]
        return rows.filter(version_id=self.context["version_id"])


class PerPage:
    """A field whose values are loaded for a whole page at once."""

    def load(self, ids: list[int]) -> dict[int, Any]:
        """Return values by row id; a row without one gets `empty()`."""
        raise NotImplementedError

    def empty(self) -> Any:
        """Return what a row without a value shows."""
        return None


class ProgramRows(PerPage, serializers.ListField):
    """Rows of the same program, by their ids: a many-to-many relation."""

    default_error_messages = {"missing": "There is nothing here with the id {ids}."}

    def __init__(self, model: type[Model], relation: Any, **options: Any) -> None:
        self.model, self.relation = model, relation
        super().__init__(child=Whole(min_value=1, max_value=MOST_ID), required=False, **options)

    def to_internal_value(self, data: Any) -> list[Any]:
        """Return the rows, each once, with one query."""
        ids = list(dict.fromkeys(super().to_internal_value(data)))
        rows = self.model._default_manager.filter(program_id=self.context["program_id"])
        found = rows.in_bulk(ids)
        missing = [str(identifier) for identifier in ids if identifier not in found]
        if missing:
            self.fail("missing", ids=", ".join(missing))
        return [found[identifier] for identifier in ids]

    def load(self, ids: list[int]) -> dict[int, list[int]]:
        """Return the related ids by row id."""
        relation = self.relation.field
        source, target = relation.m2m_column_name(), relation.m2m_reverse_name()
        links = relation.remote_field.through._default_manager.filter(**{f"{source}__in": ids})
        found: dict[int, list[int]] = {}
        for row_id, related_id in links.order_by(target).values_list(source, target):
            found.setdefault(row_id, []).append(related_id)
        return found

    def empty(self) -> list[int]:
        """Return that there are none."""
        return []


class Computed(serializers.Field):
    """A value made from columns of its row."""

    def __init__(self, columns: Sequence[str], compute: Callable[..., Any], **options: Any) -> None:
        self.columns, self.compute = list(columns), compute
        super().__init__(read_only=True, **options)


@extend_schema_field(OpenApiTypes.STR)
class ShownName(Computed):
    """A name from another column, empty where there is none."""

    def __init__(self, *columns: str, **options: Any) -> None:
        super().__init__(columns, lambda *parts: " ".join(filter(None, parts)), **options)


# --- people, by name ---


@extend_schema_field(OpenApiTypes.STR)
class MemberName(serializers.Field):
    """A member of the row's program, by username."""

    default_error_messages = {"invalid": "No member of this program has this username."}

    def __init__(self, column: str = "", **options: Any) -> None:
        self.column = column
        super().__init__(**options)

    def bind(self, field_name: str, parent: Any) -> None:
        """Read the name through the relation the field is called after."""
        self.column = self.column or f"{field_name}__username"
        super().bind(field_name, parent)

    def to_internal_value(self, data: Any) -> Any:
        """Return the account; somebody who is no member is answered as nobody. Who is in it may stay."""
        if not isinstance(data, str) or "\0" in data:
            self.fail("invalid")
        present = getattr(getattr(self.parent, "instance", None), self.field_name or "", None)
        if present is not None and present.get_username() == data:
            return present
        user = get_user_model()._default_manager.filter(
            username=data, memberships__program_id=self.context["program_id"]
        )
        return user.first() or self.fail("invalid")


@extend_schema_field(OpenApiTypes.STR)
class AccountName(MemberName):
    """Any active account of this installation, by username or e-mail address.

    Only who may add members to a program gets as far as asking.
    """

    default_error_messages = {
        "invalid": "No active account has this username or e-mail address.",
        "several": "Several accounts have this e-mail address. Give the username.",
    }

    def to_internal_value(self, data: Any) -> Any:
        """Return the account; one that was closed is answered as none."""
        if not isinstance(data, str) or not data or "\0" in data:
            self.fail("invalid")
        named = Q(username=data) | Q(email__iexact=data)
        users = get_user_model()._default_manager.filter(named, is_active=True)
        found = list(users[:3])
        by_name = [user for user in found if user.get_username() == data]
        if not found:
            self.fail("invalid")
        if len(found) > 1 and not by_name:
            self.fail("several")
        return by_name[0] if by_name else found[0]

"""The base of every resource: lists, rows and writes that start from what a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404
from django.urls import reverse
from rest_framework import status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.fields import empty
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from journeys import history
from journeys.access import memberships_of
from journeys.api import conditions
from journeys.api.filters import parameters_of, refuse_unknown, visible_rows
from journeys.api.problems import Conflict, Invalid
from journeys.api.shape import Shape
from journeys.ids import id_in

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

    from journeys.models import MapVersion


class Rows(GenericViewSet):
    """Rows of one model: the list and one row."""

    http_method_names: ClassVar = ["get", "head", "post", "put", "patch", "delete"]
    model: ClassVar[Any]
    #: What a new row belongs to, by field name: a program, a version, a KPI.
    parent: ClassVar[str] = "program"
    search_fields: ClassVar[tuple[str, ...]] = ()
    ordering_fields: ClassVar[tuple[str, ...]] = ("id", "created_at", "updated_at")
    ordering: ClassVar[str] = "id"
    _shape: ClassVar[Shape | None] = None

    @property
    def shape(self) -> Shape:
        """Return how rows look, worked out once per resource."""
        cls = type(self)
        if "_shape" not in cls.__dict__ or cls._shape is None:
            serializer: Any = self.serializer_class
            cls._shape = Shape(serializer())
        return cls._shape

    def get_queryset(self) -> QuerySet[Any]:
        """Start from what this person may see."""
        return self.shown_of(self.model.objects.visible_to(self.request.user))

    def shown_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of the rows of this person's programs that are shown: all, unless a resource keeps some back."""
        return rows

    def list(self, request: Request) -> Response:
        """Return a page of the rows you may see."""
        refuse_unknown(request, parameters_of(self))
        rows = self.filter_queryset(self.shown_of(visible_rows(self, request)))
        return Response(self.paginator.page(rows, request, self))

    def retrieve(self, request: Request, pk: str) -> Response:
        """Return one row, with an ETag for writing it."""
        return self.answer(number(pk))

    # --- for the methods of subclasses ---

    @property
    def person(self) -> Any:
        """Return who asks."""
        return self.request.user

    def answer(self, pk: int, status_code: int = status.HTTP_200_OK) -> Response:
        """Return a row as it stands."""
        rows = self.shape.read(self.get_queryset().filter(pk=pk).order_by())
        if not rows:
            raise Http404
        response = Response(rows[0], status=status_code)
        response["ETag"] = conditions.tag_of_row(rows[0]["updated_at"])
        response["Cache-Control"] = "private, no-cache"
        if status_code in {status.HTTP_201_CREATED, status.HTTP_202_ACCEPTED}:
            response["Location"] = self.address(pk)
        return response

    def address(self, pk: int) -> str:
        """Return where a row is found."""
        path = reverse(f"{self.model._meta.model_name}-detail", args=[pk])
        return str(self.request.build_absolute_uri(path))

    def row(
        self,
        pk: str,
        *,
        lock: bool = False,
        related: tuple[str, ...] = (),
        only: tuple[str, ...] = (),
    ) -> Any:
        """Return a row this person may see, locked if it is to be written. Raises `Http404`."""
        rows = self.get_queryset().filter(pk=number(pk)).order_by()
        if related:
            rows = rows.select_related(*related)
        if only:
            rows = rows.only(*only)
        row = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).first()
        if row is None:
            raise Http404
        return row

    def require(self, deed: str, on: Any) -> None:
        """Raise `PermissionDenied` unless the person's role in the program allows the deed."""
        name = self.model._meta.model_name
        if not self.request.user.has_perm(f"{self.model._meta.app_label}.{deed}_{name}", on):
            role = memberships_of(self.request.user).get(on.program_id, "stranger")
            raise PermissionDenied(
                f"As a {role} of this program you may not {deed.replace('_', ' ')} "
                f"{self.model._meta.verbose_name_plural}."
            )

    def body(self) -> dict[str, Any]:
        """Return the JSON object that was sent. Raises `Invalid`."""
        data = self.request.data
        if not isinstance(data, dict):
            raise Invalid("The body is a JSON object.", kind="invalid")
        # Without a body the framework hands over a form without fields.
        return {name: data[name] for name in data}

    @staticmethod
    def refuse_frozen(version: MapVersion) -> None:
        """Raise `Conflict` unless the version's contents may change."""
        if not version.is_editable:
            raise Conflict(
                f"Version {version.number} is {version.get_state_display().lower()}; "
                "start a draft to change the map.",
                kind="frozen",
            )


class Creatable(Rows):
    """Rows that can be added."""

    @transaction.atomic
    def create(self, request: Request) -> Response:
        """Add a row to a program you may write in."""
        body = self.body()
        serializer: Any = self.get_serializer(data=body)
        parent = self.parent_in(body, serializer)
        self.require("add", parent)
        serializer.context.update(self.scope(parent), parent=self.locked(parent))
        serializer.is_valid(raise_exception=True)
        return self.answer(serializer.save().pk, status.HTTP_201_CREATED)

    def parent_in(self, body: dict[str, Any], serializer: Any) -> Any:
        """Return what the row is to belong to: first of all, so that a role is asked before anything else."""
        try:
            return serializer.fields[self.parent].run_validation(body.get(self.parent, empty))
        except ValidationError as error:
            raise ValidationError({self.parent: error.detail}) from None

    def scope(self, parent: Any) -> dict[str, int]:
        """Return where the row's relations must lie."""
        return {"program_id": parent.program_id}

    def locked(self, parent: Any) -> Any:
        """Return what the row belongs to, fit to be written into."""
        return parent


class Writable(Rows):
    """Rows that can be written once they are there."""

    def writable(self, pk: str, deed: str) -> Any:
        """Return the row, locked, if the person's role allows the deed."""
        row = self.row(pk, lock=True)
        self.require(deed, row)
        return row

    def refuse_stale(self, row: Any) -> None:
        """Raise `Stale` if If-Match names another state than the locked row's; the last check of all."""
        conditions.seen_tag(self.request, conditions.tag_of_row(row.updated_at))


class Changeable(Writable):
    """Rows that can be changed."""

    @transaction.atomic
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the fields that are sent. With If-Match, only if nobody was faster."""
        row = self.writable(pk, "change")
        serializer: Any = self.get_serializer(row, data=self.body(), partial=True)
        serializer.context.update(self.scope_of(row))
        serializer.is_valid(raise_exception=True)
        self.refuse_stale(row)
        serializer.save()
        return self.answer(row.pk)

    def scope_of(self, row: Any) -> dict[str, int]:
        """Return where the row's relations must lie."""
        return {"program_id": row.program_id}


class Removable(Writable):
    """Rows that can be deleted: what has no history of its own to keep."""

    @transaction.atomic
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete the row. With If-Match, only if nobody was faster."""
        row = self.writable(pk, "delete")
        self.refuse_stale(row)
        try:
            self.remove(row)
        except ProtectedError:
            raise Conflict("Something else still needs this.") from None
        return Response(status=status.HTTP_204_NO_CONTENT)

    def remove(self, row: Any) -> None:
        """Delete the row with its history."""
        history.deed(row, by=self.person, verb="delete")
        row.delete()


def number(pk: str) -> int:
    """Return an id from an address. Raises `Http404` for what can be none."""
    found = id_in(pk)
    if found is None:
        raise Http404
    return found

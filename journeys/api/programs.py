"""Programs and the people in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from journeys import programs
from journeys.api.deeds import Remembered
from journeys.api.fields import AccountName, MemberName, ShownName, VisibleRow
from journeys.api.filters import MembershipFilters, ProgramFilters
from journeys.api.problems import Conflict
from journeys.api.rows import RowSerializer
from journeys.api.views import Changeable, Creatable, Removable
from journeys.models import Membership, Program, other_managers


class ProgramSerializer(RowSerializer):
    """A program. Whoever opens it owns and manages it."""

    fixed: ClassVar = ()

    owner = MemberName(required=False, allow_null=True, help_text="Username of a member.")

    class Meta:
        model = Program
        fields = (
            "id", "name", "purpose", "scope", "owner", "status", "review_cadence_days", "required_approvals",
            "created_at", "updated_at",
        )  # fmt: skip

    def save(self, **values: Any) -> Program:
        """Open a new program with all that belongs to it, or change one."""
        if self.instance is not None:
            changed: Program = super().save(**values)
            return changed
        given = self.validated_data
        given.pop("owner", None)  # nobody is a member of it yet: it can only have been null
        self.check(Program(**given))
        status_wanted = given.pop("status", Program.Status.ACTIVE)
        self.instance = programs.create(by=self.context["request"].user, **given)
        opened: Program = super().save(status=status_wanted, **values)
        return opened


class Programs(Creatable, Changeable, Remembered):
    """Programs you are a member of."""

    model = Program
    queryset = Program.objects.none()
    serializer_class = ProgramSerializer
    filterset_class = ProgramFilters
    search_fields = ("name", "purpose", "scope")
    ordering_fields = ("id", "name", "created_at", "updated_at")

    @transaction.atomic
    def create(self, request: Any) -> Response:
        """Open a program with the standard channels. You own and manage it."""
        if not request.user.has_perm("journeys.add_program"):
            raise PermissionDenied("Only who manages a program may open another.")
        serializer = self.get_serializer(data=self.body())
        serializer.context["program_id"] = 0  # nobody is a member of what is not there yet
        serializer.is_valid(raise_exception=True)
        return self.answer(serializer.save().pk, status.HTTP_201_CREATED)


class MembershipSerializer(RowSerializer):
    """A person's role in a program."""

    fixed: ClassVar = ("program", "user")

    program = VisibleRow(Program)
    user = AccountName(
        help_text="Username, or at creation the e-mail address, of an active account."
    )
    full_name = ShownName("user__first_name", "user__last_name", help_text="If known.")

    class Meta:
        model = Membership
        fields = ("id", "program", "user", "full_name", "role", "created_at", "updated_at")


class Memberships(Creatable, Changeable, Removable, Remembered):
    """Who is in your programs, and in which role."""

    model = Membership
    queryset = Membership.objects.none()
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilters
    search_fields = ("user__username", "user__first_name", "user__last_name")

    def writable(self, pk: str, deed: str) -> Membership:
        """Lock the program first: two managers must not step down at the same time."""
        membership = self.row(pk)
        Program.objects.select_for_update(no_key=True).get(pk=membership.program_id)
        locked: Membership = super().writable(pk, deed)
        return locked

    @transaction.atomic
    def partial_update(self, request: Any, pk: str) -> Response:
        """Change a person's role. A program keeps at least one manager."""
        response = super().partial_update(request, pk)
        self._keep_a_manager(response.data["program"])
        return response

    def remove(self, row: Membership) -> None:
        """End a membership. A program keeps at least one manager."""
        program_id = row.program_id
        super().remove(row)
        self._keep_a_manager(program_id)

    @staticmethod
    def _keep_a_manager(program_id: int) -> None:
        if not other_managers(Membership(program_id=program_id)).exists():
            raise Conflict(
                "A program keeps at least one manager. Make somebody else a manager first."
            )

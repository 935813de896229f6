"""What a person may see: every queryset of every door starts from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import connection, models

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    Person = AbstractBaseUser | AnonymousUser


def memberships_of(user: Any) -> dict[int, str]:
    """Return the role this person has per program id; read once per user object (one request)."""
    if not user.is_authenticated or not user.is_active:
        return {}
    if not hasattr(user, "_roles_by_program"):
        user._roles_by_program = _read_roles(user.pk)
    roles: dict[int, str] = user._roles_by_program
    return roles


def _read_roles(user_id: int) -> dict[int, str]:
    """Ask in plain SQL: every request begins with this, and building the query took ten times as long."""
    table = apps.get_model("journeys", "Membership")._meta.db_table
    query = f"SELECT program_id, role FROM {table} WHERE user_id = %s"  # noqa: S608  our own table's name
    with connection.cursor() as cursor:
        cursor.execute(query, [user_id])
        return dict(cursor.fetchall())


def sees_everything(user: Any) -> bool:
    """Return whether this is an operator of the installation rather than a member of programs."""
    return bool(user.is_active and user.is_superuser)


class VisibleQuerySet(models.QuerySet):
    """Rows that belong to a program."""

    #: The path from a row to its program's id.
    program_path = "program_id"

    def visible_to(self, user: Any) -> Self:
        """Keep the rows of programs this person is a member of; operators see all."""
        if sees_everything(user):
            return self.all()
        programs = list(memberships_of(user))
        # One program is the common case, and an equality lets the (program, id) index give the order.
        if len(programs) == 1:
            return self.filter(**{self.program_path: programs[0]})
        return self.filter(**{f"{self.program_path}__in": programs})


class ProgramOwned(models.Model):
    """A row that belongs to a program; nothing crosses programs.

    The program is kept on every row, not only at the top: isolation is then one indexed equality
    at every door, whatever the depth of the row.
    """

    program = models.ForeignKey("journeys.Program", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True

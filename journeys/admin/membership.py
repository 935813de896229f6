"""People: who is in a program, in which role. Somebody is added by name or address, never picked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError

from journeys.admin.base import ProgramOwnedAdmin, ProgramOwnedFormSet, ProgramOwnedInline
from journeys.admin.chips import chip, day
from journeys.admin.names import name_of
from journeys.admin.seen import SeenForm
from journeys.models import Membership, Program, other_managers

if TYPE_CHECKING:
    from django.http import HttpRequest

UNKNOWN = "Nobody with an account has this name or address. An operator can open one for them."
LAST_MANAGER = "A program needs a manager: make somebody else one first."


class RoleForm(SeenForm):
    """A person's role; the last manager keeps theirs."""

    def clean_role(self) -> str:
        """Refuse to leave a program without a manager."""
        role: str = self.cleaned_data["role"]
        was_manager = self.initial.get("role") == Membership.Role.MANAGER
        if (
            was_manager
            and role != Membership.Role.MANAGER
            and not has_another_manager(self.instance)
        ):
            raise ValidationError(LAST_MANAGER)
        return role


class AddForm(RoleForm):
    """Adds somebody who is named exactly; the form tells nothing about anybody else."""

    also_validated = frozenset({"program", "user"})

    person = forms.CharField(
        label="User name or e-mail address",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the account out while nobody is named: the field above says so already."""
        exclusions = super()._get_validation_exclusions()
        return exclusions if self.instance.user_id else exclusions | {"user"}

    def clean_person(self) -> Any:
        """Return the one active account of this name or address."""
        typed = self.cleaned_data["person"].strip()
        accounts = get_user_model()._default_manager.filter(is_active=True)
        found = list(accounts.filter(username=typed)) or list(accounts.filter(email__iexact=typed)[:2])  # fmt: skip
        if len(found) != 1:
            raise ValidationError(UNKNOWN)
        if Membership.objects.filter(program=self.instance.program, user=found[0]).exists():
            raise ValidationError(f"{name_of(found[0])} is in this program already.")
        self.instance.user = found[0]
        return found[0]


def has_another_manager(membership: Membership) -> bool:
    """Return whether the program keeps a manager without this one.

    Locks the program until the transaction ends: two managers must not remove each other at once.
    """
    Program.objects.select_for_update().filter(pk=membership.program_id).first()
    return other_managers(membership).exists()


def may_end(membership: Membership) -> bool:
    """Return whether a membership may end: the last manager's may not."""
    return membership.role != Membership.Role.MANAGER or other_managers(membership).exists()


@admin.register(Membership)
class MembershipAdmin(ProgramOwnedAdmin):
    """The people of a program."""

    form = RoleForm
    deletable = True
    list_display = ["person", "account", "role_chip", "since"]
    list_filter = ["role"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "user__email"]
    list_select_related = ["user"]
    ordering = ["user__username"]
    add_words = "Add a person"
    list_title = "People"
    adds_several = True
    empty_icon = "group"
    fieldsets = [(None, {"fields": ["role"]})]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["person", "role"],
                "description": "Viewers read and make reports. Contributors work on drafts, personas and "
                "KPIs. Managers also publish, and decide who is in the program.",
            },
        )
    ]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Ask for the person only when one is added."""
        if obj is None:
            kwargs["form"] = AddForm
        return super().get_form(request, obj, change, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep a program's last manager."""
        return super().has_delete_permission(request, obj) and (obj is None or may_end(obj))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """End a membership, unless it became the last manager's meanwhile."""
        if obj.role == Membership.Role.MANAGER and not has_another_manager(obj):
            raise PermissionDenied(LAST_MANAGER)
        super().delete_model(request, obj)

    @admin.display(description="Person", ordering="user__username")
    def person(self, membership: Membership) -> str:
        """Name the person."""
        return name_of(membership.user)

    @admin.display(description="Account")
    def account(self, membership: Membership) -> str:
        """Tell namesakes apart."""
        parts = (membership.user.get_username(), membership.user.email)
        return " · ".join(part for part in parts if part)

    @admin.display(description="Role", ordering="role")
    def role_chip(self, membership: Membership) -> str:
        """Show the role."""
        kind = "primary" if membership.role == Membership.Role.MANAGER else ""
        return chip(membership.get_role_display(), kind)

    @admin.display(description="In the program since", ordering="created_at")
    def since(self, membership: Membership) -> str:
        """Say since when."""
        return day(membership.created_at)


class PeopleFormSet(ProgramOwnedFormSet):
    """All roles of a program at once."""

    def clean(self) -> None:
        """Refuse to leave a program without a manager."""
        super().clean()
        roles = [
            form.cleaned_data.get("role") for form in self.forms if hasattr(form, "cleaned_data")
        ]
        if roles and Membership.Role.MANAGER not in roles:
            raise ValidationError(LAST_MANAGER)


class PeopleInline(ProgramOwnedInline):
    """The people of a program on its own page."""

    model = Membership
    form = RoleForm
    formset = PeopleFormSet
    fields = ["person", "role"]
    readonly_fields = ["person"]
    verbose_name_plural = "people"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Add people on their own page, where they are named."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """End memberships on their own page, where the last manager is kept."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring the accounts along."""
        return super().get_queryset(request).select_related("user")

    @admin.display(description="Person")
    def person(self, membership: Membership) -> str:
        """Name the person."""
        return name_of(membership.user)

"""Accounts, with and without a role in a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factory
from django.contrib.auth.models import User

from journeys.models import Membership

if TYPE_CHECKING:
    from journeys.models import Program


class UserFactory(factory.django.DjangoModelFactory):
    """An active account that is a member of nothing and has no password."""

    class Meta:
        model = User

    username = factory.Sequence(lambda number: f"person{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")


def member(program: Program, role: str = "manager", **fields: Any) -> User:
    """Return a new account with a role in the program: viewer, contributor or manager."""
    user: User = UserFactory(**fields)
    Membership.objects.create(program=program, user=user, role=role)
    return user


def operator(**fields: Any) -> User:
    """Return a new account that runs the installation: a superuser without memberships."""
    user: User = UserFactory(is_staff=True, is_superuser=True, **fields)
    return user

"""What people are called on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model

if TYPE_CHECKING:
    from collections.abc import Iterable


def name_of(user: Any) -> str:
    """Return a person's full name, or else the name they sign in with."""
    return str(user.get_full_name() or user.get_username())


def full_names(usernames: Iterable[str]) -> dict[str, str]:
    """Return what people are called now, by the name their deeds were kept under: one query."""
    users = get_user_model()._default_manager.filter(username__in=set(usernames))
    return {user.get_username(): name_of(user) for user in users}

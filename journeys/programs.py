"""Opening a program."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from journeys import history
from journeys.models import Channel, Membership, Program

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: What a new program starts with. Their keys follow from their names, so that the documents of two
#: programs mean the same channel.
STANDARD_CHANNELS = (
    ("Web", "web"),
    ("App", "app"),
    ("E-mail", "email"),
    ("Telephone", "phone"),
    ("Chat", "chat"),
    ("Store", "store"),
    ("Social media", "social"),
    ("Post", "post"),
)
_NAMESPACE = UUID("5f0c8a52-21a5-4c2f-8b0e-7f6f3a1d9e44")


@transaction.atomic
def create(
    name: str,
    *,
    by: User,
    purpose: str = "",
    scope: str = "",
    review_cadence_days: int = 90,
    required_approvals: int = 0,
) -> Program:
    """Open a program with the standard channels; whoever opens it owns and manages it."""
    program = Program(
        name=name,
        purpose=purpose,
        scope=scope,
        review_cadence_days=review_cadence_days,
        required_approvals=required_approvals,
        owner=by,
    )
    history.deed(program, by=by, verb="create")
    program.save()
    membership = Membership(program=program, user=by, role=Membership.Role.MANAGER)
    history.deed(membership, by=by, verb="create")
    membership.save()
    for channel_name, kind in STANDARD_CHANNELS:
        channel = Channel(
            program=program, key=standard_key(channel_name), name=channel_name, kind=kind
        )
        history.deed(channel, by=by, verb="create")
        channel.save()
    _forget_roles(by)
    return program


def standard_key(name: str) -> str:
    """Return the key that the standard channel of this name has in every program."""
    return str(uuid5(_NAMESPACE, name))


def _forget_roles(user: User) -> None:
    """The person's roles were read before this request gave them another."""
    user.__dict__.pop("_roles_by_program", None)

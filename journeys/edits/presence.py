"""Who has a draft open now, and at which element they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from msgspec import Struct

from journeys.models import Presence

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from journeys.models import MapVersion

#: Whoever was not heard of for this long has gone.
GONE_AFTER = timedelta(seconds=40)
#: More people than this are not named.
MOST_PEOPLE = 20


class Person(Struct, frozen=True):
    """Somebody who has the draft open, at the element of this key or at none."""

    name: str
    key: str
    since: datetime


def arrive(version: MapVersion, *, by: User, key: str = "") -> None:
    """Remember that a person is here, at an element."""
    Presence.objects.update_or_create(
        version=version,
        user=by,
        defaults={
            "program_id": version.program_id,
            "element_key": key,
            "seen_at": timezone.now(),
        },
    )


def leave(version: MapVersion, *, by: User) -> None:
    """Forget a person who closed the page."""
    Presence.objects.filter(version=version, user=by).delete()


def others(version: MapVersion, user: User) -> list[Person]:
    """Return who else is here."""
    rows = (
        Presence.objects.filter(version=version, seen_at__gte=timezone.now() - GONE_AFTER)
        .exclude(user=user)
        .select_related("user")
        .order_by("user__username")
    )
    return [
        Person(row.user.get_full_name() or row.user.get_username(), row.element_key, row.seen_at)
        for row in rows[:MOST_PEOPLE]
    ]

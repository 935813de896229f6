"""Telling owners that a map is due for a look: once per due date, whatever happens to the worker.

What is written here is the inbox; notifications that wait to be mailed are mailed from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format

from journeys.models import JourneyMap, Membership, Notification, Program, State

if TYPE_CHECKING:
    from datetime import date

#: Maps told of in one go; the next run takes the rest.
MOST_AT_ONCE = 500


def remind_of_due_maps(today: date | None = None) -> int:
    """Tell the owner of every map that is due and return how many were told.

    Each map is a transaction of its own that writes the notification and the date it is for: a worker
    killed in between has done both or neither, and a second run finds nothing left to do.
    """
    today = today or timezone.localdate()
    untold = Q(reminded_for__isnull=True) | ~Q(reminded_for=F("due_on"))
    maps: Any = JourneyMap.objects.with_due()
    due = (
        maps.filter(untold, due_on__lte=today, program__status=Program.Status.ACTIVE)
        .filter(_has_somebody_to_tell())
        .order_by("due_on", "pk")
    )
    return sum([_tell(pk, today) for pk in due.values_list("pk", flat=True)[:MOST_AT_ONCE]])


def _has_somebody_to_tell() -> Q:
    """Maps whose owner, or else whose program's owner, is a member and can sign in."""
    members = Membership.objects.filter(program=OuterRef("program_id"), user__is_active=True)
    owners = Q(user=OuterRef("owner_id")) | Q(user=OuterRef("program__owner_id"))
    return Q(Exists(members.filter(owners)))


@transaction.atomic
def _tell(pk: int, today: date) -> bool:
    locked = JourneyMap.objects.select_for_update(of=("self",)).filter(pk=pk)
    journey: Any = locked.with_due().select_related("program").first()
    if journey is None or journey.due_on is None or journey.due_on > today:
        return False
    if journey.reminded_for == journey.due_on:
        return False
    recipient = _owner(journey)
    if recipient is None:
        return False
    current = journey.versions.filter(state=State.PUBLISHED).order_by("-number").first()
    Notification.objects.create(
        program_id=journey.program_id,
        recipient=recipient,
        kind=Notification.Kind.REVIEW_DUE,
        map=journey,
        version=current,
        text=f"“{journey.name}” was due for a look on {date_format(journey.due_on, 'j M Y')}. "
        "Is it still true? Say so, or start its next version.",
    )
    # Not by saving: whoever has the map's form open has lost nothing and must not be told so.
    JourneyMap.objects.filter(pk=pk).update(reminded_for=journey.due_on)
    return True


def _owner(journey: JourneyMap) -> Any:
    """Return the map's owner, else the program's, if they are members still; None if nobody is."""
    wanted = [pk for pk in (journey.owner_id, journey.program.owner_id) if pk is not None]
    users = get_user_model()._default_manager.filter(
        pk__in=wanted, is_active=True, memberships__program=journey.program_id
    )
    found = {user.pk: user for user in users}
    return next((found[pk] for pk in wanted if pk in found), None)

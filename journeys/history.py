"""Who did what, when, to what, through which door: one history for admin, API, tasks and commands.

The rows are django-simple-history's. We add the door and the person's name as text, so that the
story stays whole when the account goes.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.contrib.auth.models import AbstractBaseUser

_door: ContextVar[str | None] = ContextVar("door", default=None)


@contextmanager
def through(door: str) -> Iterator[None]:
    """Name the door ("task", "command") for every change made inside the block."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


def current_door() -> str:
    """Return "api" or "admin" by the request under way, the named door, or "code"."""
    named = _door.get()
    if named:
        return named
    request = getattr(HistoricalRecords.context, "request", None)
    if request is None:
        return "code"
    return "api" if request.path.startswith("/api/") else "admin"


class Deed(models.Model):
    """What every history row tells beside the values: the door and the person's name."""

    door = models.CharField(max_length=20, default=current_door, editable=False)
    history_user_name = models.CharField(max_length=150, default="", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the person's name: the account may be deleted, the deed stays."""
        user = getattr(self, "history_user", None)
        if user is not None and not self.history_user_name:
            self.history_user_name = user.get_username()
        super().save(*args, **kwargs)


def records(**options: Any) -> HistoricalRecords:
    """Return the history every model that people edit declares as `history`."""
    return HistoricalRecords(
        bases=[Deed],
        history_change_reason_field=models.TextField(null=True),
        **options,
    )


def record_in_bulk(
    model: Any, rows: Sequence[Any], kind: str, *, by: AbstractBaseUser | None, verb: str
) -> None:
    """Write the history of many rows at once; `kind` is "+" created, "~" changed or "-" deleted."""
    entry = model.history.model
    facts = {
        "history_date": timezone.now(),
        "history_user": by,
        "history_user_name": by.get_username() if by else "",
        "history_change_reason": verb,
        "history_type": kind,
        "door": current_door(),
    }
    names = [field.attname for field in entry.tracked_fields]
    entry.objects.bulk_create(
        (entry(**facts, **{name: getattr(row, name) for name in names}) for row in rows),
        batch_size=500,
    )


def deed(row: Any, *, by: AbstractBaseUser | None, verb: str) -> None:
    """Give the row's next save its author and the verb that caused it."""
    row._history_user = by
    row._change_reason = verb

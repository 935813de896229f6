"""When a map should be looked at again, worked out in the database so that lists can ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import DateField, Func, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from journeys.access import VisibleQuerySet
from journeys.models.version import MapVersion, State

if TYPE_CHECKING:
    from datetime import date


class DaysLater(Func):
    """A day so many days after another."""

    arity = 2
    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Let SQLite's own calendar count."""
        template = "date(%(expressions)s || ' days')"
        return self.as_sql(compiler, connection, template=template, arg_joiner=", '+' || ")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Add a whole number of days to a date."""
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" + ")


def due_on() -> Subquery:
    """Return the day each map of a query is due: last looked at, plus its cadence or the program's.

    It was looked at when its newest published version was published, or when somebody found it still
    true since. Without a published version, or put aside, it is never due.
    """
    looked_at = Greatest("published_at", Coalesce("map__reviewed_at", "published_at"))
    cadence = Coalesce(
        "map__review_cadence_days",
        "map__program__review_cadence_days",
        output_field=IntegerField(),
    )
    newest = MapVersion.objects.filter(
        map=OuterRef("pk"), state=State.PUBLISHED, map__is_archived=False
    ).order_by("-number")
    day = DaysLater(TruncDate(looked_at), cadence)
    return Subquery(newest.annotate(due=day).values("due")[:1], output_field=DateField())


class MapQuerySet(VisibleQuerySet):
    """Journey maps."""

    def with_due(self) -> Self:
        """Bring along `due_on`, the day each should be looked at again, None if there is none."""
        return self.annotate(due_on=due_on())

    def overdue(self, today: date | None = None) -> Self:
        """Keep maps that should have been looked at before today."""
        return self.with_due().filter(due_on__lt=today or timezone.localdate())

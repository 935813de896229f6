"""What lists can be narrowed by. A value that means nothing is refused, never ignored.

Ids of other programs filter like ids that do not exist: nothing is left.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, Func, Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.filters import BaseFilterBackend

from journeys.access import memberships_of, sees_everything
from journeys.api.problems import Invalid
from journeys.ids import id_in
from journeys.models import (
    Channel,
    JourneyMap,
    Kpi,
    Lane,
    MapVersion,
    Membership,
    Notification,
    Objective,
    Persona,
    Program,
    Report,
    Review,
    State,
    Touchpoint,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

LONGEST_SEARCH, MOST_WORDS = 200, 8

# --- kinds of values ---


class _IdField(forms.IntegerField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**({"min_value": 1, "max_value": 2**63 - 1} | options))


class Id(filters.Filter):
    """The id of a related row."""

    field_class = _IdField


class Number(filters.Filter):
    """A number from 1, as large as the column holds."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **({"min_value": 1, "max_value": 2**31 - 1} | options))


class Scale(filters.Filter):
    """A number from 1 to 5."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **({"min_value": 1, "max_value": 5} | options))


class _MomentField(forms.Field):
    """A moment in ISO 8601; a day stands for its beginning."""

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment, in the installation's time zone if it names none."""
        if not value:
            return None
        try:
            moment = parse_datetime(value)
            day = parse_date(value) if moment is None else None
        except ValueError:
            moment = day = None
        if day is not None:
            moment = datetime.combine(day, time.min)
        if moment is None:
            raise ValidationError("Give a day (2026-03-31) or a moment (2026-03-31T09:30:00Z).")
        try:
            aware = moment if moment.tzinfo else timezone.make_aware(moment)
            return aware.astimezone(UTC)
        except (OverflowError, ValueError):
            raise ValidationError("There is no such moment.") from None


class Moment(filters.Filter):
    """A day or a moment."""

    field_class = _MomentField


class _DayField(forms.Field):
    def to_python(self, value: Any) -> date | None:
        """Return the day."""
        if not value:
            return None
        try:
            day = parse_date(value)
        except ValueError:
            day = None
        if day is None:
            raise ValidationError("Give a day, such as 2026-03-31.")
        return day


class Day(filters.Filter):
    """A day."""

    field_class = _DayField


class _YesNoField(forms.Field):
    def to_python(self, value: Any) -> bool | None:
        """Return what "true" and "false" say."""
        if not value:
            return None
        if value not in {"true", "false"}:
            raise ValidationError("Give true or false.")
        return bool(value == "true")


class YesNo(filters.Filter):
    """True or false."""

    field_class = _YesNoField


class Choices(filters.BaseInFilter, filters.ChoiceFilter):
    """One or more of a field's choices, separated by commas."""


class Words(filters.CharFilter):
    """Exactly this text."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **({"max_length": 160} | options))


class Rows(filters.FilterSet):
    """What every list can be narrowed by."""

    created_after = Moment("created_at", "gte", help_text="Created then or later.")
    created_before = Moment("created_at", "lt", help_text="Created earlier.")
    updated_after = Moment("updated_at", "gte", help_text="Last changed then or later.")
    updated_before = Moment("updated_at", "lt", help_text="Last changed earlier.")

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        """Keep to the filters that are asked for: each is copied and gets a form field, per request."""
        self.base_filters = {
            name: one for name, one in type(self).base_filters.items() if name in (data or ())
        }
        super().__init__(data, *args, **options)

    #: Filters that lead to their rows by an index of their own, better than that of the program.
    narrow: frozenset[str] = frozenset()


class InProgram(Rows):
    """What every list of a program's rows can be narrowed by."""

    program = Id("program_id")
    narrow = frozenset({"program"})


# --- one per resource ---


class ProgramFilters(Rows):
    """Programs."""

    status = Choices(choices=Program.Status.choices)
    owner = Words("owner__username")


class MembershipFilters(InProgram):
    """Memberships."""

    user = Words("user__username")
    role = Choices(choices=Membership.Role.choices)


class ObjectiveFilters(InProgram):
    """Objectives."""

    key = Words()
    aspect = Choices(choices=Objective.Aspect.choices)
    status = Choices(choices=Objective.Status.choices)
    owner = Words("owner__username")
    target_date_after = Day("target_date", "gte", help_text="To be reached on that day or later.")
    target_date_before = Day(
        "target_date", "lte", help_text="To be reached on that day or earlier."
    )


class KpiFilters(InProgram):
    """KPIs."""

    key = Words()
    kind = Choices(choices=Kpi.Kind.choices)
    objective = Id("objectives")
    element_key = Words()


class ReadingFilters(InProgram):
    """Readings."""

    kpi = Id("kpi_id")
    segment = Words(max_length=80)
    period_from_after = Day(
        "period_from", "gte", help_text="Periods that begin on that day or later."
    )
    period_from_before = Day(
        "period_from", "lte", help_text="Periods that begin on that day or earlier."
    )
    period_to_after = Day("period_to", "gte", help_text="Periods that end on that day or later.")
    period_to_before = Day("period_to", "lte", help_text="Periods that end on that day or earlier.")
    narrow = InProgram.narrow | {"kpi"}


class PersonaFilters(InProgram):
    """Personas."""

    key = Words()
    map = Id("maps")
    status = Choices(choices=Persona.Status.choices)
    is_archived = YesNo()


class AlignmentFilters(InProgram):
    """Alignments."""

    before_map = Id("before_map_id")
    after_map = Id("after_map_id")


class ChannelFilters(InProgram):
    """Channels."""

    key = Words()
    kind = Choices(choices=Channel.Kind.choices)
    is_archived = YesNo()


@extend_schema_field(OpenApiTypes.BOOL)
class Overdue(YesNo):
    """Whether the day to look at a map again has passed."""

    def filter(self, qs: Any, value: bool | None) -> Any:
        """Keep what was asked for."""
        if value is None:
            return qs
        late = Q(due_on__lt=timezone.localdate())
        return qs.filter(late) if value else qs.filter(~late | Q(due_on__isnull=True))


class MapFilters(InProgram):
    """Maps."""

    kind = Choices(choices=JourneyMap.Kind.choices)
    owner = Words("owner__username")
    persona = Id("personas")
    objective = Id("objectives")
    parent = Id("parent_id")
    is_archived = YesNo()
    life_cycle_stage = Choices(choices=JourneyMap.LifeCycle.choices)
    overdue = Overdue(help_text="Whether the day to look at it again has passed.")


class VersionFilters(InProgram):
    """Versions."""

    map = Id("map_id")
    state = Choices(choices=State.choices)
    number = Number("number", max_value=2**31 - 1, help_text="The version's number in its map.")
    based_on = Id("based_on_id")
    published_after = Moment("published_at", "gte", help_text="Published then or later.")
    published_before = Moment("published_at", "lt", help_text="Published earlier.")
    narrow = InProgram.narrow | {"map"}


class ElementFilters(InProgram):
    """What every part of a version can be narrowed by."""

    version = Id("version_id")
    map = Id("version__map_id")
    state = Choices("version__state", choices=State.choices, help_text="State of the version.")
    key = Words()
    narrow = InProgram.narrow | {"version", "map"}


class StageFilters(ElementFilters):
    """Stages."""

    kpi = Id("kpi_id")


class TouchpointFilters(ElementFilters):
    """Touchpoints."""

    stage = Id("stage_id")
    channel = Id("channel_id")
    basis = Choices(choices=Touchpoint.Basis.choices)
    is_moment_of_truth = YesNo()
    emotion_min = filters.NumberFilter("emotion", "gte", help_text="Emotion of at least this.")
    emotion_max = filters.NumberFilter("emotion", "lte", help_text="Emotion of at most this.")
    narrow = ElementFilters.narrow | {"stage"}


class LaneFilters(ElementFilters):
    """Lanes."""

    kind = Choices(choices=Lane.Kind.choices)


class CardFilters(ElementFilters):
    """Cards."""

    lane = Id("lane_id")
    kind = Choices("lane__kind", choices=Lane.Kind.choices, help_text="Kind of the card's lane.")
    stage = Id("stage_id")
    touchpoint = Id("touchpoint_id")
    severity_min = Scale("severity", "gte", help_text="Severity of at least this.")
    owner = Words(max_length=120)
    narrow = ElementFilters.narrow | {"touchpoint", "lane", "stage"}


class ReportFilters(InProgram):
    """Reports."""

    kind = Words(max_length=40)
    status = Choices(choices=Report.Status.choices)
    requested_by = Words("requested_by_name")
    finished_after = Moment("finished_at", "gte", help_text="Finished then or later.")
    finished_before = Moment("finished_at", "lt", help_text="Finished earlier.")


class ReviewFilters(InProgram):
    """Reviews."""

    version = Id("version_id")
    map = Id("version__map_id")
    verdict = Choices(choices=Review.Verdict.choices)
    reviewer = Words("reviewer_name")
    narrow = InProgram.narrow | {"version"}


class OnVersion(Id):
    """The id of a version: what stands on it, also what was begun on one before it."""

    def filter(self, qs: Any, value: int | None) -> Any:
        """Keep the comments of threads that stand on the version."""
        if value is None:
            return qs
        version = MapVersion.objects.filter(pk=value).first()
        return qs.on(version) if version is not None else qs.none()


class IsOpen(YesNo):
    """Whether the comment's thread is open."""

    def filter(self, qs: Any, value: bool | None) -> Any:
        """Keep the comments of open threads, or those of resolved ones."""
        return qs if value is None else qs.of_threads(resolved_at__isnull=value)


class CommentFilters(InProgram):
    """Comments."""

    map = Id("map_id")
    version = OnVersion(help_text="What stands on this version: open threads are carried on.")
    element_key = Words()
    thread = Id("reply_to_id", help_text="Replies to this comment.")
    author = Words("author_name")
    open = IsOpen(help_text="Whether the thread is open.")
    narrow = InProgram.narrow | {"map", "thread"}


class IsUnread(YesNo):
    """Whether something was not read yet."""

    def filter(self, qs: Any, value: bool | None) -> Any:
        """Keep what is unread, or what was read."""
        return qs if value is None else qs.filter(read_at__isnull=value)


class NotificationFilters(InProgram):
    """What is in your inbox."""

    kind = Choices(choices=Notification.Kind.choices)
    map = Id("map_id")
    unread = IsUnread(help_text="Whether it was not read yet.")


# --- applying them ---


class _AsComputed(Func):
    """A column that no index is looked up for."""

    template = "+%(expressions)s"
    arity = 1
    output_field = BigIntegerField()


def visible_rows(view: Any, request: Request) -> QuerySet[Any]:
    """Return the rows of a list this person may see.

    A database without statistics takes any index for as good as another: told program and version, it
    may read the whole program to find the version's rows. So where a narrower filter is asked, whose rows
    they are is only checked, not looked up.
    """
    narrowed = view.filterset_class.narrow & request.query_params.keys()
    if not narrowed or sees_everything(request.user):
        rows: QuerySet[Any] = view.model.objects.visible_to(request.user)
        return rows
    checked = view.model.objects.alias(own_program=_AsComputed("program_id"))
    kept: QuerySet[Any] = checked.filter(own_program__in=list(memberships_of(request.user)))
    return kept


def refuse_unknown(request: Request, known: set[str]) -> None:
    """Refuse parameters that would be ignored: a misspelt filter must not answer with everything."""
    errors = [
        {"field": name, "message": message}
        for name, values in request.query_params.lists()
        if (message := _wrong_with(name, values, known))
    ]
    if errors:
        raise Invalid(
            f"{errors[0]['field']}: {errors[0]['message']}", kind="invalid", errors=errors
        )


def _wrong_with(name: str, values: list[str], known: set[str]) -> str:
    if name not in known:
        return "There is no parameter of this name."
    if len(values) > 1:
        return "Give this parameter once."
    return "" if values[0] else "Give a value, or leave the parameter out."


def parameters_of(view: Any) -> set[str]:
    """Return what a list can be asked."""
    searched = {"search"} if view.search_fields else set()
    return {*view.filterset_class.base_filters, "ordering", "cursor", "page_size", *searched}


class Filters(filters.DjangoFilterBackend):
    """django-filter, but for what needs no form: building one costs as much as a query."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        """Narrow the rows. Raises a validation error per parameter."""
        known = view.filterset_class.base_filters
        asked = known.keys() & request.query_params.keys()
        ids = {
            known[name].field_name: int(request.query_params[name])
            for name in asked
            if type(known[name]) is Id and _is_id(request.query_params[name])
        }
        filtered: QuerySet[Any]
        if len(ids) == len(asked):
            filtered = queryset.filter(**ids) if ids else queryset
        else:
            filtered = super().filter_queryset(request, queryset, view)
        return filtered


def _is_id(value: str) -> bool:
    """Return whether a value is an id without any doubt; the form has words for the others."""
    return bool(id_in(value))


class Search(BaseFilterBackend):
    """`?search=`: every word must stand somewhere in the row's texts."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        """Keep rows that hold every word. Raises `Invalid`."""
        asked = request.query_params.get("search", "")
        if not asked:
            return queryset
        words = asked.split()
        if "\0" in asked or len(asked) > LONGEST_SEARCH or len(words) > MOST_WORDS:
            message = f"Give up to {MOST_WORDS} words, {LONGEST_SEARCH} characters in all."
            raise Invalid(
                f"search: {message}",
                kind="invalid",
                errors=[{"field": "search", "message": message}],
            )
        for word in words:
            found = Q()
            for name in view.search_fields:
                found |= Q(**{f"{name}__holds": word})
            queryset = queryset.filter(found)
        return queryset

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the parameter where a list can be searched."""
        if not getattr(view, "search_fields", ()):
            return []
        return [
            {
                "name": "search",
                "in": "query",
                "required": False,
                "description": f"Words that must all stand in {', '.join(view.search_fields)}.",
                "schema": {"type": "string", "maxLength": LONGEST_SEARCH},
            }
        ]

"""Journey maps: what has versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action

from journeys import maps, versions
from journeys.api.deeds import Remembered
from journeys.api.fields import (
    Computed,
    MemberName,
    PerPage,
    ProgramRow,
    ProgramRows,
    Text,
    VisibleRow,
)
from journeys.api.filters import MapFilters
from journeys.api.importing import Importing
from journeys.api.problems import Invalid
from journeys.api.rows import RowSerializer
from journeys.api.versions import answer_with_version
from journeys.api.views import Changeable, Creatable
from journeys.exchange.starters import STARTERS, starter
from journeys.models import (
    OPEN_STATES,
    JourneyMap,
    MapVersion,
    Objective,
    Persona,
    Program,
    State,
)

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response


@extend_schema_field({"type": ["integer", "null"]})
class VersionIn(PerPage, serializers.Field):
    """The id of the map's newest version in one of some states, or null."""

    def __init__(self, *states: str, **options: Any) -> None:
        self.states = states
        super().__init__(read_only=True, **options)

    def load(self, ids: list[int]) -> dict[int, int]:
        """Return version ids by map."""
        found = MapVersion.objects.filter(map_id__in=ids, state__in=self.states)
        return dict(found.order_by("number").values_list("map_id", "id"))


@extend_schema_field({"type": ["string", "null"], "format": "date"})
class DueOn(Computed):
    """The day a map should be looked at again, or null."""

    def __init__(self, **options: Any) -> None:
        super().__init__(("due_on",), lambda due: due, **options)


@extend_schema_field({"type": "boolean"})
class IsOverdue(Computed):
    """Whether that day has passed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            ("due_on",),
            lambda due: due is not None and due < timezone.localdate(),
            **options,
        )


class MapSerializer(RowSerializer):
    """One journey; its contents lie in its versions."""

    program = VisibleRow(Program)
    personas = ProgramRows(Persona, JourneyMap.personas, help_text="Ids of the personas on it.")
    objectives = ProgramRows(
        Objective, JourneyMap.objectives, help_text="Ids of the objectives it serves."
    )
    owner = MemberName(required=False, allow_null=True, help_text="Username of a member.")
    parent = ProgramRow(
        JourneyMap, required=False, allow_null=True, help_text="The map this one details."
    )
    template = serializers.ChoiceField(
        [(one.slug, one.name) for one in STARTERS],
        write_only=True,
        required=False,
        help_text="What to start from: the map begins with a draft. Only at creation.",
    )
    draft = VersionIn(*OPEN_STATES, help_text="The open draft or version in review, if any.")
    published = VersionIn(State.PUBLISHED, help_text="The newest published version, if any.")
    due_on = DueOn(help_text="When it should be looked at again; null if nothing is published.")
    is_overdue = IsOverdue(help_text="Whether that day has passed.")

    class Meta:
        model = JourneyMap
        fields = (
            "id", "program", "name", "kind", "scope", "personas", "objectives", "owner", "parent",
            "parent_element_key", "life_cycle_stage", "review_cadence_days", "reviewed_at", "due_on",
            "is_overdue", "is_archived", "template", "draft", "published", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = ("reviewed_at",)

    def save(self, **values: Any) -> JourneyMap:
        """Write the map; a new one from a template gets its first draft as well."""
        template = self.validated_data.pop("template", None)
        if template is None or self.instance is not None:
            saved: JourneyMap = super().save(**values)
            return saved
        given = self.validated_data
        chosen = starter(template)
        given.setdefault("kind", chosen.kind)
        self.check(
            JourneyMap(**{n: v for n, v in given.items() if n not in {"personas", "objectives"}})
        )
        draft = maps.create(
            given["program"],
            chosen.build(given["name"]),
            by=self.context["request"].user,
            reason=f"Started from the template “{chosen.name}”.",
        )
        self.instance = draft.map
        started: JourneyMap = super().save(**values)
        return started


class VersionOfMap(VisibleRow):
    """A version of the map at hand."""

    def get_queryset(self) -> Any:
        """Look among this map's versions only."""
        return MapVersion.objects.filter(map_id=self.context["map_id"])


class StartDraftSerializer(serializers.Serializer):
    """Why the next version is started, and from which one."""

    reason = Text(required=False, allow_blank=True, max_length=20_000)
    label = Text(required=False, allow_blank=True, max_length=120)
    based_on = VersionOfMap(
        MapVersion,
        required=False,
        allow_null=True,
        help_text="A version of this map; the newest published one if left out.",
    )


class Maps(Creatable, Changeable, Remembered, Importing):
    """Journey maps of your programs. To put one aside, archive it."""

    model = JourneyMap
    queryset = JourneyMap.objects.none()
    serializer_class = MapSerializer
    filterset_class = MapFilters
    search_fields = ("name", "scope")
    ordering_fields = ("id", "name", "created_at", "updated_at")

    def get_queryset(self) -> Any:
        """Bring along when each is due."""
        return super().get_queryset().with_due()  # type: ignore[attr-defined]

    def filter_queryset(self, queryset: Any) -> Any:
        """Bring along when each is due: it can be filtered by."""
        return super().filter_queryset(queryset.with_due())

    @extend_schema(request=None, responses=MapSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Say that the map was looked at again and is still true: it is due anew from today.

        409 if no version of it is published.
        """
        journey = self.row(pk)
        self.require("change", journey)
        if self.body():
            raise Invalid("This takes no body.", kind="invalid")
        return self.answer(maps.confirm(journey, by=self.person).pk)

    @action(detail=True, methods=["post"], url_path="start-draft")
    def start_draft(self, request: Request, pk: str) -> Response:
        """Start the map's next version, as a copy of the newest published one.

        409 if the map has a draft already; its id stands in `draft`.
        """
        journey = self.row(pk)
        self.require("start_draft", journey)
        asked = StartDraftSerializer(
            data=self.body(), context={"request": request, "map_id": journey.pk}
        )
        asked.is_valid(raise_exception=True)
        draft = versions.start_draft(journey, by=self.person, **asked.validated_data)
        return answer_with_version(self, draft.pk, status.HTTP_201_CREATED)

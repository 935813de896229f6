"""Stages, touchpoints, lanes and cards. Only a draft's can be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import structs

from journeys import elements
from journeys.api.attachments import Attachable, AttachmentField
from journeys.api.deeds import Remembered
from journeys.api.fields import Exact, ProgramRow, VersionRow, VisibleRow, Whole
from journeys.api.filters import CardFilters, LaneFilters, StageFilters, TouchpointFilters
from journeys.api.persona_emotions import PersonaEmotions
from journeys.api.rows import RowSerializer
from journeys.api.views import Changeable, Creatable, Removable
from journeys.models import Card, Channel, Kpi, Lane, MapVersion, Stage, Touchpoint

if TYPE_CHECKING:
    from journeys.elements import Arrangement

BASE = ("id", "program", "version", "key", "order")
MOMENTS = ("created_at", "updated_at")


class Elements(Creatable, Changeable, Removable, Remembered):
    """Parts of versions. Writing one locks its version: nothing lands in one just published."""

    parent = "version"
    ordering_fields = ("id", "order", "created_at", "updated_at")

    def scope(self, parent: MapVersion) -> dict[str, int]:
        """Relations lie in the same version, or the same program."""
        return {"program_id": parent.program_id, "version_id": parent.pk}

    def scope_of(self, row: Any) -> dict[str, int]:
        """Relations lie in the same version, or the same program."""
        return self.scope(row.version)

    def locked(self, parent: MapVersion) -> MapVersion:
        """Return the version as it is now, locked. Raises `Conflict` if it is no draft."""
        version = MapVersion.objects.select_for_update(no_key=True).get(pk=parent.pk)
        self.refuse_frozen(version)
        return version

    def writable(self, pk: str, deed: str) -> Any:
        """Lock the version first, as publishing does, then the row."""
        row = self.row(pk)
        self.require(deed, row)
        version = self.locked(MapVersion(pk=row.version_id))
        row = self.row(pk, lock=True)
        row.version = version
        return row

    def remove(self, row: Any) -> None:
        """Remove the element and what lies in it."""
        elements.remove(row, by=self.person)


class ElementSerializer(RowSerializer):
    """Base of what a version is made of."""

    fixed: ClassVar = ("version", "key")

    version = VisibleRow(MapVersion)
    order = Whole(
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        help_text="Its place among its like; those that share one stand by id.",
    )


class StageSerializer(ElementSerializer):
    """A phase of the journey."""

    kpi = ProgramRow(Kpi, required=False, allow_null=True)

    class Meta:
        model = Stage
        fields = (*BASE, "name", "customer_goal", "kpi", *MOMENTS)
        read_only_fields = ("program",)


class Stages(Elements):
    """Stages of your maps' versions."""

    model = Stage
    queryset = Stage.objects.none()
    serializer_class = StageSerializer
    filterset_class = StageFilters
    search_fields = ("name", "customer_goal")


class TouchpointSerializer(ElementSerializer):
    """A moment at which the customer meets the organisation."""

    stage = VersionRow(
        Stage, help_text="A stage of the same version. If it changes, the cards go with it."
    )
    channel = ProgramRow(Channel, required=False, allow_null=True)
    emotion = Exact(
        max_digits=2,
        decimal_places=1,
        min_value=-3,
        max_value=3,
        required=False,
        allow_null=True,
        help_text="From −3 (very bad) to 3 (very good), in tenths.",
    )
    persona_emotions = PersonaEmotions()

    class Meta:
        model = Touchpoint
        fields = (
            *BASE, "stage", "name", "channel", "does", "thinks", "actors", "is_moment_of_truth", "importance",
            "emotion", "feeling", "basis", "team", "persona_emotions", *MOMENTS,
        )  # fmt: skip
        read_only_fields = ("program",)

    def save(self, **values: Any) -> Touchpoint:
        """Write the touchpoint; into another stage it goes with its cards, behind those already there."""
        row, stage = self.instance, self.validated_data.get("stage")
        if row is not None and stage is not None and stage.pk != row.stage_id:
            self.validated_data.pop("stage")
            now = elements.arrangement_of(row.version)
            elements.arrange(
                row.version,
                _with_moved(now, row.key, stage.key),
                by=self.context["request"].user,
            )
            version = row.version
            row = self.instance = Touchpoint.objects.get(pk=row.pk)
            row.version = version
        saved: Touchpoint = super().save(**values)
        return saved


def _with_moved(now: Arrangement, key: str, stage: str) -> Arrangement:
    """Return the arrangement with the touchpoint at the end of another stage."""
    stages = tuple(
        (one, (*(k for k in inner if k != key), *((key,) if one == stage else ())))
        for one, inner in now.stages
    )
    return structs.replace(now, stages=stages)


class Touchpoints(Elements):
    """Touchpoints of your maps' versions."""

    model = Touchpoint
    queryset = Touchpoint.objects.none()
    serializer_class = TouchpointSerializer
    filterset_class = TouchpointFilters
    search_fields = ("name", "does", "thinks", "team")
    ordering_fields = (*Elements.ordering_fields, "emotion", "importance")


class LaneSerializer(ElementSerializer):
    """A row of the map."""

    class Meta:
        model = Lane
        fields = (*BASE, "kind", "name", *MOMENTS)
        read_only_fields = ("program",)


class Lanes(Elements):
    """Lanes of your maps' versions."""

    model = Lane
    queryset = Lane.objects.none()
    serializer_class = LaneSerializer
    filterset_class = LaneFilters
    search_fields = ("name",)


class CardSerializer(ElementSerializer):
    """One statement in a lane, under a touchpoint or across its stage."""

    lane = VersionRow(Lane, help_text="A lane of the same version.")
    stage = VersionRow(Stage, help_text="A stage of the same version.")
    touchpoint = VersionRow(
        Touchpoint,
        required=False,
        allow_null=True,
        help_text="A touchpoint of that stage; null for a card that spans it.",
    )
    attachment = AttachmentField()

    class Meta:
        model = Card
        fields = (
            *BASE, "lane", "stage", "touchpoint", "text", "severity", "share_hit", "owner", "tags", "attachment",
            *MOMENTS,
        )  # fmt: skip
        read_only_fields = ("program",)


class Cards(Elements, Attachable):
    """Cards of your maps' versions."""

    model = Card
    queryset = Card.objects.none()
    serializer_class = CardSerializer
    filterset_class = CardFilters
    search_fields = ("text", "owner")
    ordering_fields = (*Elements.ordering_fields, "severity")

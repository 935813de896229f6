"""Personas and channels: whom a program's journeys are about, and where they happen."""

from __future__ import annotations

from journeys.api.deeds import Remembered
from journeys.api.fields import VisibleRow
from journeys.api.filters import ChannelFilters, PersonaFilters
from journeys.api.portraits import Pictured, PortraitField
from journeys.api.rows import RowSerializer
from journeys.api.views import Changeable, Creatable
from journeys.models import Channel, Persona, Program


class PersonaSerializer(RowSerializer):
    """A kind of customer. Published versions keep the persona as it stood."""

    program = VisibleRow(Program)
    image = PortraitField()

    class Meta:
        model = Persona
        fields = (
            "id", "program", "key", "name", "tagline", "portrait", "age_range", "gender", "occupation", "income",
            "behaviours", "preferences", "motivations", "goals", "frustrations", "sees", "hears", "thinks",
            "feels", "own_words", "image", "share_of_customers", "status", "is_archived", "created_at", "updated_at",
        )  # fmt: skip


class Personas(Creatable, Changeable, Pictured, Remembered):
    """Personas of your programs. To put one aside, archive it."""

    model = Persona
    queryset = Persona.objects.none()
    serializer_class = PersonaSerializer
    filterset_class = PersonaFilters
    search_fields = ("name", "tagline", "portrait", "occupation")
    ordering_fields = ("id", "name", "share_of_customers", "created_at", "updated_at")


class ChannelSerializer(RowSerializer):
    """Where touchpoints happen."""

    program = VisibleRow(Program)

    class Meta:
        model = Channel
        fields = ("id", "program", "key", "name", "kind", "is_archived", "created_at", "updated_at")


class Channels(Creatable, Changeable, Remembered):
    """Channels of your programs. To put one aside, archive it."""

    model = Channel
    queryset = Channel.objects.none()
    serializer_class = ChannelSerializer
    filterset_class = ChannelFilters
    search_fields = ("name",)
    ordering_fields = ("id", "name", "created_at", "updated_at")

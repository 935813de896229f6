"""Your inbox: what you should know of, kept until you have read it. Nobody sees another's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from journeys import notifications
from journeys.api.fields import Text
from journeys.api.filters import NotificationFilters
from journeys.api.rows import RowSerializer
from journeys.api.views import Rows
from journeys.models import Notification

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


class NotificationSerializer(RowSerializer):
    """Something that happened, and where."""

    actor = Text(source="actor_name", read_only=True, help_text="Username of who did it.")

    class Meta:
        model = Notification
        fields = (
            "id", "program", "kind", "actor", "map", "version", "comment", "element_key", "text",
            "read_at", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields


class Notifications(Rows):
    """What is in your inbox, from the programs you are in."""

    http_method_names = ["get", "head", "post"]
    model = Notification
    queryset = Notification.objects.none()
    serializer_class = NotificationSerializer
    filterset_class = NotificationFilters
    ordering = "-id"

    def get_queryset(self) -> QuerySet[Any]:
        """Start from one's own."""
        return notifications.inbox(self.person)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep to one's own in lists too."""
        return super().filter_queryset(queryset.filter(recipient=self.person.pk))

    @extend_schema(request=None, responses=NotificationSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> Response:
        """Mark one as read."""
        return self.answer(notifications.read(self.row(pk)).pk)

    @extend_schema(
        request=None,
        responses=inline_serializer("ReadAll", {"read": serializers.IntegerField()}),
    )
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> Response:
        """Mark all as read; says how many were not."""
        return Response({"read": notifications.read_all(self.person)})

"""What reviewers said of versions. Reviews come by `approve` and `request-changes` of a version."""

from __future__ import annotations

from journeys.api.fields import Text
from journeys.api.filters import ReviewFilters
from journeys.api.rows import RowSerializer
from journeys.api.views import Rows
from journeys.models import Review


class ReviewSerializer(RowSerializer):
    """One person's approval, or their request for changes."""

    reviewer = Text(source="reviewer_name", read_only=True, help_text="Username.")

    class Meta:
        model = Review
        fields = (
            "id", "program", "version", "verdict", "reviewer", "note", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields


class Reviews(Rows):
    """Reviews of your programs' versions; read only."""

    http_method_names = ["get", "head"]
    model = Review
    queryset = Review.objects.none()
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilters
    search_fields = ("note",)
    ordering = "-id"

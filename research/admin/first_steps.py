"""What research adds to the way round the loop for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from journeys.admin.home.first_steps import Step
from research.models import Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.models import Program


def steps(program: Program) -> Iterator[Step]:
    """Give the step of asking customers."""
    yield Step(
        place=30,
        title="Ask customers",
        words="Plan a study and bring its answers in.",
        address=reverse("admin:research_study_changelist"),
        is_done=Response.objects.filter(program=program).exists(),
    )

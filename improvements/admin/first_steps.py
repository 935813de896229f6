"""What improvements add to the way round the loop for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse

from improvements.models import Action, Cycle
from journeys.admin.home.first_steps import Step
from journeys.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator


def steps(program: Program) -> Iterator[Step]:
    """Give the steps of opening a cycle and of carrying an action through."""
    of_it = {"program": OuterRef("pk")}
    done = Action.objects.filter(**of_it, state=Action.State.DONE)
    there = Program.objects.filter(pk=program.pk).values(
        cycle=Exists(Cycle.objects.filter(**of_it)), done=Exists(done)
    )[0]
    yield Step(50, "Open a cycle", "A goal, and the actions that should reach it.", reverse("admin:improvements_cycle_add"), there["cycle"])  # fmt: skip
    yield Step(60, "Test, implement, learn", "Carry an action through to done, with what it was worth.", reverse("admin:improvements_board"), there["done"])  # fmt: skip

"""Reports, as the rows that somebody's request leaves."""

from __future__ import annotations

import factory

from journeys.models import Report
from tests.factories.people import UserFactory
from tests.factories.programs import ProgramFactory


class ReportFactory(factory.django.DjangoModelFactory):
    """A queued report that no worker has seen."""

    class Meta:
        model = Report

    program = factory.SubFactory(ProgramFactory)
    kind = "version_comparison"
    parameters = factory.LazyFunction(lambda: {"version": 2, "against": 1})
    title = factory.Sequence(lambda number: f"Comparison {number}")
    requested_by = factory.SubFactory(UserFactory)
    requested_by_name = factory.SelfAttribute("requested_by.username")

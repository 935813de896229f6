"""What lists of what we heard can be narrowed by."""

from __future__ import annotations

from journeys.api.filters import Choices, Id, InProgram, Moment, Words
from research.models import DiscoveryRun, Insight, Instrument, Study, Theme


class StudyFilters(InProgram):
    """Studies."""

    key = Words()
    method = Choices(choices=Study.Method.choices)
    status = Choices(choices=Study.Status.choices)


class InstrumentFilters(InProgram):
    """Instruments."""

    key = Words()
    kind = Choices(choices=Instrument.Kind.choices)


class ImportBatchFilters(InProgram):
    """Import batches."""

    study = Id("study_id")
    narrow = InProgram.narrow | {"study"}


class ResponseFilters(InProgram):
    """Responses."""

    study = Id("study_id")
    batch = Id("batch_id")
    instrument = Id("instrument_id")
    persona = Id("persona_id")
    channel = Id("channel_id")
    element_key = Words()
    segment = Words(max_length=80)
    given_after = Moment("given_at", "gte", help_text="Given then or later.")
    given_before = Moment("given_at", "lte", help_text="Given then or earlier.")
    narrow = InProgram.narrow | {"study"}


class ThemeFilters(InProgram):
    """Themes."""

    key = Words()
    status = Choices(choices=Theme.Status.choices)
    run = Id("run_id")


class DiscoveryRunFilters(InProgram):
    """Discovery runs."""

    status = Choices(choices=DiscoveryRun.Status.choices)


class QuoteFilters(InProgram):
    """Quotes."""

    response = Id("response_id")
    theme = Id("themes")
    narrow = InProgram.narrow | {"response"}


class InsightFilters(InProgram):
    """Insights."""

    key = Words()
    kind = Choices(choices=Insight.Kind.choices)
    basis = Choices(choices=Insight.Basis.choices)


class PlacementRuleFilters(InProgram):
    """Placement rules."""


class EventFilters(InProgram):
    """Events."""

    study = Id("study_id")
    case_id = Words(max_length=200)
    narrow = InProgram.narrow | {"study"}

"""Studies, what they asked and what was answered."""

from __future__ import annotations

import factory

from research.models import ImportBatch, Instrument, Response, Study, Theme, ThemeMention
from tests.factories.programs import ProgramFactory


class InstrumentFactory(factory.django.DjangoModelFactory):
    """A question with a scale from 1 to 5."""

    class Meta:
        model = Instrument

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda number: f"Satisfaction {number}")
    kind = "csat"
    question = "How satisfied are you?"
    lowest = 1
    highest = 5


class StudyFactory(factory.django.DjangoModelFactory):
    """A survey."""

    class Meta:
        model = Study

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda number: f"Onboarding survey {number}")


def response_of(program) -> Response:
    """Return an answer to a study of a program, with everything it belongs to."""
    study, asked = StudyFactory(program=program), InstrumentFactory(program=program)
    study.instruments.add(asked)
    batch = ImportBatch.objects.create(
        program=program, study=study, file_name="answers.csv", created=1
    )
    return Response.objects.create(
        program=program, study=study, batch=batch, external_id="a1", text="Slow again.", instrument=asked,
        rating=2, feeling=-1.5, checksum="x",
    )  # fmt: skip


def theme_of(response: Response, status: str = "accepted") -> Theme:
    """Return a theme that a response mentions."""
    theme = Theme.objects.create(program=response.program, name="Slowness", status=status)
    ThemeMention.objects.create(program=response.program, theme=theme, response=response, rank=1)
    return theme

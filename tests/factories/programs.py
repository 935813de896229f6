"""Programs and what they own beside maps. A row made alone gets a program of its own."""

from __future__ import annotations

import datetime

import factory

from journeys.models import Channel, Kpi, Membership, Objective, Persona, Program, Reading
from tests.factories.people import UserFactory


class ProgramFactory(factory.django.DjangoModelFactory):
    """A program nobody is a member of."""

    class Meta:
        model = Program

    name = factory.Sequence(lambda number: f"Program {number}")


class MembershipFactory(factory.django.DjangoModelFactory):
    """A new account's membership: a viewer, if nothing else is said."""

    class Meta:
        model = Membership

    program = factory.SubFactory(ProgramFactory)
    user = factory.SubFactory(UserFactory)


class ObjectiveFactory(factory.django.DjangoModelFactory):
    """An open objective."""

    class Meta:
        model = Objective

    program = factory.SubFactory(ProgramFactory)
    statement = factory.Sequence(lambda number: f"Complete more applications {number}")


class KpiFactory(factory.django.DjangoModelFactory):
    """A proportion, higher is better."""

    class Meta:
        model = Kpi

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda number: f"Completed applications {number}")


class ReadingFactory(factory.django.DjangoModelFactory):
    """40 of 100 in a month; each further reading is a month later."""

    class Meta:
        model = Reading

    kpi = factory.SubFactory(KpiFactory)
    period_from = factory.Sequence(lambda n: datetime.date(2020 + n // 12, n % 12 + 1, 1))
    period_to = factory.LazyAttribute(lambda reading: reading.period_from.replace(day=28))
    numerator = 40
    denominator = 100


class PersonaFactory(factory.django.DjangoModelFactory):
    """A proto-persona with nothing but a name."""

    class Meta:
        model = Persona

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda number: f"Lena {number}")


class ChannelFactory(factory.django.DjangoModelFactory):
    """A channel of kind "other"."""

    class Meta:
        model = Channel

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda number: f"Channel {number}")

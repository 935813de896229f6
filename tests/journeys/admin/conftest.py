"""One program with a row of everything, one nobody here may see, and people with each role."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from journeys.contents import MapFacts
from journeys.models import (
    Card,
    Channel,
    JourneyMap,
    Kpi,
    Lane,
    MapVersion,
    Membership,
    Objective,
    Persona,
    Program,
    Reading,
    Report,
    Stage,
    Touchpoint,
)
from tests.factories import (
    ChannelFactory,
    KpiFactory,
    ObjectiveFactory,
    PersonaFactory,
    ProgramFactory,
    ReadingFactory,
    ReportFactory,
    UserFactory,
    member,
    operator,
    small_draft,
)

#: Every model that has a ModelAdmin of its own.
MODELS: tuple[type[Model], ...] = (
    Program, Membership, Objective, Kpi, Reading, Persona, Channel, JourneyMap, MapVersion, Stage,
    Touchpoint, Lane, Card, Report,
)  # fmt: skip
OWN = "Ours"
SECRET = "Zebrawood"


class Rows(dict[type[Model], Any]):
    """One row per model, all of one program."""

    def __init__(self, program: Program, word: str) -> None:
        """Make them; every text in them begins with the word."""
        self.program = program
        person = UserFactory(username=f"{word}-person", first_name=word, last_name="Person")
        kpi = KpiFactory(program=program, name=f"{word} KPI")
        draft = small_draft(program, map=MapFacts(name=f"{word} map"))
        for model, field in ((Stage, "name"), (Touchpoint, "name"), (Lane, "name"), (Card, "text")):
            for row in model.objects.filter(version=draft):
                setattr(row, field, f"{word} {row}")
                row.save()
        Channel.objects.filter(program=program).update(name=f"{word} app")
        Persona.objects.filter(program=program).update(name=f"{word} Lena")
        super().__init__(
            {
                Program: program,
                Membership: Membership.objects.create(program=program, user=person, role="viewer"),
                Objective: ObjectiveFactory(program=program, statement=f"{word} objective"),
                Kpi: kpi,
                Reading: ReadingFactory(kpi=kpi, source=f"{word} survey"),
                Persona: PersonaFactory(program=program, name=f"{word} persona"),
                Channel: ChannelFactory(program=program, name=f"{word} channel"),
                JourneyMap: draft.map,
                MapVersion: draft,
                Stage: draft.stages.first(),
                Touchpoint: draft.touchpoints.first(),
                Lane: draft.lanes.first(),
                Card: draft.cards.first(),
                Report: ReportFactory(program=program, title=f"{word} report"),
            }
        )


@pytest.fixture
def rows(db):
    """Return the rows of the program at hand."""
    return Rows(ProgramFactory(name=f"{OWN} program"), OWN)


@pytest.fixture
def secret(db):
    """Return the rows of a program nobody here is in."""
    return Rows(ProgramFactory(name=f"{SECRET} program"), SECRET)


@pytest.fixture
def people(rows):
    """Return an account per role, and two that are not in the program."""
    return {
        "viewer": member(rows.program, "viewer", username="vera"),
        "contributor": member(rows.program, "contributor", username="tomas"),
        "manager": member(rows.program, "manager", username="mara"),
        "outsider": UserFactory(username="olga"),
        "operator": operator(username="root"),
    }


@pytest.fixture
def client_of(people):
    """Return a function that gives a client signed in as somebody of a role."""

    def signed_in(role: str) -> Client:
        client = Client()
        if role != "stranger":
            client.force_login(people[role])
        return client

    return signed_in


@pytest.fixture
def manager(client_of):
    """Return a client signed in as a manager."""
    return client_of("manager")


def address(model: Any, page: str, *args: object) -> str:
    """Return the address of a page of a model's admin."""
    return reverse(f"admin:journeys_{model._meta.model_name}_{page}", args=args)


def fields_of(response: Any) -> dict[str, Any]:
    """Return what a browser would post back from the form on the page, unchanged."""
    posted: dict[str, Any] = {}
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            posted[bound.html_name] = "on" if value is True else value
    program = response.context.get("form_program")
    if response.context["add"] and program is not None:
        posted["_program"] = program.pk
    return posted

"""The persona report: as they stand and as a version has them, with their curves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from msgspec import structs

from journeys import drafts, maps, versions
from journeys.contents import PersonaEmotion
from journeys.models import Persona, Report
from journeys.reports import documents
from journeys.reports.persona_report import build, kind
from journeys.reports.persona_report.sources import read
from tests.factories import PersonaFactory, member, operator
from tests.journeys.reports.hostile import STRANGE, assert_harmless
from tests.journeys.reports.version_comparison.test_report_html import Page
from tests.journeys.sample import edited, key, small_map

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def said(program, **parameters):
    report = Report(program=program, kind="persona", parameters=parameters)
    return build(read(report), read_at=AT, made_by="Mara")


def page(program, **parameters):
    return Page(documents.to_html("persona_report", said(program, **parameters)))


@pytest.fixture
def version(program):
    own = PersonaEmotion(persona=key("Lena"), emotion=-2.5, feeling="lost", basis="observed")
    contents = edited(small_map(), "First payment", persona_emotions=(own,))
    return versions.publish(maps.create(program, contents, by=None), by=None)


@pytest.fixture
def lena(program, version):
    return Persona.objects.get(program=program, key=key("Lena"))


def test_the_report_says_who_they_are_and_what_is_not_known(program, lena):
    told = page(program, persona=lena.pk)

    assert told.headings == [
        "What it rests on",
        "How to read this",
        "Not written down yet",
        "Limits",
        "Empathy map",
        "Open an account",
        "Method and provenance",
    ]
    assert "An account by tonight" in told.text
    assert "Thinks, feels, sees, hears, says, does, motivations" in told.text


def test_a_rating_of_their_own_counts_before_that_of_all(program, lena):
    (journey,) = said(program, persona=lena.pk).journeys

    assert [(part.name, part.rating, part.basis, part.whose) for part in journey.lowest] == [
        ("First payment", "−2.5", "observed, lost", "their own"),
        ("Prove identity", "−2.1", "assumed", "all customers"),
        ("Start application", "+1.0", "assumed", "all customers"),
    ]
    assert journey.sentence == (
        "Worst at “First payment” (−2.5), best at “Start application” (+1.0). 1 rating of their own, 2 "
        "of all customers."
    )


def test_with_a_version_the_persona_is_told_as_it_was(program, version, lena):
    Persona.objects.filter(pk=lena.pk).update(goals="Something else", name="Lena, later")

    now, then = said(program, persona=lena.pk), said(program, persona=lena.pk, version=version.pk)

    assert (now.name, now.moves[0].text) == ("Lena, later", "Something else")
    assert (then.name, then.moves[0].text) == ("Lena", "An account by tonight")
    assert then.since == "as version 1 of Open an account has it"


def test_a_draft_counts_only_while_nothing_is_published(program, version, lena):
    draft = versions.start_draft(version.map, by=None)
    drafts.replace(draft, edited(small_map(), "First payment", name="Another name"), by=None)

    (journey,) = said(program, persona=lena.pk).journeys

    assert journey.which.startswith("version 1 · ")


def test_a_persona_on_no_map_says_the_next_step(program):
    told = page(program, persona=PersonaFactory(program=program, name="Ole").pk)

    assert "No map shows this persona’s journey yet." in told.text


def test_nothing_said_of_a_persona_can_be_turned_against_the_page(program):
    fields = ("portrait", "own_words", "goals", "sees", "hears", "thinks", "feels", "behaviours")
    hostile = PersonaFactory(
        program=program,
        name="<script>x</script>",
        tagline="' onload=x",
        **dict.fromkeys(fields, f"<img src=x onerror=y>\n{STRANGE}\n" * 60),
    )

    assert_harmless(documents.to_html("persona_report", said(program, persona=hostile.pk)))


def test_parameters_name_what_is_wrong(program, version, lena):
    vera = member(program, "viewer")
    foreign = PersonaFactory()
    other = versions.publish(
        maps.create(program, structs.replace(small_map(), personas=()), by=None), by=None
    )

    for parameters, field in (
        ({}, "persona"),
        ({"persona": foreign.pk}, "persona"),
        ({"persona": lena.pk, "version": other.pk}, "version"),
        ({"persona": lena.pk, "version": "x"}, "version"),
        ({"persona": lena.pk, "against": 1}, "against"),
    ):
        with pytest.raises(ValidationError) as refused:
            kind.check(parameters, vera)
        assert list(refused.value.message_dict) == [field]
    chosen = kind.check({"persona": str(lena.pk), "version": version.pk}, operator())
    assert chosen.title == "Persona: Lena, on Open an account, version 1"

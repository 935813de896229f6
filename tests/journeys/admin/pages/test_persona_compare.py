"""Personas side by side: what differs, how many customers they are, their curves on a common map."""

from __future__ import annotations

import pytest

from journeys.admin.pages import persona_compare
from journeys.contents import PersonaContents
from tests.factories import PersonaFactory, ProgramFactory, small_draft
from tests.journeys.sample import key


@pytest.fixture
def lena(draft):
    return draft.map.personas.get()


@pytest.fixture
def omar(program, draft):
    persona = PersonaFactory(
        program=program, name="Omar", goals="To understand", share_of_customers=12
    )
    persona.maps.add(draft.map)
    return persona


@pytest.fixture
def compared(as_, at, viewer):
    """Return a function that gives the page of some personas."""

    def page(*personas, **query):
        return as_(viewer).get(
            at("persona_compare"), {"persona": [one.pk for one in personas]} | query
        )

    return page


def text(answer):
    return " ".join(answer.content.decode().split())


def test_rows_say_what_differs_and_what_only_some_have():
    one = PersonaContents(key=key("a"), name="A", goals="Now", gender="Any", tagline="Only here")
    other = PersonaContents(key=key("b"), name="B", goals="Later", gender="Any")

    marks = {row.title: row.mark for row in persona_compare.compared([one, other])}

    assert (marks["Gains"], marks["Gender"], marks["In one line"]) == ("differs", "same", "missing")
    assert marks["Hears"] == "empty"


def test_personas_stand_side_by_side(compared, lena, omar):
    answer = compared(lena, omar)

    shown = text(answer)
    assert shown.index("<bdi>Lena</bdi>") < shown.index("<bdi>Omar</bdi>")
    assert "An account by tonight" in shown
    assert "To understand" in shown
    assert "Written down of none of them:" in shown
    assert "customers together" not in shown  # of Lena nobody knows


def test_shares_are_added_if_all_are_known(compared, lena, omar):
    lena.share_of_customers = 34
    lena.save()

    assert '<b>46 %</b> <span class="muted">of customers together</span>' in text(
        compared(lena, omar)
    )


def test_curves_lie_over_each_other_on_a_map_both_are_on(compared, draft, lena, omar):
    draft.touchpoints.filter(name="Prove identity").update(
        persona_emotions=[{"persona": omar.key, "emotion": -3}]
    )

    curves = compared(lena, omar).context["curves"]

    assert (curves.map, curves.version, curves.without) == (draft.map, draft, ("Lena",))
    # The colour is that of the second column, whoever is how many-th on the map.
    assert [(one.name, one.look) for one in curves.picture.personas] == [("Omar", 1)]
    assert (curves.picture.facts, curves.picture.lanes, curves.picture.facts_below) == ((), (), ())


def test_whoever_is_not_on_the_map_has_no_curve_there(compared, draft, lena, omar, program):
    third = PersonaFactory(program=program, name="Third")
    draft.touchpoints.update(persona_emotions=[{"persona": third.key, "emotion": 1}])

    curves = compared(third, lena, omar).context["curves"]

    assert curves.picture.personas == ()
    assert "Third" in curves.without


def test_no_common_map_is_said(compared, lena, program):
    alone = PersonaFactory(program=program)

    assert "No two of them are on one map yet." in text(compared(lena, alone))


def test_who_names_fewer_than_two_is_asked(compared, lena, omar):
    assert "Choose two to four personas above" in text(compared(lena))
    assert "Choose two to four personas above" in text(compared())
    assert "Choose two to four personas above" in text(compared(lena, lena))


def test_a_program_with_one_persona_is_told_the_next_step(compared, lena):
    assert "Add a second persona first." in text(compared())


def test_no_more_than_four_are_shown(compared, program, lena):
    more = [PersonaFactory(program=program) for _ in range(5)]

    assert len(compared(lena, *more).context["sides"]) == 4


def test_personas_of_two_programs_are_never_on_one_page(compared, lena):
    assert compared(lena, PersonaFactory(program=ProgramFactory())).status_code == 404


@pytest.mark.parametrize("persona", ["x", "9" * 40, "-1", ""])
def test_ids_that_are_none_are_passed_over(as_, at, viewer, lena, persona):
    assert as_(viewer).get(at("persona_compare"), {"persona": persona}).status_code == 200


def test_another_common_map_can_be_chosen(compared, lena, omar, draft, program):
    other = small_draft(program)
    other.map.personas.set([lena, omar])

    assert compared(lena, omar, map=other.map_id).context["curves"].map == other.map
    assert compared(lena, omar, map="x").context["curves"].map in {draft.map, other.map}

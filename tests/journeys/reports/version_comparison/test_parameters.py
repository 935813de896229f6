"""What a comparison is asked with is checked in plain words, field by field."""

import pytest
from django.core.exceptions import ValidationError

from journeys.models import Persona
from journeys.reports.version_comparison import kind
from journeys.reports.version_comparison.parameters import Filters, check
from tests.factories import UserFactory, VersionFactory, member, operator, published_map
from tests.journeys.sample import small_map


@pytest.fixture
def two(pair):
    return pair(small_map(), small_map())


@pytest.fixture
def viewer(program):
    return member(program, "viewer")


def refusals(parameters, user):
    with pytest.raises(ValidationError) as error:
        check(parameters, user)
    return {name: " ".join(messages) for name, messages in error.value.message_dict.items()}


def test_check_gives_both_versions_and_a_title(two, viewer, program):
    subject = kind.check({"version": two[1].pk, "against": two[0].pk}, viewer)

    assert subject.program == program
    assert subject.title == "Version comparison: Open an account, versions 1 and 2"
    assert subject.parameters == {"version": two[1].pk, "against": two[0].pk}


def test_check_puts_the_older_version_first_in_whatever_order_they_come(two, viewer):
    subject = kind.check({"version": str(two[0].pk), "against": two[1].pk}, viewer)

    assert subject.parameters == {"version": two[1].pk, "against": two[0].pk}


def test_check_keeps_filters_that_narrow_something(two, viewer, program):
    lena = Persona.objects.get(program=program)
    filters = {"elements": ["card", "card"], "changes": ["added"], "persona": lena.key}

    found = check({"version": two[1].pk, "against": two[0].pk, "filters": filters}, viewer)

    assert found.filters == Filters(lena.key, ("card",), ("added",))
    assert found.parameters["filters"] == {
        "persona": lena.key,
        "elements": ["card"],
        "changes": ["added"],
    }


@pytest.mark.parametrize("empty", [None, {}, {"elements": []}, {"persona": ""}])
def test_check_leaves_out_filters_that_narrow_nothing(two, viewer, empty):
    found = check({"version": two[1].pk, "against": two[0].pk, "filters": empty}, viewer)

    assert found.parameters == {"version": two[1].pk, "against": two[0].pk}


@pytest.mark.parametrize("given", [None, "", "two", 1.5, True, -1, [1], {"id": 1}, "²"])
def test_check_names_the_field_that_is_no_id(two, viewer, given):
    found = refusals({"version": given, "against": two[0].pk}, viewer)

    assert list(found) == ["version"]
    assert found["version"] in {
        "Say which version: give its id.",
        "Give the id of a version, a whole number.",
    }


@pytest.mark.parametrize("given", [10**30, 2**63, 999_999_999])
def test_check_knows_no_version_of_an_id_that_is_none(two, viewer, given):
    assert refusals({"version": two[1].pk, "against": given}, viewer) == {
        "against": "There is no version with this id."
    }


def test_check_names_both_fields_at_once(viewer):
    assert refusals({}, viewer) == {
        "version": "Say which version: give its id.",
        "against": "Say which version: give its id.",
    }


def test_check_refuses_one_version_twice(two, viewer):
    found = refusals({"version": two[0].pk, "against": two[0].pk}, viewer)

    assert found == {"against": "Choose two different versions: this is the same one twice."}


def test_a_version_of_another_program_is_one_that_does_not_exist(two, viewer):
    foreign = VersionFactory()

    asked = {"version": two[1].pk, "against": foreign.pk}
    missing = {"version": two[1].pk, "against": foreign.pk + 1000}

    assert refusals(asked, viewer) == refusals(missing, viewer)
    assert refusals(asked, UserFactory()) == refusals(missing, UserFactory())


def test_check_keeps_programs_apart_for_those_who_see_several(two):
    found = refusals({"version": two[1].pk, "against": VersionFactory().pk}, operator())

    assert found == {"against": "Both versions must lie in the same program."}


def test_check_takes_versions_of_two_maps_of_one_program_as_they_come(two, viewer, program):
    other = published_map(program)

    found = check({"version": other.pk, "against": two[1].pk}, viewer)

    assert (found.before, found.after) == (two[1], other)


def test_title_of_two_maps_names_both(two, viewer, program):
    other = published_map(program)

    subject = kind.check({"version": other.pk, "against": two[1].pk}, viewer)

    assert subject.title == (
        "Version comparison: Open an account, version 1 against Open an account 2"
    )


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ("touchpoint", "Give an object"),
        ({"colour": "red"}, "Filter by persona, elements or changes, not by colour."),
        ({"elements": "card"}, "As elements, list some of: stage, touchpoint, lane and card."),
        ({"elements": ["cards"]}, "As elements, list some of"),
        ({"elements": [["card"]]}, "As elements, list some of"),
        ({"changes": [None]}, "As changes, list some of: added, removed"),
        ({"persona": "nobody"}, "There is no persona with this key."),
        ({"persona": 7}, "There is no persona with this key."),
    ],
)
def test_check_says_what_is_wrong_with_a_filter(two, viewer, filters, said):
    found = refusals({"version": two[1].pk, "against": two[0].pk, "filters": filters}, viewer)

    assert list(found) == ["filters"]
    assert found["filters"].startswith(said)


def test_a_persona_of_another_program_is_one_that_does_not_exist(two, viewer):
    foreign = Persona.objects.create(program=VersionFactory().program, name="Omar")

    found = refusals(
        {"version": two[1].pk, "against": two[0].pk, "filters": {"persona": foreign.key}}, viewer
    )

    assert found == {"filters": "There is no persona with this key."}


def test_check_refuses_parameters_it_does_not_know(two, viewer):
    found = refusals({"version": two[1].pk, "against": two[0].pk, "colour": "red"}, viewer)

    assert found == {"colour": "A version comparison knows no such parameter."}


@pytest.mark.parametrize("parameters", [None, [], "2", 2])
def test_check_refuses_what_is_no_object(viewer, parameters):
    assert list(refusals(parameters, viewer)) == ["parameters"]

"""Pain points, stages, personas and facts of a comparison."""

from __future__ import annotations

from msgspec import structs

from journeys.admin.pages import compare_rest
from journeys.comparison import compare
from tests.journeys.sample import card, edited, small_map, without


def rest(after):
    return compare_rest.of(compare(small_map(), after))


def test_pain_points_that_live_on_unchanged_are_not_told():
    assert rest(small_map()).pain_points == ()


def test_pain_points_are_told_new_ones_first_then_worse_milder_gone():
    after = without(edited(small_map(), "Call drops", severity=5), "Form asks twice")
    after = structs.replace(
        after, cards=(*after.cards, card("No sound", "Pain points", "Apply", severity=2))
    )

    told = [(row.text, row.word, row.severity, row.share) for row in rest(after).pain_points]

    assert told == [
        ("No sound", "new", "2", "–"),
        ("Call drops", "worse", "4 → 5", "31 %"),
        ("Form asks twice", "gone", "2", "–"),
    ]


def test_a_pain_point_names_its_place():
    after = edited(small_map(), "Call drops", severity=1)

    (row,) = rest(after).pain_points

    assert (row.word, row.place) == ("milder", "Apply, Prove identity")


def test_a_stage_mean_comes_with_how_many_were_rated():
    after = edited(small_map(), "Start application", emotion=None)

    first, second = rest(after).stages

    assert (first.before, first.after, first.difference) == (
        "−0.6 from 2 rated",
        "−2.1 from 1 rated",
        "−1.6",
    )
    assert second.difference == "0.0"


def test_personas_tell_the_fields_that_read_differently():
    after = edited(small_map(), "Lena", goals="An account in ten minutes", share_of_customers=34.0)

    (persona,) = rest(after).personas

    assert (persona.name, persona.word) == ("Lena", "changed")
    assert [(row.label, row.before, row.after) for row in persona.fields] == [
        ("Goals", "An account by tonight", "An account in ten minutes"),
        ("Share of customers", "–", "34 %"),
    ]


def test_facts_about_the_map_are_told():
    after = structs.replace(small_map(), map=structs.replace(small_map().map, name="Join"))

    assert [(row.label, row.before, row.after) for row in rest(after).facts] == [
        ("Name", "Open an account", "Join")
    ]

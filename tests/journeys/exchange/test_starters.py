"""The maps a manager can start from."""

import pytest

from journeys.exchange import document
from journeys.exchange.starters import STARTERS, UnknownStarter, starter


def test_starters_are_offered_in_order():
    assert [one.slug for one in STARTERS] == [
        "awareness-to-advocacy",
        "awareness-to-support",
        "business-to-business",
        "service-blueprint",
        "empty",
    ]


@pytest.mark.parametrize("one", STARTERS, ids=lambda one: one.slug)
def test_starter_builds_a_sound_map(one):
    built = one.build()

    assert document.check(document.export(built)) == document.DocumentCheck(contents=built)
    assert built.map.name == one.name


@pytest.mark.parametrize("one", STARTERS, ids=lambda one: one.slug)
def test_starter_pretends_to_know_nothing(one):
    known = [
        touchpoint
        for _, touchpoint in one.build().touchpoints
        if touchpoint.emotion is not None
        or touchpoint.basis != "assumed"
        or not touchpoint.name.startswith("Example: ")
    ]

    assert known == []


@pytest.mark.parametrize("one", STARTERS, ids=lambda one: one.slug)
def test_starter_gives_fresh_keys_each_time(one):
    def keys(contents):
        return {
            *(stage.key for stage in contents.stages),
            *(lane.key for lane in contents.lanes),
            *(touchpoint.key for _, touchpoint in contents.touchpoints),
        }

    assert keys(one.build()) & keys(one.build()) == set()


@pytest.mark.parametrize(
    ("slug", "stages"),
    [
        ("awareness-to-advocacy", ["Awareness", "Consideration", "Purchase", "Retention", "Advocacy"]),
        ("awareness-to-support", ["Awareness", "Exploration", "Consideration", "Purchase", "Delivery", "Support"]),
        ("business-to-business", ["Need", "Research", "Evaluation", "Purchase decision", "Onboarding", "Use", "Renewal"]),
        ("empty", []),
    ],
)  # fmt: skip
def test_starter_has_its_stages(slug, stages):
    assert [stage.name for stage in starter(slug).build("Ours").stages] == stages
    assert starter(slug).build("Ours").map.name == "Ours"


def test_blueprint_goes_from_what_is_seen_to_what_is_not():
    built = starter("service-blueprint").build()

    assert built.map.kind == "blueprint"
    assert [lane.kind for lane in built.lanes] == [
        "backstage",
        "systems",
        "policies",
        "pain_points",
        "opportunities",
    ]


def test_unknown_starter_is_refused():
    with pytest.raises(UnknownStarter):
        starter("nope")

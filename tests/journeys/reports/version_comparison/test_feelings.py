"""Ratings are told with their basis and what they allow to say."""

import pytest
from msgspec import structs

from journeys.comparison import compare
from journeys.rendering import comparison_picture
from journeys.reports.version_comparison import feelings
from tests.journeys.sample import edited, small_map, stage, touchpoint, without


def rated(before, after):
    compared = compare(before, after)
    picture = comparison_picture.draw(before, after, compared)
    return feelings.by_stage(compared, picture, before, after, ("Version 1", "Version 2"))


def told(groups):
    return [
        (part.name, part.before, part.after, part.difference, part.verdict_words, part.reason)
        for group in groups
        for part in group.touchpoints
    ]


def test_every_rating_has_a_verdict_and_a_reason():
    after = edited(small_map(), "Prove identity", emotion=-0.4, basis="observed")

    assert told(rated(small_map(), after)) == [
        ("Start application", "+1.0", "+1.0", "0", "Cannot tell", "assumed by the team in both versions"),
        ("Prove identity", "−2.1", "−0.4", "+1.7", "Cannot tell", "assumed by the team in one version"),
        ("First payment", "+1.8", "+1.8", "0", "Cannot tell", "assumed by the team in both versions"),
    ]  # fmt: skip


def test_stages_tell_the_mean_of_their_rated_touchpoints():
    after = edited(small_map(), "Prove identity", emotion=None)

    apply, first_use = rated(small_map(), after)

    assert (apply.before, apply.after, apply.difference) == ("−0.55", "+1.00", "+1.55")
    assert (apply.basis, first_use.basis) == ("mean of 2, then 1", "mean of 1")


def test_a_touchpoint_of_one_version_is_told_without_a_verdict():
    before = small_map()
    after = without(before, "Prove identity")
    extra = stage("Stay", touchpoint("Renew", emotion=0.5, basis="observed"))
    after = structs.replace(after, stages=(*after.stages, extra))

    groups = rated(before, after)

    assert ("Prove identity", "−2.1", "–", "–", "", "only in version 1") in told(groups)
    assert told(groups[-1:]) == [("Renew", "–", "+0.5", "–", "", "only in version 2")]
    assert (groups[-1].before, groups[-1].basis) == ("–", "")


def test_unrated_touchpoints_are_left_out():
    before = edited(small_map(), "First payment", emotion=None)

    assert [group.name for group in rated(before, before)] == ["Apply"]


def test_largest_takes_the_largest_differences_first():
    after = edited(
        edited(small_map(), "Prove identity", emotion=-2.0), "First payment", emotion=-1.0
    )

    found = feelings.largest(rated(small_map(), after), 5)

    assert [(part.name, part.difference) for part in found] == [
        ("First payment", "−2.8"),
        ("Prove identity", "+0.1"),
    ]


def test_a_long_table_goes_on_on_a_new_page(monkeypatch):
    monkeypatch.setattr(feelings, "ROWS_BETWEEN_CUTS", 2)
    big = stage("Big", *(touchpoint(f"T{number}", emotion=1.0) for number in range(5)))
    contents = structs.replace(small_map(), stages=(*small_map().stages, big), cards=())

    groups = rated(contents, contents)

    assert [(group.name, len(group.touchpoints), group.begins_page) for group in groups] == [
        ("Apply", 2, False),
        ("First use", 1, True),
        ("Big", 2, True),
        ("Big", 2, True),
        ("Big", 1, True),
    ]


@pytest.mark.parametrize("before", ["assumed", "observed"])
def test_plots_draw_what_is_assumed_hollow(before):
    contents = edited(small_map(), "First payment", basis=before)

    group = rated(contents, contents)[-1]

    assert group.touchpoints[0].plot.count('fill="#FFFFFF"') == (2 if before == "assumed" else 0)
    assert "<title>before +1.8, after +1.8</title>" in group.touchpoints[0].plot

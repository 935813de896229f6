"""Splits and merges are told as what they are; those that happened earlier are history."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from journeys.comparison import compare
from journeys.contents import LaneContents, MapContents, MapFacts, OriginContents, PersonaEmotion
from tests.journeys.sample import card, edited, key, small_map, stage, touchpoint, without


def origin(name, kind, *sources):
    return OriginContents(key=key(name), kind=kind, from_keys=tuple(map(key, sources)))


def told(comparison):
    """Return (kind, element, name, before, after) of every change."""
    return [
        (change.kind, change.element, change.name, change.before, change.after)
        for change in comparison.changes
    ]


def verify_split(**fields):
    """Return the small map with “Prove identity” split in two."""
    after = without(small_map(), "Prove identity")
    apply, use = after.stages
    parts = (touchpoint("Upload ID", emotion=-1.0, **fields), touchpoint("Video call"))
    return structs.replace(
        after,
        stages=(structs.replace(apply, touchpoints=(*apply.touchpoints, *parts)), use),
        origins=(
            origin("Upload ID", "split", "Prove identity"),
            origin("Video call", "split", "Prove identity"),
        ),
    )


def test_a_split_is_told_at_both_ends_and_once_as_a_sentence():
    comparison = compare(without(small_map(), "Call drops", "Resume a call"), verify_split())

    assert told(comparison) == [
        ("split", "touchpoint", "Upload ID", ("Prove identity",), None),
        ("split", "touchpoint", "Video call", ("Prove identity",), None),
        ("split", "touchpoint", "Prove identity", None, ("Upload ID", "Video call")),
    ]
    assert comparison.counts == {"split": 3}
    assert [str(one) for one in comparison.reshapings] == [
        "“Prove identity” was split into “Upload ID” and “Video call”"
    ]
    assert "“Prove identity” was split into “Upload ID” and “Video call”" in comparison.summary
    assert "removed" not in comparison.summary


def test_what_was_split_and_stayed_is_among_the_results():
    before = small_map()
    (apply, use) = before.stages
    after = structs.replace(
        before,
        stages=(
            structs.replace(apply, touchpoints=(*apply.touchpoints, touchpoint("Video call"))),
            use,
        ),
        origins=(origin("Video call", "split", "Prove identity"),),
    )

    comparison = compare(before, after)

    assert [str(one) for one in comparison.reshapings] == [
        "“Prove identity” was split into “Prove identity” and “Video call”"
    ]
    assert {change.kind for change in comparison.changes} == {"split"}


def test_a_merge_stands_against_the_mean_of_what_was_merged():
    before = small_map()
    after = structs.replace(
        before,
        stages=(stage("Apply", touchpoint("Sign up", emotion=0.5)), before.stages[1]),
        cards=(),
        origins=(origin("Sign up", "merge", "Prove identity", "Start application"),),
    )

    comparison = compare(before, after)
    (delta, _) = comparison.emotions

    assert str(comparison.reshapings[0]) == (
        "“Start application” and “Prove identity” were merged into “Sign up”"
    )
    # The mean of 1.0 and −2.1 is −0.55: half a tenth goes to the even one.
    assert (delta.before, delta.after, delta.difference) == (-0.6, 0.5, 1.1)
    assert [one.name for one in delta.compared_with] == ["Start application", "Prove identity"]
    assert (delta.verdict, "the mean of" in delta.reason) == ("cannot_tell", True)


def test_a_merge_of_what_was_not_rated_is_not_comparable():
    before = edited(small_map(), "Prove identity", emotion=None)
    after = structs.replace(
        before,
        stages=(stage("Apply", touchpoint("Sign up", emotion=0.5)), before.stages[1]),
        cards=(),
        origins=(origin("Sign up", "merge", "Prove identity", "Start application"),),
    )

    (delta, _) = compare(before, after).emotions

    assert (delta.verdict, delta.before, delta.difference) == ("not_comparable", None, None)
    assert delta.reason == "merged, and “Prove identity” was not rated"


def test_a_part_stands_against_what_it_was_split_from():
    _, part, *_ = compare(small_map(), verify_split(basis="observed")).emotions

    assert (part.name, part.before, part.difference) == ("Upload ID", -2.1, 1.1)
    assert part.reason == "assumed by the team in one version; compared with “Prove identity”"


def test_merged_pain_points_are_as_severe_as_the_worst_was_and_none_is_gone():
    after = without(small_map(), "Call drops", "Form asks twice")
    merged = card("Everything twice", "Pain points", "Apply", severity=3)
    after = structs.replace(
        after,
        cards=(merged, *after.cards),
        origins=(origin("Everything twice", "merge", "Call drops", "Form asks twice"),),
    )

    (pain,) = compare(small_map(), after).pain_points

    assert (pain.life, pain.severity_before, pain.severity_after) == ("milder", 4, 3)


def relaned(contents, lanes, into, origins):
    """Return the contents with other lanes; `into` says in which a card named so lies now."""
    return structs.replace(
        contents,
        lanes=tuple(lanes),
        cards=tuple(
            structs.replace(one, lane=key(into[one.text])) if one.text in into else one
            for one in contents.cards
        ),
        origins=(origins,),
    )


def test_a_merged_lane_is_told_once_and_the_cards_that_went_along_are_not_moved():
    whole = LaneContents(key=key("All"), kind="pain_points", name="All")
    every = dict.fromkeys(["Call drops", "Form asks twice", "Resume a call"], "All")
    merge = origin("All", "merge", "Pain points", "Opportunities")

    comparison = compare(small_map(), relaned(small_map(), [whole], every, merge))

    assert told(comparison) == [
        ("merged", "lane", "All", ("Pain points", "Opportunities"), None),
        ("merged", "lane", "Pain points", None, ("All",)),
        ("merged", "lane", "Opportunities", None, ("All",)),
    ]
    sentence = "“Pain points” and “Opportunities” were merged into “All”"
    assert [str(one) for one in comparison.reshapings] == [sentence]
    assert sentence in comparison.summary


def test_a_card_that_changed_its_touchpoint_as_well_did_move():
    whole = LaneContents(key=key("All"), kind="pain_points", name="All")
    every = dict.fromkeys(["Call drops", "Form asks twice", "Resume a call"], "All")
    merge = origin("All", "merge", "Pain points", "Opportunities")
    after = relaned(small_map(), [whole], every, merge)
    after = edited(after, "Call drops", touchpoint=key("Start application"))

    moved = [one.name for one in compare(small_map(), after).changes if one.kind == "moved"]

    assert moved == ["Call drops"]


def test_a_split_lane_is_told_with_the_cards_somebody_chose_for_its_part():
    pains, chances = small_map().lanes
    part = LaneContents(key=key("Calls"), kind="pain_points", name="Calls")
    split = origin("Calls", "split", "Pain points")
    after = relaned(small_map(), [pains, part, chances], {"Call drops": "Calls"}, split)

    comparison = compare(small_map(), after)

    assert [str(one) for one in comparison.reshapings] == [
        "“Pain points” was split into “Pain points” and “Calls”"
    ]
    assert [(kind, element, name) for kind, element, name, *_ in told(comparison)] == [
        ("split", "lane", "Calls"),
        ("split", "lane", "Pain points"),
        ("moved", "card", "Call drops"),
    ]


def test_what_lies_in_merged_stages_is_not_moved_either():
    before = small_map()
    apply, use = before.stages
    whole = stage("All of it", *apply.touchpoints, *use.touchpoints)
    after = structs.replace(
        before,
        stages=(whole,),
        cards=tuple(structs.replace(one, stage=whole.key) for one in before.cards),
        origins=(origin("All of it", "merge", "Apply", "First use"),),
    )

    assert {(one.kind, one.element) for one in compare(before, after).changes} == {
        ("merged", "stage")
    }


def test_an_origin_whose_source_nobody_knows_is_an_addition():
    after = structs.replace(verify_split(), origins=(origin("Upload ID", "split", "Never there"),))

    kinds = {change.name: change.kind for change in compare(small_map(), after).changes}

    assert kinds["Upload ID"] == kinds["Video call"] == "added"
    assert kinds["Prove identity"] == "removed"


def test_a_personas_feeling_is_told_with_the_persona():
    def felt(emotion, feeling=""):
        return (PersonaEmotion(key("Lena"), emotion, feeling),)

    before = edited(small_map(), "First payment", persona_emotions=felt(1.0, "calm"))
    after = edited(small_map(), "First payment", persona_emotions=felt(-1.5, "calm"))

    (change,) = compare(before, after).changes
    (first,) = compare(small_map(), after).changes

    assert (change.kind, change.field, change.persona_name) == ("rescored", "emotion", "Lena")
    assert (change.before, change.after, first.before) == (1.0, -1.5, None)


NAMES = [str(number) for number in range(6)]


def row(names, origins=()):
    """Return a map of one stage with touchpoints of these names."""
    return MapContents(
        map=MapFacts(name="M"),
        stages=(stage("S", *(touchpoint(name) for name in names)),),
        lanes=(LaneContents(key=key("L"), kind="notes"),),
        origins=tuple(origins),
    )


@st.composite
def lives(draw):
    """Draw three versions, each made from the last by splitting, merging, adding and removing.

    The records of the third go on from those of the second, as a draft's copy does.
    """
    names, records, versions = list(NAMES[:3]), [], []
    fresh = iter(range(100, 200))
    for _ in range(3):
        versions.append(row(names, records))
        for _ in range(draw(st.integers(0, 3))):
            deed = draw(st.sampled_from(["split", "merge", "add", "remove"]))
            if deed == "add" or len(names) < 2:
                names.append(f"n{next(fresh)}")
            elif deed == "remove":
                names.remove(draw(st.sampled_from(names)))
            elif deed == "split":
                source = draw(st.sampled_from(names))
                parts = [f"n{next(fresh)}", f"n{next(fresh)}"]
                names.remove(source)
                names += parts
                records = records + [origin(part, "split", source) for part in parts]
            else:
                one, other = draw(st.permutations(names))[:2]
                names = [name for name in names if name not in {one, other}] + [f"n{next(fresh)}"]
                records = [*records, origin(names[-1], "merge", one, other)]
    return versions


@given(lives())
def test_origins_that_happened_before_are_no_changes_and_every_element_is_told_once(versions):
    for older, newer in ((0, 1), (1, 2), (0, 2)):
        before, after = versions[older], versions[newer]
        comparison = compare(before, after)
        was = {part.key for _, part in before.touchpoints}
        now = {part.key for _, part in after.touchpoints}
        told_of = {change.key: change.kind for change in comparison.changes}

        # What is told is what came and went: nothing that is in both versions.
        assert told_of.keys() == was ^ now
        for one in comparison.reshapings:
            assert {named.key for named in one.sources} <= was - now
            assert {named.key for named in one.results} <= now - was
        # The other way there are no records of the future: a split told backwards is none.
        assert all(one.kind in {"added", "removed"} for one in compare(after, before).changes)
        assert compare(after, after).is_empty

"""Two maps without common keys: pairs are proposed by words, and compare as if they were one map."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from journeys import alignments
from journeys.alignment import kinds, propose, rekeyed, renaming, share_keys
from journeys.comparison import compare
from journeys.contents import OriginContents
from journeys.drafts import ChangedMeanwhile
from tests.factories import ProgramFactory, member, small_draft
from tests.journeys.sample import card, edited, key, small_map, stage, touchpoint


def under_new_keys(contents):
    """Return the same map as somebody else would have drawn it: no key in common."""
    return rekeyed(contents, {old: key(f"other {old}") for old in kinds(contents)})


def proposed(before, after):
    return [(pair.before, pair.after) for pair in propose(before, after)]


def aligned(before, after, pairs):
    return rekeyed(after, renaming(before, after, pairs))


def test_the_same_map_drawn_twice_is_proposed_whole_and_nothing_differs():
    other = under_new_keys(small_map())

    assert not share_keys(small_map(), other)
    assert compare(small_map(), aligned(small_map(), other, proposed(small_map(), other))).is_empty


def test_pairs_are_told_by_similar_words_each_element_once():
    before = structs.replace(
        small_map(),
        stages=(
            stage("Apply", touchpoint("Start the application"), touchpoint("Prove identity")),
            stage("First use", touchpoint("First payment")),
        ),
        cards=(
            card("The call drops all the time", "Pain points", "Apply", "Prove identity"),
            card("Offer a second channel", "Opportunities", "Apply"),
        ),
    )
    after = under_new_keys(
        structs.replace(
            before,
            stages=(
                stage("Using it first", touchpoint("The first payment")),
                stage(
                    "Applying", touchpoint("Prove your identity"), touchpoint("Start application")
                ),
            ),
            cards=(
                card("Call drops all the time", "Pain points", "Applying", "Prove your identity"),
                card("Hide the button", "Opportunities", "Applying"),
            ),
        )
    )
    names = {k: n for side in (before, after) for k, n in _names(side).items()}

    found = {names[pair.before]: names[pair.after] for pair in propose(before, after)}

    assert found == {
        "Apply": "Applying",
        "First use": "Using it first",
        "Start the application": "Start application",
        "Prove identity": "Prove your identity",
        "First payment": "The first payment",
        "Pain points": "Pain points",
        "Opportunities": "Opportunities",
        "The call drops all the time": "Call drops all the time",
    }
    assert all(60 <= pair.confidence <= 100 for pair in propose(before, after))


def _names(contents):
    found = {one.key: one.text for one in contents.cards}
    found |= {lane.key: lane.title for lane in contents.lanes}
    found |= {part.key: part.name for _, part in contents.touchpoints}
    return found | {one.key: one.name for one in contents.stages}


def test_equal_cards_are_paired_where_they_stand():
    twice = (
        card("Too slow", "Pain points", "Apply", "Prove identity"),
        structs.replace(card("Too slow", "Pain points", "First use"), key=key("second")),
    )
    before = structs.replace(small_map(), cards=twice)
    after = under_new_keys(structs.replace(before, cards=twice[::-1]))

    pairs = proposed(before, after)

    assert {change.kind for change in compare(before, aligned(before, after, pairs)).changes} <= {
        "moved"
    }
    assert (key("second"), key(f"other {key('second')}")) in pairs


def test_what_both_maps_have_by_key_is_not_proposed_and_not_renamed():
    half = structs.replace(under_new_keys(small_map()), lanes=small_map().lanes, cards=())

    assert not {pair.before for pair in propose(small_map(), half)} & {
        lane.key for lane in half.lanes
    }
    lane = half.lanes[0].key
    assert renaming(small_map(), half, [(key("Opportunities"), lane)]) == {}


keys = st.sampled_from(sorted(kinds(small_map())))


@given(st.lists(st.tuples(keys, keys), max_size=14), st.booleans())
def test_pairs_rename_one_to_one_and_within_a_kind_whatever_is_paired(pairs, is_foreign):
    before = small_map(origins=(OriginContents(key("Apply"), "split", (key("First use"),)),))
    after = under_new_keys(before) if is_foreign else before
    theirs = [(old, key(f"other {new}") if is_foreign else new) for old, new in pairs]

    names = renaming(before, after, theirs)
    renamed = rekeyed(after, names)

    assert len(set(names.values())) == len(names)
    assert all(kinds(before)[old] == kinds(after)[new] for new, old in names.items())
    assert len(kinds(renamed)) == len(kinds(after))
    # Only keys changed, and changing them back gives what there was.
    assert rekeyed(renamed, {old: new for new, old in names.items()}) == after
    assert list(_names(renamed).values()) == list(_names(after).values())
    assert is_foreign or names == {}
    assert names.items() <= {new: old for old, new in reversed(theirs)}.items() or len(theirs) > 1


@given(st.permutations(range(40)), st.integers(0, 39))
def test_every_card_finds_itself_in_any_order(order, cut):
    texts = [f"Pain number {uuid4().hex[:6]} of {number}" for number in range(40)]
    cards = tuple(card(text, "Pain points", "Apply") for text in texts)
    before = structs.replace(small_map(), cards=cards[cut:])
    after = under_new_keys(structs.replace(small_map(), cards=tuple(cards[i] for i in order)))

    pairs = dict(proposed(before, after))

    assert all(pairs[one.key] == key(f"other {one.key}") for one in cards[cut:])


# --- the verb ---


@pytest.fixture
def maps(program):
    """Return drafts of two maps of one program."""
    return small_draft(program), small_draft(program)


def test_align_keeps_whose_word_it_is_with_history(program, maps):
    one, other = (version.map for version in maps)
    mara = member(program, "manager", username="mara")

    kept = alignments.align(one, other, [(key("Apply"), key("First use"))], by=mara)

    assert kept.pairs == [[key("Apply"), key("First use")]]
    assert (kept.program, kept.confirmed_by_name) == (program, "mara")
    assert [deed.history_change_reason for deed in kept.history.all()] == ["align"]


def test_aligning_from_the_other_side_changes_the_same_alignment(maps):
    one, other = (version.map for version in maps)
    first = alignments.align(one, other, [(key("Apply"), key("First use"))], by=None)

    again = alignments.align(other, one, [(key("Apply"), key("First use"))], by=None)

    assert (again.pk, again.pairs) == (first.pk, [[key("First use"), key("Apply")]])
    assert alignments.pairs_of(again, other.pk) == ((key("Apply"), key("First use")),)


def test_whoever_is_slower_is_told(maps):
    one, other = (version.map for version in maps)
    seen = alignments.state(alignments.align(one, other, [], by=None))
    alignments.align(one, other, [(key("Apply"), key("Apply"))], by=None)

    with pytest.raises(ChangedMeanwhile):
        alignments.align(one, other, [], by=None, seen=seen)


@pytest.mark.parametrize(
    "pairs",
    (
        [(key("a"), key("b")), (key("a"), key("c"))],
        [(key("a"), key("b")), (key("c"), key("b"))],
        [("a", key("b"))],
        [(key("a"),)],
        ["x"],
        "x",
        {"a": "b"},
    ),
)
def test_no_element_is_in_two_pairs_and_pairs_are_pairs_of_keys(maps, pairs):
    one, other = (version.map for version in maps)

    with pytest.raises(ValidationError) as refused:
        alignments.align(one, other, pairs, by=None)

    assert refused.value.message_dict.keys() == {"pairs"}


def test_only_two_maps_of_one_program_are_aligned(maps):
    foreign = small_draft(ProgramFactory())

    for other in (foreign.map, maps[0].map):
        with pytest.raises(ValidationError) as refused:
            alignments.align(maps[0].map, other, [], by=None)
        assert refused.value.message_dict.keys() == {"after_map"}


def test_read_gives_the_later_the_keys_of_the_earlier(program):
    one = small_draft(program)
    other = small_draft(program)
    for rows in (other.stages, other.touchpoints, other.lanes, other.cards):
        for row in rows.all():
            row.key = key(f"other {row.key}")
            row.save()

    apart = alignments.read(one, other)
    pairs = [(k, key(f"other {k}")) for k in kinds(apart.before)]
    alignments.align(other.map, one.map, [(new, old) for old, new in pairs], by=None)
    together = alignments.read(one, other)

    assert (apart.is_comparable, apart.names) == (False, {})
    assert together.is_comparable
    assert compare(together.before, together.after).changes == ()
    assert compare(together.before, edited(together.after, "Apply", name="X")).counts == {
        "renamed": 1
    }

"""Arranging a draft."""

from __future__ import annotations

import pytest
from msgspec import structs

from journeys import contents, elements, versions
from journeys.drafts import ChangedMeanwhile
from journeys.elements import Arrangement
from journeys.models import Stage, Touchpoint
from tests.factories import member, small_draft
from tests.journeys.sample import key

ASKED = Arrangement(
    stages=(
        (key("First use"), (key("First payment"), key("Prove identity"))),
        (key("Apply"), (key("Start application"),)),
    ),
    lanes=(key("Opportunities"), key("Pain points")),
)


def test_arrange_gives_the_order_asked_for(program):
    draft = small_draft(program)

    elements.arrange(draft, ASKED, by=None)

    assert elements.arrangement_of(draft) == ASKED
    read = contents.read(draft)
    assert [stage.name for stage in read.stages] == ["First use", "Apply"]
    assert [part.name for _, part in read.touchpoints] == [
        "First payment",
        "Prove identity",
        "Start application",
    ]


def test_arrange_takes_a_touchpoints_cards_into_its_new_stage(program):
    draft = small_draft(program)

    elements.arrange(draft, ASKED, by=None)

    stages = {card.text: card.stage for card in contents.read(draft).cards}
    assert stages == {
        "Call drops": key("First use"),
        "Resume a call": key("First use"),
        "Form asks twice": key("Apply"),  # it spans its stage and stays
    }


def test_arrange_records_who_did_it_for_what_moved_only(program):
    draft, person = small_draft(program), member(program)
    now = elements.arrangement_of(draft)
    swapped = structs.replace(now, lanes=tuple(reversed(now.lanes)))

    elements.arrange(draft, swapped, by=person)

    deeds = draft.lanes.first().history.filter(history_change_reason="arrange")
    assert [(deed.history_user, deed.history_user_name) for deed in deeds] == [
        (person, person.username)
    ]
    assert not Stage.history.filter(history_change_reason="arrange").exists()


def test_arrange_leaves_what_is_in_its_place_untouched(program):
    draft = small_draft(program)
    before = list(Touchpoint.objects.values_list("pk", "updated_at"))

    elements.arrange(draft, elements.arrangement_of(draft), by=None)

    assert list(Touchpoint.objects.values_list("pk", "updated_at")) == before


@pytest.mark.parametrize(
    "wanted",
    [
        Arrangement(),
        structs.replace(ASKED, lanes=(key("Opportunities"),)),
        structs.replace(ASKED, lanes=(*ASKED.lanes, key("Pain points"))),
        structs.replace(ASKED, stages=ASKED.stages[:1]),
    ],
    ids=["nothing", "a lane missing", "a lane twice", "a stage missing"],
)
def test_arrange_refuses_an_order_of_other_elements(program, wanted):
    draft = small_draft(program)
    before = elements.arrangement_of(draft)

    with pytest.raises(ChangedMeanwhile):
        elements.arrange(draft, wanted, by=None)

    assert elements.arrangement_of(draft) == before


def test_arrange_refuses_a_published_version(program):
    version = versions.publish(small_draft(program), by=None)

    with pytest.raises(versions.InvalidTransition, match="only a draft can be arranged"):
        elements.arrange(version, elements.arrangement_of(version), by=None)


def test_arrange_takes_a_bounded_number_of_queries(program, django_assert_max_num_queries):
    draft = small_draft(program)

    with django_assert_max_num_queries(22):
        elements.arrange(draft, ASKED, by=None)

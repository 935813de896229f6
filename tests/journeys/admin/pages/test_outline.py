"""A draft as a list."""

from __future__ import annotations

from journeys.admin.pages.outline import outline
from tests.journeys.sample import small_map


def test_outline_nests_touchpoints_and_cards_in_their_places():
    found = outline(small_map())

    assert [
        (
            stage.name,
            [card.text for card in stage.cards],
            [
                (part.name, [(card.lane, card.text) for card in part.cards])
                for part in stage.touchpoints
            ],
        )
        for stage in found.stages
    ] == [
        (
            "Apply",
            ["Form asks twice"],
            [
                ("Start application", []),
                (
                    "Prove identity",
                    [("Pain points", "Call drops"), ("Opportunities", "Resume a call")],
                ),
            ],
        ),
        ("First use", [], [("First payment", [])]),
    ]
    assert [lane.title for lane in found.lanes] == ["Pain points", "Opportunities"]


def test_outline_orders_cards_of_a_place_by_lane():
    contents = small_map()
    turned = type(contents)(
        map=contents.map, stages=contents.stages, lanes=contents.lanes[::-1], cards=contents.cards
    )

    (_, prove) = outline(turned).stages[0].touchpoints

    assert [card.lane for card in prove.cards] == ["Opportunities", "Pain points"]

"""Export → import gives the same map: all of it from a workbook, what is promised from CSV."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from openpyxl import load_workbook

from journeys.exchange import document
from journeys.exchange.exports import EXPORTS
from journeys.exchange.preview import preview
from journeys.exchange.table import columns
from tests.factories.contents import map_contents, texts
from tests.journeys.sample import edited, key, small_map


def through(contents, name):
    """Return the map that comes back from a format, and the preview it came in."""
    found = preview(EXPORTS[name].write(contents).data, f"a{EXPORTS[name].suffix}")
    assert found.errors == ()
    return found.maps[0].contents, found


def in_order_of_cells(contents):
    """Return contents with cards sorted by cell: between cells their order says nothing."""
    stages = {stage.key: number for number, stage in enumerate(contents.stages)}
    spots = {part.key: number for number, (_, part) in enumerate(contents.touchpoints)}
    cards = sorted(
        contents.cards,
        key=lambda card: (stages[card.stage], spots.get(card.touchpoint, -1), card.lane),
    )
    return structs.replace(contents, cards=tuple(cards))


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(map_contents())
def test_workbook_brings_the_whole_map_back(drawn):
    back, _ = through(drawn, "xlsx")

    assert in_order_of_cells(back) == in_order_of_cells(drawn)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(map_contents())
def test_list_brings_back_all_but_what_it_lists_as_lost(drawn):
    back, _ = through(drawn, "csv")

    assert bare(back) == bare(drawn)
    assert document.check(document.export(back)).contents == back


def bare(contents):
    """Return what a list in CSV holds: channels and KPIs by name, personas without a description."""
    channels = {part.key: part.name for part in contents.channels}
    kpis = {part.key: part.name for part in contents.kpis}
    contents = in_order_of_cells(contents)
    stages = tuple(
        (
            stage.key,
            stage.name,
            stage.customer_goal,
            kpis.get(stage.kpi or ""),
            [
                (channels.get(t.channel), structs.replace(t, channel=None))
                for t in stage.touchpoints
            ],
        )
        for stage in contents.stages
    )
    return stages, contents.lanes, contents.cards, contents.map.name, contents.map.scope


def test_list_brings_back_keys_so_that_an_import_changes_the_same_things():
    back, _ = through(small_map(), "csv")

    assert [stage.key for stage in back.stages] == [key("Apply"), key("First use")]
    assert {card.key for card in back.cards} == {card.key for card in small_map().cards}


@pytest.mark.parametrize("name", ["csv-matrix", "csv-rows"])
def test_matrix_brings_back_what_is_said_where(name):
    contents = edited(small_map(), "Form asks twice", text="Asks twice\nfor the name")
    contents = edited(
        contents, "Prove identity", does="- Holds the card\n- Waits", thinks="Hm", feeling="afraid"
    )

    back, found = through(contents, name)

    assert said(back) == said(contents)
    assert found.problems == ()


def said(contents):
    """Return a map's words by their place, without keys."""
    lanes = {lane.key: (lane.kind, lane.title) for lane in contents.lanes}
    names = {part.key: part.name for part in contents.stages}
    names |= {part.key: part.name for _, part in contents.touchpoints}
    channels = {part.key: part.name for part in contents.channels}
    return (
        contents.map.name,
        [persona.name for persona in contents.personas],
        [
            (
                stage.name,
                stage.customer_goal,
                [
                    (
                        t.name,
                        channels.get(t.channel),
                        t.does,
                        t.thinks,
                        t.emotion,
                        t.feeling,
                        t.is_moment_of_truth,
                    )
                    for t in stage.touchpoints
                ],
            )
            for stage in contents.stages
        ],
        sorted(
            (
                lanes[card.lane],
                names[card.stage],
                names.get(card.touchpoint, ""),
                card.text,
                card.severity,
            )
            for card in contents.cards
        ),
    )


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-", "so; =1", "a;'@b", "a;-1"],
)
@pytest.mark.parametrize("name", ["xlsx", "csv", "csv-matrix"])
def test_a_cell_like_a_formula_is_harmless_and_comes_back_as_it_was(name, text):
    contents = edited(small_map(), "Prove identity", does=text)

    exported = EXPORTS[name].write(contents).data
    back, _ = through(contents, name)

    assert [part.does for _, part in back.touchpoints] == [
        "",
        text.strip("\r\n") if name == "csv-matrix" else text,
        "",
    ]
    if name == "xlsx":
        cells = [
            cell for sheet in load_workbook(io.BytesIO(exported)) for row in sheet for cell in row
        ]
        assert "f" not in {cell.data_type for cell in cells}
    else:
        assert f",{text}," not in exported.decode("utf-8-sig")


def test_a_row_added_by_hand_becomes_a_card_with_a_key_of_its_own():
    book = load_workbook(io.BytesIO(EXPORTS["xlsx"].write(small_map()).data))
    sheet = book["List"]
    heads = [cell.value for cell in sheet[1]]
    row = {
        "What this row is": "card",
        "Stage": "First use",
        "Touchpoint": "First payment",
        "Lane": "Opportunities",
        "Text": "Show it",
    }
    sheet.append([row.get(head) for head in heads])
    saved = io.BytesIO()
    book.save(saved)

    found = preview(saved.getvalue(), "a.xlsx")

    (new,) = [card for card in found.maps[0].contents.cards if card.text == "Show it"]
    assert (new.stage, new.touchpoint, new.lane) == (
        key("First use"),
        key("First payment"),
        key("Opportunities"),
    )
    assert len(found.maps[0].contents.cards) == 4


def test_a_matrix_changed_by_hand_is_told_not_lost_in_silence():
    book = load_workbook(io.BytesIO(EXPORTS["xlsx"].write(small_map()).data))
    cell = next(
        cell for row in book["Map"] for cell in row if cell.value == "Call drops (severity: 4)"
    )
    cell.value = "Call drops often"
    saved = io.BytesIO()
    book.save(saved)

    found = preview(saved.getvalue(), "a.xlsx")

    assert [str(problem) for problem in found.warnings] == [
        (
            "Sheet Map: The sheet “Map” says “Call drops often”, which the sheet “List” does not. "
            "Only “List” comes in: change things there."
        )
    ]


@given(st.lists(texts(20), max_size=5).map(tuple))
def test_lines_joined_and_split_are_the_same_lines(lines):
    assert columns.split(columns.joined(lines)) == lines


def test_the_same_map_gives_the_same_bytes():
    assert EXPORTS["xlsx"].write(small_map()) == EXPORTS["xlsx"].write(small_map())

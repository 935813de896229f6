"""Print cuts a picture into pages, each with its heads, and loses nothing."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.contents import LaneContents
from journeys.rendering import picture
from journeys.rendering.lettering import width
from journeys.rendering.pages import windows
from journeys.rendering.parts import HEAD_WIDTH
from tests.factories.contents import map_contents
from tests.journeys.rendering.pictures import draw_comparison, draw_small
from tests.journeys.sample import card, key, small_map, stage, touchpoint


def journey(*spans: int, **changes):
    stages = tuple(
        stage(f"S{number}", *(touchpoint(f"S{number} T{part}") for part in range(span)))
        for number, span in enumerate(spans)
    )
    return draw_small(stages=stages, **{"cards": ()} | changes)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(1, 9))
def test_windows_cover_the_journey_in_order(spans, most) -> None:
    found = windows(spans, most)

    ends = [first + columns for first, columns in found]
    assert [first for first, _ in found] == [0, *ends[:-1]]
    assert ends[-1] == sum(spans)
    assert all(1 <= columns <= most for _, columns in found)
    assert len(found) == -(-sum(spans) // most)


@pytest.mark.parametrize(
    ("spans", "most", "expected"),
    [
        ([3, 3], 4, [(0, 3), (3, 3)]),
        ([3, 3, 2], 6, [(0, 3), (3, 5)]),
        ([10], 6, [(0, 5), (5, 5)]),
        ([2], 7, [(0, 2)]),
        ([5, 1, 1], 6, [(0, 5), (5, 2)]),
    ],
)
def test_windows_end_where_stages_end_if_that_costs_no_page(spans, most, expected) -> None:
    found = windows(spans, most)

    borders = {sum(spans[:index]) for index in range(len(spans) + 1)}
    cuts = [first for first, _ in found if first not in borders]
    expected_cuts = [first for first, _ in expected if first not in borders]
    assert (len(found), len(cuts)) == (len(expected), len(expected_cuts))


def test_cut_stage_goes_on_with_its_head() -> None:
    first, second = journey(10).pages(6)

    assert [(head.name, head.span, head.is_continued) for head in first.stages] == [
        ("S0", 5, False)
    ]
    assert [(head.name, head.span, head.is_continued) for head in second.stages] == [
        ("S0", 5, True)
    ]
    assert (first.number, second.number, first.of) == (1, 2, 2)


def test_columns_share_the_width_of_the_page() -> None:
    (page,) = journey(4).pages(7, width=1032)

    assert page.column_width == (1032 - HEAD_WIDTH) / 4


def test_few_columns_do_not_stretch_over_the_page() -> None:
    (page,) = journey(1).pages(7, width=1000)

    assert page.column_width == 340 - HEAD_WIDTH


def test_a_page_too_narrow_for_anything_is_still_drawn() -> None:
    (page,) = journey(3).pages(7, width=100)

    assert page.column_width == 40
    assert "T1" in str(page.words)
    assert page.plot


def test_curve_goes_on_over_the_cut() -> None:
    parts = [touchpoint(f"T{index}", emotion=float(index % 3)) for index in range(4)]
    first, second = draw_small(stages=(stage("S", *parts),), cards=()).pages(2)

    assert first.curve.segments[-1].x1 == 2
    assert second.curve.segments[0].x0 == 0
    assert first.curve.segments[-1].values[-1] == pytest.approx(second.curve.segments[0].values[0])


def test_rows_that_say_nothing_on_a_page_are_left_out_there() -> None:
    drawn = draw_small(
        stages=(stage("A", touchpoint("1", does="Taps")), stage("B", touchpoint("2"))),
        cards=(card("x", "Pain points", "A"),),
    )
    first, second = drawn.pages(1)

    assert ([row.name for row in first.facts], len(first.lanes)) == (["does"], 1)
    assert ([row.name for row in second.facts], len(second.lanes)) == ([], 0)


def test_many_cards_go_on_in_further_rows() -> None:
    cards = tuple(card(f"Pain {index}", "Pain points", "A", "1") for index in range(30))
    drawn = draw_small(stages=(stage("A", touchpoint("1")),), cards=cards)

    (page,) = drawn.pages(7, row_height=100)

    assert [lane.is_continued for lane in page.lanes] == [False] + [True] * (len(page.lanes) - 1)
    assert len(page.lanes) >= 10
    assert [c.text for lane in page.lanes for cell in lane.cells for c in cell.cards] == [
        f"Pain {index}" for index in range(30)
    ]


def test_first_row_of_a_lane_on_a_page_carries_its_title() -> None:
    # On page two only the second row of the lane has cards: the whole-stage card is on page one.
    drawn = draw_small(
        stages=(stage("A", touchpoint("1")), stage("B", touchpoint("2"))),
        lanes=(LaneContents(key=key("L"), kind="notes"),),
        cards=(
            card("whole", "L", "A"),
            card("one", "L", "A", "1"),
            card("two", "L", "B", "2"),
        ),
    )

    pages = drawn.pages(1)

    assert [[lane.is_continued for lane in page.lanes] for page in pages] == [
        [False, True],
        [False],
    ]


def test_long_texts_end_in_an_ellipsis() -> None:
    drawn = draw_small(
        stages=(stage("A", touchpoint("1", does="word " * 4000)),),
        cards=(card("long " * 4000, "Pain points", "A", "1"),),
    )

    (page,) = drawn.pages(7)

    text = page.lanes[0].cells[0].cards[0].text
    assert text.endswith("…")
    assert len(text) < 2000
    assert page.facts[0].cells[0].text.endswith("…")


def test_names_are_cut_so_that_heads_stay_low() -> None:
    drawn = draw_small(stages=(stage("W" * 160, touchpoint("V" * 160)),), cards=())

    (page,) = drawn.pages(7)

    head, column = page.stages[0], page.columns[0]
    assert width(head.name, 14, 600) <= 3 * page.column_width
    assert width(column.name, 13, 600) <= 5 * page.column_width


def test_feelings_in_joined_scripts_get_a_row_of_their_own() -> None:
    drawn = draw_small(
        stages=(stage("A", touchpoint("1", emotion=1.0, feeling="مرتاح"), touchpoint("2")),),
        cards=(),
    )

    (page,) = drawn.pages(7)

    assert (page.facts[0].title, [cell.text for cell in page.facts[0].cells]) == (
        "Feeling",
        ["مرتاح", ""],
    )
    assert page.curve.points[0].feeling == ""


def test_empty_map_has_one_page() -> None:
    (page,) = draw_small(stages=(), cards=()).pages()

    assert (page.is_empty, page.medium) == (True, "print")


def test_ids_differ_from_page_to_page() -> None:
    assert [page.prefix for page in journey(5).pages(2)] == ["", "p2-", "p3-"]


@given(map_contents(most_cards=12), st.integers(1, 5))
@settings(max_examples=25)
def test_pages_hold_every_touchpoint_once_and_every_card(contents, most) -> None:
    drawn = picture.draw(contents)

    pages = drawn.pages(most)

    assert [column.key for page in pages for column in page.columns] == [
        column.key for column in drawn.columns
    ]
    whole = {c.key for lane in drawn.lanes for cell in lane.cells for c in cell.cards}
    shown = Counter(
        c.key
        for page in pages
        for lane in page.lanes
        for cell in lane.cells
        if not cell.is_continued
        for c in cell.cards
    )
    assert shown == Counter(whole)


def test_comparison_is_cut_like_a_map() -> None:
    contents = small_map()
    drawn = draw_comparison(contents, contents)

    first, second = drawn.pages(2)

    assert [column.name for column in first.columns] == ["Start application", "Prove identity"]
    assert [column.name for column in second.columns] == ["First payment"]
    assert first.after.segments[-1].x1 == 2
    assert second.after.segments[0].x0 == 0
    assert (second.medium, second.prefix, second.of) == ("print", "p2-", 2)

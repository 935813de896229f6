"""Contents become columns, rows and cells."""

from collections import Counter

from hypothesis import given, settings

from journeys.contents import KpiContents, LaneContents, VersionFacts
from journeys.rendering import picture
from journeys.rendering.lettering import clean
from tests.factories.contents import map_contents
from tests.journeys.rendering.pictures import draw_small
from tests.journeys.sample import card, key, small_map, stage, touchpoint


def row(drawn, name):
    return next(row for row in (*drawn.facts, *drawn.facts_below) if row.name == name)


def test_stages_span_their_touchpoints() -> None:
    drawn = draw_small()

    assert [(head.name, head.first, head.span) for head in drawn.stages] == [
        ("Apply", 0, 2),
        ("First use", 2, 1),
    ]
    assert [column.name for column in drawn.columns] == [
        "Start application",
        "Prove identity",
        "First payment",
    ]


def test_stage_without_touchpoints_has_a_blank_column() -> None:
    drawn = draw_small(stages=(stage("Discover"), stage("Apply", touchpoint("Start"))), cards=())

    assert [(head.first, head.span) for head in drawn.stages] == [(0, 1), (1, 1)]
    assert [column.is_touchpoint for column in drawn.columns] == [False, True]


def test_blank_column_breaks_the_line() -> None:
    drawn = draw_small(
        stages=(
            stage("A", touchpoint("One", emotion=1.0)),
            stage("B"),
            stage("C", touchpoint("Two", emotion=1.0)),
        ),
        cards=(),
    )

    assert drawn.curve.segments == ()


def test_points_lie_in_the_middle_of_their_columns() -> None:
    points = draw_small().curve.points

    assert [(point.x, point.value, point.is_moment_of_truth) for point in points] == [
        (0.5, 1.0, False),
        (1.5, -2.1, True),
        (2.5, 1.8, False),
    ]


def test_cards_of_a_stage_span_it() -> None:
    pain = draw_small().lanes[0]

    assert pain.title == "Pain points"
    assert [(c.first, c.span, [card.text for card in c.cards]) for c in pain.cells] == [
        (0, 2, ["Form asks twice"]),
        (2, 1, []),
    ]


def test_cells_know_where_stages_begin() -> None:
    drawn = draw_small(cards=(card("One", "Pain points", "Apply", "Start application"),))

    (lane,) = drawn.lanes
    assert [cell.starts_stage for cell in lane.cells] == [True, False, True]
    assert [cell.starts_stage for cell in drawn.facts[0].cells] == [True, False, True]
    assert [column.starts_stage for column in drawn.columns] == [True, False, True]


def test_lane_has_a_second_row_where_cards_of_stage_and_touchpoint_meet() -> None:
    first, second, _ = draw_small().lanes

    assert (first.is_continued, second.is_continued) == (False, True)
    assert [(c.first, c.span, [card.text for card in c.cards]) for c in second.cells] == [
        (0, 1, []),
        (1, 1, ["Call drops"]),
        (2, 1, []),
    ]


def test_cards_of_touchpoints_and_of_other_stages_share_a_row() -> None:
    drawn = draw_small(
        cards=(
            card("Whole", "Pain points", "First use"),
            card("One", "Pain points", "Apply", "Start application"),
        )
    )

    (pain,) = drawn.lanes
    assert [[card.text for card in cell.cards] for cell in pain.cells] == [["One"], [], ["Whole"]]


def test_rows_that_say_nothing_are_left_out() -> None:
    drawn = draw_small(cards=())

    assert [fact.name for fact in drawn.facts] == ["channels"]
    assert (drawn.lanes, drawn.facts_below) == ((), ())


def test_rows_that_say_nothing_are_kept_on_request() -> None:
    drawn = picture.draw(small_map(cards=()), with_empty_rows=True)

    assert [fact.name for fact in (*drawn.facts, *drawn.facts_below)] == [
        "does",
        "thinks",
        "channels",
        "actors",
        "importance",
        "team",
        "kpi",
    ]
    assert [lane.title for lane in drawn.lanes] == ["Pain points", "Opportunities"]


def test_facts_stand_under_their_touchpoint() -> None:
    contents = small_map(
        stages=(
            stage(
                "Apply",
                touchpoint("One", does="Taps", thinks="Hm", actors=("Lena", "Agent")),
                touchpoint("Two", importance=4, team="Risk"),
            ),
        ),
        cards=(),
    )
    drawn = picture.draw(contents)

    assert [cell.text for cell in row(drawn, "does").cells] == ["Taps", ""]
    assert [cell.text for cell in row(drawn, "actors").cells] == ["Lena, Agent", ""]
    assert [cell.level for cell in row(drawn, "importance").cells] == [None, 4]
    assert [cell.text for cell in row(drawn, "team").cells] == ["", "Risk"]


def test_channel_has_the_icon_of_its_kind() -> None:
    cells = row(draw_small(), "channels").cells

    assert [(cell.text, cell.icon) for cell in cells] == [("App", "mobile"), ("", ""), ("", "")]


def test_kpi_stands_under_its_stage() -> None:
    kpi = KpiContents(key=key("kpi"), name="Applications completed")
    contents = small_map(
        kpis=(kpi,),
        stages=(stage("A", touchpoint("1"), touchpoint("2"), kpi=kpi.key), stage("B")),
        cards=(),
    )

    cells = row(picture.draw(contents), "kpi").cells

    assert [(cell.first, cell.span, cell.text) for cell in cells] == [
        (0, 2, "Applications completed"),
        (2, 1, ""),
    ]


def test_share_of_customers_has_no_needless_digits() -> None:
    cards = tuple(
        card(f"Pain {share}", "Pain points", "Apply", share_hit=share)
        for share in (None, 31.0, 12.5, 0.0)
    )

    drawn = draw_small(cards=cards)

    assert [one.share for one in drawn.lanes[0].cells[0].cards] == ["", "31 %", "12.5 %", "0 %"]


def test_attachment_is_told_by_its_name() -> None:
    drawn = draw_small(
        cards=(card("See", "Pain points", "Apply", attachment="attachments/2026/form.png"),)
    )

    assert drawn.lanes[0].cells[0].cards[0].second == "form.png"


def test_notes_of_other_apps_stand_at_their_element() -> None:
    notes = {
        "evidence": {key("Call drops"): "n 236", key("Apply"): ["2 studies", "newest May"]},
        "actions": {key("Call drops"): ["A-21 testing"], key("Prove identity"): [3, None, " "]},
        "other shape": "passed over",
    }

    drawn = picture.draw(small_map(), notes)

    assert drawn.stages[0].notes == ("2 studies", "newest May")
    assert drawn.lanes[1].cells[1].cards[0].notes == ("n 236", "A-21 testing")
    assert drawn.columns[1].notes == ()


def test_frozen_notes_are_drawn_if_no_others_are_given() -> None:
    drawn = draw_small(notes={"evidence": {key("Apply"): "2 studies"}})

    assert drawn.stages[0].notes == ("2 studies",)


def test_subtitle_tells_kind_personas_and_evidence() -> None:
    from datetime import date

    drawn = draw_small(
        version=VersionFacts(evidence_from=date(2026, 6, 1), evidence_to=date(2026, 10, 31))
    )

    assert drawn.subtitle == ("Journey as it is of Lena · evidence from 1 Jun 2026 to 31 Oct 2026")


def test_map_without_stages_is_empty() -> None:
    drawn = draw_small(stages=(), cards=())

    assert (drawn.is_empty, drawn.columns, drawn.lanes) == (True, (), ())


def test_only_a_long_journey_has_an_overview() -> None:
    def journey(columns: int) -> picture.MapPicture:
        parts = [touchpoint(f"T{index}") for index in range(columns)]
        return draw_small(stages=(stage("Apply", *parts),), cards=())

    assert [journey(6).has_overview, journey(7).has_overview] == [False, True]


def test_width_class_tells_the_number_of_columns_digit_by_digit() -> None:
    parts = [touchpoint(f"T{index}") for index in range(125)]
    drawn = draw_small(stages=(stage("Apply", *parts),), cards=())

    assert drawn.width_class == "picture-h1 picture-t2 picture-o5"


def test_lane_without_a_name_has_that_of_its_kind() -> None:
    lanes = (LaneContents(key=key("L"), kind="backstage"),)
    drawn = draw_small(lanes=lanes, cards=(card("x", "L", "Apply"),))

    assert (drawn.lanes[0].title, drawn.lanes[0].icon) == ("Backstage", "layers")


@given(map_contents(most_cards=12))
@settings(max_examples=25)
def test_everything_is_drawn_once(contents) -> None:
    drawn = picture.draw(contents)

    assert [head.key for head in drawn.stages] == [one.key for one in contents.stages]
    assert [column.key for column in drawn.columns if column.key] == [
        part.key for _, part in contents.touchpoints
    ]
    drawn_cards = Counter(
        card.key for lane in drawn.lanes for cell in lane.cells for card in cell.cards
    )
    assert drawn_cards == Counter(card.key for card in contents.cards)


@given(map_contents(most_cards=12))
@settings(max_examples=25)
def test_cells_of_every_row_cover_all_columns(contents) -> None:
    drawn = picture.draw(contents, with_empty_rows=True)

    for one in (*drawn.facts, *drawn.lanes, *drawn.facts_below):
        covered = [
            column for cell in one.cells for column in range(cell.first, cell.first + cell.span)
        ]
        assert covered == list(range(len(drawn.columns)))


@given(map_contents())
@settings(max_examples=25)
def test_texts_are_fit_for_xml(contents) -> None:
    drawn = picture.draw(contents)

    assert [column.name for column in drawn.columns if column.key] == [
        clean(part.name) for _, part in contents.touchpoints
    ]

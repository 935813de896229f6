"""Two versions stand on the same columns, every change at its place."""

import pytest
from hypothesis import given, settings
from msgspec import structs

from journeys.comparison import compare
from journeys.rendering import comparison_picture
from journeys.rendering.comparison_picture import merged
from tests.factories.contents import map_contents
from tests.journeys.rendering.pictures import draw_comparison
from tests.journeys.sample import card, small_map, stage, touchpoint


def journey(*stages):
    return small_map(stages=stages, cards=())


def named(*names):
    return [touchpoint(name) for name in names]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abc", "abc", "abc"),
        ("abc", "ac", "abc"),
        ("abc", "c", "abc"),
        ("ab", "xab", "xab"),
        ("abc", "xyz", "abcxyz"),
        ("abcd", "dab", "dabc"),
        ("", "a", "a"),
        ("a", "", "a"),
    ],
)
def test_removed_parts_stay_behind_their_old_neighbour(before, after, expected) -> None:
    assert [part.name for part in merged(named(*before), named(*after))] == list(expected)


def test_columns_are_those_of_both_versions() -> None:
    before = journey(stage("A", *named("1", "2", "3")), stage("B", *named("4")))
    after = journey(stage("A", *named("1", "new", "3")), stage("C", *named("5")))

    drawn = draw_comparison(before, after)

    assert [(column.name, column.mark) for column in drawn.columns] == [
        ("1", "kept"),
        ("2", "removed"),
        ("new", "added"),
        ("3", "kept"),
        ("4", "removed"),
        ("5", "added"),
    ]
    assert [(head.name, head.first, head.span, head.mark) for head in drawn.stages] == [
        ("A", 0, 4, "kept"),
        ("B", 4, 1, "removed"),
        ("C", 5, 1, "added"),
    ]


def test_moved_touchpoint_stands_in_its_new_stage_only() -> None:
    before = journey(stage("A", *named("1", "2")), stage("B", *named("3")))
    after = journey(stage("A", *named("1")), stage("B", *named("3", "2")))

    drawn = draw_comparison(before, after)

    assert [(column.name, column.mark) for column in drawn.columns] == [
        ("1", "kept"),
        ("3", "kept"),
        ("2", "moved"),
    ]


def test_stage_whose_touchpoints_all_left_keeps_a_blank_column() -> None:
    before = journey(stage("A", *named("1")), stage("B", *named("2")))
    after = journey(stage("B", *named("2", "1")))

    drawn = draw_comparison(before, after)

    assert [(head.name, head.span, head.mark) for head in drawn.stages] == [
        ("A", 1, "removed"),
        ("B", 2, "kept"),
    ]
    assert [column.is_touchpoint for column in drawn.columns] == [False, True, True]


def test_lines_pass_what_their_version_has_not() -> None:
    before = journey(stage("A", touchpoint("1", emotion=1.0), touchpoint("3", emotion=-1.0)))
    after = journey(
        stage(
            "A",
            touchpoint("1", emotion=1.0),
            touchpoint("2", emotion=0.0),
            touchpoint("3"),
        )
    )

    drawn = draw_comparison(before, after)

    assert [(part.x0, part.x1) for part in drawn.before.segments] == [(0.5, 2.5)]
    assert [(part.x0, part.x1) for part in drawn.after.segments] == [(0.5, 1.5)]


def test_renamed_touchpoint_tells_its_old_name() -> None:
    before = journey(stage("A", touchpoint("Upload payslip")))
    renamed = structs.replace(touchpoint("Upload payslip"), name="Prove income")

    drawn = draw_comparison(before, journey(stage("A", renamed)))

    assert (drawn.columns[0].name, drawn.columns[0].old_name) == ("Prove income", "Upload payslip")


def test_verdict_is_the_comparison_s_own() -> None:
    before = journey(stage("A", touchpoint("1", emotion=1.0), touchpoint("2")))
    after = journey(stage("A", touchpoint("1", emotion=2.5), touchpoint("2")))

    first, second = draw_comparison(before, after).columns

    assert (first.verdict.name, first.verdict.ratings, first.verdict.change) == (
        "cannot_tell",
        "+1.0 → +2.5",
        "+1.5",
    )
    assert first.verdict.reason == compare(before, after).emotions[0].reason
    assert second.verdict is None


def test_largest_difference_sets_the_scale_of_all_pages() -> None:
    before = journey(stage("A", touchpoint("1", emotion=1.0), touchpoint("2", emotion=0.0)))
    after = journey(stage("A", touchpoint("1", emotion=-1.5), touchpoint("2", emotion=0.5)))

    assert [page.highest for page in draw_comparison(before, after).pages(1)] == [2.5, 2.5]


def test_changes_are_marked_where_they_are() -> None:
    before = small_map()
    after = small_map(
        stages=(
            structs.replace(before.stages[0], customer_goal="An account at once"),
            structs.replace(
                before.stages[1],
                touchpoints=(
                    structs.replace(before.stages[1].touchpoints[0], team="Cards", does="Pays"),
                ),
            ),
        ),
        cards=(
            card(
                "Call drops",
                "Pain points",
                "Apply",
                "Start application",
                severity=5,
                share_hit=12.5,
            ),
            card("Form asks twice", "Pain points", "Apply", severity=2),
            card("New idea", "Opportunities", "Apply"),
        ),
    )

    drawn = draw_comparison(before, after)

    stage_marks = [(mark.kind, mark.count, mark.words) for mark in drawn.stages[0].marks]
    assert stage_marks == [
        ("added", 1, ("Opportunities: “New idea”",)),
        ("changed", 1, ("customer’s goal",)),
    ]
    marks = {
        column.name: [(mark.kind, mark.count) for mark in column.marks] for column in drawn.columns
    }
    assert marks == {
        "Start application": [("changed", 1), ("moved", 1)],
        "Prove identity": [("removed", 1)],
        "First payment": [("changed", 1)],
    }
    assert drawn.columns[0].marks[0].title == "Pain points: “Call drops” (severity, customers hit)"
    assert drawn.columns[2].marks[0].title == "what the customer does, team"
    assert [column.change for column in drawn.columns] == ["changed", "changed", "changed"]
    assert [head.change for head in drawn.stages] == ["changed", ""]


def test_same_contents_have_no_marks() -> None:
    drawn = draw_comparison(small_map(), small_map())

    assert (drawn.has_marks, drawn.has_differences) == (False, False)
    assert {column.change for column in drawn.columns} == {""}


def test_names_of_versions_and_the_summary_are_kept() -> None:
    contents = small_map()
    drawn = comparison_picture.draw(
        contents,
        contents,
        compare(contents, contents),
        before_name="Version 1",
        after_name="Version 2",
    )

    assert (drawn.before_name, drawn.after_name, drawn.summary) == (
        "Version 1",
        "Version 2",
        "Nothing changed between the two versions.",
    )


@given(map_contents(), map_contents())
@settings(max_examples=25)
def test_every_touchpoint_of_both_has_one_column(before, after) -> None:
    drawn = draw_comparison(before, after)

    keys = [column.key for column in drawn.columns if column.key]
    assert len(keys) == len(set(keys))
    assert set(keys) == {part.key for _, part in (*before.touchpoints, *after.touchpoints)}
    after_keys = {part.key for _, part in after.touchpoints}
    assert [one for one in keys if one in after_keys] == [part.key for _, part in after.touchpoints]
    stages = [head.key for head in drawn.stages]
    assert len(stages) == len(set(stages))

"""A map and a comparison in words."""

from journeys.rendering import picture, text
from tests.journeys.rendering.pictures import draw_comparison, draw_small
from tests.journeys.sample import small_map, stage, touchpoint


def test_map_is_told_stage_by_stage_and_then_what_hurts() -> None:
    described = text.describe(picture.draw(small_map(), caption="Version 2"))

    assert str(described).splitlines() == [
        "Open an account, Version 2: 2 stages, 3 touchpoints. 3 of 3 rated, 0 from observation, 3 assumed. Lowest Prove identity, −2.1; highest First payment, +1.8.",
        "Stage Apply. The customer wants: Have an account by tonight",
        "Start application: +1.0, assumed.",
        "Prove identity, moment of truth: −2.1, assumed.",
        "Stage First use.",
        "First payment: +1.8, assumed.",
        "Pain points, the worst first.",
        "Call drops (Apply, Prove identity, severity 4 of 5, 31 % of customers hit).",
        "Form asks twice (Apply, severity 2 of 5).",
    ]


def test_what_nobody_rated_is_said() -> None:
    described = text.describe(
        draw_small(stages=(stage("A", touchpoint("1")), stage("B")), cards=())
    )

    assert described.summary.endswith("Nobody has rated how customers feel yet.")
    assert [one.touchpoints for one in described.stages] == [
        ("1: not rated.",),
        ("No touchpoints yet.",),
    ]


def test_observed_feeling_is_named() -> None:
    parts = touchpoint("1", emotion=-0.5, basis="observed", feeling="uneasy")
    described = text.describe(draw_small(stages=(stage("A", parts),), cards=()))

    assert described.stages[0].touchpoints == ("1: −0.5, observed, uneasy.",)


def test_empty_map_is_said_to_be_one() -> None:
    described = text.describe(draw_small(stages=(), cards=()))

    assert str(described) == "Open an account: a map without stages yet."


def test_continued_stage_is_said_to_be_one() -> None:
    _, second = draw_small().pages(1)[:2]

    assert text.describe(second).stages[0].heading.startswith("Stage Apply, continued.")


def test_comparison_is_told_touchpoint_by_touchpoint() -> None:
    before = small_map(cards=())
    after = small_map(
        stages=(
            stage(
                "Apply",
                touchpoint("Start application", emotion=2.0),
                touchpoint("Set up alerts"),
            ),
            before.stages[1],
        ),
        cards=(),
    )

    described = text.describe_comparison(
        draw_comparison(before, after, before_name="version 1", after_name="version 2")
    )

    assert described.summary.startswith("Open an account, version 1 and version 2. ")
    assert described.touchpoints == (
        "Start application: version 1 +1.0, version 2 +2.0, cannot tell: assumed by the team in both versions. 1 changed: channel, emotion.",
        "Prove identity: removed.",
        "Set up alerts: added.",
        "First payment: version 1 +1.8, version 2 +1.8, cannot tell: assumed by the team in both versions.",
    )

"""One step up or down."""

from __future__ import annotations

import pytest

from journeys.admin.pages.order_page import moved
from journeys.elements import Arrangement

NOW = Arrangement(stages=(("A", ("a1", "a2")), ("B", ()), ("C", ("c1",))), lanes=("l1", "l2"))


def stages(**inside):
    return Arrangement(
        stages=tuple((name, tuple(keys)) for name, keys in inside.items()), lanes=NOW.lanes
    )


@pytest.mark.parametrize(
    ("key", "up", "then"),
    [
        ("a1", False, stages(A=["a2", "a1"], B=[], C=["c1"])),
        ("a2", True, stages(A=["a2", "a1"], B=[], C=["c1"])),
        ("a2", False, stages(A=["a1"], B=["a2"], C=["c1"])),
        ("c1", True, stages(A=["a1", "a2"], B=["c1"], C=[])),
        ("a1", True, NOW),
        ("c1", False, NOW),
        ("B", True, stages(B=[], A=["a1", "a2"], C=["c1"])),
        ("A", True, NOW),
        ("nobody", True, NOW),
    ],
)
def test_moved_takes_one_step(key, up, then):
    assert moved(NOW, key, up=up) == then


def test_moved_takes_a_lane_one_step():
    assert moved(NOW, "l1", up=False).lanes == ("l2", "l1")


def test_moved_into_the_next_stage_and_back_is_where_it_was():
    there = moved(NOW, "a2", up=False)

    assert moved(there, "a2", up=True) == NOW

"""Ids in addresses and forms: what is none is no row."""

from __future__ import annotations

import pytest

from journeys.ids import id_in, ids_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7", 7), ("007", 7), (7, 7), ("9" * 18, 10**18 - 1),
        ("", None), (None, None), ("-1", None), ("1.0", None), (" 7", None), ("seven", None), ("9" * 19, None), ("\u0667", None), ("²", None),
    ],
)  # fmt: skip
def test_id_in(text, found):
    assert id_in(text) == found


def test_ids_in_keeps_the_order_and_each_once():
    assert ids_in(["3", "x", "1", "3", "9" * 30]) == [3, 1]

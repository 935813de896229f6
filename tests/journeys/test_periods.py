"""Periods as people write them, and as we call them."""

from __future__ import annotations

from datetime import date

import pytest

from journeys import periods

SPANS = [
    ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "Q1 2026"),
    ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026"),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "Feb 2024"),
    ("2026-01-05/2026-01-11", date(2026, 1, 5), date(2026, 1, 11), "5 Jan – 11 Jan 2026"),
    ("2025-12-29/2026-01-04", date(2025, 12, 29), date(2026, 1, 4), "29 Dec 2025 – 4 Jan 2026"),
    ("2026-03-03/2026-03-03", date(2026, 3, 3), date(2026, 3, 3), "3 Mar 2026"),
    ("2026-02-01/2026-04-30", date(2026, 2, 1), date(2026, 4, 30), "1 Feb – 30 Apr 2026"),
]


@pytest.mark.parametrize(("code", "start", "end", "name"), SPANS)
def test_a_period_is_read_written_and_named(code, start, end, name):
    assert periods.parse(code) == (start, end)
    assert periods.code(start, end) == code
    assert periods.name(start, end) == name


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Q3 2025", "2025-Q3"),
        ("2025 q3", "2025-Q3"),
        ("2025Q3", "2025-Q3"),
        ("2026-3", "2026-03"),
        ("2026-W01", "2025-12-29/2026-01-04"),
        ("2026-01-01 to 2026-03-31", "2026-Q1"),
    ],
)
def test_other_ways_to_write_it(written, code):
    assert periods.code(*periods.parse(written)) == code


@pytest.mark.parametrize("text", ["", "2026-13", "2026-Q5", "0000", "2026-W60", "soon", "1/2/2026"])
def test_what_is_no_period_is_none(text):
    assert periods.parse(text) is None

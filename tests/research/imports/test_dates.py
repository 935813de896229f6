"""How a column's dates are read."""

from datetime import UTC, datetime

import pytest

from research.imports.dates import decide
from research.tables import Refused


@pytest.mark.parametrize(
    ("samples", "text", "expected"),
    [
        (["2026-03-04"], "2026-03-04", datetime(2026, 3, 4, tzinfo=UTC)),
        (
            ["2015-02-24 11:35:52 -0800"],
            "2015-02-24T11:35:52-08:00",
            datetime(2015, 2, 24, 19, 35, 52, tzinfo=UTC),
        ),
        (["24-02-2015 11.35"], "03-04-2015 11.35", datetime(2015, 4, 3, 11, 35, tzinfo=UTC)),
        (["3/25/2026 1:05 PM"], "3/4/2026 1:05 PM", datetime(2026, 3, 4, 13, 5, tzinfo=UTC)),
        (
            ["2014/10/22 11:15:41.000"],
            "2014/10/22 11:15:41.000",
            datetime(2014, 10, 22, 11, 15, 41, tzinfo=UTC),
        ),
    ],
)
def test_decide_takes_the_way_most_are_written(samples, text, expected):
    assert decide(samples).moment(text) == expected


def test_decide_asks_when_every_date_could_be_either():
    with pytest.raises(Refused, match="date_order"):
        decide(["01/02/2026", "03/04/2026"])
    assert decide(["01/02/2026"], "month-first").day("01/02/2026").month == 1


@pytest.mark.parametrize("text", ["2026-03-04", "12/31/2026", "31/02/2026", "tomorrow", "1/2/26"])
def test_moment_refuses_other_ways_and_no_dates(text):
    with pytest.raises(ValueError, match="no date"):
        decide(["31/12/2026"]).moment(text)

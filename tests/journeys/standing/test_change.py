"""What a KPI did since its first reading, with interval and verdict, and the way to its target."""

from __future__ import annotations

from datetime import date

import pytest

from journeys.models import Kpi, Reading
from journeys.standing import change

#: Newcombe 1998, Statistics in Medicine 17:873, table II, method 10: 56/70 against 48/80.
NEWCOMBE = (0.0524, 0.3339)


def reading(kpi, pk, **counts):
    months = {"period_from": date(2026, 1, 1), "period_to": date(2026, 1, 30)}
    return Reading(kpi=kpi, pk=pk, **(months | counts))


def share(better="higher", target=None):
    return Kpi(name="Done", kind="proportion", better=better, target=target)


def test_a_difference_of_shares_has_newcombes_interval():
    kpi = share()

    told = change.between(
        kpi,
        reading(kpi, 1, numerator=48, denominator=80),
        reading(kpi, 2, numerator=56, denominator=70),
    )

    assert (told.difference.low / 100, told.difference.high / 100) == pytest.approx(
        NEWCOMBE, abs=5e-5
    )
    assert told.verdict == "better"
    assert told.sentence == (
        "Better than the first reading by 20 percentage points "
        "(higher; 95 % interval 5.24 to 33.4, n 80 | 70)."
    )


def test_less_is_worse_or_better_as_the_kpi_says():
    verdicts = []
    for better in ("higher", "lower"):
        kpi = share(better)
        before, after = (reading(kpi, n, numerator=n_of, denominator=100) for n, n_of in ((1, 80), (2, 30)))  # fmt: skip
        told = change.between(kpi, before, after)
        verdicts.append(told.verdict)
        assert "(lower; 95 % interval" in told.sentence

    assert verdicts == ["worse", "better"]


def test_a_difference_the_interval_cannot_tell_from_none_is_no_change():
    kpi = share()

    told = change.between(
        kpi,
        reading(kpi, 1, numerator=40, denominator=80),
        reading(kpi, 2, numerator=42, denominator=80),
    )

    assert told.verdict == "no_detectable_change"
    assert "+2.5 percentage points (95 % interval −12.7 to +17.5, n 80 | 80)" in told.sentence


def test_without_two_readings_or_an_interval_nothing_is_claimed():
    kpi = Kpi(kind="mean")
    one = reading(kpi, 1, n=1, mean=3.0, sd=0.0)
    many = reading(kpi, 2, n=30, mean=4.0, sd=1.0)

    told = [
        change.between(kpi, *pair).sentence for pair in ((None, None), (many, many), (one, many))
    ]

    assert told == [
        "Cannot tell: there is no reading yet.",
        "Cannot tell: there is one reading only.",
        "Cannot tell: one of the two readings has no interval.",
    ]


def test_counts_of_periods_of_different_length_are_compared_by_the_month():
    kpi = Kpi(kind="count", better="lower", unit="calls")
    month = reading(kpi, 1, numerator=300)
    two = reading(kpi, 2, numerator=600, period_to=date(2026, 3, 1))

    told = change.between(kpi, month, two)

    assert (told.difference.value, told.verdict) == (0, "no_detectable_change")
    assert "calls a month" in told.sentence


@pytest.mark.parametrize(
    ("better", "target", "values", "share_done", "words"),
    [
        ("higher", 70, (50, 60), 50, "50 % of the way from 50 % to 70 %."),
        ("higher", 70, (50, 70), 100, "The newest value has reached the target of 70 %."),
        ("higher", 70, (50, 40), 0, "No nearer to the target of 70 % than at the first reading."),
        ("lower", 20, (60, 30), 75, "75 % of the way from 60 % to 20 %."),
        ("lower", 20, (60, 10), 100, "The newest value has reached the target of 20 %."),
        (
            "higher",
            70,
            (80, 60),
            0,
            "At the first reading it had reached the target of 70 %; now it has not.",
        ),
    ],
)
def test_the_way_to_the_target(better, target, values, share_done, words):
    kpi = share(better, target)
    first, newest = (reading(kpi, n, numerator=v, denominator=100) for n, v in enumerate(values))

    told = change.to_target(kpi, first, newest)

    assert (told.share, told.sentence) == (share_done, words)


def test_without_a_target_there_is_no_way_to_it():
    kpi = share()
    one = reading(kpi, 1, numerator=1, denominator=2)

    assert change.to_target(kpi, one, one) is None

"""The best portfolio against brute force, and what does not fit together."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from improvements.prioritisation import portfolio
from improvements.prioritisation.portfolio import Candidate, Infeasible


@st.composite
def problems(draw):
    n = draw(st.integers(1, 7))
    names = [f"a{place}" for place in range(n)]
    some = st.lists(st.sampled_from(names), max_size=2, unique=True)
    candidates = [
        Candidate(
            name, draw(st.integers(0, 20)), draw(st.integers(0, 8)),
            tuple(one for one in draw(some) if one != name), tuple(one for one in draw(some) if one != name),
        )
        for name in names
    ]  # fmt: skip
    return candidates, draw(st.integers(0, 20))


def fits(chosen, capacity):
    names = {one.action for one in chosen}
    return (
        sum(one.effort for one in chosen) <= capacity
        and all(set(one.needs) <= names for one in chosen)
        and not any(set(one.excludes) & names for one in chosen)
    )


@settings(max_examples=60)
@given(problems())
def test_portfolio_is_as_good_as_brute_force(problem):
    candidates, capacity = problem

    found = portfolio.best(candidates, capacity)

    sets = (one for size in range(len(candidates) + 1) for one in combinations(candidates, size))
    values = [sum(one.value for one in chosen) for chosen in sets if fits(chosen, capacity)]
    assert found.value == max(values)
    assert found.is_optimal
    assert fits([one for one in candidates if one.action in found.actions], capacity)


def test_of_equal_portfolios_the_cheaper_is_taken():
    found = portfolio.best([Candidate("dear", 5, 4), Candidate("cheap", 5, 2, (), ("dear",))], 4)

    assert found.actions == ("cheap",)


def test_must_and_never_are_kept():
    candidates = [Candidate("A", 1, 3), Candidate("B", 9, 3), Candidate("C", 5, 3)]

    assert portfolio.best(candidates, 6, must=["A"], never=["B"]).actions == ("A", "C")


@pytest.mark.parametrize(
    ("candidates", "options", "words"),
    [
        ([Candidate("A", 1, 5)], {"must": ["A"]}, "does not fit"),
        ([Candidate("A", 1, 1)], {"must": ["B"]}, "no such action"),
        ([Candidate("A", 1, 1, ("X",))], {}, "“X” is needed by “A”"),
        ([Candidate("A", 1, 1), Candidate("A", 1, 1)], {}, "same name"),
        ([Candidate("A", 1, -1)], {}, "below 0"),
    ],
)
def test_what_cannot_be_chosen_is_said(candidates, options, words):
    with pytest.raises(Infeasible, match=words):
        portfolio.best(candidates, 4, **options)

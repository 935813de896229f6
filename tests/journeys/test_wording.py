"""What changed in a text, word by word."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.comparison.wording import Piece, reworded

S, R, A = "same", "removed", "added"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("", "Now", [(A, "Now")]),
        ("Once", "", [(R, "Once")]),
        ("The same", "The same", [(S, "The same")]),
        ("30 %", "34 %", [(R, "30 "), (A, "34 "), (S, "%")]),
        ("On the phone.", "On the phone. Gives up.", [(S, "On the phone. "), (A, "Gives up.")]),
        ("One\nTwo", "One\nThree", [(S, "One\n"), (R, "Two"), (A, "Three")]),
        ("I just want it", "Ten minutes long", [(R, "I just want it"), (A, "Ten minutes long")]),
        ("One two", "One\ntwo", [(S, "One "), (A, "\n"), (S, "two")]),
    ],
)
def test_pieces_say_what_went_and_what_came(before, after, expected):
    assert reworded(before, after) == tuple(Piece(*piece) for piece in expected)


words = st.lists(st.sampled_from(["a", "b", "c", "\n", " "]), max_size=30).map(" ".join)


@given(words, words)
def test_without_what_went_it_is_the_later_text_and_without_what_came_the_earlier(before, after):
    pieces = reworded(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != R).split() == after.split()
    assert "".join(piece.text for piece in pieces if piece.kind != A).split() == before.split()


def test_long_texts_that_share_nothing_take_no_time():
    before, after = (" ".join(f"{letter}{number % 7}" for number in range(9000)) for letter in "ab")

    started = time.monotonic()
    pieces = reworded(before, after)

    assert [piece.kind for piece in pieces] == [R, A]
    assert time.monotonic() - started < 2

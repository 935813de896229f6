"""A changed text is shown around the change, and never at full length."""

from hypothesis import given
from hypothesis import strategies as st

from journeys.reports import excerpts
from journeys.reports.excerpts import Excerpt

WORDS = st.lists(st.text("ab ", max_size=4), max_size=300).map(" ".join)


def test_pair_marks_the_words_that_differ():
    assert excerpts.pair("The call drops twice", "The call ends twice") == (
        Excerpt("The call ", "drops", " twice"),
        Excerpt("The call ", "ends", " twice"),
    )


def test_pair_marks_what_was_added_at_the_end():
    assert excerpts.pair("The call drops", "The call drops again") == (
        Excerpt("The call drops"),
        Excerpt("The call drops", " again"),
    )


def test_pair_marks_nothing_when_all_of_it_differs():
    assert excerpts.pair("Upload payslip", "Prove income") == (
        Excerpt("Upload payslip"),
        Excerpt("Prove income"),
    )


def test_pair_shows_a_late_change_with_the_words_around_it():
    before = "word " * 4000
    after = f"{before[:10_000]}CHANGED {before[10_000:]}"

    _, shown = excerpts.pair(before, after)

    assert shown.changed.strip() == "CHANGED"
    assert len(str(shown)) < 300
    assert shown.left_out > 19_000


def test_whole_counts_what_it_leaves_out():
    shown = excerpts.whole("word " * 4000, most=20)

    assert shown == Excerpt("word word word word…", left_out=20_000 - 19)


def test_markup_escapes_what_is_hostile():
    shown = Excerpt("<b>", "<script>", "&", left_out=1234)

    assert shown.markup == (
        '&lt;b&gt;<strong class="differs">&lt;script&gt;</strong>&amp; '
        '<span class="left-out">(1,234 more signs)</span>'
    )


def test_markup_of_nothing_is_a_dash():
    assert Excerpt().markup == '<span class="nothing">–</span>'


@given(WORDS, WORDS)
def test_pair_of_short_texts_leaves_nothing_out(before, after):
    shown = excerpts.pair(before, after, most=10_000)

    assert tuple(map(str, shown)) == (before, after)


@given(WORDS, WORDS, st.integers(300, 500))
def test_pair_never_shows_more_than_asked(before, after, most):
    assert all(len(str(shown)) <= most + 3 for shown in excerpts.pair(before, after, most=most))

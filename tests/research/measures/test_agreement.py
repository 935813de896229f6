"""Agreement between coders: published examples, identities, hostile input."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.measures.agreement import (
    alpha,
    alpha_of_coincidences,
    cohens_kappa,
    coincidences,
    fleiss_kappa,
    fleiss_kappa_of_counts,
)

NAN = None
#: Krippendorff 2011, section D: 4 coders, 12 units.
KRIPPENDORFF_2011 = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]
#: The article on Krippendorff's alpha in Wikipedia: 3 coders, 15 units.
WIKIPEDIA = [
    [NAN] * 5 + [3, 4, 1, 2, 1, 1, 3, 3, NAN, 3],
    [1, NAN, 2, 1, 3, 3, 4, 3] + [NAN] * 7,
    [NAN, NAN, 2, 1, 3, 4, 4, NAN, 2, 1, 1, 3, 3, NAN, 4],
]
#: The article on Fleiss' kappa in Wikipedia: 10 units, 5 categories, 14 raters.
FLEISS = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]


@pytest.mark.parametrize(
    ("codings", "level", "expected"),
    [
        (KRIPPENDORFF_2011, "nominal", 0.743),
        (KRIPPENDORFF_2011, "ordinal", 0.815),
        (KRIPPENDORFF_2011, "interval", 0.849),
        (KRIPPENDORFF_2011, "ratio", 0.797),
        (WIKIPEDIA, "nominal", 0.691),
        (WIKIPEDIA, "interval", 0.811),
    ],
)
def test_alpha_agrees_with_published_examples(codings, level, expected):
    found = alpha(codings, level)
    assert round(found.value, 3) == expected
    assert found.low < found.value < found.high <= 1
    by_matrix = alpha_of_coincidences(
        coincidences(codings), level, [1, 2, 3, 4, 5][: len(coincidences(codings))]
    )
    assert by_matrix == pytest.approx(found.value)


def test_alpha_of_binary_data_of_two_coders_is_krippendorffs():
    """Krippendorff 2011, section A: 10 units, alpha 0.095; section B: 12 units, 5 values, alpha 0.692."""
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert round(alpha([meg, owen]).value, 3) == 0.095
    ben, gerry = list("aabbdcccedda"), list("babbbccceddd")
    assert round(alpha([ben, gerry]).value, 3) == 0.692


def test_alpha_counts_what_it_used_and_says_what_it_means():
    found = alpha(KRIPPENDORFF_2011, "nominal")
    assert (found.coders, found.units, found.codings) == (4, 11, 40)
    assert found.words.startswith("Enough agreement for tentative conclusions only (alpha 0.74")
    assert (
        alpha([[1, 2] * 9] * 2).words == "Good agreement: the codes can be relied on (alpha 1.00)."
    )
    assert "Too little" in alpha([[1, 2, 1, 2], [2, 1, 2, 2]]).words


def test_alpha_takes_named_ordinal_codes():
    named = [
        [None if code is None else "abcde"[code - 1] for code in row] for row in KRIPPENDORFF_2011
    ]
    assert alpha(named, "ordinal", order="abcde").value == pytest.approx(
        alpha(KRIPPENDORFF_2011, "ordinal").value
    )
    assert alpha([[1.0, float("nan"), 2], [1, 2, 2]]).units == 2


@pytest.mark.parametrize(
    "codings", [[[1, 1, 1], [1, 1, 1]], [[1, None], [None, 2]], [[None], [None]], [[], []]]
)
def test_alpha_tells_nothing_where_nothing_varies_or_nothing_was_coded_twice(codings):
    found = alpha(codings)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.reason in found.words


@pytest.mark.parametrize(
    ("codings", "level", "reason"),
    [
        ([[1, 2]], "nominal", "Two coders"),
        ([[1, 2], [1]], "nominal", "Two coders"),
        ([["high"], ["low"]], "interval", "“high” is no number"),
        ([[-1], [2]], "ratio", "cannot be a ratio code"),
        ([[1], [2]], "vague", "The level is one of"),
    ],
)
def test_alpha_refuses_what_it_cannot_read(codings, level, reason):
    with pytest.raises(ValueError, match=reason):
        alpha(codings, level)


def test_alpha_of_coincidences_refuses_what_is_none():
    with pytest.raises(ValueError, match="square"):
        alpha_of_coincidences([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match="values"):
        alpha_of_coincidences([[1, 2], [2, 4]], "interval")
    assert alpha_of_coincidences([[4]]) is None
    with pytest.raises(ValueError, match="order"):
        alpha([["a"], ["z"]], "ordinal", order="ab")


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=3, max_size=3),
        min_size=2,
        max_size=12,
    ),
    st.sampled_from(["nominal", "ordinal", "interval", "ratio"]),
)
def test_alpha_does_not_depend_on_the_order_of_coders_and_units(units, level):
    coders = list(zip(*units, strict=True))
    one = alpha(coders, level, draws=0)
    other = alpha([row[::-1] for row in coders[::-1]], level, draws=0)
    assert one.value == pytest.approx(other.value)
    assert one.value is None or one.value <= 1


def test_interval_of_alpha_covers_what_a_large_sample_finds():
    """100 units, 3 coders who are right in 8 of 10 cases and guess otherwise: 95 % intervals cover alpha."""
    chance = numpy.random.default_rng(4)

    def coded(units):
        truth = chance.integers(0, 3, units)
        is_right = chance.random((3, units)) < 0.8
        return numpy.where(is_right, truth, chance.integers(0, 3, (3, units))).tolist()

    true = alpha(coded(100_000), draws=0).value
    found = [alpha(coded(100), draws=200, seed=trial) for trial in range(120)]
    assert numpy.mean([one.low <= true <= one.high for one in found]) >= 0.90


@pytest.mark.parametrize(
    ("table", "expected"),
    [([[20, 5], [10, 15]], 0.40), ([[45, 15], [25, 15]], 0.1304), ([[25, 35], [5, 35]], 0.2593)],
)
def test_cohens_kappa_agrees_with_published_examples(table, expected):
    """The article on Cohen's kappa in Wikipedia."""
    pairs = [(i, j) for i in range(2) for j in range(2) for _ in range(table[i][j])]
    found = cohens_kappa(*zip(*pairs, strict=True))
    assert round(found.value, 4) == expected
    assert found.low < found.value < found.high


def test_cohens_kappa_weighs_near_misses_less():
    """Cohen 1968, as in the manual of statsmodels and R's psych: linear and quadratic weights are kinder here."""
    first, second = [1, 2, 3, 3, 2, 1, 2, 3], [1, 2, 2, 3, 3, 1, 2, 3]
    plain, linear = cohens_kappa(first, second), cohens_kappa(first, second, "linear")
    assert plain.value < linear.value < cohens_kappa(first, second, "quadratic").value
    assert cohens_kappa(list("abc"), list("abb"), "linear", order="abc").units == 3
    assert cohens_kappa([1, None, 2], [1, 2, 2]).units == 2
    full = cohens_kappa([1, 2], [1, 2])
    assert (full.value, full.low) == (1, None)
    assert cohens_kappa([1, 1], [1, 1]).reason
    with pytest.raises(ValueError, match="One coder"):
        cohens_kappa([1], [1, 2])
    with pytest.raises(ValueError, match="no number"):
        cohens_kappa(["x"], ["y"], "linear")


def test_fleiss_kappa_agrees_with_the_published_example():
    found = fleiss_kappa_of_counts(FLEISS)
    assert round(found.value, 3) == 0.210
    assert found.words == "Fair agreement (Fleiss' kappa 0.21)."
    rows = [[category for category, n in enumerate(unit) for _ in range(n)] for unit in FLEISS]
    assert fleiss_kappa(list(zip(*rows, strict=True))).value == found.value


def test_fleiss_kappa_refuses_uneven_codings():
    with pytest.raises(ValueError, match="Krippendorff"):
        fleiss_kappa([[1, 2, 1], [1, None, 1]])
    with pytest.raises(ValueError, match="table"):
        fleiss_kappa_of_counts([[-1, 3]])
    assert fleiss_kappa([[1, 1], [1, 1]]).value is None

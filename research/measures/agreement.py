"""How far people who coded the same units agree: Krippendorff's alpha, Cohen's and Fleiss' kappa, each with an interval.

Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability". The interval of alpha and of Fleiss' kappa is the
bootstrap of units of Zapf et al. 2016 (BMC Medical Research Methodology 16:93): whole units are drawn again, so
whatever coders share within one stays together. It is used rather than that of Hayes & Krippendorff 2007, which draws
single disagreements as if they did not depend on one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import numpy

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")
Weights = Literal["none", "linear", "quadratic"]
#: Krippendorff 2004: below the first nothing can be concluded, from the second on one may rely on it.
TENTATIVE, RELIABLE = 0.667, 0.800
#: Landis & Koch 1977, Biometrics 33:159-174: from this kappa on, the agreement is called so.
LANDIS_KOCH = (
    (0.81, "almost perfect"),
    (0.61, "substantial"),
    (0.41, "moderate"),
    (0.21, "fair"),
    (0.0, "slight"),
)
UNIT_BOOTSTRAP = "95 % interval by bootstrap of units"
DRAWS = 1000
_TAILS = (2.5, 97.5)
_FEWEST_UNITS = 2


class Agreement(Struct, frozen=True):
    """A coefficient (1 is full agreement, 0 what chance gives) with its 95 % interval, and what it means.

    `value` is None where nothing varied or nothing was coded twice; `reason` then says why. `low` and `high` are None
    also where too few units allow no interval. `units` are those at least two people coded, `codings` what they said
    there. `words` is a sentence for the reader.
    """

    coefficient: str
    value: float | None
    low: float | None
    high: float | None
    coders: int
    units: int
    codings: int
    method: str
    words: str
    reason: str = ""


def alpha(
    codings: Sequence[Sequence[Any]],
    level: Level = "nominal",
    *,
    order: Sequence[Hashable] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Agreement:
    """Return Krippendorff's alpha: a row per coder, a column per unit, None or NaN where a coder said nothing.

    `order` names ordinal codes from the lowest to the highest; without it they are numbers. Interval and ratio codes
    are numbers, ratio ones not below 0. Raises ValueError for rows of different length and codes of the wrong kind.
    """
    counts, values = _counted(codings, level, order)
    return _alpha_of(counts, values, level, len(codings), _Bootstrap(draws, seed))


def alpha_of_coincidences(
    coincidences: numpy.ndarray, level: Level = "nominal", values: Sequence[float] | None = None
) -> float | None:
    """Return alpha from a coincidence matrix (symmetric; a row and a column per value), None where nothing varies.

    `values` are what the rows stand for; ordinal and nominal ones need none, their order is enough.
    """
    import numpy as np

    matrix = np.asarray(coincidences, float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.allclose(matrix, matrix.T):
        raise ValueError("A coincidence matrix is square and symmetric.")
    if values is None and level in {"interval", "ratio"}:
        raise ValueError(f"Say the values of the rows: {level} differences need them.")
    said = np.arange(len(matrix)) if values is None else np.asarray(values, float)
    marginals = matrix.sum(axis=0)
    distances = _distances(marginals, said, level)
    expected = marginals @ distances @ marginals / (marginals.sum() - 1)
    return None if expected <= 0 else float(1 - (matrix * distances).sum() / expected)


def coincidences(codings: Sequence[Sequence[Any]], level: Level = "nominal") -> numpy.ndarray:
    """Return the coincidence matrix of codings, its values in ascending order."""
    import numpy as np

    counts, _ = _counted(codings, level, None)
    scaled = counts / (counts.sum(axis=1) - 1)[:, None]
    return np.asarray(counts.T @ scaled - np.diag(scaled.sum(axis=0)))


def cohens_kappa(
    first: Sequence[Any],
    second: Sequence[Any],
    weights: Weights = "none",
    order: Sequence[Hashable] | None = None,
) -> Agreement:
    """Return Cohen's kappa of two coders; units one of them left out (None, NaN) do not count.

    `weights` make near misses weigh less; codes are then numbers or named in `order`. The interval is the large-sample
    one of Fleiss, Cohen & Everitt 1969.
    """
    import numpy as np
    from statsmodels.stats.inter_rater import cohens_kappa as statsmodels_kappa

    if len(first) != len(second):
        raise ValueError(f"One coder has {len(first)} units, the other {len(second)}.")
    if weights != "none" and order is None:
        for code in [one for one in (*first, *second) if not _missing(one)]:
            _number(code, "ordinal")
    pairs = [
        pair
        for pair in zip(first, second, strict=True)
        if not _missing(pair[0]) and not _missing(pair[1])
    ]
    places = _places({code for pair in pairs for code in pair}, order)
    table = np.zeros((len(places), len(places)))
    for one, other in pairs:
        table[places[one], places[other]] += 1
    name = "Cohen's kappa" if weights == "none" else f"Cohen's kappa, {weights} weights"
    if len(places) < 2:
        return _untold(name, 2, len(pairs), 2 * len(pairs))
    with np.errstate(invalid="ignore", divide="ignore"):
        found = statsmodels_kappa(table, wt=None if weights == "none" else weights)
    value, low, high = (float(one) for one in (found.kappa, found.kappa_low, found.kappa_upp))
    told = bool(np.isfinite(low)) and value < 1
    least, most = (max(low, -1.0), min(high, 1.0)) if told else (None, None)
    method = "large-sample interval of Fleiss, Cohen & Everitt 1969"
    return Agreement(
        name,
        value,
        least,
        most,
        2,
        len(pairs),
        2 * len(pairs),
        method,
        _in_landis_words(name, value),
    )


def fleiss_kappa(
    codings: Sequence[Sequence[Any]], *, draws: int = DRAWS, seed: int = 0
) -> Agreement:
    """Return Fleiss' kappa of nominal codes: a row per coder, a column per unit.

    Each unit needs as many codings as the others, by whomever (Fleiss 1971); otherwise ValueError, and alpha is right.
    """
    counts, _ = _counted(codings, "nominal", None, keep_single=True)
    return fleiss_kappa_of_counts(counts, draws=draws, seed=seed)


def fleiss_kappa_of_counts(
    counts: Sequence[Sequence[int]] | numpy.ndarray, *, draws: int = DRAWS, seed: int = 0
) -> Agreement:
    """Return Fleiss' kappa from how many coders gave each unit (row) each category (column)."""
    import numpy as np

    table = np.asarray(counts, float)
    if table.ndim != 2 or not table.size or (table < 0).any():
        raise ValueError("Counts are a table of units by categories, none below 0.")
    coders = int(table[0].sum())
    if coders < 2 or (table.sum(axis=1) != coders).any():
        raise ValueError(
            "Fleiss' kappa needs the same number of codings, two or more, for every unit. Use Krippendorff's alpha."
        )
    agreeing = ((table**2).sum(axis=1) - coders) / (coders * (coders - 1))

    def kappa(drawn: numpy.ndarray) -> float:
        shares = drawn @ table / (drawn.sum() * coders)
        expected = float((shares**2).sum())
        seen = float(drawn @ agreeing / drawn.sum())
        return (seen - expected) / (1 - expected) if expected < 1 else float("nan")

    units, name = len(table), "Fleiss' kappa"
    value = kappa(np.ones(units))
    if np.isnan(value):
        return _untold(name, coders, units, units * coders)
    low, high = _Bootstrap(draws, seed).interval(kappa, units)
    words = _in_landis_words(name, value)
    return Agreement(name, value, low, high, coders, units, units * coders, UNIT_BOOTSTRAP, words)


class _Bootstrap(Struct, frozen=True):
    draws: int
    seed: int

    def interval(
        self, coefficient: Callable[[numpy.ndarray], float], units: int
    ) -> tuple[float | None, float | None]:
        """Return the 95 % percentile interval of a coefficient that takes how often each unit was drawn."""
        import numpy as np

        if self.draws < 1 or units < _FEWEST_UNITS:
            return None, None
        chance = np.random.default_rng(self.seed)
        shares = np.full(units, 1 / units)
        found = np.array(
            [coefficient(chance.multinomial(units, shares)) for _ in range(self.draws)]
        )
        # A draw in which nothing varies has no coefficient; it agrees fully.
        low, high = np.percentile(np.where(np.isnan(found), 1.0, found), _TAILS)
        return float(low), float(high)


def _alpha_of(
    counts: numpy.ndarray, values: numpy.ndarray, level: Level, coders: int, bootstrap: _Bootstrap
) -> Agreement:
    import numpy as np

    name = f"Krippendorff's alpha, {level}"
    units, codings = len(counts), int(counts.sum())
    if not units:
        reason = "no unit was coded by two people"
        words = "Agreement cannot be told: no unit was coded by two people."
        return Agreement(name, None, None, None, coders, 0, 0, "", words, reason)
    of_unit = None if level == "ordinal" else _disagreement(counts, values, level)

    def coefficient(drawn: numpy.ndarray) -> float:
        marginals = drawn @ counts
        scores = _mid_ranks(marginals) if level == "ordinal" else values
        seen = _disagreement(counts, scores, level) if of_unit is None else of_unit
        expected = _disagreement(marginals[None, :], scores, level)[0]
        return float(1 - (drawn @ seen) / expected) if expected > 0 else float("nan")

    value = coefficient(np.ones(units))
    if np.isnan(value):
        return _untold(name, coders, units, codings)
    low, high = bootstrap.interval(coefficient, units)
    words = _in_krippendorffs_words(value, low)
    return Agreement(name, value, low, high, coders, units, codings, UNIT_BOOTSTRAP, words)


def _disagreement(counts: numpy.ndarray, values: numpy.ndarray, level: Level) -> numpy.ndarray:
    """Return for each row the sum of squared differences over its ordered pairs, divided by its codings less one.

    Rows are units or, for what chance would give, all codings at once. Ordinal values are mid-ranks: between them the
    ordinal difference is the interval one, so no matrix of all values by all values is needed.
    """
    import numpy as np

    sizes = counts.sum(axis=1)
    if level == "nominal":
        pairs = sizes**2 - (counts**2).sum(axis=1)
    elif level == "ratio":
        pairs = ((counts @ _distances(counts.sum(axis=0), values, level)) * counts).sum(axis=1)
    else:
        centred = values - (counts.sum(axis=0) @ values) / sizes.sum()
        pairs = 2 * (sizes * (counts @ centred**2) - (counts @ centred) ** 2)
    # What rounding leaves where all are alike is nothing.
    pairs = np.where(pairs < 1e-12 * np.maximum(sizes, 1) ** 2, 0.0, pairs)
    return np.asarray(pairs / np.maximum(sizes - 1, 1))


def _distances(marginals: numpy.ndarray, values: numpy.ndarray, level: Level) -> numpy.ndarray:
    """Return the squared differences between values that the level of measurement gives."""
    import numpy as np

    if level == "nominal":
        return 1.0 - np.eye(len(values))
    scores = _mid_ranks(marginals) if level == "ordinal" else values
    difference = scores[:, None] - scores[None, :]
    if level == "ratio":
        sums = scores[:, None] + scores[None, :]
        difference = np.divide(difference, sums, out=np.zeros_like(difference), where=sums > 0)
    return np.asarray(difference**2)


def _mid_ranks(marginals: numpy.ndarray) -> numpy.ndarray:
    import numpy as np

    return np.asarray(np.cumsum(marginals) - marginals / 2)


def _counted(
    codings: Sequence[Sequence[Any]],
    level: Level,
    order: Sequence[Hashable] | None,
    *,
    keep_single: bool = False,
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Return how often each unit got each value, and the values as numbers; units coded once are left out."""
    import numpy as np

    if level not in LEVELS:
        raise ValueError(f"The level is one of {', '.join(LEVELS)}, not “{level}”.")
    lengths = {len(row) for row in codings}
    if len(codings) < 2 or len(lengths) != 1:
        raise ValueError("Two coders or more are needed, each with a place for every unit.")
    said = [
        (unit, code if level == "nominal" or order else _number(code, level))
        for row in codings
        for unit, code in enumerate(row)
        if not _missing(code)
    ]
    places = _places({code for _, code in said}, order)
    counts = np.zeros((lengths.pop(), len(places)))
    for unit, code in said:
        counts[unit, places[code]] += 1
    is_numeric = level != "nominal" and not order
    values = np.array(list(places) if is_numeric else range(len(places)), float)
    return (counts if keep_single else counts[counts.sum(axis=1) > 1]), values


def _places(codes: set[Any], order: Sequence[Hashable] | None) -> dict[Any, int]:
    if order is None:
        try:
            ordered = sorted(codes)
        except TypeError:  # texts and numbers together have no order; nominal codes need none
            ordered = sorted(codes, key=str)
        return {code: place for place, code in enumerate(ordered)}
    places = {code: place for place, code in enumerate(order)}
    unknown = sorted(str(code) for code in codes if code not in places)
    if unknown:
        raise ValueError(f"The code “{unknown[0]}” is not in the order given.")
    return places


def _number(code: Any, level: Level) -> float:
    try:
        number = float(code)
    except (TypeError, ValueError):
        raise ValueError(f"“{code}” is no number; {level} codes are numbers.") from None
    if number in {float("inf"), float("-inf")} or (level == "ratio" and number < 0):
        raise ValueError(f"“{code}” cannot be a {level} code.")
    return number


def _missing(code: Any) -> bool:
    return code is None or code != code  # noqa: PLR0124  NaN is what differs from itself


def _untold(name: str, coders: int, units: int, codings: int) -> Agreement:
    reason = "everybody always said the same, so agreement cannot be told from chance"
    words = f"Agreement cannot be told: {reason}."
    return Agreement(name, None, None, None, coders, units, codings, "", words, reason)


def _in_krippendorffs_words(value: float, low: float | None) -> str:
    if value < TENTATIVE:
        return (
            f"Too little agreement to draw conclusions from (alpha {value:.2f}, below {TENTATIVE})."
        )
    if value < RELIABLE:
        words = f"Enough agreement for tentative conclusions only (alpha {value:.2f}, below {RELIABLE:.2f})."
    else:
        words = f"Good agreement: the codes can be relied on (alpha {value:.2f})."
    if low is not None and low < TENTATIVE:
        words += f" So few units were coded that it may be as low as {low:.2f}."
    return words


def _in_landis_words(name: str, value: float) -> str:
    word = next((word for least, word in LANDIS_KOCH if round(value, 2) >= least), "poor")
    return f"{word.capitalize()} agreement ({name} {value:.2f})."

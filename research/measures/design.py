"""A table's columns as numbers a regression takes: shares of levels against a reference, numbers in standard deviations."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy

#: A column with more different texts names things and explains nothing; levels rarer than this share are put together.
MOST_LEVELS, RARE = 30, 0.01
OTHER, MISSING = "(other)", "(missing)"
#: From this share of numbers on a column is one of numbers.
_NUMERIC = 0.9
#: As few different numbers are levels.
_FEW_NUMBERS = 2


class Term(Struct, frozen=True):
    """A column of the design: a level against the most frequent one, or a number, whose `sd` is one step."""

    column: str
    level: str
    reference: str
    n: int
    sd: float | None = None


class Design(Struct):
    """Terms with their values, a row per case: 0 or 1 for levels, standard deviations from the mean for numbers."""

    terms: list[Term]
    values: numpy.ndarray
    left_out: dict[str, str]


def design(columns: Mapping[str, Sequence[str]]) -> Design:
    """Return the design of columns of texts, all equally long; `left_out` says which columns explain nothing, and why."""
    import numpy as np

    terms: list[Term] = []
    values: list[numpy.ndarray] = []
    left_out: dict[str, str] = {}
    for name, texts in columns.items():
        numbers = [number(text) for text in texts]
        known = [one for one in numbers if one is not None]
        if len(known) >= _NUMERIC * len(texts) and len(set(known)) > _FEW_NUMBERS:
            told = _of_numbers(name, numbers, known)
        else:
            told = _of_levels(name, [text.strip() or MISSING for text in texts])
        if isinstance(told, str):
            left_out[name] = told
            continue
        terms += [term for term, _ in told]
        values += [column for _, column in told]
    terms, values = _once(terms, values, left_out)
    rows = len(next(iter(columns.values()), ()))
    stacked = np.column_stack(values) if values else np.zeros((rows, 0))
    return Design(terms, stacked, left_out)


def _once(
    terms: list[Term], values: list[numpy.ndarray], left_out: dict[str, str]
) -> tuple[list[Term], list[numpy.ndarray]]:
    """Return each set of values once: of two terms that hold for the same cases nobody can tell which counts."""
    seen: dict[bytes, Term] = {}
    kept = []
    for place, (term, column) in enumerate(zip(terms, values, strict=True)):
        # Who has the one level and who has not are the same question.
        turned = term.sd is None and column[0] == 1
        same = seen.setdefault((1 - column if turned else column).tobytes(), term)
        if same is term:
            kept.append(place)
        else:
            name = f"{term.column}: {term.level}" if term.level else term.column
            left_out[name] = (
                f"the same cases as {same.column}{f': {same.level}' if same.level else ''}"
            )
    return [terms[place] for place in kept], [values[place] for place in kept]


def number(text: str) -> float | None:
    """Return a text as a number, with a decimal comma too; None for what is none."""
    plain = text.strip().replace(" ", "").replace("\u00a0", "")
    for written in (plain, plain.replace(",", ".")):
        try:
            value = float(written)
        except ValueError:
            continue
        return value if math.isfinite(value) else None
    return None


def _of_numbers(
    name: str, numbers: list[float | None], known: list[float]
) -> list[tuple[Term, numpy.ndarray]] | str:
    import numpy as np

    mean, sd = float(np.mean(known)), float(np.std(known))
    if sd < 1e-12 * max(abs(mean), 1.0):
        return "every value is the same"
    filled = np.array([mean if one is None else one for one in numbers])
    found = [(Term(name, "", "", len(known), sd), (filled - mean) / sd)]
    missing = np.array([one is None for one in numbers], dtype=float)
    if missing.sum() >= RARE * len(numbers):
        found.append((Term(name, MISSING, "known", int(missing.sum())), missing))
    return found


def _of_levels(name: str, texts: list[str]) -> list[tuple[Term, numpy.ndarray]] | str:
    import numpy as np

    counts = Counter(texts)
    if len(counts) < 2:
        return "every value is the same"
    kept = [level for level, count in counts.items() if count >= max(RARE * len(texts), 2)]
    if len(counts) > MOST_LEVELS and sum(counts[level] for level in kept) < len(texts) / 2:
        return f"{len(counts):,} different values, most of them rare: it names cases"
    told = [text if text in set(kept) else OTHER for text in texts]
    counts = Counter(told)
    if len(counts) < 2:
        return "every value is the same"
    reference = min(counts, key=lambda level: (level == OTHER, -counts[level], level))
    array = np.array(told)
    return [
        (Term(name, level, reference, counts[level]), (array == level).astype(float))
        for level in sorted(counts)
        if level != reference
    ]

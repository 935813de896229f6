"""Whether more interviews would bring new themes: saturation per group (a persona, a stage), and what is still unseen.

Guest, Namey & Chen 2020, "A simple method to assess and report thematic saturation in qualitative research", PLoS ONE
15(5): e0232076. The different themes of the first interviews are the base; runs of the following interviews, each
starting one interview later than the one before, are looked at for new themes. Saturation is reached before the first
run whose new themes are at most a threshold's share of the base.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

#: What Guest and others settle on: 4 interviews as the base, runs of 2, at most 5 % new.
BASE, RUN, THRESHOLD = 4, 2, 0.05
_Z = 1.959963984540054


class Run(Struct, frozen=True):
    """Interviews `first` to `last` (from 1): themes nobody mentioned before, and their share of the base."""

    first: int
    last: int
    new_themes: tuple[Hashable, ...]
    share: float


class Unseen(Struct, frozen=True):
    """How many themes there may be in all, and how much of what people mention is covered.

    `total` with its 95 % interval is Chao2 (Chao 1987, Biometrics 43:783-791, with the correction for few interviews;
    log-normal interval): a lower bound of what there is, so `unseen` is what is missing at least. `coverage` is the
    share of future mentions that will be of themes already seen (Good–Turing, in the form of Chao & Jost 2012, Ecology
    93:2533-2547). `in_next_interview` is how many new themes to expect of one more interview.
    """

    seen: int
    total: float
    low: float
    high: float
    unseen: float
    coverage: float
    in_next_interview: float


class Saturation(Struct, frozen=True):
    """What became of one group's interviews.

    `reached_at` is the interview after which a whole run brought (almost) nothing new, `confirmed_by` the last of
    that run, both None while it is not reached. `new_per_interview` counts new themes in order. `words` says it in a
    sentence. `unseen` is None without two interviews and a theme.
    """

    group: str
    interviews: int
    base_themes: int
    runs: tuple[Run, ...]
    reached_at: int | None
    confirmed_by: int | None
    new_per_interview: tuple[int, ...]
    unseen: Unseen | None
    words: str


def saturation(
    interviews: Sequence[tuple[str, Collection[Hashable]]],
    *,
    base: int = BASE,
    run: int = RUN,
    threshold: float = THRESHOLD,
    group: str = "",
) -> Saturation:
    """Return the saturation of interviews, each its name and its themes, in the order they took place.

    `base` and `run` count interviews; `threshold` is a share, 0 for "nothing new at all". An interview that is named
    again adds to what it said the first time. Raises ValueError for a base or run below 1, a threshold outside 0 to 1.
    """
    if base < 1 or run < 1 or not 0 <= threshold < 1:
        raise ValueError("Base and run are 1 or more, the threshold is a share from 0 to below 1.")
    merged: dict[str, list[Hashable]] = defaultdict(list)
    for name, themes in interviews:
        merged[name] += [theme for theme in themes if theme not in merged[name]]
    said = list(merged.values())
    new = _new_themes(said)
    base_themes = sum(len(themes) for themes in new[:base])
    runs = tuple(_run(new, start, run, base_themes) for start in range(base, len(new) - run + 1))
    done = next((one for one in runs if base_themes and one.share <= threshold), None)
    return Saturation(
        group=group,
        interviews=len(said),
        base_themes=base_themes,
        runs=runs,
        reached_at=done.first - 1 if done else None,
        confirmed_by=done.last if done else None,
        new_per_interview=tuple(len(themes) for themes in new),
        unseen=unseen(said),
        words=_words(len(said), done, runs, base_themes, base + run),
    )


def by_group(
    interviews: Sequence[tuple[str, str, Collection[Hashable]]],
    *,
    base: int = BASE,
    run: int = RUN,
    threshold: float = THRESHOLD,
) -> list[Saturation]:
    """Return the saturation of each group of (group, interview, themes), groups in the order they appear."""
    groups: dict[str, list[tuple[str, Collection[Hashable]]]] = defaultdict(list)
    for group, name, themes in interviews:
        groups[group].append((name, themes))
    return [
        saturation(of_group, base=base, run=run, threshold=threshold, group=group)
        for group, of_group in groups.items()
    ]


def unseen(interviews: Sequence[Collection[Hashable]]) -> Unseen | None:
    """Return how many themes are likely unseen after interviews, each the themes it mentions."""
    counts = Counter(theme for themes in interviews for theme in set(themes))
    m, seen, mentions = len(interviews), len(counts), sum(counts.values())
    if m < 2 or not seen:
        return None
    once = sum(count == 1 for count in counts.values())
    twice = sum(count == 2 for count in counts.values())
    shrink = (m - 1) / m
    more = shrink * (once**2 / (2 * twice) if twice else once * (once - 1) / 2)
    low, high = _log_normal(seen, more, _variance(once, twice, shrink, seen + more))
    # Of what is mentioned once, this share stands for mentions of themes never seen.
    rare = (m - 1) * once / ((m - 1) * once + 2 * twice) if once and (twice or m > 1) else 0.0
    if once and not twice:
        rare = (m - 1) * (once - 1) / ((m - 1) * (once - 1) + 2)
    missing = once / mentions * rare
    return Unseen(seen, seen + more, low, high, more, 1 - missing, missing * mentions / m)


def _variance(once: int, twice: int, shrink: float, total: float) -> float:
    """Return the variance of Chao2 (Colwell, EstimateS 9 user's guide, appendix B)."""
    if twice:
        ratio = once / twice
        return twice * (shrink / 2 * ratio**2 + shrink**2 * ratio**3 + shrink**2 / 4 * ratio**4)
    return (
        shrink * once * (once - 1) / 2
        + shrink**2 * once * (2 * once - 1) ** 2 / 4
        - shrink**2 * once**4 / (4 * total)
    )


def _log_normal(seen: int, more: float, variance: float) -> tuple[float, float]:
    if more <= 0 or variance <= 0:
        return float(seen), float(seen)
    factor = math.exp(_Z * math.sqrt(math.log(1 + variance / more**2)))
    return seen + more / factor, seen + more * factor


def _new_themes(said: Sequence[Sequence[Hashable]]) -> list[list[Hashable]]:
    known: set[Hashable] = set()
    found = []
    for themes in said:
        found.append([theme for theme in themes if theme not in known])
        known.update(themes)
    return found


def _run(new: Sequence[Sequence[Hashable]], start: int, length: int, base_themes: int) -> Run:
    themes = tuple(theme for one in new[start : start + length] for theme in one)
    share = len(themes) / base_themes if base_themes else math.inf
    return Run(start + 1, start + length, themes, share if themes else 0.0)


def _words(n: int, done: Run | None, runs: Sequence[Run], base_themes: int, needed: int) -> str:
    if not runs:
        return f"Too few interviews to tell: {n} of the {needed} that base and first run need."
    if not base_themes:
        return "The first interviews have no themes, so there is nothing to compare with."
    last = done or runs[-1]
    brought = f"interviews {last.first} to {last.last} brought {len(last.new_themes)} new"
    share = f"{brought} ({100 * last.share:.0f} % of the {base_themes} themes of the first ones)"
    if done:
        return f"Saturation after {done.first - 1} interviews: {share}."
    return f"Not saturated: {share}."

"""The first page: the one sentence and the key figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from journeys.reports import words
from journeys.reports.map_report import cards
from journeys.reports.version_comparison.front import Count, KeyFigure

if TYPE_CHECKING:
    from journeys.contents import MapContents, TouchpointContents

#: How many rows the lists on the first page have.
ROWS = 5
#: From which severity on a pain point is called severe.
SEVERE = 4
LONGEST_NAME = 60


def headline(contents: MapContents) -> str:
    """Return what a manager would say of the map in a meeting, in one sentence."""
    if not contents.stages:
        return "This map has no stages yet."
    parts = [_feelings(contents), _pains(contents)]
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _feelings(contents: MapContents) -> str:
    rated = [part for _, part in contents.touchpoints if part.emotion is not None]
    if not rated:
        return "nobody has rated how customers feel along this journey yet"
    is_observed = any(part.basis == "observed" for part in rated)
    who = "customers feel" if is_observed else "the team believes that customers feel"
    low = min(rated, key=lambda part: part.emotion or 0)
    high = max(rated, key=lambda part: part.emotion or 0)
    if low.emotion == high.emotion:
        return f"{who} {words.signed(low.emotion)} wherever it is rated"
    return f"{who} worst at {_named(low)} and best at {_named(high)}"


def _named(part: TouchpointContents) -> str:
    name = words.shortened(words.clean(part.name), LONGEST_NAME)
    return f"“{name}” ({words.signed(part.emotion)})"


def _pains(contents: MapContents) -> str:
    pains = cards.of_kind(contents, "pain_points")
    if not pains:
        return "no pain point is on the map"
    severe = sum((pain.severity or 0) >= SEVERE for pain in pains)
    said = words.counted(len(pains), "pain point")
    return f"{said}, {severe} of them severe" if severe else f"{said}, none of them severe"


def figures(contents: MapContents) -> tuple[KeyFigure, ...]:
    """Return how large the map is, what its ratings rest on, what hurts and what could be done."""
    parts = [part for _, part in contents.touchpoints]
    moments = sum(part.is_moment_of_truth for part in parts)
    bases: Counter[str] = Counter(part.basis for part in parts if part.emotion is not None)
    unrated = len(parts) - sum(bases.values())
    pains = cards.of_kind(contents, "pain_points")
    severe = sum((pain.severity or 0) >= SEVERE for pain in pains)
    ideas = len(cards.of_kind(contents, "opportunities"))
    return (
        KeyFigure(
            "The journey",
            (Count(len(contents.stages), _noun(len(contents.stages), "stage"), "none"),
             Count(len(parts), _noun(len(parts), "touchpoint"), "none")),
            f"{words.counted(moments, 'moment')} of truth",
        ),
        KeyFigure(
            "Pain points",
            (Count(severe, "severe (4 or 5)", "worse"),) if severe else (),
            f"{len(pains)} in all" if pains else "none on the map",
        ),
        KeyFigure(
            "Ratings of feelings",
            tuple(
                Count(bases[basis], basis, mark)
                for basis, mark in (("observed", "pain-gone"), ("assumed", "cannot_tell"))
                if bases[basis]
            ),
            f"{unrated} not rated" if unrated else "all rated" if parts else "",
        ),
        KeyFigure(
            "Opportunities",
            (Count(ideas, "noted", "added"),) if ideas else (),
            "" if ideas else "none noted yet",
        ),
    )  # fmt: skip


def _noun(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"

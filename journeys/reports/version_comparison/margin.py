"""What stands in the margin and under the tables: how to read it, who was asked, the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys import contents
from journeys.reports import words
from journeys.reports.remarks import Remark, signs_not_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from journeys.comparison import MapComparison
    from journeys.comparison.results import Judgement
    from journeys.contents import MapContents
    from journeys.reports.version_comparison.kpis import KpiComparison
    from journeys.reports.version_comparison.sources import Sources


def remarks(
    sources: Sources,
    comparison: MapComparison,
    names: tuple[str, str],
    *,
    is_one_map: bool,
    has_kpis: bool,
) -> tuple[Remark, ...]:
    """Return the remarks of the first page's margin."""
    of_kpis = Remark(
        "KPIs",
        (
            (
                "Square: before. Circle: after. Line: 95 % interval. Upright line: target. The "
                "verdict follows the direction that is better; the cause is not proven."
            ),
        ),
    )
    return (
        Remark(
            "How to read this",
            (
                (
                    "The line runs through the touchpoints of the journey, from −3 (very bad) to +3 "
                    "(very good). Dashed with squares: the older version. Solid with circles: the newer."
                ),
                "“Better” and “worse” are said only where people were asked in both versions.",
            ),
        ),
        Remark("Who was asked", tuple(_asked(sources, names))),
        *((of_kpis,) if has_kpis else ()),
        Remark("Limits", tuple(_limits(sources, comparison, names, is_one_map=is_one_map))),
    )


def _asked(sources: Sources, names: tuple[str, str]) -> Iterator[str]:
    judged = list(sources.judgements.values())
    if judged:
        yield from _people(judged, names)
        for name, source in zip(names, (sources.before, sources.after), strict=True):
            said = source.contents.version
            window = words.period(said.evidence_from, said.evidence_to)
            yield f"{name}: answers {window}." if window else f"{name}: answers of any time."
        return
    both = (sources.before.contents, sources.after.contents)
    observed = [_observed(one) for one in both]
    if not any(number for number, _ in observed):
        yield (
            "Nobody yet. The ratings are what the team believes, so a difference shows how the "
            "team’s view has changed."
        )
    else:
        for name, (number, rated) in zip(names, observed, strict=True):
            yield f"{name}: {number} of {rated} ratings are marked as observed from customers."
    for name, one in zip(names, both, strict=True):
        window = words.period(one.version.evidence_from, one.version.evidence_to)
        if window:
            yield f"{name} speaks of the time {window}."


def _people(judged: Sequence[Judgement], names: tuple[str, str]) -> Iterator[str]:
    """Say at how many places customers were asked, and of how many people the most asked about is."""
    sides = [[one.before for one in judged], [one.after for one in judged]]
    for name, side in zip(names, sides, strict=True):
        asked = [felt.n for felt in side if felt is not None]
        if asked:
            places = words.counted(len(asked), "place")
            few = f"{min(asked):,} to {max(asked):,}" if len(asked) > 1 else f"{asked[0]:,}"
            yield f"{name}: customers at {places}, {few} people at each."
        else:
            yield f"{name}: nobody."


def _observed(one: MapContents) -> tuple[int, int]:
    rated = [part for _, part in one.touchpoints if part.emotion is not None]
    return sum(part.basis == "observed" for part in rated), len(rated)


def _limits(
    sources: Sources, comparison: MapComparison, names: tuple[str, str], *, is_one_map: bool
) -> Iterator[str]:
    if sources.aligned is not None:
        by = f" {sources.aligned.by}" if sources.aligned.by else " somebody"
        yield (
            f"The two versions are of different maps. {words.counted(sources.aligned.pairs, 'element')} "
            f"of one are elements of the other, as{words.clean(by)} decided; everything else counts as "
            "added or removed."
        )
    elif not is_one_map:
        yield (
            "The two versions are of different maps. What one map copied from the other is "
            "compared; everything else counts as added or removed."
        )
    for name, source in zip(names, (sources.before, sources.after), strict=True):
        if source.version.published_at is None:
            yield f"{name} is not published. It may have changed since {words.moment(sources.read_at)}."
    if sources.judgements:
        yield (
            "Who answered was not drawn by lot, so other customers may feel otherwise; a difference has no proven cause."
        )
    elif any(_observed(source.contents)[0] for source in (sources.before, sources.after)):
        yield "How many people stand behind an observed rating is not on record yet."
    compared = len(comparison.emotions)
    if compared:
        yield (
            f"{words.counted(compared, 'touchpoint')} could be compared: "
            f"{'it is' if compared == 1 else 'they are'} in both versions and rated in at least one."
        )
    else:
        yield "No rated touchpoint is in both versions."
    yield from _signs_not_shown(sources)


def _signs_not_shown(sources: Sources) -> Iterator[str]:
    """Say it where our fonts lack signs: the page itself cannot show which."""
    both = (sources.before, sources.after)
    text = "".join(contents.encode(source.contents).decode() for source in both)
    yield from signs_not_shown(text + sources.after.version.program.name)


def about_ratings(sources: Sources) -> str:
    """Return the sentence over the table of ratings."""
    if sources.judgements:
        return (
            "Where customers were asked in both versions, their answers stand here, with the number of people and the "
            "95 % interval of the difference; the other rows are what the team rates."
        )
    observed = [_observed(source.contents)[0] for source in (sources.before, sources.after)]
    if not any(observed):
        return (
            "Nobody has been asked about these touchpoints yet. A difference shows what the team "
            "believes has changed. Asking customers in both versions will show whether it is so."
        )
    return (
        "Some ratings are marked as observed, but how many people stand behind them is not on "
        "record. So no difference can be called better or worse yet."
    )


def methods(
    kpis: Sequence[KpiComparison], judgements: Iterable[Judgement] = ()
) -> tuple[Remark, ...]:
    """Return how the figures were made."""
    found = [
        Remark(
            "Comparison",
            (
                (
                    "Every stage, touchpoint, lane and card has a key that its copies keep, so what is "
                    "called added, removed, moved or changed is exact and not guessed from names."
                ),
                (
                    "An element that was dragged past its neighbours counts as moved; those it passed do "
                    "not. What a person recorded as split or merged since the older version is told as that, "
                    "and neither as added nor as removed."
                ),
            ),
        ),
        Remark(
            "Feelings",
            (
                (
                    "Ratings lie between −3 and +3, in tenths. A stage’s figure is the plain mean of its "
                    "rated touchpoints. The curve is a monotone cubic (Fritsch and Carlson 1980), so it "
                    "never goes beyond what was rated."
                ),
                (
                    "A verdict needs numbers of people in both versions. Without them it is “cannot "
                    "tell”, whatever the size of the difference."
                ),
                (
                    "A touchpoint that was split off stands against the rating of what it was split from, "
                    "a merged one against the plain mean of what was merged; if one of these was not "
                    "rated, the two are not comparable."
                ),
            ),
        ),
    ]
    said = dict.fromkeys(one.method for one in judgements if one.method)
    if said:
        found.append(
            Remark(
                "Customers’ answers",
                (
                    (
                        "Each person counts once, with the mean of their answers on the map’s scale of −3 to +3. Only answers "
                        f"to the same question with the same scale are compared. Differences: {words.listed(list(said))} over "
                        "all elements of the map, so that of the changes called real at most one in twenty is expected to be chance."
                    ),
                    "With fewer than 10 people in either version nothing is called better or worse.",
                    (
                        "Personas, or segments where no persona is known, are compared where they answered in both versions. "
                        "Their p values are adjusted together, apart from those of all customers."
                    ),
                ),
            )
        )
    if kpis:
        methods = dict.fromkeys(reading.method for kpi in kpis for reading in kpi.readings)
        found.append(
            Remark(
                "KPIs",
                (
                    f"Values and 95 % intervals are computed from counts: {words.listed(list(methods))}.",
                    (
                        "Differences: interval from both readings’ own intervals (Newcombe 1998; Zou and "
                        "Donner 2008). A difference is “better” or “worse” if its interval is clear of "
                        "zero. Each KPI is judged by itself, and a difference has no proven cause."
                    ),
                    (
                        "For each version the reading that shares most days with its evidence window is "
                        "taken; without a window, the newest reading complete when it was published."
                    ),
                ),
            )
        )
    return tuple(found)

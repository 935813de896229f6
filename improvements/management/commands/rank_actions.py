"""Rank the actions of a table."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from msgspec import Struct

from improvements import scoring
from improvements.management import scored_actions
from improvements.management.numbers import as_json, number, write
from improvements.prioritisation import flips, inputs, pareto, portfolio, ranking
from improvements.scoring import dispersion
from journeys.exchange.table.harmless import guarded

if TYPE_CHECKING:
    from improvements.management.scored_actions import ScoredActions
    from improvements.prioritisation.flips import Flip, WeightFlip
    from improvements.prioritisation.inputs import Inputs
    from improvements.prioritisation.portfolio import Portfolio
    from improvements.prioritisation.ranking import Ranking
    from improvements.scoring import Scorecard
    from improvements.scoring.dispersion import Dispersion

PRINTED = 20
#: Rows of disagreement that are told.
MOST_DISAGREEMENTS = 20
HEADS = ["rank", "action", "score", "rank_low", "rank_high", "p_top_k", "p_ahead_of_next", "quadrant", "pareto_layer", "in_portfolio"]  # fmt: skip


class Result(Struct, frozen=True):
    """All that the command says."""

    scorecard: str
    formula: str
    ranking: Ranking
    flip: Flip | None
    weight_flip: WeightFlip | None
    disagreements: list[Dispersion]
    layers: dict[str, int]
    portfolio: Portfolio | None


class Command(BaseCommand):
    """Rank actions."""

    help = (
        "Rank the actions of a CSV, TSV, XLSX or JSON-lines table, and say how sure the order is. Columns: action, and"
        " for every criterion of the scorecard either one column (impact) or three (impact_low, impact_likely,"
        " impact_high); with a column scorer several people's rows of one action count equally. For portfolios: effort"
        " (one unit for all), needs and excludes (names of actions with ; between). Scorecards and their criteria:"
        " impact-feasibility (impact, feasibility: 1 to 5), weighted (those of --weights, 1 to 5), rice (reach, impact,"
        " confidence in per cent, effort), ice (impact, confidence, ease: 1 to 10), wsjf (value, time criticality, risk"
        " reduction, job size), opportunity (importance, satisfaction: 0 to 10). Prints place, score, the places that"
        " hold 90 % of the samples, the probability to be among the first k, and what would change the first place."
        " Ends with 0, or with 1 and one line that says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the table and how to rank it."""
        known = [name.removesuffix("-v1") for name in scoring.SCORECARDS] + ["weighted"]
        parser.add_argument("file", type=Path, help="The table.")
        parser.add_argument(
            "--scorecard", default="impact-feasibility", help=f"One of {', '.join(known)}."
        )
        parser.add_argument(
            "--weights",
            metavar="A=2,B=1",
            help="For the weighted scorecard: criteria and their weights.",
        )
        parser.add_argument(
            "--capacity",
            type=float,
            metavar="N",
            help="Choose the best portfolio of so much effort.",
        )
        parser.add_argument(
            "--must",
            action="append",
            default=[],
            metavar="ACTION",
            help="In the portfolio whatever it is worth.",
        )
        parser.add_argument(
            "--never", action="append", default=[], metavar="ACTION", help="Not in the portfolio."
        )
        parser.add_argument(
            "--top",
            type=int,
            default=10,
            metavar="K",
            help="For the probability to be among the first K; 10 without it.",
        )
        parser.add_argument(
            "--seed", type=int, default=0, help="A whole number from 0; 0 without it."
        )
        parser.add_argument(
            "--samples",
            type=int,
            help="How often to draw; up to 10,000 times without it, less for very many actions.",
        )
        parser.add_argument(
            "--json", type=Path, metavar="OUT.json", help="Write everything as JSON."
        )
        parser.add_argument(
            "--output", type=Path, metavar="OUT.csv", help="Write the ranked table."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, rank, choose, write."""
        for name, lowest in (("top", 1), ("seed", 0), ("samples", 10)):
            if options[name] is not None and options[name] < lowest:
                raise CommandError(f"--{name} is a whole number from {lowest}.")
        weights = _weights(options["weights"])
        card = _card(options["scorecard"], weights)
        table = scored_actions.read(options["file"], card)
        found = inputs.gathered(table.scores, card)
        ranked = ranking.ranked(found, card, k=options["top"], seed=options["seed"], samples=options["samples"])  # fmt: skip
        result = Result(
            card.name, card.formula_words, ranked, flips.first_place(found, card),
            flips.of_weights(found, card, weights or {"impact": 1, "feasibility": 1}) if card.name == "weighted-v1" else None,
            dispersion.of(table.scores, card)[:MOST_DISAGREEMENTS], _layers(found, card),
            _portfolio(table, found, card, options),
        )  # fmt: skip
        self._print(result)
        if options["json"]:
            write(as_json(result), options["json"], self)
        if options["output"]:
            _write_table(options["output"], result)

    def _print(self, result: Result) -> None:
        rows = result.ranking.actions
        self.stdout.write(
            f"{'Rank':>5} {'90 %':>11} {'Score':>10} {f'P(top {result.ranking.k})':>10}  Action"
        )
        for row in rows[:PRINTED]:
            span = f"{row.low:,}–{row.high:,}"
            quadrant = f"  ({row.quadrant})" if row.quadrant else ""
            self.stdout.write(f"{row.rank:>5} {span:>11} {row.score:>10.4g} {row.top_k:>10.0%}  {row.action}{quadrant}")  # fmt: skip
        if len(rows) > PRINTED:
            self.stdout.write(f"  … and {len(rows) - PRINTED:,} more.")
        self.stdout.write(_flip_words(result))
        for one in result.disagreements[:3]:
            if one.highest > one.lowest:
                self.stdout.write(f"Scorers disagree on {one.criterion} of “{one.action}”: {one.lowest:g} to {one.highest:g}.")  # fmt: skip
        if result.portfolio is not None:
            self.stdout.write(_portfolio_words(result.portfolio))


def _card(name: str, weights: dict[str, float] | None) -> Scorecard:
    try:
        return scoring.named(name, weights)
    except KeyError:
        known = ", ".join([*(one.removesuffix("-v1") for one in scoring.SCORECARDS), "weighted"])
        raise CommandError(f"There is no scorecard “{name}”; there are {known}.") from None
    except ValueError as reason:
        raise CommandError(f"--weights: {reason}") from None


def _weights(text: str | None) -> dict[str, float] | None:
    if text is None:
        return None
    found = {}
    for part in text.split(","):
        name, sign, value = part.partition("=")
        if not sign or not name.strip():
            raise CommandError(f"--weights: write criteria with their weights, as in impact=2,feasibility=1; “{part}” is none.")  # fmt: skip
        found[name.strip()] = number(value, f"--weights, {name.strip()}")
    return found


def _layers(found: Inputs, card: Scorecard) -> dict[str, int]:
    """Return the dominance layer of each action on the two axes of the picture, empty without one."""
    if not card.axes:
        return {}
    first, second = (found.middle(name) for name in card.axes)
    return dict(zip(found.actions, pareto.layers(first, second).tolist(), strict=True))


def _portfolio(
    table: ScoredActions, found: Inputs, card: Scorecard, options: dict[str, Any]
) -> Portfolio | None:
    if options["capacity"] is None:
        if options["must"] or options["never"]:
            raise CommandError("--must and --never need a --capacity.")
        return None
    likely = {name: found.middle(name) for name in found.likely}
    effort = table.effort
    if card.effort:
        effort = dict(zip(found.actions, likely[card.effort].tolist(), strict=True))
    missing = next((name for name in found.actions if name not in effort), None)
    if missing is not None:
        raise CommandError(f"A portfolio needs a column “effort”; “{missing}” has none.")
    candidates = [
        portfolio.Candidate(name, value, effort[name], table.needs.get(name, ()), table.excludes.get(name, ()))
        for name, value in zip(found.actions, card.value(likely).tolist(), strict=True)
    ]  # fmt: skip
    try:
        return portfolio.best(candidates, options["capacity"], must=options["must"], never=options["never"])  # fmt: skip
    except portfolio.Infeasible as reason:
        raise CommandError(str(reason)) from None


def _flip_words(result: Result) -> str:
    flip, weight = result.flip, result.weight_flip
    if weight is not None:
        return f"With a weight of {weight.value:.3g} instead of {weight.weight:g} for {weight.criterion}, “{weight.first}” would be first."  # fmt: skip
    if flip is None:
        return "No single estimate, moved within its range, would change the first place."
    return (
        f"If {flip.criterion} of “{flip.action}” were {flip.value:.3g} instead of {flip.likely:.3g}, “{flip.first}” would"
        f" be first; that is {flip.share:.0%} of the way to the end of its range."
    )


def _portfolio_words(found: Portfolio) -> str:
    sure = "the best there is" if found.is_optimal else f"at most {found.gap:.1%} from the best"
    listed = "\n".join(f"  {name}" for name in found.actions[:50])
    more = f"\n  … and {len(found.actions) - 50:,} more." if len(found.actions) > 50 else ""
    return (
        f"Portfolio for a capacity of {found.capacity:g}: {len(found.actions):,} actions, effort {found.effort:g},"
        f" value {found.value:.4g}; {sure}.\n{listed}{more}"
    )


def _write_table(path: Path, result: Result) -> None:
    chosen = set(result.portfolio.actions) if result.portfolio else set()
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(HEADS)
            for row in result.ranking.actions:
                rows.writerow(
                    [
                        row.rank, guarded(row.action), row.score, row.low, row.high, row.top_k, row.ahead_of_next,
                        row.quadrant, result.layers.get(row.action, ""),
                        ("yes" if row.action in chosen else "no") if result.portfolio else "",
                    ]
                )  # fmt: skip
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None

"""Plan an experiment: people, power, smallest effect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from django.core.management.base import BaseCommand, CommandError, CommandParser
from msgspec import Struct, structs

from improvements.analysis import planning, sequential
from improvements.analysis.results import NotPossible
from improvements.management.numbers import as_json, parts, write

if TYPE_CHECKING:
    from improvements.analysis.planning import Plan
    from improvements.analysis.sequential import Look


class Planned(Struct, frozen=True):
    """The plan, the bounds of its looks, and the same in a sentence."""

    plan: Plan
    looks: list[Look]
    words: str


class Command(BaseCommand):
    """Plan an experiment."""

    help = (
        "Work out how many people an experiment needs; or, with --n, the power they give for an --effect, or the smallest"
        " effect they show. For a share: --baseline 0.10 --effect 0.02 (shares: 0.02 is two percentage points); for a"
        " mean: --sd 1.2 --effect 0.3 (in the mean's unit); for NPS: --nps 0.45,0.2 (shares of promoters and detractors)"
        " --effect 8 (points). Two-sided. Writes JSON and prints a sentence. Ends with 0, or with 1 and one line that"
        " says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what is known."""
        parser.add_argument("--baseline", type=float, help="The share now, between 0 and 1.")
        parser.add_argument("--sd", type=float, help="The standard deviation of one value.")
        parser.add_argument(
            "--nps", metavar="P,D", help="Shares of promoters and detractors now, between 0 and 1."
        )
        parser.add_argument("--effect", type=float, help="The smallest difference worth finding.")
        parser.add_argument("--n", type=float, help="People in the control group.")
        parser.add_argument(
            "--power",
            type=float,
            help="The chance to find the effect if it is there; 0.8 without it.",
        )
        parser.add_argument(
            "--alpha", type=float, default=0.05, help="Two-sided error rate; 0.05 without it."
        )
        parser.add_argument(
            "--ratio",
            type=float,
            default=1.0,
            help="People in treatment per person in control; 1 without it.",
        )
        parser.add_argument(
            "--method",
            choices=list(planning.METHODS),
            default="pooled",
            help="For shares: which approximation.",
        )
        parser.add_argument(
            "--looks", type=int, default=1, help="Planned looks at the data, equally spaced."
        )
        parser.add_argument(
            "--spending",
            choices=list(get_args(sequential.Kind)),
            default="obrien-fleming",
            help="Which bounds the looks have.",
        )
        parser.add_argument(
            "--per-day", type=float, help="People a day that take part, all groups together."
        )
        parser.add_argument(
            "--output", type=Path, metavar="OUT.json", help="Write there instead of printing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan and write."""
        try:
            plan = _plan(options)
            looks: list[Look] = []
            if options["looks"] != 1:
                plan = planning.with_looks(plan, options["looks"], options["spending"])
                times = [(one + 1) / options["looks"] for one in range(options["looks"])]
                looks = sequential.bounds(options["spending"], times, plan.alpha)
            if options["per_day"] is not None:
                plan = structs.replace(plan, days=planning.days(plan, options["per_day"]))
        except NotPossible as reason:
            raise CommandError(str(reason)) from None
        words = _words(plan, options)
        write(as_json(Planned(plan, looks, words)), options["output"], self)
        if options["output"] is not None:
            self.stdout.write(words)


def _plan(options: dict[str, Any]) -> Plan:
    kinds = [name for name in ("baseline", "sd", "nps") if options[name] is not None]
    if len(kinds) != 1:
        raise CommandError("Give one of --baseline (a share), --sd (a mean) and --nps (shares of promoters and detractors).")  # fmt: skip
    n, effect, power = options["n"], options["effect"], options["power"]
    if power is None and (n is None or effect is None):
        power = 0.8
    known: dict[str, Any] = {"effect": effect, "n": n, "power": power, "alpha": options["alpha"], "ratio": options["ratio"]}  # fmt: skip
    if kinds == ["baseline"]:
        return planning.shares(options["baseline"], method=options["method"], **known)
    if kinds == ["sd"]:
        return planning.means(options["sd"], **known)
    promoters, detractors = parts(options["nps"], "--nps", "promoters,detractors")
    return planning.means(planning.spread_of_nps(promoters, detractors), **known)


def _words(plan: Plan, options: dict[str, Any]) -> str:
    unit = (
        " percentage points"
        if options["baseline"] is not None
        else " points"
        if options["nps"]
        else ""
    )
    size = plan.effect * 100 if options["baseline"] is not None else plan.effect
    first, second = plan.people
    people = (
        f"{first:,} people in each group" if first == second else f"{first:,} and {second:,} people"
    )
    time = f" That takes {plan.days:,} days." if plan.days is not None else ""
    return (
        f"With {people}, a difference of {abs(size):.3g}{unit} is found {100 * plan.power:.0f} times in 100 if it is"
        f" there, and a difference is claimed {100 * plan.alpha:.3g} times in 100 if there is none.{time}"
    )

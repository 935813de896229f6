"""Read an experiment from plain numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from msgspec import Struct, structs

from improvements.analysis import experiments, guardrails, multiple, sample_ratio
from improvements.analysis.experiments import ExperimentReading, Settings
from improvements.analysis.guardrails import Guarded
from improvements.analysis.results import NotPossible
from improvements.management.metrics import Group, read
from improvements.management.numbers import as_json, number, parts, write

if TYPE_CHECKING:
    from improvements.analysis.experiments import Kind
    from improvements.analysis.sample_ratio import SampleRatio

CONTROL = "control"
#: Option → kind of metric, and how its figures are written.
GIVEN: dict[str, tuple[Kind, str, str]] = {
    "": ("proportion", "x/n", "/"),
    "_mean": ("mean", "n,mean,sd", ","),
    "_nps": ("nps", "promoters,passives,detractors", ","),
}


class MetricResult(Struct, frozen=True):
    """A metric in one group against the control."""

    metric: str
    arm: str
    control_arm: str
    verdict: str
    reason: str
    decision: str
    reading: ExperimentReading


class Result(Struct, frozen=True):
    """All that the command says."""

    alpha: float
    correction: str
    sample_ratio: SampleRatio | None
    results: list[MetricResult]


class Command(BaseCommand):
    """Analyse an experiment."""

    help = (
        "Say what an A/B test, pilot or before–after comparison allows to conclude. Give both groups as counts"
        " (--control 48/80 --treatment 56/70), as n, mean and standard deviation (--control-mean, --treatment-mean), as"
        " promoters, passives and detractors (--control-nps, --treatment-nps), or a table with a row per metric and"
        " group: columns metric, arm, and numerator, denominator; or n, mean, sd; or promoters, passives, detractors."
        " Writes JSON: the difference treatment − control with the interval of every method (shares: 0.05 is five"
        " percentage points; NPS in points; means in their unit), tests with p, a check of the split, what peeking"
        " allows, a Bayesian view, and the verdict: better, worse, not_worse (with a margin), no_detectable_change,"
        " cannot_tell, not_comparable. Ends with 0, or with 1 and one line that says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the figures and what was fixed before the data."""
        parser.add_argument(
            "file", nargs="?", type=Path, help="A CSV, TSV, XLSX or JSON-lines table."
        )
        for group in ("control", "treatment"):
            parser.add_argument(f"--{group}", metavar="X/N", help="Counts: 48/80.")
            parser.add_argument(
                f"--{group}-mean", metavar="N,MEAN,SD", help="For example 120,4.2,1.1"
            )
            parser.add_argument(
                f"--{group}-nps", metavar="P,A,D", help="Promoters, passives, detractors."
            )
        parser.add_argument(
            "--alpha", type=float, default=0.05, help="Two-sided error rate; 0.05 without it."
        )
        parser.add_argument(
            "--margin",
            type=float,
            help="How much worse would still do (non-inferiority), in the metric's unit: 0.02 is two points of a share.",
        )
        parser.add_argument(
            "--minimum-effect",
            type=float,
            help="The smallest effect worth having, in the metric's unit.",
        )
        parser.add_argument(
            "--direction", choices=["higher", "lower"], default="higher", help="Which is better."
        )
        parser.add_argument(
            "--looks", type=int, default=1, help="How many looks at the data were planned."
        )
        parser.add_argument("--look", type=int, help="Which of them this is; the last without it.")
        parser.add_argument(
            "--planned-split",
            metavar="A:B",
            help="How people were to be divided, control first; equally without it.",
        )
        parser.add_argument(
            "--control-arm", default=CONTROL, help="In a table: what the control group is called."
        )
        parser.add_argument(
            "--correction",
            choices=list(multiple.CORRECTIONS),
            default="holm",
            help="For several metrics or groups.",
        )
        parser.add_argument(
            "--guardrail",
            action="append",
            default=[],
            metavar="METRIC=MARGIN",
            help="In a table: a metric that must not get worse by this margin or more, METRIC=-MARGIN if less of it is"
            " better. It is no finding of its own; it tells whether to adopt the others. May be given several times.",
        )
        parser.add_argument(
            "--output", type=Path, metavar="OUT.json", help="Write there instead of printing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, analyse, write."""
        settings = _settings(options)
        groups = read(options["file"]) if options["file"] else _given(options)
        if options["file"] and any(options[f"control{kind}"] for kind in GIVEN):
            raise CommandError("Give a table or figures, not both.")
        try:
            result = _result(groups, settings, options)
        except NotPossible as reason:
            raise CommandError(str(reason)) from None
        write(as_json(result), options["output"], self)


def _settings(options: dict[str, Any]) -> Settings:
    if not 0 < options["alpha"] < 1:
        raise CommandError("--alpha lies between 0 and 1.")
    for name in ("margin", "minimum_effect"):
        if options[name] is not None and options[name] <= 0:
            raise CommandError(f"--{name.replace('_', '-')} is a number above 0.")
    if options["looks"] < 1 or (options["look"] or 1) < 1:
        raise CommandError("--looks and --look are whole numbers from 1.")
    return Settings(
        options["alpha"], options["direction"] == "higher", options["margin"], options["minimum_effect"],
        options["looks"], options["look"],
    )  # fmt: skip


def _given(options: dict[str, Any]) -> list[Group]:
    groups = []
    for name, (kind, form, separator) in GIVEN.items():
        both = [options[f"{side}{name}"] for side in ("control", "treatment")]
        if not any(both):
            continue
        if not all(both):
            raise CommandError(f"Give --control{name.replace('_', '-')} and --treatment{name.replace('_', '-')}, both.")  # fmt: skip
        for arm, text in zip(("control", "treatment"), both, strict=True):
            figures = parts(text, f"--{arm}{name.replace('_', '-')}", form, separator)
            groups.append(Group(0, kind, arm, kind, figures))
    if not groups:
        raise CommandError("Give the figures of both groups, as in --control 48/80 --treatment 56/70, or a table.")  # fmt: skip
    return groups


def _result(groups: list[Group], settings: Settings, options: dict[str, Any]) -> Result:
    control_name = _control(groups, options["control_arm"]) if options["file"] else CONTROL
    metrics = list(dict.fromkeys(group.metric for group in groups))
    found: list[tuple[Group, ExperimentReading]] = []
    guarded: dict[str, list[Guarded]] = {}
    guards = _guards(options["guardrail"], metrics, settings)
    ratio = _ratio(groups, metrics[0], options["planned_split"])
    for metric in metrics:
        rows = [group for group in groups if group.metric == metric]
        control = next((one for one in rows if one.arm == control_name), None)
        if control is None:
            raise CommandError(f"“{metric}” has no row of the control group “{control_name}”.")
        fixed = guards.get(metric, settings)
        for one in rows:
            if one.arm == control_name:
                continue
            reading = _unless_torn(_reading(control, one, fixed), ratio)
            if metric in guards:
                guarded.setdefault(one.arm, []).append(Guarded(metric, fixed, reading))
            else:
                found.append((one, reading))
    if not found:
        raise CommandError("There is no group beside the control." if not guarded else "Every metric is a guardrail; name one that is not.")  # fmt: skip
    told = {arm: guardrails.read(several) for arm, several in guarded.items()}
    adjusted = multiple.adjusted([reading.p for _, reading in found], options["correction"])
    results = []
    for (group, reading), p in zip(found, adjusted, strict=True):
        judged = _unless_torn(experiments.with_adjusted_p(reading, p, settings), ratio)
        judged = structs.replace(judged, guardrails=told.get(group.arm, ()))
        judged = structs.replace(judged, decision=guardrails.advice(judged, judged.guardrails))
        results.append(MetricResult(group.metric, group.arm, control_name, judged.verdict, judged.reason, judged.decision, judged))  # fmt: skip
    correction = options["correction"] if len(found) > 1 else "none"
    return Result(settings.alpha, correction, ratio, results)


def _unless_torn(reading: ExperimentReading, ratio: SampleRatio | None) -> ExperimentReading:
    if ratio is None or not ratio.is_suspect:
        return reading
    reason = f"People were not divided as planned (p = {ratio.p:.2g})."
    return experiments.not_comparable(reading, reason)


def _guards(given: list[str], metrics: list[str], settings: Settings) -> dict[str, Settings]:
    """Return what was fixed for each metric that is a guardrail."""
    found = {}
    for text in given:
        name, _, margin = text.rpartition("=")
        if name not in metrics:
            raise CommandError(f"--guardrail: there is no metric “{name}”; there are {', '.join(metrics)}.")  # fmt: skip
        size = number(margin, "--guardrail")
        if size == 0:
            raise CommandError("--guardrail: the margin is not 0.")
        found[name] = structs.replace(
            settings, margin=abs(size), higher_is_better=size > 0, minimum_effect=None
        )
    return found


def _reading(control: Group, group: Group, settings: Settings) -> ExperimentReading:
    if control.kind != group.kind:
        raise CommandError(f"Rows {control.row} and {group.row}: “{group.metric}” is given in two kinds of figures.")  # fmt: skip
    return experiments.of(control.kind, control.figures, group.figures, settings)


def _control(groups: list[Group], name: str) -> str:
    arms = list(dict.fromkeys(group.arm for group in groups))
    found = next((arm for arm in arms if arm.casefold() == name.casefold()), None)
    if found is None:
        raise CommandError(f"No group is called “{name}”; there are {', '.join(arms)}. Name it with --control-arm.")  # fmt: skip
    return found


def _ratio(groups: list[Group], metric: str, planned: str | None) -> SampleRatio | None:
    """Check the split of the first metric, where people are counted."""
    rows = [group for group in groups if group.metric == metric]
    people = [group.figures[1] if group.kind == "proportion" else group.figures[0] if group.kind == "mean" else sum(group.figures) for group in rows]  # fmt: skip
    split = None
    if planned is not None:
        split = [number(one, "--planned-split") for one in planned.split(":")]
        if len(split) != len(people):
            raise CommandError(
                f"--planned-split names {len(split)} groups; there are {len(people)}."
            )
        if min(split) <= 0:
            raise CommandError("--planned-split: every share is above 0.")
    return sample_ratio.check(people, split)

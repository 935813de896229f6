"""The experiment log: every test with what was fixed before, what came of it, and what was decided."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from improvements import experiments
from improvements.models import Experiment, Round
from improvements.reports import effects
from improvements.reports.of_program import OfProgram, provenance
from journeys.reports import sections, words
from journeys.reports.remarks import Remark
from journeys.reports.sections import Block, Picture, Section, SectionsSaid, Table
from journeys.reports.version_comparison.front import Count as Number
from journeys.reports.version_comparison.front import KeyFigure, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from journeys.models import Program

FRONT_ROWS, MOST = 8, 200
VERDICTS = {
    "better": ("better", "better"), "worse": ("worse", "worse"), "no_detectable_change": ("no detectable change", "none"),
    "cannot_tell": ("cannot tell", "cannot_tell"), "not_worse": ("not worse", "none"), "not_comparable": ("not comparable", "not_comparable"),
}  # fmt: skip

GUARDRAILS = {
    "holds": ("holds", "better"),
    "broken": ("broken", "worse"),
    "cannot_tell": ("cannot tell", "cannot_tell"),
    "not_comparable": ("not comparable", "not_comparable"),
}


class ExperimentLog(OfProgram):
    """Every test of a program, as a PDF for a board."""

    label = "Experiment log"

    def build(
        self, program: Program, read_at: datetime, made_by: str, report_id: int | None
    ) -> SectionsSaid:
        """Return all the report says."""
        rows = Experiment.objects.filter(program=program).select_related("kpi", "action")
        found = list(rows.prefetch_related("rounds__guards__kpi").order_by("-id")[:MOST])
        concluded = [
            (one, row)
            for one in found
            for row in one.rounds.all()
            if row.state == Round.State.CONCLUDED
        ]
        concluded.sort(key=lambda pair: (pair[1].concluded_at or read_at, pair[1].pk), reverse=True)
        name, headline = words.clean(program.name), _headline(found, concluded)
        return SectionsSaid(
            kind="Experiment log", title=f"{name}: experiment log", about=name, program_name=name, headline=headline,
            headline_size=size(headline), status=words.counted(len(found), "experiment"), status_note="", figures=_figures(found, concluded),
            margin=(Remark("How to read it", ("What would count as success was written down before the data. A verdict says what the data allow, the decision what the team did.",)),),
            front=(Block("Concluded last", table=_concluded(concluded[:FRONT_ROWS])),),
            sections=tuple(_section(one) for one in found) or (Section("Experiments", (Block(table=_concluded(())),)),),
            methods=tuple(_methods()), provenance=tuple(provenance(program, read_at, made_by, report_id)),
            **sections.made(read_at, made_by),
        )  # fmt: skip


#: What `settings.REPORTS` names.
kind = ExperimentLog()


def _headline(found: Sequence[Experiment], concluded: Sequence[tuple[Experiment, Round]]) -> str:
    if not found:
        return "Nothing was tested yet."
    if not concluded:
        return f"{words.counted(len(found), 'experiment')}, none concluded yet."
    better = sum(row.analysis.get("verdict") == "better" for _, row in concluded)
    return f"{words.counted(len(concluded), 'round')} concluded: {better or 'none'} better than what was there."


def _figures(
    found: Sequence[Experiment], concluded: Sequence[tuple[Experiment, Round]]
) -> tuple[KeyFigure, ...]:
    decided = Counter(row.get_decision_display().split()[0].lower() for _, row in concluded)
    verdicts = Counter(row.analysis.get("verdict", "cannot_tell") for _, row in concluded)
    running = sum(row.state == Round.State.RUNNING for one in found for row in one.rounds.all())
    return (
        KeyFigure("Experiments", (Number(len(found), "in all", "none"),), f"{running} running" if running else "none running"),
        KeyFigure("Verdicts", tuple(Number(verdicts[name], word, mark) for name, (word, mark) in VERDICTS.items() if verdicts[name])[:3], "" if concluded else "none yet"),
        KeyFigure("Decisions", tuple(Number(number, word, "none") for word, number in sorted(decided.items())), "" if decided else "none yet"),
    )  # fmt: skip


def _concluded(rows: Sequence[tuple[Experiment, Round]]) -> Table:
    return Table(
        sections.heads(("Experiment", 40), ("Verdict", 20), ("Difference (95 %)", 22), ("Decision", 18)),
        tuple(
            sections.row(sections.cell(f"{one.name}, round {row.number}", one.kpi.name), _verdict(row), _difference(row), row.get_decision_display())
            for one, row in rows
        ), "No round is concluded yet.",
    )  # fmt: skip


def _section(one: Experiment) -> Section:
    rounds = sorted(one.rounds.all(), key=lambda row: row.number)
    lead = words.clean(one.hypothesis) or "No hypothesis was written down."
    return Section(
        words.clean(one.name), tuple(_round(one, row) for row in rounds) or (Block(lead="No round is planned yet."),),
        f"{lead} {one.get_kind_display()} of “{words.clean(one.action.title)}” on {words.clean(one.kpi.name)}.",
    )  # fmt: skip


def _round(one: Experiment, row: Round) -> Block:
    planned = [
        ("Smallest effect worth having", f"{row.minimum_effect:g}"),
        ("α, power", f"{row.alpha:g}, {row.power:g}"),
    ]
    planned += [
        ("People per group", f"{row.planned_n:,}" if row.planned_n else words.NONE),
        ("Planned looks", f"{row.looks}"),
    ]
    planned += [(name, said) for name, said in (("Margin", f"{row.margin:g}" if row.margin is not None else ""), ("Stop rule", row.stop_rule), ("Watched without a KPI", row.guardrails.replace("\n", "; "))) if said]  # fmt: skip
    planned += [
        ("Guardrail", f"{guard.kpi.name}: worse by less than {guard.margin:g}")
        for guard in row.guards.all()
    ]
    told: list[Any] = [sections.row(name, said) for name, said in planned]
    if row.started_at:
        told.append(sections.row("Started", words.local_day(row.started_at)))
    if row.state == Round.State.CONCLUDED:
        found = row.analysis
        told += [
            sections.row("Verdict", _verdict(row)), sections.row("Difference, treatment − control", _difference(row)),
            sections.row("People", f"{found.get('n_control', 0):,.0f} and {found.get('n_treatment', 0):,.0f}"),
            sections.row("p, always-valid p", f"{found.get('p', 1):.3f}, {found.get('sequential', {}).get('always_valid_p', 1):.3f}"),
            sections.row("Probability to be better", f"{100 * found.get('belief', {}).get('probability', 0.5):.0f} %"),
            *(sections.row(f"Guardrail {one['name']}", _guardrail(one)) for one in found.get("guardrails", ())),
            sections.row("Decision", sections.cell(row.get_decision_display(), row.reason)),
        ]  # fmt: skip
    state = row.get_state_display().lower()
    return Block(
        f"Round {row.number}, {state}",
        table=Table(sections.heads(("What", 36), ("Which", 64)), tuple(told)),
        picture=_picture(one, row),
    )


def _verdict(row: Round) -> sections.Cell:
    name = row.analysis.get("verdict", "cannot_tell")
    word, mark = VERDICTS.get(name, (name, "none"))
    return sections.cell(word, row.analysis.get("reason", ""), mark=mark)


def _picture(one: Experiment, row: Round) -> Picture | None:
    if row.state != Round.State.CONCLUDED:
        return None
    row.experiment = one
    reading = experiments.reading_of(row)
    return None if reading is None else Picture(effects.drawing(row, reading), effects.SAYS)


def _guardrail(one: dict[str, Any]) -> sections.Cell:
    word, mark = GUARDRAILS.get(one["verdict"], (one["verdict"], "none"))
    if one.get("difference") is None:
        return sections.cell(word, one["reason"], mark=mark)
    kind = one["kind"]
    said = f"{effects.told(kind, one['difference'])}, {effects.between(kind, one['low'], one['high'])}; {one['reason']}"
    people = f"{one['n_control']:,.0f} and {one['n_treatment']:,.0f} people"
    return sections.cell(word, said, f"{people}; {one['method']}", mark=mark)


def _difference(row: Round) -> sections.Cell:
    found = row.analysis
    if not found.get("intervals"):
        return sections.cell(words.NONE)
    kind, interval = found["kind"], found["intervals"][0]
    told = effects.told(kind, found["difference"])
    ends = effects.ends(kind, interval["low"], interval["high"])
    return sections.cell(told, ends, interval["method"], strong=True)


def _methods() -> Iterator[Remark]:
    yield Remark(
        "Verdicts",
        (
            "By the recommended method of each kind of KPI, named with each interval; p adjusted where several were tested. Planned looks have O’Brien–Fleming bounds; the always-valid p holds however often one looks.",
        ),
    )
    yield Remark(
        "Guardrails",
        (
            "Each must be shown not to be worse by its margin or more, at full α, since all have to hold (intersection–union test). That one is broken is a finding: its p is adjusted for all guardrails (Holm).",
        ),
    )
    yield Remark(
        "Changes of plan",
        (
            "What was fixed before the data cannot be changed once a round has started: another plan is another round.",
        ),
    )

"""The priorities report: what to do first, how sure that is, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from improvements import priorities, wording
from improvements.models import Action
from improvements.models.action import State
from improvements.reports import quadrants
from improvements.reports.of_program import OfProgram, provenance
from journeys.reports import sections, words
from journeys.reports.remarks import Remark
from journeys.reports.sections import Block, Bullets, Picture, Section, SectionsSaid, Table
from journeys.reports.version_comparison.front import Count, KeyFigure, size

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from improvements.priorities import Priorities, RankedAction
    from journeys.models import Program
    from journeys.rendering.markup import Drawing

K, FRONT_ROWS, DRAWN, MOST_ROWS = 3, 8, 30, 200
#: Among the first `K` in so many draws an action is safe to start; in so few it is out of the question.
SAFE, OUT = 0.75, 0.05


class PrioritiesReport(OfProgram):
    """What to do first, as a PDF for a board."""

    label = "Priorities"

    def build(
        self, program: Program, read_at: datetime, made_by: str, report_id: int | None
    ) -> SectionsSaid:
        """Return all the report says."""
        found, card = priorities.of(program.pk, k=K), priorities.card_of(program.pk)
        name = words.clean(program.name)
        headline = _headline(found)
        picture = quadrants.drawing(found.actions[:DRAWN], card)
        return SectionsSaid(
            kind="Priorities", title=f"{name}: priorities", about=name, program_name=name, headline=headline,
            headline_size=size(headline), status=f"{card.title}:", status_note=card.formula_words, figures=_figures(found),
            margin=tuple(_margin(found)), front=(_front(found, picture),),
            sections=(
                Section("The whole order", (
                    Block(table=_table(found.actions[:MOST_ROWS], program.pk)),
                    Block("What would change it", bullets=Bullets(tuple(_changes(found)))),
                )),
            ),
            methods=tuple(_methods(found)), provenance=tuple(provenance(program, read_at, made_by, report_id)),
            **sections.made(read_at, made_by),
        )  # fmt: skip


#: What `settings.REPORTS` names.
kind = PrioritiesReport()


def _headline(found: Priorities) -> str:
    if not found.actions:
        return "No action is scored yet, so nothing can be said about what to do first."
    safe = [f"“{words.clean(one.title)}”" for one in found.actions if one.place.top_k >= SAFE]
    if not safe:
        return f"No action is surely among the first {found.k}: what the scorers know does not tell them apart."
    return f"{words.listed(safe)} {'is' if len(safe) == 1 else 'are'} safe to start."


def _front(found: Priorities, picture: Drawing | None) -> Block:
    if picture is None or not found.actions:
        return Block("The first places", table=_table(found.actions[:FRONT_ROWS]))
    said = f"Dark: more likely than not among the first {found.k}. The cross goes from the lowest to the highest value any scorer gave."
    return Block(picture=Picture(picture, said))


def _figures(found: Priorities) -> tuple[KeyFigure, ...]:
    safe = sum(one.place.top_k >= SAFE for one in found.actions)
    wins = sum(one.place.quadrant == "quick win" for one in found.actions)
    open_ = sum(OUT <= one.place.top_k < SAFE for one in found.actions)
    return (
        KeyFigure("Actions", (Count(len(found.actions), "scored", "none"),), f"{len(found.unscored)} not scored" if found.unscored else ""),
        KeyFigure("Safe to start", (Count(safe, f"of the first {found.k}", "better"),) if safe else (), "" if safe else "none is"),
        KeyFigure("May still get there", (Count(open_, "action" if open_ == 1 else "actions", "cannot_tell"),) if open_ else (), "" if open_ else "none"),
        KeyFigure("Quick wins", (Count(wins, "likely", "none"),) if wins else (), "" if wins else "none"),
    )  # fmt: skip


def _table(shown: tuple[RankedAction, ...], program_id: int | None = None) -> Table:
    facts = {}
    if program_id is not None:
        rows = Action.objects.filter(program_id=program_id).select_related("owner")
        rows = rows.prefetch_related("predictions__kpi").defer("problem", "hypothesis")
        facts = {action.pk: action for action in rows}
    told = tuple(
        sections.row(
            sections.cell(
                one.title, one.place.quadrant, *(_expected(facts[one.id]) if one.id in facts else ())
            ),
            sections.cell(f"{one.place.rank}", f"{one.place.low} to {one.place.high}", strong=True), _share(one.place.top_k),
            f"{one.scorers}", str(State(one.state).label),
        )
        for one in shown
    )  # fmt: skip
    return Table(
        sections.heads(("Action", 46), ("Rank (90 %)", 14), (f"Among the first {K}", 14), ("Scorers", 10), ("State", 16)),
        told, "Nothing is scored yet.",
    )  # fmt: skip


def _expected(action: Action) -> Iterator[str]:
    for one in action.predictions.all():
        yield f"Should move {one.kpi.name} by {wording.between(one.kpi, one.low, one.high)}"


def _share(share: float) -> str:
    return "under 1 %" if 0 < share < 0.01 else f"{100 * share:.0f} %"


def _changes(found: Priorities) -> Iterator[str]:
    titles = {str(one.id): words.clean(one.title) for one in found.actions}
    flip = found.flip
    if flip is not None:
        yield (
            f"If {flip.criterion} of “{titles[flip.action]}” were {flip.value:.1f} instead of {flip.likely:.1f},"
            f" “{titles[flip.first]}” would be first. Talk about that one before deciding."
        )
    elif found.actions:
        yield "No single estimate, moved within its range, would change the first place."
    split = [
        titles[one.action]
        for one in found.disagreements
        if one.agreement is not None and one.agreement < 0.5
    ]
    if split:
        yield f"Scorers are split about {words.listed([f'“{title}”' for title in split[:5]])}."
    if found.actions:
        yield f"Doing the first {found.k} as they stand is expected to lack {found.regret:.2f} points of score against the best {found.k} there are."


def _margin(found: Priorities) -> Iterator[Remark]:
    yield Remark(
        "How to read it",
        (
            "A rank with a range: in 90 of 100 draws from what the scorers said, the action stood within it.",
        ),
    )
    if found.unscored:
        yield Remark(
            "Not in it", (f"{words.counted(len(found.unscored), 'action')} nobody has scored yet.",)
        )


def _methods(found: Priorities) -> Iterator[Remark]:
    yield Remark(
        "Ranking",
        (f"{found.method}; {found.samples:,} draws, seed {found.seed}. Score: {found.formula}.",),
    )
    yield Remark(
        "Scores",
        (
            "Each scorer gives a low, a likely and a high value, without seeing the others’. Scorers are mixed with equal weight, not averaged away.",
        ),
    )

"""Priorities: the impact × feasibility picture beside the ranked table, and what would change the order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from msgspec import Struct

from improvements import priorities
from improvements.models.action import State
from improvements.prioritisation.portfolio import Infeasible
from journeys.admin import current
from journeys.admin.pages.frame import show

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

    from improvements.priorities import Priorities, RankedAction
    from improvements.prioritisation.portfolio import Portfolio
    from improvements.scoring import Scorecard

#: The picture: its plot area in user units.
LEFT, TOP, SIZE = 56, 16, 480
#: Left, top, right and bottom of a label.
_Box = tuple[float, float, float, float]
#: The width of a letter of a label on average, and how many are shown.
LETTER, LONGEST_LABEL = 6.0, 26
#: The strip that shows ranks, in user units.
STRIP = 140
MOST_SHOWN = 60
#: Below this agreement scorers are called split.
SPLIT = 0.5


class Point(Struct, frozen=True):
    """An action in the picture: its place, its cross, its label and on which side that stands."""

    rank: int
    title: str
    x: float
    y: float
    left: float
    right: float
    top: float
    bottom: float
    is_likely: bool
    anchor: str
    label_x: float
    label_y: float


class Row(Struct, frozen=True):
    """An action in the table; `from_x` to `to_x` is where it could rank, `x` its place, `bar` its P(top k) of 100."""

    action: RankedAction
    state: str
    from_x: float
    width: float
    x: float
    bar: float
    percent: str
    is_split: bool


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the priorities of the program at hand; `?capacity=` chooses the best portfolio."""
    program = current.program(request)
    if program is None:
        raise Http404
    card = priorities.card_of(program.pk)
    found = priorities.of(program.pk, k=3)
    chosen, refusal, capacity = _portfolio(request, program.pk)
    shown = found.actions[:MOST_SHOWN]
    split = {
        int(one.action)
        for one in found.disagreements
        if one.agreement is not None and one.agreement < SPLIT
    }
    titles = {str(one.id): one.title for one in found.actions}
    return show(
        request, site, "improvements/priorities", title="Priorities",
        crumbs=[
            (program.name, reverse("admin:journeys_program_home", args=[program.pk])),
            ("Actions", reverse("admin:improvements_action_changelist")),
        ],
        found=found, card=card, sentence=_sentence(found), points=_points(shown, card),
        ticks=_ticks(card), rows=[_row(one, found, split) for one in shown], more=len(found.actions) - len(shown),
        middle=SIZE / 2, size=SIZE, left=LEFT, top=TOP, flip=_flip(found, titles), capacity=capacity,
        chosen=chosen, chosen_titles=[titles[name] for name in chosen.actions] if chosen else [], refusal=refusal,
        may_score=request.user.has_perm("improvements.add_score", program),
    )  # fmt: skip


def _portfolio(request: HttpRequest, program_id: int) -> tuple[Portfolio | None, str, str]:
    given = request.GET.get("capacity", "").strip()
    if not given:
        return None, "", ""
    try:
        capacity = float(given)
        return priorities.portfolio_of(program_id, capacity), "", given
    except ValueError as reason:
        words = (
            str(reason)
            if isinstance(reason, Infeasible)
            else "Give the capacity as a number of person-days."
        )
        return None, words, given


def _sentence(found: Priorities) -> str:
    """Say in one sentence which are safe to start."""
    if not found.actions:
        return "Nothing is scored yet."
    safe = [one.title for one in found.actions if one.place.top_k >= 0.75]
    if not safe:
        return f"No action is surely among the first {found.k}: score with narrower ranges, or find out more."
    names = " and ".join(
        filter(None, [", ".join(f"“{name}”" for name in safe[:-1]), f"“{safe[-1]}”"])
    )
    verb = "is" if len(safe) == 1 else "are"
    return f"{names} {verb} safe to start."


def _points(shown: tuple[RankedAction, ...], card: Scorecard) -> list[Point]:
    if not card.axes:
        return []
    benefit, ease = (card.criterion(name) for name in card.axes)

    def x(value: float) -> float:
        return round(LEFT + SIZE * (value - ease.lowest) / ((ease.highest or 1) - ease.lowest), 1)

    def y(value: float) -> float:
        return round(
            TOP + SIZE * (1 - (value - benefit.lowest) / ((benefit.highest or 1) - benefit.lowest)),
            1,
        )

    points, taken = [], list[_Box]()
    for one in shown:
        if one.axes is None or one.spans is None:
            continue
        at = (x(one.axes[1]), y(one.axes[0]))
        anchor, label_x, label_y = _label(at, one.title, taken)
        points.append(
            Point(
                one.place.rank, one.title, *at, x(one.spans[1][0]), x(one.spans[1][1]), y(one.spans[0][1]),
                y(one.spans[0][0]), one.place.top_k > 0.5, anchor, label_x, label_y,
            )
        )  # fmt: skip
    return points


def _label(at: tuple[float, float], title: str, taken: list[_Box]) -> tuple[str, float, float]:
    """Return anchor and place of a label that meets no other label, if there is one around its point."""
    width = LETTER * (min(len(title), LONGEST_LABEL) + 3)
    places = [
        (anchor, at[0] + (10 if anchor == "start" else -10), at[1] + down)
        for down in (-9, 20, -24, 35)
        for anchor in ("start", "end")
    ]
    free = [place for place in places if _is_free(_box(place, width), taken)]
    chosen = (free or places)[0]
    taken.append(_box(chosen, width))
    return chosen


def _box(place: tuple[str, float, float], width: float) -> _Box:
    anchor, x, y = place
    left = x if anchor == "start" else x - width
    return left, y - 12, left + width, y + 3


def _is_free(box: _Box, taken: list[_Box]) -> bool:
    left, top, right, bottom = box
    if left < LEFT or right > LEFT + SIZE + 20:
        return False
    return all(
        right < other[0] or left > other[2] or bottom < other[1] or top > other[3]
        for other in taken
    )


def _ticks(card: Scorecard) -> list[tuple[str, float, float]]:
    """Return the marks of both axes: what they say, and where along x and y."""
    if not card.axes:
        return []
    criterion = card.criterion(card.axes[0])
    low, high = int(criterion.lowest), int(criterion.highest or 0)
    return [
        (str(value), LEFT + SIZE * (value - low) / (high - low), TOP + SIZE * (1 - (value - low) / (high - low)))
        for value in range(low, high + 1)
    ]  # fmt: skip


def _row(one: RankedAction, found: Priorities, split: set[int]) -> Row:
    last = max(len(found.actions) - 1, 1)

    def x(rank: int) -> float:
        return round(6 + (STRIP - 12) * (rank - 1) / last, 1)

    share = one.place.top_k
    percent = "<1 %" if 0 < share < 0.01 else f"{100 * share:.0f} %"
    return Row(
        one, str(State(one.state).label), x(one.place.low), round(max(x(one.place.high) - x(one.place.low), 1), 1),
        x(one.place.rank), round(100 * share, 1), percent, one.id in split,
    )  # fmt: skip


def _flip(found: Priorities, titles: dict[str, str]) -> dict[str, Any] | None:
    flip = found.flip
    if flip is None:
        return None
    return {
        "first": titles[flip.first], "action": titles[flip.action], "criterion": flip.criterion,
        "likely": f"{flip.likely:.1f}", "value": f"{flip.value:.1f}",
    }  # fmt: skip

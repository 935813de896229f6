"""What reading a file gives: the maps in it, what is wrong with it, and what a map cannot hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeys.contents import MapContents

Severity = Literal["error", "warning"]

#: More problems than this are counted, not listed: nobody reads on, and a page must stay a page.
MOST_PROBLEMS = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file. An error keeps something out; a warning tells what was decided.

    `line` and `column` count from 1. `path` names a place in a document: `stages[2].name`. In a table
    `sheet` is the sheet's name, empty if it has none; then the line is a row and the column a letter.
    """

    message: str
    severity: Severity = "error"
    line: int | None = None
    column: int | None = None
    path: str = ""
    sheet: str | None = None

    @property
    def is_error(self) -> bool:
        """Return whether something could not come in because of it."""
        return self.severity == "error"

    @property
    def spot(self) -> str:
        """Return line and column in words, or sheet, row and column: "sheet Journey, row 7, column C"."""
        parts = [f"sheet {self.sheet}"] if self.sheet else []
        if self.line is not None:
            parts.append(f"{'line' if self.sheet is None else 'row'} {self.line}")
        if self.column is not None:
            column = str(self.column) if self.sheet is None else column_letters(self.column)
            parts.append(f"column {column}")
        return ", ".join(parts)

    @property
    def place(self) -> str:
        """Return where it is, in words: "line 4, stages[2].name"; empty if it is about the whole."""
        return ", ".join(part for part in (self.spot, self.path) if part)

    def __str__(self) -> str:
        place = self.place
        return f"{place[0].upper()}{place[1:]}: {self.message}" if place else self.message


def column_letters(number: int) -> str:
    """Return what a spreadsheet calls its column of this number, from 1: C, AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class FoundMap:
    """A map that a file holds, ready for `maps.create`."""

    contents: MapContents
    line: int | None = None

    @property
    def name(self) -> str:
        """Return the map's name."""
        return self.contents.map.name

    @property
    def stages(self) -> int:
        """Return how many stages it has."""
        return len(self.contents.stages)

    @property
    def touchpoints(self) -> int:
        """Return how many touchpoints it has."""
        return sum(len(stage.touchpoints) for stage in self.contents.stages)

    @property
    def lanes(self) -> int:
        """Return how many lanes it has."""
        return len(self.contents.lanes)

    @property
    def cards(self) -> int:
        """Return how many cards it has."""
        return len(self.contents.cards)

    @property
    def personas(self) -> int:
        """Return how many personas it has."""
        return len(self.contents.personas)

    @property
    def summary(self) -> str:
        """Return its size in words: "1 stage, 2 touchpoints"."""
        counts = {
            "stage": self.stages,
            "touchpoint": self.touchpoints,
            "lane": self.lanes,
            "card": self.cards,
        }
        if not any(counts.values()):
            counts["persona"] = self.personas
        parts = [
            f"{count:,} {what}{'' if count == 1 else 's'}"
            for what, count in counts.items()
            if count
        ]
        return ", ".join(parts) or "nothing yet"


@dataclass(frozen=True, slots=True)
class Findings:
    """What one format's reader found in a file. `label` says more exactly which format it is."""

    maps: tuple[FoundMap, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_held: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would bring in. Nothing has been written.

    `format` is the name in `preview.IMPORTS`, empty if the file is of no format we know. `not_held`
    says in sentences what the file has that a map of ours cannot carry.
    """

    filename: str
    format: str = ""
    format_label: str = ""
    maps: tuple[FoundMap, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_held: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return what keeps something out."""
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Return what was decided where the file was unclear."""
        return tuple(problem for problem in self.problems if not problem.is_error)

    @property
    def can_come_in(self) -> bool:
        """Return whether there is a map to create, if need be without the lines that are wrong."""
        return bool(self.maps)


def in_order(problems: Iterable[Problem], *, unlisted: int = 0) -> tuple[Problem, ...]:
    """Return problems by line; of very many the first few hundred, errors before warnings, and a count."""
    by_weight = sorted(problems, key=lambda problem: not problem.is_error)
    listed, rest = by_weight[:MOST_PROBLEMS], by_weight[MOST_PROBLEMS:]
    sheets = {problem.sheet: number for number, problem in reversed(list(enumerate(listed)))}
    listed.sort(key=lambda problem: (sheets[problem.sheet], problem.line or 0, problem.column or 0))
    unlisted += len(rest)
    if unlisted:
        severity: Severity = (
            "error" if any(problem.is_error for problem in by_weight) else "warning"
        )
        listed.append(Problem(f"And {unlisted:,} more like these.", severity))
    return tuple(listed)


class ProblemLog:
    """Gathers what a reader meets on its way through a file, in bounded memory."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.not_held: list[str] = []
        self.errors = 0
        self._unlisted = 0

    def error(self, message: str, line: int | None = None, **place: Any) -> None:
        """Note something that keeps a part of the file out. `place`: column, path, sheet."""
        self.errors += 1
        self._add(Problem(message, "error", line, **place))

    def warning(self, message: str, line: int | None = None, **place: Any) -> None:
        """Note something that comes in, but not quite as it stands."""
        self._add(Problem(message, "warning", line, **place))

    def leave_out(self, sentence: str) -> None:
        """Note something that a map of ours cannot hold."""
        if len(self.not_held) < MOST_PROBLEMS:
            self.not_held.append(sentence)

    def findings(self, maps: Iterable[FoundMap], label: str = "") -> Findings:
        """Return everything noted, beside the maps found."""
        problems = in_order(self.problems, unlisted=self._unlisted)
        return Findings(tuple(maps), problems, tuple(dict.fromkeys(self.not_held)), label)

    def _add(self, problem: Problem) -> None:
        # Twice what is listed: errors go before warnings, whichever came first.
        if len(self.problems) < 2 * MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self._unlisted += 1

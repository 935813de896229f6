"""What reading a file gives: the maps in it, what is wrong with it, and what a map cannot hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from journeys.contents import MapContents

#: More problems than this are counted, not listed: nobody reads on, and a page must stay a page.
MOST_PROBLEMS = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file. An error keeps something out; a warning tells what was decided.

    `line` and `column` count from 1. `path` names a place in a document: `stages[2].name`.
    """

    message: str
    severity: Literal["error", "warning"] = "error"
    line: int | None = None
    column: int | None = None
    path: str = ""

    @property
    def is_error(self) -> bool:
        """Return whether something could not come in because of it."""
        return self.severity == "error"

    @property
    def place(self) -> str:
        """Return where it is, in words: "line 4, stages[2].name"; empty if it is about the whole."""
        parts = []
        if self.line is not None:
            column = f", column {self.column}" if self.column is not None else ""
            parts.append(f"line {self.line}{column}")
        if self.path:
            parts.append(self.path)
        return ", ".join(parts)

    def __str__(self) -> str:
        place = self.place
        return f"{place[0].upper()}{place[1:]}: {self.message}" if place else self.message


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


@dataclass(frozen=True, slots=True)
class Findings:
    """What one format's reader found in a file."""

    maps: tuple[FoundMap, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_held: tuple[str, ...] = ()


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


@dataclass
class ProblemList:
    """Gathers problems in the order they are met, and stops listing when nobody would read on."""

    problems: list[Problem] = field(default_factory=list)
    errors: int = 0
    warnings: int = 0

    def error(
        self, message: str, *, line: int | None = None, column: int | None = None, path: str = ""
    ) -> None:
        """Note something that keeps a part of the file out."""
        self.errors += 1
        self._add(Problem(message, "error", line, column, path))

    def warning(
        self, message: str, *, line: int | None = None, column: int | None = None, path: str = ""
    ) -> None:
        """Note something that comes in, but not quite as it stands."""
        self.warnings += 1
        self._add(Problem(message, "warning", line, column, path))

    def listed(self) -> tuple[Problem, ...]:
        """Return the problems, and how many more there are."""
        unlisted = self.errors + self.warnings - len(self.problems)
        if not unlisted:
            return tuple(self.problems)
        listed_errors = sum(problem.is_error for problem in self.problems)
        severity: Literal["error", "warning"] = (
            "error" if self.errors > listed_errors else "warning"
        )
        return (*self.problems, Problem(f"And {unlisted:,} more problems like these.", severity))

    def _add(self, problem: Problem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

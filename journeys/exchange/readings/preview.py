"""What a table of readings would bring in: new, changed, unchanged, and what is wrong by its cell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from journeys import readings
from journeys.exchange.findings import MOST_PROBLEMS, Problem
from journeys.exchange.readings import cells, sheet
from journeys.exchange.readings.cells import Unreadable
from journeys.exchange.readings.columns import COMPUTED, Columns
from journeys.models import Kpi, Reading, validate_counts
from journeys.models.objective import PROPORTION
from journeys.readings import Difference, Wanted

if TYPE_CHECKING:
    from datetime import date

    from journeys.exchange.readings.sheet import Row
    from journeys.models import Program

#: What a table calls everybody, beside leaving the segment empty.
EVERYBODY = {"all", "all customers", "everybody", "total"}
WHOLE_NUMBERS = frozenset(Reading.COUNT_FIELDS) - {"mean", "sd"}


@dataclass(frozen=True, slots=True)
class Found:
    """A row that can come in, with its line."""

    line: int
    difference: Difference


@dataclass(frozen=True, slots=True)
class ReadingsPreview:
    """What is in the file. Nothing has been written."""

    filename: str
    found: tuple[Found, ...] = ()
    problems: tuple[Problem, ...] = ()
    invalid: int = 0
    not_held: tuple[str, ...] = field(default=())

    def of(self, fate: str) -> list[Found]:
        """Return the rows that are new, changed or unchanged."""
        return [one for one in self.found if one.difference.fate == fate]

    @property
    def new(self) -> list[Found]:
        """Return readings there are none of yet."""
        return self.of("new")

    @property
    def changed(self) -> list[Found]:
        """Return readings that say something else than those there are."""
        return self.of("changed")

    @property
    def unchanged(self) -> list[Found]:
        """Return readings that are here already, just so."""
        return self.of("unchanged")

    @property
    def wanted(self) -> list[Wanted]:
        """Return what would be written."""
        return [one.difference.wanted for one in self.found if one.difference.fate != "unchanged"]

    @property
    def errors(self) -> list[Problem]:
        """Return what keeps rows, or the whole file, out."""
        return [problem for problem in self.problems if problem.is_error]

    @property
    def warnings(self) -> list[Problem]:
        """Return what was decided on the way."""
        return [problem for problem in self.problems if not problem.is_error]


class _Wrong(Exception):
    """A row cannot come in; each is a message and one of our columns."""

    def __init__(self, *wrong: tuple[str, str]) -> None:
        self.wrong = wrong
        super().__init__(wrong)


def preview(program: Program, data: bytes, filename: str = "") -> ReadingsPreview:
    """Return what the file would bring into the program: two queries, and nothing raised or written."""
    table = sheet.read(data)
    if not table.rows:
        return ReadingsPreview(filename, problems=table.problems)
    head, *rows = table.rows
    columns = Columns(head)
    refused = _refusal(columns, head, has_rows=bool(rows))
    if refused:
        return ReadingsPreview(filename, problems=(*table.problems, refused))
    reader = _Reader(program, columns)
    for row in rows:
        reader.take(row)
    differences = readings.compare([wanted for _, wanted in reader.wanted])
    lines = [line for line, _ in reader.wanted]
    return ReadingsPreview(
        filename,
        found=tuple(Found(*pair) for pair in zip(lines, differences, strict=True)),
        problems=(*table.problems, *reader.problems[:MOST_PROBLEMS]),
        invalid=reader.invalid,
        not_held=tuple(
            f"The column “{title[:60]}” is not part of a reading."
            for title in columns.unknown[:20]
            if title not in COMPUTED
        ),
    )


def _refusal(columns: Columns, head: Row, *, has_rows: bool) -> Problem | None:
    if columns.twice:
        return Problem(f"Two columns mean the same: “{columns.twice[0][:60]}” is one of them.", line=head.line)  # fmt: skip
    if columns.missing:
        lacks = " and ".join(columns.missing)
        return Problem(
            f"The first row names the columns; it lacks {lacks}. The template has them all.",
            line=head.line,
        )
    return None if has_rows else Problem("There are column names and no readings below them.")


class _Reader:
    """Takes rows one by one and keeps what can come in and what is wrong."""

    def __init__(self, program: Program, columns: Columns) -> None:
        self.columns = columns
        self.wanted: list[tuple[int, Wanted]] = []
        self.problems: list[Problem] = []
        self.invalid = 0
        self._seen: dict[readings.Identity, int] = {}
        self._kpis: dict[str, list[Kpi]] = defaultdict(list)
        for kpi in Kpi.objects.filter(program=program).order_by("id"):
            self._kpis[kpi.key].append(kpi)
            self._kpis[" ".join(kpi.name.split()).casefold()].append(kpi)

    def take(self, row: Row) -> None:
        try:
            wanted = self._wanted(row)
            self._refuse_twice(wanted, row)
        except _Wrong as wrong:
            self.invalid += 1
            self.problems += [
                Problem(message, line=row.line, column=self.columns.number_of(name), path=name)
                for message, name in wrong.wrong
            ]
        else:
            self.wanted.append((row.line, wanted))

    def _refuse_twice(self, wanted: Wanted, row: Row) -> None:
        first = self._seen.setdefault(wanted.identity, row.line)
        if first != row.line:
            raise _Wrong((f"Line {first} has the same KPI, period and segment already.", "kpi"))

    def _wanted(self, row: Row) -> Wanted:
        kpi = self._kpi(row)
        start, end = self._period(row)
        segment = self._short(row, "segment", 80)
        return Wanted(
            kpi=kpi,
            period_from=start,
            period_to=end,
            segment="" if segment.casefold() in EVERYBODY else segment,
            counts=self._counts(row, kpi),
            source=self._short(row, "source", 160) if "source" in self.columns else None,
        )

    def _kpi(self, row: Row) -> Kpi:
        called = cells.text(self.columns.value(row, "kpi"))
        if not called:
            raise _Wrong(("Name the KPI.", "kpi"))
        found = self._kpis.get(called.casefold(), [])
        if not found:
            raise _Wrong((f"There is no KPI called “{called[:80]}” in this program.", "kpi"))
        if len(found) > 1:
            raise _Wrong(
                (f"{len(found)} KPIs are called “{called[:80]}”. Give the key of one.", "kpi")
            )
        return found[0]

    def _period(self, row: Row) -> tuple[date, date]:
        named = self.columns.value(row, "period")
        if named is not None:
            return self._read(row, "period", cells.period)
        start, end = (self._read(row, name, cells.day) for name in ("period_from", "period_to"))
        if end < start:
            raise _Wrong(("The period ends before it begins.", "period_to"))
        return start, end

    def _counts(self, row: Row, kpi: Kpi) -> dict[str, float]:
        values: dict[str, float | None] = {}
        wrong: list[tuple[str, str]] = []
        for name in Reading.COUNT_FIELDS:
            if self.columns.value(row, name) is None:
                continue
            try:
                values[name] = self._read(row, name, cells.whole if name in WHOLE_NUMBERS else cells.real)  # fmt: skip
            except _Wrong as one:
                wrong += one.wrong
        if wrong:
            raise _Wrong(*wrong)
        # How many were asked is the whole of a share, whatever the column is called.
        if kpi.counts == PROPORTION and "denominator" not in values and "n" in values:
            values["denominator"] = values.pop("n")
        try:
            validate_counts(kpi, {name: values.get(name) for name in Reading.COUNT_FIELDS})
        except ValidationError as error:
            messages = error.message_dict
            raise _Wrong(*((" ".join(said), name) for name, said in messages.items())) from None
        return {name: value for name, value in values.items() if value is not None}

    def _short(self, row: Row, name: str, longest: int) -> str:
        words = cells.text(self.columns.value(row, name))
        if len(words) > longest:
            raise _Wrong((f"This has {len(words)} characters; {longest} can be kept.", name))
        if not words.isprintable():
            raise _Wrong(("There are signs in it that cannot be printed.", name))
        return words

    def _read(self, row: Row, name: str, read: Any) -> Any:
        cell = self.columns.value(row, name)
        if cell is None:
            raise _Wrong(("Something is missing here.", name))
        try:
            return read(cell)
        except Unreadable as error:
            raise _Wrong((str(error), name)) from None

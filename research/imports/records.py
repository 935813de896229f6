"""Rows of a file as what will stand in the table of responses; or what is wrong with them, and where."""

from __future__ import annotations

import hashlib
import math
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from research import masking
from research.imports import dates, places
from research.models import ForgottenPerson, Response
from research.tables import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from research.imports.mapping import Mapping
    from research.models import Instrument, Study
    from research.tables import Row, Table

#: As many rows tell how dates are written.
SAMPLE = 2_000
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_LONGEST: dict[str, int] = {
    field.name: field.max_length or 0
    for field in Response._meta.fields
    if field.name in {"external_id", "segment", "language"}
}


class Record(NamedTuple):
    """A response as it will be stored. `external_id` is empty where the file names none."""

    line: int
    external_id: str
    given_at: datetime | None
    respondent: str
    persona_id: int | None
    segment: str
    channel_id: int | None
    element_key: str
    text: str
    rating: float | None
    feeling: float | None
    instrument_id: int | None
    language: str
    consent_until: date | None
    checksum: str


class Problem(NamedTuple):
    """What is wrong with one row: its number, the column, the reason in a sentence, the row as it was."""

    line: int
    column: str
    reason: str
    cells: list[str]


class _Wrong(Exception):
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


class Asked(NamedTuple):
    """A further column with ratings: where it is, the question it answers, the place it is about if its name says so."""

    place: int
    head: str
    instrument: Instrument
    element_key: str


class Records:
    """Reads a table's rows for one study. Walk through it once; `unplaced` and `names` tell the rest.

    A row is an answer, and one more for each further column of ratings that is filled.
    """

    def __init__(self, study: Study, mapping: Mapping, table: Table) -> None:
        self.study, self.heads = study, table.heads
        self.instrument = places.instrument(study, mapping)
        self.names = {
            "persona": places.personas(study.program_id),
            "channel": places.channels(study.program_id),
            "element": places.elements(study.program_id),
        }
        self.unplaced = self.forgotten = 0
        self._forgotten = forgotten_in(study.program_id)
        self._mapping = mapping
        self._columns = _columns(mapping, table)
        self._further = list(self._asked_further(table))
        if self._further and not mapping.id:
            raise Refused(
                "A file with several ratings in a row needs a column with an id for each row."
            )
        first = list(islice(table, SAMPLE))
        self._rows = chain(first, table)
        self._date_of = self._dates("date", first).moment if mapping.date else None
        self._day_of = self._dates("consent_until", first).day if mapping.consent_until else None
        self._today = timezone.localdate()
        self._pseudonyms = masking.Pseudonyms(settings.RESPONDENT_KEY, study.program_id)

    def __iter__(self) -> Iterator[Record | Problem]:
        """Give a record or a problem for each row."""
        for row in self._rows:
            said = {field: row.cells[place].strip() for field, place in self._columns.items()}
            if (
                self._forgotten
                and self._pseudonyms.of(said.get("respondent", "")) in self._forgotten
            ):
                self.forgotten += 1
                continue
            if self._further:
                yield from self._wide(row, said)
                continue
            try:
                yield self._record(row, said)
            except _Wrong as wrong:
                column = getattr(self._mapping, wrong.field, wrong.field)
                yield Problem(row.number, column, wrong.reason, row.cells)

    def _asked_further(self, table: Table) -> Iterator[Asked]:
        taken = set(self._columns.values())
        for head, instrument in places.instruments(self.study, self._mapping).items():
            place = table.index(head)
            taken.add(place)
            yield Asked(place, head, instrument, self._place_called(head))
        if self._mapping.by_place and self.instrument is not None:
            for place, head in enumerate(table.heads):
                key = self._place_called(head)
                if key and place not in taken:
                    yield Asked(place, head, self.instrument, key)

    def _place_called(self, head: str) -> str:
        return self.names["element"].get(head) if self.names["element"].known(head) else ""

    def _wide(self, row: Row, said: dict[str, str]) -> Iterator[Record | Problem]:
        """Give the row's own answer if it has words or a rating, and one for each further rating."""
        answered = 0
        if said.get("text") or said.get("rating"):
            answered += 1
            yield self._or_problem(row, said, None)
        for asked in self._further:
            if row.cells[asked.place].strip():
                answered += 1
                yield self._or_problem(row, said, asked)
        if not answered:
            yield Problem(row.number, self._further[0].head, _nothing(False), row.cells)

    def _or_problem(self, row: Row, said: dict[str, str], asked: Asked | None) -> Record | Problem:
        try:
            return self._record(row, said, asked)
        except _Wrong as wrong:
            column = getattr(self._mapping, wrong.field, "") or (
                asked.head if asked else wrong.field
            )
            if asked is not None and wrong.field == "rating":
                column = asked.head
            return Problem(row.number, column, wrong.reason, row.cells)

    def _dates(self, field: str, rows: list[Row]) -> dates.Dates:
        place = self._columns[field]
        texts = (row.cells[place].strip() for row in rows)
        return dates.decide(texts, self._mapping.date_order, timezone.get_default_timezone())

    def _record(self, row: Row, said: dict[str, str], asked: Asked | None = None) -> Record:
        until = _when("consent_until", said.get("consent_until", ""), self._day_of)
        text, over = self._words("" if asked else said.get("text", ""), until)
        instrument = asked.instrument if asked else self.instrument
        rating = _rating(
            row.cells[asked.place].strip() if asked else said.get("rating", ""), instrument
        )
        if not text and rating is None:
            raise _Wrong("text" if self._mapping.text else "rating", _nothing(over))
        element = (asked.element_key if asked else "") or self.names["element"].get(
            said.get("element", "")
        )
        values = (
            _when("date", said.get("date", ""), self._date_of),
            self._pseudonyms.of(said.get("respondent", "")),
            self.names["persona"].get(said.get("persona", "")),
            _short("segment", said.get("segment", "")),
            self.names["channel"].get(said.get("channel", "")),
            element,
            text,
            rating,
            instrument.feeling(rating) if instrument and rating is not None else None,
        )
        rest = (_short("language", said.get("language", "")), until)
        name = said.get("id", "")
        if self._mapping.id and not name:
            raise _Wrong("id", "The id is missing.")
        name = _short("id", f"{name}/{asked.head}" if asked else name, "external_id")
        number = instrument.pk if instrument else None
        sealed = repr(((*values, *rest), number)).encode()
        checksum = hashlib.blake2b(sealed, digest_size=16).hexdigest()
        self.unplaced += not element
        return Record(row.number, name, *values, number, *rest, checksum)

    def _words(self, text: str, until: date | None) -> tuple[str, bool]:
        """Return the words as they may be kept, and whether consent to use them is over."""
        if text and until is not None and until < self._today:
            return "", True
        return masking.masked(text) if text and self._mapping.mask else text, False


def _rating(text: str, instrument: Instrument | None) -> float | None:
    if not text or instrument is None:
        return None
    if not _NUMBER.fullmatch(text):
        raise _Wrong("rating", f"“{text[:40]}” is no number.")
    rating = float(text.replace(",", "."))
    low, high = instrument.lowest, instrument.highest
    if low is None or high is None or not math.isfinite(rating) or not low <= rating <= high:
        raise _Wrong(
            "rating", f"{text[:40]} is outside the scale of “{instrument}”, {low:g} to {high:g}."
        )
    return rating


def forgotten_in(program_id: int) -> frozenset[str]:
    """Return the pseudonyms of people who asked a program to forget them: nothing of theirs comes in again."""
    rows = ForgottenPerson.objects.filter(program_id=program_id)
    return frozenset(rows.values_list("respondent", flat=True))


def _columns(mapping: Mapping, table: Table) -> dict[str, int]:
    from research.imports.mapping import COLUMNS

    found = {name: table.index(head) for name in COLUMNS if (head := getattr(mapping, name))}
    if not {"text", "rating"} & set(found) and not mapping.by_place and not mapping.ratings:
        raise Refused(
            "Name the column of the texts or of the ratings; without either there is nothing to bring in."
        )
    return found


def _nothing(over: bool) -> str:
    if over:
        return "The consent to use its words is over, and there is no rating."
    return "There is neither a text nor a rating."


def _when(field: str, text: str, read: Callable[[str], Any] | None) -> Any:
    if not text or read is None:
        return None
    try:
        return read(text)
    except ValueError as error:
        raise _Wrong(field, str(error)) from None


def _short(field: str, text: str, column: str = "") -> str:
    most = _LONGEST[column or field]
    if len(text) > most:
        raise _Wrong(field, f"“{text[:40]}…” has {len(text)} characters; {most} is the most.")
    return text

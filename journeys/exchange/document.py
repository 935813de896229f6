"""Our own document, `journeyloop-map/1`: lossless JSON, checked to the last problem."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from journeys.contents import FORMAT, MapContents, encode
from journeys.exchange import json_text, plain_words, rules, schema, sizes
from journeys.exchange.findings import (
    MOST_PROBLEMS,
    Findings,
    FoundMap,
    Problem,
    in_order,
)
from journeys.exchange.places import locate, path_of
from journeys.exchange.schema import json_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.exchange.findings import Severity
    from journeys.exchange.json_text import JsonText
    from journeys.exchange.places import Place, Steps

__all__ = ["LARGEST_DOCUMENT", "DocumentCheck", "check", "export", "json_schema", "losses", "read"]

#: In bytes.
LARGEST_DOCUMENT = 20_000_000
#: Looking for more would only take time; nobody reads on.
MOST_ERRORS = 2_000

_UNSTORABLE = "Has a character that cannot be kept (NUL, or half of a surrogate pair)."
_NOTES_STAY = "Notes of other parts of the program are not taken from a document."


@dataclass(frozen=True, slots=True)
class DocumentCheck:
    """What checking a document gave: contents that may be written, or why there are none.

    `problems` holds warnings too. `not_held` says in sentences what does not come in.
    """

    contents: MapContents | None
    problems: tuple[Problem, ...] = ()
    not_held: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return what keeps the document out."""
        return tuple(problem for problem in self.problems if problem.is_error)


def export(contents: MapContents) -> bytes:
    """Return the document of a map as canonical bytes: the same contents give the same bytes.

    Notes of other apps and attached files belong to this installation and stay here.
    """
    return encode(msgspec.structs.replace(_with_files(contents, frozenset()), notes={}))


def losses(contents: MapContents) -> Iterator[str]:
    """Yield what `export` leaves behind."""
    attached = sum(bool(card.attachment) for card in contents.cards)
    if attached:
        yield f"{attached:,} attached {'file' if attached == 1 else 'files'}"
    pictured = sum(bool(persona.image) for persona in contents.personas)
    if pictured:
        yield f"{pictured:,} {'picture' if pictured == 1 else 'pictures'} of personas"
    if contents.notes:
        yield "What other parts of the program noted when the version was published"


def check(data: bytes | str, attachments_allowed: frozenset[str] = frozenset()) -> DocumentCheck:
    """Return the contents of a document, or everything that is wrong with it. Never raises.

    `attachments_allowed` are the paths the caller knows to be the version's own; any other is left
    out, for a path in a document must not open another program's file.
    """
    try:
        document = json_text.parse(data, largest=LARGEST_DOCUMENT)
        return _Check(document, attachments_allowed).result()
    except json_text.Unreadable as unreadable:
        return DocumentCheck(
            None, (Problem(str(unreadable), line=unreadable.line, column=unreadable.column),)
        )


def looks_like_one(text: str) -> bool:
    """Return whether a text is JSON, by its first character."""
    return text.lstrip("\ufeff \t\r\n").startswith(("{", "["))


def read(text: str, name: str = "") -> Findings:
    """Return the map a document holds, for the preview of an import."""
    checked = check(text)
    maps = (FoundMap(checked.contents),) if checked.contents is not None else ()
    return Findings(maps, checked.problems, checked.not_held)


class _Check:
    """One document on its way to contents, gathering what is wrong with it."""

    def __init__(self, document: JsonText, attachments_allowed: frozenset[str]) -> None:
        self.document = document
        self.attachments_allowed = attachments_allowed
        self.errors = [(steps, _UNSTORABLE) for steps in document.unstorable]
        self.warnings: list[tuple[Steps, str]] = []
        self.not_held: list[str] = []

    def result(self) -> DocumentCheck:
        """Return the contents if there is no error, and all problems in the order of the text."""
        contents = self._contents(self._without_notes(self.document.value))
        problems = self._problems()
        if any(problem.is_error for problem in problems):
            contents = None
        return DocumentCheck(contents, problems, tuple(self.not_held))

    def _without_notes(self, value: Any) -> Any:
        if not isinstance(value, dict) or not isinstance(value.get("notes"), dict):
            return value
        if value["notes"]:
            self.not_held.append(_NOTES_STAY)
        return {name: item for name, item in value.items() if name != "notes"}

    def _contents(self, value: Any) -> MapContents | None:
        if not isinstance(value, dict):
            self.errors.append(((), "A map document is a JSON object."))
            return None
        stated = value.get("format", FORMAT)
        if stated != FORMAT:
            self.errors.append((("format",), f"Only {FORMAT} can be read."))
            return None
        contents = self._shaped(value)
        if contents is None:
            return None
        self.errors += rules.broken(contents)
        self.warnings += rules.doubtful(contents)
        return self._trimmed(contents)

    def _shaped(self, value: dict[str, Any]) -> MapContents | None:
        """Return the value as contents if it has the shape the schema asks for."""
        before = len(self.errors)
        self.errors += sizes.too_large(value)
        if len(self.errors) == before:
            self._validate(value)
        if len(self.errors) > before:
            return None
        try:
            return msgspec.convert(value, MapContents)
        except msgspec.ValidationError as error:  # the year 0, which the schema lets pass
            self.errors.append(_of_conversion(error))
            return None

    def _validate(self, value: dict[str, Any]) -> None:
        try:
            if schema.is_valid(value):
                return
            complaints = (
                complaint
                for within, error in schema.errors(value)
                for complaint in plain_words.of(error, within)
            )
            self.errors += islice(complaints, MOST_ERRORS)
            if next(complaints, None):
                self.errors.append(
                    ((), f"More than {MOST_ERRORS:,} errors; not all were looked at.")
                )
        except ValueError:  # nested deeper than the validator goes
            self.errors.append(((), "The document is nested too deeply to be a map."))

    def _trimmed(self, contents: MapContents) -> MapContents:
        """Return the contents without what no map would give back: it would be lost in silence."""
        kept = {}
        for kind, used in (("channels", _channels_used), ("kpis", _kpis_used)):
            parts = getattr(contents, kind)
            keys = used(contents)
            kept[kind] = tuple(part for part in parts if part.key in keys)
            for index, part in enumerate(parts):
                if part.key not in keys:
                    self._leave_out(
                        (kind, index), f"“{part.name}” is used nowhere and is left out."
                    )
        for index, card in enumerate(contents.cards):
            if card.attachment and card.attachment not in self.attachments_allowed:
                self._leave_out(
                    ("cards", index, "attachment"),
                    "The attached file does not travel with a document.",
                )
        for index, persona in enumerate(contents.personas):
            if persona.image and persona.image not in self.attachments_allowed:
                self._leave_out(
                    ("personas", index, "image"), "The picture does not travel with a document."
                )
        contents = _with_files(contents, self.attachments_allowed)
        return msgspec.structs.replace(contents, **kept)

    def _leave_out(self, steps: Steps, message: str) -> None:
        self.warnings.append((steps, message))
        self.not_held.append(f"{path_of(steps)}: {message}")

    def _problems(self) -> tuple[Problem, ...]:
        found: list[tuple[Severity, Steps, str]] = [("error", *one) for one in self.errors]
        found += [("warning", *one) for one in self.warnings]
        if not found and not self.document.is_flawed:
            return ()
        # Lines are looked up only for as many as will be listed.
        listed = [steps for _, steps, _ in found[:MOST_PROBLEMS]]
        places = locate(self.document.text, listed)
        problems = [
            _problem(severity, message, steps, places.values.get(steps))
            for severity, steps, message in found
        ]
        for steps, place in places.repeated:
            problems.append(
                _problem("error", "The field stands here for the second time.", steps, place)
            )
        for steps, place in places.no_numbers:
            problems.append(_problem("error", "This is not a number that JSON has.", steps, place))
        return in_order(problems)


def _problem(severity: Severity, message: str, steps: Steps, place: Place | None) -> Problem:
    line, column = (place.line, place.column) if place else (None, None)
    return Problem(message, severity, line, column, path_of(steps))


def _of_conversion(error: msgspec.ValidationError) -> tuple[Steps, str]:
    """Return place and message of an error such as "Invalid date - at `$.version.label`"."""
    message, _, path = str(error).partition(" - at `$")
    steps = re.findall(r"\.(\w+)|\[(\d+)\]", path)
    return tuple(name or int(index) for name, index in steps), f"{message}."


def _with_files(contents: MapContents, allowed: frozenset[str]) -> MapContents:
    """Return contents that name no file but those allowed: a document must not reach for others."""
    return msgspec.structs.replace(
        contents,
        cards=_naming_only(allowed, contents.cards, "attachment"),
        personas=_naming_only(allowed, contents.personas, "image"),
    )


def _naming_only(allowed: frozenset[str], parts: tuple[Any, ...], field: str) -> tuple[Any, ...]:
    known = {"", *allowed}
    if all(getattr(part, field) in known for part in parts):
        return parts
    return tuple(
        part if getattr(part, field) in known else msgspec.structs.replace(part, **{field: ""})
        for part in parts
    )


def _channels_used(contents: MapContents) -> set[str | None]:
    return {touchpoint.channel for _, touchpoint in contents.touchpoints}


def _kpis_used(contents: MapContents) -> set[str | None]:
    return {stage.kpi for stage in contents.stages}

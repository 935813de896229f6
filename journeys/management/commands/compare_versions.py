"""Say what changed between two versions of a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from journeys import alignments, judging
from journeys.api.structs import ComparedVersion, VersionComparison
from journeys.management.telling_versions import HOW, version_told
from journeys.rendering import comparison_picture
from journeys.reports import words
from journeys.reports.version_comparison.feelings import VERDICTS
from journeys.reports.version_comparison.ledger import what_changed
from journeys.reports.version_comparison.parameters import Filters
from journeys.reports.version_comparison.personas import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.comparison import MapComparison
    from journeys.contents import MapContents
    from journeys.models import Alignment, MapVersion
    from journeys.reports.version_comparison.ledger import Entry, Line

    Side = tuple[MapVersion, MapContents]

SIGNS = {
    "added": "+",
    "removed": "−",
    "split": "<",
    "merged": ">",
    "moved": "↔",
    "changed": "~",
}
LONGEST = 90


class Command(BaseCommand):
    """Compare versions."""

    help = (
        "Say what changed between two versions of a map: elements that came, went, moved or were"
        " edited, ratings, pain points, personas. The lower number counts as the older, whichever is"
        " named first. Ends with 0, or with 1 and one line that says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add which versions, and how to say it."""
        parser.add_argument("before", metavar="A", help=HOW)
        parser.add_argument("after", metavar="B", help="The other version, told the same way.")
        parser.add_argument(
            "--format",
            choices=["text", "json"],
            default="text",
            help="text to read, json for programs: as the API answers it.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare and print."""
        before, after = version_told(options["before"]), version_told(options["after"])
        if before.pk == after.pk:
            raise CommandError("These are the same version. Name two different ones.")
        if before.program_id != after.program_id:
            raise CommandError("The two versions are of different programs.")
        if before.map_id != after.map_id:
            self.stderr.write("These are versions of two different maps.")
        elif before.number > after.number:
            before, after = after, before
        read = alignments.read(before, after)
        if read.alignment is not None:
            self.stderr.write(f"They are compared as {_who(read.alignment)} aligned them.")
        elif not read.is_comparable:
            self.stderr.write("They have no element in common, and nobody has aligned them.")
        old, new = read.before, read.after
        compared = judging.compare(before, after, read)
        if options["format"] == "json":
            self.stdout.write(_json(compared, before, after))
            return
        for line in _text(compared, (before, old), (after, new)):
            self.stdout.write(line)


def _who(alignment: Alignment) -> str:
    return alignment.confirmed_by_name or "somebody"


def _json(compared: MapComparison, before: MapVersion, after: MapVersion) -> str:
    found: dict[str, Any] = {name: getattr(compared, name) for name in compared.__struct_fields__}
    answer = VersionComparison(**found, before=_side(before), after=_side(after))
    return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode()


def _side(version: MapVersion) -> ComparedVersion:
    return ComparedVersion(version.pk, version.number, version.state, version.label)


def _text(compared: MapComparison, before: Side, after: Side) -> Iterator[str]:
    yield f"{_named(before[0])} → {_named(after[0])}"
    yield compared.summary
    picture = comparison_picture.draw(before[1], after[1], compared)
    for group in what_changed(compared.changes, picture, before[1], after[1], Filters()):
        yield from ("", f"{group.name}{f' ({group.mark})' if group.mark else ''}")
        for entry in group.entries:
            yield f"  {entry.element}{_naming(entry)}"
            yield from (f"    {_line(line)}" for line in entry.lines)
    if compared.reshapings:
        yield from ("", "Split and merged")
        yield from (f"  {one}." for one in compared.reshapings)
    rated = [delta for delta in compared.emotions if delta.told[2]]
    if rated:
        yield from ("", "Ratings of feelings")
    for delta in rated:
        ratings = f"{words.signed(delta.told[0])} → {words.signed(delta.told[1])}"
        verdict = VERDICTS[delta.verdict].lower()
        yield f"  {_short(delta.name)}: {ratings}, {verdict} ({delta.reason})"
    told = [pain for pain in compared.pain_points if pain.life != "same"]
    if told:
        yield from ("", "Pain points")
    for pain in told:
        severity = f"{pain.severity_before or '–'} → {pain.severity_after or '–'}"
        yield f"  {pain.life}: “{_short(pain.text)}” (severity {severity})"
    for persona in compared.personas:
        yield from ("", f"Persona {persona.name} ({persona.kind})")
        yield from (f"  {_line(line)}" for line in lines(persona.fields))
    if compared.facts:
        yield from ("", "The map itself")
        yield from (f"  {_line(line)}" for line in lines(compared.facts))


def _named(version: MapVersion) -> str:
    return f"{version.map.name}, version {version.number} ({version.get_state_display().lower()})"


def _naming(entry: Entry) -> str:
    name = f" “{_short(entry.name)}”" if entry.name else ""
    return f"{name} {entry.place}".rstrip() if entry.place else name


def _line(line: Line) -> str:
    before, after = _short(str(line.before)), _short(str(line.after))
    said = f"{before or words.NONE} → {after or words.NONE}" if before or after else ""
    if line.mark in {"added", "removed"}:
        said = before or after
    what = f"{line.word} {line.field}".rstrip()
    return f"{SIGNS[line.mark]} {what}{f': {said}' if said else ''}"


def _short(text: str) -> str:
    return words.shortened(" ".join(text.split()), LONGEST)

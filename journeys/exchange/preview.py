"""What an import would bring in, whatever the format: the first step at every door."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Generic, TypeVar

from journeys.exchange import (
    cjm_yaml,
    cjml,
    document,
    encodings,
    markdown,
    mermaid,
    table,
    ujg,
    workbook,
)
from journeys.exchange.findings import Findings, FoundMap, ImportPreview, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["IMPORTS", "LARGEST_FILE", "FoundMap", "ImportPreview", "Problem", "preview"]

LARGEST_FILE = document.LARGEST_DOCUMENT
#: What a format's reader is given: a text, or a file's bytes.
Source = TypeVar("Source", str, bytes)


@dataclass(frozen=True, slots=True)
class ImportFormat(Generic[Source]):
    """A format we read: how it is called, how a file of it looks, and its reader.

    `recognises(source)` looks at content; `read(source, name)` takes the name a map without one gets.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Source], bool]
    read: Callable[[Source, str], Findings]


#: The formats that are text, in the order they are tried.
TEXTS: tuple[ImportFormat[str], ...] = (
    ImportFormat("ujg", "UJG document", (".jsonld",), ujg.looks_like_one, ujg.read),
    ImportFormat(
        "json", "Journeyloop document", (".json",), document.looks_like_one, document.read
    ),
    ImportFormat("cjml", "CJML document", (".xml", ".cjml"), cjml.looks_like_one, cjml.read),
    ImportFormat(
        "cjm-yaml",
        "Enablement Map Studio file",
        (".yaml", ".yml"),
        cjm_yaml.looks_like_one,
        cjm_yaml.read,
    ),
    ImportFormat(
        "markdown",
        "Markdown page",
        (".md", ".markdown"),
        markdown.looks_like_one,
        markdown.read,
    ),
    ImportFormat(
        "mermaid",
        "Mermaid journey",
        (".mmd", ".mermaid"),
        mermaid.looks_like_one,
        mermaid.read,
    ),
    ImportFormat("csv", "CSV table", (".csv", ".tsv", ".tab"), table.looks_like_one, table.read),
)
#: The formats that are not.
BINARIES: tuple[ImportFormat[bytes], ...] = (
    ImportFormat(
        "xlsx", "Excel workbook", (".xlsx", ".xlsm"), workbook.looks_like_one, workbook.read
    ),
)
#: All of them, those that most people have first.
_FIRST = ("xlsx", "csv", "markdown", "mermaid", "json")
IMPORTS: tuple[ImportFormat[str] | ImportFormat[bytes], ...] = tuple(
    sorted(
        (*TEXTS, *BINARIES),
        key=lambda known: _FIRST.index(known.name) if known.name in _FIRST else len(_FIRST),
    )
)


def preview(data: bytes, filename: str = "") -> ImportPreview:
    """Return the maps in a file, every problem by its place, and what a map of ours cannot hold.

    The format is found by content, then by the file's name. Writes nothing and raises nothing,
    whatever the bytes are.
    """
    if len(data) > LARGEST_FILE:
        return _refused(filename, f"The file is larger than {LARGEST_FILE // 1_000_000} MB.")
    if not data.strip(b" \t\r\n\0"):
        return _refused(filename, "The file is empty.")
    for binary in BINARIES:
        if binary.recognises(data):
            findings = binary.read(data, _name_from(filename))
            return _found(filename, binary, findings)
    return _preview_text(data, filename)


def _preview_text(data: bytes, filename: str) -> ImportPreview:
    kind = encodings.kind_of_file(data)
    if kind:
        return _refused(filename, f"This looks like {kind}. {_what_comes_in()}")
    decoded = encodings.decode(data)
    if decoded is None:
        return _refused(filename, f"This is not a text file. {_what_comes_in()}")
    chosen = _format_of(decoded.text, filename)
    if chosen is None:
        return _refused(filename, f"This is no format we know. {_what_comes_in()}")
    findings = chosen.read(decoded.text, _name_from(filename))
    guess: tuple[Problem, ...] = ()
    if decoded.guessed:
        guess = (
            Problem(
                f"The file is not UTF-8. It was read as {decoded.guessed}; check letters with accents.",
                "warning",
            ),
        )
    return _found(filename, chosen, findings, guess)


def _found(
    filename: str,
    known: ImportFormat[str] | ImportFormat[bytes],
    findings: Findings,
    before: tuple[Problem, ...] = (),
) -> ImportPreview:
    return ImportPreview(
        filename=filename,
        format=known.name,
        format_label=findings.label or known.label,
        maps=findings.maps,
        problems=before + findings.problems,
        not_held=findings.not_held,
    )


def _format_of(text: str, filename: str) -> ImportFormat[str] | None:
    for known in TEXTS:
        if known.recognises(text):
            return known
    suffix = PurePath(filename).suffix.lower()
    return next((known for known in TEXTS if suffix in known.suffixes), None)


def _name_from(filename: str) -> str:
    return "".join(filter(str.isprintable, PurePath(filename).stem)).strip()


def _what_comes_in() -> str:
    labels = [f"{known.label} ({known.suffixes[0]})" for known in IMPORTS]
    return f"What comes in: {', '.join(labels[:-1])} and {labels[-1]}."


def _refused(filename: str, message: str) -> ImportPreview:
    return ImportPreview(filename=filename, problems=(Problem(message),))

"""The formats a map can be taken out in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeys.exchange import cjm_yaml, cjml, document, markdown, mermaid, ujg
from journeys.exchange.cjml import template
from journeys.exchange.table import csv_writing, xlsx_writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeys.contents import MapContents


@dataclass(frozen=True, slots=True)
class Exported:
    """A file's bytes, and in plain words what of the map it does not hold."""

    data: bytes
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format we write: its name and label, how its files end, their media type, its writer."""

    name: str
    label: str
    suffix: str
    media_type: str
    write: Callable[[MapContents], Exported]

    @property
    def is_text(self) -> bool:
        """Return whether a person can read the file as it is."""
        return "spreadsheetml" not in self.media_type


def _as_document(contents: MapContents) -> Exported:
    return Exported(document.export(contents), tuple(document.losses(contents)))


def _as_mermaid(contents: MapContents) -> Exported:
    text, losses = mermaid.write(contents)
    return Exported(text.encode(), losses)


def _as(
    write: Callable[[MapContents], tuple[bytes, tuple[str, ...]]],
) -> Callable[[MapContents], Exported]:
    """Return a writer that gives bytes and losses as one that gives them together."""
    return lambda contents: Exported(*write(contents))


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXPORTS = {
    known.name: known
    for known in (
        ExportFormat("json", "Journeyloop document", ".json", "application/json", _as_document),
        ExportFormat("xlsx", "Excel workbook", ".xlsx", WORKBOOK, _as(xlsx_writing.write)),
        ExportFormat("csv", "List (CSV)", ".csv", "text/csv", _as(csv_writing.write_list)),
        ExportFormat(
            "csv-matrix", "Matrix (CSV)", ".csv", "text/csv", _as(csv_writing.write_matrix)
        ),
        ExportFormat(
            "csv-rows",
            "Matrix, stages as rows (CSV)",
            ".csv",
            "text/csv",
            _as(csv_writing.write_rows),
        ),
        ExportFormat("markdown", "Markdown page", ".md", "text/markdown", _as(markdown.write)),
        ExportFormat("cjml", "CJML document", ".xml", "application/xml", _as(cjml.write)),
        ExportFormat("cjml-xlsx", "CJML Excel template", ".xlsx", WORKBOOK, _as(template.write)),
        ExportFormat("ujg", "UJG document", ".jsonld", "application/ld+json", _as(ujg.write)),
        ExportFormat(
            "cjm-yaml",
            "Enablement Map Studio file",
            ".yaml",
            "application/yaml",
            _as(cjm_yaml.write),
        ),
        ExportFormat("mermaid", "Mermaid journey", ".mmd", "text/vnd.mermaid", _as_mermaid),
    )
}

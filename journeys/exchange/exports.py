"""The formats a map can be taken out in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeys.exchange import document, mermaid
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


def _as_workbook(contents: MapContents) -> Exported:
    return Exported(*xlsx_writing.write(contents))


def _as_list(contents: MapContents) -> Exported:
    return Exported(*csv_writing.write_list(contents))


def _as_matrix(contents: MapContents) -> Exported:
    return Exported(*csv_writing.write_matrix(contents))


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXPORTS = {
    known.name: known
    for known in (
        ExportFormat("json", "Journeyloop document", ".json", "application/json", _as_document),
        ExportFormat("xlsx", "Excel workbook", ".xlsx", WORKBOOK, _as_workbook),
        ExportFormat("csv", "List (CSV)", ".csv", "text/csv", _as_list),
        ExportFormat("csv-matrix", "Matrix (CSV)", ".csv", "text/csv", _as_matrix),
        ExportFormat("mermaid", "Mermaid journey", ".mmd", "text/vnd.mermaid", _as_mermaid),
    )
}

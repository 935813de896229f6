"""The formats a map can be taken out in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeys.exchange import document, mermaid

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


def _as_document(contents: MapContents) -> Exported:
    return Exported(document.export(contents), tuple(document.losses(contents)))


def _as_mermaid(contents: MapContents) -> Exported:
    text, losses = mermaid.write(contents)
    return Exported(text.encode(), losses)


EXPORTS = {
    known.name: known
    for known in (
        ExportFormat("json", "Journeyloop document", ".json", "application/json", _as_document),
        ExportFormat("mermaid", "Mermaid journey", ".mmd", "text/vnd.mermaid", _as_mermaid),
    )
}

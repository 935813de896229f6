"""Any file that is read: looked at, or brought in, by what kind of file it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from research.imports import coded, events, kinds, responses
from research.imports.mapping import guess

if TYPE_CHECKING:
    from pathlib import Path

    from research.imports.mapping import Mapping
    from research.imports.outcome import ImportPreview
    from research.models import ImportBatch, Study


def preview(study: Study, path: Path, mapping: Mapping | None = None, **options: Any) -> ImportPreview:  # fmt: skip
    """Return what a file would do to a study; nothing is written. Options as of `responses.preview`."""
    found: ImportPreview = _module(study, path, mapping).preview(study, path, mapping, **options)
    return found


def bring_in(
    study: Study, path: Path, mapping: Mapping | None = None, **options: Any
) -> tuple[ImportBatch, ImportPreview]:
    """Write what a file has in one transaction. Options as of `responses.bring_in`."""
    done: tuple[ImportBatch, ImportPreview] = _module(study, path, mapping).bring_in(
        study, path, mapping, **options
    )
    return done


def _module(study: Study, path: Path, mapping: Mapping | None) -> Any:
    kind = kinds.of(path, study)
    if kind == "coded":
        return coded
    if kind == "responses" and mapping is None:
        with kinds.opened(path, study) as table:
            mapping = guess(table.heads, study.mapping)
    if kind == "events" or (mapping is not None and mapping.activity):
        return events
    return responses

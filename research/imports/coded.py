"""Work coded in other programs: documents become responses, codes themes, marked spans quotes."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from msgspec import structs

from journeys import history
from journeys.models.keys import KEY_PATTERN
from research import masking, tables
from research.coded import refi, taguette
from research.coded.project import CodedProject, Document, Span
from research.imports import outcome, responses
from research.imports.mapping import Mapping
from research.imports.outcome import Collected
from research.models import Quote, Response, Theme
from research.tables import Row, Table

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from django.contrib.auth.models import User

    from research.imports.outcome import ImportPreview, Progress, Tell
    from research.models import ImportBatch, Study

HEADS = ("document id", "id", "text", "respondent")
#: Where keys of quotes come from; the same project again finds its own.
_QUOTES = uuid.UUID("5b1c7f0e-1f0b-4c77-9d5e-0a5a5b7a6d10")


def read(path: Path) -> CodedProject:
    """Return the project in a file. Raises `tables.Refused`."""
    if path.name.lower().endswith((refi.CODEBOOK, refi.PROJECT)):
        return refi.read(path)
    with tables.opened(path) as table:
        return taguette.read(table)


def preview(
    study: Study, path: Path, mapping: Mapping | None = None, *, tell: Tell | None = None, progress: Progress | None = None,
) -> ImportPreview:  # fmt: skip
    """Return what a project would do to a study; nothing is written. Raises `tables.Refused`."""
    mask = mapping.mask if mapping else True
    project = _masked(read(path)) if mask else read(path)
    found = responses.preview_of(study, _table(project), _mapping(mask), tell=tell, progress=progress)  # fmt: skip
    return _with_codes(found, project)


def bring_in(
    study: Study, path: Path, mapping: Mapping | None = None, *, by: User | None, batch: ImportBatch | None = None,
    tell: Tell | None = None, progress: Progress | None = None,
) -> tuple[ImportBatch, ImportPreview]:  # fmt: skip
    """Write a project's documents, codes and spans in one transaction. Raises `tables.Refused`, `jobs.LeaseLost`."""
    mask = mapping.mask if mapping else True
    project = _masked(read(path)) if mask else read(path)
    made = outcome.batch_of(study, path, batch, by)
    return responses.bring_in_table(
        made, _table(project), _mapping(mask), Collected(tell, progress),
        also=lambda found: _with_codes(found, project),
        then=lambda done: _written(done, project),
    )  # fmt: skip


def _mapping(mask: bool) -> Mapping:
    return Mapping(id="id", text="text", respondent="respondent", mask=mask)


def _with_codes(found: ImportPreview, project: CodedProject) -> ImportPreview:
    return structs.replace(
        found, holds="document", quotes=len(project.spans), themes=len(project.codes), left_out=project.left_out
    )  # fmt: skip


def _table(project: CodedProject) -> Table:
    rows = (
        # Two documents are two people, though nobody wrote down who.
        Row(number, [one.id, one.name[:200], one.text, f"document {one.name}"])
        for number, one in enumerate(project.documents, start=1)
    )
    return Table(HEADS, rows)


def _masked(project: CodedProject) -> CodedProject:
    """Return the project with masked texts, and spans that stand where they stood."""
    places: dict[str, set[int]] = defaultdict(set)
    for span in project.spans:
        places[span.document] |= {span.start, span.end}
    documents: list[Document] = []
    moved: dict[str, dict[int, int]] = {}
    for one in project.documents:
        text, moved[one.id] = masking.masked_with_places(one.text, places[one.id])
        documents.append(structs.replace(one, text=text))
    spans = (structs.replace(one, start=moved[one.document][one.start], end=moved[one.document][one.end]) for one in project.spans)  # fmt: skip
    return structs.replace(
        project,
        documents=tuple(documents),
        spans=tuple(one for one in spans if one.end > one.start),
    )


def _written(batch: ImportBatch, project: CodedProject) -> None:
    themes = _themes(batch, project)
    names = {one.id: one.name[:200] for one in project.documents}
    rows = Response.objects.filter(study_id=batch.study_id, external_id__in=names.values())
    found: dict[str, Any] = {row.external_id: row for row in rows}
    users = {user.get_username().casefold(): user for user in get_user_model()._default_manager.filter(memberships__program=batch.program_id)}  # fmt: skip
    for span in project.spans:
        response = found.get(names[span.document])
        # Ends are trimmed where the table trimmed the text.
        if response is None or span.end > len(response.text):
            continue
        _quote(
            batch, response, span, [themes[code] for code in span.codes if code in themes], users
        )


def _themes(batch: ImportBatch, project: CodedProject) -> dict[str, Theme]:
    """Return the program's theme for each code: by the code's id, else by name; new ones are accepted."""
    rows = Theme.objects.filter(program_id=batch.program_id).exclude(status=Theme.Status.MERGED)
    by_key, by_name = {}, {}
    for row in rows.order_by("-pk"):
        by_key[row.key], by_name[row.name.casefold()] = row, row
    found: dict[str, Theme] = {}
    for code in project.codes:
        theme = by_key.get(code.id) or by_name.get(code.name[:120].casefold())
        if theme is None:
            theme = Theme(
                program_id=batch.program_id, name=code.name[:120], description=code.description, status=Theme.Status.ACCEPTED,
            )  # fmt: skip
            if re.match(KEY_PATTERN, code.id) and not Theme.objects.filter(key=code.id).exists():
                theme.key = code.id
            history.deed(theme, by=batch.imported_by, verb=f"import: {batch.file_name}"[:200])
            theme.save()
            by_name[theme.name.casefold()] = theme
        found[code.id] = theme
    return found


def _quote(
    batch: ImportBatch, response: Response, span: Span, themes: list[Theme], users: dict[str, Any]
) -> None:
    name = f"{batch.study.key} {response.external_id} {span.start} {span.end} {span.coder}"
    quote = Quote.objects.filter(
        program_id=batch.program_id, key=str(uuid.uuid5(_QUOTES, name))
    ).first()
    if quote is None:
        quote = Quote(
            program_id=batch.program_id, key=str(uuid.uuid5(_QUOTES, name)), response=response, start=span.start,
            end=span.end, coder=users.get(span.coder.casefold()), coder_name=span.coder[:150],
        )  # fmt: skip
        history.deed(quote, by=batch.imported_by, verb=f"import: {batch.file_name}"[:200])
        quote.save()
    if {theme.pk for theme in themes} - set(quote.themes.values_list("pk", flat=True)):
        quote.themes.add(*themes)

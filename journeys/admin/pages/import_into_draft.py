"""Replacing a draft's contents by a file's, after showing what that would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from msgspec import structs

from journeys import contents, drafts
from journeys.admin.pages import change_list, uploads
from journeys.admin.pages.compare_page import MOST_LISTED
from journeys.admin.pages.frame import find_version, posted, require, show, way_to
from journeys.admin.pages.import_forms import UploadForm
from journeys.admin.pages.import_page import GONE
from journeys.comparison import compare
from journeys.exchange import workbook
from journeys.exchange.preview import preview
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.contents import MapContents
    from journeys.exchange.findings import ImportPreview
    from journeys.models import MapVersion

FASTER = (
    "Somebody changed the draft while you were looking. Below is what the import would change now."
)


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Ask for a file; keep it (POST) and lead to what it would change."""
    version = find_version(request, pk)
    require(request, "change_mapversion", version)
    if not version.is_editable:
        return _not_a_draft(request, version)
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        token = uploads.keep(*form.content, by=request.user)  # type: ignore[arg-type]
        return redirect("admin:journeys_mapversion_import_preview", version.pk, token)
    return show(
        request,
        site,
        "import",
        title="Import into this draft",
        crumbs=way_to(version),
        form=form,
        version=version,
    )


def confirm(request: HttpRequest, site: AdminSite, pk: int, upload: str) -> HttpResponse:
    """Show what one map of the file would change, or make it the draft's contents (POST)."""
    version = find_version(request, pk)
    require(request, "change_mapversion", version)
    if not version.is_editable:
        return _not_a_draft(request, version)
    kept = uploads.find(upload, by=request.user)  # type: ignore[arg-type]
    if kept is None:
        messages.warning(request, GONE)
        return redirect("admin:journeys_mapversion_import", version.pk)
    found = preview(kept.data, kept.filename)
    index = _index(request, found)
    takes_facts = _takes_facts(request, found)
    document = contents.document(version)
    now = contents.decode(document)
    new = _what_comes(found, index, now, takes_facts=takes_facts)
    if request.method == "POST" and new is not None:
        try:
            drafts.replace(
                version,
                new,
                by=request.user,  # type: ignore[arg-type]
                verb="import",
                seen=request.POST.get("seen", ""),
            )
        except drafts.ChangedMeanwhile:
            messages.warning(request, FASTER)
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:journeys_mapversion_map", version.pk)
        else:
            uploads.forget(kept, by=request.user)  # type: ignore[arg-type]
            messages.success(
                request,
                f"Version {version.number} now says what {found.filename or 'the text'} says.",
            )
            return redirect("admin:journeys_mapversion_map", version.pk)
    comparison = None if new is None else compare(now, new)
    groups, left_out = (), 0
    if new is not None and comparison is not None:
        groups, left_out = change_list.first(change_list.grouped(comparison, now, new), MOST_LISTED)
    return show(
        request,
        site,
        "import_into_draft",
        title="What the import would change",
        crumbs=way_to(version),
        version=version,
        preview=found,
        index=index,
        takes_facts=takes_facts,
        comparison=comparison,
        counts=() if comparison is None else change_list.counts(comparison),
        groups=groups,
        left_out=left_out,
        nothing_stays=new is not None and _nothing_stays(now, new),
        seen=contents.checksum(document),
    )


def _index(request: HttpRequest, found: ImportPreview) -> int:
    wanted = request.GET.get("map", "0")
    index = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 0
    return index if index < len(found.maps) else 0


def _takes_facts(request: HttpRequest, found: ImportPreview) -> bool:
    """Return whether name, kind, scope, personas and objectives come from the file too.

    Only our own document and workbook hold them all; of another format they would be lost.
    """
    default = "1" if found.format == "json" or found.format_label == workbook.OURS else "0"
    return request.GET.get("facts", default) == "1"


def _what_comes(
    found: ImportPreview, index: int, now: MapContents, *, takes_facts: bool
) -> MapContents | None:
    if not found.can_come_in:
        return None
    new = _with_files_of(now, found.maps[index].contents)
    if takes_facts:
        return new
    return structs.replace(
        _without_strangers(new, {persona.key for persona in now.personas}),
        map=now.map,
        version=now.version,
        personas=now.personas,
        objectives=now.objectives,
    )


def _without_strangers(new: MapContents, personas: set[str]) -> MapContents:
    """Leave out what personas feel that do not come along."""
    stages = tuple(
        structs.replace(
            stage,
            touchpoints=tuple(
                structs.replace(
                    part,
                    persona_emotions=tuple(
                        one for one in part.persona_emotions if one.persona in personas
                    ),
                )
                for part in stage.touchpoints
            ),
        )
        for stage in new.stages
    )
    return structs.replace(new, stages=stages)


def _nothing_stays(now: MapContents, new: MapContents) -> bool:
    """Return whether no element of the draft is in the new contents: they carry other keys."""
    before, after = (
        {stage.key for stage in side.stages} | {part.key for _, part in side.touchpoints}
        for side in (now, new)
    )
    return bool(before) and not before & after


def _with_files_of(now: MapContents, new: MapContents) -> MapContents:
    """Keep attached files on the cards that have them: files do not travel in documents."""
    attached = {card.key: card.attachment for card in now.cards if card.attachment}
    if not attached:
        return new
    cards = tuple(
        structs.replace(card, attachment=attached[card.key]) if card.key in attached else card
        for card in new.cards
    )
    return structs.replace(new, cards=cards)


def _not_a_draft(request: HttpRequest, version: MapVersion) -> HttpResponse:
    state = version.get_state_display().lower()
    messages.error(
        request, f"Version {version.number} is {state}. Only a draft can take an import."
    )
    return redirect("admin:journeys_mapversion_map", version.pk)

"""Editing on the map page: changes come in as JSON, fresh values and drawn parts go out.

The page sends what a person did (`edit`), takes steps back (`turn`), splits and merges (`divide`), and
asks every few seconds who else is here and whether anything changed (`live`). `known` is the checksum
of the document the page shows: if the draft was another before the edit, everything is sent again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST
from msgspec import Meta, Struct

from journeys import contents, edits
from journeys.admin.names import full_names
from journeys.admin.pages import curve_choice, map_actions, redrawn
from journeys.admin.pages.frame import find_version, require
from journeys.admin.pages.versions_of import other_draft, siblings_of
from journeys.edits import Applied, Change, Conflict, Refused, presence
from journeys.edits.changes import MOST_CHANGES, Key
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.models import MapVersion

Checksum = Annotated[str, Meta(max_length=64)]
Request = Annotated[str, Meta(max_length=64)]


class Edited(Struct, forbid_unknown_fields=True):
    """What the page sends when somebody changed something."""

    changes: Annotated[list[Change], Meta(max_length=MOST_CHANGES)]
    request: Request = ""
    label: Annotated[str, Meta(max_length=160)] = ""
    known: Checksum = ""


class Turned(Struct, forbid_unknown_fields=True):
    """The step that is taken back, or again."""

    step: int
    request: Request = ""
    known: Checksum = ""


class Divided(Struct, forbid_unknown_fields=True):
    """A stage, touchpoint or lane to split (one key), or several to merge."""

    do: Literal["split", "merge"]
    keys: Annotated[list[Key], Meta(min_length=1, max_length=50)]
    new_key: Key
    values: dict[str, Any]
    takes: Annotated[list[Key], Meta(max_length=MOST_CHANGES)] = []
    request: Request = ""
    known: Checksum = ""


@require_POST
def edit(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Write changes into the draft."""
    return _written(
        request,
        pk,
        Edited,
        lambda version, sent: edits.apply(
            version,
            sent.changes,
            by=request.user,  # type: ignore[arg-type]
            label=sent.label,
            request=sent.request,
        ),
    )


@require_POST
def turn(request: HttpRequest, site: AdminSite, pk: int, way: str) -> HttpResponse:
    """Take the person's last step back (`undo`), or do it again (`redo`)."""
    verb = edits.redo if way == "redo" else edits.undo
    return _written(
        request,
        pk,
        Turned,
        lambda version, sent: verb(version, by=request.user, step=sent.step),  # type: ignore[arg-type]
    )


@require_POST
def divide(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Split a stage, touchpoint or lane, or merge several."""

    def divided(version: MapVersion, sent: Divided) -> Applied:
        said: dict[str, Any] = {
            "new_key": sent.new_key,
            "values": sent.values,
            "by": request.user,
            "request": sent.request,
        }
        if sent.do == "merge":
            return edits.merge(version, sent.keys, **said)
        return edits.split(version, sent.keys[0], takes=sent.takes, **said)

    return _written(request, pk, Divided, divided)


@require_GET
def live(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Tell who else is here, and everything that is not as the page knows it (`known`, `drawn`)."""
    version = find_version(request, pk)
    require(request, "change_mapversion", version)
    if not version.is_editable:
        return _closed(
            version, f"Version {version.number} is {version.get_state_display().lower()} now."
        )
    at = request.GET.get("at", "")
    person: Any = request.user
    presence.arrive(version, by=person, key=at if len(at) == 36 else "")
    read = contents.read(version)
    token = contents.checksum(contents.encode(read))
    answer: dict[str, Any] = {
        "known": token,
        "people": presence.others(version, person),
        "steps": edits.steps_of(version, person),
    }
    curves = curve_choice.wanted(request)
    if request.GET.get("known") != token:
        answer |= _everything(read)
    if request.GET.get("drawn") != token:
        answer["parts"] = redrawn.parts(version, read, token, {redrawn.ALL}, personas=curves)
    return _json(answer)


def _written(
    request: HttpRequest, pk: int, body: type[Any], verb: Callable[[MapVersion, Any], Applied]
) -> HttpResponse:
    version = find_version(request, pk)
    require(request, "change_mapversion", version)
    try:
        sent = msgspec.json.decode(request.body, type=body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _refusal(400, f"This is not what an edit looks like: {error}")
    before = contents.checksum(contents.document(version))
    try:
        applied = verb(version, sent)
    except Refused as refusal:
        return _refusal(400, refusal.message, index=refusal.index, field=refusal.field)
    except InvalidTransition as refusal:
        return _closed(version, str(refusal))
    version = find_version(request, pk)
    read = contents.read(version)
    token = contents.checksum(contents.encode(read))
    answer: dict[str, Any] = {
        "known": token,
        "values": applied.values,
        "conflicts": _with_full_names(applied.conflicts),
        "step": applied.step,
        "steps": edits.steps_of(version, request.user),  # type: ignore[arg-type]
    }
    # If others were here meanwhile, the page is brought up to date as a whole.
    touched = applied.touched if before == sent.known else {redrawn.ALL}
    curves = curve_choice.wanted(request)
    answer["parts"] = redrawn.parts(version, read, token, touched, personas=curves)
    if redrawn.ALL in answer["parts"]:
        answer |= _everything(read)
    return _json(answer)


def _with_full_names(conflicts: Sequence[Conflict]) -> list[Conflict]:
    names = full_names(conflict.by for conflict in conflicts) if conflicts else {}
    return [
        msgspec.structs.replace(conflict, by=names.get(conflict.by, conflict.by))
        for conflict in conflicts
    ]


def _everything(read: contents.MapContents) -> dict[str, Any]:
    return {
        "elements": edits.as_values(read),
        "personas": [{"key": persona.key, "name": persona.name} for persona in read.personas],
        "channels": [{"key": channel.key, "name": channel.name} for channel in read.channels],
    }


def _json(answer: dict[str, Any], status: int = 200) -> HttpResponse:
    body = msgspec.json.encode(answer)
    response = HttpResponse(body, status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def _closed(version: MapVersion, detail: str) -> HttpResponse:
    """Say that the version takes no more edits, and where the map's open draft is if it has one."""
    draft = other_draft(version, siblings_of(version))
    if draft is None:
        return _refusal(409, detail)
    return _refusal(
        409,
        detail,
        draft=map_actions.address("map", draft),
        draftName=f"version {draft.number}",
    )


def _refusal(status: int, detail: str, **more: Any) -> HttpResponse:
    return _json({"detail": detail, **more}, status)

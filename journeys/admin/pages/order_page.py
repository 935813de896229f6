"""Ordering a draft's stages, touchpoints and lanes: by button, by keyboard, or by dragging."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from journeys import contents, elements
from journeys.admin.pages.frame import find_version, require, show, way_to
from journeys.drafts import ChangedMeanwhile
from journeys.elements import Arrangement
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.models import MapVersion

FASTER = "Somebody added or removed something in this draft. Below is the order as it is now."


@dataclass(frozen=True, slots=True)
class Row:
    """A stage, touchpoint or lane on the page: whether it can go up or down."""

    key: str
    name: str
    up: bool
    down: bool
    touchpoints: tuple[Row, ...] = ()


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show the order, or change it (POST): one step by `move`, or the whole by `arrangement`."""
    version = find_version(request, pk)
    require(request, "change_mapversion", version)
    if not version.is_editable:
        state = version.get_state_display().lower()
        messages.error(request, f"Version {version.number} is {state}; only a draft is arranged.")
        return redirect("admin:journeys_mapversion_map", version.pk)
    if request.method == "POST":
        return _arrange(request, version)
    read = contents.read(version)
    return show(
        request,
        site,
        "order",
        title="Change the order",
        crumbs=way_to(version),
        version=version,
        stages=_stages(read),
        lanes=_rows([(lane.key, lane.title) for lane in read.lanes]),
    )


def _arrange(request: HttpRequest, version: MapVersion) -> HttpResponse:
    address = reverse("admin:journeys_mapversion_order", args=[version.pk])
    wanted, key = _wanted(request, elements.arrangement_of(version))
    try:
        elements.arrange(version, wanted, by=request.user)  # type: ignore[arg-type]
    except ChangedMeanwhile:
        messages.warning(request, FASTER)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:journeys_mapversion_map", version.pk)
    # The fragment brings the eye, and the keyboard, back to what was moved.
    return HttpResponseRedirect(f"{address}#row-{key}" if key else address)


def _wanted(request: HttpRequest, now: Arrangement) -> tuple[Arrangement, str]:
    """Return the order asked for, and the key of what moved if it was one step."""
    whole = request.POST.get("arrangement", "")
    if whole:
        try:
            return msgspec.json.decode(whole, type=Arrangement), ""
        except (msgspec.DecodeError, msgspec.ValidationError):
            return Arrangement(), ""  # not ours; refused as an order that names nothing
    key, _, way = request.POST.get("move", "").partition(":")
    return moved(now, key, up=way == "up"), key if key.replace("-", "").isalnum() else ""


def moved(now: Arrangement, key: str, *, up: bool) -> Arrangement:
    """Return the order with one element a step up or down; a touchpoint may step into the next stage."""
    if key in now.lanes:
        return msgspec.structs.replace(now, lanes=tuple(_step(list(now.lanes), key, up=up)))
    keys = [stage for stage, _ in now.stages]
    inside = {stage: list(touchpoints) for stage, touchpoints in now.stages}
    if key in inside:
        keys = _step(keys, key, up=up)
    else:
        _step_touchpoint(keys, inside, key, up=up)
    return msgspec.structs.replace(
        now, stages=tuple((stage, tuple(inside[stage])) for stage in keys)
    )


def _step(keys: list[Any], key: Any, *, up: bool) -> list[Any]:
    place = keys.index(key)
    other = place - 1 if up else place + 1
    if 0 <= other < len(keys):
        keys[place], keys[other] = keys[other], keys[place]
    return keys


def _step_touchpoint(
    stages: list[str], inside: dict[str, list[str]], key: str, *, up: bool
) -> None:
    at = next((index for index, stage in enumerate(stages) if key in inside[stage]), None)
    if at is None:
        return
    here = inside[stages[at]]
    if key != (here[0] if up else here[-1]):
        _step(here, key, up=up)
        return
    other = at - 1 if up else at + 1
    if 0 <= other < len(stages):
        here.remove(key)
        there = inside[stages[other]]
        there.insert(len(there) if up else 0, key)


def _stages(read: contents.MapContents) -> list[Row]:
    ends = [touchpoint.key for _, touchpoint in read.touchpoints]
    last = len(read.stages) - 1
    return [
        Row(
            stage.key,
            stage.name,
            up=index > 0,
            down=index < last,
            touchpoints=tuple(
                Row(
                    part.key,
                    part.name,
                    up=index > 0 or part.key != ends[0],
                    down=index < last or part.key != ends[-1],
                )
                for part in stage.touchpoints
            ),
        )
        for index, stage in enumerate(read.stages)
    ]


def _rows(named: list[tuple[str, str]]) -> list[Row]:
    last = len(named) - 1
    return [
        Row(key, name, up=index > 0, down=index < last) for index, (key, name) in enumerate(named)
    ]

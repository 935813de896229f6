"""The compare page as a workbook: changes, ratings before and after, pain points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone

from journeys import contents
from journeys.admin.pages.change_words import KINDS, MARKS, field_name, value
from journeys.admin.pages.compare_rest import LIVES
from journeys.admin.pages.frame import find_version, require
from journeys.admin.pages.versions_of import counterpart, siblings_of
from journeys.admin.workbook import Sheet, download
from journeys.comparison import compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.comparison import MapComparison
    from journeys.models import MapVersion


def view(request: HttpRequest, site: AdminSite, pk: int) -> Any:
    """Give what the compare page shows, with its filter: `?against=` and `?kind=` as there."""
    version = find_version(request, pk)
    require(request, "view_mapversion", version)
    siblings = siblings_of(version)
    wanted = request.GET.get("against", "")
    against = next((row for row in siblings if str(row.pk) == wanted), None)
    against = against or counterpart(version, siblings)
    if against is None:
        raise Http404
    kinds = [kind for kind in KINDS if kind in request.GET.getlist("kind")]
    found = compare(contents.read(against), contents.read(version))
    name = f"{version.map.name}, versions {against.number} and {version.number} compared"
    return download(
        name,
        (
            Sheet(
                "Changes",
                ["Change", "Element", "Name", "Stage", "Touchpoint", "Lane", "Field", "Before", "After"],
                [16, 12, 34, 22, 24, 18, 20, 44, 44],
                _changes(found, kinds),
            ),
            Sheet(
                "Feelings",
                ["Stage", "Touchpoint", "Before", "After", "Difference", "Basis before", "Basis after", "What can be said", "Why"],
                [22, 30, 10, 10, 12, 14, 14, 24, 60],
                _feelings(found),
            ),
            Sheet(
                "Pain points",
                ["Change", "Pain point", "Stage", "Touchpoint", "Severity before", "Severity after", "Share before, %", "Share after, %"],
                [12, 50, 22, 26, 16, 16, 16, 16],
                _pains(found),
            ),
            Sheet("About", ["What", "Which"], [28, 70], _about(request, version, against, found, kinds)),
        ),
    )  # fmt: skip


def _changes(found: MapComparison, kinds: Sequence[str]) -> Iterator[list[Any]]:
    for change in found.changes:
        if kinds and change.kind not in kinds:
            continue
        place = change.place
        yield [
            MARKS[change.kind][2], change.element, change.name, place.stage_name,
            place.touchpoint_name, place.lane_name, field_name(change.field) if change.field else "",
            _plain(change.field, change.before), _plain(change.field, change.after),
        ]  # fmt: skip


def _plain(field: str, given: Any) -> Any:
    """Return a number as a number, anything else in words."""
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    return given if is_number else value(field, given) if given is not None else ""


def _feelings(found: MapComparison) -> Iterator[list[Any]]:
    for delta in found.emotions:
        yield [
            delta.stage_name, delta.name, delta.before, delta.after, delta.difference,
            delta.basis_before, delta.basis_after, delta.verdict.replace("_", " "), delta.reason,
        ]  # fmt: skip


def _pains(found: MapComparison) -> Iterator[list[Any]]:
    for pain in found.pain_points:
        word = LIVES[pain.life][2] if pain.life in LIVES else "unchanged"
        yield [
            word, pain.text, pain.place.stage_name, pain.place.touchpoint_name,
            pain.severity_before, pain.severity_after, pain.share_before, pain.share_after,
        ]  # fmt: skip


def _about(
    request: HttpRequest,
    version: MapVersion,
    against: MapVersion,
    found: MapComparison,
    kinds: Sequence[str],
) -> list[tuple[str, Any]]:
    user: Any = request.user
    sides = [
        (f"Version {side.number}", f"id {side.pk}, {side.get_state_display().lower()}, {side.checksum or 'a draft, as it stands now'}")
        for side in (against, version)
    ]  # fmt: skip
    return [
        ("Map", version.map.name),
        *sides,
        ("Summary", found.summary),
        ("Changes shown", ", ".join(MARKS[kind][2] for kind in kinds) or "all"),
        ("Made", timezone.now()),
        ("By", user.get_full_name() or user.get_username()),
    ]

"""Observed paths: the ways customers really went beside the mapped one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from journeys import contents
from journeys.admin import current
from journeys.admin.pages.frame import find, require, show
from journeys.ids import id_in
from journeys.models import MapVersion
from research import observed_paths
from research.admin.coverage_page import choices_of

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

KINDS = {
    "not_reached": "ended before",
    "skipped": "went on without",
    "unmapped": "did what is not on the map",
    "out_of_order": "came earlier than mapped to",
}
#: Paths and deviations that are shown, and steps of a path.
MOST_PATHS, MOST_DEVIATIONS, MOST_STEPS = 12, 12, 14
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@never_cache
def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the paths beside a version: the one named by `?version=`, else the newest of the program at hand."""
    program = current.program(request)
    if program is None:
        raise Http404
    named = id_in(request.GET.get("version"))
    choices = choices_of(request, program)
    if named is not None:
        version = find(request, MapVersion.objects.select_related("map", "program"), named)
        require(request, "view_mapversion", version)
    else:
        version = choices[0] if choices else None
    found = observed_paths.of(version, contents.read(version)) if version is not None else None
    return show(
        request, site, "research/paths", title="Observed paths",
        crumbs=[(program.name, reverse("admin:journeys_program_home", args=[program.pk]))],
        version=version, choices=choices, found=found, durations=_durations(found) if found else [],
        paths=[(path, path.activities[:MOST_STEPS], len(path.activities) - MOST_STEPS, duration(path.median_seconds), _bar(path.share)) for path in found.observed.paths[:MOST_PATHS]] if found else [],
        stages=[(stage, _bar(stage.of_all), _next(stage)) for stage in found.stages] if found else [],
        deviations=[(KINDS[one.kind], one, _bar(one.share)) for one in found.conformance.deviations[:MOST_DEVIATIONS]] if found and found.conformance else [],
    )  # fmt: skip


def duration(seconds: float) -> str:
    """Return a time as people say it: 3 days, 2.5 hours."""
    for size, unit in _UNITS:
        if seconds >= size:
            number = seconds / size
            told = f"{number:.0f}" if number >= 10 or number == int(number) else f"{number:.1f}"
            return f"{told} {unit}{'' if told == '1' else 's'}"
    return "at once"


def _durations(found: Any) -> list[tuple[str, str]]:
    told = found.observed.durations
    names = (
        ("half took less than", told.median),
        ("nine of ten less than", told.p90),
        ("the longest", told.longest),
    )
    return [(name, duration(value)) for name, value in names]


def _next(stage: Any) -> list[str]:
    return [
        f"{'ended there' if name == '(end)' else name} ({count:,})"
        for name, count in stage.next_after_drop[:3]
    ]


def _bar(share: float) -> float:
    return round(100 * share, 1)

"""Where a map rests on evidence and where it is only opinion; the gaps become the next study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from journeys import history
from journeys.admin import current
from journeys.admin.pages.frame import find, require, show
from journeys.ids import id_in
from journeys.models import MapVersion, State
from journeys.versions import InvalidTransition
from research import adopting, coverage, drift, evidence
from research.drifting import Finding
from research.models import DriftSignal, Study

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from research.coverage import Coverage, ElementCoverage, SourceCoverage

PARTS = {
    "asked": f"asked about by {coverage.ENOUGH} people or more",
    "fresh": "with an answer of the last year",
    "several_sources": "heard by two kinds of study",
    "agreeing": "of those, without a contradiction",
}
#: Gaps that go into the next study, so that people finish it.
MOST_ASKED = 8
#: Signals of drift that are shown.
MOST_RAISED = 50
_OPEN = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the coverage of a version: the one named by `?version=`, else the newest of the program at hand."""
    program = current.program(request)
    named = id_in(request.GET.get("version"))
    choices = choices_of(request, program)
    if named is not None:
        version = find(request, MapVersion.objects.select_related("map", "program"), named)
    elif choices:
        version = choices[0]
    else:
        version = None
    if version is not None:
        require(request, "view_mapversion", version)
        program = version.program
        choices = choices_of(request, program)
    if program is None:
        raise Http404
    found = coverage.of(version) if version is not None else None
    return show(
        request, site, "research/coverage",
        title="Evidence", crumbs=[(program.name, reverse("admin:journeys_program_home", args=[program.pk]))],
        version=version, choices=choices, coverage=found, rows=_rows(found) if found else [],
        gaps=[(gap, coverage.LACKS[gap.lack]) for gap in found.gaps] if found else [], parts=_parts(found) if found else [],
        may_plan=request.user.has_perm("research.add_study", version) if version else False,
        may_adopt=version is not None and version.is_editable and request.user.has_perm("journeys.change_mapversion", version),
        observed=sum(bool(one.people) for one in found.touchpoints) if found else 0,
        drift=drift.of(version) if version is not None and version.state == State.PUBLISHED else None,
        raised=_raised(version), may_set_aside=version is not None and request.user.has_perm("research.set_aside_driftsignal", version),
    )  # fmt: skip


def plan(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Make a study of a version's gaps (POST), and lead to it."""
    version = find(request, MapVersion.objects.select_related("map", "program"), pk)
    require(request, "view_mapversion", version)
    if not request.user.has_perm("research.add_study", version):
        raise Http404
    gaps = coverage.of(version).gaps[:MOST_ASKED]
    if request.method != "POST" or not gaps:
        return redirect(f"{reverse('admin:research_coverage')}?version={version.pk}")
    study = Study(
        program=version.program,
        name=f"Gaps of “{version.map.name}”, {timezone.localdate():%B %Y}"[:120],
        questions="\n".join(
            f"How did “{gap.name}” feel? ({coverage.LACKS[gap.lack]})" for gap in gaps
        ),
        planned_n=max(gap.people_needed for gap in gaps),
        owner=request.user,  # type: ignore[misc]
    )
    history.deed(study, by=request.user, verb="plan from the gaps of a map")  # type: ignore[arg-type]
    study.save()
    messages.success(request, "The study is planned. Say whom you ask, and with which question.")
    return redirect("admin:research_study_change", study.pk)


def adopt(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Take what was observed over into a draft (POST)."""
    version = find(request, MapVersion.objects.select_related("map", "program"), pk)
    require(request, "change_mapversion", version)
    if request.method == "POST":
        try:
            changed = adopting.adopt(version, by=request.user)  # type: ignore[arg-type]
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        else:
            touchpoints = "1 touchpoint" if changed == 1 else f"{changed} touchpoints"
            messages.success(request, f"{touchpoints} now feel as customers said.")
    return redirect(f"{reverse('admin:research_coverage')}?version={version.pk}")


def set_aside(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Say that something that was raised needs nothing (POST)."""
    signal = find(request, DriftSignal, pk)
    require(request, "set_aside_driftsignal", signal)
    if request.method == "POST":
        drift.set_aside(signal, by=request.user)
        messages.success(request, f"“{signal.subject_name}” is set aside.")
    return redirect(f"{reverse('admin:research_coverage')}?version={signal.version_id}")


def _raised(version: MapVersion | None) -> list[tuple[DriftSignal, str]]:
    """Return what was raised about a published version and not set aside, each with its sentence."""
    if version is None or version.state != State.PUBLISHED:
        return []
    rows = DriftSignal.objects.filter(version=version, is_set_aside=False).order_by("id")
    return [
        (row, drift.sentence(msgspec.convert(row.figures, Finding))) for row in rows[:MOST_RAISED]
    ]


def choices_of(request: HttpRequest, program: Any) -> list[MapVersion]:
    """Return the newest published version and the draft of each map, published ones first."""
    if program is None:
        return []
    rows = MapVersion.objects.visible_to(request.user).filter(
        program=program, state__in=_OPEN, map__is_archived=False
    )
    rows = rows.select_related("map", "program").order_by("map__name", "-number")[:200]
    newest: dict[tuple[int, bool], MapVersion] = {}
    for version in rows:
        newest.setdefault((version.map_id, version.state == State.PUBLISHED), version)
    # What somebody asked about comes first.
    return sorted(
        newest.values(),
        key=lambda version: (version.state != State.PUBLISHED, version.evidence_from is None),
    )


def _rows(found: Coverage) -> list[tuple[ElementCoverage, list[tuple[str, Any, str]], list[str]]]:
    """Return elements with the names of their kinds of study and of what is lacking, and who contradicts whom."""
    return [
        (
            one,
            [(coverage.method_name(source.method), source, _felt(source)) for source in one.sources],
            [*(coverage.LACKS[lack] for lack in one.lacks if lack != "disagree"),
             *(f"{coverage.method_name(a)} and {coverage.method_name(b)} disagree" for a, b in one.contradictions)],
        )
        for one in found.elements
        if one.kind == "touchpoint" or one.sources
    ]  # fmt: skip


def _felt(source: SourceCoverage) -> str:
    """Say a mean with its interval; nothing where there were only words nobody scored."""
    if source.mean is None:
        return ""
    told = evidence.signed(source.mean)
    if source.low is None or source.high is None:
        return told
    return f"{told} ({evidence.signed(source.low)} to {evidence.signed(source.high)})"


def _parts(found: Coverage) -> list[tuple[str, int, int]]:
    return [(PARTS[name], points, coverage.PARTS[name]) for name, points in found.parts.items()]

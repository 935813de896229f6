"""The compare page: what changed between two versions, as a list, a picture and in detail."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from journeys import contents
from journeys.admin.pages import change_list, compare_rest
from journeys.admin.pages.change_words import KINDS, MARKS
from journeys.admin.pages.compare_detail import detail
from journeys.admin.pages.frame import find_version, require, show, way_to
from journeys.admin.pages.versions_of import counterpart, siblings_of
from journeys.comparison import compare
from journeys.models import State
from journeys.rendering import comparison_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.models import MapVersion

#: A list longer than this is cut; a link shows the rest.
MOST_LISTED = 600
VERDICTS = {
    "better": ("trending_up", "better", "better"),
    "worse": ("trending_down", "worse", "worse"),
    "no_detectable_change": ("drag_handle", "same", "no detectable change"),
    "cannot_tell": ("question_mark", "unsure", "cannot tell"),
    "not_comparable": ("block", "other", "not comparable"),
}


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show what changed in a version against another; `?after=` leads to another version's page."""
    version = find_version(request, pk)
    require(request, "view_mapversion", version)
    siblings = siblings_of(version)
    if elsewhere := _elsewhere(request, version, siblings):
        return elsewhere
    against = _against(request, version, siblings)
    if against is None:
        return show(
            request,
            site,
            "compare_alone",
            title=f"Compare {version}",
            crumbs=way_to(version),
            version=version,
            can_start=request.user.has_perm("journeys.start_draft_journeymap", version),
        )
    before, after = contents.read(against), contents.read(version)
    comparison = compare(before, after)
    picked = request.GET.get("pick", "")
    context: dict[str, Any] = {
        "version": version,
        "against": against,
        "detail": detail(picked, before, after, comparison) if picked else None,
    }
    if request.GET.get("part") == "detail":  # the page's script asks for this part alone
        return render(request, "journeys/pages/compare_detail.html", context)
    kinds = [kind for kind in request.GET.getlist("kind") if kind in MARKS]
    every = change_list.grouped(comparison, before, after, kinds, linked=_query(request, pick=[]))
    most = None if "all" in request.GET else MOST_LISTED
    groups, left_out = change_list.first(every, most)
    return show(
        request,
        site,
        "compare",
        title=f"Compare version {against.number} and {version.number} of {version.map}",
        crumbs=way_to(version),
        siblings=[
            row for row in siblings if row.state != State.DISCARDED or row in {version, against}
        ],
        comparison=comparison,
        groups=groups,
        left_out=left_out,
        query_for_all=_query(request, all=["1"]),
        number_of_entries=len({change.key for change in comparison.changes}),
        filters=_filters(request, comparison.counts, kinds),
        any_filter=bool(kinds),
        sheet_query=_query(request, against=[str(against.pk)], pick=[], all=[]),
        without_filters=_query(request, kind=[]),
        verdicts=_verdicts(comparison),
        picture=comparison_picture.draw(
            before,
            after,
            comparison,
            before_name=f"version {against.number}",
            after_name=f"version {version.number}",
        ),
        rest=compare_rest.of(comparison),
        may_report=request.user.has_perm("journeys.add_report", version),
        **context,
    )


def _elsewhere(
    request: HttpRequest, version: MapVersion, siblings: Sequence[MapVersion]
) -> HttpResponse | None:
    """The picker names both sides; each pair has one address, that of its later side."""
    wanted = request.GET.get("after", "")
    after = next((row for row in siblings if str(row.pk) == wanted), None)
    if after is None:
        return None
    query = QueryDict(mutable=True)
    if request.GET.get("against", "").isdecimal():
        query["against"] = request.GET["against"]
    address = reverse("admin:journeys_mapversion_compare", args=[after.pk])
    return HttpResponseRedirect(f"{address}?{query.urlencode()}")


def _against(
    request: HttpRequest, version: MapVersion, siblings: Sequence[MapVersion]
) -> MapVersion | None:
    wanted = request.GET.get("against", "")
    named = next((row for row in siblings if str(row.pk) == wanted), None)
    return named or counterpart(version, siblings)


def _filters(
    request: HttpRequest, counts: dict[str, int], kinds: list[str]
) -> list[dict[str, Any]]:
    """Return a chip per kind of change there is; following it turns the kind on or off."""
    return [
        {
            "kind": kind,
            "number": counts[kind],
            "icon": MARKS[kind][0],
            "mark": MARKS[kind][1],
            "word": MARKS[kind][2],
            "is_on": kind in kinds,
            "query": _query(
                request, kind=[other for other in KINDS if (other in kinds) != (other == kind)]
            ),
        }
        for kind in KINDS
        if counts.get(kind)
    ]


def _query(request: HttpRequest, **changed: list[str]) -> str:
    query = request.GET.copy()
    query.pop("part", None)
    for name, values in changed.items():
        query.setlist(name, values)
    return query.urlencode()


def _verdicts(comparison: Any) -> list[dict[str, Any]]:
    """Return how many rated touchpoints of both versions got each verdict, and why we cannot tell."""
    numbers = Counter(delta.verdict for delta in comparison.emotions)
    reasons = {delta.verdict: delta.reason for delta in comparison.emotions}
    return [
        {
            "number": numbers[verdict],
            "icon": icon,
            "mark": mark,
            "word": word,
            "reason": reasons[verdict],
        }
        for verdict, (icon, mark, word) in VERDICTS.items()
        if numbers[verdict]
    ]

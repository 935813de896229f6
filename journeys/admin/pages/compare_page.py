"""The compare page: what changed between two versions, as a list, a picture and in detail."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from journeys import alignments, judging
from journeys.admin.pages import change_list, compare_customers, compare_rest
from journeys.admin.pages.change_words import KINDS, MARKS
from journeys.admin.pages.compare_customers import VERDICTS
from journeys.admin.pages.compare_detail import detail
from journeys.admin.pages.frame import find_version, require, show, way_to
from journeys.admin.pages.versions_of import choices_of, counterpart, siblings_of
from journeys.ids import id_in
from journeys.models import MapVersion
from journeys.rendering import comparison_picture
from journeys.reports import words
from journeys.reports.version_comparison import kpis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.alignments import Compared
    from journeys.reports.version_comparison.kpis import KpiComparison

#: A list longer than this is cut; a link shows as many more.
MOST_LISTED = 300


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show what changed in a version against another; `?after=` leads to another version's page."""
    version = find_version(request, pk)
    require(request, "view_mapversion", version)
    siblings = siblings_of(version)
    if elsewhere := _elsewhere(request, version):
        return elsewhere
    against = named_against(request, version, siblings) or counterpart(version, siblings)
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
    read = alignments.read(against, version)
    context: dict[str, Any] = {
        "version": version,
        "against": against,
        "names": names_of(against, version),
        "is_one_map": against.map_id == version.map_id,
    }
    if request.GET.get("part") != "detail":
        context |= {
            "choices": choices_of(version, against, siblings),
            "alignment": read.alignment,
            "may_align": request.user.has_perm("journeys.change_alignment", version),
            "may_report": request.user.has_perm("journeys.add_report", version),
        }
    if not read.is_comparable:
        return show(
            request,
            site,
            "compare_unaligned",
            title=f"Compare {against} and {version}",
            crumbs=way_to(version),
            **context,
        )
    return _compared(request, site, read, context)


def _compared(
    request: HttpRequest, site: AdminSite, read: Compared, context: dict[str, Any]
) -> HttpResponse:
    before, after = read.before, read.after
    comparison = judging.compare(context["against"], context["version"], read)
    picked = request.GET.get("pick", "")
    context["detail"] = detail(picked, before, after, comparison) if picked else None
    if request.GET.get("part") == "detail":  # the page's script asks for this part alone
        return render(request, "journeys/pages/compare_detail.html", context)
    kinds, verdicts = filters_of(request)
    every = change_list.grouped(
        comparison, before, after, kinds, verdicts, linked=_query(request, pick=[])
    )
    most = _most(request)
    groups, left_out = change_list.first(every, most)
    against, version = context["against"], context["version"]
    found = kpis_between(against, version, read, context["names"])
    customers, customers_left_out = compare_customers.first(comparison)
    return show(
        request,
        site,
        "compare",
        title=f"Compare {against} and {version}",
        crumbs=way_to(version),
        comparison=comparison,
        groups=groups,
        left_out=left_out,
        next_step=min(left_out, MOST_LISTED),
        query_for_more=_query(request, most=[str(most + MOST_LISTED)]),
        number_of_entries=len({change.key for change in comparison.changes}),
        filters=_filters(request, comparison.counts, kinds),
        any_filter=bool(kinds or verdicts),
        sheet_query=_query(request, against=[str(against.pk)], pick=[], most=[]),
        without_filters=_query(request, kind=[], verdict=[]),
        verdicts=_verdicts(request, comparison, verdicts),
        picture=comparison_picture.draw(
            before,
            after,
            comparison,
            before_name=context["names"][0],
            after_name=context["names"][1],
            kpis=kpis.marks(found, before, after),
        ),
        rest=compare_rest.of(comparison),
        customers=customers,
        customers_left_out=customers_left_out,
        windows=[
            words.period(said.evidence_from, said.evidence_to)
            for said in (before.version, after.version)
        ],
        kpis=[(kpi, *VERDICTS[kpi.verdict]) for kpi in found],
        **context,
    )


def names_of(against: MapVersion, version: MapVersion) -> tuple[str, str]:
    """Return what the two sides are called: by number, and by map if there are two."""
    if against.map_id == version.map_id:
        return f"version {against.number}", f"version {version.number}"
    return (
        f"“{against.map.name}”, version {against.number}",
        f"“{version.map.name}”, version {version.number}",
    )


def kpis_between(
    against: MapVersion, version: MapVersion, read: Compared, names: tuple[str, str]
) -> tuple[KpiComparison, ...]:
    """Return what the KPIs did between the times the two versions speak of."""
    now = timezone.now()
    own_keys = {compared: own for own, compared in read.names.items()}
    before, after = (f"{name[0].upper()}{name[1:]}" for name in names)
    return kpis.compared(
        version.map,
        kpis.Side(before, read.before, kpis.window_of(against, read.before.version, now)),
        kpis.Side(after, read.after, kpis.window_of(version, read.after.version, now), own_keys),
    )


def _most(request: HttpRequest) -> int:
    wanted = request.GET.get("most", "")
    return max(MOST_LISTED, int(wanted)) if wanted.isdecimal() and len(wanted) < 8 else MOST_LISTED


def _elsewhere(request: HttpRequest, version: MapVersion) -> HttpResponse | None:
    """The picker names both sides; each pair has one address, that of its later side."""
    after = _named(request, version, "after")
    if after is None:
        return None
    query = QueryDict(mutable=True)
    if request.GET.get("against", "").isdecimal():
        query["against"] = request.GET["against"]
    address = reverse("admin:journeys_mapversion_compare", args=[after.pk])
    return HttpResponseRedirect(f"{address}?{query.urlencode()}")


def named_against(
    request: HttpRequest, version: MapVersion, siblings: Sequence[MapVersion]
) -> MapVersion | None:
    """Return the version `?against=` names, of this map or of another of its program."""
    wanted = request.GET.get("against", "")
    among = next((row for row in siblings if str(row.pk) == wanted), None)
    return among or _named(request, version, "against")


def filters_of(request: HttpRequest) -> tuple[list[str], list[str]]:
    """Return the kinds of change and the verdicts `?kind=` and `?verdict=` ask for, those there are."""
    kinds, verdicts = (request.GET.getlist(name) for name in ("kind", "verdict"))
    return [one for one in KINDS if one in kinds], [one for one in VERDICTS if one in verdicts]


def _named(request: HttpRequest, version: MapVersion, side: str) -> MapVersion | None:
    """Return the version of the same program that one side names, if there is such."""
    wanted = id_in(request.GET.get(side))
    if wanted is None:
        return None
    rows = MapVersion.objects.visible_to(request.user).select_related("map", "program")
    found: MapVersion | None = rows.filter(program=version.program_id, pk=wanted).first()
    return found


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


def _verdicts(request: HttpRequest, comparison: Any, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """Return how many touchpoints got each verdict, and why; following one filters by it."""
    numbers = Counter(delta.verdict for delta in comparison.emotions)
    reasons: dict[str, set[str]] = {}
    for delta in comparison.emotions:
        reasons.setdefault(delta.verdict, set()).add(delta.reason.partition(";")[0])
    return [
        {
            "name": verdict,
            "number": numbers[verdict],
            "icon": icon,
            "mark": mark,
            "word": word,
            "reason": next(iter(reasons[verdict])) if len(reasons[verdict]) == 1 else "",
            "is_on": verdict in chosen,
            "query": _query(
                request,
                verdict=[one for one in VERDICTS if (one in chosen) != (one == verdict)],
            ),
        }
        for verdict, (icon, mark, word) in VERDICTS.items()
        if numbers[verdict]
    ]

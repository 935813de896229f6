"""Two maps side by side: which elements are the same, as proposed by their words and said by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from journeys import alignments, contents
from journeys.admin.pages.align_rows import CARDS_ON_A_PAGE, Sections
from journeys.admin.pages.frame import find_version, require, show, way_to
from journeys.alignment import propose
from journeys.drafts import ChangedMeanwhile
from journeys.models import FROZEN_STATES, JourneyMap, MapVersion, State

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.contents import MapContents
    from journeys.models import Alignment

#: As many maps are offered at once; beyond that a search finds the rest.
MOST_MAPS = 200


def choose(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Offer the other maps of the program to compare a version with."""
    version = find_version(request, pk)
    require(request, "view_mapversion", version)
    wanted = request.GET.get("q", "").strip()[:200]
    newest = (
        MapVersion.objects.filter(map=OuterRef("pk"))
        .exclude(state=State.DISCARDED)
        .order_by("-number")
    )
    published = newest.filter(state__in=FROZEN_STATES)
    maps = (
        JourneyMap.objects.visible_to(request.user)
        .filter(program=version.program_id)
        .exclude(pk=version.map_id)
        .annotate(
            newest=Subquery(newest.values("pk")[:1]), published=Subquery(published.values("pk")[:1])
        )
        .filter(newest__isnull=False)
        .order_by("name", "pk")
    )
    if wanted:
        maps = maps.filter(name__icontains=wanted)
    found = list(maps[: MOST_MAPS + 1])
    aligned = set(alignments.aligned_with(version.map))
    return show(
        request,
        site,
        "align_choose",
        title=f"Compare {version} with another map",
        crumbs=way_to(version),
        version=version,
        wanted=wanted,
        maps=[
            {
                "name": journey.name,
                "against": journey.published or journey.newest,
                "is_aligned": journey.pk in aligned,
            }
            for journey in found[:MOST_MAPS]
        ],
        are_more=len(found) > MOST_MAPS,
    )


def view(request: HttpRequest, site: AdminSite, pk: int, other: int) -> HttpResponse:
    """Show what is the same in two maps and what might be, or keep what was chosen (POST)."""
    version = find_version(request, pk)
    against = find_version(request, other)
    if version.program_id != against.program_id or version.map_id == against.map_id:
        raise Http404
    require(request, "view_mapversion", version)
    may_align = request.user.has_perm("journeys.change_alignment", version)
    if request.method == "POST" and not may_align:
        raise PermissionDenied
    before, after = contents.read(against), contents.read(version)
    alignment = alignments.between(against.map_id, version.map_id)
    sections = _sections(request, before, after, alignment, against)
    if request.method == "POST":
        sections.take(request.POST)
        if not sections.has_errors and _save(request, sections, against, version):
            address = reverse("admin:journeys_mapversion_compare", args=[version.pk])
            return HttpResponseRedirect(f"{address}?against={against.pk}")
        alignment = alignments.between(against.map_id, version.map_id)
    return show(
        request,
        site,
        "align",
        title=f"Align {against.map} and {version.map}",
        crumbs=way_to(version),
        version=version,
        against=against,
        alignment=alignment,
        seen=alignments.state(alignment),
        may_align=may_align,
        sections=sections.shown(),
        is_suggested=sections.is_suggested,
        are_cards_left=sections.cards_left,
        next_cards=sections.first_card + CARDS_ON_A_PAGE,
        previous_cards=max(sections.first_card - CARDS_ON_A_PAGE, 0),
        first_card=sections.first_card,
    )


def _sections(
    request: HttpRequest,
    before: MapContents,
    after: MapContents,
    alignment: Alignment | None,
    against: MapVersion,
) -> Sections:
    kept = dict(alignments.pairs_of(alignment, against.map_id)) if alignment else {}
    is_suggested = alignment is None or "suggest" in request.GET
    proposed = propose(before, after) if is_suggested else ()
    start = request.GET.get("cards", "")
    first = int(start) if start.isascii() and start.isdecimal() and len(start) < 8 else 0
    return Sections(before, after, kept, proposed, is_suggested=is_suggested, first_card=first)


def _save(
    request: HttpRequest, sections: Sections, against: MapVersion, version: MapVersion
) -> bool:
    """Keep the pairs; say why if that was not possible."""
    with_rest = "rest" in request.POST
    try:
        kept = alignments.align(
            against.map,
            version.map,
            sections.pairs(with_rest=with_rest),
            by=request.user,  # type: ignore[arg-type]
            seen=request.POST.get("seen", ""),
        )
    except ChangedMeanwhile:
        messages.warning(
            request,
            "Somebody else changed this alignment while you were looking. Your choices are below; "
            "look at them again and save.",
        )
        return False
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return False
    number = len(kept.pairs)
    messages.success(
        request,
        f"{number} pair{'' if number == 1 else 's'} kept. The two maps compare by them now.",
    )
    return True

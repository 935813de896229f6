"""The map page: one version as a picture, what it rests on, and what one can do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from journeys import comments, contents, noting, reviews
from journeys.admin.pages import (
    curve_choice,
    hierarchy,
    map_actions,
    map_facts,
    map_filters,
    redrawn,
    report_asking,
)
from journeys.admin.pages.frame import find_version, require, show, way_to_maps
from journeys.admin.pages.outline import outline
from journeys.admin.pages.versions_of import counterpart, newest_published, other_draft, siblings_of
from journeys.models import Review, State

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

    from journeys.models import MapVersion


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show a version's map."""
    version = find_version(request, pk)
    require(request, "view_mapversion", version)
    read = contents.read(version)
    siblings = siblings_of(version)
    actions = map_actions.of(
        version,
        siblings,
        request.user,  # type: ignore[arg-type]
        is_empty=not read.stages,
    )
    newest = newest_published(siblings)
    known = version.checksum or contents.checksum(contents.encode(read))
    read = noting.with_notes(version, read)
    drawn = redrawn.whole(
        version, read, known, can_edit=actions.can_edit, personas=curve_choice.wanted(request)
    )
    said = comments.open_counts(version)
    standing = reviews.standing(version) if version.state == State.IN_REVIEW else None
    return show(
        request,
        site,
        "map",
        title=str(version),
        crumbs=way_to_maps(version.program),
        version=version,
        siblings=siblings,
        newest=newest,
        open_draft=other_draft(version, siblings),
        against=counterpart(version, siblings),
        facts=(
            *map_facts.of(version, read, is_newest=newest == version),
            *map_facts.review(standing),
        ),
        actions=actions,
        is_empty=not read.stages,
        drawing=drawn.markup,
        curves=curve_choice.of(request, drawn),
        shown_query=curve_choice.query(drawn),
        list_is_open="list" in request.GET,
        # A long list, which most never open: it comes when somebody does.
        outline=outline(read) if actions.can_edit and "list" in request.GET else None,
        filters=map_filters.of(read),
        known=known,
        reviews=_reviews(version),
        comments={"counts": said, "address": _threads_of(version)},
        comments_open=sum(said.values()),
        report_kinds=report_asking.OF_A_VERSION,
        ways=hierarchy.of(version, read, request.user),
        may_report=request.user.has_perm("journeys.add_report", version),
    )


def _threads_of(version: MapVersion) -> str:
    """Return the address of an element's threads, with KEY where its key goes."""
    return f"{map_actions.address('threads', version)}?element=KEY"


def outline_list(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show a draft as a list with a link on every element, for the page to take in."""
    version = find_version(request, pk)
    require(request, "change_mapversion", version)
    return render(
        request,
        "journeys/pages/map_outline_list.html",
        {"version": version, "outline": outline(contents.read(version))},
    )


def _reviews(version: MapVersion) -> list[Any]:
    """Return what reviewers said since the version was last submitted or sent back, newest first.

    Only an open version waits for an answer to that; of others the history tells it.
    """
    if version.state not in {State.DRAFT, State.IN_REVIEW}:
        return []
    reviews = list(version.reviews.order_by("-created_at", "-id")[:20])
    wanted = (
        Review.Verdict.APPROVED
        if version.state == State.IN_REVIEW
        else Review.Verdict.CHANGES_REQUESTED
    )
    latest = []
    for review in reviews:
        if review.verdict != wanted:
            break
        latest.append(review)
    return latest if version.state == State.IN_REVIEW else latest[:1]

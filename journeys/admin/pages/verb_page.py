"""One page per verb on a version: what will follow, a note, and the button that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from journeys import comments, contents, reviews
from journeys.admin.names import full_names
from journeys.admin.pages.change_list import counts
from journeys.admin.pages.frame import find_version, posted, require, show, way_to
from journeys.admin.pages.verbs import DEEDS, Deed
from journeys.comparison import compare
from journeys.models import MapVersion
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.comparison import MapComparison


#: Verbs whose pages say how far the review is.
REVIEWED = {"approve", "request_changes", "publish"}


class NoteForm(forms.Form):
    """The note, and what the person saw of the contents when the page was made."""

    note = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, deed: Deed, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.label, note.help_text, note.required = deed.note_label, deed.note_help, deed.needs_note


class ChangedSinceSeen(Exception):
    """The contents are not those the person looked at before pressing the button."""


def view(request: HttpRequest, site: AdminSite, pk: int, verb: str) -> HttpResponse:
    """Ask before a verb, or do it (POST) and lead to the map."""
    if verb not in DEEDS:
        raise Http404
    deed = DEEDS[verb]
    version = find_version(request, pk)
    require(request, deed.permission, version)
    if not version.can(verb):
        messages.error(request, _why_not(version, deed))
        return _to_map(version)
    form = NoteForm(deed, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            version = _perform(deed, version, form.cleaned_data, request)
        except ChangedSinceSeen:
            messages.warning(
                request,
                "Somebody changed this version while you were looking. Below is what it says now.",
            )
            form = NoteForm(deed, initial={"note": form.cleaned_data["note"]})
        except InvalidTransition as refusal:
            messages.error(request, _refusal(version, deed, refusal))
            return _to_map(version)
        else:
            messages.success(request, f"Version {version.number} {deed.done}.")
            return _to_map(version)
    return _ask(request, site, deed, version, form)


def _ask(
    request: HttpRequest, site: AdminSite, deed: Deed, version: MapVersion, form: NoteForm
) -> HttpResponse:
    comparison, before = None, None
    if deed.verb == "publish":
        document = contents.document(version)
        form.initial["seen"] = contents.checksum(document)
        before = _last_published(version)
        comparison = _since(before, document)
    obstacle = reviews.why_not(deed.verb, version, request.user)  # type: ignore[arg-type]
    standing = reviews.standing(version) if deed.verb in REVIEWED else None
    return show(
        request,
        site,
        "verb",
        title=f"{deed.button}: version {version.number}",
        crumbs=way_to(version),
        deed=deed,
        version=version,
        form=form,
        consequence=deed.consequence(version),
        obstacle=obstacle,
        review=_review(standing) if standing else None,
        comments_open=sum(comments.open_counts(version).values()) if standing else 0,
        before=before,
        comparison=comparison,
        counts=() if comparison is None else counts(comparison),
    )


def _review(standing: reviews.Standing) -> dict[str, Any]:
    """Return how far the review is, with people as they are called now."""
    names = full_names(standing.people)
    submission = standing.submission
    return {
        "standing": standing,
        "submitted_by": names.get(submission.by, submission.by) if submission else "",
        "submission": submission,
        "approvals": [(names.get(one.by, one.by), one) for one in standing.approvals],
    }


def _last_published(version: MapVersion) -> MapVersion | None:
    newest: MapVersion | None = version.map.versions.published().order_by("-number").first()
    return newest


def _since(before: MapVersion | None, document: bytes) -> MapComparison | None:
    if before is None:
        return None
    return compare(contents.read(before), contents.decode(document))


@transaction.atomic
def _perform(
    deed: Deed, version: MapVersion, data: dict[str, str], request: HttpRequest
) -> MapVersion:
    if data["seen"]:
        locked = (
            MapVersion.objects.select_for_update(of=("self",))
            .select_related("map")
            .get(pk=version.pk)
        )
        unchanged = locked.is_frozen or data["seen"] == contents.checksum(contents.document(locked))
        if not unchanged:
            raise ChangedSinceSeen
    return deed.perform(version, by=request.user, note=data["note"].strip())


def _refusal(version: MapVersion, deed: Deed, refusal: InvalidTransition) -> str:
    """Say why, and if somebody was faster, who it was."""
    version.refresh_from_db()
    return str(refusal) if version.can(deed.verb) else _why_not(version, deed)


def _why_not(version: MapVersion, deed: Deed) -> str:
    """Explain a verb the version's state does not take."""
    if deed.verb == "publish" and version.published_at is not None:
        who = f" by {version.published_by_name}" if version.published_by_name else ""
        when = date_format(localtime(version.published_at), "j M Y, H:i")
        return f"Version {version.number} was published already{who}, {when}. Nothing was changed."
    state = version.get_state_display().lower()
    return (
        f"“{deed.button}” is not possible: version {version.number} is {state} now. "
        "Nothing was changed."
    )


def _to_map(version: MapVersion) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:journeys_mapversion_map", args=[version.pk]))

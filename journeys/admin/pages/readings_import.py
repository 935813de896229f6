"""Bringing readings in: choose a table, look at what it would change, confirm. Only confirming writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from journeys import readings
from journeys.admin import current
from journeys.admin.pages import uploads
from journeys.admin.pages.files import attachment, plain_name
from journeys.admin.pages.frame import Crumbs, find, posted, require, show
from journeys.exchange.readings import sheet, writing
from journeys.exchange.readings.preview import preview
from journeys.ids import id_in
from journeys.models import Kpi, Reading
from journeys.standing import figures, series

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.exchange.readings.preview import Found, ReadingsPreview
    from journeys.models import Program

GONE = "The file is not here any more: files wait two hours. Choose it again."
#: Rows the preview shows of what is new or changed.
MOST_SHOWN = 200
#: Readings one file is written of.
MOST_EXPORTED = 20_000


class TableForm(forms.Form):
    """A table, or the text of one pasted in."""

    file = forms.FileField(
        required=False,
        allow_empty_file=True,  # the preview says so in its own words
        help_text=f"CSV or an Excel workbook (.xlsx), up to {sheet.LARGEST_FILE // sheet.MEGABYTE} MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    text = forms.CharField(
        label="Or paste the table",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, of a size we read."""
        data = super().clean() or {}
        file, text = data.get("file"), data.get("text") or ""
        if file is None and not text.strip():
            raise ValidationError("Choose a file, or paste a table.")
        if (file.size if file is not None else len(text.encode())) > sheet.LARGEST_FILE:
            raise ValidationError(
                f"The file is larger than {sheet.LARGEST_FILE // sheet.MEGABYTE} MB. Split it."
            )
        return data

    @property
    def content(self) -> tuple[bytes, str]:
        """Return the bytes and what the file is called; pasted text has no name."""
        file = self.cleaned_data["file"]
        if file is not None:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(errors="replace"), ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A row as the preview shows it."""

    line: int
    kpi: str
    period: str
    segment: str
    fate: str
    value: str
    interval: str
    n: str
    changes: tuple[tuple[str, str, str], ...]


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Ask for a table; keep it (POST) and lead to what was found in it."""
    program = _program(request)
    form = TableForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        token = uploads.keep(*form.content, by=request.user)  # type: ignore[arg-type]
        return HttpResponseRedirect(_confirm_at(token, program))
    return show(
        request,
        site,
        "readings_import",
        title="Import readings",
        crumbs=_way(program),
        form=form,
        program_shown=program,
    )


def confirm(request: HttpRequest, site: AdminSite, upload: str) -> HttpResponse:
    """Show what the table would change, or bring it in (POST) and lead to the readings."""
    program = _program(request)
    kept = uploads.find(upload, by=request.user)  # type: ignore[arg-type]
    if kept is None:
        messages.warning(request, GONE)
        return redirect("admin:journeys_reading_import")
    found = preview(program, kept.data, kept.filename)
    if request.method == "POST" and found.wanted:
        verb = f"import: {kept.filename or 'pasted table'}"
        written = readings.bring_in(found.wanted, by=request.user, verb=verb)  # type: ignore[arg-type]
        uploads.forget(kept, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _told(written))
        return redirect("admin:journeys_reading_changelist")
    return show(
        request,
        site,
        "readings_preview",
        title="Look at what comes in",
        crumbs=_way(program),
        preview=found,
        offers=_offers(found),
        more=max(len(found.new) + len(found.changed) - MOST_SHOWN, 0),
        program_shown=program,
    )


def template(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Give a table to fill in, with a row per KPI of the program."""
    program = _program(request)
    kpis = list(Kpi.objects.filter(program=program).order_by("name", "id")[:500])
    return attachment(writing.template(kpis), "text/csv; charset=utf-8", "readings-template.csv")


def export(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Give the readings of the program at hand, or of one KPI (`?kpi=`), as CSV."""
    named = id_in(request.GET.get("kpi"))
    if named is not None:
        kpi = find(request, Kpi, named)
        rows, name = Reading.objects.filter(kpi=kpi), kpi.name
        require(request, "view_reading", kpi)
    else:
        program = current.program(request)
        if program is None:
            raise PermissionDenied
        require(request, "view_reading", program)
        rows, name = Reading.objects.filter(program=program), program.name
    newest = rows.select_related("kpi").order_by(
        "kpi__name", "kpi_id", "-period_to", "segment", "id"
    )
    content = writing.to_csv(newest[:MOST_EXPORTED])
    return attachment(content, "text/csv; charset=utf-8", f"{plain_name(f'{name} – readings')}.csv")


def _program(request: HttpRequest) -> Program:
    """Return the program the readings go into: the one at hand, if one may add readings there."""
    wanted = request.GET.get("program")
    program = current.enter(request, wanted) if wanted else current.program(request)
    if program is None or not request.user.has_perm("journeys.add_reading", program):
        raise PermissionDenied
    return program


def _way(program: Program) -> Crumbs:
    return [
        (program.name, reverse("admin:journeys_program_home", args=[program.pk])),
        ("KPIs", reverse("admin:journeys_kpi_changelist")),
    ]


def _confirm_at(token: str, program: Program) -> str:
    address = reverse("admin:journeys_reading_import_preview", args=[token])
    return f"{address}?program={program.pk}"


def _offers(found: ReadingsPreview) -> list[Offer]:
    return [_offer(one) for one in (*found.changed, *found.new)[:MOST_SHOWN]]


def _offer(one: Found) -> Offer:
    wanted, difference = one.difference.wanted, one.difference
    reading = Reading(
        kpi=wanted.kpi,
        period_from=wanted.period_from,
        period_to=wanted.period_to,
        **wanted.counts,
    )
    estimate = reading.estimate
    now = wanted.counts | ({} if wanted.source is None else {"source": wanted.source})
    return Offer(
        line=one.line,
        kpi=wanted.kpi.name,
        period=series.period_of(reading),
        segment=wanted.segment,
        fate=difference.fate,
        value=figures.value(wanted.kpi, estimate.value),
        interval=figures.interval(wanted.kpi, estimate),
        n=f"{estimate.n:,}",
        changes=tuple(
            (_label(name), _said(before), _said(now[name]))
            for name, before in difference.before.items()
        ),
    )


def _label(name: str) -> str:
    return str(Reading._meta.get_field(name).verbose_name)


def _said(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value) if value else "nothing"


def _told(written: list[readings.Difference]) -> str:
    new = sum(one.fate == "new" for one in written)
    changed = sum(one.fate == "changed" for one in written)
    return f"{new} reading{'' if new == 1 else 's'} came in, {changed} changed."

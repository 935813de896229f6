"""Bringing answers in: choose a file, say which column is what, look at what it would do, confirm, follow it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from journeys import history
from journeys.admin.pages.files import plain_name
from journeys.admin.pages.frame import Crumbs, find, posted, require, show
from journeys.jobs import NotPossible
from research import tables
from research.imports import batches, kinds
from research.imports import mapping as mappings
from research.models import ImportBatch, Instrument, Study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

#: After this long in the queue the page says that perhaps nobody is working.
LONG_WAIT = timedelta(seconds=30)
#: What the fields are called, in the order they are asked for; and what they are for.
FIELDS = {
    "text": ("What they said", "The comment, message or answer in words."),
    "rating": ("Rating", "A number on the scale of the question below."),
    "date": ("When", ""),
    "element": ("Stage or touchpoint", "Its name on a map of this program, or its key."),
    "channel": ("Channel", ""),
    "persona": ("Persona", ""),
    "segment": ("Segment", ""),
    "respondent": ("Who", "Turned into a pseudonym; names and addresses are not kept."),
    "id": ("Id of the answer", "With it, a mended file changes rows instead of adding them."),
    "language": ("Language", ""),
    "consent_until": ("Consent until", "After this day the words are not used any more."),
    "activity": ("What happened", "Only in an event log: each row is a step of somebody’s way."),
}
#: Further questions a file may hold ratings of.
MOST_FURTHER = 12
DATE_ORDERS = (
    ("", "As the dates themselves tell"),
    ("day-first", "Day first: 31/12"),
    ("month-first", "Month first: 12/31"),
)


class FileForm(forms.Form):
    """A file of answers."""

    file = forms.FileField(
        allow_empty_file=True,  # the preview says so in its own words
        help_text="Answers or events as CSV, TSV, Excel (.xlsx) or JSON lines; a transcript (.txt, .md, .vtt); coded work (.qdpx, .qdc, highlights of Taguette); an event log (.xes).",
        widget=forms.FileInput(attrs={"accept": ",".join(batches.SUFFIXES)}),
    )


class MappingForm(forms.Form):
    """Which column is what."""

    def __init__(self, data: Any, *, heads: Sequence[str], instruments: Any, mapping: mappings.Mapping) -> None:  # fmt: skip
        super().__init__(data, initial=msgspec.structs.asdict(mapping), auto_id="map_%s")
        columns = [("", "Not in this file"), *((head, head) for head in heads if head)]
        for name, (label, words) in FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                choices=columns, label=label, help_text=words, required=False
            )
        self.fields["instrument"] = forms.TypedChoiceField(
            choices=[
                ("", "The only question of the study" if instruments else "None yet"),
                *instruments,
            ],
            coerce=int,
            empty_value=None,
            required=False,
            label="Question",
            help_text="What was asked, with its scale.",
        )
        self.fields["asked"] = forms.CharField(
            required=False,
            max_length=2_000,
            label="Or a new question",
            help_text="Exactly as people read or heard it; with the ends of its scale.",
        )
        for name, label in (("lowest", "Its lowest answer"), ("highest", "Its highest answer")):
            self.fields[name] = forms.FloatField(
                required=False, label=label, widget=forms.NumberInput(attrs={"step": "any"})
            )
        self.fields["by_place"] = forms.BooleanField(
            required=False, label="Columns called like a stage or touchpoint hold its rating"
        )
        used = {getattr(mapping, name) for name in FIELDS} - {""}
        self._further = [(pk, name) for pk, name in instruments if pk != mapping.instrument][
            :MOST_FURTHER
        ]
        kept = {pk: head for head, pk in mapping.ratings.items()}
        for pk, name in self._further if len(heads) - len(used) > 0 else ():
            self.fields[f"rates_{pk}"] = forms.ChoiceField(
                choices=columns, required=False, initial=kept.get(pk, ""), label=f"Ratings of “{name}”",
                help_text="A further column; each rating is an answer of its own.",
            )  # fmt: skip
        self.fields["date_order"] = forms.ChoiceField(
            choices=DATE_ORDERS, required=False, label="Dates are written"
        )
        self.fields["mask"] = forms.BooleanField(
            required=False, label="Mask e-mail addresses, telephone and card numbers in texts"
        )

    def clean(self) -> dict[str, Any]:
        """Want both ends of a new question's scale."""
        told = self.cleaned_data
        low, high = told.get("lowest"), told.get("highest")
        if told.get("asked") and (low is None or high is None or low >= high):
            self.add_error(
                "lowest", "A new question needs both ends of its scale, such as 1 and 5."
            )
        return told

    def ask(self, study: Study, by: Any) -> None:
        """Make the new question, if there is one, and choose it."""
        told = self.cleaned_data
        if not told["asked"]:
            return
        made = Instrument(
            program_id=study.program_id,
            name=f"{told['asked'][:90]} ({told['lowest']:g} to {told['highest']:g})",
            question=told["asked"],
            lowest=told["lowest"],
            highest=told["highest"],
        )
        history.deed(made, by=by, verb="ask")
        made.save()
        study.instruments.add(made)
        told["instrument"] = made.pk

    @property
    def mapping(self) -> mappings.Mapping:
        """Return what was chosen."""
        told = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"asked", "lowest", "highest"}
        }
        further = {name: told.pop(name) for name in list(told) if name.startswith("rates_")}
        told["ratings"] = {
            head: int(name.removeprefix("rates_")) for name, head in further.items() if head
        }
        return msgspec.convert(told, mappings.Mapping)


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Ask for a file; keep it and have it looked at (POST)."""
    study = find(request, Study.objects.select_related("program"), pk)
    require(request, "import_responses_study", study)
    form = FileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = batches.upload(study, form.cleaned_data["file"], by=request.user)  # type: ignore[arg-type]
        except tables.Refused as reason:
            form.add_error("file", str(reason))
        else:
            return redirect("admin:research_importbatch_page", batch.pk)
    return show(
        request, site, "research/import",
        title="Bring answers in", crumbs=_way(study), form=form, study=study,
        questions=list(study.instruments.all()),
    )  # fmt: skip


@never_cache
def batch(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show what a file would do or did, and how far it is; look again with other columns (POST)."""
    found = _find(request, pk)
    can_import = request.user.has_perm("research.import_responses_study", found.study)
    form = _mapping_form(found, posted(request)) if can_import and _is_open(found) else None
    if request.method == "POST":
        require(request, "import_responses_study", found.study)
        if form is None or form.is_valid():
            if form is not None:
                form.ask(found.study, request.user)
                batches.look_again(found, form.mapping)
            return redirect("admin:research_importbatch_page", found.pk)
    return show(
        request, site, "research/import_batch",
        title=found.file_name, crumbs=_way(found.study), batch=found, form=form,
        waits_long=_waits_long(found), can_import=can_import, wanted=found.created + found.changed,
        unknown=_unknown(found), problems=found.found.get("problems", []),
        unplaced=found.found.get("unplaced", 0), columns=_columns(found), spoken=kinds.SPOKEN,
        holds=found.found.get("holds", "answer"), **{name: found.found.get(name, 0) for name in ("quotes", "themes", "forgotten")},
        left_out=found.found.get("left_out", ()),
    )  # fmt: skip


@never_cache
def status(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Answer the page's script: how far it is."""
    found = _find(request, pk)
    return JsonResponse(
        {
            "status": found.status,
            "label": found.get_status_display(),
            "progress": found.progress,
            "step": found.step,
            "finished": found.is_finished,
            "waits_long": _waits_long(found),
        }
    )


def errors(request: HttpRequest, site: AdminSite, pk: int) -> Any:
    """Give the rows that could not come in, with the reasons."""
    found = _find(request, pk)
    require(request, "import_responses_study", found.study)
    if not found.errors:
        raise Http404
    name = f"{plain_name(found.file_name)} – rows to mend.csv"
    return FileResponse(found.errors.open("rb"), as_attachment=True, filename=name)


def verb(request: HttpRequest, site: AdminSite, pk: int, verb: str) -> HttpResponse:
    """Confirm an import, cancel it or try it again (POST)."""
    found = _find(request, pk)
    require(request, "import_responses_study", found.study)
    verbs = {
        "confirm": lambda: batches.confirm(found, by=request.user),  # type: ignore[arg-type]
        "cancel": lambda: batches.cancel(found),
        "retry": lambda: batches.retry(found),
    }
    if verb not in verbs:
        raise Http404
    if request.method == "POST":
        try:
            verbs[verb]()
        except NotPossible as refusal:
            messages.error(request, str(refusal))
    return redirect("admin:research_importbatch_page", found.pk)


def _find(request: HttpRequest, pk: int) -> ImportBatch:
    found: ImportBatch = find(
        request, ImportBatch.objects.select_related("study", "study__program"), pk
    )
    require(request, "view_importbatch", found)
    return found


def _way(study: Study) -> Crumbs:
    return [
        (study.program.name, reverse("admin:journeys_program_home", args=[study.program_id])),
        ("Studies", reverse("admin:research_study_changelist")),
        (study.name, reverse("admin:research_study_change", args=[study.pk])),
    ]


def _is_open(found: ImportBatch) -> bool:
    """Return whether other columns can be chosen: it was looked at, or could not be, and is not in."""
    return found.is_finished and found.wants == ImportBatch.Wants.PREVIEW and "heads" in found.found


def _mapping_form(found: ImportBatch, data: Any) -> MappingForm:
    instruments = Instrument.objects.filter(program_id=found.program_id).order_by("name", "id")
    return MappingForm(
        data,
        heads=found.found["heads"],
        instruments=list(instruments.values_list("pk", "name")[:200]),
        mapping=mappings.from_json(found.mapping),
    )


def _columns(found: ImportBatch) -> list[tuple[str, str]]:
    """Return what was read as what."""
    return [(FIELDS[name][0], found.mapping[name]) for name in FIELDS if found.mapping.get(name)]


def _unknown(found: ImportBatch) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return the names that stand for nothing in the program, most frequent first."""
    return [
        (field, sorted(names.items(), key=lambda pair: -pair[1])[:20])
        for field, names in found.found.get("unknown", {}).items()
    ]


def _waits_long(found: ImportBatch) -> bool:
    return (
        found.status == ImportBatch.Status.QUEUED and timezone.now() - found.updated_at > LONG_WAIT
    )

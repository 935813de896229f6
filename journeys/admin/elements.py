"""Stages, touchpoints, lanes and cards, reached from their version and read only once it is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Max
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from journeys.admin import current
from journeys.admin.base import ProgramOwnedAdmin, ProgramOwnedFormSet
from journeys.admin.fields import LinesField
from journeys.admin.pages import ComesBack
from journeys.admin.persona_emotions import PersonaEmotionsField, emotions_in_words
from journeys.admin.version import ElementForm, ElementInline
from journeys.ids import id_in
from journeys.models import Card, Lane, MapVersion, Stage, Touchpoint

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class ElementAdmin(ComesBack, ProgramOwnedAdmin):
    """Base of the four: a new one goes into the version its address names."""

    form = ElementForm
    deletable = True
    show_add_link = False
    list_display = ["__str__", "in_version"]
    list_select_related = ["version__map"]
    ordering = ["-id"]
    sortable_by = ()
    #: Fields that point at other elements; they are chosen from the same version.
    siblings: tuple[str, ...] = ()

    def is_open(self, obj: Any) -> bool:
        """Return whether the version, of the element or itself, is a draft."""
        return bool(getattr(obj, "version", obj).is_editable)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring version and map along."""
        return super().get_queryset(request).select_related("version__map", "program")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the version it would go into, or else only the program at hand."""
        version = obj if obj is not None else getattr(request, "_version", None)
        if version is None:
            return super().has_add_permission(request)
        return self._may(request, "add", version) and self.is_open(version)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Add to the version in the address; without one there is no place to add to."""
        named = request.GET.get("version", "")
        if not named:
            return HttpResponseRedirect(reverse("admin:journeys_journeymap_changelist"))
        wanted = id_in(named)
        if wanted is None:
            raise Http404
        rows = MapVersion.objects.visible_to(request.user).select_related("map")
        version = rows.filter(pk=wanted).first()
        if version is None or current.enter(request, version.program_id) is None:
            raise Http404
        request._version = version  # type: ignore[attr-defined]
        response: HttpResponse = super().add_view(request, form_url, extra_context)
        return response

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Give a new element its version before it is validated."""
        form = super().get_form(request, obj, change, **kwargs)
        version = getattr(request, "_version", None)
        if obj is not None or version is None:
            return form
        model = self.model

        class InVersion(form):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                kwargs["instance"] = kwargs.get("instance") or model()
                kwargs["instance"].version = version
                kwargs["instance"].program_id = version.program_id
                super().__init__(*args, **kwargs)

        InVersion.__name__ = form.__name__
        return InVersion

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> Any:
        """Offer relatives of the same version only."""
        rows = super().get_field_queryset(db, db_field, request)
        if db_field.name not in self.siblings:
            return rows
        element = getattr(request, "_object", None)
        version = element.version if element is not None else getattr(request, "_version", None)
        return rows.filter(version=version).order_by("order", "id") if version else rows.none()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Put a new element last, unless its place was named."""
        if not change:
            named = request.GET.get("order", "")
            rows = self.model._default_manager.filter(version=obj.version)
            last = rows.aggregate(last=Max("order"))["last"]
            obj.order = int(named) if named.isdecimal() and len(named) < 8 else (last or 0) + 1
        super().save_model(request, obj, form, change)

    # --- the way ---

    def list_crumbs(self, request: HttpRequest) -> list[Any]:
        """Come from the version it goes into, or from the maps."""
        home = super().list_crumbs(request)[:-1]
        maps = [*home, ("Maps", reverse("admin:journeys_journeymap_changelist"))]
        version = getattr(request, "_version", None)
        return [*maps, *_version_crumbs(version)] if version else maps

    def crumbs(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Come from its version."""
        return [
            *self.list_crumbs(request),
            *_version_crumbs(obj.version),
            (str(obj), self.address("change", obj.pk)),
        ]

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Show it on the map."""
        return (
            f"{reverse('admin:journeys_mapversion_map', args=[obj.version_id])}#element-{obj.key}"
        )

    def after_delete(self, request: HttpRequest) -> str:
        """Go back to the map."""
        version_id = request._object.version_id  # type: ignore[attr-defined]
        return reverse("admin:journeys_mapversion_map", args=[version_id])

    @admin.display(description="On")
    def in_version(self, element: Any) -> str:
        """Name map and version."""
        return str(element.version)


def _version_crumbs(version: MapVersion) -> list[tuple[str, str]]:
    journey = reverse("admin:journeys_journeymap_change", args=[version.map_id])
    picture = reverse("admin:journeys_mapversion_map", args=[version.pk])
    return [(version.map.name, journey), (f"Version {version.number}", picture)]


class OfStageFormSet(ProgramOwnedFormSet):
    """Touchpoints of a stage: a new one lies in the stage's version."""

    inherited = ("program_id", "version_id")


class TouchpointInline(ElementInline):
    """The touchpoints of a stage, in their order."""

    model = Touchpoint
    formset = OfStageFormSet
    fields = ["order", "name", "emotion", "channel", "is_moment_of_truth"]


@admin.register(Stage)
class StageAdmin(ElementAdmin):
    """A stage with its touchpoints."""

    search_fields = ["name"]
    inlines = [TouchpointInline]
    fieldsets = [(None, {"fields": ["name", "customer_goal", "kpi"]})]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Ask for touchpoints once the stage is there."""
        return self.inlines if obj else []


class TouchpointForm(ElementForm):
    """A touchpoint; who takes part is written one a line, and each persona of the map has a row."""

    actors = LinesField(
        label="Who takes part", required=False, help_text="People or teams, one on each line."
    )
    persona_emotions = PersonaEmotionsField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A frozen version's form shows values and has no fields to fill.
        if "persona_emotions" in self.fields and self.instance.version_id:
            personas = self.instance.version.map.personas.order_by("name", "key")
            field: Any = self.fields["persona_emotions"]
            field.for_personas(personas, self.instance.persona_emotions)


@admin.register(Touchpoint)
class TouchpointAdmin(ElementAdmin):
    """A touchpoint: what happens, how it feels, who is responsible."""

    form = TouchpointForm
    siblings = ("stage",)
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["name", ("stage", "channel"), "does", "thinks"]}),
        (
            "How it feels",
            {
                "fields": [
                    ("emotion", "feeling", "basis"),
                    ("importance", "is_moment_of_truth"),
                    "persona_emotions",
                ]
            },
        ),
        ("Who", {"fields": ["team", "actors"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where nothing can be changed, say in words what single personas feel."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, options | {"fields": [_readable(name) for name in options["fields"]]})
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Name the words among what is shown."""
        return [*super().get_readonly_fields(request, obj), "in_words"]

    @admin.display(description="How it feels to each persona")
    def in_words(self, touchpoint: Touchpoint) -> str:
        """Say what single personas feel."""
        return emotions_in_words(touchpoint)


def _readable(name: Any) -> Any:
    return "in_words" if name == "persona_emotions" else name


@admin.register(Lane)
class LaneAdmin(ElementAdmin):
    """A lane."""

    search_fields = ["name"]
    fieldsets = [(None, {"fields": [("kind", "name")]})]


class CardForm(ElementForm):
    """A card; tags are written one a line."""

    tags = LinesField(label="Tags", required=False, help_text="One on each line.")


@admin.register(Card)
class CardAdmin(ElementAdmin):
    """A card: what it says, where it stands, how bad it is."""

    form = CardForm
    siblings = ("lane", "stage", "touchpoint")
    search_fields = ["text"]
    fieldsets = [
        (None, {"fields": ["text", ("lane", "stage", "touchpoint")]}),
        ("How bad it is", {"fields": [("severity", "share_hit")]}),
        ("More", {"fields": [("owner", "tags")]}),
    ]

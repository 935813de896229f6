"""What every ModelAdmin of a program's rows shares: isolation, roles, scope, conflicts, history.

`ProgramOwnedAdmin` starts every queryset from what the person may see, asks every permission of the
row's own program, narrows lists and dropdowns to the program at hand, and names verb and author of
every save. Subclasses declare; they hardly ever have to decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import models
from django.forms import CheckboxInput, CheckboxSelectMultiple, DateInput, HiddenInput, Textarea
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from msgspec import Struct
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import PaginationInlineFormSet
from unfold.views import ChangeList

from journeys import history
from journeys.admin import current
from journeys.admin.deeds import HistoryPage
from journeys.admin.fields import SharedChoiceField
from journeys.admin.names import name_of
from journeys.admin.paging import CappedPaginator
from journeys.admin.seen import FIELD, SeenForm
from journeys.models import Program

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest, HttpResponse

#: A step of the way to a page: its title and address.
Crumb = tuple[str, str]
#: Lookups that take a pattern instead of a value.
PATTERNS = {"regex", "iregex"}


class Link(Struct, frozen=True):
    """A button beside a page's title that leads somewhere, or posts there."""

    title: str
    url: str
    icon: str = ""
    is_main: bool = False


class ByRole:
    """Permissions asked of the row's program; rows and choices narrowed to what may be seen."""

    opts: Any
    model: Any
    formfield_overrides = {
        models.DateField: {"widget": DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
        models.BooleanField: {"widget": CheckboxInput},
        models.TextField: {"widget": Textarea(attrs={"rows": 3})},
    }
    #: What fields are called here, where their own name would not tell.
    labels: dict[str, str] = {}
    #: Whether rows may be deleted for good at all. Where history or evidence points, they are archived.
    deletable = False

    def _may(self, request: HttpRequest, deed: str, obj: Any) -> bool:
        perm = f"{self.opts.app_label}.{deed}_{self.opts.model_name}"
        return bool(request.user.has_perm(perm, obj) if obj else request.user.has_perm(perm))

    def is_open(self, obj: Any) -> bool:
        """Return whether this row may change at all, whoever asks; frozen versions say no."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the row's program."""
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the program at hand; an inline asks its parent's."""
        whose = obj or current.program(request)
        return (
            whose is not None
            and self._may(request, "add", whose)
            and (obj is None or self.is_open(obj))
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the row's program, and the row whether it may change."""
        return self._may(request, "change", obj) and (obj is None or self.is_open(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse where archiving is the rule; else ask the row's program and the row."""
        return (
            self.deletable
            and self._may(request, "delete", obj)
            and (obj is None or self.is_open(obj))
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Start from what this person may see."""
        queryset = super().get_queryset(request)  # type: ignore[misc]
        visible: QuerySet[Any] = queryset.visible_to(request.user)
        return visible

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> Any:
        """Offer rows of the program at hand only: in dropdowns, and as valid answers to them."""
        related = db_field.remote_field.model
        program = current.program(request)
        if related is get_user_model():
            return people_of(program, getattr(request, "_object", None), db_field.name)
        if not hasattr(related._default_manager.all(), "visible_to"):
            return super().get_field_queryset(db, db_field, request)  # type: ignore[misc]
        rows = related._default_manager.visible_to(request.user)
        if related is Program:
            return rows
        return rows.filter(program=program) if program else rows.none()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Name people by their full names, and offer no detours to other forms."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and db_field.blank:
            field.empty_label = "Not set"
        if field is not None and db_field.remote_field.model is get_user_model():
            field.label_from_instance = name_of
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer a few rows as boxes to tick."""
        return super().formfield_for_manytomany(  # type: ignore[misc]
            db_field,
            request,
            **{"widget": CheckboxSelectMultiple(attrs={"class": "choices"})} | kwargs,
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out the add, change, delete and view icons beside a dropdown."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and db_field.name in self.labels:
            field.label = self.labels[db_field.name]
        for icon in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):  # fmt: skip
            if hasattr(getattr(field, "widget", None), icon):
                setattr(field.widget, icon, False)
        return field


def people_of(program: Program | None, row: Any, name: str) -> QuerySet[Any]:
    """Return the members of a program, and who is in the field now even if they left."""
    users = get_user_model()._default_manager.all()
    members = users.filter(memberships__program=program)
    present = getattr(row, f"{name}_id", None)
    return (members | users.filter(pk=present) if present else members).distinct().order_by("pk")


class ProgramChangeList(ChangeList):
    """A list of the program at hand, not of everything one may see."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        """Narrow to the program at hand before filters and search."""
        program = current.program(request)
        if program is not None and self.model is not Program:
            self.root_queryset = self.root_queryset.filter(program=program)
        queryset: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
        return queryset

    def url_for_result(self, result: Any) -> str:
        """Lead to the page that shows the row best."""
        return str(self.model_admin.landing(result))


class ProgramOwnedAdmin(ByRole, HistoryPage, ModelAdmin):
    """Base of the admin of every model that belongs to a program."""

    form = SeenForm
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = None
    list_per_page = 50
    list_max_show_all = 0
    list_filter_submit = False
    list_fullwidth = True
    actions = None
    compressed_fields = True
    warn_unsaved_form = True
    empty_value_display = ""
    list_title = ""
    #: Whether people add several in a row: then the form offers the next one.
    adds_several = False
    #: What an empty list says: what is missing and why it matters.
    empty_words = ""
    empty_icon = "inbox"
    #: The button that adds the first one.
    add_words = ""

    # --- pages ---

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the list that keeps to the program at hand."""
        return ProgramChangeList

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return a row one may see, and enter its program; None for all others alike."""
        obj = super().get_object(request, object_id, from_field)
        if obj is not None:
            current.enter(request, obj.program_id)
            request._object = obj  # type: ignore[attr-defined]
        return obj

    def visible_or_404(self, request: HttpRequest, object_id: object) -> Any:
        """Return a row one may see; whether others exist cannot be told from the answer."""
        obj = self.get_object(request, str(object_id))
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404
        return obj

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        messages.warning(
            request,
            f"There is no such {opts.verbose_name} here: it is gone, or belongs to a program you are not in.",
        )
        return HttpResponseRedirect(reverse("admin:index", current_app=self.admin_site.name))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list of the program at hand; `?program=` enters another first."""
        if "program" in request.GET:
            if current.enter(request, request.GET["program"]) is None:
                raise Http404
            rest = request.GET.copy()
            del rest["program"]
            return HttpResponseRedirect(f"{request.path}?{rest.urlencode()}".rstrip("?"))
        context = {
            "title": self.name_of_list,
            "crumbs": self.list_crumbs(request)[:-1],
            "empty_words": self.empty_words,
            "empty_icon": self.empty_icon,
            "add_words": self.add_words or f"Add {self.opts.verbose_name}",
            "list_links": self.list_links(request),
        }
        response: HttpResponse = super().changelist_view(request, context | (extra_context or {}))
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show or take the form; a new row goes into the program its form was opened in."""
        wanted = request.POST.get("_program") or request.GET.get("program")
        if object_id is None and wanted and current.enter(request, wanted) is None:
            raise Http404
        response: HttpResponse = super().changeform_view(
            request, object_id, form_url, extra_context
        )
        return response

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Name the page by the thing, and show the way to it."""
        context |= {
            "title": context.get("page_title") or (str(obj) if obj else f"New {self.opts.verbose_name}"),
            "subtitle": None,
            "crumbs": self.crumbs(request, obj)[:-1] if obj else self.list_crumbs(request),
            "form_program": current.program(request),
            "show_save_and_add_another": self.adds_several and self.has_add_permission(request),
            "page_links": self.page_links(request, obj) if obj else [],
            "page_buttons": self.page_buttons(request, obj) if obj else [],
            "history_url": self.address("history", obj.pk) if obj and hasattr(self.model, "history") else "",
        }  # fmt: skip
        response: HttpResponse = super().render_change_form(
            request, context, add, change, form_url, obj
        )
        return response

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show the way to what is to be deleted."""
        obj = self.get_object(request, object_id)
        crumbs = [step for step in self.crumbs(request, obj) if step[1]] if obj else []
        response: HttpResponse = super().delete_view(
            request, object_id, {"crumbs": crumbs} | (extra_context or {})
        )
        return response

    def landing(self, obj: Any) -> str:
        """Return the address of the page that shows a row best: here its form."""
        return self.address("change", obj.pk)

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Return the address to go to once a row is saved: the list."""
        return self.address("changelist")

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Say in few words that it is there, and go on."""
        if "_popup" in request.POST:
            response: HttpResponse = super().response_add(request, obj, post_url_continue)
            return response
        return self._saved(
            request, obj, f"{capfirst(str(self.opts.verbose_name))} “{obj}” is added."
        )

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Say in few words that it is saved, and go on."""
        if "_popup" in request.POST:
            response: HttpResponse = super().response_change(request, obj)
            return response
        return self._saved(
            request, obj, f"{capfirst(str(self.opts.verbose_name))} “{obj}” is saved."
        )

    def _saved(self, request: HttpRequest, obj: Any, words: str) -> HttpResponse:
        messages.success(request, words)
        if "_addanother" in request.POST:
            query = request.GET.urlencode()
            return HttpResponseRedirect(f"{self.address('add')}?{query}".rstrip("?"))
        if "_continue" in request.POST:
            return HttpResponseRedirect(self.address("change", obj.pk))
        return HttpResponseRedirect(self.after_save(request, obj))

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: str) -> HttpResponse:
        """Say in few words that it is gone, and go on."""
        messages.success(
            request, f"{capfirst(str(self.opts.verbose_name))} “{obj_display}” is deleted."
        )
        return HttpResponseRedirect(self.after_delete(request))

    def after_delete(self, request: HttpRequest) -> str:
        """Return the address to go to once a row is deleted: the list."""
        return self.address("changelist")

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """Say in a sentence what goes with it, instead of listing every row."""
        own = capfirst(str(self.opts.verbose_name_plural))
        also = [(str(kind), number) for kind, number in context["model_count"] if capfirst(str(kind)) != own]  # fmt: skip
        parts = [f"{number} {kind}" for kind, number in also]
        context["gone"] = " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
        response: HttpResponse = super().render_delete_form(request, context)
        return response

    def page_links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Return where the work goes on from this page."""
        return []

    def page_buttons(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Return what can be done to the row beside saving it; each is posted."""
        return []

    def list_links(self, request: HttpRequest) -> list[Link]:
        """Return what stands beside the list's title, before the button that adds."""
        return []

    # --- the way to a page ---

    def list_crumbs(self, request: HttpRequest) -> list[Crumb]:
        """Return the way to the list: program, then what it lists."""
        program = current.program(request)
        home = [(program.name, reverse("admin:journeys_program_home", args=[program.pk]))] if program else []  # fmt: skip
        return [*home, (self.name_of_list, self.address("changelist"))]

    def crumbs(self, request: HttpRequest, obj: Any) -> list[Crumb]:
        """Return the way to a row, the row itself last."""
        return [*self.list_crumbs(request), (str(obj), self.address("change", obj.pk))]

    @property
    def name_of_list(self) -> str:
        """Return what the list is called: as the menu calls it."""
        return self.list_title or capfirst(str(self.opts.verbose_name_plural))

    def address(self, page: str, *args: object) -> str:
        """Return the address of a page of this model."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[*args])

    # --- what may be asked of a list ---

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse patterns: one of them can keep a database busy for minutes, or break it."""
        if PATTERNS & set(lookup.split("__")):
            return False
        return bool(super().lookup_allowed(lookup, value, request))

    # --- forms ---

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave the token out of what is laid out; the template puts it at the top."""
        return [name for name in super().get_fields(request, obj) if name != FIELD]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Give a new row its program before it is validated, so that names are unique in it."""
        form = super().get_form(request, obj, change, **kwargs)
        program = current.program(request)
        if obj is not None or program is None or self.model is Program:
            return form

        class InProgram(form):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                if self.instance.program_id is None:
                    self.instance.program = program

        InProgram.__name__ = form.__name__
        return InProgram

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with author and verb."""
        history.deed(obj, by=request.user, verb="change" if change else "create")  # type: ignore[arg-type]
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save inline rows with author and verb."""
        for row in formset.forms:
            verb = "change" if row.instance.pk else "create"
            if row in formset.deleted_forms:
                verb = "delete"
            history.deed(row.instance, by=request.user, verb=verb)  # type: ignore[arg-type]
        super().save_formset(request, form, formset, change)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete with author and verb."""
        history.deed(obj, by=request.user, verb="delete")  # type: ignore[arg-type]
        super().delete_model(request, obj)


class ProgramOwnedFormSet(PaginationInlineFormSet):
    """Rows of a parent: a new one is in the parent's program before it is validated."""

    #: What a new row takes from its parent.
    inherited: tuple[str, ...] = ("program_id",)

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)
        if form.instance.pk is None:
            for name in self.inherited:
                setattr(form.instance, name, getattr(self.instance, name))
        return form


class ProgramOwnedInline(ByRole, TabularInline):
    """Base of rows edited on their parent's page."""

    form = SeenForm
    formset = ProgramOwnedFormSet
    extra = 0
    show_change_link = True

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Read the choices once for all rows."""
        return super().formfield_for_foreignkey(
            db_field, request, **{"form_class": SharedChoiceField} | kwargs
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Name every input for screen readers, and leave the order to the handle."""
        if db_field.name == self.ordering_field:
            return db_field.formfield(widget=HiddenInput)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs |= {"aria-label": capfirst(str(field.label))}
        return field

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave the token out of what is laid out."""
        return [name for name in super().get_fields(request, obj) if name != FIELD]

"""The history page of an object: who did what, when, through which door, and what changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.text import Truncator, capfirst
from msgspec import Struct
from simple_history.models import DeletedObject

from journeys.admin.chips import day, minute
from journeys.admin.names import full_names, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50
#: Fields that change with every deed and tell nothing.
SILENT = ["updated_at", "created_at", "key", "checksum", "document", "order", "published_by_name"]
#: Verbs as people say them; "publish: with a note" keeps its note.
SAID = {
    "create": "Created",
    "change": "Changed",
    "edit": "Changed",
    "arrange": "Put in order",
    "replace": "Replaced the contents",
    "import": "Imported",
    "start_draft": "Started the draft",
    "submit": "Submitted for review",
    "approve": "Approved",
    "request_changes": "Asked for changes",
    "publish": "Published",
    "archive": "Archived",
    "restore": "Brought back",
    "put_picture": "Gave it a picture",
    "take_picture_off": "Took the picture off",
    "confirm": "Found still true",
    "place": "Placed in the life cycle",
    "discard": "Discarded",
    "delete": "Deleted",
    "undo": "Took a step back",
    "redo": "Did a step again",
    "split": "Split",
    "merge": "Merged",
}
BY_TYPE = {"+": "create", "~": "change", "-": "delete"}
DOORS = {
    "admin": "in the workplace",
    "api": "through the API",
    "task": "by a task",
    "command": "by a command",
    "code": "by the system",
}


class Change(Struct, frozen=True):
    """One field that a deed changed."""

    field: str
    before: str
    after: str


class DeedLine(Struct, frozen=True):
    """One line of history as a page shows it."""

    when: datetime
    who: str
    did: str
    note: str
    door: str
    changes: tuple[Change, ...] = ()


def said(verb: str) -> str:
    """Return a verb as people say it."""
    return SAID.get(verb, capfirst(verb.replace("_", " ")))


def line(record: Any, names: dict[str, str], changes: tuple[Change, ...] = ()) -> DeedLine:
    """Return a history row as a line of the page."""
    who = record.history_user_name
    verb, _, note = (record.history_change_reason or "").partition(": ")
    verb = verb or BY_TYPE[record.history_type]
    return DeedLine(
        when=record.history_date,
        who=names.get(who, who) or "Journeyloop",
        did=said(verb),
        note=note,
        door=DOORS.get(record.door, record.door),
        changes=changes,
    )


def lines(records: Sequence[Any], earlier: Any = None) -> Iterator[DeedLine]:
    """Return the lines of history rows, newest first; `earlier` is the row before the last one."""
    if not records:
        return
    names = full_names(record.history_user_name for record in records)
    for record, before in zip(records, [*records[1:], earlier], strict=True):
        changes = tuple(changes_between(before, record)) if before is not None else ()
        yield line(record, names, changes)


def changes_between(before: Any, after: Any, *, without: Sequence[str] = ()) -> Iterator[Change]:
    """Return the fields that differ between two history rows of an object."""
    model = after.instance_type
    delta = after.diff_against(
        before, excluded_fields=[*_silent(model), *without], foreign_keys_are_objs=True
    )
    for change in delta.changes:
        field = model._meta.get_field(change.field)
        yield Change(
            field=capfirst(str(field.verbose_name)),
            before=_said(field, change.old),
            after=_said(field, change.new),
        )


def _silent(model: Any) -> list[str]:
    names = {field.name for field in model._meta.get_fields()}
    return [name for name in SILENT if name in names]


def _said(field: Any, value: Any) -> str:
    if isinstance(value, list) and field.many_to_many:
        value = ", ".join(str(row[field.m2m_reverse_field_name()]) for row in value)
    if field.choices:
        value = dict(field.flatchoices).get(value, value)
    if isinstance(value, DeletedObject):
        value = "something that is gone" if value.pk else None
    if value in (None, "", []):
        return "nothing"
    said_of = next((say for kind, say in SAYS.items() if isinstance(value, kind)), str)
    return Truncator(said_of(value)).chars(160)


#: How values of these types are written, the more special type first.
SAYS: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "yes" if value else "no",
    datetime: minute,
    date: day,
    AbstractBaseUser: name_of,
}


class HistoryPage:
    """Shows our one history, and keeps Django's second log empty."""

    admin_site: Any
    model: Any
    opts: Any

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show what was done to this object, newest first."""
        obj = self.get_object(request, object_id)  # type: ignore[attr-defined]
        if obj is None:
            missing: HttpResponse = self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]
                request, self.opts, object_id
            )
            return missing
        if not self.has_view_permission(request, obj):  # type: ignore[attr-defined]
            raise PermissionDenied
        page = Paginator(self.records_of(obj), PER_PAGE).get_page(request.GET.get("p"))
        records = list(page.object_list)
        earlier = self._record_before(records[-1]) if records else None
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {obj}",
            "crumbs": [step for step in self.crumbs(request, obj) if step[1]],  # type: ignore[attr-defined]
            "opts": self.opts,
            "object": obj,
            "lines": list(lines(records, earlier)),
            "page": page,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "admin/object_history.html", context)

    def records_of(self, obj: Any) -> Any:
        """Return the history rows of an object, newest first."""
        history = getattr(self.model, "history", None)
        if history is None:
            return self.model._default_manager.none()
        return (
            history.filter(id=obj.pk)
            ._select_related_history_tracked_objs()
            .order_by("-history_date", "-history_id")
        )

    def _record_before(self, record: Any) -> Any:
        return record.prev_record

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Write nothing: the history row was written with the save."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Write nothing: the history row was written with the save."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Write nothing: the history row was written with the deletion."""

"""What one can do with a version from its map page, by role and state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from journeys.admin.pages.verbs import DEEDS
from journeys.models import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User

    from journeys.models import MapVersion

#: The button that moves the work on, per state, for who may press it.
FORWARD = {State.DRAFT: ("publish", "submit"), State.IN_REVIEW: ("publish",)}
#: Verbs that stand behind "More": rare, or hard to take back.
RARE = ("archive", "discard")


@dataclass(frozen=True, slots=True)
class Action:
    """A link that looks like a button."""

    label: str
    icon: str
    address: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Actions:
    """The buttons of the head, what is behind "More", and whether elements can be edited."""

    head: tuple[Action, ...]
    more: tuple[Action, ...]
    can_edit: bool


def of(
    version: MapVersion, siblings: Iterable[MapVersion], user: User, *, is_empty: bool = False
) -> Actions:
    """Return what this person may do now. `siblings` are the map's versions, this one included.

    An empty map is not offered for review or publication: it would be refused.
    """
    siblings = list(siblings)
    can_edit = version.is_editable and user.has_perm("journeys.change_mapversion", version)
    verbs = [
        verb
        for verb in DEEDS
        if not (is_empty and verb in FORWARD[State.DRAFT])
        and version.can(verb)
        and user.has_perm(f"journeys.{DEEDS[verb].permission}", version)
    ]
    main = next((verb for verb in FORWARD.get(State(version.state), ()) if verb in verbs), "")
    head = [_compare(version)] if len(siblings) > 1 else []
    head += _still_true(version, siblings, user)
    head += _next_draft(version, siblings, user)
    head += [_verb(version, verb) for verb in verbs if verb not in (*RARE, main)]
    head += [_verb(version, main, is_main=True)] if main else []
    return Actions(
        head=tuple(head),
        more=tuple(_more(version, can_edit, [verb for verb in verbs if verb in RARE])),
        can_edit=can_edit,
    )


def _compare(version: MapVersion) -> Action:
    return Action("Compare", "compare_arrows", address("compare", version))


def _verb(version: MapVersion, verb: str, *, is_main: bool = False) -> Action:
    deed = DEEDS[verb]
    return Action(deed.button, deed.icon, address("verb", version, verb), is_main)


def _next_draft(version: MapVersion, siblings: list[MapVersion], user: User) -> list[Action]:
    """Return the way on from a frozen or discarded version: its map's draft, or starting one."""
    if version.state in FORWARD:
        return []
    draft = next((sibling for sibling in siblings if sibling.state in FORWARD), None)
    if draft is not None:
        return [Action(f"Open draft {draft.number}", "edit_square", address("map", draft), True)]
    if not user.has_perm("journeys.start_draft_journeymap", version):
        return []
    start = reverse("admin:journeys_journeymap_draft", args=[version.map_id])
    return [Action("Start next version", "add", start, True)]


def _still_true(version: MapVersion, siblings: list[MapVersion], user: User) -> list[Action]:
    """Return the way to say that what is published holds, for who may, while nobody works on the next."""
    if any(sibling.state in FORWARD for sibling in siblings):
        return []
    published = [sibling for sibling in siblings if sibling.state == State.PUBLISHED]
    is_current = bool(published) and version.pk == max(published, key=lambda one: one.number).pk
    if not is_current or not user.has_perm("journeys.change_journeymap", version):
        return []
    confirm = reverse("admin:journeys_journeymap_confirm", args=[version.map_id])
    return [Action("Still true", "task_alt", confirm)]


def _more(version: MapVersion, can_edit: bool, rare: list[str]) -> list[Action]:
    more = []
    if can_edit:
        details = reverse("admin:journeys_mapversion_change", args=[version.pk])
        more += [
            Action("Edit as a form", "edit", details),
            Action("Change the order", "swap_vert", address("order", version)),
            Action("Import into this draft", "upload", address("import", version)),
        ]
    history = reverse("admin:journeys_mapversion_history", args=[version.pk])
    settings = reverse("admin:journeys_journeymap_change", args=[version.map_id])
    more += [
        Action("History", "history", history),
        Action("About this map", "info", settings),
    ]
    return [*more, *(_verb(version, verb) for verb in rare)]


def address(page: str, version: MapVersion, *more: str) -> str:
    """Return the address of one of a version's pages."""
    return reverse(f"admin:journeys_mapversion_{page}", args=[version.pk, *more])

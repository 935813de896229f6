"""What each role may do: the one table, and the backend that answers `user.has_perm` from it.

Doors ask Django's own question, `user.has_perm("journeys.publish_mapversion", version)`, so no app
needs to know this module.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from journeys.access import memberships_of

VIEWER, CONTRIBUTOR, MANAGER = "viewer", "contributor", "manager"

_EVERYTHING = (
    "program", "membership", "objective", "kpi", "reading", "persona", "channel", "journeymap",
    "mapversion", "stage", "touchpoint", "lane", "card", "elementorigin", "review", "comment", "report",
    "alignment",
)  # fmt: skip
_WORKING_MATERIAL = (
    "objective", "kpi", "reading", "persona", "channel", "journeymap",
    "stage", "touchpoint", "lane", "card", "elementorigin", "comment",
    "alignment",
)  # fmt: skip

#: What we heard.
_HEARD = (
    "study", "instrument", "importbatch", "response", "theme", "discoveryrun", "quote", "insight", "placementrule",
    "event", "driftlook", "driftsignal", "forgottenperson", "keptevidence",
)  # fmt: skip
_RESEARCH_MATERIAL = (
    "study",
    "instrument",
    "theme",
    "discoveryrun",
    "quote",
    "insight",
    "placementrule",
)

#: What we change.
_CHANGED = (
    "cycle", "action", "actionkpi", "actionmove", "score", "programscorecard", "experiment", "round", "guardrail",
    "outcome",
)  # fmt: skip
_IMPROVEMENT_WORK = ("action", "actionkpi", "score", "experiment", "round", "guardrail", "outcome")

_SEE = (
    {f"journeys.view_{name}" for name in _EVERYTHING}
    | {f"research.view_{name}" for name in _HEARD}
    | {f"improvements.view_{name}" for name in _CHANGED}
)
_WORK = (
    {f"journeys.{deed}_{name}" for name in _WORKING_MATERIAL for deed in ("add", "change")}
    | {f"research.{deed}_{name}" for name in _RESEARCH_MATERIAL for deed in ("add", "change")}
    | {f"improvements.{deed}_{name}" for name in _IMPROVEMENT_WORK for deed in ("add", "change")}
)
# What has no history of its own to keep may be deleted; the rest is archived.
_CLEAR = {
    f"journeys.delete_{name}" for name in ("stage", "touchpoint", "lane", "card", "reading")
} | {"improvements.delete_actionkpi", "improvements.delete_guardrail"}

#: Role → permissions. Each role has what the one before it has.
PERMISSIONS: dict[str, frozenset[str]] = {}
# Viewers are asked for their opinion, so they may comment.
PERMISSIONS[VIEWER] = frozenset(
    _SEE | {"journeys.add_report", "journeys.change_report", "journeys.add_comment"}
)
PERMISSIONS[CONTRIBUTOR] = (
    PERMISSIONS[VIEWER]
    | _WORK
    | _CLEAR
    | {
        "journeys.start_draft_journeymap",
        "journeys.change_mapversion",
        "journeys.submit_mapversion",
        "journeys.discard_mapversion",
        "journeys.resolve_comment",
        "research.import_responses_study",
        "research.decide_theme",
        "research.place_response",
        "research.delete_quote",
        "research.set_aside_driftsignal",
        "improvements.move_action",
        "improvements.conclude_round",
    }
)
PERMISSIONS[MANAGER] = PERMISSIONS[CONTRIBUTOR] | {
    "research.forget_response",
    "improvements.decide_action",
    "improvements.add_cycle",
    "improvements.change_cycle",
    "improvements.close_cycle",
    "improvements.add_programscorecard",
    "improvements.change_programscorecard",
    "journeys.change_program",
    "journeys.add_membership",
    "journeys.change_membership",
    "journeys.delete_membership",
    "journeys.approve_mapversion",
    "journeys.request_changes_mapversion",
    "journeys.publish_mapversion",
    "journeys.archive_mapversion",
    "journeys.add_review",
    "journeys.delete_report",
}
#: Without a program in hand: whoever manages one program may open another.
_MANAGERS_ANYWHERE = frozenset({"journeys.add_program"})


class RoleBackend(BaseBackend):
    """Answers `has_perm` from the role a person has in the object's program."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Return whether the person's role grants `perm` on `obj`, or on anything if obj is None."""
        roles = memberships_of(user_obj)
        if obj is not None:
            role = roles.get(getattr(obj, "program_id", 0))
            return role is not None and perm in PERMISSIONS[role]
        if perm in _MANAGERS_ANYWHERE:
            return MANAGER in roles.values()
        return any(perm in PERMISSIONS[role] for role in set(roles.values()))

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Return whether any role of this person grants anything in the app."""
        return any(
            perm.startswith(f"{app_label}.")
            for role in set(memberships_of(user_obj).values())
            for perm in PERMISSIONS[role]
        )

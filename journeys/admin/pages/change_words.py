"""Changes in words a manager reads: "Severity 3 → 5", "From Everyday use to Stay"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.models import Lane, Touchpoint

if TYPE_CHECKING:
    from journeys.comparison import Change

#: Mark, as in the visual system: Material symbol, its class, and the word that goes with it.
MARKS = {
    "added": ("add", "added", "added"),
    "removed": ("remove", "removed", "removed"),
    "moved": ("swap_horiz", "moved", "moved"),
    "renamed": ("edit", "changed", "renamed"),
    "reworded": ("edit", "changed", "reworded"),
    "rescored": ("edit", "changed", "rated differently"),
    "rechannelled": ("edit", "changed", "channel changed"),
    "changed": ("edit", "changed", "changed in detail"),
}
#: Kinds of change in the order they are told.
KINDS = tuple(MARKS)

FIELDS = {
    "does": "What the customer does",
    "thinks": "What the customer thinks",
    "customer_goal": "Customer’s goal",
    "text": "Text",
    "feeling": "Feeling",
    "emotion": "Emotion",
    "importance": "Importance",
    "severity": "Severity",
    "share_hit": "Customers hit",
    "channel": "Channel",
    "team": "Team",
    "actors": "Who takes part",
    "owner": "Owner",
    "tags": "Tags",
    "attachment": "Attached file",
    "kpi": "KPI",
    "kind": "Kind",
    "basis": "Basis",
    "own_words": "Own words",
    "age_range": "Age",
    "share_of_customers": "Share of customers",
    "evidence_from": "Evidence from",
    "evidence_to": "Evidence to",
}
_PER_CENT = {"share_hit", "share_of_customers"}
_LONG = 60


def in_words(change: Change) -> str:
    """Return one change as a short phrase; long texts only say that they changed."""
    match change.kind, change.field:
        case "added" | "removed", _:
            return "New here" if change.kind == "added" else "Not in the later version"
        case "moved", "order":
            return _order(change)
        case "moved", _:
            return f"From {change.before} to {change.after}"
        case "renamed", _:
            return f"Renamed, was “{change.before}”"
        case _, "is_moment_of_truth":
            return "Now a moment of truth" if change.after else "No longer a moment of truth"
    name = field_name(change.field)
    before, after = value(change.field, change.before), value(change.field, change.after)
    if max(len(before), len(after)) > _LONG:
        return f"{name} reworded"
    return f"{name} {before} → {after}"


def field_name(field: str) -> str:
    """Return what a field is called on the screens."""
    return FIELDS.get(field, field.replace("_", " ").capitalize())


def value(field: str, raw: Any) -> str:
    """Return a field's value as people write it; nothing is a dash."""
    if raw in {None, ""} or raw == ():
        return "–"
    if isinstance(raw, tuple):
        return ", ".join(raw)
    if field == "emotion":
        return signed(raw)
    if field in _PER_CENT:
        return f"{raw:g} %"
    if field == "basis":
        return str(Touchpoint.Basis(raw).label).lower()
    if field == "kind" and raw in Lane.Kind.values:
        return str(Lane.Kind(raw).label)
    return str(raw)


def signed(number: float) -> str:
    """Return a rating with its sign: +0.4, −1.2, 0.0."""
    return f"{number:+.1f}".replace("-", "−") if number else "0.0"


def _order(change: Change) -> str:
    if change.before is None or change.after is None:
        return "Stands in another place among its neighbours"
    return f"From place {change.before} to place {change.after}"

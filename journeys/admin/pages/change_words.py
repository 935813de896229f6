"""Changes in words a manager reads: "Severity 3 → 5", "From Everyday use to Stay"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.models import JourneyMap, Lane, Touchpoint
from journeys.rendering.comparison_picture import origin_words

if TYPE_CHECKING:
    from journeys.comparison import Change

#: Mark, as in the visual system: Material symbol, its class, and the word that goes with it.
MARKS = {
    "added": ("add", "added", "added"),
    "removed": ("remove", "removed", "removed"),
    "split": ("call_split", "moved", "split"),
    "merged": ("call_merge", "moved", "merged"),
    "moved": ("swap_horiz", "moved", "moved"),
    "renamed": ("edit", "changed", "renamed"),
    "rescored": ("edit", "changed", "rated differently"),
    "rechannelled": ("edit", "changed", "channel changed"),
    "changed": ("edit", "changed", "changed in detail"),
    "reworded": ("edit", "changed", "reworded"),
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
    "persona_emotions": "Emotion of a persona",
    "own_words": "Own words",
    "age_range": "Age",
    "share_of_customers": "Share of customers",
    "evidence_from": "Evidence from",
    "evidence_to": "Evidence to",
}
_PER_CENT = {"share_hit", "share_of_customers"}
#: Fields of free text: quoted, and at length only named.
_PROSE = {"does", "thinks", "customer_goal", "text", "feeling"}
_LONG = 60
NOTHING = "–"
_KINDS = {
    value: str(label) for kinds in (Lane.Kind, JourneyMap.Kind) for value, label in kinds.choices
}


def in_words(change: Change) -> str:
    """Return one change as a short phrase; long texts only say that they changed."""
    if change.kind in {"added", "removed"}:
        return "New here" if change.kind == "added" else "Not in the later version"
    if change.kind in {"split", "merged"}:
        words = origin_words(change)
        return f"{words[0].upper()}{words[1:]}"
    if change.kind == "moved":
        return _moved(change)
    if change.kind == "renamed":
        return f"Renamed, was “{change.before}”"
    if change.field == "is_moment_of_truth":
        return "Now a moment of truth" if change.after else "No longer a moment of truth"
    return _edited(change)


def _moved(change: Change) -> str:
    if change.field != "order":
        return f"From {change.before} to {change.after}"
    if change.before is None or change.after is None:
        return "Order changed"
    return f"From place {change.before} to place {change.after}"


def _edited(change: Change) -> str:
    name = field_name(change.field)
    if change.persona:
        name = f"{name} of {change.persona_name}"
    before, after = value(change.field, change.before), value(change.field, change.after)
    if change.field not in _PROSE:
        return f"{name} {before} → {after}"
    if max(len(before), len(after)) > _LONG:
        return f"{name}: reworded"
    return f"{name}: {_quoted(before)} → {_quoted(after)}"


def _quoted(text: str) -> str:
    return text if text == NOTHING else f"“{text}”"


def field_name(field: str) -> str:
    """Return what a field is called on the screens."""
    return FIELDS.get(field, field.replace("_", " ").capitalize())


def value(field: str, raw: Any) -> str:
    """Return a field's value as people write it; nothing is a dash."""
    if raw is None or raw in {"", ()}:
        return NOTHING
    said = str(raw)
    if isinstance(raw, tuple):
        said = ", ".join(raw)
    elif field == "emotion":
        said = signed(raw)
    elif field in _PER_CENT:
        said = f"{raw:g} %"
    elif field == "basis":
        said = str(Touchpoint.Basis(raw).label).lower()
    elif field == "kind":
        said = _KINDS.get(said, said)
    return said


def signed(number: float) -> str:
    """Return a rating with its sign: +0.4, −1.2, 0.0."""
    return f"{number:+.1f}".replace("-", "−") if round(number, 1) else "0.0"

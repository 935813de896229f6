"""Editing a draft in small steps that can meet those of others: apply, undo, redo, split, merge.

- `apply(version, changes, by=user)` writes field by field over what the person saw; what somebody else
  changed meanwhile is given back as a conflict, everything else goes in.
- `undo(version, by=user)` and `redo(version, by=user)` take back that person's own steps by the same rule.
- `split(version, …)` and `merge(version, …)` divide and join stages, touchpoints and lanes, recorded as origins.
- `presence` tells who else has the draft open.
"""

from journeys.edits.applying import apply
from journeys.edits.changes import Applied, Change, Conflict, Refused
from journeys.edits.dividing import merge, split
from journeys.edits.fields import FIELDS, as_values
from journeys.edits.steps import Steps, steps_of
from journeys.edits.undoing import redo, undo

__all__ = [
    "FIELDS",
    "Applied",
    "Change",
    "Conflict",
    "Refused",
    "Steps",
    "apply",
    "as_values",
    "merge",
    "redo",
    "split",
    "steps_of",
    "undo",
]

"""One module per aggregate; import models from here."""

from journeys.models.alignment import Alignment
from journeys.models.channel import Channel
from journeys.models.editing import Edit, Presence
from journeys.models.elements import ELEMENTS, Card, Element, ElementOrigin, Lane, Stage, Touchpoint
from journeys.models.keys import KEY_PATTERN, new_key
from journeys.models.lookups import Holds
from journeys.models.map import JourneyMap
from journeys.models.notification import Notification
from journeys.models.objective import COUNTS_BY_KIND, Kpi, Objective, Reading, validate_counts
from journeys.models.persona import Persona
from journeys.models.program import Membership, Program, other_managers
from journeys.models.report import Report
from journeys.models.review import Comment, Review
from journeys.models.version import FROZEN_STATES, MOVES, OPEN_STATES, MapVersion, State

__all__ = [
    "COUNTS_BY_KIND",
    "ELEMENTS",
    "FROZEN_STATES",
    "KEY_PATTERN",
    "MOVES",
    "OPEN_STATES",
    "Alignment",
    "Card",
    "Channel",
    "Comment",
    "Edit",
    "Element",
    "ElementOrigin",
    "Holds",
    "JourneyMap",
    "Kpi",
    "Lane",
    "MapVersion",
    "Membership",
    "Notification",
    "Objective",
    "Persona",
    "Presence",
    "Program",
    "Reading",
    "Report",
    "Review",
    "Stage",
    "State",
    "Touchpoint",
    "new_key",
    "other_managers",
    "validate_counts",
]

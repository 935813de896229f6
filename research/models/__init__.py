"""What we heard, as rows. Everything belongs to a program."""

from research.models.discovery_run import DiscoveryRun
from research.models.drift import DriftLook, DriftSignal
from research.models.event import Event
from research.models.forgotten import ForgottenPerson
from research.models.import_batch import ImportBatch
from research.models.insight import Insight, Quote
from research.models.instrument import Instrument
from research.models.kept_evidence import KeptEvidence
from research.models.placement_rule import PlacementRule
from research.models.response import Response
from research.models.study import Study
from research.models.theme import Theme, ThemeMention

__all__ = [
    "DiscoveryRun",
    "DriftLook",
    "DriftSignal",
    "Event",
    "ForgottenPerson",
    "ImportBatch",
    "Insight",
    "Instrument",
    "KeptEvidence",
    "PlacementRule",
    "Quote",
    "Response",
    "Study",
    "Theme",
    "ThemeMention",
]

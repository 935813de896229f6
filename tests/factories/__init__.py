"""Rows and values that tests are made of.

Factories for rows are imported from here; `tests.factories.contents` draws random contents for
property tests and is imported by its own name.
"""

from tests.factories.improvements import (
    ActionFactory,
    ExperimentFactory,
    RoundFactory,
    guardrail_of,
    outcome_of,
    score_of,
)
from tests.factories.maps import (
    CardFactory,
    LaneFactory,
    MapFactory,
    StageFactory,
    TouchpointFactory,
    VersionFactory,
    published_map,
    small_draft,
)
from tests.factories.people import UserFactory, member, operator
from tests.factories.programs import (
    ChannelFactory,
    KpiFactory,
    MembershipFactory,
    ObjectiveFactory,
    PersonaFactory,
    ProgramFactory,
    ReadingFactory,
)
from tests.factories.reports import ReportFactory
from tests.factories.research import InstrumentFactory, StudyFactory, response_of, theme_of

__all__ = [
    "ActionFactory",
    "CardFactory",
    "ChannelFactory",
    "ExperimentFactory",
    "InstrumentFactory",
    "KpiFactory",
    "LaneFactory",
    "MapFactory",
    "MembershipFactory",
    "ObjectiveFactory",
    "PersonaFactory",
    "ProgramFactory",
    "ReadingFactory",
    "ReportFactory",
    "RoundFactory",
    "StageFactory",
    "StudyFactory",
    "TouchpointFactory",
    "UserFactory",
    "VersionFactory",
    "guardrail_of",
    "member",
    "operator",
    "outcome_of",
    "published_map",
    "response_of",
    "score_of",
    "small_draft",
    "theme_of",
]

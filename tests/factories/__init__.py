"""Rows and values that tests are made of.

Factories for rows are imported from here; `tests.factories.contents` draws random contents for
property tests and is imported by its own name.
"""

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

__all__ = [
    "CardFactory",
    "ChannelFactory",
    "KpiFactory",
    "LaneFactory",
    "MapFactory",
    "MembershipFactory",
    "ObjectiveFactory",
    "PersonaFactory",
    "ProgramFactory",
    "ReadingFactory",
    "ReportFactory",
    "StageFactory",
    "TouchpointFactory",
    "UserFactory",
    "VersionFactory",
    "member",
    "operator",
    "published_map",
    "small_draft",
]

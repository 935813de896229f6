"""The API against its own description: whatever is sent, the answer is one that is described.

Schemathesis makes the requests, sound and broken ones. So that they reach the rules behind the
description, ids are drawn from rows that are there about as often as from nowhere.
"""

from __future__ import annotations

import pytest
import schemathesis
from django.db import connection
from hypothesis import HealthCheck, settings
from rest_framework.authtoken.models import Token
from schemathesis.specs.openapi.checks import positive_data_acceptance

from config.wsgi import application
from improvements.models import (
    Action,
    ActionKpi,
    Cycle,
    Experiment,
    Guardrail,
    Outcome,
    ProgramScorecard,
    Round,
    Score,
)
from journeys import comments, versions
from journeys.models import (
    Alignment,
    Card,
    Channel,
    Comment,
    JourneyMap,
    Kpi,
    Lane,
    MapVersion,
    Membership,
    Notification,
    Objective,
    Persona,
    Program,
    Reading,
    Report,
    Review,
    Stage,
    Touchpoint,
)
from research.models import (
    DiscoveryRun,
    DriftSignal,
    Event,
    ImportBatch,
    Insight,
    Instrument,
    PlacementRule,
    Quote,
    Response,
    Study,
    Theme,
)
from tests.factories import (
    KpiFactory,
    ObjectiveFactory,
    ProgramFactory,
    ReadingFactory,
    ReportFactory,
    RoundFactory,
    guardrail_of,
    member,
    outcome_of,
    published_map,
    response_of,
    small_draft,
    theme_of,
)

pytestmark = [
    pytest.mark.contract,
    pytest.mark.django_db,
    # Of the library that draws the requests, not ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

schema = schemathesis.openapi.from_wsgi("/api/schema/", application)
#: Well-formed requests are refused all the time: their ids exist seldom, their counts do not add up.
LEFT_OUT = [positive_data_acceptance]


#: On PostgreSQL fewer, to see that it answers alike; the width of it is tried on SQLite.
EXAMPLES = 1 if connection.vendor == "postgresql" else 4


#: What ids in a path, a query or a body stand for.
ROWS = {
    "program": Program, "kpi": Kpi, "objectives": Objective, "personas": Persona, "channel": Channel,
    "parent": JourneyMap, "map": JourneyMap, "version": MapVersion, "against": MapVersion,
    "based_on": MapVersion, "stage": Stage, "touchpoint": Touchpoint, "lane": Lane,
    "thread": Comment, "before_map": JourneyMap, "after_map": JourneyMap, "before": MapVersion,
    "after": MapVersion, "follows": Study, "instruments": Instrument, "study": Study, "instrument": Instrument,
    "persona": Persona, "cycle": Cycle, "action": Action, "needs": Action, "excludes": Action, "experiment": Experiment,
    "round": Round, "studies": Study, "quotes": Quote, "response": Response, "responses": Response, "theme": Theme,
    "control": Reading, "treatment": Reading, "into": Theme, "themes": Theme, "insights": Insight,
}  # fmt: skip
RESOURCES = {
    "programs": Program, "memberships": Membership, "objectives": Objective, "kpis": Kpi,
    "readings": Reading, "personas": Persona, "channels": Channel, "maps": JourneyMap,
    "versions": MapVersion, "stages": Stage, "touchpoints": Touchpoint, "lanes": Lane, "cards": Card,
    "reports": Report, "reviews": Review, "comments": Comment, "notifications": Notification,
    "themes": Theme, "discovery-runs": DiscoveryRun, "quotes": Quote, "insights": Insight,
    "placement-rules": PlacementRule, "events": Event, "drift-signals": DriftSignal,
    "cycles": Cycle, "actions": Action, "predictions": ActionKpi, "scorecards": ProgramScorecard, "scores": Score,
    "experiments": Experiment, "rounds": Round, "guardrails": Guardrail, "outcomes": Outcome,
    "alignments": Alignment, "studies": Study, "instruments": Instrument, "import-batches": ImportBatch,
    "responses": Response,
}  # fmt: skip


def existing(model, drawn):
    """Return the id of a row for three numbers of four: often the newest, as drafts are."""
    ids = list(model.objects.order_by("-pk").values_list("pk", flat=True)[:8])
    is_number = isinstance(drawn, int) and not isinstance(drawn, bool)
    return ids[drawn // 4 % len(ids)] if is_number and ids and drawn % 4 else drawn


def lead_to_rows(case):
    """Put ids of rows that are there in the place of most ids that were drawn."""
    resource = RESOURCES.get(case.path.split("/")[2])
    if "id" in (case.path_parameters or {}):
        case.path_parameters["id"] = existing(resource, case.path_parameters["id"])
    for sent in (case.query, case.body):
        if isinstance(sent, dict):
            for name in ROWS.keys() & sent.keys():
                sent[name] = existing(ROWS[name], sent[name])


@pytest.fixture
def program(db):
    """Return a program with something of everything in it."""
    program = ProgramFactory()
    version = published_map(program)
    versions.start_draft(version.map, by=None)
    ReadingFactory(kpi=KpiFactory(program=program))
    ObjectiveFactory(program=program)
    ReportFactory(program=program)
    theme_of(response_of(program))
    row = RoundFactory(experiment__action__program=program)
    outcome_of(row.experiment.action)
    guardrail_of(row)
    mara, tomas = member(program, "manager"), member(program, "contributor", username="tomas")
    comments.write(version, "Is this so, @tomas?", by=mara)
    comments.write(version, f"It is, @{mara.username}.", by=tomas)
    versions.approve(versions.submit(small_draft(program), by=tomas), by=mara)
    return program


@schema.parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
def test_every_answer_is_described(case, program):
    lead_to_rows(case)
    manager = program.memberships.get(role="manager").user
    token, _ = Token.objects.get_or_create(user=manager)

    # The library's WSGI client does not unpack what is compressed.
    headers = {"Authorization": f"Token {token.key}", "Accept-Encoding": "identity"}
    case.call_and_validate(headers=headers, excluded_checks=LEFT_OUT)

"""The table of doors and roles: who gets which answer at every address of the API.

`tests/test_doors.py` knocks at every door in every role, and fails when an address exists that no
line here names. Words in braces in paths and bodies are rows of `tests.factories.world.World`. The workplace's doors are
tried by the same roles in `tests/journeys/admin/test_doors.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: Nobody signed in; somebody who is in another program; the three roles; who runs the installation.
ROLES = ("stranger", "outsider", "viewer", "contributor", "manager", "operator")

Answers = tuple[int, int, int, int, int, int]

ANYBODY: Answers = (200, 200, 200, 200, 200, 200)
LIST: Answers = (401, 200, 200, 200, 200, 200)
SEE: Answers = (401, 404, 200, 200, 200, 200)
#: To somebody outside, a program in a body is a program that does not exist.
ADD: Answers = (401, 400, 403, 201, 201, 201)
CHANGE: Answers = (401, 404, 403, 200, 200, 200)
#: Every member may, viewers too; to somebody outside it is not there.
SAY: Answers = (401, 404, 201, 201, 201, 201)
#: Only who wrote it may, whatever the role; and what is somebody else's own is not there.
OTHERS: Answers = (401, 404, 403, 403, 403, 403)
HIDDEN: Answers = (401, 404, 404, 404, 404, 404)
START: Answers = (401, 404, 403, 201, 201, 201)
REMOVE: Answers = (401, 404, 403, 204, 204, 204)
MANAGE: Answers = (401, 404, 403, 403, 200, 200)
ADD_AS_MANAGER: Answers = (401, 400, 403, 403, 201, 201)
REMOVE_AS_MANAGER: Answers = (401, 404, 403, 403, 204, 204)


@dataclass(frozen=True)
class Door:
    """A method at an address, what is sent, and the answer to each role."""

    method: str
    path: str
    answers: Answers
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def names_rows(self) -> bool:
        """Return whether what is asked for lies in a program."""
        return "{" in self.path + repr(self.body or "")[1:]


def _resource(name: str, row: str, add: dict[str, Any], change: dict[str, Any]) -> list[Door]:
    """Return the doors of a resource that contributors write and nobody deletes."""
    return [
        Door("GET", f"/api/{name}/", LIST),
        Door("POST", f"/api/{name}/", ADD, add),
        Door("GET", f"/api/{name}/{{{row}}}/", SEE),
        Door("PATCH", f"/api/{name}/{{{row}}}/", CHANGE, change),
        Door("GET", f"/api/{name}/{{{row}}}/history/", SEE),
    ]


def _verb(name: str, version: str, answers: Answers) -> Door:
    return Door("POST", f"/api/versions/{{{version}}}/{name}/", answers, {"note": "As agreed."})


_READING = {"kpi": "{kpi}", "period_from": "2026-01-01", "period_to": "2026-01-31"}
_COUNTS = {"numerator": 4, "denominator": 9}
NO_KEY = "00000000-0000-4000-8000-000000000000"

DOORS: tuple[Door, ...] = (
    Door("GET", "/api/", LIST),
    Door("GET", "/api/schema/", ANYBODY),
    Door("GET", "/api/docs/", ANYBODY),
    # programs
    Door("GET", "/api/programs/", LIST),
    # Whoever manages a program may open another.
    Door("POST", "/api/programs/", (401, 403, 403, 403, 201, 201), {"name": "Next"}),
    Door("GET", "/api/programs/{program}/", SEE),
    Door("PATCH", "/api/programs/{program}/", MANAGE, {"scope": "Germany"}),
    Door("GET", "/api/programs/{program}/history/", SEE),
    # memberships
    Door("GET", "/api/memberships/", LIST),
    Door(
        "POST",
        "/api/memberships/",
        ADD_AS_MANAGER,
        {"program": "{program}", "user": "newcomer", "role": "viewer"},
    ),
    Door("GET", "/api/memberships/{membership}/", SEE),
    Door("PATCH", "/api/memberships/{membership}/", MANAGE, {"role": "contributor"}),
    Door("DELETE", "/api/memberships/{membership}/", REMOVE_AS_MANAGER),
    Door("GET", "/api/memberships/{membership}/history/", SEE),
    # what a program has
    *_resource(
        "objectives", "objective", {"program": "{program}", "statement": "More"}, {"statement": "M"}
    ),
    *_resource("kpis", "kpi", {"program": "{program}", "name": "Completed"}, {"unit": "%"}),
    *_resource("readings", "reading", _READING | _COUNTS, {"source": "Survey"}),
    Door("DELETE", "/api/readings/{reading}/", REMOVE),
    Door("GET", "/api/kpis/{kpi}/series/", SEE),
    Door("GET", "/api/readings/export/", LIST),
    Door(
        "POST",
        "/api/readings/import/",
        (401, 400, 403, 200, 200, 200),
        {
            "program": "{program}",
            "content": "kpi,period,part,whole\n{kpi_key},2031-Q1,1,2\n",
        },
    ),
    *_resource("personas", "persona", {"program": "{program}", "name": "Ole"}, {"name": "Ola"}),
    Door("GET", "/api/personas/{persona}/image/", SEE),
    Door("PATCH", "/api/personas/{persona}/image/", (401, 404, 403, 415, 415, 415), {}),
    Door("DELETE", "/api/personas/{persona}/image/", CHANGE),
    *_resource("channels", "channel", {"program": "{program}", "name": "Fax"}, {"kind": "post"}),
    *_resource("maps", "map", {"program": "{program}", "name": "Leave"}, {"scope": "All"}),
    Door(
        "POST",
        "/api/maps/import/",
        ADD,
        {"program": "{program}", "content": "journey\n section A\n  B: 3: Me\n"},
    ),
    Door("POST", "/api/maps/{published_map}/start-draft/", START, {"reason": "Because"}),
    Door("POST", "/api/maps/{published_map}/confirm/", CHANGE, {}),
    # alignments
    *_resource(
        "alignments",
        "alignment",
        {"before_map": "{map}", "after_map": "{published_map}", "pairs": []},
        {"pairs": []},
    ),
    Door("GET", "/api/alignments/proposal/", SEE, query="?before={draft}&after={published}"),
    # versions
    Door("GET", "/api/versions/", LIST),
    Door("GET", "/api/versions/{draft}/", SEE),
    Door("PATCH", "/api/versions/{draft}/", CHANGE, {"label": "After the relaunch"}),
    Door("GET", "/api/versions/{draft}/history/", SEE),
    Door("GET", "/api/versions/{draft}/document/", SEE),
    Door(
        "PUT",
        "/api/versions/{draft}/document/",
        CHANGE,
        {"map": {"name": "Replaced"}},
        {"If-Match": '"{checksum}"'},
    ),
    Door("GET", "/api/versions/{draft}/comparison/", SEE, query="?against={draft}"),
    *_resource(
        "studies", "study", {"program": "{program}", "name": "Exit survey"}, {"sampling": "All"}
    ),
    *_resource(
        "instruments",
        "instrument",
        {"program": "{program}", "name": "Why?", "kind": "text", "question": "Why?"},
        {"name": "Reason"},
    ),
    Door("GET", "/api/import-batches/", LIST),
    Door("GET", "/api/import-batches/{import_batch}/", SEE),
    Door("GET", "/api/responses/", LIST),
    Door("GET", "/api/responses/{response}/", SEE),
    *_resource("themes", "theme", {"program": "{program}", "name": "Waiting"}, {"name": "Waits"}),
    Door("POST", "/api/themes/{proposal}/accept/", CHANGE, {"name": "Dropped calls"}),
    Door("POST", "/api/themes/{proposal}/reject/", CHANGE, {}),
    Door("POST", "/api/themes/{proposal}/merge/", CHANGE, {"into": "{theme}"}),
    # It has no comments that could be told apart.
    Door("POST", "/api/themes/{proposal}/split/", (401, 404, 403, 409, 409, 409), {"parts": 2}),
    Door("GET", "/api/discovery-runs/", LIST),
    Door("POST", "/api/discovery-runs/", ADD, {"program": "{program}"}),
    Door("GET", "/api/discovery-runs/{discovery_run}/", SEE),
    Door("POST", "/api/discovery-runs/{discovery_run}/cancel/", CHANGE, {}),
    Door("POST", "/api/discovery-runs/{failed_run}/retry/", CHANGE, {}),
    *_resource(
        "quotes", "quote", {"response": "{response}", "start": 0, "end": 4}, {"note": "Often"}
    ),
    Door("DELETE", "/api/quotes/{quote}/", REMOVE),
    *_resource(
        "insights", "insight", {"program": "{program}", "statement": "They wait."}, {"kind": "need"}
    ),
    *_resource(
        "placement-rules",
        "placement_rule",
        {"program": "{program}", "keywords": "call", "element_key": NO_KEY},
        {"keywords": "call, line"},
    ),
    Door(
        "POST",
        "/api/placement-rules/apply/",
        (401, 400, 403, 200, 200, 200),
        {"program": "{program}"},
    ),
    Door("GET", "/api/events/", LIST),
    Door("GET", "/api/events/{event}/", SEE),
    Door("GET", "/api/drift-signals/", LIST),
    Door("GET", "/api/drift-signals/{drift_signal}/", SEE),
    Door("POST", "/api/drift-signals/{drift_signal}/set-aside/", CHANGE, {}),
    Door(
        "POST",
        "/api/responses/place/",
        (401, 400, 403, 200, 200, 200),
        {"program": "{program}", "responses": ["{response}"], "element_key": ""},
    ),
    Door(
        "POST",
        "/api/responses/forget/",
        (401, 400, 403, 403, 200, 200),
        {"program": "{program}", "person": "anna@example.org"},
    ),
    Door("GET", "/api/drift/", SEE, query="?map={published_map}"),
    Door("GET", "/api/placement-suggestions/", SEE, query="?program={program}"),
    # One answer is too few for a regression.
    Door("GET", "/api/drivers/", (401, 404, 409, 409, 409, 409), query="?instrument={instrument}"),
    Door("GET", "/api/cohorts/", SEE, query="?instrument={instrument}&period=quarter"),
    Door("GET", "/api/persona-support/", SEE, query="?program={program}"),
    Door("GET", "/api/saturation/", SEE, query="?program={program}"),
    Door("GET", "/api/paths/", SEE, query="?version={published}&study={study}"),
    # what we change
    Door("GET", "/api/cycles/", LIST),
    Door("POST", "/api/cycles/", ADD_AS_MANAGER, {"map": "{published_map}", "goal": "Fewer calls"}),
    Door("GET", "/api/cycles/{cycle}/", SEE),
    Door("PATCH", "/api/cycles/{cycle}/", MANAGE, {"goal": "No calls"}),
    Door("GET", "/api/cycles/{cycle}/history/", SEE),
    Door(
        "POST",
        "/api/cycles/{cycle}/close/",
        MANAGE,
        {"decision": "adopt", "retrospective": "It helped."},
    ),
    *_resource(
        "actions", "action", {"program": "{program}", "title": "Call back"}, {"team": "App"}
    ),
    # Deciding is a manager's; a proposed action can only be decided about.
    Door("POST", "/api/actions/{action}/move/", MANAGE, {"to": "accepted"}),
    *_resource(
        "predictions",
        "prediction",
        {"action": "{action}", "kpi": "{free_kpi}", "low": 1, "likely": 2, "high": 3},
        {"high": 9},
    ),
    Door("DELETE", "/api/predictions/{prediction}/", REMOVE),
    Door("GET", "/api/scorecards/", LIST),
    Door(
        "POST",
        "/api/scorecards/",
        (401, 400, 403, 403, 400, 400),
        {"program": "{program}", "name": "ice"},
    ),
    Door("GET", "/api/scorecards/{scorecard}/", SEE),
    Door("PATCH", "/api/scorecards/{scorecard}/", MANAGE, {"name": "ice-v1"}),
    Door("GET", "/api/scorecards/{scorecard}/history/", SEE),
    Door("GET", "/api/scores/", LIST),
    Door(
        "POST",
        "/api/scores/",
        ADD,
        {"action": "{action}", "estimates": {"impact": [1, 2, 3], "feasibility": [1, 2, 3]}},
    ),
    Door("GET", "/api/scores/{score}/", SEE),
    # Of somebody who is none of them.
    Door("PATCH", "/api/scores/{score}/", OTHERS, {"rationale": "Not mine"}),
    Door("GET", "/api/scores/{score}/history/", SEE),
    *_resource(
        "experiments",
        "experiment",
        {"action": "{action}", "kpi": "{kpi}", "name": "Pilot", "kind": "pilot"},
        {"hypothesis": "It helps."},
    ),
    *_resource(
        "rounds",
        "planned_round",
        {"experiment": "{free_experiment}", "minimum_effect": 0.01},
        {"stop_rule": "After a week"},
    ),
    Door("POST", "/api/rounds/{planned_round}/start/", CHANGE, {}),
    Door("GET", "/api/rounds/{running_round}/reading/", SEE),
    Door(
        "POST",
        "/api/rounds/{running_round}/conclude/",
        CHANGE,
        {"decision": "adopt", "reason": "It helps."},
    ),
    Door("POST", "/api/rounds/{concluded_round}/outcome/", START, {}),
    *(
        Door(
            "POST",
            f"/api/{row}/from-readings/",
            # They are readings of another KPI.
            (401, 404, 403, 409, 409, 409),
            {"control": "{reading}", "treatment": "{reading}"},
        )
        for row in ("rounds/{running_round}", "guardrails/{guardrail}")
    ),
    *(
        Door(
            "POST",
            f"/api/{row}/from-responses/",
            # Nobody of these segments was asked.
            (401, 404, 403, 409, 409, 409),
            {"study": "{study}", "control": "old", "treatment": "new"},
        )
        for row in ("rounds/{running_round}", "guardrails/{guardrail}")
    ),
    *_resource(
        "guardrails",
        "guardrail",
        {"round": "{planned_round}", "kpi": "{free_kpi}", "margin": 0.02},
        {"margin": 0.03},
    ),
    Door("DELETE", "/api/guardrails/{guardrail}/", REMOVE),
    *_resource(
        "outcomes",
        "outcome",
        {"action": "{action}", "kpi": "{kpi}", "effect": 1},
        {"note": "So it was."},
    ),
    Door(
        "POST",
        "/api/outcomes/from-readings/",
        # Nothing was read before that day.
        (401, 400, 403, 409, 409, 409),
        {"action": "{action}", "kpi": "{free_kpi}", "since": "2026-01-01"},
    ),
    Door("GET", "/api/pain-points/", SEE, query="?map={published_map}"),
    Door("GET", "/api/trace/", SEE, query="?action={action}"),
    Door("GET", "/api/ranking/", SEE, query="?program={program}"),
    Door("GET", "/api/portfolio/", SEE, query="?program={program}&capacity=20"),
    Door("GET", "/api/evidence/", SEE, query="?version={draft}&against={published}"),
    Door("GET", "/api/coverage/", SEE, query="?version={draft}"),
    Door("GET", "/api/versions/{draft}/picture.svg", SEE),
    Door("GET", "/api/versions/{draft}/picture.png", SEE),
    Door("GET", "/api/versions/{draft}/picture.pdf", SEE),
    Door("GET", "/api/versions/{draft}/export/", SEE, query="?format=mermaid"),
    Door("GET", "/api/versions/{draft}/export/", SEE, query="?format=xlsx"),
    Door("GET", "/api/versions/{draft}/export/losses/", SEE, query="?format=mermaid"),
    Door("GET", "/api/versions/{draft}/order/", SEE),
    Door("POST", "/api/versions/{empty_draft}/order/", CHANGE, {"stages": [], "lanes": []}),
    Door("POST", "/api/versions/{draft}/edits/", CHANGE, {"changes": []}),
    Door("POST", "/api/versions/{draft}/undo/", CHANGE, {}),
    Door("POST", "/api/versions/{draft}/redo/", CHANGE, {}),
    # What is split or merged is not there; who may not write does not get so far.
    Door(
        "POST",
        "/api/versions/{draft}/split/",
        (401, 404, 403, 400, 400, 400),
        {"key": NO_KEY, "new_key": NO_KEY, "name": "Part"},
    ),
    Door(
        "POST",
        "/api/versions/{draft}/merge/",
        (401, 404, 403, 400, 400, 400),
        {"keys": [NO_KEY, NO_KEY], "new_key": NO_KEY, "name": "Whole"},
    ),
    _verb("submit", "draft", CHANGE),
    _verb("approve", "in_review", MANAGE),
    _verb("request-changes", "in_review", MANAGE),
    _verb("publish", "draft", MANAGE),
    _verb("archive", "published", MANAGE),
    _verb("discard", "draft", CHANGE),
    # elements
    *_resource("stages", "stage", {"version": "{draft}", "name": "Use"}, {"name": "U"}),
    Door("DELETE", "/api/stages/{stage}/", REMOVE),
    *_resource(
        "touchpoints",
        "touchpoint",
        {"version": "{draft}", "stage": "{stage}", "name": "Ask"},
        {"emotion": 1.5},
    ),
    Door("DELETE", "/api/touchpoints/{touchpoint}/", REMOVE),
    *_resource("lanes", "lane", {"version": "{draft}", "kind": "notes"}, {"name": "Other"}),
    Door("DELETE", "/api/lanes/{lane}/", REMOVE),
    *_resource(
        "cards",
        "card",
        {"version": "{draft}", "stage": "{stage}", "lane": "{lane}", "text": "Slow"},
        {"severity": 2},
    ),
    Door("DELETE", "/api/cards/{card}/", REMOVE),
    Door("GET", "/api/cards/{card}/attachment/", SEE),
    # Without a file in it, the body is refused; who may not write does not get so far.
    Door("PATCH", "/api/cards/{card}/attachment/", (401, 404, 403, 415, 415, 415), {}),
    Door("DELETE", "/api/cards/{card}/attachment/", CHANGE),
    # reports
    Door("GET", "/api/reports/", LIST),
    # What is to be compared is not there for somebody outside; every member may ask for a report.
    Door(
        "POST",
        "/api/reports/",
        (401, 400, 202, 202, 202, 202),
        {
            "kind": "version_comparison",
            "parameters": {"version": "{published}", "against": "{archived}"},
        },
    ),
    *(
        Door(
            "POST",
            "/api/reports/",
            (401, 400, 202, 202, 202, 202),
            {"kind": kind, "parameters": parameters},
        )
        for kind, parameters in (
            ("map", {"version": "{draft}"}),
            ("map_slides", {"version": "{published}"}),
            ("comparison_slides", {"version": "{published}", "against": "{archived}"}),
            ("persona", {"persona": "{persona}"}),
            ("program_overview", {"program": "{program}"}),
            ("evidence", {"version": "{published}"}),
            ("priorities", {"program": "{program}"}),
            ("experiment_log", {"program": "{program}"}),
            ("program_review", {"program": "{program}"}),
        )
    ),
    Door("GET", "/api/reports/{queued_report}/", SEE),
    Door("DELETE", "/api/reports/{queued_report}/", REMOVE_AS_MANAGER),
    Door("GET", "/api/reports/{done_report}/file/", SEE),
    Door("POST", "/api/reports/{queued_report}/cancel/", SEE),
    Door("POST", "/api/reports/{failed_report}/retry/", SEE),
    # reviews, comments and the inbox
    Door("GET", "/api/reviews/", LIST),
    Door("GET", "/api/reviews/{review}/", SEE),
    Door("GET", "/api/comments/", LIST),
    Door(
        "POST",
        "/api/comments/",
        (401, 400, 201, 201, 201, 201),
        {"version": "{draft}", "text": "Is this so?"},
    ),
    Door("GET", "/api/comments/{comment}/", SEE),
    Door("PATCH", "/api/comments/{comment}/", OTHERS, {"text": "Not my words"}),
    Door("POST", "/api/comments/{comment}/reply/", SAY, {"text": "It is."}),
    Door("POST", "/api/comments/{comment}/withdraw/", OTHERS),
    Door("POST", "/api/comments/{comment}/resolve/", CHANGE, {}),
    Door("POST", "/api/comments/{comment}/reopen/", CHANGE),
    # Of somebody who is none of them.
    Door("GET", "/api/notifications/", LIST),
    Door("GET", "/api/notifications/{notification}/", HIDDEN),
    Door("POST", "/api/notifications/{notification}/read/", HIDDEN),
    Door("POST", "/api/notifications/read-all/", LIST),
)

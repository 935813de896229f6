"""A program with a row of everything in every state that a door needs, and somebody in every role."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from improvements import actions, cycles, experiments
from improvements.models import ActionKpi, ProgramScorecard
from journeys import alignments, comments, contents, versions
from journeys.models import Membership, Notification, Program, Review
from research.models import DiscoveryRun, DriftSignal, Event, Insight, PlacementRule, Quote
from tests.factories import (
    ActionFactory,
    ExperimentFactory,
    KpiFactory,
    MembershipFactory,
    ObjectiveFactory,
    ProgramFactory,
    ReadingFactory,
    ReportFactory,
    RoundFactory,
    UserFactory,
    VersionFactory,
    guardrail_of,
    member,
    operator,
    outcome_of,
    published_map,
    response_of,
    score_of,
    small_draft,
    theme_of,
)


def people_of(program: Program) -> dict[str, User | None]:
    """Return somebody in every role of `tests.doors.ROLES`; the outsider is in another program."""
    return {
        "stranger": None,
        "outsider": member(ProgramFactory(name="Elsewhere"), "viewer"),
        "viewer": member(program, "viewer"),
        "contributor": member(program, "contributor"),
        "manager": member(program, "manager"),
        "operator": operator(),
    }


def client_of(user: User | None) -> APIClient:
    """Return a client that sends the person's token, or none."""
    client = APIClient()
    if user is not None:
        token, _ = Token.objects.get_or_create(user=user)
        client.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")
    return client


class World:
    """A program, and its rows' ids by the names that `tests.doors` gives them."""

    files: ClassVar = {
        "attachments/photo.png": b"a picture",
        "personas/lena.png": b"a picture",
        "reports/done.pdf": b"a report",
    }

    def __init__(self, name: str = "Here") -> None:
        """Make all rows."""
        self.program: Any = ProgramFactory(name=name)
        self.ids: dict[str, int | str] = {"program": self.program.pk}
        self._make_maps()
        kpi = KpiFactory(program=self.program)
        self._name(
            membership=MembershipFactory(program=self.program, role=Membership.Role.VIEWER),
            objective=ObjectiveFactory(program=self.program),
            kpi=kpi,
            reading=ReadingFactory(kpi=kpi),
            persona=self.program.personas.first(),
            channel=self.program.channels.first(),
        )
        self.ids["kpi_key"] = kpi.key
        self._make_reports()
        self._make_talk()
        self._make_heard()
        self._make_changed()
        UserFactory(username="newcomer")

    def _make_maps(self) -> None:
        first = published_map(self.program)
        second = versions.publish(versions.start_draft(first.map, by=None), by=None)
        draft = small_draft(self.program)
        card = draft.cards.get(text="Call drops")
        card.attachment = "attachments/photo.png"
        card.save()
        self.program.personas.update(image="personas/lena.png")
        self._name(
            archived=versions.archive(first, by=None),
            published=second,
            published_map=second.map,
            draft=draft,
            map=draft.map,
            in_review=versions.submit(small_draft(self.program), by=None),
            empty_draft=VersionFactory(map__program=self.program),
            stage=draft.stages.first(),
            touchpoint=draft.touchpoints.first(),
            lane=draft.lanes.first(),
            card=card,
        )
        other = VersionFactory(map__program=self.program).map
        self.other_map = published_map(self.program).map
        self._name(other_map=other, alignment=alignments.align(draft.map, other, [], by=None))
        self.ids["checksum"] = contents.checksum(contents.document(draft))

    def _make_reports(self) -> None:
        done = ReportFactory(
            program=self.program, status="done", file="reports/done.pdf", finished_at=timezone.now()
        )
        self._name(
            queued_report=ReportFactory(program=self.program),
            done_report=done,
            failed_report=ReportFactory(program=self.program, status="failed"),
        )

    def _make_talk(self) -> None:
        author, colleague = member(self.program, "manager"), member(self.program, "viewer")
        version = versions.approve(
            versions.submit(small_draft(self.program), by=author), by=author, note="Good."
        )
        text = f"Is this so, @{colleague.get_username()}?"
        self._name(
            review=Review.objects.get(version=version),
            comment=comments.write(version, text, by=author),
            notification=Notification.objects.get(recipient=colleague),
        )

    def _make_changed(self) -> None:
        cycle = cycles.start(self.other_map, by=None, goal="Fewer calls")
        action, tested = ActionFactory(program=self.program), ActionFactory(program=self.program)
        kpi = KpiFactory(program=self.program, kind="proportion")
        running = RoundFactory(
            experiment=ExperimentFactory(action=tested, kpi=kpi),
            control=[10, 100],
            treatment=[20, 100],
        )
        running = experiments.start(running, by=None)
        concluded = experiments.conclude(
            experiments.start(
                RoundFactory(
                    experiment=ExperimentFactory(action=tested, kpi=kpi),
                    control=[10, 100],
                    treatment=[20, 100],
                ),
                by=None,
            ),
            by=None,
            decision="adopt",
            reason="Twice as many.",
        )
        prediction = ActionKpi.objects.create(
            program=self.program, action=action, kpi=kpi, low=0, likely=1, high=2
        )
        decided = ActionFactory(program=self.program)
        score = score_of(decided, member(self.program, "contributor"))
        actions.move(decided, "accepted", by=None)
        self._name(
            cycle=cycle,
            action=action,
            tested_action=tested,
            prediction=prediction,
            score=score,
            experiment=running.experiment,
            free_experiment=ExperimentFactory(action=tested, kpi=kpi),
            planned_round=RoundFactory(experiment=ExperimentFactory(action=tested, kpi=kpi)),
            guardrail=guardrail_of(RoundFactory(experiment=ExperimentFactory(action=tested))),
            running_round=running,
            concluded_round=concluded,
            outcome=outcome_of(tested),
            scorecard=ProgramScorecard.objects.create(program=self.program),
            free_kpi=KpiFactory(program=self.program),
        )

    def _make_heard(self) -> None:
        response = response_of(self.program)
        published = published_map(self.program)
        drifted = DriftSignal.objects.create(
            program=self.program,
            map=published.map,
            version=published,
            kind="worse",
            subject_key=response.study.key,
            subject_name="Call",
            figures={},
        )
        self._name(
            drift_signal=drifted,
            theme=theme_of(response),
            proposal=theme_of(response, status="proposed"),
            discovery_run=DiscoveryRun.objects.create(program=self.program, method="graph-v1"),
            failed_run=DiscoveryRun.objects.create(
                program=self.program, method="graph-v1", status="failed"
            ),
            quote=Quote.objects.create(program=self.program, response=response, start=0, end=4),
            insight=Insight.objects.create(program=self.program, statement="It is slow."),
            placement_rule=PlacementRule.objects.create(
                program=self.program, keywords="slow", element_key=response.study.key
            ),
            event=Event.objects.create(
                program=self.program,
                study=response.study,
                case_id="a",
                activity="Call",
                happened_at=timezone.now(),
            ),
            study=response.study,
            instrument=response.instrument,
            import_batch=response.batch,
            response=response,
        )

    def _name(self, **rows: object) -> None:
        self.ids |= {name: row.pk for name, row in rows.items()}  # type: ignore[attr-defined]

    def write_files(self) -> None:
        """Put the files of its rows into the folder that this test has for files."""
        for name, content in self.files.items():
            if not default_storage.exists(name):
                default_storage.save(name, ContentFile(content))


def filled(value: object, ids: dict[str, int | str]) -> object:
    """Return a path, body or header with ids in the place of names in braces."""
    if isinstance(value, dict):
        return {name: filled(inner, ids) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, ids) for inner in value]
    if isinstance(value, str):
        if value.startswith("{") and value[1:-1] in ids:
            return ids[value[1:-1]]
        for name, identifier in ids.items():
            value = value.replace(f"{{{name}}}", str(identifier))
    return value

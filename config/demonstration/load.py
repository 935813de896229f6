"""Building the demonstration program through the same verbs everybody uses."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from msgspec import structs

from config.demonstration import closer, heard, improved, measures, others
from config.demonstration.journey import KPIS, OBJECTIVES, VERSION_1
from config.demonstration.keys import key
from config.demonstration.later import VERSION_2, VERSION_3
from config.demonstration.people import LENA, LENA_AT_FIRST, OMAR, TEAM
from config.demonstration.talk import THREADS
from journeys import comments, drafts, history, maps, programs, versions
from journeys.models import JourneyMap, Kpi, Membership, Objective, Persona, Program, Reading
from research import adopting

if TYPE_CHECKING:
    from django.contrib.auth.models import User

NAME = "Everyday banking"
PURPOSE = (
    "Make opening and using a current account so easy that people recommend it. "
    "This is a demonstration: the bank, its customers and all figures are made up."
)
SCOPE = "Private customers who open an account themselves; all channels; first year."
FIRST_PUBLISHED = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
SECOND_PUBLISHED = datetime(2026, 10, 2, 14, 5, tzinfo=UTC)


def existing() -> Program | None:
    """Return the demonstration program, if it is there, whatever it is called by now."""
    return Program.objects.filter(maps__versions__stages__key=key("stage Discover")).first()


@transaction.atomic
def load() -> Program:
    """Create the demonstration program: team, a map in three versions, and three smaller maps."""
    team = {username: _person(username, first, last) for username, first, last, _ in TEAM}
    manager = team["manager"]
    program = programs.create(NAME, purpose=PURPOSE, scope=SCOPE, by=manager)
    for username, _, _, role in TEAM:
        Membership.objects.get_or_create(
            program=program, user=team[username], defaults={"role": role}
        )
    _measures(program, manager)
    main = _versions(program, team)
    _talk(main, team)
    others.load(main, team)
    return program


def _person(username: str, first_name: str, last_name: str) -> User:
    user, created = get_user_model().objects.get_or_create(
        username=username, defaults={"first_name": first_name, "last_name": last_name}
    )
    if created:
        user.set_unusable_password()
        user.save()
    return user


def _measures(program: Program, manager: User) -> None:
    """Create objectives, KPIs with their targets, and the readings of five quarters."""
    objectives = {
        name: Objective.objects.create(
            program=program,
            owner=manager,
            target_date=measures.TARGET_DATES[name],
            **structs.asdict(objective),
        )
        for name, objective in OBJECTIVES.items()
    }
    for name, facts in KPIS.items():
        target, objective = measures.TARGETS[name]
        kpi = Kpi.objects.create(program=program, target=Decimal(target), **structs.asdict(facts))
        kpi.objectives.add(objectives[objective])
        for (start, end), counts in zip(measures.QUARTERS, measures.COUNTS[name], strict=True):
            reading = Reading(
                kpi=kpi, period_from=start, period_to=end, source="Simulated", **counts
            )
            reading.clean()
            reading.save()


def _versions(program: Program, team: dict[str, User]) -> JourneyMap:
    """Publish two versions of the main map on their dates, leave the third a draft, return the map."""
    manager, tomas = team["manager"], team["tomas"]
    early = structs.replace(VERSION_1, personas=(structs.replace(LENA, **LENA_AT_FIRST), OMAR))
    studies = heard.prepare(program, team["tomas"])
    first = maps.create(program, early, by=manager)
    heard.first_wave(studies, team["tomas"])
    adopting.adopt(first, by=tomas)
    versions.submit(first, by=tomas)
    versions.approve(first, by=manager, note="Good enough to start from.")
    versions.publish(first, by=manager, at=FIRST_PUBLISHED)
    cycle = improved.first_cycle(first.map, team)
    _learn_about_lena(program, tomas)
    second = versions.start_draft(first.map, by=tomas, reason=VERSION_2.version.reason)
    drafts.replace(second, VERSION_2, by=tomas, verb="edit")
    heard.second_wave(studies, tomas)
    closer.listen(program, tomas)
    closer.watch(program, tomas)
    adopting.adopt(second, by=tomas)
    versions.publish(second, by=manager, at=SECOND_PUBLISHED)
    third = versions.start_draft(first.map, by=tomas, reason=VERSION_3.version.reason)
    drafts.replace(third, VERSION_3, by=tomas, verb="edit")
    improved.second_cycle(cycle, third.map, team)
    closer.since(second, tomas)
    return third.map


def _talk(journey: JourneyMap, team: dict[str, User]) -> None:
    """Leave open threads on the draft: one carried from version 2, one of its own."""
    by_number = {version.number: version for version in journey.versions.all()}
    for number, element, who, text, answers in THREADS:
        thread = comments.write(by_number[number], text, by=team[who], element_key=element)
        for username, answer in answers:
            comments.reply(thread, answer, by=team[username])


def _learn_about_lena(program: Program, by: User) -> None:
    persona = Persona.objects.get(program=program, key=LENA.key)
    for name in LENA_AT_FIRST:
        setattr(persona, name, getattr(LENA, name))
    history.deed(persona, by=by, verb="change")
    persona.save()

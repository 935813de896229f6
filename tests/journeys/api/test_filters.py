"""Lists narrowed, searched and ordered; what means nothing is refused by name."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from journeys import versions
from journeys.models import Card, Reading
from tests.factories import (
    ChannelFactory,
    KpiFactory,
    MapFactory,
    ObjectiveFactory,
    PersonaFactory,
    ProgramFactory,
    ReadingFactory,
    ReportFactory,
    member,
    small_draft,
)
from tests.factories.world import World, client_of

pytestmark = pytest.mark.django_db


def found(client, address):
    """Return the ids in a list."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def test_versions_by_state_program_map_and_number(manager, program, published, draft):
    second = versions.start_draft(published.map, by=None)

    assert found(manager, "/api/versions/?state=published") == [published.pk]
    assert found(manager, "/api/versions/?state=draft") == [draft.pk, second.pk]
    assert found(manager, "/api/versions/?state=published,draft") == [
        published.pk,
        draft.pk,
        second.pk,
    ]
    assert found(manager, f"/api/versions/?map={published.map_id}") == [published.pk, second.pk]
    assert found(manager, f"/api/versions/?map={published.map_id}&number=2") == [second.pk]
    assert found(manager, f"/api/versions/?based_on={published.pk}") == [second.pk]
    assert found(manager, f"/api/versions/?program={program.pk}&state=published") == [published.pk]


def test_versions_by_moments(manager, published):
    before, after = "2020-01-01", (timezone.now() + datetime.timedelta(days=1)).date().isoformat()

    for field in ("created", "updated", "published"):
        assert found(manager, f"/api/versions/?{field}_after={before}") == [published.pk]
        assert found(manager, f"/api/versions/?{field}_after={after}") == []
        assert found(manager, f"/api/versions/?{field}_before={after}") == [published.pk]
        assert found(manager, f"/api/versions/?{field}_before={before}") == []


def test_moment_is_exact(manager, published):
    moment = published.created_at.isoformat().replace("+", "%2B")

    assert found(manager, f"/api/versions/?created_after={moment}") == [published.pk]
    assert found(manager, f"/api/versions/?created_before={moment}") == []


def test_elements_by_version_map_state_and_key(manager, draft, published):
    stages = list(draft.stages.order_by("id"))
    ids = [stage.pk for stage in stages]

    assert found(manager, f"/api/stages/?version={draft.pk}") == ids
    assert found(manager, f"/api/stages/?map={draft.map_id}") == ids
    assert found(manager, "/api/stages/?state=draft") == ids
    assert found(manager, f"/api/stages/?version={draft.pk}&key={stages[1].key}") == ids[1:]
    assert found(manager, f"/api/stages/?version={draft.pk}&map={published.map_id}") == []


def test_cards_by_place_kind_and_severity(manager, draft):
    drops = Card.objects.get(version=draft, text="Call drops")
    twice = Card.objects.get(version=draft, text="Form asks twice")
    resume = Card.objects.get(version=draft, text="Resume a call")

    assert found(manager, f"/api/cards/?touchpoint={drops.touchpoint_id}") == [drops.pk, resume.pk]
    assert found(manager, f"/api/cards/?lane={drops.lane_id}") == [drops.pk, twice.pk]
    assert found(manager, f"/api/cards/?stage={drops.stage_id}") == [drops.pk, twice.pk, resume.pk]
    assert found(manager, "/api/cards/?kind=opportunities") == [resume.pk]
    assert found(manager, "/api/cards/?severity_min=3") == [drops.pk]


def test_touchpoints_by_feeling_channel_and_truth(manager, draft):
    start, prove, pay = draft.touchpoints.order_by("order")

    assert found(manager, "/api/touchpoints/?is_moment_of_truth=true") == [prove.pk]
    assert found(manager, "/api/touchpoints/?is_moment_of_truth=false") == [start.pk, pay.pk]
    assert found(manager, f"/api/touchpoints/?channel={start.channel_id}") == [start.pk]
    assert found(manager, "/api/touchpoints/?emotion_max=0") == [prove.pk]
    assert found(manager, "/api/touchpoints/?emotion_min=1.8&ordering=-emotion") == [pay.pk]
    assert found(manager, f"/api/touchpoints/?stage={start.stage_id}") == [start.pk, prove.pk]


def test_readings_by_period_and_segment(manager, program):
    kpi = KpiFactory(program=program)
    day = datetime.date
    old = ReadingFactory(kpi=kpi, period_from=day(2025, 1, 1), period_to=day(2025, 3, 31))
    new = ReadingFactory(kpi=kpi, period_from=day(2025, 4, 1), period_to=day(2025, 6, 30))
    ReadingFactory(kpi=KpiFactory(program=program), segment="Students")

    assert found(manager, f"/api/readings/?kpi={kpi.pk}") == [old.pk, new.pk]
    assert found(manager, f"/api/readings/?kpi={kpi.pk}&period_from_after=2025-04-01") == [new.pk]
    assert found(manager, f"/api/readings/?kpi={kpi.pk}&period_to_before=2025-03-31") == [old.pk]
    assert found(manager, "/api/readings/?segment=Students") == [
        Reading.objects.get(segment="Students").pk
    ]


def test_what_a_program_has_by_its_own_fields(manager, program, mara):
    objective = ObjectiveFactory(
        program=program, aspect="churn", owner=mara, target_date=datetime.date(2026, 6, 30)
    )
    kpi = KpiFactory(program=program, kind="nps")
    kpi.objectives.add(objective)
    persona = PersonaFactory(program=program, status="validated")
    channel = ChannelFactory(program=program, kind="app", is_archived=True)
    journey = MapFactory(program=program, kind="future", owner=mara)
    journey.personas.add(persona)
    detail = MapFactory(program=program, parent=journey)
    report = ReportFactory(program=program, status="failed", requested_by=mara)

    assert found(manager, "/api/programs/?status=active,paused") == [program.pk]
    assert found(manager, "/api/objectives/?aspect=churn&owner=mara") == [objective.pk]
    assert found(manager, "/api/objectives/?target_date_before=2026-06-30") == [objective.pk]
    assert found(manager, "/api/objectives/?target_date_after=2026-07-01") == []
    assert found(manager, f"/api/kpis/?kind=nps&objective={objective.pk}") == [kpi.pk]
    assert found(manager, f"/api/personas/?status=validated&map={journey.pk}") == [persona.pk]
    assert found(manager, "/api/channels/?kind=app&is_archived=true") == [channel.pk]
    assert found(manager, f"/api/maps/?kind=future&persona={persona.pk}&owner=mara") == [journey.pk]
    assert found(manager, f"/api/maps/?parent={journey.pk}") == [detail.pk]
    assert found(manager, "/api/reports/?status=failed,done&requested_by=mara") == [report.pk]
    assert found(manager, "/api/memberships/?role=manager&user=mara") == [mara.memberships.get().pk]


@pytest.mark.parametrize(
    ("search", "texts"),
    [
        ("call", ["Call drops", "Resume a call"]),
        ("CALL drops", ["Call drops"]),
        ("drops call", ["Call drops"]),
        ("100%", []),
        ("c_ll", []),
        ("nothing of the kind", []),
    ],
)
def test_search_finds_rows_with_every_word(manager, draft, search, texts):
    answer = manager.get("/api/cards/", {"search": search})

    assert [row["text"] for row in answer.json()["results"]] == texts


@pytest.mark.parametrize("character", ["%", "_", "\\"])
def test_search_takes_the_databases_own_signs_as_letters(manager, draft, character):
    card = draft.cards.first()
    card.text = f"50{character}5 wait"
    card.save()

    assert found(manager, f"/api/cards/?search=50%{ord(character):02x}5") == [card.pk]


REFUSED = [
    ("versions", "state", "gone"),
    ("versions", "state", "published,gone"),
    ("versions", "map", "x"),
    ("versions", "map", "0"),
    ("versions", "map", "-1"),
    ("versions", "map", "1.5"),
    ("versions", "map", "9" * 30),
    ("versions", "map", ""),
    ("versions", "created_after", "yesterday"),
    ("versions", "created_after", "2026-02-30"),
    ("versions", "created_after", "2026-13-01T00:00:00"),
    ("versions", "published_before", "0001-01-01T00:00:00+23:00"),
    ("readings", "period_from_after", "2026-02-30"),
    ("readings", "segment", "x" * 81),
    ("touchpoints", "is_moment_of_truth", "maybe"),
    ("touchpoints", "emotion_min", "NaN"),
    ("cards", "severity_min", "6"),
    ("cards", "key", "\0"),
    ("cards", "search", "\0"),
    ("cards", "search", "x" * 201),
    ("cards", "search", "a b c d e f g h i"),
    ("cards", "sttae", "draft"),
    ("cards", "version__map", "1"),
    ("channels", "nothing", "1"),
]


@pytest.mark.parametrize(("resource", "parameter", "value"), REFUSED)
def test_value_that_means_nothing_is_refused_by_name(manager, resource, parameter, value):
    answer = manager.get(f"/api/{resource}/", {parameter: value})

    assert answer.status_code == 400, answer.content
    assert [error["field"] for error in answer.json()["errors"]] == [parameter]


def test_parameter_given_twice_is_refused(manager):
    answer = manager.get("/api/versions/?state=draft&state=published")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "state")


@pytest.mark.parametrize(
    "resource",
    ["memberships", "objectives", "kpis", "readings", "personas", "channels", "maps", "versions",
     "stages", "touchpoints", "lanes", "cards", "reports"],
)  # fmt: skip
def test_filter_by_another_program_finds_what_one_that_is_not_there_finds(manager, resource):
    secret = World()

    foreign = manager.get(f"/api/{resource}/?program={secret.program.pk}")
    missing = manager.get(f"/api/{resource}/?program=987654321")

    assert (foreign.status_code, foreign.json()) == (missing.status_code, missing.json())
    assert foreign.json()["results"] == []


PARENTS = [
    ("versions", "map"), ("versions", "based_on"), ("stages", "version"), ("stages", "map"),
    ("touchpoints", "stage"), ("touchpoints", "channel"), ("cards", "lane"), ("cards", "stage"),
    ("cards", "touchpoint"), ("cards", "version"), ("readings", "kpi"), ("kpis", "objective"),
    ("personas", "map"), ("maps", "persona"), ("maps", "objective"), ("maps", "parent"),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "parameter"), PARENTS)
def test_filter_by_another_programs_row_finds_nothing(manager, draft, resource, parameter):
    secret = World()
    names = {"version": "draft", "based_on": "archived", "parent": "map"}
    identifier = secret.ids[names.get(parameter, parameter)]

    assert found(manager, f"/api/{resource}/?{parameter}={identifier}") == []


def test_member_of_two_programs_sees_both_and_can_ask_for_one(program, published):
    other = ProgramFactory()
    user = member(program, "viewer")
    other.memberships.create(user=user, role="viewer")
    elsewhere = small_draft(other)
    client = client_of(user)

    assert found(client, "/api/versions/") == [published.pk, elsewhere.pk]
    assert found(client, f"/api/versions/?program={other.pk}") == [elsewhere.pk]
    assert found(client, f"/api/stages/?program={other.pk}&version={published.pk}") == []

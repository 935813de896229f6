"""Patterns and paths of a program: on their pages and through the API."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.urls import reverse

from journeys import contents
from journeys.models import Persona, Touchpoint
from research import observed_paths, patterns
from research.measures.drivers import TooLittle
from research.models import Event, Insight, Quote, Response, Theme
from tests.factories import (
    InstrumentFactory,
    PersonaFactory,
    ProgramFactory,
    StudyFactory,
    member,
    published_map,
    theme_of,
)
from tests.factories.world import client_of

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def program():
    return ProgramFactory()


@pytest.fixture
def asked(program):
    """A question answered 300 times: worse in the south, by 1.5, and where waiting is mentioned, by 1."""
    study, instrument = (
        StudyFactory(program=program),
        InstrumentFactory(program=program, lowest=-3, highest=3),
    )
    chance = np.random.default_rng(5)
    persona = PersonaFactory(program=program, name="Lena", status="proto")
    rows = []
    for place in range(300):
        south, waits = place % 2, chance.random() < 0.3
        feeling = float(np.clip(1 - 1.5 * south - waits + chance.normal(0, 0.5), -3, 3))
        rows.append(Response(
            program=program, study=study, instrument=instrument, external_id=str(place), checksum="x", rating=feeling, feeling=feeling,
            segment="south" if south else "north", respondent=f"p{place}", persona=None if south else persona,
            given_at=DAY + timedelta(days=place // 3), text="I waited" if waits else "Fine",
        ))  # fmt: skip
    Response.objects.bulk_create(rows)
    theme = theme_of(Response.objects.filter(text="I waited").first())
    for response in Response.objects.filter(text="I waited")[1:]:
        theme.mentions.create(program=program, response=response)
    return instrument


def test_drivers_find_segment_and_theme(asked):
    found = patterns.drivers_of(asked)
    by_column = {one.column: one for one in found.drivers}
    segment = by_column.get("Segment") or by_column["Persona"]
    assert abs(segment.effect) == pytest.approx(1.5, abs=0.25)
    mentions = by_column["Mentions “Slowness”"]
    assert -1.2 < mentions.effect < -0.7
    assert mentions.is_clear
    assert found.skill > 0.5


def test_cohorts_tell_segments_by_month(asked):
    cells = {(one.cohort, one.group): one for one in patterns.cohorts_of(asked)}
    assert cells["2026-01", "south"].value < -0.5 < 0.3 < cells["2026-01", "north"].value
    assert cells["2026-02", ""].n == sum(cells["2026-02", group].n for group in ("north", "south"))


def test_support_says_who_stands_behind_a_persona_and_what_is_uncovered(program, asked):
    PersonaFactory(program=program, name="Nobody")
    found = patterns.support(program)
    lena, nobody = found.personas
    assert (lena.people, lena.is_backed, nobody.is_backed) == (150, False, False)
    assert "no insight" in lena.words
    assert "what the team believes" in nobody.words
    [south] = found.uncovered
    assert (south.segment, south.people, south.share) == ("south", 150, 0.5)
    insight = Insight.objects.create(program=program, statement="Lena waits")
    insight.personas.add(Persona.objects.get(name="Lena"))
    assert patterns.support(program).personas[0].is_backed


def test_saturation_is_told_per_persona_and_stage(program):
    version = published_map(program)
    touchpoint = Touchpoint.objects.filter(version=version).select_related("stage").first()
    persona, study = (
        PersonaFactory(program=program, name="Lena"),
        StudyFactory(program=program, method="interview"),
    )
    for place in range(7):
        response = Response.objects.create(
            program=program,
            study=study,
            external_id=str(place),
            text="I waited long",
            checksum="x",
            persona=persona,
        )
        quote = Quote.objects.create(program=program, response=response, start=0, end=8)
        if place == 0:
            theme = theme_of(response)
            Insight.objects.create(
                program=program, statement="x", element_keys=[touchpoint.key]
            ).quotes.add(quote)
        quote.themes.add(theme)
    found = {one.group: one for one in patterns.saturations(program)}
    assert (found[""].interviews, found[""].reached_at) == (7, 4)
    assert found["Lena"].interviews == 7
    assert found[f"At “{touchpoint.stage.name}”"].interviews == 1


@pytest.fixture
def events(program):
    """Five journeys: three as mapped, one that skips the second touchpoint, one that ends after the first."""
    version = published_map(program)
    first, second = list(
        Touchpoint.objects.filter(version=version).order_by("stage__order", "order", "id")
    )[:2]
    study = StudyFactory(program=program, method="analytics")
    ways = [[first, second]] * 3 + [[second]] + [[first]]
    for case, way in enumerate(ways):
        for step, touchpoint in enumerate(way):
            Event.objects.create(
                program=program,
                study=study,
                case_id=str(case),
                activity="raw",
                element_key=touchpoint.key,
                happened_at=DAY + timedelta(hours=step),
            )
    return version, first, second, study


def test_paths_are_told_beside_the_map(events):
    version, first, second, study = events
    found = observed_paths.of(version, contents.read(version))
    assert (found.observed.cases, found.observed.events) == (5, 8)
    assert found.observed.paths[0].activities == (first.name, second.name)
    assert found.observed.paths[0].median_seconds == pytest.approx(3600, abs=0.01)
    assert (found.conformance.as_mapped, found.conformance.share) == (3, 0.6)
    assert {(one.kind, one.activity) for one in found.conformance.deviations} == {
        ("skipped", first.name),
        ("not_reached", second.name),
    }
    assert found.stages[0].name == first.stage.name
    assert observed_paths.of(version, contents.read(version), study.pk + 1) is None


def test_paths_take_one_query(events, django_assert_num_queries):
    version = events[0]
    read = contents.read(version)
    with django_assert_num_queries(1):
        observed_paths.of(version, read)


@pytest.mark.parametrize("page", ["patterns", "paths"])
def test_pages_open_empty_and_full_for_viewers(client, program, page):
    client.force_login(member(program, "viewer"))
    assert client.get(reverse(f"admin:research_{page}")).status_code == 200


def test_the_pages_show_what_was_found(client, program, asked, events):
    client.force_login(member(program, "viewer"))
    shown = client.get(reverse("admin:research_patterns") + "?period=quarter").content.decode()
    assert "Mentions “Slowness”" in shown
    assert "2026-Q1" in shown
    assert "need not cause it" in shown
    shown = client.get(reverse("admin:research_paths")).content.decode()
    assert "5 journeys" in shown
    assert "60 % went just as the map has it" in shown
    assert client.get(reverse("admin:research_paths") + "?version=999999").status_code == 404


def test_the_api_answers_and_refuses_in_sentences(program, asked, events):
    api = client_of(member(program, "viewer"))
    assert api.get(f"/api/drivers/?instrument={asked.pk}").json()["drivers"]["n"] == 300
    assert (
        api.get(f"/api/cohorts/?instrument={asked.pk}&period=year").json()["cells"][0]["cohort"]
        == "2026"
    )
    assert api.get(f"/api/cohorts/?instrument={asked.pk}&period=eon").status_code == 400
    assert api.get(f"/api/persona-support/?program={program.pk}").json()["support"]["personas"]
    assert api.get(f"/api/saturation/?program={program.pk}").json()["groups"] == []
    assert api.get(f"/api/paths/?version={events[0].pk}").json()["paths"]["observed"]["cases"] == 5
    empty = InstrumentFactory(program=program)
    assert api.get(f"/api/drivers/?instrument={empty.pk}").status_code == 409
    with pytest.raises(TooLittle):
        patterns.drivers_of(empty)


def test_coders_who_coded_the_same_are_compared(program):

    study = StudyFactory(program=program)
    themes = [Theme.objects.create(program=program, name=name, status="accepted") for name in "ab"]
    assert patterns.agreement_of(program) is None
    for place in range(12):
        response = Response.objects.create(
            program=program, study=study, external_id=str(place), text="I waited long", checksum="x"
        )
        for coder in ("eva", "uli"):
            quote = Quote.objects.create(
                program=program, response=response, start=0, end=8, coder_name=coder
            )
            # They differ on the last two.
            quote.themes.add(themes[(place + (coder == "uli" and place > 9)) % 2])
    found = patterns.agreement_of(program)
    assert (found.coders, found.units) == (2, 14)
    assert found.value < 1

"""Lists: what they say when empty, what they find, and how far one can leaf."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from journeys import versions
from journeys.admin import paging, search
from journeys.admin.counts import of_program
from journeys.models import (
    Channel,
    JourneyMap,
    Kpi,
    MapVersion,
    Objective,
    Persona,
    Reading,
    Report,
)
from tests.factories import ChannelFactory, ProgramFactory, member, published_map, small_draft
from tests.journeys.admin.conftest import SECRET, address


@pytest.fixture
def empty(client):
    """Return a client signed in as the manager of an empty program."""
    client.force_login(member(ProgramFactory(name="New"), "manager"))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "next_step"),
    (
        (JourneyMap, "New map"),
        (Persona, "Add persona"),
        (Objective, "Add an objective"),
        (Kpi, "Add a KPI"),
        (Channel, "Add channel"),
        (Reading, "Add reading"),
    ),
)
def test_an_empty_list_says_what_to_do_next(empty, model, next_step):
    text = empty.get(address(model, "changelist")).content.decode()

    assert f"No {model._meta.verbose_name_plural} yet" in text
    assert next_step in text
    assert "Select " not in text


@pytest.mark.django_db
def test_an_empty_list_offers_a_viewer_nothing_to_press(client):
    client.force_login(member(ProgramFactory(), "viewer"))

    text = client.get(address(Kpi, "changelist")).content.decode()

    assert "No KPIs yet" in text
    assert "Add a KPI" not in text


def test_a_search_without_hits_offers_to_clear_it(manager, rows):
    text = manager.get(address(Kpi, "changelist"), {"q": "nothing like it"}).content.decode()

    assert "Nothing matches" in text


def test_a_list_ends_where_counting_would_cost(manager, rows, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 60)
    for number in range(70):
        ChannelFactory(program=rows.program, name=f"Channel {number:03}")

    first = manager.get(address(Channel, "changelist")).context["cl"]
    text = manager.get(address(Channel, "changelist"), {"p": "2"}).content.decode()

    assert (first.result_count, first.paginator.num_pages) == (60, 2)
    assert "60+" in text
    assert "The list ends after 60" in text


@pytest.mark.parametrize("query", ({"o": "abc.-9"}, {"p": "x"}, {"nonsense": "1"}, {"name__regex": "("}))  # fmt: skip
def test_a_query_nobody_means_breaks_nothing(manager, rows, query):
    response = manager.get(address(Kpi, "changelist"), query)

    assert response.status_code in {200, 302, 400}


def test_filters_have_fixed_choices(manager, rows):
    for model in (Objective, Kpi, Channel, Persona, JourneyMap, MapVersion, Report, Reading):
        changelist = manager.get(address(model, "changelist")).context["cl"]
        for spec in changelist.filter_specs:
            choices = getattr(getattr(spec, "field", None), "flatchoices", None)
            assert choices or spec.parameter_name in {"archived", "overdue"}


def test_maps_can_be_narrowed_to_those_that_are_overdue(manager, rows):
    late = small_draft(rows.program)
    versions.publish(late, by=None, at=timezone.now() - timedelta(days=100))

    shown = {
        query: [row.pk for row in manager.get(address(JourneyMap, "changelist"), {"overdue": query}).context["cl"].result_list]
        for query in ("yes", "nonsense")
    }  # fmt: skip

    assert shown["yes"] == [late.map_id]
    assert set(shown["nonsense"]) == {late.map_id, rows[JourneyMap].pk}


def test_the_menu_counts_up_to_a_limit(rows, monkeypatch):
    monkeypatch.setattr("journeys.admin.counts.CAP", 2)
    for _ in range(3):
        ChannelFactory(program=rows.program)

    numbers = of_program(rows.program)

    assert (numbers["journeys_channel"], numbers["journeys_kpi"]) == ("2+", "1")


# --- search ---


def found(client, words):
    response = client.get(reverse("admin:search"), {"q": words})
    return [(hit.kind, hit.title) for hit in response.context["hits"]]


def test_search_finds_everything_of_the_program_and_nothing_else(manager, rows, secret):
    kinds = {kind for kind, _ in found(manager, "ours")}

    assert kinds == {
        "journey map", "persona", "objective", "KPI", "channel", "stage", "touchpoint", "card",
    }  # fmt: skip
    assert found(manager, SECRET) == []


def test_search_shows_an_element_once_on_its_newest_version(manager, rows):
    published = published_map(rows.program)
    draft = versions.start_draft(published.map, by=None)

    response = manager.get(reverse("admin:search"), {"q": "Prove identity"})

    hits = [hit for hit in response.context["hits"] if hit.title == "Prove identity"]
    assert [hit.where for hit in hits] == ["Open an account, version 2"]
    assert f"/{draft.pk}/map/#element-" in hits[0].url


@pytest.mark.parametrize("words", ("", " ", "a", "%"))
def test_search_wants_two_letters(manager, rows, words):
    assert found(manager, words) == []


@pytest.mark.parametrize("words", ("%%", "__", "' OR 1=1 --", "\\", "<script>"))
def test_search_takes_letters_as_letters(manager, rows, words):
    assert found(manager, words * 2) == []


def test_search_takes_a_fixed_number_of_queries(rows, django_assert_num_queries):
    with django_assert_num_queries(len(search.ROWS) + len(search.ELEMENTS)):
        list(search.find(rows.program, "ours"))


# --- persona ---


def test_a_persona_is_shown_as_a_portrait(client_of, rows):
    persona = rows[Persona]
    persona.goals, persona.own_words = "An account by tonight", "I just want a number."
    persona.save()
    rows[JourneyMap].personas.add(persona)

    viewer = client_of("viewer").get(address(Persona, "page", persona.pk)).content.decode()
    manager = client_of("manager").get(address(Persona, "page", persona.pk)).content.decode()

    for shown in ("An account by tonight", "I just want a number.", "Ours map", "Assumed"):
        assert shown in viewer
    assert (">Edit<" in viewer, ">Edit<" in manager) == (False, True)


def test_a_persona_of_another_program_is_not_there(manager, secret):
    other = manager.get(address(Persona, "page", secret[Persona].pk))

    assert other.status_code == 404
    assert other.content == manager.get(address(Persona, "page", 987_654)).content


# --- reports ---


def test_the_list_of_reports_follows_what_is_being_made(manager, rows):
    report = rows[Report]
    Report.objects.filter(pk=report.pk).update(status="running", progress=40, step="Drawing")

    text = manager.get(address(Report, "changelist")).content.decode()

    assert f'data-report="{reverse("admin:journeys_report_status", args=[report.pk])}"' in text
    assert 'value="40"' in text
    assert "Drawing" in text


def test_a_report_that_failed_says_why(manager, rows):
    Report.objects.update(status="failed", error="FontError: no fonts")

    assert "FontError: no fonts" in manager.get(address(Report, "changelist")).content.decode()

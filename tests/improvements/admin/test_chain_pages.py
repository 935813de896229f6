"""Trace, pain points, loops and the board: what they show, and to whom."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from improvements import calibrations, trace
from improvements.models import ActionKpi
from journeys import contents, versions
from journeys.models import Card, MapVersion
from research.models import Insight, Quote
from tests.factories import (
    ActionFactory,
    KpiFactory,
    ProgramFactory,
    member,
    outcome_of,
    published_map,
    response_of,
    small_draft,
    theme_of,
)

pytestmark = pytest.mark.django_db
PAGES = ("pain_points", "loops", "trace", "board")


@pytest.fixture
def program():
    return ProgramFactory()


@pytest.fixture
def chain(program):
    """A quote behind a theme and an insight, about a pain point that an action takes on, which moves a KPI."""
    response = response_of(program)
    quote = Quote.objects.create(program=program, response=response, start=0, end=4)
    theme = theme_of(response)
    quote.themes.add(theme)
    draft = small_draft(program)
    pain = Card.objects.filter(version=draft, lane__kind="pain_points").first()
    insight = Insight.objects.create(
        program=program, statement="It is slow", element_keys=[pain.key]
    )
    insight.quotes.add(quote)
    action = ActionFactory(
        program=program, title="Make it fast", element_keys=[pain.key], team="Web"
    )
    action.insights.add(insight)
    kpi = KpiFactory(program=program, name="Speed")
    ActionKpi.objects.create(program=program, action=action, kpi=kpi, low=0, likely=1, high=2)
    version = versions.publish(draft, by=None)
    return {
        "quote": quote,
        "pain": pain,
        "action": action,
        "kpi": kpi,
        "version": version,
        "response": response,
    }


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_empty_and_full_for_viewers(client, program, page):
    client.force_login(member(program, "viewer"))
    address = reverse(f"admin:improvements_{page}")
    assert client.get(address).status_code == 200
    published_map(program)
    outcome_of(ActionFactory(program=program))
    assert client.get(address).status_code == 200


def test_the_trace_shows_words_only_while_consent_lasts(client, program, chain):
    client.force_login(member(program, "viewer"))
    page = reverse("admin:improvements_trace_of", args=["kpi", chain["kpi"].pk])
    shown = client.get(page).content.decode()
    assert "“Slow”" in shown
    assert "Make it fast" in shown
    assert chain["pain"].text in shown
    type(chain["response"]).objects.update(
        consent_until=timezone.localdate() - timezone.timedelta(days=1)
    )
    assert "“Slow”" not in client.get(page).content.decode()


def test_the_trace_of_a_published_version_stays_as_it_stood(client, program, chain):
    client.force_login(member(program, "manager"))
    chain["action"].delete()
    page = reverse("admin:improvements_trace_of", args=["kpi", chain["kpi"].pk])
    assert "Make it fast" not in client.get(page).content.decode()
    assert "Make it fast" in client.get(f"{page}?version={chain['version'].pk}").content.decode()
    version = MapVersion.objects.defer(None).get(pk=chain["version"].pk)
    assert "Slow again" not in str(contents.read(version).notes), "nobody's words are frozen"
    with pytest.raises(KeyError):
        trace.as_published(version, "kpi", 0)


def test_what_is_not_yours_or_nothing_is_not_there(client, program, chain):
    client.force_login(member(ProgramFactory(), "manager"))
    assert (
        client.get(
            reverse("admin:improvements_trace_of", args=["kpi", chain["kpi"].pk])
        ).status_code
        == 404
    )
    client.force_login(member(program, "viewer", username="v"))
    for kind, name in (("kpi", "0"), ("secret", "1"), ("kpi", "x")):
        assert (
            client.get(reverse("admin:improvements_trace_of", args=[kind, name])).status_code == 404
        )
    nothing = client.get(reverse("admin:improvements_trace_of", args=["element", "x"]))
    assert "Nothing hangs on it" in nothing.content.decode()


def test_pain_points_say_where_they_stand_and_who_takes_them_on(client, program, chain):
    client.force_login(member(program, "viewer"))
    shown = client.get(reverse("admin:improvements_pain_points")).content.decode()
    assert chain["pain"].text in shown
    assert "nothing yet" in shown or "Make it fast" in shown
    version = MapVersion.objects.defer(None).get(pk=chain["version"].pk)
    assert contents.read(version).notes.get("pain_points", {}) == {}, (
        "nobody has accepted the action yet"
    )


def test_calibration_counts_by_team(program):
    action = ActionFactory(program=program, team="Web")
    outcome = outcome_of(action)
    ActionKpi.objects.create(
        program=program,
        action=action,
        kpi=outcome.kpi,
        low=outcome.effect - 1,
        likely=outcome.effect,
        high=outcome.effect + 1,
    )
    [team] = calibrations.of_teams(program.pk)
    assert (team.who, team.n, team.inside) == ("Web", 1, 1)
    assert calibrations.of_scorers(program.pk) == []

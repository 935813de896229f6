"""Starting a map's next version."""

from __future__ import annotations

from django.contrib.messages import get_messages

from journeys import versions
from journeys.models import MapVersion, State
from tests.factories import published_map


def test_the_next_version_starts_from_the_newest_published_one(published, contributor, as_, at):
    client = as_(contributor)
    page = client.get(at("journeymap_draft", published.map_id))

    assert page.context["form"]["based_on"].value() == published.pk
    answer = client.post(
        at("journeymap_draft", published.map_id),
        {"based_on": published.pk, "reason": "What customers told us", "label": "Autumn"},
    )

    draft = MapVersion.objects.get(map=published.map, number=2)
    assert (answer.status_code, answer["Location"]) == (302, at("mapversion_map", draft.pk))
    assert (draft.state, draft.based_on, draft.reason, draft.label, draft.started_by) == (
        State.DRAFT,
        published,
        "What customers told us",
        "Autumn",
        contributor,
    )


def test_an_older_version_can_be_the_start(published, second, manager, as_, at):
    versions.publish(second, by=None)

    as_(manager).post(at("journeymap_draft", published.map_id), {"based_on": published.pk})

    assert MapVersion.objects.get(map=published.map, number=3).based_on == published


def test_a_map_with_a_draft_leads_there(published, second, manager, as_, at):
    for method in ("get", "post"):
        answer = getattr(as_(manager), method)(at("journeymap_draft", published.map_id))

        assert (answer.status_code, answer["Location"]) == (302, at("mapversion_map", second.pk))
        (message,) = get_messages(answer.wsgi_request)
        assert "Version 2 of this map is draft already" in str(message)


def test_a_draft_started_meanwhile_leads_there_too(published, manager, as_, at, monkeypatch):
    """Somebody else starts the draft between this request's look and its own deed."""
    monkeypatch.setattr(versions, "open_draft", lambda journey: None)
    theirs = versions.start_draft(published.map, by=None)

    answer = as_(manager).post(at("journeymap_draft", published.map_id), {"based_on": published.pk})

    assert answer["Location"] == at("mapversion_map", theirs.pk)


def test_a_version_of_another_map_is_no_start(program, published, manager, as_, at):
    other = published_map(program)

    answer = as_(manager).post(at("journeymap_draft", published.map_id), {"based_on": other.pk})

    assert answer.status_code == 200
    assert "based_on" in answer.context["form"].errors
    assert not MapVersion.objects.filter(number=2).exists()


def test_a_map_whose_draft_was_discarded_starts_empty(draft, manager, as_, at):
    versions.discard(draft, by=None)

    answer = as_(manager).post(at("journeymap_draft", draft.map_id), {"based_on": ""})

    assert answer.status_code == 302
    assert MapVersion.objects.get(map=draft.map, number=2).based_on is None

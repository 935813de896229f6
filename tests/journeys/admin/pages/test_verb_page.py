"""Verbs on a version: the page that asks, and the deed."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from msgspec import structs

from journeys import contents, drafts, versions
from journeys.models import MapVersion, Review, State
from tests.journeys.sample import edited, small_map


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def state(version):
    return MapVersion.objects.get(pk=version.pk).state


def test_publishing_asks_first_and_says_what_follows(draft, manager, as_, at):
    answer = as_(manager).get(at("mapversion_verb", draft.pk, "publish"))

    text = answer.content.decode()
    assert "Publishing freezes this version for good" in text
    assert "Editing it later starts version 2." in text
    assert "This is the first version of the map that is published." in text
    assert state(draft) == State.DRAFT


def test_publishing_shows_what_changed_since_the_last_version(published, second, manager, as_, at):
    answer = as_(manager).get(at("mapversion_verb", second.pk, "publish"))

    assert answer.context["before"] == published
    assert answer.context["comparison"].summary in answer.content.decode().replace("&#x27;", "'")
    assert [count.word for count in answer.context["counts"]] == [
        "removed",
        "renamed",
        "rated differently",
    ]


def test_publishing_the_same_again_warns(published, manager, as_, at):
    copy = versions.start_draft(published.map, by=None)

    text = as_(manager).get(at("mapversion_verb", copy.pk, "publish")).content.decode()

    assert "Nothing changed since version 1." in text


@pytest.mark.parametrize(
    ("before", "verb", "after", "note"),
    [
        ((), "submit", State.IN_REVIEW, "Please look at Apply"),
        ((), "publish", State.PUBLISHED, ""),
        ((), "discard", State.DISCARDED, "Started twice"),
        (("submit",), "approve", State.IN_REVIEW, ""),
        (("submit",), "request_changes", State.DRAFT, "Name the channels"),
        (("submit",), "publish", State.PUBLISHED, ""),
        (("publish",), "archive", State.ARCHIVED, ""),
    ],
)
def test_a_verb_is_done_and_leads_to_the_map(draft, manager, as_, at, before, verb, after, note):
    for earlier in before:
        getattr(versions, earlier)(draft, by=None)

    answer = as_(manager).post(at("mapversion_verb", draft.pk, verb), {"note": note})

    assert (answer.status_code, answer["Location"]) == (302, at("mapversion_map", draft.pk))
    assert state(draft) == after
    deed = MapVersion.history.filter(id=draft.pk).latest()
    assert deed.history_change_reason == (f"{verb}: {note}" if note else verb)
    assert (deed.history_user, deed.door) == (manager, "admin")


def test_asking_for_changes_needs_words(draft, manager, as_, at):
    versions.submit(draft, by=None)

    answer = as_(manager).post(at("mapversion_verb", draft.pk, "request_changes"), {"note": "  "})

    assert answer.status_code == 200
    assert answer.context["form"].errors == {"note": ["This field is required."]}
    assert not Review.objects.exists()


def test_the_second_of_two_publishers_is_told_who_was_faster(draft, manager, as_, at):
    late = as_(manager)
    page = late.get(at("mapversion_verb", draft.pk, "publish"))
    versions.publish(draft, by=manager)

    answer = late.post(
        at("mapversion_verb", draft.pk, "publish"), {"seen": page.context["form"].initial["seen"]}
    )

    (message,) = said(answer)
    assert message.startswith("Version 1 was published already by mara, ")
    assert message.endswith("Nothing was changed.")


def test_a_publisher_who_loses_the_race_inside_the_verb_is_told_too(
    draft, manager, as_, at, monkeypatch
):
    """The other publishes between this request's look at the state and its own deed."""
    from journeys.admin.pages import verb_page

    perform = verb_page._perform

    def other_first(*arguments):
        versions.publish(draft, by=manager)
        return perform(*arguments)

    monkeypatch.setattr(verb_page, "_perform", other_first)

    answer = as_(manager).post(at("mapversion_verb", draft.pk, "publish"))

    assert said(answer)[0].startswith("Version 1 was published already by mara, ")


def test_publishing_what_was_not_seen_is_shown_first(draft, manager, as_, at):
    client = as_(manager)
    page = client.get(at("mapversion_verb", draft.pk, "publish"))
    drafts.replace(draft, edited(small_map(), "First payment", emotion=-3.0), by=None)

    answer = client.post(
        at("mapversion_verb", draft.pk, "publish"),
        {"seen": page.context["form"].initial["seen"], "note": "Ready"},
    )

    assert answer.status_code == 200
    assert said(answer)[0].startswith("Somebody changed this version while you were looking.")
    assert answer.context["form"]["note"].value() == "Ready"
    assert state(draft) == State.DRAFT
    again = client.post(
        at("mapversion_verb", draft.pk, "publish"),
        {"seen": contents.checksum(contents.document(draft))},
    )
    assert (again.status_code, state(draft)) == (302, State.PUBLISHED)


def test_an_empty_map_cannot_be_published(draft, manager, as_, at):
    drafts.replace(draft, structs.replace(small_map(), stages=(), cards=()), by=None)

    answer = as_(manager).post(at("mapversion_verb", draft.pk, "publish"))

    assert said(answer) == ["This version has no stages yet. Add at least one, then publish."]


def test_a_verb_the_state_does_not_take_says_so(published, manager, as_, at):
    answer = as_(manager).get(at("mapversion_verb", published.pk, "submit"))

    assert (answer.status_code, answer["Location"]) == (302, at("mapversion_map", published.pk))
    assert said(answer) == [
        "“Submit for review” is not possible: version 1 is published now. Nothing was changed."
    ]


def test_there_are_no_other_verbs(draft, manager, as_, at):
    assert as_(manager).get(at("mapversion_verb", draft.pk, "delete")).status_code == 404


def test_a_verb_needs_the_form_of_this_site(draft, manager, at):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)

    assert client.post(at("mapversion_verb", draft.pk, "publish")).status_code == 403
    assert state(draft) == State.DRAFT

"""How a persona stood in published versions, and pictures of it, without reading whole maps."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys import contents, drafts, personas, portraits, versions
from journeys.models import Persona
from tests.factories import PersonaFactory, ProgramFactory, published_map
from tests.journeys.sample import key, small_map, without

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(program):
    return published_map(program)


@pytest.fixture
def lena(published):
    return published.map.personas.get()


def publish_again(version, persona=None, /, **changes):
    """Change the persona and publish the map's next version."""
    if persona is not None:
        Persona.objects.filter(pk=persona.pk).update(**changes)
    return versions.publish(versions.start_draft(version.map, by=None), by=None)


def test_versions_tell_how_the_persona_stood(published, lena):
    second = publish_again(published, lena, goals="An account now", share_of_customers="34.5")

    past = personas.in_versions(lena)

    assert [(one.version, one.number, one.map) for one in past.standings] == [
        (second.pk, 2, "Open an account"),
        (published.pk, 1, "Open an account"),
    ]
    assert [one.persona.goals for one in past.standings] == [
        "An account now",
        "An account by tonight",
    ]
    assert [one.persona.share_of_customers for one in past.standings] == [34.5, None]
    assert past.older is None


def test_persona_stands_now_as_a_document_would_say(published, lena, media_folder):
    Persona.objects.filter(pk=lena.pk).update(share_of_customers="12.5", hears="That it is easy")
    lena.refresh_from_db()
    portraits.put(lena, portraits.Portrait(b"a picture", ".png"), by=None)
    draft = versions.start_draft(published.map, by=None)

    assert personas.now(lena) == contents.read(draft).personas[0]


def test_versions_without_the_persona_and_drafts_are_passed_over(published, lena):
    draft = versions.start_draft(published.map, by=None)
    drafts.replace(draft, without(small_map(), "Lena"), by=None)
    versions.publish(draft, by=None)
    versions.start_draft(published.map, by=None)
    published_map(lena.program, personas=())

    assert [one.number for one in personas.in_versions(lena).standings] == [1]


def test_versions_of_another_program_are_passed_over(published, lena):
    published_map(ProgramFactory())  # its Lena has the same key

    assert len(personas.in_versions(lena).standings) == 1


def test_archived_versions_count_too(published, lena):
    publish_again(published)
    versions.archive(published, by=None)

    assert [one.number for one in personas.in_versions(lena).standings] == [2, 1]


def test_only_the_persona_leaves_the_database(published, lena):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        personas.in_versions(lena)

    assert len(queries) == 2
    listed, parts = (query["sql"] for query in queries)
    assert '"document"' not in listed.partition("FROM")[0]
    assert "document" not in parts.partition("FROM")[0]


def test_versions_are_looked_through_some_at_a_time(published, lena, monkeypatch):
    for _ in range(4):
        publish_again(published)
    monkeypatch.setattr(personas, "LOOKED_THROUGH", 2)

    found, pages, past = [], 0, personas.in_versions(lena)
    while True:
        pages += 1
        found += [one.number for one in past.standings]
        if past.older is None:
            break
        past = personas.in_versions(lena, before=past.older)

    assert (found, pages) == ([5, 4, 3, 2, 1], 3)


def test_there_is_nothing_before_a_version_that_is_not_there(lena):
    assert personas.in_versions(lena, before=987_654) == personas.PastVersions(())


def test_persona_that_was_never_published_has_no_versions(program):
    assert personas.in_versions(PersonaFactory(program=program)).standings == ()


def test_strange_words_survive_the_way_through_the_database(program):
    strange = 'Ünïcode 👩‍👩‍👧 "quoted" \\ back\nnew {"key": "x"}'
    published = published_map(program)
    lena = published.map.personas.get()
    publish_again(published, lena, goals=strange)

    assert personas.in_versions(lena).standings[0].persona.goals == strange


def test_newest_published_version_is_shown_and_else_the_draft(published, lena):
    versions.start_draft(published.map, by=None)
    other = PersonaFactory(program=lena.program, key=key("Omar"))
    draft = published_map(lena.program).map
    versions.discard(versions.start_draft(draft, by=None), by=None)

    shown = personas.newest_to_show([published.map, draft])

    assert {version.number for version in shown.values()} == {1}
    assert other.maps.count() == 0

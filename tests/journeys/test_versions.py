"""The life of a version: what each verb does, and what the table of moves refuses."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from msgspec import structs

from journeys import comparison, contents, drafts, maps, versions
from journeys.contents import VersionFacts
from journeys.models import (
    MOVES,
    Card,
    ElementOrigin,
    JourneyMap,
    MapVersion,
    Review,
    Stage,
    State,
)
from tests.journeys.sample import card, edited, key, small_map, without

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara(django_user_model):
    return django_user_model.objects.create_user("mara")


@pytest.fixture
def draft(program, mara):
    return maps.create(program, small_map(), by=mara)


def in_state(version, state):
    """Bring a draft into any state by the verbs that lead there."""
    ways = {
        State.DRAFT: (),
        State.IN_REVIEW: ("submit",),
        State.PUBLISHED: ("publish",),
        State.ARCHIVED: ("publish", "archive"),
        State.DISCARDED: ("discard",),
    }
    for verb in ways[state]:
        version = getattr(versions, verb)(version, by=None)
    return version


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("state", State)
def test_verb_moves_as_the_table_says_or_refuses(draft, verb, state):
    version = in_state(draft, state)
    allowed, target = MOVES[verb]

    if state in allowed:
        assert getattr(versions, verb)(version, by=None).state == target
    else:
        with pytest.raises(versions.InvalidTransition, match=f"Version 1 is {state.label.lower()}"):
            getattr(versions, verb)(version, by=None)
        assert MapVersion.objects.get(pk=version.pk).state == state


def test_publish_freezes_document_with_checksum_and_publisher(draft, mara):
    held = contents.read(draft)

    version = versions.publish(draft, by=mara)

    version = MapVersion.objects.get(pk=version.pk)
    assert contents.read(version) == held
    assert version.checksum == hashlib.sha256(version.document.encode()).hexdigest()
    assert (version.published_by, version.published_by_name) == (mara, "mara")
    assert version.published_at is not None
    assert gzip.decompress(version.packed) == version.document.encode()


def test_frozen_document_is_read_as_it_was_written(draft):
    draft.map.name = "Größe – ½ 日本 \U0001f600"
    draft.map.save()
    wanted = contents.encode(contents.read(draft))

    version = versions.publish(draft, by=None)

    assert contents.document(version) == wanted
    assert contents.document(MapVersion.objects.get(pk=version.pk)) == wanted
    assert contents.document(MapVersion.objects.defer(None).get(pk=version.pk)) == wanted


def test_version_published_before_documents_were_packed_is_read_all_the_same(draft, monkeypatch):
    monkeypatch.setattr(contents, "pack", lambda document: None)
    wanted = contents.document(versions.publish(draft, by=None))

    version = MapVersion.objects.get(pk=draft.pk)

    assert contents.packed_document(version) is None
    assert contents.document(version) == wanted


def test_publish_keeps_personas_as_they_stood(draft, mara):
    version = versions.publish(draft, by=mara)

    persona = version.map.personas.get()
    persona.goals = "Something else"
    persona.save()

    frozen = contents.read(MapVersion.objects.get(pk=version.pk))
    assert frozen.personas[0].goals == "An account by tonight"


def test_publish_freezes_the_notes_of_higher_apps(draft, settings):
    settings.MAP_NOTES = {"evidence": "tests.journeys.test_versions.notes_of"}

    version = versions.publish(draft, by=None)

    assert contents.read(version).notes == {"evidence": {key("Apply"): f"noted of {version.pk}"}}


def notes_of(version):
    return {key("Apply"): f"noted of {version.pk}"}


def test_publish_refuses_a_map_without_stages(program, mara):
    journey = JourneyMap.objects.create(program=program, name="Empty")
    draft = versions.start_draft(journey, by=mara)

    with pytest.raises(versions.InvalidTransition, match="no stages yet"):
        versions.publish(draft, by=mara)


def test_start_draft_copies_everything_with_its_keys(draft, mara):
    ElementOrigin.objects.create(
        version=draft, key=key("Apply"), kind="split", from_keys=[key("Old")]
    )
    published = versions.publish(draft, by=mara)

    second = versions.start_draft(published.map, by=mara, reason="The relaunch")

    held = contents.read(second)
    assert held == structs.replace(
        contents.read(published), version=VersionFacts(reason="The relaunch")
    )
    assert (second.number, second.based_on, second.started_by) == (2, published, mara)
    assert comparison.compare(contents.read(published), held).is_empty


def test_start_draft_keeps_the_order_of_elements_that_share_a_place(draft):
    Card.objects.filter(version=draft).update(order=0)
    before = [part.text for part in contents.read(draft).cards]
    published = versions.publish(draft, by=None)

    second = versions.start_draft(published.map, by=None)

    assert [part.text for part in contents.read(second).cards] == before


def test_start_draft_from_an_older_version(draft):
    first = versions.publish(draft, by=None)
    second = versions.start_draft(first.map, by=None)
    Stage.objects.filter(version=second, key=key("Apply")).update(name="Application")
    versions.publish(second, by=None)

    third = versions.start_draft(first.map, by=None, based_on=first)

    assert (third.number, third.based_on) == (3, first)
    assert contents.read(third).stages[0].name == "Apply"


def test_start_draft_refuses_a_second_open_one(draft):
    with pytest.raises(
        versions.DraftExists, match="Version 1 of this map is draft already"
    ) as caught:
        versions.start_draft(draft.map, by=None)

    assert caught.value.draft == draft


def test_start_draft_refuses_a_version_of_another_map(draft, program):
    versions.publish(draft, by=None)
    other = JourneyMap.objects.create(program=program, name="Other")

    with pytest.raises(versions.InvalidTransition, match="version of the same map"):
        versions.start_draft(other, by=None, based_on=draft)


def test_database_refuses_a_second_draft(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        MapVersion.objects.create(program_id=draft.program_id, map=draft.map, number=2)


def test_discarded_draft_makes_room_and_keeps_its_number(draft):
    versions.discard(draft, by=None)

    assert versions.start_draft(draft.map, by=None).number == 2


@pytest.mark.parametrize("cards", [1, 400])
def test_start_draft_takes_the_same_few_statements_at_any_size(program, cards):
    many = tuple(card(f"Card {number}", "Opportunities", "Apply") for number in range(cards))
    version = versions.publish(maps.create(program, small_map(cards=many), by=None), by=None)

    with CaptureQueriesContext(connection) as queries:
        versions.start_draft(version.map, by=None)

    assert len(queries) < 15


@pytest.mark.parametrize("cards", [1, 400])
def test_reading_a_draft_takes_the_same_queries_at_any_size(program, cards):
    many = tuple(card(f"Card {number}", "Opportunities", "Apply") for number in range(cards))
    draft = maps.create(program, small_map(cards=many), by=None)
    draft = MapVersion.objects.select_related("map").get(pk=draft.pk)

    with CaptureQueriesContext(connection) as queries:
        contents.read(draft)

    assert len(queries) <= 8


def test_reviews_record_who_and_why(draft, mara):
    versions.submit(draft, by=None)
    versions.request_changes(draft, by=mara, note="Stage names")
    versions.submit(draft, by=None)
    versions.approve(draft, by=mara, note="Good")

    reviews = Review.objects.filter(version=draft).order_by("id")
    assert [(r.verdict, r.reviewer_name, r.note) for r in reviews] == [
        ("changes_requested", "mara", "Stage names"),
        ("approved", "mara", "Good"),
    ]


def test_replace_makes_the_new_contents_the_whole_draft(draft, mara):
    new = edited(small_map(), "Apply", name="Application")

    drafts.replace(draft, new, by=mara)

    assert contents.read(MapVersion.objects.get(pk=draft.pk)) == new


def test_replace_keeps_the_rows_that_stay_and_tells_history_what_changed(draft, mara):
    before = {row.key: row.pk for row in Stage.objects.filter(version=draft)}
    new = edited(without(small_map(), "Call drops"), "Apply", name="Application")

    drafts.replace(draft, new, by=mara, verb="import")

    assert {row.key: row.pk for row in Stage.objects.filter(version=draft)} == before
    told = [
        (entry.history_type, entry.name, entry.history_change_reason, entry.history_user_name)
        for entry in Stage.history.filter(key=key("Apply")).order_by("history_id")
    ]
    assert told == [("+", "Apply", "create", "mara"), ("~", "Application", "import", "mara")]
    assert Stage.history.filter(key=key("First use")).count() == 1
    gone = Card.history.filter(key=key("Call drops")).order_by("history_id").last()
    assert (gone.history_type, gone.history_change_reason) == ("-", "import")


def test_replace_moves_a_touchpoint_whose_stage_goes(draft):
    first, second = small_map().stages
    new = small_map(
        stages=(structs.replace(second, touchpoints=(*second.touchpoints, first.touchpoints[0])),),
        cards=(),
    )

    drafts.replace(draft, new, by=None)

    assert contents.read(MapVersion.objects.get(pk=draft.pk)) == new


def test_replace_refuses_when_somebody_was_faster(draft):
    seen = contents.checksum(contents.document(draft))
    Stage.objects.filter(version=draft, key=key("Apply")).update(name="Application")

    with pytest.raises(drafts.ChangedMeanwhile):
        drafts.replace(draft, small_map(), by=None, seen=seen)

    assert Stage.objects.get(version=draft, key=key("Apply")).name == "Application"


def test_replace_refuses_a_version_that_is_no_draft(draft):
    versions.submit(draft, by=None)

    with pytest.raises(versions.InvalidTransition, match="in review"):
        drafts.replace(draft, small_map(), by=None)


def test_create_uses_the_programs_own_persona_and_channel(draft, program):
    persona = draft.map.personas.get()

    other = maps.create(program, small_map(), by=None)

    assert list(other.map.personas.all()) == [persona]
    assert program.channels.count() == 1


def test_history_names_verb_door_and_person_and_outlives_the_account(draft, mara):
    version = versions.publish(draft, by=mara, note="Board meeting")
    mara.delete()

    newest = MapVersion.history.filter(id=version.pk).latest("history_date", "history_id")
    assert (newest.history_change_reason, newest.door, newest.history_user_name) == (
        "publish: Board meeting",
        "code",
        "mara",
    )
    assert Stage.history.filter(version_id=version.pk).first().history_user_name == "mara"

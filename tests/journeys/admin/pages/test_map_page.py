"""The map page."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from msgspec import structs

from journeys import maps, versions
from journeys.contents import LaneContents, MapContents, MapFacts
from journeys.models import MapVersion
from tests.journeys.sample import card, key, small_map, stage, touchpoint

#: Session, person, roles, programs, version, contents (one if published, else eight), versions of the
#: map, reviews of a draft, and what the menu counts.
MOST_QUERIES = 24


def page(client, at, version):
    return client.get(at("mapversion_map", version.pk))


def words(answer):
    """Return the visible text of a page, roughly."""
    return unescape(answer.content.decode())


def large_map(touchpoints=40, lanes=12, cards=400):
    stages = tuple(
        stage(f"Stage {number}", *(touchpoint(f"Touchpoint {number}.{place}", emotion=1.0) for place in range(5)))
        for number in range(touchpoints // 5)
    )  # fmt: skip
    return MapContents(
        map=MapFacts(name="A large map"),
        stages=stages,
        lanes=tuple(
            LaneContents(key=key(f"Lane {number}"), kind="notes", name=f"Lane {number}")
            for number in range(lanes)
        ),
        cards=tuple(
            card(
                f"Card {number} says something of middling length about this moment",
                f"Lane {number % lanes}",
                f"Stage {number % (touchpoints // 5)}",
                f"Touchpoint {number % (touchpoints // 5)}.{number // 8 % 5}",
            )
            for number in range(cards)
        ),
    )


def test_the_map_page_shows_where_one_is_and_the_map(draft, manager, as_, at):
    answer = page(as_(manager), at, draft)

    text = words(answer)
    assert answer.status_code == 200
    assert "<h1><bdi>Open an account</bdi></h1>" in text
    assert [crumb[0] for crumb in answer.context["crumbs"]] == ["Everyday banking", "Maps"]
    assert "Version 1" in text
    assert f'id="element-{key("Prove identity")}"' in text
    assert "nobody was asked yet" in text


def actions(answer):
    found = answer.context["actions"]
    return (
        [(action.label, action.is_main) for action in found.head],
        [action.label for action in found.more],
    )


def test_a_manager_publishes_a_draft(draft, manager, as_, at):
    assert actions(page(as_(manager), at, draft)) == (
        [("Submit for review", False), ("Publish", True)],
        [
            "Edit as a form",
            "Change the order",
            "Import into this draft",
            "History",
            "About this map",
            "Discard",
        ],
    )


def test_a_contributor_submits_a_draft(draft, contributor, as_, at):
    head, more = actions(page(as_(contributor), at, draft))

    assert head == [("Submit for review", True)]
    assert more[-1] == "Discard"


def test_a_viewer_only_looks(draft, viewer, as_, at):
    answer = page(as_(viewer), at, draft)

    assert actions(answer) == ([], ["History", "About this map"])
    assert answer.context["outline"] is None
    assert "data-edit" not in words(answer)


def test_in_review_a_manager_decides(draft, manager, as_, at):
    versions.submit(draft, by=None)

    head, _ = actions(page(as_(manager), at, draft))

    assert head == [("Approve", False), ("Request changes", False), ("Publish", True)]


def test_a_published_version_leads_to_the_next(published, manager, as_, at):
    head, more = actions(page(as_(manager), at, published))

    assert head == [("Still true", False), ("Start next version", True)]
    assert more == ["History", "About this map", "Archive"]


def test_a_published_version_leads_to_the_draft_there_is(published, second, manager, as_, at):
    answer = page(as_(manager), at, published)

    head, _ = actions(answer)
    assert head == [("Compare", False), ("Open draft 2", True)]
    assert at("mapversion_map", second.pk) in words(answer)


def test_a_report_is_offered_against_the_version_before(published, second, viewer, as_, at):
    assert page(as_(viewer), at, second).context["against"] == published


def test_no_report_is_offered_without_another_version(draft, manager, as_, at):
    address = f'action="{at("mapversion_report", draft.pk)}"'

    assert address not in words(page(as_(manager), at, draft))


def test_the_versions_of_the_map_are_one_click_away(published, second, viewer, as_, at):
    text = words(page(as_(viewer), at, second))

    assert at("mapversion_map", published.pk) in text


def test_an_older_version_points_to_the_newest(published, second, viewer, as_, at):
    newest = versions.publish(second, by=None)

    text = words(page(as_(viewer), at, published))

    assert "A newer version is published" in text
    assert f'href="{at("mapversion_map", newest.pk)}">version 2</a>' in text


def test_an_empty_draft_says_what_to_do_next(program, manager, viewer, as_, at):
    empty = maps.create(program, MapContents(map=MapFacts(name="New")), by=None)

    text = words(page(as_(manager), at, empty))
    assert "This map is empty" in text
    for name, *args in (
        ("mapversion_add", "stage"),
        ("mapversion_template",),
        ("mapversion_import",),
    ):
        assert at(name, empty.pk, *args) in text
    assert actions(page(as_(manager), at, empty))[0] == []
    assert at("mapversion_add", empty.pk, "stage") not in words(page(as_(viewer), at, empty))


def test_what_reviewers_said_is_shown_until_it_is_dealt_with(draft, manager, as_, at):
    versions.submit(draft, by=None)
    versions.request_changes(draft, by=manager, note="Name the <b>channels</b>")

    text = page(as_(manager), at, draft).content.decode()
    assert "mara asked for changes" in text
    assert "Name the &lt;b&gt;channels&lt;/b&gt;" in text

    versions.submit(draft, by=None)
    assert "asked for changes" not in words(page(as_(manager), at, draft))

    versions.approve(draft, by=manager, note="Good")
    assert "mara approved this version" in words(page(as_(manager), at, draft))


def test_a_discarded_draft_is_a_record(draft, manager, as_, at):
    versions.discard(draft, by=None)

    assert "This draft was given up" in words(page(as_(manager), at, draft))


def test_hostile_names_stay_text(program, manager, as_, at):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    contents = small_map(
        map=MapFacts(name=evil[:160]),
        stages=(stage("S", touchpoint("T", does=evil, thinks=evil), customer_goal=evil),),
        lanes=(LaneContents(key=key("L"), kind="notes", name=evil[:120]),),
        cards=(card("C", "L", "S", "T", owner=evil[:120], tags=(evil[:160],)),),
    )
    contents = structs.replace(
        contents, cards=tuple(structs.replace(one, text=evil) for one in contents.cards)
    )
    hostile = maps.create(program, contents, by=None)
    MapVersion.objects.filter(pk=hostile.pk).update(label=evil[:120], reason=evil)

    text = page(as_(manager), at, hostile).content.decode()

    assert "<script>alert" not in text
    assert "<img src=x" not in text


@pytest.mark.parametrize("is_published", [False, True])
def test_a_map_takes_the_same_queries_whatever_its_size(program, manager, as_, at, is_published):
    small, large = (
        maps.create(program, contents, by=None) for contents in (small_map(), large_map())
    )
    if is_published:
        small, large = (versions.publish(one, by=None) for one in (small, large))
    client = as_(manager)
    page(client, at, small)
    numbers = []
    for version in (small, large):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            page(client, at, version)
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
    assert numbers[0] <= MOST_QUERIES


def test_a_map_of_40_touchpoints_and_400_cards_stays_light(program, manager, as_, at):
    large = maps.create(program, large_map(), by=None)

    answer = as_(manager).get(at("mapversion_map", large.pk), headers={"accept-encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) <= 250_000

"""Pages by key: nothing twice, nothing left out, whatever the order and whatever happens meanwhile."""

from __future__ import annotations

import base64
import itertools
import json

import pytest

from journeys.models import Card, Touchpoint
from tests.factories import CardFactory, ObjectiveFactory, StageFactory, TouchpointFactory

pytestmark = pytest.mark.django_db


def walk(client, address, link="next"):
    """Yield page after page from an address on."""
    while address:
        page = client.get(address).json()
        yield page["results"]
        address = page[link]


def ids(pages):
    return [row["id"] for row in itertools.chain.from_iterable(pages)]


@pytest.fixture
def touchpoints(draft):
    """Return ten touchpoints of one stage: places and emotions are shared, some emotions empty."""
    Touchpoint.objects.all().delete()
    stage = StageFactory(version=draft)
    emotions = [1.5, None, -2.0, 1.5, None, 0.0, -2.0, 3.0, None, 1.5]
    return [
        TouchpointFactory(stage=stage, order=number % 3, emotion=emotion)
        for number, emotion in enumerate(emotions)
    ]


ORDERINGS = [
    "id",
    "-id",
    "order",
    "-order",
    "emotion",
    "-emotion",
    "order,-emotion",
    "-emotion,order",
]


@pytest.mark.parametrize("size", [1, 3, 4, 10, 11])
@pytest.mark.parametrize("ordering", ORDERINGS)
def test_pages_hold_every_row_once_in_order_and_back(manager, touchpoints, ordering, size):
    address = f"/api/touchpoints/?ordering={ordering}&page_size={size}"

    pages = list(walk(manager, address))
    found = ids(pages)

    assert sorted(found) == sorted(row.pk for row in touchpoints)
    assert found == ids(walk(manager, f"/api/touchpoints/?ordering={ordering}&page_size=200"))
    assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)

    last = address
    while following := manager.get(last).json()["next"]:
        last = following
    back = list(walk(manager, last, "previous"))
    assert back == list(reversed(pages))


def test_rows_without_a_value_come_last_both_ways(manager, touchpoints):
    for ordering in ("emotion", "-emotion"):
        (page,) = walk(manager, f"/api/touchpoints/?ordering={ordering}")

        assert [row["emotion"] for row in page][-3:] == [None, None, None]


def test_row_added_before_the_place_moves_nothing(manager, draft):
    first = manager.get("/api/cards/?page_size=1&ordering=-id").json()
    CardFactory(stage=draft.stages.first(), lane=draft.lanes.first())

    second = manager.get(first["next"]).json()

    cards = list(Card.objects.order_by("-id").values_list("id", flat=True))
    assert [first["results"][0]["id"], second["results"][0]["id"]] == cards[1:3]


def test_row_that_is_gone_leaves_no_gap(manager, draft):
    first = manager.get("/api/cards/?page_size=2").json()
    Card.objects.get(pk=first["results"][-1]["id"]).delete()

    rest = ids(walk(manager, first["next"]))

    assert rest == [Card.objects.order_by("-id").first().pk]


def test_answer_has_exactly_three_members(manager, draft):
    assert list(manager.get("/api/cards/").json()) == ["next", "previous", "results"]


def test_filters_stay_in_the_links(manager, draft):
    page = manager.get(f"/api/cards/?version={draft.pk}&search=c&page_size=1").json()

    assert f"version={draft.pk}" in page["next"]
    assert "search=c" in page["next"]


@pytest.mark.parametrize(
    ("asked", "given"), [("1", 1), ("200", 200), ("201", 200), ("9" * 5000, 200), ("0007", 7)]
)
def test_page_size_is_capped(manager, program, asked, given):
    ObjectiveFactory.create_batch(201, program=program)

    assert len(manager.get(f"/api/objectives/?page_size={asked}").json()["results"]) == given


@pytest.mark.parametrize("size", ["0", "-1", "ten", "1.5", "٣", "000"])
def test_page_size_that_is_none_is_refused(manager, size):
    problem = manager.get("/api/cards/", {"page_size": size})

    assert (problem.status_code, problem.json()["errors"][0]["field"]) == (400, "page_size")


def cursor(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


BAD_CURSORS = [
    "x",
    "%00",
    "é",
    "A" * 4000,
    cursor(),
    cursor("after", "id"),
    cursor("after", "id", []),
    cursor("after", "id", ["one"]),
    cursor("after", "id", [None]),
    cursor("after", "id", [[1]]),
    cursor("after", "id", [1, 2]),
    cursor("beside", "id", [1]),
    cursor("after", "order", [1, 2]),
    cursor("after", "id", ["1\0"]),
]


@pytest.mark.parametrize("bad", BAD_CURSORS)
def test_cursor_of_somebody_elses_making_is_refused(manager, draft, bad):
    answer = manager.get("/api/cards/", {"cursor": bad})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "cursor")


@pytest.mark.parametrize("number", [10**30, -(10**30), 2**63, 0])
def test_cursor_beyond_all_rows_is_harmless(manager, draft, number):
    assert manager.get("/api/cards/", {"cursor": cursor("after", "id", [number])}).status_code in {
        200,
        400,
    }


@pytest.mark.parametrize("moment", ["2026-01-01", "2026-01-01T00:00:00", "soon"])
def test_cursor_with_a_moment_that_is_none_is_refused(manager, draft, moment):
    bad = cursor("after", "created_at", [moment, 1])

    answer = manager.get("/api/cards/", {"cursor": bad, "ordering": "created_at"})

    assert answer.status_code == 400


@pytest.mark.parametrize("ordering", ["text", "id,", "-", "password", "version__map", "?"])
def test_ordering_that_is_not_offered_is_refused(manager, ordering):
    answer = manager.get("/api/cards/", {"ordering": ordering})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "ordering")

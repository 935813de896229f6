"""The portfolio: maps under the stages of the customers' life, narrowed and moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeys import maps, versions
from journeys.models import JourneyMap
from tests.factories import MapFactory, published_map, small_draft
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(program, manager, contributor):
    """Three maps: one in use, one overdue and placed, one that details it and has no version."""
    use = published_map(program, by=manager).map
    late = small_draft(program, by=contributor)
    versions.publish(late, by=None, at=timezone.now() - timedelta(days=100))
    late = maps.place(late.map, "support", by=None)
    detail = MapFactory(program=program, parent=late, name="In detail", kind="blueprint")
    published_map(ProgramFactory(), by=manager)
    MapFactory(program=program, is_archived=True)
    return {"use": use, "late": late, "detail": detail}


def shown(answer):
    """Return the ids of the maps per stage."""
    return {
        lane.stage: [card.placed.standing.map.pk for card in lane.cards]
        for lane in answer.context["lanes"]
        if lane.cards
    }


def test_maps_stand_under_their_stage_and_those_not_placed_come_last(board, viewer, as_, at):
    answer = as_(viewer).get(at("journeymap_portfolio"))

    assert shown(answer) == {
        "support": [board["late"].pk],
        "": [board["detail"].pk, board["use"].pk],
    }
    lanes = [lane.stage for lane in answer.context["lanes"]]
    assert lanes == [*JourneyMap.LifeCycle.values, ""]
    page = answer.content.decode()
    assert "3 maps, 1 of them overdue for a look" in page
    assert "10 days overdue" in page
    assert "1 detail map<" in page
    assert "Move here" not in page  # a viewer only looks


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("overdue=on", ["late"]),
        ("kind=blueprint", ["detail"]),
        ("state=none", ["detail"]),
        ("state=published", ["use", "late"]),
        ("owner={contributor}", ["late"]),
        ("owner={contributor}&state=draft", []),
        ("kind=nonsense&owner=x", ["use", "late", "detail"]),
    ],
)
def test_the_board_can_be_narrowed(board, viewer, contributor, as_, at, query, kept):
    query = query.format(contributor=contributor.pk)

    answer = as_(viewer).get(f"{at('journeymap_portfolio')}?{query}")

    found = {pk for ids in shown(answer).values() for pk in ids}
    assert found == {board[name].pk for name in kept}


def test_a_map_is_moved_and_the_filter_stays(board, contributor, as_, at):
    address = at("journeymap_place", board["use"].pk) + "?kind=current&next=//evil.example"

    answer = as_(contributor).post(address, {"stage": "use"})

    assert answer["Location"] == f"{at('journeymap_portfolio')}?kind=current#map-{board['use'].pk}"
    moved = JourneyMap.objects.get(pk=board["use"].pk)
    assert moved.life_cycle_stage == "use"
    deed = moved.history.first()
    assert (deed.history_change_reason, deed.history_user) == ("place", contributor)


def test_a_stage_that_is_none_changes_nothing(board, contributor, as_, at):
    as_(contributor).post(at("journeymap_place", board["late"].pk), {"stage": "heaven"})

    assert JourneyMap.objects.get(pk=board["late"].pk).life_cycle_stage == "support"


def test_moving_where_it_stands_already_is_no_deed(board):
    deeds = board["late"].history.count()

    maps.place(board["late"], "support", by=None)

    assert board["late"].history.count() == deeds


def test_the_board_takes_the_same_queries_for_any_number_of_maps(program, board, viewer, as_, at):
    client = as_(viewer)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(at("journeymap_portfolio"))
        return len(captured)

    queries()
    before = queries()
    for _ in range(3):
        MapFactory(program=program, parent=published_map(program).map)

    assert queries() == before


def test_a_program_without_maps_is_told_where_to_begin(program, viewer, as_, at):
    page = as_(viewer).get(at("journeymap_portfolio")).content.decode()

    assert "which part of your customers’ life is mapped" in page

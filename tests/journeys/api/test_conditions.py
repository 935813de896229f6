"""Writes that say which state they have seen."""

from __future__ import annotations

import pytest

from tests.factories import PersonaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(program):
    """Return where a persona is found."""
    return f"/api/personas/{PersonaFactory(program=program).pk}/"


def test_write_that_has_seen_the_row_goes_through(manager, address):
    etag = manager.get(address)["ETag"]

    answer = manager.patch(address, {"name": "Ole"}, headers={"If-Match": etag})

    assert answer.status_code == 200
    assert answer["ETag"] != etag
    assert manager.get(address)["ETag"] == answer["ETag"]


def test_write_that_has_seen_an_earlier_row_is_refused(manager, address):
    etag = manager.get(address)["ETag"]
    newer = manager.patch(address, {"name": "Ole"})["ETag"]

    answer = manager.patch(address, {"name": "Ola"}, headers={"If-Match": etag})

    assert (answer.status_code, answer["ETag"]) == (412, newer)
    assert answer.json()["type"] == "urn:journeyloop:problem:changed-meanwhile"
    assert manager.get(address).json()["name"] == "Ole"


def test_write_without_a_condition_goes_through(manager, address):
    assert manager.patch(address, {"name": "Ole"}).status_code == 200
    assert manager.patch(address, {"name": "Ola"}, headers={"If-Match": "*"}).status_code == 200


def test_tag_that_a_compressing_proxy_made_weak_still_counts(manager, address):
    etag = manager.get(address)["ETag"]

    answer = manager.patch(address, {"name": "Ole"}, headers={"If-Match": f"W/{etag}"})

    assert answer.status_code == 200


def test_one_of_several_tags_is_enough(manager, address):
    etag = manager.get(address)["ETag"]

    answer = manager.patch(address, {"name": "Ole"}, headers={"If-Match": f'"other", {etag}'})

    assert answer.status_code == 200


@pytest.mark.parametrize("header", ["abc", '"abc', 'abc"', '"a" b', "W/abc", '"a",,"b"'])
def test_condition_that_is_none_is_refused(manager, address, header):
    answer = manager.patch(address, {"name": "Ole"}, headers={"If-Match": header})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "If-Match")


def test_delete_that_has_seen_an_earlier_row_is_refused(manager, draft):
    address = f"/api/cards/{draft.cards.first().pk}/"
    etag = manager.get(address)["ETag"]
    manager.patch(address, {"severity": 1})

    assert manager.delete(address, headers={"If-Match": etag}).status_code == 412
    assert (
        manager.delete(address, headers={"If-Match": manager.get(address)["ETag"]}).status_code
        == 204
    )


def test_change_of_a_list_is_a_change_of_the_row(manager, program, draft):
    address = f"/api/maps/{draft.map_id}/"
    etag = manager.get(address)["ETag"]

    answer = manager.patch(address, {"personas": []}, headers={"If-Match": etag})

    assert answer.status_code == 200
    assert answer["ETag"] != etag

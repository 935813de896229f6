"""Two maps over the API: refused with the way to align them, proposed, aligned, compared."""

from __future__ import annotations

import pytest

from journeys import alignments, maps
from journeys.alignment import kinds, rekeyed
from journeys.models import Alignment
from tests.factories import ProgramFactory, small_draft
from tests.journeys.sample import key, small_map


@pytest.fixture
def other(program):
    """Return the draft of the same map as somebody else drew it."""
    contents = small_map()
    foreign = rekeyed(contents, {old: key(f"other {old}") for old in kinds(contents)})
    return maps.create(program, foreign, by=None)


def compare(client, before, after):
    return client.get(f"/api/versions/{after.pk}/comparison/?against={before.pk}")


def test_maps_without_a_common_element_are_refused_with_the_way_to_align_them(
    contributor, draft, other
):
    refused = compare(contributor, draft, other)

    problem = refused.json()
    assert (refused.status_code, problem["type"]) == (409, "urn:journeyloop:problem:not-aligned")
    proposal = contributor.get(problem["proposal"]).json()
    assert {(one["before_name"], one["confidence"]) for one in proposal["pairs"]} >= {
        ("Apply", 100),
        ("Call drops", 100),
    }
    pairs = [[one["before"], one["after"]] for one in proposal["pairs"]]
    body = {"before_map": draft.map_id, "after_map": other.map_id, "pairs": pairs}
    made = contributor.post("/api/alignments/", body)
    assert (made.status_code, made.json()["confirmed_by"]) == (201, "tomas")

    found = compare(contributor, draft, other)

    assert (found.status_code, found.json()["changes"]) == (200, [])
    assert "ETag" not in found
    assert [found.json()[side]["id"] for side in ("before", "after")] == [draft.pk, other.pk]


def test_two_maps_have_one_alignment_that_changes(contributor, draft, other):
    kept = alignments.align(draft.map, other.map, [], by=None)
    body = {"before_map": other.map_id, "after_map": draft.map_id, "pairs": []}
    pairs = [[key("Apply"), key("First use")]]

    again = contributor.post("/api/alignments/", body)
    changed = contributor.patch(f"/api/alignments/{kept.pk}/", {"pairs": pairs})
    twice = contributor.patch(f"/api/alignments/{kept.pk}/", {"pairs": pairs * 2})

    assert (again.status_code, again.json()["type"][-15:]) == (409, "aligned-already")
    assert (changed.status_code, changed.json()["pairs"]) == (200, pairs)
    assert (twice.status_code, twice.json()["errors"][0]["field"]) == (400, "pairs")
    assert Alignment.objects.get().pairs == pairs


def test_a_map_of_another_program_is_one_that_does_not_exist(contributor, draft):
    foreign = small_draft(ProgramFactory())
    body = {"before_map": draft.map_id, "after_map": foreign.map_id, "pairs": []}

    answer = contributor.post("/api/alignments/", body)
    proposal = contributor.get(f"/api/alignments/proposal/?before={draft.pk}&after={foreign.pk}")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "after_map")
    assert proposal.status_code == compare(contributor, foreign, draft).status_code == 404
    assert not Alignment.objects.exists()

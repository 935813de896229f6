"""From a stage or touchpoint to the map that details it and back, and where such a map begins."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys import hierarchy, versions
from journeys.models import JourneyMap
from tests.factories import MapFactory, published_map, small_draft
from tests.journeys.admin.conftest import fields_of
from tests.journeys.sample import key

pytestmark = pytest.mark.django_db

TOUCHPOINT = key("Prove identity")


@pytest.fixture
def detail(program, published):
    """Return the published version 1 of a map that details a touchpoint of the published map."""
    version = published_map(program)
    JourneyMap.objects.filter(pk=version.map_id).update(
        parent=published.map_id, parent_element_key=TOUCHPOINT, name="Identity in detail"
    )
    version.map.refresh_from_db()
    return version


def ways(client, at, version):
    return client.get(at("mapversion_map", version.pk)).context["ways"]


def test_each_leads_to_the_other(published, detail, viewer, as_, at):
    (down,) = ways(as_(viewer), at, published).below
    up = ways(as_(viewer), at, detail).above

    assert (down.key, down.element, down.name) == (
        TOUCHPOINT,
        "Prove identity",
        "Identity in detail",
    )
    assert down.address == at("mapversion_map", detail.pk)
    assert (up.name, up.element) == (published.map.name, "Prove identity")
    assert up.address == f"{at('mapversion_map', published.pk)}#element-{TOUCHPOINT}"


def test_who_works_on_a_detail_gets_its_draft_and_others_what_is_published(
    published, detail, viewer, contributor, as_, at
):
    draft = versions.start_draft(detail.map, by=None)

    addresses = [ways(as_(who), at, published).below[0].address for who in (viewer, contributor)]

    assert addresses == [at("mapversion_map", detail.pk), at("mapversion_map", draft.pk)]


def test_an_element_that_is_gone_leaves_its_detail_in_the_list(published, detail, viewer, as_, at):
    JourneyMap.objects.filter(pk=detail.map_id).update(parent_element_key=key("Gone"))

    (down,) = ways(as_(viewer), at, published).below
    up = ways(as_(viewer), at, detail).above

    assert (down.key, down.name) == ("", "Identity in detail")
    assert (up.element, up.address) == ("", at("mapversion_map", published.pk))


def test_a_detail_that_was_put_aside_is_not_offered(published, detail, viewer, as_, at):
    JourneyMap.objects.filter(pk=detail.map_id).update(is_archived=True)

    assert ways(as_(viewer), at, published).below == ()


def test_the_map_page_takes_the_same_queries_for_any_number_of_details(
    program, published, detail, viewer, as_, at
):
    client = as_(viewer)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            ways(client, at, published)
        return len(captured)

    queries()
    before = queries()
    for _ in range(3):
        other = published_map(program).map
        JourneyMap.objects.filter(pk=other.pk).update(
            parent=published.map_id, parent_element_key=TOUCHPOINT
        )

    assert queries() == before


# --- starting one ---


def test_a_detail_begins_with_the_elements_name(published, contributor, as_, at):
    address = f"{at('journeymap_start')}?parent={published.map_id}&element={TOUCHPOINT}"
    client = as_(contributor)

    page = client.get(address)
    posted = client.post(address, {"name": "Identity, closely", "starter": "empty", "kind": ""})

    assert page.context["form"]["name"].value() == "Prove identity in detail"
    assert posted.status_code == 302, posted.context["form"].errors
    started = JourneyMap.objects.get(name="Identity, closely")
    assert (started.parent, started.parent_element_key) == (published.map, TOUCHPOINT)


@pytest.mark.parametrize("query", ["parent=x", "parent=9999", "parent={map}&element=nothing"])
def test_what_is_not_there_cannot_be_detailed(published, contributor, as_, at, query):
    address = f"{at('journeymap_start')}?{query.format(map=published.map_id)}"

    assert as_(contributor).get(address).status_code == 404


# --- the form ---


def change(client, at, journey, **fields):
    address = at("journeymap_change", journey.pk)
    return client.post(address, fields_of(client.get(address)) | fields)


def test_the_map_and_its_part_are_chosen_by_name(program, published, contributor, as_, at):
    other = small_draft(program).map
    client = as_(contributor)

    change(client, at, other, parent=published.map_id, parent_element_key=TOUCHPOINT)
    form = client.get(at("journeymap_change", other.pk)).content.decode()

    other.refresh_from_db()
    assert (other.parent_id, other.parent_element_key) == (published.map_id, TOUCHPOINT)
    assert f'<option value="{TOUCHPOINT}" selected>Prove identity</option>' in form


def test_a_part_of_another_map_is_refused(program, published, contributor, as_, at):
    other, third = small_draft(program).map, MapFactory(program=program)

    answer = change(as_(contributor), at, other, parent=third.pk, parent_element_key=TOUCHPOINT)

    assert "parent_element_key" in answer.context["adminform"].form.errors


def test_letting_go_of_the_map_lets_go_of_its_part(published, detail, contributor, as_, at):
    answer = change(as_(contributor), at, detail.map, parent="")

    assert answer.status_code == 302, answer.context["errors"]
    detail.map.refresh_from_db()
    assert (detail.map.parent, detail.map.parent_element_key) == (None, "")


def test_a_loop_is_refused(published, detail, contributor, as_, at):
    answer = change(as_(contributor), at, published.map, parent=detail.map_id)

    assert "parent" in answer.context["adminform"].form.errors
    assert JourneyMap.objects.get(pk=published.map_id).parent is None


def test_elements_are_given_by_name(published, viewer, as_, at):
    answer = as_(viewer).get(at("journeymap_elements", published.map_id))

    stages = {stage["name"]: stage["touchpoints"] for stage in answer.json()["stages"]}
    assert [TOUCHPOINT, "Prove identity"] in stages["Apply"]


def test_maps_below_are_counted_at_any_depth_and_loops_end():
    # 1 ← 2 ← 3, and two that point at each other by some accident.
    assert hierarchy.count_below({1: None, 2: 1, 3: 2, 4: 5, 5: 4, 6: 99}) == {
        1: 2, 2: 1, 3: 0, 4: 1, 5: 1, 6: 0,
    }  # fmt: skip

"""Versions as a form: what state and role allow."""

from __future__ import annotations

import pytest
from django.urls import reverse

from journeys import versions
from journeys.models import JourneyMap, MapVersion, Stage
from tests.factories import MapFactory, published_map
from tests.journeys.admin.conftest import address, fields_of

#: Role × state → the verbs on the page.
VERBS = {
    ("viewer", "draft"): set(),
    ("viewer", "published"): set(),
    ("contributor", "draft"): {"submit", "discard"},
    ("contributor", "in_review"): {"discard"},
    ("contributor", "published"): set(),
    ("manager", "draft"): {"submit", "publish", "discard"},
    ("manager", "in_review"): {"approve", "request_changes", "publish", "discard"},
    ("manager", "published"): {"archive"},
    ("manager", "archived"): set(),
    ("manager", "discarded"): set(),
}
INTO = {
    "draft": (),
    "in_review": (versions.submit,),
    "published": (versions.publish,),
    "archived": (versions.publish, versions.archive),
    "discarded": (versions.discard,),
}


def bring(version, state):
    for verb in INTO[state]:
        version = verb(version, by=None)
    return version


@pytest.mark.parametrize(("role", "state"), sorted(VERBS))
def test_a_page_offers_the_verbs_of_state_and_role(client_of, rows, role, state):
    version = bring(rows[MapVersion], state)

    page = client_of(role).get(address(MapVersion, "change", version.pk))

    offered = {link.url.rstrip("/").rsplit("/", 1)[-1] for link in page.context["page_links"]}
    assert offered - {"map"} == VERBS[role, state]


@pytest.mark.parametrize("state", sorted(set(INTO) - {"draft"}))
@pytest.mark.parametrize("role", ("manager", "operator"))
def test_only_a_draft_can_be_edited(client_of, rows, state, role):
    version = bring(rows[MapVersion], state)
    client, url = client_of(role), address(MapVersion, "change", version.pk)
    before = version.stages.values_list("name", flat=True)
    page = client.get(url)

    refused = client.post(url, {"label": "Rewritten", "stages-TOTAL_FORMS": "0"})

    text = page.content.decode()
    assert 'name="_save"' not in text
    assert 'name="stages-0-name"' not in text
    assert "it can be read, not changed" in text
    assert refused.status_code == 403
    assert list(version.stages.values_list("name", flat=True)) == list(before)


def test_stages_are_renamed_ordered_added_and_deleted_together(manager, rows):
    version = rows[MapVersion]
    url = address(MapVersion, "change", version.pk)
    posted = fields_of(manager.get(url))
    first, second = version.stages.order_by("order")

    response = manager.post(
        url,
        posted
        | {
            "stages-TOTAL_FORMS": "4",
            "stages-0-name": "Renamed", "stages-0-order": "1",
            "stages-1-DELETE": "on",
            "stages-2-name": "New", "stages-2-order": "0", "stages-2-version": version.pk,
            "stages-3-name": "", "stages-3-DELETE": "on", "stages-3-version": version.pk,
        },
    )  # fmt: skip

    assert response.status_code == 302
    assert [stage.name for stage in version.stages.order_by("order")] == ["New", "Renamed"]
    assert Stage.history.filter(id=second.pk).first().history_change_reason == "delete"
    assert Stage.history.filter(id=first.pk).first().history_user_name == "mara"


def test_an_evidence_window_is_in_order(manager, rows):
    url = address(MapVersion, "change", rows[MapVersion].pk)
    posted = fields_of(manager.get(url))

    response = manager.post(url, posted | {"evidence_from": "2026-06-01", "evidence_to": "2026-05-01"})  # fmt: skip

    assert response.status_code == 200
    assert response.context["adminform"].form.errors


def test_the_way_leads_from_the_program_to_the_version(manager, rows):
    page = manager.get(address(MapVersion, "change", rows[MapVersion].pk))

    assert [title for title, _ in page.context["crumbs"]] == [
        "Ours program", "Maps", "Ours map", "Version 1",
    ]  # fmt: skip


# --- the map's own page ---


def test_a_map_lists_its_versions_and_what_each_is_compared_with(manager, rows):
    first = published_map(rows.program)
    second = versions.publish(versions.start_draft(first.map, by=None), by=None)
    versions.discard(versions.start_draft(first.map, by=None), by=None)
    draft = versions.start_draft(first.map, by=None)

    page = manager.get(address(JourneyMap, "change", first.map_id))

    assert [(line.version.number, line.before and line.before.number) for line in page.context["versions"]] == [
        (4, 2), (3, 2), (2, 1), (1, None),
    ]  # fmt: skip
    text = page.content.decode()
    compare = reverse("admin:journeys_mapversion_compare", args=[draft.pk])
    assert f'href="{compare}?against={second.pk}"' in text
    assert [link.title for link in page.context["page_links"]] == ["Open draft 4"]


@pytest.mark.parametrize(("role", "offered"), (("viewer", []), ("contributor", ["Start draft"]), ("manager", ["Start draft"])))  # fmt: skip
def test_a_map_without_a_draft_offers_to_start_one(client_of, rows, role, offered):
    journey = published_map(rows.program).map

    page = client_of(role).get(address(JourneyMap, "change", journey.pk))

    assert [link.title for link in page.context["page_links"]] == offered


def test_a_map_without_versions_says_how_to_begin(manager, rows):
    journey = MapFactory(program=rows.program)

    text = manager.get(address(JourneyMap, "change", journey.pk)).content.decode()

    assert "Start the first draft" in text


def test_the_list_of_maps_leads_to_the_newest_picture(manager, rows):
    empty = MapFactory(program=rows.program, name="Z empty")

    text = manager.get(address(JourneyMap, "changelist")).content.decode()

    assert reverse("admin:journeys_mapversion_map", args=[rows[MapVersion].pk]) in text
    assert address(JourneyMap, "change", empty.pk) in text


def test_a_map_cannot_detail_itself(manager, rows):
    journey = rows[JourneyMap]
    child = MapFactory(program=rows.program, parent=journey)
    url = address(JourneyMap, "change", journey.pk)

    response = manager.post(url, fields_of(manager.get(url)) | {"parent": child.pk})

    assert response.context["adminform"].form.errors == {"parent": ["A map cannot detail itself."]}

"""Stages, touchpoints, lanes and cards: edited in a draft, read only afterwards."""

from __future__ import annotations

import pytest
from django.urls import reverse

from journeys import versions
from journeys.models import Card, Lane, MapVersion, Stage, Touchpoint
from tests.factories import small_draft
from tests.journeys.admin.conftest import address, fields_of

ELEMENTS = (Stage, Touchpoint, Lane, Card)


def _named(model):
    return model._meta.model_name


@pytest.fixture
def frozen(rows):
    """Publish the version of the rows."""
    return versions.publish(rows[MapVersion], by=None)


@pytest.mark.parametrize("model", ELEMENTS, ids=_named)
@pytest.mark.parametrize("role", ("manager", "operator"))
def test_an_element_of_a_published_version_is_read_only(client_of, rows, frozen, model, role):
    client, row = client_of(role), rows[model]
    url = address(model, "change", row.pk)
    page = client.get(url)

    assert page.status_code == 200
    assert "<form" not in page.content.decode().split('id="content"')[1]
    assert client.post(url, {"name": "Rewritten", "text": "Rewritten"}).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert "Rewritten" not in str(row)


@pytest.mark.parametrize("model", ELEMENTS, ids=_named)
def test_nothing_is_added_to_a_published_version(manager, rows, frozen, model):
    url = f"{address(model, 'add')}?version={frozen.pk}"

    assert manager.get(url).status_code == 403
    assert manager.post(url, {"name": "Slipped in", "text": "Slipped in"}).status_code == 403


def test_a_version_in_review_is_read_only(manager, rows):
    versions.submit(rows[MapVersion], by=None)

    assert manager.post(address(Stage, "change", rows[Stage].pk), {}).status_code == 403


def test_a_new_element_goes_last_into_its_version(manager, rows):
    version = rows[MapVersion]
    url = f"{address(Stage, 'add')}?version={version.pk}"

    response = manager.post(url, {"name": "Stay", "customer_goal": "", "kpi": ""})

    stage = version.stages.get(name="Stay")
    assert stage == version.stages.order_by("order").last()
    assert stage.program == rows.program
    assert response.url == f"{reverse('admin:journeys_mapversion_map', args=[version.pk])}#element-{stage.key}"  # fmt: skip


@pytest.mark.parametrize("named", ("1", "-1", "x", "9" * 30))
def test_the_place_of_a_new_element_may_be_named(manager, rows, named):
    version = rows[MapVersion]

    manager.post(f"{address(Stage, 'add')}?version={version.pk}&order={named}", {"name": "Stay"})

    last = 2
    assert version.stages.get(name="Stay").order == (1 if named == "1" else last)


@pytest.mark.parametrize("version", ("", "x", "0", "9" * 30))
def test_an_element_without_a_version_has_no_place(manager, rows, version):
    response = manager.get(f"{address(Stage, 'add')}?version={version}")

    assert response.status_code == (404 if version else 302)


def test_a_touchpoint_needs_a_stage_of_its_version(manager, rows):
    other = small_draft(rows.program)
    url = f"{address(Touchpoint, 'add')}?version={rows[MapVersion].pk}"

    nothing = manager.post(url, {"name": "Receive card", "basis": "assumed"})
    elsewhere = manager.post(
        url, {"name": "Receive card", "basis": "assumed", "stage": other.stages.first().pk}
    )

    assert nothing.context["adminform"].form.errors.keys() == {"stage"}
    assert elsewhere.context["adminform"].form.errors.keys() == {"stage"}


@pytest.mark.parametrize(
    ("field", "value"),
    (
        ("emotion", "3.1"),
        ("emotion", "-3.05"),
        ("emotion", "bad"),
        ("importance", "6"),
        ("importance", "0"),
    ),
)
def test_a_touchpoint_stays_on_its_scales(manager, rows, field, value):
    url = address(Touchpoint, "change", rows[Touchpoint].pk)

    response = manager.post(url, fields_of(manager.get(url)) | {field: value})

    assert response.context["adminform"].form.errors.keys() == {field}


def test_who_takes_part_is_written_as_lines(manager, rows):
    row = rows[Touchpoint]
    url = address(Touchpoint, "change", row.pk)

    manager.post(url, fields_of(manager.get(url)) | {"actors": "Agent\n\n  Branch \n"})

    row.refresh_from_db()
    assert row.actors == ["Agent", "Branch"]
    assert manager.get(url).context["adminform"].form["actors"].value() == "Agent\nBranch"


def test_a_line_too_long_to_keep_is_refused(manager, rows):
    url = address(Touchpoint, "change", rows[Touchpoint].pk)

    response = manager.post(url, fields_of(manager.get(url)) | {"actors": "x" * 161})

    assert response.context["adminform"].form.errors.keys() == {"actors"}


def test_a_card_stands_under_a_touchpoint_of_its_stage(manager, rows):
    version = rows[MapVersion]
    card = version.cards.filter(touchpoint__isnull=False).first()
    elsewhere = version.touchpoints.exclude(stage=card.stage).first()
    url = address(Card, "change", card.pk)

    response = manager.post(url, fields_of(manager.get(url)) | {"touchpoint": elsewhere.pk})

    assert response.context["adminform"].form.errors.keys() == {"touchpoint"}


def test_touchpoints_are_ordered_and_added_on_their_stage(manager, rows):
    stage = rows[MapVersion].stages.order_by("order").first()
    url = address(Stage, "change", stage.pk)
    posted = fields_of(manager.get(url))
    number = int(posted["touchpoints-TOTAL_FORMS"])
    posted |= {
        "touchpoints-TOTAL_FORMS": number + 1,
        f"touchpoints-{number}-order": "0",
        f"touchpoints-{number}-name": "First of all",
        f"touchpoints-{number}-stage": stage.pk,
    } | {f"touchpoints-{place}-order": place + 1 for place in range(number)}

    response = manager.post(url, posted)

    assert response.status_code == 302
    names = [touchpoint.name for touchpoint in stage.touchpoints.order_by("order")]
    assert names[0] == "First of all"
    assert len(names) == number + 1
    assert stage.touchpoints.get(name="First of all").version == rows[MapVersion]


def test_deleting_says_what_goes_along(manager, rows):
    stage = rows[MapVersion].stages.order_by("order").first()

    text = " ".join(manager.get(address(Stage, "delete", stage.pk)).content.decode().split())

    assert f"Delete <b>“{stage}”</b>? With it go" in text
    assert "touchpoint" in text

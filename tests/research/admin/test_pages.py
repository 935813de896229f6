"""The workplace's pages of what we heard: they open, for whom they should."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from research.models import ImportBatch, Instrument, Response, Study, Theme
from tests.factories import ProgramFactory, member, response_of, theme_of

pytestmark = pytest.mark.django_db

MODELS = (Study, Instrument, Response, ImportBatch)


@pytest.fixture
def response():
    return response_of(ProgramFactory())


def row_of(response, model):
    return {
        Study: response.study,
        Instrument: response.instrument,
        Response: response,
        ImportBatch: response.batch,
    }[model]


def address(model, page, *args):
    return reverse(f"admin:research_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("role", ["viewer", "contributor", "manager"])
@pytest.mark.parametrize("model", MODELS)
def test_lists_and_rows_open_for_members(client, response, model, role):
    client.force_login(member(response.program, role))

    assert client.get(address(model, "changelist")).status_code == 200
    row = client.get(address(model, "change", row_of(response, model).pk), follow=True)
    assert row.status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_rows_of_another_program_are_not_there(client, response, model):
    client.force_login(member(ProgramFactory(name="Elsewhere"), "manager"))

    listed = client.get(address(model, "changelist")).content.decode()
    row = client.get(address(model, "change", row_of(response, model).pk), follow=True)

    assert str(row_of(response, model)) not in listed
    assert "it is gone, or belongs to a program you are not in" in row.content.decode()


@pytest.mark.parametrize(
    ("model", "role", "answer"),
    [
        (Study, "viewer", 403),
        (Study, "contributor", 200),
        (Instrument, "viewer", 403),
        (Instrument, "contributor", 200),
        (Response, "manager", 403),
    ],
)
def test_adding_needs_a_role(client, response, model, role, answer):
    client.force_login(member(response.program, role))

    assert client.get(address(model, "add")).status_code == answer


def test_what_was_asked_cannot_be_edited_once_answered(client, response):
    client.force_login(member(response.program, "manager"))
    page = client.get(address(Instrument, "change", response.instrument.pk))

    assert "question" not in page.context["adminform"].form.fields


@pytest.mark.parametrize("number", [1, 4])
def test_lists_take_the_same_queries_whatever_their_length(
    client, response, number, django_assert_max_num_queries
):
    for _ in range(number - 1):
        response_of(response.program)
    client.force_login(member(response.program, "manager"))

    with django_assert_max_num_queries(16):
        client.get(address(Response, "changelist"))


def test_every_model_of_ours_that_people_work_with_is_there():
    registered = {model for model in admin.site._registry if model._meta.app_label == "research"}

    assert set(MODELS) <= registered


def test_themes_are_decided_about_on_their_page(client, response):
    proposal, standing = theme_of(response, status="proposed"), theme_of(response)
    Theme.objects.filter(pk=proposal.pk).update(name="Drops")
    client.force_login(member(response.program, "contributor"))
    page = reverse("admin:research_themes")
    assert "Slow again." in client.get(page).content.decode()

    client.post(
        reverse("admin:research_theme_verb", args=[proposal.pk, "accept"]), {"name": "Calls"}
    )
    proposal.refresh_from_db()
    assert (proposal.name, proposal.status, proposal.named_by) == ("Calls", "accepted", "person")
    client.post(
        reverse("admin:research_theme_verb", args=[proposal.pk, "merge"]), {"into": standing.pk}
    )
    proposal.refresh_from_db()
    assert proposal.merged_into == standing


@pytest.mark.parametrize(("role", "answer"), [("viewer", 403), ("contributor", 302)])
def test_looking_for_themes_needs_a_role(client, response, role, answer):
    client.force_login(member(response.program, role))

    assert client.post(reverse("admin:research_themes"), {"wanted": "4"}).status_code == answer

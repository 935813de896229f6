"""The map's picture through the API: its kinds, its limits, and a refusal in words."""

from __future__ import annotations

import pytest
from drf_spectacular.generators import SchemaGenerator

from journeys.reports import pictures
from tests.factories import small_draft


@pytest.fixture
def draft(program):
    return small_draft(program)


@pytest.mark.parametrize(("form", "media_type"), [("png", "image/png"), ("pdf", "application/pdf")])
def test_a_picture_is_sent_with_its_type_and_name(viewer, draft, monkeypatch, form, media_type):
    monkeypatch.setattr(pictures, "made", lambda svg, form, scale: f"{form} {scale}".encode())

    answer = viewer.get(f"/api/versions/{draft.pk}/picture.{form}?palette=dark")

    assert (answer.status_code, answer.content) == (200, f"{form} 2".encode())
    assert answer["Content-Type"] == media_type
    assert (
        f"version%201.{form}" in answer["Content-Disposition"]
        or f"version 1.{form}" in answer["Content-Disposition"]
    )


@pytest.mark.parametrize("query", ["scale=9", "scale=x", "palette=loud"])
def test_what_is_no_scale_or_palette_is_refused(viewer, draft, query):
    assert viewer.get(f"/api/versions/{draft.pk}/picture.png?{query}").status_code == 400


def test_a_picture_that_takes_too_long_is_not_there_now(viewer, draft, monkeypatch):
    def refuse(svg, form, scale):
        raise pictures.PictureNotMade("This map is too large to be drawn within 25 seconds.")

    monkeypatch.setattr(pictures, "made", refuse)

    answer = viewer.get(f"/api/versions/{draft.pk}/picture.png")

    assert answer.status_code == 503
    assert answer.json()["detail"] == "This map is too large to be drawn within 25 seconds."


def test_every_kind_of_picture_is_described_with_the_personas_it_takes():
    paths = SchemaGenerator().get_schema(public=True)["paths"]

    told = [
        parameter["description"]
        for form in ("svg", "png", "pdf")
        for parameter in paths[f"/api/versions/{{id}}/picture.{form}"]["get"]["parameters"]
        if parameter["name"] == "persona"
    ]
    assert len(told) == 3
    assert len(set(told)) == 1

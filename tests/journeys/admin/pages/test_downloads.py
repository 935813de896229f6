"""Versions as files."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from journeys import contents, versions
from journeys.exchange import document, mermaid
from tests.journeys.sample import small_map


def test_the_picture_is_a_file_to_keep(draft, viewer, as_, at):
    answer = as_(viewer).get(at("mapversion_picture", draft.pk))

    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''Open%20an%20account%20%E2%80%93%20version%201.svg"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert ElementTree.fromstring(answer.content).tag.endswith("svg")


def test_the_picture_comes_in_dark_too(draft, viewer, as_, at):
    address = at("mapversion_picture", draft.pk)

    light, dark = (as_(viewer).get(address, query).content for query in ({}, {"theme": "dark"}))

    assert light != dark


@pytest.mark.parametrize("is_published", [False, True])
def test_the_document_is_the_whole_map(draft, viewer, as_, at, is_published):
    if is_published:
        versions.publish(draft, by=None)

    answer = as_(viewer).get(at("mapversion_export", draft.pk, "json"), {"download": ""})

    assert answer["Content-Disposition"].endswith("version%201.json")
    assert document.check(answer.content).contents == contents.read(draft)


def test_mermaid_says_first_what_it_cannot_hold(draft, viewer, as_, at):
    answer = as_(viewer).get(at("mapversion_export", draft.pk, "mermaid"))

    assert answer.context["losses"] == mermaid.write(contents.read(draft)).losses
    text = answer.content.decode()
    assert "3 cards" in text
    assert "?download" in text


def test_the_mermaid_file_is_what_the_exchange_writes(draft, viewer, as_, at):
    answer = as_(viewer).get(at("mapversion_export", draft.pk, "mermaid"), {"download": ""})

    assert answer.content.decode() == mermaid.write(contents.read(draft)).text
    assert answer["Content-Disposition"].endswith(".mmd")


def test_there_are_no_other_formats(draft, viewer, as_, at):
    assert as_(viewer).get(at("mapversion_export", draft.pk, "exe")).status_code == 404


def test_a_hostile_name_breaks_no_header(program, viewer, as_, at):
    from journeys import maps
    from journeys.contents import MapFacts

    evil = maps.create(program, small_map(map=MapFacts(name='a"; x=\\..//b <script>')), by=None)

    answer = as_(viewer).get(at("mapversion_picture", evil.pk))

    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''a%20%3B%20x%3D%20..%20b%20script%20%E2%80%93%20version%201.svg"
    )
    assert b"<script>" not in answer.content

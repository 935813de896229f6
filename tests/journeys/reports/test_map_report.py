"""The map report as a page: what it says of a map, of an empty one, of one that means harm."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from msgspec import structs
from pypdf import PdfReader

from journeys import maps, reporting, tasks, versions
from journeys.contents import MapContents, MapFacts, PersonaContents, PersonaEmotion
from journeys.models import Kpi, Report
from journeys.reports import documents, pdf, reading
from journeys.reports.map_report import build, kind
from tests.factories import KpiFactory, MembershipFactory, ObjectiveFactory, ReadingFactory, member
from tests.journeys.reports.hostile import HOSTILE, assert_harmless, hostile_map
from tests.journeys.reports.version_comparison.test_report_html import Page
from tests.journeys.sample import edited, key, small_map

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def said(program, contents, *, publish=True):
    version = maps.create(program, contents, by=None)
    if publish and contents.stages:
        version = versions.publish(version, by=None)
    return build(reading.source_of(version), read_at=AT, made_by="Mara Ruiz", report_id=7)


def page(program, contents, **options):
    return Page(documents.to_html("map_report", said(program, contents, **options)))


def test_the_front_page_says_the_map_in_one_sentence(program):
    assert said(program, small_map()).headline == (
        "The team believes that customers feel worst at “Prove identity” (−2.1) and best at “First "
        "payment” (+1.8); 2 pain points, 1 of them severe."
    )


def test_observed_ratings_are_not_called_beliefs(program):
    observed = edited(small_map(), "Prove identity", basis="observed")

    assert said(program, observed).headline.startswith("Customers feel worst at")


def test_the_sections_stand_in_the_order_a_board_asks(program):
    assert page(program, small_map()).headings == [
        "How to read this",
        "Who was asked",
        "What hurts most",
        "Where customers feel worst",
        "The whole map",
        "Pain points, the worst first",
        "Moments of truth",
        "Opportunities",
        "Personas on the map",
        "Method and provenance",
    ]


def test_pain_points_come_by_severity_with_their_place(program):
    (table,) = said(program, small_map()).pains

    assert [(str(card.text), card.severity, card.place, card.share) for card in table.cards] == [
        ("Call drops", 4, "Apply, Prove identity", "31 %"),
        ("Form asks twice", 2, "Apply", "–"),
    ]


def test_an_opportunity_names_the_pain_points_at_its_place(program):
    (table,) = said(program, small_map()).opportunities

    assert [(str(card.text), card.answers) for card in table.cards] == [
        ("Resume a call", ("Call drops",))
    ]


def test_a_persona_has_a_curve_only_with_ratings_of_their_own(program):
    own = PersonaEmotion(persona=key("Lena"), emotion=-3.0, basis="observed")
    rated = edited(small_map(), "First payment", persona_emotions=(own,))

    (without,), (with_own,) = said(program, small_map()).personas, said(program, rated).personas

    assert (without.curve, without.curve_words[:8]) == ("", "The team")
    assert "First payment: −3.0, observed." in with_own.curve
    assert with_own.curve_words == "1 rating of their own; 2 as for all customers on the map"


def test_a_kpi_stands_with_value_interval_n_and_target(program):
    version = versions.publish(maps.create(program, small_map(), by=None), by=None)
    kpi = KpiFactory(program=program, name="Completed", kind=Kpi.Kind.PROPORTION, target=80)
    objective = ObjectiveFactory(program=program, statement="Complete more")
    kpi.objectives.add(objective)
    version.map.objectives.add(objective)
    ReadingFactory(
        kpi=kpi, numerator=60, denominator=100,
        period_from=date(2026, 1, 1), period_to=date(2026, 3, 31),
    )  # fmt: skip

    (told,) = build(reading.source_of(version), read_at=AT, made_by="").kpis

    assert told.reading.value == "60.0 %"
    assert (told.reading.interval, told.reading.n) == ("50.2 to 69.1", "100")
    assert (told.target, told.words, told.mark) == ("at least 80 %", "Below target", "worse")


def test_an_empty_map_says_what_is_missing(program):
    told = page(program, MapContents(map=MapFacts(name="Nothing yet")), publish=False)

    assert "This map has no stages yet." in told.text
    assert "No pain point is on the map." in told.text
    assert "The whole map" not in told.headings


def test_a_draft_says_that_it_is_one(program):
    told = said(program, small_map(), publish=False)

    assert told.is_draft
    assert told.since == "draft, as of 20 Nov 2026, 09:30 UTC"
    assert "This version is not published." in " ".join(
        paragraph for remark in told.margin for paragraph in remark.paragraphs
    )


def test_nothing_in_a_map_can_be_turned_against_the_page(program):
    html = documents.to_html("map_report", said(program, hostile_map(), publish=False))

    assert_harmless(html)
    assert HOSTILE[:20].replace("<", "&lt;").replace(">", "&gt;") in html


def test_parameters_name_what_is_wrong(program):
    vera = member(program, "viewer")
    elsewhere = versions.publish(
        maps.create(MembershipFactory().program, small_map(), by=None), by=None
    )

    for parameters, field in (
        ({}, "version"),
        ({"version": elsewhere.pk}, "version"),
        ({"version": "x"}, "version"),
        ({"version": 1, "against": 2}, "against"),
        ([], "parameters"),
    ):
        with pytest.raises(ValidationError) as refused:
            kind.check(parameters, vera)
        assert list(refused.value.message_dict) == [field]


@pytest.fixture
def asked(program):
    version = versions.publish(maps.create(program, small_map(), by=None), by=None)
    mara = member(program, "viewer", first_name="Mara", last_name="Ruiz")
    return reporting.request("map", kind.check({"version": version.pk}, mara), by=mara)


def test_what_was_made_again_from_the_same_contents_is_the_same(asked, monkeypatch):
    kept = []
    monkeypatch.setattr(
        pdf, "to_pdf", lambda html, **more: kept.append((html, more["identifier"])) or b"%PDF-1.7"
    )

    for _ in range(2):
        Report.objects.filter(pk=asked.pk).update(status="queued")
        kind.make(reporting.claim(asked.pk), lambda *step: None)
    KpiFactory(program=asked.program)  # not this map's
    asked.program.name = "Other"
    asked.program.save()
    Report.objects.filter(pk=asked.pk).update(status="queued")
    kind.make(reporting.claim(asked.pk), lambda *step: None)

    assert kept[0] == kept[1]
    assert kept[2][1] != kept[0][1]


@pytest.mark.slow
def test_the_file_is_tagged_numbered_and_named(asked, caplog):
    tasks.make_report(asked.pk)

    done = Report.objects.get(pk=asked.pk)
    assert (done.status, done.error) == ("done", "")
    with done.file as file:
        document = PdfReader(io.BytesIO(file.read()), strict=True)
    assert document.trailer["/Root"]["/MarkInfo"] == {"/Marked": True}
    assert document.metadata.title == "Open an account: version 1"
    assert "Page 1 of" in document.pages[0].extract_text()
    assert [
        one for one in caplog.records if one.name.startswith("weasyprint") and one.levelno >= 30
    ] == []


def test_a_persona_without_a_name_of_many_signs_is_cut(program):
    long = structs.replace(
        small_map(),
        personas=(PersonaContents(key=key("Lena"), name="L" * 80, portrait="x" * 9_000),),
    )

    (told,) = said(program, long).personas

    assert len(told.portrait) <= 700
    assert told.portrait.endswith("…")

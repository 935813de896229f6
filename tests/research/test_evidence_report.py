"""The evidence report: figures as they are computed, quotes only while consent lasts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from journeys.models import Touchpoint
from journeys.reports import documents, reading, sections
from research.models import Insight, Quote, Response
from research.reports import evidence as report
from tests.factories import ProgramFactory, published_map, response_of, theme_of

pytestmark = pytest.mark.django_db
WORDS = "The video call broke off <b>again</b>."


@pytest.fixture
def version():
    return published_map(ProgramFactory())


def page(version):
    said = report.build(reading.source_of(version), timezone.now(), "Mara", 3)
    return said, documents.to_html(sections.TEMPLATE, said)


def test_a_map_nobody_was_asked_about_says_so(version):
    said, html = page(version)
    assert said.headline.startswith("Nobody was asked yet")
    assert "No theme is accepted yet" in html


def test_what_customers_said_stands_with_its_figures_and_words(version):
    touchpoint = Touchpoint.objects.filter(version=version).order_by("id").first()
    response = response_of(version.program)
    Response.objects.filter(pk=response.pk).update(element_key=touchpoint.key, text=WORDS)
    theme_of(response)
    quote = Quote.objects.create(program=version.program, response=response, start=4, end=14)
    insight = Insight.objects.create(
        program=version.program, statement="Calls break off", element_keys=[touchpoint.key]
    )
    insight.quotes.add(quote)
    said, html = page(version)
    assert "1 of" in said.headline
    assert "−1.5" in html
    assert "&lt;b&gt;again&lt;/b&gt;" in html
    assert "“video call”" in html
    assert "Calls break off" in html


def test_words_whose_consent_is_over_are_left_out(version):
    response = response_of(version.program)
    over = timezone.localdate() - timedelta(days=1)
    Response.objects.filter(pk=response.pk).update(text=WORDS, consent_until=over)
    theme_of(response)
    Quote.objects.create(program=version.program, response=response, start=4, end=14)
    _, html = page(version)
    assert "video call" not in html


def test_the_report_takes_a_fixed_number_of_queries(version, django_assert_max_num_queries):
    for _ in range(4):
        theme_of(response_of(version.program))
    with django_assert_max_num_queries(45):
        page(version)

"""Spans become quotes, quotes insights; and the page where that is done, with and without its script."""

import pytest
from django.urls import reverse
from django.utils import timezone

from journeys.versions import InvalidTransition
from research import coding
from research.admin.coding_page import turns
from research.models import Insight, Quote, Response, Theme
from tests.factories import ProgramFactory, StudyFactory, member

pytestmark = pytest.mark.django_db
TEXT = "Interviewer: Why?\n\nParticipant: I waited 😀 two weeks.  Two weeks!"


@pytest.fixture
def response():
    study = StudyFactory(program=ProgramFactory())
    return Response.objects.create(
        program=study.program,
        study=study,
        external_id="1",
        text=TEXT,
        checksum="x",
        respondent="a" * 32,
    )


@pytest.mark.parametrize(
    ("words", "start", "found"),
    [
        ("Two weeks", None, "Two weeks"),
        ("I waited 😀 two", 32, "I waited 😀 two"),
        ("weeks. Two", None, "weeks.  Two"),
        (" Why? Participant:", 5, "Why?\n\nParticipant:"),
    ],
)
def test_words_are_found_however_spaces_are_written(words, start, found):
    low, high = coding.place_of(TEXT, words, start)
    assert TEXT[low:high] == found


def test_of_words_that_stand_twice_the_marked_ones_are_taken():
    text = "slow slow slow"
    assert coding.place_of(text, "slow", 10) == (10, 14)
    assert coding.place_of(text, "slow", 11) == (0, 4)
    assert coding.place_of(text, "fast") is None


def test_quotes_become_an_insight_with_their_themes(response):
    theme = coding.theme_named(response.program_id, "Waiting", by=None)
    assert coding.theme_named(response.program_id, " waiting ", by=None) == theme
    quote = coding.mark(response, words="two weeks", themes=[theme], by=None)
    insight = coding.gather([quote], by=None)
    assert (list(insight.quotes.all()), list(insight.themes.all())) == ([quote], [theme])
    assert coding.gather([quote], by=None, into=insight) == insight
    with pytest.raises(InvalidTransition, match="Tick"):
        coding.gather([], by=None)


def test_a_merged_theme_leads_to_what_it_became(response):
    now = Theme.objects.create(program=response.program, name="Delay", status="accepted")
    Theme.objects.create(program=response.program, name="Waiting", status="merged", merged_into=now)
    assert coding.theme_named(response.program_id, "Waiting", by=None) == now


def test_words_without_consent_cannot_be_quoted(response):
    response.consent_until = timezone.localdate() - timezone.timedelta(days=1)
    with pytest.raises(InvalidTransition, match="consent"):
        coding.mark(response, words="two weeks", by=None)


def test_turns_are_cut_where_quotes_begin_and_end():
    [first, second] = turns("abc def\n\nghi", [(1, 4, 10), (2, 5, 7)])
    assert [(one.at, one.text, one.quotes) for one in first] == [
        (0, "abc ", ()),
        (4, "d", (1,)),
        (5, "ef", (1, 2)),
    ]
    assert [(one.at, one.text, one.quotes) for one in second] == [(9, "g", (1,)), (10, "hi", ())]


def test_the_page_marks_codes_and_takes_away(client, response):
    client.force_login(member(response.program, "contributor"))
    page = reverse("admin:research_response_code", args=[response.pk])
    client.post(page, {"words": "two weeks", "start": "", "new_theme": "Waiting", "note": "Often"})
    quote = Quote.objects.get()
    assert (quote.note, [theme.name for theme in quote.themes.all()]) == ("Often", ["Waiting"])
    shown = client.get(page).content.decode()
    assert '<mark data-at="' in shown
    client.post(
        reverse("admin:research_quote_code", args=[quote.pk]),
        {"note": "Once", "new_theme": "Cards"},
    )
    quote.refresh_from_db()
    assert (quote.note, quote.themes.get().name) == ("Once", "Cards")
    answer = client.post(
        reverse("admin:research_response_gather", args=[response.pk]), {"quote": [quote.pk]}
    )
    insight = Insight.objects.get()
    assert answer.url == reverse("admin:research_insight_change", args=[insight.pk])
    assert "two weeks" in client.get(answer.url).content.decode()
    client.post(reverse("admin:research_quote_code", args=[quote.pk]), {"do": "delete"})
    assert not Quote.objects.exists()


def test_a_viewer_reads_but_does_not_mark_and_a_stranger_finds_nothing(client, response):
    client.force_login(member(response.program, "viewer"))
    page = reverse("admin:research_response_code", args=[response.pk])
    assert "Make a quote" not in client.get(page).content.decode()
    assert client.post(page, {"words": "two weeks"}).status_code == 403
    client.force_login(member(ProgramFactory(), "manager", username="else"))
    assert client.get(page).status_code == 404


def test_forgetting_asks_once_more_and_needs_a_manager(client, response):
    page = reverse("admin:research_response_forget", args=[response.pk])
    client.force_login(member(response.program, "contributor"))
    assert client.post(page).status_code == 403
    client.force_login(member(response.program, "manager", username="m"))
    assert "1 answer go" in client.get(page).content.decode().replace(
        "1 answer goes", "1 answer go"
    )
    client.post(page)
    assert not Response.objects.exists()

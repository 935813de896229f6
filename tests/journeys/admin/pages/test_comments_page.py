"""The page of comments, an element's threads beside the map, and what can be done there."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journeys import comments, drafts, versions
from journeys.admin.pages import comments_page
from journeys.models import Comment
from tests.factories import member, small_draft
from tests.factories.programs import ProgramFactory
from tests.journeys.sample import key, small_map, without

APPLY = key("Apply")
SWAP = {"HX-Request": "true"}


@pytest.fixture
def thread(draft, contributor):
    """Return a thread of the contributor's on an element of the draft."""
    return comments.write(draft, "Why twice?", by=contributor, element_key=APPLY)


def shown(answer):
    return [thread.first.text for thread in answer.context["threads"]]


def deed(at, version, comment, verb):
    return at("mapversion_comment", version.pk, comment.pk, verb)


def test_a_comment_is_written_from_a_plain_form_and_leads_back(draft, viewer, manager, as_, at):
    back = f"{at('mapversion_threads', draft.pk)}?element={APPLY}"

    answer = as_(viewer).post(
        at("mapversion_comments", draft.pk, APPLY),
        {"text": "Is it so?", "mentions": [manager.username], "back": back},
    )

    written = Comment.objects.get()
    assert (written.text, written.element_key, written.author) == ("Is it so?", APPLY, viewer)
    assert list(written.mentions.all()) == [manager]
    assert (answer.status_code, answer["Location"]) == (302, f"{back}#comment-{written.pk}")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])  # fmt: skip
def test_nobody_is_led_off_the_site(draft, viewer, as_, at, back):
    answer = as_(viewer).post(
        at("mapversion_comments", draft.pk, "map"), {"text": "x", "back": back}
    )

    assert answer["Location"].startswith(at("mapversion_threads", draft.pk) + "#")


def test_what_cannot_be_taken_is_shown_again_with_its_words(draft, viewer, as_, at):
    address = at("mapversion_comments", draft.pk, APPLY)

    page = as_(viewer).post(address, {"text": "w" * 10_001})
    part = as_(viewer).post(address, {"text": "w" * 10_001}, headers=SWAP)

    for answer, code in ((page, 400), (part, 422)):
        text = answer.content.decode()
        assert answer.status_code == code
        assert "Keep it to 10,000 characters" in text
        assert "w" * 10_001 in text
    assert not Comment.objects.exists()


def test_sent_by_script_the_elements_threads_are_the_answer(draft, thread, manager, as_, at):
    answer = as_(manager).post(deed(at, draft, thread, "reply"), {"text": "Yes"}, headers=SWAP)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert text.lstrip().startswith('<div class="comments-beside" data-comments data-open="1"')
    assert "Yes" in text


def test_a_form_leads_back_to_the_version_it_was_sent_from(published, manager, as_, at):
    thread = comments.write(published, "Open", by=manager)
    second = versions.start_draft(published.map, by=manager)

    as_(manager).post(deed(at, second, thread, "reply"), {"text": "Seen on 2"})
    as_(manager).post(deed(at, second, thread, "resolve"))

    assert Comment.objects.get(text="Seen on 2").version == second
    thread.refresh_from_db()
    assert (thread.version, thread.resolved_by) == (second, manager)
    as_(manager).post(deed(at, second, thread, "reopen"))
    thread.refresh_from_db()
    assert thread.resolved_at is None


#: Verb → what a viewer, a contributor and a manager get, none of them the author; and the author.
DEEDS = {
    "reply": (302, 302, 302, 302),
    "edit": (403, 403, 403, 302),
    "withdraw": (403, 403, 403, 302),
    "resolve": (403, 302, 302, 403),
    "reopen": (403, 302, 302, 403),
}


@pytest.mark.parametrize("verb", DEEDS)
def test_each_deed_asks_role_and_author(program, draft, as_, at, verb):
    author = member(program, "viewer", username="author")
    people = [*(member(program, role) for role in ("viewer", "contributor", "manager")), author]

    codes = []
    for person in people:
        thread = comments.write(draft, "Why?", by=author)
        answer = as_(person).post(deed(at, draft, thread, verb), {"text": "New words"})
        codes.append(answer.status_code)

    assert tuple(codes) == DEEDS[verb]


@pytest.mark.parametrize("verb", [*DEEDS, "erase"])
def test_a_comment_of_another_map_or_program_is_as_if_it_were_not(program, draft, manager, as_, at, verb):  # fmt: skip
    elsewhere = small_draft(ProgramFactory())
    foreign = comments.write(elsewhere, "Secret", by=member(elsewhere.program))
    neighbour = comments.write(small_draft(program), "Same keys", by=manager)
    client = as_(manager)

    answers = [
        client.post(address, {"text": "x"})
        for address in (
            deed(at, draft, foreign, verb),
            deed(at, draft, neighbour, verb),
            at("mapversion_comment", draft.pk, foreign.pk + 999, verb),
            deed(at, elsewhere, foreign, verb),
        )
    ]

    assert {(answer.status_code, answer.content) for answer in answers} == {
        (404, answers[0].content)
    }


def test_deeds_are_posted_only(draft, thread, manager, as_, at):
    assert as_(manager).get(deed(at, draft, thread, "resolve")).status_code == 405
    thread.refresh_from_db()
    assert thread.resolved_at is None


def test_who_left_sees_none_of_it(program, draft, thread, contributor, as_, at):
    program.memberships.filter(user=contributor).delete()
    client = as_(contributor)

    for address in (
        at("mapversion_threads", draft.pk),
        at("mapversion_comments", draft.pk, APPLY),
        deed(at, draft, thread, "withdraw"),
    ):
        assert client.post(address).status_code == 404


def test_the_page_narrows_to_what_is_asked_for(published, viewer, contributor, as_, at):
    comments.write(published, "open", by=contributor, element_key=APPLY)
    settled = comments.write(published, "settled", by=contributor)
    comments.resolve(settled, by=contributor)
    comments.write(published, "gone", by=contributor, element_key=key("First use"))
    comments.reply(comments.write(published, "mine by a reply", by=contributor), "me", by=viewer)
    comments.write(published, f"to @{viewer.username}", by=contributor)
    second = drafts.replace(
        versions.start_draft(published.map, by=None), without(small_map(), "First use"), by=None
    )
    client, address = as_(viewer), at("mapversion_threads", second.pk)

    def ask(**query):
        return sorted(shown(client.get(address, query)))

    every = sorted(["open", "gone", "mine by a reply", f"to @{viewer.username}"])
    assert ask() == ask(show="all") == ask(show="nonsense") == every
    assert ask(show="resolved") == []
    assert ask(show="mine") == sorted(["mine by a reply", f"to @{viewer.username}"])
    assert ask(show="unplaced") == ["gone"]
    assert ask(element=APPLY) == ["open"]
    assert ask(element="map") == sorted(["mine by a reply", f"to @{viewer.username}"])
    assert ask(thread="x" * 30) == every
    assert shown(client.get(at("mapversion_threads", published.pk), {"show": "resolved"})) == [
        "settled"
    ]


def test_pages_go_by_key(draft, contributor, as_, at, monkeypatch):
    monkeypatch.setattr(comments_page, "PAGE", 2)
    for number in range(5):
        comments.write(draft, str(number), by=contributor)
    client, address = as_(contributor), at("mapversion_threads", draft.pk)

    pages = []
    while address:
        answer = client.get(address)
        pages.append(shown(answer))
        address = answer.context["older"]

    assert pages == [["4", "3"], ["2", "1"], ["0"]]


def test_hostile_words_are_words(draft, contributor, as_, at):
    words = '<img src=x onerror=alert(1)> @tomas</b> {{ 7|add:"7" }}'
    comments.write(draft, words, by=contributor)
    for name, arguments in (("mapversion_threads", ()), ("mapversion_comments", ("map",))):
        text = as_(contributor).get(at(name, draft.pk, *arguments)).content.decode()
        assert "<img" not in text
        assert "&lt;img src=x onerror=alert(1)&gt; <b class=" in text
        assert "@tomas</b>&lt;/b&gt; {{ 7|add" in text


def test_pages_take_the_same_queries_whatever_was_said(program, draft, manager, contributor, as_, at):  # fmt: skip
    client = as_(manager)

    def counted():
        found = []
        for address in (
            at("mapversion_threads", draft.pk),
            at("mapversion_comments", draft.pk, APPLY),
            at("mapversion_map", draft.pk),
            reverse("admin:inbox"),
        ):
            client.get(address)
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    def talk(number):
        for _ in range(number):
            thread = comments.write(draft, "@mara", by=contributor, element_key=APPLY)
            comments.reply(thread, "@tomas", by=manager)
            comments.reply(thread, "@mara", by=member(program, "viewer"))
            comments.write(draft, "Here", by=contributor, element_key=key("Call drops"))

    talk(1)
    before = counted()
    talk(4)

    assert counted() == before
    assert max(before) <= 24


def test_the_map_says_how_many_are_open_and_where(draft, thread, manager, as_, at):
    comments.write(draft, "On all of it", by=manager)

    answer = as_(manager).get(at("mapversion_map", draft.pk))

    assert answer.context["comments"]["counts"] == {APPLY: 1, "": 1}
    assert 'Comments <span class="count">2' in answer.content.decode()


def test_the_review_shows_on_the_map_and_on_the_pages_of_its_verbs(program, draft, manager, as_, at):  # fmt: skip
    program.required_approvals = 2
    program.save()
    author, second = member(program, "manager"), member(program, "manager", first_name="Nadia")
    versions.submit(draft, by=author, note="The second stage, please")
    versions.approve(draft, by=second, note="Clear")

    page = as_(manager).get(at("mapversion_map", draft.pk)).content.decode()
    publish = as_(manager).get(at("mapversion_verb", draft.pk, "publish")).content.decode()
    own = as_(author).get(at("mapversion_verb", draft.pk, "approve")).content.decode()
    posted = as_(manager).post(at("mapversion_verb", draft.pk, "publish"), follow=True)

    assert "Review <b><bdi>1 of 2</bdi></b> <bdi>by Nadia</bdi>" in page
    assert "Review 1 of 2" in publish
    assert "The second stage, please" in publish
    assert "One more person must approve it before it can be published." in publish
    assert 'name="note"' not in publish
    assert "You submitted version 1 yourself." in own
    assert "1 of 2 approvals" in posted.content.decode()

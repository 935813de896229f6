"""Comments: who is mentioned, what is carried on, what only the author may, what is never shared."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys import comments, drafts, versions
from journeys.comments import NotYours, Part
from journeys.models import Comment, MapVersion, Membership, Notification
from tests.factories import member, published_map, small_draft
from tests.factories.people import UserFactory
from tests.journeys.sample import key, small_map, without

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara(program):
    return member(program, "manager", username="mara")


@pytest.fixture
def tomas(program):
    return member(program, "contributor", username="tomas.keller")


@pytest.fixture
def draft(program):
    return small_draft(program)


def texts_on(version):
    return sorted(comments.threads_on(version).values_list("text", flat=True))


def told(user):
    return list(user.notifications.order_by("id").values_list("kind", "text"))


# --- mentions ---

MENTIONS = [
    ("@mara, look", ["mara"]),
    ("Look, @Mara.", ["mara"]),
    ("(@tomas.keller)", ["tomas.keller"]),
    ("Ask @tomas.keller.", ["tomas.keller"]),
    ("@mara @mara @tomas.keller", ["mara", "tomas.keller"]),
    ("write to info@mara", []),
    ("@nobody and @outsider and @left", []),
    ("@@mara", []),
    ("@mara.keller", []),
    ("Well, @mara...", ["mara"]),
    ("@mara....", []),
    ("no one", []),
]


@pytest.mark.parametrize(("text", "names"), MENTIONS)
def test_only_members_are_mentioned(program, draft, mara, tomas, text, names):
    UserFactory(username="outsider")
    member(program, "manager", username="left", is_active=False)
    author = member(program, "viewer", username="vera")

    comment = comments.write(draft, text, by=author)

    assert sorted(comment.mentions.values_list("username", flat=True)) == names
    people = Notification.objects.filter(kind="mention").order_by("recipient__username")
    assert list(people.values_list("recipient__username", flat=True)) == names


def test_picked_members_are_mentioned_beside_the_text(draft, mara, tomas):
    UserFactory(username="outsider")

    comment = comments.write(
        draft, "Is this so?", by=mara, mentions=["Tomas.Keller", "outsider", "mara"]
    )

    # Who mentions themselves is mentioned, but not told.
    assert sorted(comment.mentions.values_list("username", flat=True)) == ["mara", "tomas.keller"]
    assert told(mara) == []
    assert told(tomas) == [("mention", "Is this so?")]


def test_parts_mark_mentions_and_nothing_else():
    assert comments.parts("Hi @Mara, <b>@x</b> a@mara", ["mara"]) == [
        Part("Hi "),
        Part("@Mara", is_mention=True),
        Part(", <b>@x</b> a@mara"),
    ]
    assert comments.parts("", ["mara"]) == []


def test_editing_tells_only_who_is_new_in_it_and_keeps_who_was_picked(draft, mara, tomas):
    vera = member(draft.program, "viewer", username="vera")
    comment = comments.write(draft, "@tomas.keller?", by=mara, mentions=["vera"])

    comments.edit(comment, "@tomas.keller, now?", by=mara)

    assert set(comment.mentions.all()) == {tomas, vera}
    # Once told, they read what it says now.
    assert told(tomas) == told(vera) == [("mention", "@tomas.keller, now?")]


# --- texts ---


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Write something"),
        (" \n ", "Write something"),
        ("x" * 10_001, "10,000 characters; this has 10,001"),
        ("a\0b", "no text has"),
    ],
)
def test_a_text_that_is_none_is_refused(draft, mara, text, problem):
    with pytest.raises(ValidationError, match=problem):
        comments.write(draft, text, by=mara)

    assert not Comment.objects.exists()


def test_an_element_must_be_in_the_version(draft, mara):
    with pytest.raises(ValidationError, match="no element with this key"):
        comments.write(draft, "Where?", by=mara, element_key=key("Nothing"))


# --- one's own words ---


@pytest.mark.parametrize("verb", [comments.edit, comments.withdraw])
def test_only_the_author_changes_or_withdraws_words(draft, mara, tomas, verb):
    comment = comments.write(draft, "Mine", by=tomas)
    said = {"text": "Yours"} if verb is comments.edit else {}

    with pytest.raises(NotYours):
        verb(comment, by=mara, **said)

    assert Comment.objects.get().text == "Mine"


def test_withdrawn_words_are_nowhere_and_the_thread_stays(draft, mara, tomas):
    thread = comments.write(draft, "Secret, @tomas.keller", by=mara)
    comments.reply(thread, "Noted", by=tomas)

    comments.withdraw(thread, by=mara)

    thread.refresh_from_db()
    assert (thread.text, thread.withdrawn_at is not None, thread.mentions.count()) == ("", True, 0)
    assert set(Comment.history.filter(id=thread.pk).values_list("text", flat=True)) == {""}
    assert told(tomas) == []
    assert [reply.text for reply in thread.replies.all()] == ["Noted"]
    with pytest.raises(ValidationError, match="was withdrawn"):
        comments.edit(thread, "Again", by=mara)


def test_a_reply_tells_who_is_in_the_thread_once(draft, mara, tomas):
    vera = member(draft.program, "viewer", username="vera")
    thread = comments.write(draft, "Why?", by=mara)
    comments.reply(thread, "Because", by=tomas)

    answer = comments.reply(thread, "Really, @mara?", by=vera)

    # Mentioned in it, mara is told of that and not of the reply as well.
    assert told(mara) == [("reply", "Because"), ("mention", "Really, @mara?")]
    assert told(tomas) == [("reply", "Really, @mara?")]
    assert comments.reply(answer, "To a reply", by=mara).reply_to == thread


# --- versions ---


def test_open_threads_are_carried_on_and_resolved_ones_stay(program, mara, tomas):
    first = published_map(program)
    open_one = comments.write(first, "Open", by=mara, element_key=key("Apply"))
    settled = comments.write(first, "Settled", by=mara)
    comments.resolve(settled, by=tomas)
    second = versions.start_draft(first.map, by=mara)
    comments.write(second, "New", by=mara, element_key=key("Apply"))

    assert texts_on(first) == ["Open", "Settled"]
    assert texts_on(second) == ["New", "Open"]
    assert comments.open_counts(second) == {key("Apply"): 2}
    assert comments.open_counts(first) == {key("Apply"): 1}

    comments.resolve(open_one, by=tomas, on=second)
    third = versions.start_draft(versions.publish(second, by=mara).map, by=mara)

    # It stays with the version in which it was settled.
    assert texts_on(first) == ["Settled"]
    assert texts_on(second) == ["New", "Open"]
    assert texts_on(third) == ["New"]

    comments.reopen(settled, by=tomas)
    assert texts_on(third) == ["New", "Settled"]


def test_threads_of_a_discarded_draft_are_carried_on(program, mara):
    first = published_map(program)
    second = versions.start_draft(first.map, by=mara)
    comments.write(second, "Kept", by=mara)
    versions.discard(second, by=mara)

    assert texts_on(versions.start_draft(first.map, by=mara)) == ["Kept"]
    assert texts_on(first) == []


def test_comments_never_show_on_another_map_with_the_same_keys(program, mara):
    one, other = small_draft(program), small_draft(program)
    thread = comments.write(one, "Here", by=mara, element_key=key("Apply"))
    comments.reply(thread, "Too", by=mara)

    assert texts_on(other) == []
    assert comments.open_counts(other) == {}
    assert not Comment.objects.on(other).exists()
    # Nor does settling it there move it.
    comments.resolve(thread, by=mara, on=other)
    assert Comment.objects.get(pk=thread.pk).version == one


def test_a_thread_whose_element_is_gone_is_unplaced(program, mara):
    first = published_map(program)
    comments.write(first, "Gone", by=mara, element_key=key("First use"))
    comments.write(first, "There", by=mara, element_key=key("Apply"))
    comments.write(first, "Map", by=mara)
    second = drafts.replace(
        versions.start_draft(first.map, by=mara), without(small_map(), "First use"), by=mara
    )

    def lost(version):
        rows = comments.unplaced(version, comments.threads_on(version))
        return list(rows.values_list("text", flat=True))

    assert (lost(first), lost(second)) == ([], ["Gone"])


def test_open_counts_take_one_query(draft, mara):
    for number in range(4):
        comments.write(draft, str(number), by=mara, element_key=key("Apply"))
    draft = MapVersion.objects.get(pk=draft.pk)

    with CaptureQueriesContext(connection) as queries:
        counts = comments.open_counts(draft)

    assert (counts, len(queries)) == ({key("Apply"): 4}, 1)


def test_of_open_threads_replies_are_told_apart_from_those_of_resolved_ones(draft, mara):
    one, two = (comments.write(draft, name, by=mara) for name in ("one", "two"))
    comments.reply(one, "to one", by=mara)
    comments.reply(two, "to two", by=mara)
    comments.resolve(two, by=mara)

    def texts(rows):
        return sorted(rows.values_list("text", flat=True))

    assert texts(Comment.objects.all().open()) == ["one", "to one"]
    assert texts(Comment.objects.of_threads(resolved_at__isnull=False)) == ["to two", "two"]


def test_who_left_the_program_is_not_told(program, draft, mara, tomas):
    thread = comments.write(draft, "Why?", by=tomas)
    Membership.objects.filter(user=tomas).delete()

    comments.reply(thread, "Because, @tomas.keller", by=mara)

    assert told(tomas) == []


def test_resolving_twice_changes_nothing(draft, mara, tomas):
    thread = comments.write(draft, "Why?", by=mara)
    first = comments.resolve(thread, by=mara)

    again = comments.resolve(thread, by=tomas)

    assert (again.resolved_by, again.resolved_at) == (mara, first.resolved_at)

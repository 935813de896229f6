"""Comments on a map and its elements as verbs: write, reply, edit, withdraw, resolve, reopen.

A thread belongs to a map and an element's key. While it is open it is carried to the versions after
the one it was begun on; once resolved it stays with the version it was resolved on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from msgspec import Struct

from journeys import history, notifications
from journeys.models import ELEMENTS, Comment, MapVersion, Membership, Notification
from journeys.models.review import LONGEST_COMMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.contrib.auth.models import User

    from journeys.models.review import CommentQuerySet

#: An @ that does not stand inside a word or an address, and what may be a username's characters.
_MENTION = re.compile(r"(?<![\w@.+-])@([\w.@+-]{1,150})")
#: What a sentence may have put behind a name.
_BEHIND_A_NAME = ".-+@"
#: Of those, so many are taken off in search of the name: an ellipsis, no more.
MOST_BEHIND = 3
#: Mentions looked at in one text; the rest is just text.
MOST_MENTIONS = 50


class NotYours(PermissionDenied):
    """Only who wrote a comment changes its text or takes it back."""


class Part(Struct, frozen=True):
    """A piece of a comment's text; a mention of somebody who was told is marked."""

    text: str
    is_mention: bool = False


class Place(Struct, frozen=True):
    """What an element is called in a version."""

    kind: str
    name: str


@transaction.atomic
def write(
    version: MapVersion,
    text: str,
    *,
    by: User,
    element_key: str = "",
    mentions: Iterable[str] = (),
) -> Comment:
    """Begin a thread on an element of a version, or on the whole map if no key is given.

    `mentions` are usernames picked beside those in the text. Raises `ValidationError`.
    """
    text = _checked(text)
    if element_key and element_key not in places(version, [element_key]):
        raise ValidationError(
            {"element_key": "This version has no element with this key. It may have been removed."}
        )
    return _said(
        Comment(
            program_id=version.program_id, map_id=version.map_id, version=version,
            element_key=element_key, text=text,
        ),
        by=by, verb="write", picked=mentions,
    )  # fmt: skip


@transaction.atomic
def reply(
    to: Comment,
    text: str,
    *,
    by: User,
    on: MapVersion | None = None,
    mentions: Iterable[str] = (),
) -> Comment:
    """Answer in a thread; `on` is the version in which it was read, if it was carried there."""
    thread = thread_of(to)
    text = _checked(text)
    version = on if on is not None and on.map_id == thread.map_id else thread.version
    answer = _said(
        Comment(
            program_id=thread.program_id, map_id=thread.map_id, version=version,
            element_key=thread.element_key, reply_to=thread, text=text,
        ),
        by=by, verb="reply", picked=mentions,
    )  # fmt: skip
    others = Comment.objects.filter(Q(pk=thread.pk) | Q(reply_to=thread))
    told = set(answer.mentions.values_list("pk", flat=True))
    notifications.tell(
        set(others.values_list("author_id", flat=True)) - told,
        Notification.Kind.REPLY,
        version,
        by=by,
        text=text,
        comment=answer,
    )
    return answer


@transaction.atomic
def edit(comment: Comment, text: str, *, by: User, mentions: Iterable[str] = ()) -> Comment:
    """Change one's own words; people they mention only now are told. Raises `NotYours`."""
    comment = _own(comment, by)
    if comment.withdrawn_at is not None:
        raise ValidationError("This comment was withdrawn. Write a new one.")
    text = _checked(text)
    if text == comment.text and not set(mentions):
        return comment
    in_text = set(mentioned(comment.text, comment.program_id))
    picked = [user.get_username() for user in comment.mentions.all() if user not in in_text]
    comment.text, comment.edited_at = text, timezone.now()
    _save(comment, by=by, verb="edit", fields=["text", "edited_at"])
    Notification.objects.filter(comment=comment).update(text=notifications.excerpt(text))
    _mention(comment, by=by, picked=[*mentions, *picked])
    return comment


@transaction.atomic
def withdraw(comment: Comment, *, by: User) -> Comment:
    """Take one's own words back, out of history and inboxes too. The thread stays. Raises `NotYours`."""
    comment = _own(comment, by)
    if comment.withdrawn_at is not None:
        return comment
    comment.text, comment.withdrawn_at = "", timezone.now()
    _save(comment, by=by, verb="withdraw", fields=["text", "withdrawn_at"])
    comment.mentions.clear()
    Comment.history.filter(id=comment.pk).update(text="")
    told = Notification.objects.filter(comment=comment)
    told.filter(read_at__isnull=True).delete()
    told.update(text="")
    return comment


@transaction.atomic
def resolve(thread: Comment, *, by: User | None, on: MapVersion | None = None) -> Comment:
    """Call a thread settled; it stays with `on`, the version in which that was done."""
    thread = _locked(thread_of(thread))
    if thread.resolved_at is not None:
        return thread
    thread.resolved_at, thread.resolved_by = timezone.now(), by
    fields = ["resolved_at", "resolved_by"]
    if on is not None and on.map_id == thread.map_id and on.number > thread.version.number:
        thread.version = on
        fields.append("version")
    _save(thread, by=by, verb="resolve", fields=fields)
    return thread


@transaction.atomic
def reopen(thread: Comment, *, by: User | None) -> Comment:
    """Take a thread up again; the versions after the one it stayed with show it too."""
    thread = _locked(thread_of(thread))
    if thread.resolved_at is None:
        return thread
    thread.resolved_at = thread.resolved_by = None
    _save(thread, by=by, verb="reopen", fields=["resolved_at", "resolved_by"])
    return thread


def refuse_others(comment: Comment, by: User) -> None:
    """Raise `NotYours` unless this person wrote the comment."""
    if comment.author_id is None or comment.author_id != by.pk:
        raise NotYours("Only who wrote a comment can change it.")


# --- reading ---


def thread_of(comment: Comment) -> Comment:
    """Return the comment that begins the thread this one stands in."""
    return comment if comment.reply_to is None else comment.reply_to


def threads_on(version: MapVersion) -> CommentQuerySet:
    """Return the threads that stand on a version, carried ones included."""
    rows: CommentQuerySet = Comment.objects.all()
    return rows.threads().on(version)


def open_counts(version: MapVersion) -> dict[str, int]:
    """Return how many open threads each element of a version has, the whole map under ""; one query."""
    open_ones = threads_on(version).filter(resolved_at__isnull=True).order_by()
    counted = open_ones.values_list("element_key").annotate(number=Count("pk"))
    return dict(counted)


def unplaced(version: MapVersion, threads: CommentQuerySet) -> CommentQuerySet:
    """Keep threads about elements that the version does not have any more."""
    for model in ELEMENTS:
        there = model._default_manager.filter(version=version, key=OuterRef("element_key"))
        threads = threads.filter(~Exists(there))
    return threads.exclude(element_key="")


def places(version: MapVersion, keys: Iterable[str]) -> dict[str, Place]:
    """Return what elements are called in a version, by key: one query a kind."""
    wanted = {key for key in keys if key}
    found: dict[str, Place] = {}
    for model in ELEMENTS if wanted else ():
        rows = model._default_manager.filter(version=version, key__in=wanted)
        kind = str(model._meta.verbose_name)
        found |= {row.key: Place(kind, str(row)) for row in rows}
    return found


def parts(text: str, usernames: Iterable[str]) -> list[Part]:
    """Return a text in pieces, with the mentions of these people marked. Pure: no names are looked up."""
    known = {name.lower() for name in usernames}
    pieces: list[Part] = []
    end = 0
    for match in _MENTION.finditer(text):
        name = next((name for name in _readings(match[1]) if name in known), "")
        if name:
            if match.start() > end:
                pieces.append(Part(text[end : match.start()]))
            end = match.start(1) + len(name)
            pieces.append(Part(text[match.start() : end], is_mention=True))
    return [*pieces, Part(text[end:])] if end < len(text) else pieces


def mentioned(text: str, program_id: int, picked: Iterable[str] = ()) -> list[User]:
    """Return the members of a program a text mentions; anybody else's name is just text."""
    matches = [match[1] for match in _MENTION.finditer(text)][:MOST_MENTIONS]
    chosen = [name.lower() for name in picked][:MOST_MENTIONS]
    wanted = {name for match in matches for name in _readings(match)} | set(chosen)
    if not wanted:
        return []
    members = (
        Membership.objects.filter(program=program_id, user__is_active=True)
        .annotate(lower_name=Lower("user__username"))
        .filter(lower_name__in=wanted)
        .select_related("user")
    )
    by_name = {member.user.get_username().lower(): member.user for member in members}
    found = [
        next((by_name[name] for name in _readings(match) if name in by_name), None)
        for match in matches
    ]
    found += [by_name.get(name) for name in chosen]
    return list(dict.fromkeys(user for user in found if user is not None))


# --- how it is done ---


def _readings(match: str) -> Iterator[str]:
    """Give what may be meant by what follows an @: all of it, or less of what may end a sentence."""
    name = match.lower()
    yield name
    for _ in range(MOST_BEHIND):
        if not name or name[-1] not in _BEHIND_A_NAME:
            return
        name = name[:-1]
        yield name


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError({"text": "Write something."})
    if "\0" in text:
        raise ValidationError({"text": "There is a character in it that no text has."})
    if len(text) > LONGEST_COMMENT:
        raise ValidationError(
            {"text": f"Keep it to {LONGEST_COMMENT:,} characters; this has {len(text):,}."}
        )
    return text


def _said(comment: Comment, *, by: User, verb: str, picked: Iterable[str]) -> Comment:
    comment.author, comment.author_name = by, by.get_username()
    history.deed(comment, by=by, verb=verb)
    comment.save()
    _mention(comment, by=by, picked=picked)
    return comment


def _mention(comment: Comment, *, by: User, picked: Iterable[str]) -> None:
    """Keep who a comment mentions, and tell those who are new in it."""
    people = mentioned(comment.text, comment.program_id, picked)
    before = set(comment.mentions.values_list("pk", flat=True))
    comment.mentions.set(people)
    notifications.tell(
        {person.pk for person in people} - before,
        Notification.Kind.MENTION,
        comment.version,
        by=by,
        text=comment.text,
        comment=comment,
    )


def _own(comment: Comment, by: User) -> Comment:
    comment = _locked(comment)
    refuse_others(comment, by)
    return comment


def _locked(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",)).select_related("version").get(pk=comment.pk)
    )


def _save(comment: Comment, *, by: User | None, verb: str, fields: list[str]) -> None:
    history.deed(comment, by=by, verb=verb)
    comment.save(update_fields=[*fields, "updated_at"])

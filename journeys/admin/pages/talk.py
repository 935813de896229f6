"""Threads of comments as pages show them: read in a fixed number of queries, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from journeys import comments
from journeys.admin.names import full_names, name_of
from journeys.models import Comment, Membership

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from journeys.models import MapVersion

#: Replies read for all threads of a page together, and members offered to be mentioned.
MOST_REPLIES, MOST_MEMBERS = 500, 100


class Line(Struct, frozen=True):
    """One comment: who said what, when. `also` names who was picked beside the text."""

    id: int
    author: str
    at: datetime
    text: str
    parts: list[comments.Part]
    also: tuple[str, ...]
    is_own: bool
    is_edited: bool
    is_withdrawn: bool


class Thread(Struct, frozen=True):
    """A comment with its replies, and where it stands; `carried_from` is the number of another version."""

    id: int
    key: str
    kind: str
    place: str
    is_placed: bool
    is_open: bool
    resolved_by: str
    resolved_at: datetime | None
    carried_from: int | None
    first: Line
    replies: tuple[Line, ...]


class MemberToMention(Struct, frozen=True):
    """Somebody who can be mentioned."""

    username: str
    name: str


def threads(rows: Iterable[Comment], version: MapVersion, user: Any) -> list[Thread]:
    """Return threads with everything said in them; `rows` are those that begin one, with their version."""
    begun = list(rows)
    if not begun:
        return []
    answers = list(
        Comment.objects.filter(reply_to__in=[row.pk for row in begun]).order_by("id")[:MOST_REPLIES]
    )
    reader = _Reader([*begun, *answers], begun, user)
    places = comments.places(version, (row.element_key for row in begun))
    replies: dict[int, list[Line]] = {}
    for answer in answers:
        replies.setdefault(answer.reply_to_id or 0, []).append(reader.line(answer))
    return [
        reader.thread(row, version, places.get(row.element_key), replies.get(row.pk, ()))
        for row in begun
    ]


def members(version: MapVersion, user: Any) -> list[MemberToMention]:
    """Return whom this person can mention: the other members of the program."""
    rows = (
        Membership.objects.filter(program=version.program_id, user__is_active=True)
        .exclude(user=user.pk)
        .select_related("user")
        .order_by("user__first_name", "user__username")
    )
    return [
        MemberToMention(row.user.get_username(), name_of(row.user)) for row in rows[:MOST_MEMBERS]
    ]


class _Reader:
    """Knows the people of all comments at hand: two queries."""

    def __init__(self, said: Sequence[Comment], begun: Sequence[Comment], user: Any) -> None:
        self.user_id = user.pk
        links = Comment.mentions.through.objects.filter(comment__in=[row.pk for row in said])
        self.mentions: dict[int, list[str]] = {}
        for comment_id, name in links.order_by("user__username").values_list(
            "comment_id", "user__username"
        ):
            self.mentions.setdefault(comment_id, []).append(name)
        usernames = {row.author_name for row in said}
        usernames |= {row.resolved_by.get_username() for row in begun if row.resolved_by}
        usernames |= {name for names in self.mentions.values() for name in names}
        self.names = full_names(usernames)

    def name(self, username: str) -> str:
        return self.names.get(username, username) or "Somebody"

    def line(self, row: Comment) -> Line:
        mentioned = self.mentions.get(row.pk, [])
        parts = comments.parts(row.text, mentioned)
        in_text = {part.text[1:].lower() for part in parts if part.is_mention}
        return Line(
            id=row.pk,
            author=self.name(row.author_name),
            at=row.created_at,
            text=row.text,
            parts=parts,
            also=tuple(self.name(name) for name in mentioned if name.lower() not in in_text),
            is_own=row.author_id is not None and row.author_id == self.user_id,
            is_edited=row.edited_at is not None,
            is_withdrawn=row.withdrawn_at is not None,
        )

    def thread(
        self,
        row: Comment,
        version: MapVersion,
        place: comments.Place | None,
        replies: Iterable[Line],
    ) -> Thread:
        where = place or comments.Place("", "")
        return Thread(
            id=row.pk,
            key=row.element_key,
            kind=where.kind if row.element_key else "map",
            place=where.name,
            is_placed=place is not None or not row.element_key,
            is_open=row.resolved_at is None,
            resolved_by=self.name(row.resolved_by.get_username()) if row.resolved_by else "",
            resolved_at=row.resolved_at,
            carried_from=row.version.number if row.version_id != version.pk else None,
            first=self.line(row),
            replies=tuple(replies),
        )

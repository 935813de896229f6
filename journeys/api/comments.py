"""Comments on maps and their elements: threads, and the replies in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action

from journeys import comments
from journeys.api.fields import Key, PerPage, ShownName, Text, VisibleRow
from journeys.api.filters import CommentFilters
from journeys.api.problems import of_form
from journeys.api.rows import RowSerializer
from journeys.api.views import Writable
from journeys.models import Comment, MapVersion
from journeys.models.review import LONGEST_COMMENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.request import Request
    from rest_framework.response import Response


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class MentionedNames(PerPage, serializers.Field):
    """The usernames of the people a comment mentions."""

    def load(self, ids: list[int]) -> dict[int, list[str]]:
        """Return usernames by comment."""
        links = Comment.mentions.through.objects.filter(comment_id__in=ids)
        found: dict[int, list[str]] = {}
        for comment_id, name in links.order_by("user__username").values_list(
            "comment_id", "user__username"
        ):
            found.setdefault(comment_id, []).append(name)
        return found

    def empty(self) -> list[str]:
        """Return that nobody is mentioned."""
        return []


class CommentSerializer(RowSerializer):
    """A comment; one with `reply_to` stands in that comment's thread. Withdrawn, its text is empty."""

    author = ShownName("author_name", help_text="Username.")
    mentions = MentionedNames(read_only=True, help_text="Usernames of the members it mentions.")
    resolved_by = ShownName("resolved_by__username", help_text="Username.")

    class Meta:
        model = Comment
        fields = (
            "id", "program", "map", "version", "element_key", "reply_to", "text", "author", "mentions",
            "edited_at", "withdrawn_at", "resolved_at", "resolved_by", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields


class _Strict(serializers.Serializer):
    def to_internal_value(self, data: Any) -> Any:
        """Refuse fields that do not exist."""
        unknown = {
            str(name): "There is no field of this name." for name in data if name not in self.fields
        }
        if unknown:
            raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class _Said(_Strict):
    text = Text(
        max_length=LONGEST_COMMENT,
        help_text="Plain text; @username mentions a member of the program.",
    )
    mentions = serializers.ListField(
        child=Text(max_length=150),
        required=False,
        max_length=comments.MOST_MENTIONS,
        help_text="Usernames of members to mention beside those in the text. Others are passed over.",
    )


class WriteSerializer(_Said):
    """A comment that begins a thread."""

    version = VisibleRow(MapVersion)
    element_key = Key(
        allow_blank=True, help_text="Key of the element; left out: the whole map.", default=""
    )


class ReplySerializer(_Said):
    """An answer in a thread."""

    version = VisibleRow(
        MapVersion,
        required=False,
        help_text="The version it was read on; the thread's if left out.",
    )


class EditSerializer(_Said):
    """Other words."""


class SettleSerializer(_Strict):
    """Where it was settled."""

    version = VisibleRow(
        MapVersion,
        required=False,
        help_text="The version in which it was settled: the thread stays with it.",
    )


class Comments(Writable):
    """Comments in your programs, threads and replies alike."""

    http_method_names = ["get", "head", "post", "patch"]
    model = Comment
    queryset = Comment.objects.none()
    serializer_class = CommentSerializer
    filterset_class = CommentFilters
    search_fields = ("text",)

    @extend_schema(request=WriteSerializer, responses={201: CommentSerializer})
    def create(self, request: Request) -> Response:
        """Begin a thread on a version: on one of its elements, or on the whole map."""
        body = self.body()
        said = WriteSerializer(data=body, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        given = said.validated_data
        version = given.pop("version")
        self.require("add", version)
        text = given.pop("text")
        comment = _taken(lambda: comments.write(version, text, by=self.person, **given))
        return self.answer(comment.pk, status.HTTP_201_CREATED)

    @extend_schema(request=ReplySerializer, responses={201: CommentSerializer})
    @action(detail=True, methods=["post"])
    def reply(self, request: Request, pk: str) -> Response:
        """Answer in a comment's thread."""
        comment = self.row(pk, related=("reply_to__version", "version"))
        self.require("add", comment)
        given = self._valid(ReplySerializer)
        text, on = given.pop("text"), given.pop("version", None)
        answer = _taken(lambda: comments.reply(comment, text, by=self.person, on=on, **given))
        return self.answer(answer.pk, status.HTTP_201_CREATED)

    @extend_schema(request=EditSerializer, responses=CommentSerializer)
    @transaction.atomic
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the text of your own comment. With If-Match, only if nobody was faster."""
        comment = self.writable(pk, "add")
        comments.refuse_others(comment, self.person)
        given = self._valid(EditSerializer)
        self.refuse_stale(comment)
        _taken(lambda: comments.edit(comment, by=self.person, **given))
        return self.answer(comment.pk)

    @extend_schema(request=None, responses=CommentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take your own words back. The comment stays without them, so that replies keep their place."""
        comment = self.row(pk)
        self.require("add", comment)
        comments.withdraw(comment, by=self.person)
        return self.answer(comment.pk)

    @extend_schema(request=SettleSerializer, responses=CommentSerializer)
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, pk: str) -> Response:
        """Call the comment's thread settled."""
        comment = self.row(pk, related=("reply_to",))
        self.require("resolve", comment)
        thread = comments.resolve(
            comment, by=self.person, on=self._valid(SettleSerializer).get("version")
        )
        return self.answer(thread.pk)

    @extend_schema(request=None, responses=CommentSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Take the comment's thread up again."""
        comment = self.row(pk, related=("reply_to",))
        self.require("resolve", comment)
        return self.answer(comments.reopen(comment, by=self.person).pk)

    def _valid(self, serializer: Any) -> dict[str, Any]:
        """Return what was sent. Raises a validation error per field."""
        said = serializer(data=self.body(), context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        return dict(said.validated_data)


def _taken(verb: Callable[[], Comment]) -> Comment:
    """Do a verb; what it refuses is said as a problem that names the field."""
    try:
        return verb()
    except ValidationError as error:
        raise of_form(error) from None

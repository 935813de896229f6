"""Which column of a file is what: said by a person, or guessed from the heads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct

from research.tables import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

DateOrder = Literal["", "day-first", "month-first"]


class Mapping(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The name of the column that holds each field; empty where no column does.

    `instrument` is the id of the question that texts and ratings answer. Kept with the study for its next file.
    """

    id: str = ""
    date: str = ""
    respondent: str = ""
    persona: str = ""
    segment: str = ""
    channel: str = ""
    element: str = ""
    text: str = ""
    rating: str = ""
    language: str = ""
    consent_until: str = ""
    #: Only in an event log: what happened. Each row is then a step of the way of `respondent`, at the time of `date`.
    activity: str = ""
    instrument: int | None = None
    #: Columns called like a stage or touchpoint hold its rating, each an answer of its own to the question.
    by_place: bool = False
    #: Further columns with ratings, and the ids of the questions they answer.
    ratings: dict[str, int] = {}
    #: Only needed where every date of the file could be read both ways.
    date_order: DateOrder = ""
    #: Mask e-mail addresses, telephone and card numbers in texts.
    mask: bool = True


COLUMNS = (
    "id", "date", "respondent", "persona", "segment", "channel", "element", "text", "rating", "language",
    "consent_until", "activity",
)  # fmt: skip

#: Heads as surveys, help desks and shops export them, most telling first; matched without case and punctuation.
_HEADS: dict[str, tuple[str, ...]] = {
    "id": (
        "response id",
        "responseid",
        "answer id",
        "ticket id",
        "message id",
        "tweet id",
        "comment id",
        "review id",
        "id",
        "uuid",
        "external id",
        "antwort id",
        "id respuesta",
    ),
    "date": (
        "submitted at",
        "created at",
        "answered at",
        "date",
        "datum",
        "fecha",
        "timestamp",
        "time",
        "created",
        "submitted",
        "end date",
        "completed",
        "tweet created",
        "received",
    ),
    "respondent": (
        "respondent",
        "respondent id",
        "participant",
        "participant id",
        "who",
        "customer id",
        "customerid",
        "user id",
        "email",
        "e mail",
        "customer",
        "contact id",
        "user",
        "kunde",
        "cliente",
    ),
    "persona": ("persona",),
    "segment": ("segment", "customer segment", "plan", "tier", "gruppe"),
    "channel": ("channel", "source", "kanal", "canal"),
    "element": (
        "touchpoint",
        "touch point",
        "stage",
        "step",
        "journey stage",
        "element",
        "kontaktpunkt",
    ),
    "text": (
        "text",
        "comment",
        "comments",
        "message",
        "feedback",
        "answer",
        "review",
        "verbatim",
        "body",
        "kommentar",
        "comentario",
        "commentaire",
        "description",
    ),
    "rating": (
        "rating",
        "score",
        "nps",
        "csat",
        "ces",
        "stars",
        "bewertung",
        "note",
        "puntuacion",
        "grade",
    ),
    "language": ("language", "lang", "sprache", "idioma", "langue"),
    "consent_until": ("consent until", "consent expires", "einwilligung bis"),
}
#: Heads of event logs; looked for only where nobody said or rated anything.
_EVENT_HEADS: dict[str, tuple[str, ...]] = {
    "activity": ("activity", "concept name", "event", "event name", "action", "event type", "aktivitaet", "task"),
    "respondent": (
        "case", "case id", "caseid", "case concept name", "session id", "visit id", "visitor id", "trace",
        "patient", "order id",
    ),
    "date": ("time timestamp", "time", "timestamp", "datetime", "complete timestamp", "start time"),
}  # fmt: skip


def guess(heads: Sequence[str], kept: dict[str, Any] | None = None) -> Mapping:
    """Return what the columns seem to be; what was kept of an earlier file comes first where it still fits."""
    found = _still_fitting(heads, kept or {})
    plain = {_plain(head): head for head in reversed(heads)}
    _look_for(_HEADS, plain, found)
    settings = _settings(kept or {})
    settings["ratings"] = {
        head: asked for head, asked in settings.get("ratings", {}).items() if head in heads
    }
    if not found.get("text") and not found.get("rating") and not settings.get("by_place"):
        found = _of_events(plain) or found
    return msgspec.convert({**settings, **found}, Mapping)


def _of_events(plain: dict[str, str]) -> dict[str, str]:
    """Return the columns of an event log, nothing if it seems to be none."""
    found: dict[str, str] = {}
    _look_for(_EVENT_HEADS, plain, found)
    if len(found) < len(_EVENT_HEADS):
        return {}
    rest = ("element", "channel", "respondent")
    _look_for({field: _HEADS[field] for field in rest}, plain, found)
    return found


def _look_for(
    wanted: dict[str, tuple[str, ...]], plain: dict[str, str], found: dict[str, str]
) -> None:
    taken = set(found.values())
    for field, names in wanted.items():
        if field in found:
            continue
        head = next((plain[name] for name in names if plain.get(name, "") not in {"", *taken}), "")
        if head:
            found[field] = head
            taken.add(head)


def from_json(data: Any) -> Mapping:
    """Return the mapping that somebody wrote; Refused says what is wrong with it."""
    try:
        return msgspec.convert(data, Mapping)
    except msgspec.ValidationError as error:
        raise Refused(
            f"The mapping is not right: {error}. It may name {', '.join(COLUMNS)}."
        ) from None


def _still_fitting(heads: Sequence[str], kept: dict[str, Any]) -> dict[str, str]:
    return {field: kept[field] for field in COLUMNS if kept.get(field) and kept[field] in heads}


def _settings(kept: dict[str, Any]) -> dict[str, Any]:
    names = ("instrument", "date_order", "mask", "by_place", "ratings")
    return {name: kept[name] for name in names if name in kept}


def _plain(head: str) -> str:
    return " ".join(re.findall(r"\w+", head.casefold().replace("_", " ")))

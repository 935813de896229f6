"""What the bar above a map says of a version: who it is about, what it rests on, how fresh it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from journeys.admin.names import full_names
from journeys.admin.pages.change_words import signed
from journeys.models import State
from journeys.standing import maps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import MapContents
    from journeys.models import MapVersion
    from journeys.reviews import Standing

#: More personas than this are counted, not named.
MOST_PERSONAS = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """A few words with an icon; `strong` is the part that matters, `tone` is "late" or ""."""

    icon: str
    strong: str
    rest: str = ""
    lead: str = ""
    tone: str = ""


def of(version: MapVersion, read: MapContents, *, is_newest: bool) -> tuple[Fact, ...]:
    """Return the facts in the order of the bar.

    `is_newest` says whether this is the newest published version: only that one is due for review.
    """
    return (
        *_personas(read),
        *_lowest(read),
        *_evidence(read),
        *_life(version),
        *(_review(version) if is_newest else ()),
    )


def review(standing: Standing | None) -> Iterator[Fact]:
    """Say how many of those who must have approved a version in review."""
    if standing is not None and standing.required:
        names = full_names(standing.people) if standing.approvals else {}
        by = ", ".join(names.get(one.by, one.by) for one in standing.approvals)
        yield Fact("how_to_reg", standing.words, f"by {by}" if by else "", lead="Review")


def _personas(read: MapContents) -> Iterator[Fact]:
    if not read.personas:
        yield Fact("person", "No persona yet", tone="missing")
    for persona in read.personas[:MOST_PERSONAS]:
        share = persona.share_of_customers
        yield Fact("person", persona.name, "" if share is None else f"{share:g} % of customers")
    more = len(read.personas) - MOST_PERSONAS
    if more > 0:
        yield Fact("group", f"and {more} more")


def _lowest(read: MapContents) -> Iterator[Fact]:
    """Name the touchpoint that feels worst: the first thing a manager asks of a map."""
    rated = [(part.emotion, part.name) for _, part in read.touchpoints if part.emotion is not None]
    if len(rated) > 1:
        emotion, name = min(rated, key=lambda pair: pair[0])
        yield Fact("south_east", name, signed(emotion), lead="Lowest")


def _evidence(read: MapContents) -> Iterator[Fact]:
    touchpoints = [touchpoint for _, touchpoint in read.touchpoints]
    if not touchpoints:
        return
    observed = sum(part.basis == "observed" for part in touchpoints)
    asked = sum(part.key in read.notes.get("observed", {}) for part in touchpoints)
    if not observed:
        said = f"customers were asked at {asked} of {len(touchpoints)}; take it over from Evidence"
        words = said if asked else "nobody was asked yet"
        yield Fact("edit_note", "Assumed by the team:", words, tone="assumed")
    else:
        assumed = len(touchpoints) - observed
        yield Fact(
            "calendar_today",
            window(read.version.evidence_from, read.version.evidence_to),
            f"{assumed} of {len(touchpoints)} touchpoints assumed",
            lead="Evidence",
        )
    unrated = sum(part.emotion is None for part in touchpoints)
    if unrated:
        yield Fact("help", f"{unrated} of {len(touchpoints)}", "not rated yet")


def window(start: date | None, end: date | None) -> str:
    """Return an evidence window in words."""
    if start and end:
        return f"{_day(start)} – {_day(end)}"
    if start:
        return f"since {_day(start)}"
    return f"until {_day(end)}" if end else "without a time window"


def _life(version: MapVersion) -> Iterator[Fact]:
    if version.published_at is not None:
        yield Fact(
            "lock",
            _day(localtime(version.published_at).date()),
            f"by {version.published_by_name}" if version.published_by_name else "",
            lead="Published",
        )
    elif version.state != State.DISCARDED:
        origin = f", from version {version.based_on.number}" if version.based_on else ""
        yield Fact(
            "edit_square", f"{_day(localtime(version.created_at).date())}{origin}", lead="Started"
        )


def _review(version: MapVersion) -> Iterator[Fact]:
    if version.published_at is None or version.state != State.PUBLISHED:
        return
    due = maps.due_on(version.published_at, version.map, version.program)
    if due is None:
        return
    late = (localdate() - due).days
    if late > 0:
        yield Fact("schedule", _days(late), "overdue", lead="Review", tone="late")
        return
    when = "today" if not late else f"in {_days(-late)}"
    looked_at = version.map.reviewed_at
    if looked_at is not None and looked_at > version.published_at:
        yield Fact("schedule", _ago((localdate() - localdate(looked_at)).days), f"due {when}", lead="Reviewed")  # fmt: skip
    else:
        yield Fact("schedule", when, lead="Review due")


def _ago(days: int) -> str:
    return f"{_days(days)} ago" if days else "today"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _day(day: date) -> str:
    return str(date_format(day, "j M Y"))

"""Drift: fresh answers held against the published map they disagree with, and raised to who owns it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from msgspec import Struct

from journeys import contents, notifications
from journeys.models import MapVersion, Notification, Program, State
from research import drifting, evidence
from research.drifting import Finding, Share
from research.evidence import Window
from research.models import (
    DiscoveryRun,
    DriftLook,
    DriftSignal,
    Insight,
    PlacementRule,
    Response,
    Theme,
    ThemeMention,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeys.contents import MapContents
    from journeys.models import JourneyMap

#: Fresh answers before the first look, and how many times more there must be for the next.
FIRST, GROWTH = 20, 1.2
PAINS = "pain_points"


class Signal(Struct, frozen=True):
    """Something fresh answers say against the map: what, of what, in one sentence, with its figures."""

    kind: drifting.Kind
    key: str
    name: str
    sentence: str
    figures: Finding
    is_set_aside: bool = False


class Drift(Struct, frozen=True):
    """A look at a published map. `level` is the false discovery rate this look may spend of 5 %."""

    map: int
    version: int
    until: date | None
    fresh_since: date | None
    fresh_answers: int
    look: int
    level: float
    signals: tuple[Signal, ...]


def standing(journey: JourneyMap) -> MapVersion | None:
    """Return the version of a map that is published now."""
    rows = MapVersion.objects.filter(map=journey, state=State.PUBLISHED)
    return rows.select_related("map", "program").order_by("-number").first()


def of(version: MapVersion) -> Drift:
    """Return what fresh answers say against a published version. A fixed number of queries; nothing is written."""
    before, fresh = windows(version)
    known = DriftLook.objects.filter(version=version).first()
    answers = _answers(version, fresh)
    look = max(known.number if known else 0, 1)
    if known is not None and _is_due(known, answers):
        look = known.number + 1
    aside = set(
        DriftSignal.objects.filter(version=version, is_set_aside=True).values_list(
            "kind", "subject_key"
        )
    )
    read = contents.read(version)
    names = _names(version, read)
    found = _findings(version, read, look)
    signals = tuple(
        Signal(one.kind, one.key, names[one.key], sentence(one), one, (one.kind, one.key) in aside)
        for one in found
    )
    return Drift(
        version.map_id, version.pk, before.until, fresh.since, answers, look, drifting.level(look), signals
    )  # fmt: skip


def windows(version: MapVersion) -> tuple[Window, Window]:
    """Return the time a published version speaks of, and the time after it."""
    ends = version.evidence_to
    if ends is None:
        published = version.published_at or version.created_at
        ends = timezone.localtime(published).date()
    return Window(version.evidence_from, ends), Window(ends + timedelta(days=1))


def look_everywhere(program_id: int | None = None) -> int:
    """Look at every map that is published, of one program or of all that are active; return what is new."""
    rows = MapVersion.objects.filter(
        state=State.PUBLISHED, map__is_archived=False, program__status=Program.Status.ACTIVE
    )
    if program_id is not None:
        rows = rows.filter(program=program_id)
    return sum(len(look(version)) for version in rows.select_related("map", "program").order_by("pk"))  # fmt: skip


@transaction.atomic
def look(version: MapVersion) -> list[DriftSignal]:
    """Raise what drifted since the last look, if enough answers came in since; return what is new.

    Safe to run twice: a signal is raised once per version, and told to the map's owner once.
    """
    # As it stands: the caller may have held it since before it was published.
    version = MapVersion.objects.select_related("map", "program").get(pk=version.pk)
    DriftLook.objects.get_or_create(version=version, defaults={"program_id": version.program_id})
    known = DriftLook.objects.select_for_update().get(version=version)
    answers = _answers(version, windows(version)[1])
    if not _is_due(known, answers):
        return []
    read = contents.read(version)
    names, new = _names(version, read), []
    for one in _findings(version, read, known.number + 1):
        facts = {
            "figures": msgspec.to_builtins(one),
            "subject_name": names[one.key][:200],
            "look": known.number + 1,
        }
        row, is_new = DriftSignal.objects.update_or_create(
            version=version, kind=one.kind, subject_key=one.key, defaults=facts,
            create_defaults=facts | {"program_id": version.program_id, "map_id": version.map_id},
        )  # fmt: skip
        new += [row] if is_new else []
    known.number, known.answers, known.looked_at = known.number + 1, answers, timezone.now()
    known.save()
    if new:
        _tell(version, new)
    return new


def set_aside(signal: DriftSignal, *, by: Any) -> DriftSignal:
    """Say that a signal needs nothing; it is not shown any more."""
    signal.is_set_aside, signal.set_aside_by_name = True, by.get_username() if by else ""
    signal.save(update_fields=["is_set_aside", "set_aside_by_name", "updated_at"])
    return signal


def sentence(one: Finding) -> str:
    """Say a finding in one line."""
    if one.kind in {"better", "worse"}:
        return (
            f"feels {one.kind}: {evidence.signed(one.before)} ({one.n_before:,} people) before,"
            f" {evidence.signed(one.after)} ({one.n_after:,}) since; difference"
            f" {evidence.signed(one.low)} to {evidence.signed(one.high)}"
        )
    was, now = (f"{share:.1%}".replace(".0%", "%").replace("%", " %") for share in (one.before, one.after))  # fmt: skip
    if one.kind == "new_theme":
        return f"is mentioned by {now} of {one.n_after:,} people since, by {was} of {one.n_before:,} before; it has no place on the map"
    return f"is mentioned by {now} of {one.n_after:,} people since, by {was} of {one.n_before:,} before"


def _is_due(known: DriftLook, answers: int) -> bool:
    return answers >= FIRST and answers >= GROWTH * known.answers


def _answers(version: MapVersion, window: Window) -> int:
    rows = Response.objects.filter(program_id=version.program_id, **evidence.bounds(window))
    return rows.count()


def _findings(version: MapVersion, read: MapContents, look: int) -> list[Finding]:
    before, fresh = windows(version)
    program_id = version.program_id
    # A stage is told by its touchpoints: raised beside them it would say the same twice.
    elements = {part.key for _, part in read.touchpoints}
    old = evidence.thawed(read.notes.get("waves", {}))
    old = old or evidence.by_question(evidence.observed(program_id, before))
    new = evidence.by_question(evidence.observed(program_id, fresh))
    pairs, changed = evidence.pairs(old, new, frozenset(elements))
    feelings = [
        (key, one, other) for key, one, other in pairs if one and other and key not in changed
    ]
    behind, placed = _tied(program_id, read)
    themes = _themes(program_id)
    several = {pk for pks in behind.values() if len(pks) > 1 for pk in pks}
    was, now = (_shares(program_id, window, several) for window in (before, fresh))
    unplaced = [(key, was(pk), now(pk)) for pk, key in themes.items() if pk not in placed]
    pains = [(card, was(*pks), now(*pks)) for card, pks in sorted(behind.items())]
    pains = [one for one in pains if one[1].mentions]
    return drifting.findings(feelings, unplaced, pains, look=look)


def _tied(program_id: int, read: MapContents) -> tuple[dict[str, tuple[int, ...]], set[int]]:
    """Return which themes stand behind which pain points, and which themes have a place on the map at all."""
    lanes = {lane.key for lane in read.lanes if lane.kind == PAINS}
    pains = {card.key for card in read.cards if card.lane in lanes}
    keys = pains | {part.key for part in read.stages} | {part.key for _, part in read.touchpoints}
    keys |= {card.key for card in read.cards}
    behind: dict[str, set[int]] = defaultdict(set)
    placed: set[int] = set()
    insights = Insight.objects.filter(program=program_id, is_archived=False)
    for insight in insights.prefetch_related("themes"):
        pks = {theme.pk for theme in insight.themes.all()}
        if keys & set(insight.element_keys):
            placed |= pks
        for card in pains & set(insight.element_keys):
            behind[card] |= pks
    rules = PlacementRule.objects.filter(program=program_id, is_archived=False, theme__isnull=False)
    placed |= {
        theme
        for theme, key in rules.values_list("theme_id", "element_key")
        if key in keys and theme
    }
    return {card: tuple(sorted(pks)) for card, pks in behind.items() if pks}, placed


def _themes(program_id: int) -> dict[int, str]:
    """Return the key of each theme that stands or is proposed."""
    rows = Theme.objects.filter(
        program=program_id, status__in=[Theme.Status.ACCEPTED, Theme.Status.PROPOSED]
    )
    return dict(rows.order_by("pk").values_list("pk", "key"))


def _shares(program_id: int, window: Window, together: set[int]) -> Callable[..., Share]:
    """Return the function that tells how many of the people who wrote something mention a theme, or any of several.

    Only themes in `together` can be asked for with others: who mentions them is kept, person by person.
    """
    rows = Response.objects.filter(program_id=program_id, **evidence.bounds(window)).exclude(
        text=""
    )
    # Nobody has looked for themes in what came in after the last run.
    last = DiscoveryRun.objects.filter(program_id=program_id, status=DiscoveryRun.Status.DONE)
    looked = last.order_by("-id").values_list("created_at", flat=True).first()
    if looked is not None:
        rows = rows.filter(created_at__lte=looked)
    everybody = rows.aggregate(people=_people())["people"]
    mentions = ThemeMention.objects.filter(program_id=program_id, response__in=rows).order_by()
    counted = dict(
        mentions.values("theme_id")
        .annotate(people=_people("response__", "response_id"))
        .values_list("theme_id", "people")
    )
    people: dict[int, set[str]] = defaultdict(set)
    named = mentions.filter(theme__in=together)
    for theme, response, person in named.values_list(
        "theme_id", "response_id", "response__respondent"
    ).iterator(chunk_size=2_000):
        people[theme].add(person or f"answer {response}")

    def share(*themes: int) -> Share:
        if len(themes) == 1:
            return Share(counted.get(themes[0], 0), everybody)
        return Share(len(set().union(*(people[theme] for theme in themes))), everybody)

    return share


def _people(path: str = "", answer: str = "id") -> Any:
    """Count people; an answer by nobody we know counts as a person of its own."""
    nameless = Q(**{f"{path}respondent": ""})
    return Count(f"{path}respondent", distinct=True, filter=~nameless) + Count(
        answer, filter=nameless
    )


def _names(version: MapVersion, read: MapContents) -> dict[str, str]:
    themes = Theme.objects.filter(program=version.program_id).values_list("key", "name")
    names = dict(themes)
    names |= {card.key: card.text for card in read.cards}
    names |= {stage.key: stage.name for stage in read.stages}
    return names | {part.key: part.name for _, part in read.touchpoints}


def _tell(version: MapVersion, new: list[DriftSignal]) -> None:
    said = [
        f"“{row.subject_name}” {sentence(msgspec.convert(row.figures, Finding))}" for row in new[:3]
    ]
    more = f", and {len(new) - 3} more" if len(new) > 3 else ""
    notifications.tell(
        [version.map.owner_id or version.program.owner_id], Notification.Kind.DRIFT, version, by=None,
        text=f"Customers say something else now than “{version.map.name}”: {'; '.join(said)}{more}.",
    )  # fmt: skip

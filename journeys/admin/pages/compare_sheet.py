"""The compare page as a workbook: changes, ratings before and after, KPIs, pain points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone
from msgspec import Struct

from journeys import alignments, judging
from journeys.admin.pages import change_list
from journeys.admin.pages.change_words import MARKS, field_name, value
from journeys.admin.pages.compare_customers import VERDICTS, groups, judged
from journeys.admin.pages.compare_page import (
    filters_of,
    kpis_between,
    named_against,
    names_of,
)
from journeys.admin.pages.compare_rest import LIVES
from journeys.admin.pages.frame import find_version, require
from journeys.admin.pages.versions_of import counterpart, siblings_of
from journeys.admin.workbook import Sheet, download

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.admin.pages.change_list import Entry
    from journeys.alignments import Compared
    from journeys.comparison import MapComparison
    from journeys.comparison.results import EmotionDelta
    from journeys.models import Alignment, MapVersion
    from journeys.reports.version_comparison.kpis import KpiComparison


def view(request: HttpRequest, site: AdminSite, pk: int) -> Any:
    """Give what the compare page shows: `?against=`, `?kind=` and `?verdict=` as there."""
    version = find_version(request, pk)
    require(request, "view_mapversion", version)
    against = _against(request, version)
    read = alignments.read(against, version)
    if not read.is_comparable:
        raise Http404
    found = judging.compare(against, version, read)
    kinds, verdicts = filters_of(request)
    grouped = change_list.grouped(found, read.before, read.after, kinds, verdicts)
    shown = _Shown(found, kinds, verdicts, [entry for group in grouped for entry in group.entries])
    names = names_of(against, version)
    before, after = (f"{name[0].upper()}{name[1:]}" for name in names)
    return download(
        _title(version, against, names),
        (
            Sheet(
                "Changes",
                ["Change", "Element", "Name", "Stage", "Touchpoint", "Lane", "Field", "Before", "After"],
                [16, 12, 34, 22, 24, 18, 20, 44, 44],
                _changes(shown),
            ),
            Sheet(
                "Feelings",
                ["Stage", "Touchpoint", "Before", "After", "Difference", "Basis before", "Basis after", "What can be said", "Why"],
                [22, 30, 10, 10, 12, 14, 14, 24, 60],
                _feelings(shown),
            ),
            Sheet(
                "Customers",
                ["Stage", "Touchpoint", "Who", "Before", "n before", "After", "n after", "Difference", "95 % from", "95 % to", "p, adjusted", "What can be said", "Why"],
                [22, 30, 24, 10, 10, 10, 10, 12, 12, 12, 12, 24, 60],
                _customers(found),
            ),
            Sheet(
                "Stages",
                ["Stage", "Mean before", "Rated before", "Mean after", "Rated after", "Difference"],
                [30, 14, 14, 14, 14, 14],
                _stages(found),
            ),
            Sheet(
                "KPIs",
                ["KPI", "At", "Target", *_reading_heads(before), *_reading_heads(after),
                 "Difference", "95 % interval of the difference", "What can be said", "Why", "Source"],
                [34, 26, 18, *([14, 22, 10, 26, 10] * 2), 14, 26, 22, 44, 30],
                _kpis(kpis_between(against, version, read, names)),
            ),
            Sheet(
                "Pain points",
                ["Change", "Pain point", "Stage", "Touchpoint", "Severity before", "Severity after", "Share before, %", "Share after, %"],
                [12, 50, 22, 26, 16, 16, 16, 16],
                _pains(found),
            ),
            Sheet(
                "Personas",
                ["Persona", "Change", "Field", "Before", "After"],
                [26, 12, 26, 50, 50],
                _personas(found),
            ),
            Sheet("About", ["What", "Which"], [28, 70], _about(request, (against, version), (before, after), read, shown)),
        ),
    )  # fmt: skip


class _Shown(Struct, frozen=True):
    """A comparison with what the page's filters leave of it."""

    found: MapComparison
    kinds: list[str]
    verdicts: list[str]
    entries: list[Entry]

    @property
    def feelings(self) -> Iterator[EmotionDelta]:
        """Return the touchpoints the page's picture keeps: where something listed changed.

        Asked for verdicts alone, it keeps all of these verdicts, changed or not.
        """
        any_filter = bool(self.kinds or self.verdicts)
        kept = {entry.anchor for entry in self.entries}
        for delta in self.found.emotions:
            by_verdict = not self.kinds and delta.verdict in self.verdicts
            if not any_filter or by_verdict or delta.key in kept:
                yield delta


def _against(request: HttpRequest, version: MapVersion) -> MapVersion:
    """Return the other version as the page finds it; a file is never one of another than was named."""
    siblings = siblings_of(version)
    found = named_against(request, version, siblings)
    if found is None and not request.GET.get("against"):
        found = counterpart(version, siblings)
    if found is None:
        raise Http404
    return found


def _title(version: MapVersion, against: MapVersion, names: tuple[str, str]) -> str:
    if against.map_id != version.map_id:
        return f"{names[0]} and {names[1]} compared"
    return f"{version.map.name}, versions {against.number} and {version.number} compared"


def _changes(shown: _Shown) -> Iterator[list[Any]]:
    for change in (change for entry in shown.entries for change in entry.changes):
        place = change.place
        yield [
            MARKS[change.kind][2], change.element, change.name, place.stage_name,
            place.touchpoint_name, place.lane_name, field_name(change.field) if change.field else "",
            _plain(change.field, change.before), _plain(change.field, change.after),
        ]  # fmt: skip


def _plain(field: str, given: Any) -> Any:
    """Return a number as a number, anything else in words."""
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    return given if is_number else value(field, given) if given is not None else ""


def _feelings(shown: _Shown) -> Iterator[list[Any]]:
    for delta in shown.feelings:
        yield [
            delta.stage_name, delta.name, *delta.told,
            delta.basis_before, delta.basis_after, delta.verdict.replace("_", " "), delta.reason,
        ]  # fmt: skip


def _customers(found: MapComparison) -> Iterator[list[Any]]:
    """Return what all customers and each persona said of every stage and touchpoint, whatever the filters."""
    for name, stage, felt in judged(found):
        place = [stage, name] if stage else [name, ""]
        for who, one in groups(felt):
            sides = [
                figure
                for side in (one.before, one.after)
                for figure in ((side.mean, side.n) if side else ("", ""))
            ]
            yield [
                *place, who, *sides, one.difference, one.low, one.high, one.adjusted_p,
                VERDICTS[one.verdict][2], one.warned,
            ]  # fmt: skip


def _stages(found: MapComparison) -> Iterator[list[Any]]:
    for stage in found.stages:
        yield [
            stage.name, stage.before, stage.n_before, stage.after, stage.n_after, stage.difference,
        ]  # fmt: skip


def _personas(found: MapComparison) -> Iterator[list[Any]]:
    for persona in found.personas:
        if not persona.fields:
            yield [persona.name, persona.kind, "", "", ""]
        for change in persona.fields:
            yield [
                persona.name, persona.kind, field_name(change.field),
                _plain(change.field, change.before), _plain(change.field, change.after),
            ]  # fmt: skip


def _reading_heads(name: str) -> list[str]:
    return [f"{name}: {what}" for what in ("value", "95 % interval", "n", "period", "reading")]


def _kpis(found: Iterable[KpiComparison]) -> Iterator[list[Any]]:
    for kpi in found:
        readings = [
            [one.value, one.interval, one.n, one.period, one.id] if one else [""] * 5
            for one in kpi.both
        ]
        yield [
            kpi.name, kpi.place, kpi.target, *readings[0], *readings[1],
            kpi.difference, kpi.interval, VERDICTS[kpi.verdict][2], kpi.reason, kpi.source,
        ]  # fmt: skip


def _pains(found: MapComparison) -> Iterator[list[Any]]:
    for pain in found.pain_points:
        word = LIVES[pain.life][2] if pain.life in LIVES else "unchanged"
        yield [
            word, pain.text, pain.place.stage_name, pain.place.touchpoint_name,
            pain.severity_before, pain.severity_after, pain.share_before, pain.share_after,
        ]  # fmt: skip


def _about(
    request: HttpRequest,
    versions: tuple[MapVersion, ...],
    names: tuple[str, ...],
    read: Compared,
    shown: _Shown,
) -> list[tuple[str, Any]]:
    user: Any = request.user
    sides = [
        (name, f"id {side.pk}, {side.get_state_display().lower()}, {side.checksum or 'a draft, as it stands now'}")
        for name, side in zip(names, versions, strict=True)
    ]  # fmt: skip
    return [
        ("Map", " and ".join(dict.fromkeys(side.map.name for side in versions))),
        *sides,
        *_alignment(read.alignment),
        ("Summary", shown.found.summary),
        ("Changes shown", ", ".join(MARKS[kind][2] for kind in shown.kinds) or "all"),
        ("Verdicts shown", ", ".join(VERDICTS[name][2] for name in shown.verdicts) or "all"),
        ("Made", timezone.now()),
        ("By", user.get_full_name() or user.get_username()),
    ]


def _alignment(alignment: Alignment | None) -> Iterator[tuple[str, Any]]:
    if alignment is not None:
        yield "Aligned by", alignment.confirmed_by_name or "somebody"
        yield "Aligned on", alignment.updated_at

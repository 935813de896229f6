# ruff: noqa: ISC004  SQL reads better unwrapped
"""A whole map read as one document, the next draft started, and two versions compared.

Each figure is the median of runs that alternate with its baseline in the same process; the ratio is
what to quote, by the clock and, on SQLite, by this process's processor time, which other work on the
machine leaves alone. Runs on the database of `DATABASE_URL` (a SQLite file in a folder that goes away).

    python -m benchmarks.maps [--runs 15]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable

CARD = """
    'key', c.key, 'lane', l.key, 'stage', s.key, 'touchpoint', t.key, 'text', c.text,
    'severity', c.severity, 'share_hit', c.share_hit, 'owner', c.owner, 'tags', c.tags,
    'attachment', c.attachment
"""
TOUCHPOINT = """
    'key', t.key, 'stage', t.stage_id, 'name', t.name, 'channel', h.key, 'does', t.does,
    'thinks', t.thinks, 'actors', t.actors, 'is_moment_of_truth', t.is_moment_of_truth,
    'importance', t.importance, 'emotion', t.emotion, 'feeling', t.feeling, 'basis', t.basis,
    'team', t.team
"""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"JOURNEYLOOP_DATA": folder, "SECRET_KEY": "of a benchmark", "HTTPS": "0"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        print(f"{connection.vendor}, {runs} runs each")
        for cards in (400, 5000):
            _measure(cards, runs)


def _measure(cards: int, runs: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from journeys import comparison, contents, versions
    from journeys.api.documents import NEEDED
    from journeys.models import MapVersion

    draft = _draft(cards)

    def fetched() -> MapVersion:
        return MapVersion.objects.select_related("map").get(pk=draft.pk)

    _compare(
        f"{cards} cards, draft as document",
        lambda: contents.document(fetched()),
        lambda: _raw(draft.pk),
        runs,
    )
    published = versions.publish(draft, by=None)

    def row() -> MapVersion:
        return MapVersion.objects.get(pk=published.pk)

    # As a door does it: the row says who may see it, then come the bytes.
    def seen() -> MapVersion:
        found = MapVersion.objects.filter(pk=published.pk).only(*NEEDED)
        return found.select_related("map").get()

    held = row()

    def stored() -> bytes:
        return contents.document(held)

    def packed() -> bytes | None:
        return contents.packed_document(held)

    _compare(f"{cards} cards, published document", stored, lambda: _raw(published.pk), runs)
    _compare(f"{cards} cards, published document, packed", packed, lambda: _raw(published.pk), runs)
    _compare(
        f"{cards} cards, published document and its row",
        lambda: contents.document(seen()),
        lambda: _raw(published.pk),
        runs,
    )

    def start() -> None:
        versions.discard(versions.start_draft(published.map, by=None), by=None)

    started = versions.start_draft(published.map, by=None)
    versions.discard(started, by=None)
    _compare(f"{cards} cards, draft started", start, lambda: _plain_copy(published.pk, cards), runs)
    with CaptureQueriesContext(connection) as queries:
        second = versions.start_draft(published.map, by=None)
    print(f"{cards} cards, draft started: {len(queries)} statements")

    def compare() -> None:
        before = contents.read(row())
        after = contents.read(MapVersion.objects.select_related("map").get(pk=second.pk))
        comparison.compare(before, after)

    _compare(
        f"{cards} cards, two versions compared",
        compare,
        lambda: _difference(published.pk, second.pk),
        runs,
    )


def _compare(
    name: str, ours: Callable[[], object], baseline: Callable[[], object], runs: int
) -> None:
    clock: tuple[list[float], list[float]] = ([], [])
    processor: tuple[list[float], list[float]] = ([], [])
    for turn in range(runs + 1):
        for side, function in enumerate((ours, baseline)):
            start, worked = time.perf_counter(), time.process_time()
            function()
            if turn:  # the first is to warm up
                clock[side].append(1000 * (time.perf_counter() - start))
                processor[side].append(1000 * (time.process_time() - worked))
    (a, b), (c, d) = map(statistics.median, clock), map(statistics.median, processor)
    print(
        f"{name}: {a:.1f} ms, baseline {b:.1f} ms, ratio {a / b:.2f}, of the processor {c / d:.2f}"
    )


def _draft(cards: int):
    from journeys import maps
    from journeys.contents import (
        CardContents,
        LaneContents,
        MapContents,
        MapFacts,
        StageContents,
        TouchpointContents,
    )
    from journeys.models import Program, new_key

    stages = tuple(
        StageContents(
            key=new_key(),
            name=f"Stage {number}",
            touchpoints=tuple(
                TouchpointContents(
                    key=new_key(), name=f"Touchpoint {part}", emotion=-2.1, does="x" * 40
                )
                for part in range(4)
            ),
        )
        for number in range(10)
    )
    lanes = tuple(
        LaneContents(key=new_key(), kind="pain_points", name=f"Lane {n}") for n in range(8)
    )
    held = MapContents(
        map=MapFacts(name="Benchmark"),
        stages=stages,
        lanes=lanes,
        cards=tuple(
            CardContents(
                key=new_key(),
                lane=lanes[n % 8].key,
                stage=stages[n % 10].key,
                touchpoint=stages[n % 10].touchpoints[n % 4].key,
                text=f"Card {n} " + "of some length " * 12,
                severity=n % 5 + 1,
                tags=("one", "two"),
            )
            for n in range(cards)
        ),
    )
    return maps.create(Program.objects.create(name="Benchmark"), held, by=None)


def _raw(version: int) -> str:
    """Read stages, touchpoints, lanes and cards as JSON that the database itself puts together."""
    from django.db import connection

    sqlite = connection.vendor == "sqlite"
    array, row = (
        ("json_group_array", "json_object") if sqlite else ("json_agg", "json_build_object")
    )

    def rows(what: str, table: str, joins: str, alias: str) -> str:
        return (
            f"(SELECT {array}(j) FROM (SELECT {row}({what}) AS j FROM {table} {alias} {joins} "
            f'WHERE {alias}.version_id = %s ORDER BY {alias}."order", {alias}.id) q)'
        )

    parts = [
        rows(
            "'key', s.key, 'name', s.name, 'customer_goal', s.customer_goal",
            "journeys_stage",
            "",
            "s",
        ),
        rows(
            TOUCHPOINT,
            "journeys_touchpoint",
            "LEFT JOIN journeys_channel h ON h.id = t.channel_id",
            "t",
        ),
        rows("'key', l.key, 'kind', l.kind, 'name', l.name", "journeys_lane", "", "l"),
        rows(
            CARD,
            "journeys_card",
            "JOIN journeys_lane l ON l.id = c.lane_id JOIN journeys_stage s ON s.id = c.stage_id "
            "LEFT JOIN journeys_touchpoint t ON t.id = c.touchpoint_id",
            "c",
        ),
    ]
    names = ("stages", "touchpoints", "lanes", "cards")
    query = ", ".join(f"'{name}', {part}" for name, part in zip(names, parts, strict=True))
    cast = "" if sqlite else "::text"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {row}({query}){cast}", [version] * 4)
        answer: str = cursor.fetchone()[0]
        return answer


def _plain_copy(version: int, cards: int) -> None:
    """Copy the rows by hand-written INSERT … SELECT into a version made for it, then discard that."""
    from django.db import connection, transaction

    from journeys import versions
    from journeys.models import MapVersion

    source = MapVersion.objects.get(pk=version)
    with transaction.atomic():
        target = MapVersion.objects.create(
            program_id=source.program_id, map_id=source.map_id, number=_next_number(source.map_id)
        ).pk
        with connection.cursor() as cursor:
            for statement in _COPIES:
                cursor.execute(
                    statement.replace("%(new)s", str(target)).replace("%(old)s", str(version))
                )
    versions.discard(MapVersion.objects.get(pk=target), by=None)


def _next_number(map_id: int) -> int:
    from journeys.models import MapVersion

    return MapVersion.objects.filter(map_id=map_id).count() + 1


_SAME = 'program_id, created_at, updated_at, key, "order"'
_E = 'e.program_id, e.created_at, e.updated_at, e.key, e."order"'
_COPIES = (
    f"INSERT INTO journeys_stage (version_id, {_SAME}, name, customer_goal, kpi_id) "
    f"SELECT %(new)s, {_E}, name, customer_goal, kpi_id FROM journeys_stage e WHERE version_id = %(old)s",
    f"INSERT INTO journeys_lane (version_id, {_SAME}, kind, name) "
    f"SELECT %(new)s, {_E}, kind, name FROM journeys_lane e WHERE version_id = %(old)s",
    f"INSERT INTO journeys_touchpoint (version_id, {_SAME}, stage_id, name, channel_id, does, thinks, actors, "
    "is_moment_of_truth, importance, emotion, feeling, basis, team, persona_emotions) "
    f"SELECT %(new)s, {_E}, n.id, e.name, channel_id, does, thinks, actors, is_moment_of_truth, importance, "
    "emotion, feeling, basis, team, persona_emotions FROM journeys_touchpoint e JOIN journeys_stage o ON o.id = e.stage_id "
    "JOIN journeys_stage n ON n.version_id = %(new)s AND n.key = o.key WHERE e.version_id = %(old)s",
    f"INSERT INTO journeys_card (version_id, {_SAME}, stage_id, lane_id, touchpoint_id, text, severity, "
    "share_hit, owner, tags, attachment) "
    f"SELECT %(new)s, {_E}, sn.id, ln.id, tn.id, e.text, severity, share_hit, owner, tags, attachment "
    "FROM journeys_card e JOIN journeys_stage so ON so.id = e.stage_id "
    "JOIN journeys_stage sn ON sn.version_id = %(new)s AND sn.key = so.key "
    "JOIN journeys_lane lo ON lo.id = e.lane_id "
    "JOIN journeys_lane ln ON ln.version_id = %(new)s AND ln.key = lo.key "
    "LEFT JOIN journeys_touchpoint too ON too.id = e.touchpoint_id "
    "LEFT JOIN journeys_touchpoint tn ON tn.version_id = %(new)s AND tn.key = too.key "
    "WHERE e.version_id = %(old)s",
)


def _difference(before: int, after: int) -> set[str]:
    """Load every card of both versions slim and compare them as sets and dicts."""
    from journeys.models import Card

    fields = (
        "key", "lane__key", "stage__key", "touchpoint__key", "text", "severity", "share_hit", "owner",
        "tags", "attachment",
    )  # fmt: skip
    old, new = (
        {row[0]: row for row in Card.objects.filter(version=version).values_list(*fields)}
        for version in (before, after)
    )
    return (old.keys() ^ new.keys()) | {
        key for key in old.keys() & new.keys() if old[key] != new[key]
    }


if __name__ == "__main__":
    main()

"""A page of a list over a million cards, beside the keyset query somebody would write by hand.

The page is the whole request: middleware, token, roles, filters, paging, JSON. Written by hand it is one
query and its JSON, with nobody to let in. The two take turns in the same process, and the ratio of
their medians is what to quote: by the clock, and by this process's own processor time, which other
work on the machine leaves alone (on PostgreSQL the server's share is not in it). Runs on the database
of `DATABASE_URL` (a SQLite file in a folder that goes away). PostgreSQL is vacuumed after the rows are
in, as any database of that size has been: until then every row's visibility is looked up.

    python -m benchmarks.lists [--rows 1000000] [--runs 30]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any, NamedTuple

PAGE = 50
PER_VERSION = 5000
COLUMNS = (
    "id", "program", "version", "key", "order", "lane", "stage", "touchpoint", "text", "severity", "share_hit",
    "owner", "tags", "attachment", "created_at", "updated_at",
)  # fmt: skip


def main() -> None:
    """Fill a database and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=30)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"JOURNEYLOOP_DATA": folder, "SECRET_KEY": "of a benchmark", "HTTPS": "0"}
        os.environ["ALLOWED_HOSTS"] = "testserver"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        large, small = _program("Large", arguments.rows), _program("Small", 100)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("VACUUM ANALYZE")
        print(
            f"{connection.vendor}, {arguments.rows:,} cards, pages of {PAGE}, {arguments.runs} runs"
        )
        _measure(large, small, arguments.runs)


def _program(name: str, cards: int) -> Any:
    """Return a program with so many cards, in versions of up to 5,000."""
    from journeys.models import JourneyMap, Lane, MapVersion, Program, Stage

    program = Program.objects.create(name=name)
    for start in range(0, cards, PER_VERSION):
        journey = JourneyMap.objects.create(program=program, name=f"{name} {start}")
        version = MapVersion.objects.create(program=program, map=journey, number=1)
        stage = Stage.objects.create(version=version, name="Apply")
        lane = Lane.objects.create(version=version, kind="pain_points")
        _cards(version, stage, lane, start, min(PER_VERSION, cards - start))
    return program


def _cards(version: Any, stage: Any, lane: Any, start: int, number: int) -> None:
    from django.db import connection
    from django.utils import timezone

    now = connection.ops.adapt_datetimefield_value(timezone.now())
    if connection.vendor == "postgresql":
        series, key, tags = "generate_series(1, %s) AS n(i)", "gen_random_uuid()::text", "%s::jsonb"
    else:
        series = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) SELECT i FROM n) n"
        key, tags = "lower(hex(randomblob(16)))", "%s"
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO journeys_card (created_at, updated_at, key, "order", text, severity, owner, tags, '
            "attachment, lane_id, program_id, stage_id, version_id) "
            f"SELECT %s, %s, {key}, i, 'The form asks for the same thing twice, case ' || (i + %s), 1 + i %% 5, "
            f"'', {tags}, '', %s, %s, %s, %s FROM {series}",
            [
                now,
                now,
                start,
                '["form", "app"]',
                lane.pk,
                version.program_id,
                stage.pk,
                version.pk,
                number,
            ],
        )


def _measure(large: Any, small: Any, runs: int) -> None:
    from journeys.models import Card, MapVersion

    asked = {"large": _client(large), "small": _client(small), "both": _client(large, small)}
    cards = Card.objects.filter(program=large).order_by("id")
    version = MapVersion.objects.filter(program=large).latest("id")
    deepest = cards.order_by("-id").values_list("id", flat=True)[PAGE]
    here = Card.objects.filter(version=version).order_by("id")
    both = Card.objects.filter(program__in=[large, small]).order_by("id")
    figures = {
        "first page": (asked["large"], "", cards),
        "deepest page": (asked["large"], _cursor(deepest), cards.filter(id__gt=deepest)),
        "one version": (asked["large"], f"&version={version.pk}", here),
        "small program": (asked["small"], "", Card.objects.filter(program=small).order_by("id")),
        "two programs": (asked["both"], "", both),
        "two, deepest": (asked["both"], _cursor(deepest), both.filter(id__gt=deepest)),
    }
    print(
        f"{'':16}{'by hand':>10}{'request':>10}{'ratio':>8}{'processor':>12}{'':>10}{'ratio':>8}  (ms)"
    )
    medians = {}
    for name, (client, query, rows) in figures.items():
        address = f"/api/cards/?page_size={PAGE}{query}"
        hand, request = _in_turns(_by_hand(rows), _request(client, address), runs)
        medians[name] = request
        print(
            f"{name:16}{hand.clock:10.2f}{request.clock:10.2f}{request.clock / hand.clock:8.2f}"
            f"{hand.processor:12.2f}{request.processor:10.2f}{request.processor / hand.processor:8.2f}"
        )
    _, bare = _in_turns(lambda: None, _request(asked["large"], "/api/"), runs)
    first, deep = medians["first page"], medians["deepest page"]
    print(f"a request that reads no rows: {bare.clock:.2f}, processor {bare.processor:.2f}")
    print(
        f"deepest / first page: {deep.clock / first.clock:.2f}, "
        f"processor {deep.processor / first.processor:.2f}"
    )


def _client(*programs: Any) -> Any:
    from django.contrib.auth.models import User
    from rest_framework.authtoken.models import Token
    from rest_framework.test import APIClient

    user = User.objects.create(username=" ".join(program.name for program in programs))
    for program in programs:
        program.memberships.create(user=user, role="viewer")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=user).key}")
    return client


def _cursor(identifier: int) -> str:
    import base64
    import json

    place = json.dumps(["after", "id", [identifier]]).encode()
    return f"&cursor={base64.urlsafe_b64encode(place).decode().rstrip('=')}"


def _by_hand(rows: Any) -> Callable[[], Any]:
    import orjson

    # A new query each time: a queryset keeps what it has read.
    return lambda: orjson.dumps(list(rows.values(*COLUMNS)[: PAGE + 1]), default=str)


def _request(client: Any, address: str) -> Callable[[], Any]:
    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code} {answer.content[:300]!r}")

    return ask


class Cost(NamedTuple):
    """Median milliseconds."""

    clock: float
    processor: float


def _in_turns(one: Callable[[], Any], other: Callable[[], Any], runs: int) -> tuple[Cost, Cost]:
    """Return what both cost, taken turn by turn."""
    taken: tuple[list[Cost], list[Cost]] = ([], [])
    for number in range(runs + 3):
        for way, costs in zip((one, other), taken, strict=True):
            clock, processor = time.perf_counter(), time.process_time()
            way()
            spent = (time.perf_counter() - clock, time.process_time() - processor)
            if number >= 3:  # the first few warm up
                costs.append(Cost(*(1000 * seconds for seconds in spent)))
    first, second = (
        Cost(*(statistics.median(column) for column in zip(*costs, strict=True))) for costs in taken
    )
    return first, second


if __name__ == "__main__":
    main()

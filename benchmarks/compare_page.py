"""The compare page of two large versions against the comparison it shows.

Server time of the whole page, as a browser asks for it, beside reading both versions and comparing
them; medians of runs that alternate in one process. The ratio is what to quote. Runs on the database
of `DATABASE_URL` (a SQLite file in a folder that goes away).

    python -m benchmarks.compare_page [--runs 9] [--cards 5000]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time

#: Every so many-th card is reworded, moved to another severity, or gone.
REWORDED, RESCORED, REMOVED = 10, 25, 100


def main() -> None:
    """Print the figures for few changes and for many."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--cards", type=int, default=5000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"JOURNEYLOOP_DATA": folder, "SECRET_KEY": "of a benchmark", "HTTPS": "0"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        print(f"{connection.vendor}, {options.cards} cards, {options.runs} runs each")
        for every in (REWORDED, 1):  # few changes, and everything
            _measure(options.cards, every, options.runs)


def _measure(cards: int, every: int, runs: int) -> None:
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.maps import _draft
    from journeys import comparison, contents, drafts, versions
    from journeys.models import MapVersion

    first = versions.publish(_draft(cards), by=None)
    draft = versions.start_draft(first.map, by=None)
    drafts.replace(draft, _changed(contents.read(first), every), by=None)
    second = versions.publish(draft, by=None)
    operator, _ = User.objects.get_or_create(username="operator", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(operator)
    address = f"/admin/journeys/mapversion/{second.pk}/compare/?against={first.pk}"

    def compare() -> object:
        sides = (MapVersion.objects.get(pk=pk) for pk in (first.pk, second.pk))
        return comparison.compare(*map(contents.read, sides))

    def page() -> object:
        answer = client.get(address, headers={"host": "localhost"})
        assert answer.status_code == 200, answer.status_code
        return answer

    times: dict[str, list[float]] = {"page": [], "comparison": []}
    for turn in range(runs + 1):
        for name, function in (("page", page), ("comparison", compare)):
            start = time.perf_counter()
            function()
            if turn:  # the first is to warm up
                times[name].append(1000 * (time.perf_counter() - start))
    with CaptureQueriesContext(connection) as queries:
        answer: object = page()
    shown, compared = (statistics.median(times[name]) for name in ("page", "comparison"))
    size = len(answer.content) / 1000  # type: ignore[attr-defined]
    print(
        f"1 card in {every} reworded: page {shown:.0f} ms, comparison {compared:.0f} ms,"
        f" ratio {shown / compared:.2f}; {len(queries)} queries, {size:.0f} KB"
    )


def _changed(read, every: int):
    """Return the contents with so many cards reworded, some rated differently and some gone."""
    from msgspec import structs

    cards = []
    for number, card in enumerate(read.cards):
        fields = {}
        if number % every == 0:
            fields["text"] = f"{card.text} now"
        if number % RESCORED == 0:
            fields["severity"] = 1 + number % 5
        if number % REMOVED:
            cards.append(structs.replace(card, **fields))
    return structs.replace(read, cards=tuple(cards))


if __name__ == "__main__":
    main()

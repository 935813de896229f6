"""The map page with 400 cards on 40 touchpoints × 12 lanes: server, wire, first paint, and an edit.

Server time is the whole request by this process's own processor time, beside reading the same draft as
a document; the page of a program's maps says how much of it is the frame that every page has. In
Chromium: first contentful paint, and from the key that ends writing a card until the next frame shows
it. Runs on the database of `DATABASE_URL` (a SQLite file in a folder that goes away).

    python -m benchmarks.map_page [--runs 15] [--without-browser]
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from typing import Any

CARDS, STAGES, TOUCHPOINTS, LANES = 400, 8, 5, 12
WORDS = [
    "the",
    "form",
    "asks",
    "twice",
    "call",
    "drops",
    "nobody",
    "answers",
    "slow",
    "again",
    "waits",
]


def main() -> None:
    """Make the map and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--without-browser", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"JOURNEYLOOP_DATA": folder, "SECRET_KEY": "of a benchmark", "HTTPS": "0"}
        os.environ |= {"ALLOWED_HOSTS": "testserver,127.0.0.1", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.test.utils import override_settings

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        from django.conf import settings

        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
            call_command("migrate", verbosity=0)
            print(f"{connection.vendor}, {CARDS} cards, {arguments.runs} runs each")
            draft, person = _draft()
            _server(draft, person, arguments.runs)
            if not arguments.without_browser:
                _browser(draft, person, arguments.runs)


def _draft() -> tuple[Any, Any]:
    from django.contrib.auth.models import User

    from journeys import maps
    from journeys.contents import (
        CardContents,
        ChannelContents,
        LaneContents,
        MapContents,
        MapFacts,
        StageContents,
        TouchpointContents,
    )
    from journeys.models import Lane, Membership, Program

    chance = random.Random(3)

    def key(name: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, name))

    def words(count: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(count))

    channels = tuple(ChannelContents(key=key(f"c{n}"), name=f"Channel {n}") for n in range(6))
    stages = tuple(
        StageContents(
            key=key(f"s{s}"),
            name=f"Stage {s}",
            customer_goal=words(5),
            touchpoints=tuple(
                TouchpointContents(
                    key=key(f"t{s}.{t}"),
                    name=words(3),
                    channel=chance.choice(channels).key,
                    does=words(8),
                    thinks=words(8),
                    emotion=chance.randint(-30, 30) / 10,
                    feeling=words(1),
                    basis=chance.choice(["assumed", "observed"]),
                    importance=chance.randint(1, 5),
                )
                for t in range(TOUCHPOINTS)
            ),
        )
        for s in range(STAGES)
    )
    kinds = Lane.Kind.values
    lanes = tuple(LaneContents(key=key(f"l{n}"), kind=kinds[n % len(kinds)]) for n in range(LANES))
    cells = [(lane, stage, one) for lane in lanes for stage in stages for one in stage.touchpoints]
    cards = tuple(
        CardContents(
            key=key(f"k{n}"),
            lane=lane.key,
            stage=stage.key,
            touchpoint=touchpoint.key,
            text=words(9),
            severity=chance.randint(1, 5),
            share_hit=12.0,
            owner="Service team",
        )
        for n, (lane, stage, touchpoint) in enumerate(chance.sample(cells, CARDS))
    )
    program = Program.objects.create(name="Everyday banking")
    person = User.objects.create_user("mara", is_staff=True)
    Membership.objects.create(program=program, user=person, role="manager")
    read = MapContents(
        map=MapFacts(name="Open an account"),
        channels=channels,
        stages=stages,
        lanes=lanes,
        cards=cards,
    )
    return maps.create(program, read, by=person), person


def _server(draft: Any, person: Any, runs: int) -> None:
    from django.test import Client

    from journeys import contents
    from journeys.admin.pages import redrawn
    from journeys.models import MapVersion

    client = Client()
    client.force_login(person)
    address = f"/admin/journeys/mapversion/{draft.pk}/map/"

    def fetched() -> Any:
        return MapVersion.objects.select_related("map").get(pk=draft.pk)

    def forgotten() -> None:
        redrawn.forget()
        client.get(address)

    answer = client.get(address)
    assert answer.status_code == 200
    packed = len(gzip.compress(answer.content, 6))
    document = _time(lambda: contents.document(fetched()), runs)
    frame = _time(lambda: client.get("/admin/journeys/journeymap/"), runs)
    page = _time(lambda: client.get(address), runs)
    cold = _time(forgotten, max(3, runs // 5))
    print(f"document read            {document:8.1f} ms")
    print(f"a list of one map        {frame:8.1f} ms  (the frame every page has)")
    print(f"map page                 {page:8.1f} ms  {page / document:5.1f} × the document")
    print(
        f"  beyond the frame       {page - frame:8.1f} ms  {(page - frame) / document:5.1f} × the document"
    )
    print(f"map page, nothing kept   {cold:8.1f} ms  {cold / document:5.1f} × the document")
    print(
        f"transferred              {packed / 1024:8.1f} KB of {len(answer.content) / 1024:.0f} KB"
    )


def _time(work: Callable[[], Any], runs: int) -> float:
    """Return the median of processor time in milliseconds."""
    work()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken) * 1000


def _browser(draft: Any, person: Any, runs: int) -> None:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test import Client
    from django.test.testcases import LiveServerThread
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS
    from tests.programs import chromium

    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    client = Client()
    client.force_login(person)
    url = f"http://127.0.0.1:{server.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        context = browser.new_context(
            base_url=url, viewport={"width": 1440, "height": 900}, bypass_csp=True
        )
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        page = context.new_page()
        paints, edits = [], []
        for _ in range(max(5, runs // 2)):
            page.goto(f"/admin/journeys/mapversion/{draft.pk}/map/")
            page.wait_for_selector(".map-sheet.live")
            paints.append(page.evaluate(PAINT))
        for number in range(runs):
            page.locator(".picture-card").nth(number).dblclick()
            page.locator(".inline-editor").fill(f"Written {number}")
            edits.append(page.evaluate(EDIT))
            page.wait_for_timeout(200)
        browser.close()
    server.terminate()
    print(
        f"first contentful paint   {statistics.median(paints):8.0f} ms  (worst {max(paints):.0f})"
    )
    print(f"an edit shows after      {statistics.median(edits):8.0f} ms  (worst {max(edits):.0f})")


PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
#: From the key to the frame in which the card has the text.
EDIT = """() => new Promise((done) => {
  const start = performance.now();
  const field = document.querySelector(".inline-editor");
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
})"""


if __name__ == "__main__":
    main()

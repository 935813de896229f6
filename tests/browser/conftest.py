"""A browser that reports what no test should have to look for.

Any page of a test that asks another host, throws, logs an error or gets a server's error fails it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Lock
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.programs import chromium

# As root Chromium has no sandbox; in a container it has little shared memory.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
)
LAPTOP = {"width": 1440, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, so that the everyday run leaves it out."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    path = chromium()
    if path is None:
        pytest.skip("Chromium is not installed")
    # Playwright's event loop runs in this thread, and Django refuses its ORM beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def one_request_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no two requests into the server at once where the tests' database is in memory.

    There all threads share one connection, so two requests would be in one transaction.
    """
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        return
    alone = Lock()
    answer = WSGIHandler.get_response

    def get_response(self: WSGIHandler, request: HttpRequest) -> HttpResponseBase:
        with alone:
            return answer(self, request)

    monkeypatch.setattr(WSGIHandler, "get_response", get_response)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Open an empty page at the site; relative addresses lead there."""
    context = browser.new_context(
        base_url=live_server.url, viewport=LAPTOP, locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    wrong: list[str] = []
    ours = urlsplit(live_server.url).netloc

    def asks_nobody_else(address: str) -> None:
        asked = urlsplit(address)
        if asked.scheme not in ("data", "blob", "about") and asked.netloc != ours:
            wrong.append(f"asked another host: {address}")

    def answers_well(response: Response) -> None:
        if response.status >= 500:
            wrong.append(f"{response.status}: {response.url}")

    def logs_no_error(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(f"logged: {message.text} ({message.location.get('url')})")

    context.on("request", lambda request: asks_nobody_else(request.url))
    context.on("response", answers_well)
    context.on("console", logs_no_error)
    context.on("weberror", lambda error: wrong.append(f"threw: {error.error}"))
    opened = context.new_page()
    yield opened
    with suppress(Error):
        # What the page still loads must not be cut off by the server going away.
        opened.wait_for_load_state("networkidle", timeout=5_000)
    context.close()
    assert wrong == []


@pytest.fixture
def sign_in(page: Page, live_server: LiveServer) -> Callable[[User], Page]:
    """Give a function that signs a person in without the form."""

    def signed_in_as(user: User) -> Page:
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies(
            [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
        )
        return page

    return signed_in_as

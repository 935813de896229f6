"""What requests that go straight to the WSGI application need in a test."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from journeys.reports import pictures


@pytest.fixture(autouse=True)
def drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave drawing to its own tests: it takes a process each time."""
    monkeypatch.setattr(pictures, "made", lambda svg, form, **options: b"drawn")


@pytest.fixture(autouse=True)
def connection_stays_open() -> Iterator[None]:
    """Keep a request from closing the connection that holds the test's transaction.

    Django's own test client does the same. On SQLite in memory nobody notices; on PostgreSQL
    everything after the first request fails.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)

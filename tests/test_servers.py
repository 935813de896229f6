"""The servers of `./app test` come, want a password, and go."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from tests import servers

pytestmark = pytest.mark.slow


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def enter(stack: ExitStack, server: str) -> str:
    try:
        return str(stack.enter_context(getattr(servers, server)()))
    except servers.NotAvailable as reason:
        pytest.skip(str(reason))


def listens(address: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(address).port or 0)) == 0


def test_postgresql_comes_wants_a_password_and_goes(stack: ExitStack) -> None:
    address = enter(stack, "postgresql").replace("/journeyloop", "/postgres")
    with psycopg.connect(address) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://postgres:wrong@127.0.0.1:{urlsplit(address).port}/postgres")

    stack.close()

    assert not listens(address)


def test_redis_comes_wants_a_password_and_goes(stack: ExitStack) -> None:
    address = enter(stack, "redis")
    client = redis.Redis.from_url(address)
    assert client.ping()
    client.close()
    stranger = redis.Redis(port=urlsplit(address).port or 0)
    with pytest.raises(redis.AuthenticationError):
        stranger.ping()
    stranger.close()

    stack.close()

    assert not listens(address)


def test_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    command = ["sh", "-c", "echo no luck today; exit 1"]

    with (
        pytest.raises(servers.NotAvailable, match="sh does not start: no luck today"),
        servers._running(command, tmp_path, None, servers._free_port(), stop_signal=15),
    ):
        pass


def test_folder_goes_away_whatever_happens() -> None:
    with ExitStack() as stack:
        folder, _ = stack.enter_context(servers._folder(None))
        (folder / "file").touch()

        stack.callback(lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            stack.close()

    assert not folder.exists()

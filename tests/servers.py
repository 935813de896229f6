"""A PostgreSQL and a Redis of our own, on free ports, in a folder that goes away.

Each is a context manager that gives the address for `DATABASE_URL` or `BROKER_URL`. Both ask for a
password: while they run, every user of the machine can reach their ports.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config import processes

STARTS_WITHIN = 30.0  # seconds


class NotAvailable(Exception):
    """Why a server can't be had here, in one line."""


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a new, empty cluster; nothing in it outlives the block, so it need not reach the disk."""
    programs = _postgresql_programs()
    with _folder(_plain_user("postgres")) as (folder, user):
        data, password, port = folder / "data", secrets.token_hex(16), _free_port()
        password_file = folder / "password"
        password_file.write_text(password)
        _give_to(user, password_file)
        initdb: list[str | Path] = [programs / "initdb", "-D", data, "-U", "postgres", "--no-sync"]
        initdb += ["-A", "scram-sha-256", f"--pwfile={password_file}"]
        _run([*initdb, "-E", "UTF8", "--locale=C.UTF-8"], user)
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 200,
        }
        command: list[str | Path] = [programs / "postgres", "-D", data]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with _running(command, folder, user, port, stop_signal=signal.SIGINT):
            _wait_until_ready([programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port)])
            yield f"postgresql://postgres:{password}@127.0.0.1:{port}/journeyloop"


@contextmanager
def redis() -> Iterator[str]:
    """Run a Redis that keeps nothing on disk."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        raise NotAvailable("redis-server is not installed")
    with _folder(_plain_user("redis", "nobody")) as (folder, user):
        password, port = secrets.token_hex(16), _free_port()
        # In a file, because every user of the machine can read a command line.
        configuration = folder / "redis.conf"
        configuration.write_text(
            f"bind 127.0.0.1\nport {port}\nrequirepass {password}\n"
            f'save ""\nappendonly no\ndir "{folder}"\n'
        )
        _give_to(user, configuration)
        with _running([program, configuration], folder, user, port, stop_signal=signal.SIGTERM):
            yield f"redis://:{password}@127.0.0.1:{port}/0"


def _postgresql_programs() -> Path:
    """Give the folder of initdb and postgres; Debian keeps them, by version, off the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    if newest is None:
        raise NotAvailable("PostgreSQL is not installed")
    return newest.parent


def _plain_user(*names: str) -> str | None:
    """As root, give a user to run a server as: neither wants to be root. Otherwise None: us."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in (*names, "nobody") if name in known), None)


@contextmanager
def _folder(user: str | None) -> Iterator[tuple[Path, str | None]]:
    folder = Path(tempfile.mkdtemp(prefix="journeyloop-server-"))
    try:
        _give_to(user, folder)
        yield folder, user
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give_to(user: str | None, path: Path) -> None:
    if user is not None:
        shutil.chown(path, user)
        path.chmod(0o700 if path.is_dir() else 0o600)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(
    command: Sequence[str | Path], folder: Path, user: str | None, port: int, *, stop_signal: int
) -> Iterator[None]:
    log = folder / "log"
    with log.open("wb") as output:
        process = processes.start(command, output=output, user=user, stop_signal=stop_signal)
    try:
        give_up = time.monotonic() + STARTS_WITHIN
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > give_up:
                end = log.read_text(errors="replace").strip()[-300:]
                raise NotAvailable(f"{Path(command[0]).name} does not start: {end}")
            time.sleep(0.05)
        yield
    finally:
        processes.stop([process], stop_signal=stop_signal)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_until_ready(command: Sequence[str | Path]) -> None:
    give_up = time.monotonic() + STARTS_WITHIN
    while subprocess.run(command, capture_output=True, check=False).returncode:
        if time.monotonic() > give_up:
            raise NotAvailable("PostgreSQL accepts no connections")
        time.sleep(0.05)


def _run(command: Sequence[str | Path], user: str | None) -> None:
    done = subprocess.run(
        command, user=user, capture_output=True, text=True, check=False, cwd="/", errors="replace"
    )
    if done.returncode:
        raise NotAvailable(f"{Path(command[0]).name}: {done.stderr.strip()[-300:]}")

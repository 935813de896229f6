"""`./app demo`, from the first line it prints to the last process it ends.

Marked for the SQLite run where it takes long: the demo uses SQLite whatever database the tests do.
"""

import fcntl
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from config import demo

ROOT = Path(__file__).resolve().parent.parent.parent
THREE_LINES = re.compile(
    r"Open http://127\.0\.0\.1:(?P<port>\d+)/\n"
    r"Sign in: manager / (?P<password>[a-z0-9]{4}(-[a-z0-9]{4}){3})\n"
    r"API token: (?P<token>[0-9a-f]{40})\n"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(data: Path, port: int, *more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the demo, and give it with the three lines it printed."""
    command = [sys.executable, "-m", "config.demo", "--data", data, "--port", str(port), *more]
    # What a developer has set for a site of her own must not reach the demo.
    env = {**os.environ, "DATABASE_URL": "postgresql://nowhere/", "BROKER_URL": "redis://nowhere/"}
    with (
        (data.parent / "said").open("w") as said,
        subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=said, text=True
        ) as process,
    ):
        assert process.stdout is not None
        try:
            yield process, "".join(process.stdout.readline() for _ in range(3))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def get(port: int, path: str, token: str = "") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(
            "GET", path, headers={"Authorization": f"Token {token}"} if token else {}
        )
        return connection.getresponse().status
    finally:
        connection.close()


def call(port: int, method: str, path: str, token: str, body: object = None) -> Any:
    """Ask the API and give its answer: bytes of a file, otherwise what the JSON says."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    try:
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status < 300, content
        return content if path.endswith("/file/") else json.loads(content)
    finally:
        connection.close()


def answers_again(port: int, within: float = 30) -> bool:
    give_up = time.monotonic() + within
    while time.monotonic() < give_up:
        try:
            return get(port, "/healthz") == 200
        except OSError:
            time.sleep(0.1)
    return False


def children(number: int) -> dict[str, int]:
    """Give the demo's own processes by what they run."""
    listed = Path(f"/proc/{number}/task/{number}/children")
    found = listed.read_text().split() if listed.exists() else []
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_text() for child in found}
    return {
        name: child
        for child, command in commands.items()
        for name in ("gunicorn", "celery")
        if f"-m\0{name}\0" in command
    }


@pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")
@pytest.mark.slow
@pytest.mark.sqlite
def test_demo_runs_is_kept_running_and_ends(tmp_path: Path) -> None:
    data, port = tmp_path / "a demo", free_port()
    data.mkdir()

    with running(data, port) as (process, printed):
        lines = THREE_LINES.fullmatch(printed)
        assert lines is not None, printed + (tmp_path / "said").read_text()
        assert int(lines["port"]) == port
        assert get(port, "/admin/login/") == 200
        assert get(port, "/api/programs/") == 401
        assert get(port, "/api/programs/", lines["token"]) == 200

        os.kill(children(process.pid)["celery"], signal.SIGKILL)
        os.kill(children(process.pid)["gunicorn"], signal.SIGKILL)
        time.sleep(1)
        assert answers_again(port)
        assert children(process.pid).keys() == {"gunicorn", "celery"}

        second = subprocess.run(
            [sys.executable, "-m", "config.demo", "--data", data],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (second.returncode, second.stdout) == (1, "")
        assert second.stderr.startswith(f"The demo already runs: http://127.0.0.1:{port}/")

    assert process.returncode == 0
    assert children(process.pid) == {}
    with pytest.raises(OSError, match="refused"):
        get(port, "/healthz")

    collected = (data / "static" / "staticfiles.json").stat().st_mtime_ns
    with running(data, port) as (_, printed_again):
        pass
    assert printed_again == printed
    assert (data / "static" / "staticfiles.json").stat().st_mtime_ns == collected

    with running(data, port, "--fresh") as (_, printed_fresh):
        assert THREE_LINES.fullmatch(printed_fresh)
    assert printed_fresh != printed


@pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")
@pytest.mark.slow
@pytest.mark.sqlite
def test_reports_are_made_though_worker_and_web_are_killed(tmp_path: Path) -> None:
    data, port = tmp_path / "a demo", free_port()
    data.mkdir()

    with running(data, port) as (process, printed):
        lines = THREE_LINES.fullmatch(printed)
        assert lines is not None, printed + (tmp_path / "said").read_text()
        token = lines["token"]
        published = call(port, "GET", "/api/versions/?state=published,archived", token)["results"]
        before, after = sorted(version["id"] for version in published)[:2]
        asked = {
            "kind": "version_comparison",
            "parameters": {"version": after, "against": before},
        }
        reports = [call(port, "POST", "/api/reports/", token, asked)["id"] for _ in range(3)]

        time.sleep(1)
        os.kill(children(process.pid)["celery"], signal.SIGKILL)
        os.kill(children(process.pid)["gunicorn"], signal.SIGKILL)
        time.sleep(1)
        assert answers_again(port)

        waiting = set(reports)
        give_up = time.monotonic() + 120
        while waiting and time.monotonic() < give_up:
            time.sleep(0.5)
            said = {
                number: call(port, "GET", f"/api/reports/{number}/", token) for number in waiting
            }
            assert "failed" not in {report["status"] for report in said.values()}, said
            waiting -= {number for number, report in said.items() if report["status"] == "done"}
        assert waiting == set()
        for number in reports:
            assert call(port, "GET", f"/api/reports/{number}/file/", token).startswith(b"%PDF-")


def test_second_demo_on_the_same_data_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "running").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        first.write("http://127.0.0.1:8000/ (process 17)")
        first.flush()

        status = demo.main(["--data", str(tmp_path), "--port", str(free_port())])

    said = "The demo already runs: http://127.0.0.1:8000/ (process 17)\n"
    assert (status, capsys.readouterr().err) == (1, said)


def test_port_in_use_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        status = demo.main(["--data", str(tmp_path), "--port", str(port)])

    said = f"Port {port} can't be used: Address already in use. Try: ./app demo --port {port + 1}\n"
    assert (status, capsys.readouterr().err) == (1, said)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8000.5"])
def test_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        demo.main(["--port", port])

    assert "is no port: 1 to 65535" in capsys.readouterr().err


def test_fresh_keeps_only_the_logs(tmp_path: Path) -> None:
    for name in ("log", "files"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one").touch()
    for name in ("running", "db.sqlite3", "secret_key", "password"):
        (tmp_path / name).touch()

    demo._empty(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "running"]


def test_secret_key_stays_the_same(tmp_path: Path) -> None:
    first = demo._environment(tmp_path, 8000)

    assert demo._environment(tmp_path, 8000)["SECRET_KEY"] == first["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 50

"""Twenty reports asked for over the web, web and worker killed with -9: each is made, once."""

import http.client
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from config import processes
from tests.config.lite_workers import children, eventually

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
REPORTS = 20
KILLS = 6
STANDSTILL = 120.0  # seconds; on Redis, what was taken and not begun waits a minute for the sweep
MAP = """journey
  title Open an account
  section Decide
    Compare accounts: 3: Lena
  section Apply
    Prove who you are: 1: Lena
    Sign: 4: Lena
"""


class Installation:
    """A site of its own in a folder: database, queue, web, worker with beat."""

    def __init__(self, folder: Path, broker: str | None) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._env = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
            "JOURNEYLOOP_DATA": str(folder),
            "SECRET_KEY": "a long enough key that only this test uses, never a real site",
            "HTTPS": "0",
            "BIND": f"127.0.0.1:{self.port}",
            "PYTHONPATH": str(ROOT),
            **({"BROKER_URL": broker} if broker else {}),
        }
        said = subprocess.run(
            [PYTHON, ROOT / "manage.py", "prepare_demo"],
            env=self._env, cwd=folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        self._token = re.search(r"API token: (\w+)", said.stdout)[1]
        self.web = self.start_web()
        self.worker = self.start_worker()

    def start_web(self) -> subprocess.Popen[bytes]:
        return self._start("web", "gunicorn", "-c", ROOT / "config" / "gunicorn.py", "config.wsgi")

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", "celery", "-A", "config", "worker", "-B", "-c", "2")

    def _start(self, name: str, *command: str | Path) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return processes.start([PYTHON, "-m", *command], env=self._env, output=log)

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, dict]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Token {self._token}", "Content-Type": "application/json"}
        try:
            connection.request(method, path, json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read() or "{}")
        finally:
            connection.close()

    def answers(self) -> bool:
        with suppress(OSError, http.client.HTTPException, ValueError):
            return self.ask("GET", "/api/programs/")[0] == 200
        return False

    def rows(self) -> list[tuple[str, int, str, str, int]]:
        """Give each report's status, attempts, file, error and progress, from the database."""
        connection = sqlite3.connect(self.folder / "db.sqlite3", timeout=20)
        rows = connection.execute(
            "SELECT status, attempts, file, error, progress FROM journeys_report ORDER BY id"
        ).fetchall()
        connection.close()
        return rows

    def count(self, status: str) -> int:
        return sum(row[0] == status for row in self.rows())

    def wait_while_it_goes_on(self) -> None:
        """Wait until every report is done, or nothing has happened for too long."""
        before, since = None, time.monotonic()
        while (now := self.rows()) and self.count("done") < len(now):
            if now != before:
                before, since = now, time.monotonic()
            elif time.monotonic() - since > STANDSTILL:
                return
            time.sleep(0.2)

    def stop(self) -> None:
        processes.stop([self.web, self.worker])


@pytest.fixture
def installation(tmp_path, broker) -> Iterator[Installation]:
    site = Installation(tmp_path, broker)
    try:
        yield site
    finally:
        site.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    "broker",
    [
        pytest.param(None, id="lite", marks=pytest.mark.sqlite),
        pytest.param(os.environ.get("BROKER_URL"), id="redis", marks=pytest.mark.redis),
    ],
)
def test_twenty_reports_are_each_made_once_though_web_and_worker_are_killed(installation):
    chance = random.Random(7)
    assert eventually(installation.answers, within=60)
    versions = two_published_versions(installation)
    asked = [ask_for_a_report(installation, *versions) for _ in range(REPORTS // 2)]
    kill(installation.web, "group", chance)
    installation.web = installation.start_web()
    assert eventually(installation.answers, within=60)
    asked += [ask_for_a_report(installation, *versions) for _ in range(REPORTS - len(asked))]

    for number in range(KILLS):
        eventually(lambda: installation.count("running"), within=60)
        time.sleep(chance.uniform(0, 2))
        if kill(installation.worker, ("group", "child", "worker")[number % 3], chance):
            installation.worker = installation.start_worker()
    installation.wait_while_it_goes_on()

    rows = installation.rows()
    assert [(status, error) for status, _, _, error, _ in rows] == [("done", "")] * REPORTS
    assert sum(attempts for _, attempts, _, _, _ in rows) > REPORTS, "no kill hit a report"
    files = installation.folder / "files"
    made = sorted(str(file.relative_to(files)) for file in files.rglob("*.pdf"))
    assert made == sorted(file for _, _, file, _, _ in rows)
    assert {(files / name).read_bytes()[:5] for name in made} == {b"%PDF-"}
    assert [installation.ask("GET", f"/api/reports/{each}/")[1]["status"] for each in asked] == [
        "done"
    ] * REPORTS


def two_published_versions(installation: Installation) -> tuple[int, int]:
    """Bring in a small map, whose reports are quickly made, and publish it twice."""
    program = installation.ask("GET", "/api/programs/")[1]["results"][0]["id"]
    brought = installation.ask("POST", "/api/maps/import/", {"program": program, "content": MAP})[1]
    installation.ask("POST", f"/api/versions/{brought['draft']}/publish/", {})
    path = f"/api/maps/{brought['map']}/start-draft/"
    draft = installation.ask("POST", path, {"reason": "Signing is slow"})[1]["id"]
    installation.ask("POST", f"/api/versions/{draft}/publish/", {})
    return brought["draft"], draft


def ask_for_a_report(installation: Installation, before: int, after: int) -> int:
    parameters = {"version": after, "against": before}
    status, report = installation.ask(
        "POST", "/api/reports/", {"kind": "version_comparison", "parameters": parameters}
    )
    assert (status, report["status"]) == (202, "queued")
    return report["id"]


def kill(process: subprocess.Popen[bytes], victim: str, chance: random.Random) -> bool:
    """Kill with -9; give whether the process itself is gone."""
    pool = children(process.pid)
    if victim == "child" and pool:
        os.kill(chance.choice(pool), signal.SIGKILL)
        return False
    if victim == "group":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    return True

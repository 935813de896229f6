"""Real workers on a queue file in a folder, and what they did."""

import os
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from celery import Celery

import config.celery  # noqa: F401  knows lite://
from config import processes

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Event:
    """A line of the journal: a task that started or ended, in which process, when."""

    what: str
    name: str
    process: int
    at: float


@dataclass
class Run:
    """One time that a task was run; `ended` is none if its process was killed meanwhile."""

    started: float
    process: int
    ended: float | None = None


class Site:
    """A folder with a queue and a journal, and the workers that were started on it."""

    def __init__(self, folder: Path, *, broker: str | None = None, lease: float = 5) -> None:
        self.folder = folder
        self.queue = folder / "queue.sqlite3"
        self.log = folder / "worker.log"
        self.app = Celery(broker=broker or f"lite:///{self.queue}", fixups=[], set_as_current=False)
        self._env = {**os.environ, "LITE_FOLDER": str(folder), "LITE_LEASE": str(lease)}
        self._env |= {"LITE_BROKER": broker} if broker else {}

    def send(self, task: str, name: str, *arguments: object) -> None:
        """Queue a task; its name is its id too."""
        self.app.send_task(task, (name, *arguments), task_id=name, ignore_result=True)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `celery` with these arguments, in a group of its own."""
        with self.log.open("ab") as log:
            return processes.start(
                [sys.executable, "-m", "celery", "-A", "tests.config.lite_app", *arguments],
                env=self._env,
                output=log,
            )

    def run(self, *arguments: str) -> str:
        """Run a `celery` command to its end and give what it printed."""
        return subprocess.run(
            [sys.executable, "-m", "celery", "-A", "tests.config.lite_app", *arguments],
            env=self._env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        ).stdout

    @contextmanager
    def worker(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Have a worker while the block runs."""
        process = self.start("worker", "-c", "2", "-l", "INFO", *arguments)
        try:
            yield process
        finally:
            processes.stop([process])

    def events(self) -> list[Event]:
        """Give what tasks wrote, in order."""
        journal = self.folder / "journal"
        lines = journal.read_text().splitlines() if journal.exists() else []
        return [
            Event(what, name, int(process), float(at))
            for what, name, process, at in (line.split() for line in lines)
        ]

    def names(self, what: str) -> list[str]:
        """Give the names of the tasks that started, or ended, in order."""
        return [event.name for event in self.events() if event.what == what]

    def runs(self) -> dict[str, list[Run]]:
        """Give each task's runs."""
        runs: dict[str, list[Run]] = defaultdict(list)
        for event in self.events():
            if event.what == "start":
                runs[event.name].append(Run(event.at, event.process))
            else:
                run = next(run for run in runs[event.name] if run.process == event.process)
                run.ended = event.at
        return runs

    def waiting(self, queue: str = "celery") -> set[str]:
        """Give the ids of the tasks that are not acknowledged."""
        connection = sqlite3.connect(self.queue, timeout=20)
        rows = connection.execute(
            "SELECT json_extract(payload, '$.headers.id') FROM message WHERE queue = ?", (queue,)
        ).fetchall()
        connection.close()
        return {identifier for (identifier,) in rows}


def eventually(condition: Callable[[], object], within: float = 30) -> bool:
    """Wait until something is so; give whether it came to be."""
    give_up = time.monotonic() + within
    while not condition():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


def children(process: int) -> list[int]:
    """Give the processes that a worker has in its pool."""
    try:
        return [
            int(child)
            for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()
        ]
    except FileNotFoundError:
        return []

"""Rounds of `kill -9` on a worker at work, and an account of what came of its tasks."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise

from config import processes
from tests.config.lite_workers import Run, Site, children

TASKS_A_ROUND = 5
LONGEST_TASK = 0.6  # seconds
DRAIN_WITHIN = 90.0


@dataclass(frozen=True)
class Account:
    """What came of the tasks. All but `tasks`, `killed_runs` and `redone_after` should be empty."""

    tasks: int
    killed_runs: int
    lost: list[str]
    run_after_acknowledged: list[str]
    run_twice_at_once: list[str]
    ended_twice: list[str]
    redone_after: list[float]  # seconds from the kill to the next run, while a worker was there


@dataclass
class KillRounds:
    """Publish, let some of it run, kill; `victims` in turn are "worker", "child", "group"."""

    site: Site
    rounds: int
    seed: int = 1
    progress: Callable[[int], None] = lambda _: None
    _names: list[str] = field(default_factory=list)
    _killed: dict[int, float] = field(default_factory=dict)
    _acknowledged: dict[str, float] = field(default_factory=dict)
    _without_worker: list[tuple[float, float]] = field(default_factory=list)
    _killed_at: float | None = None

    def run(self) -> Account:
        """Do all rounds, wait until the queue is empty, and draw the account."""
        chance = random.Random(self.seed)
        worker = self._start()
        try:
            for number in range(self.rounds):
                self._publish(number, chance)
                self._watch(worker, chance.uniform(0, 2.5))
                worker = self._kill(worker, ("worker", "child", "group")[number % 3], chance)
                self.progress(number + 1)
            give_up = time.monotonic() + DRAIN_WITHIN
            while self.site.waiting() and time.monotonic() < give_up:
                self._watch(worker, 0.2)
        finally:
            processes.stop([worker])
        return self._account()

    def _start(self) -> subprocess.Popen[bytes]:
        return self.site.start("worker", "-c", "2", "-l", "INFO")

    def _publish(self, number: int, chance: random.Random) -> None:
        for task in range(TASKS_A_ROUND):
            name = f"{number}.{task}"
            self._names.append(name)
            self.site.send("work", name, chance.uniform(0, LONGEST_TASK))

    def _watch(self, worker: subprocess.Popen[bytes], seconds: float) -> None:
        """Pass the time; note which tasks are acknowledged by now, and when the worker is up."""
        end = time.monotonic() + seconds
        while True:
            waiting = self.site.waiting()
            now = time.monotonic()
            for name in self._names:
                if name not in waiting:
                    self._acknowledged.setdefault(name, now)
            if self._killed_at is not None and children(worker.pid):
                self._without_worker.append((self._killed_at, now))
                self._killed_at = None
            if now >= end:
                return
            time.sleep(min(0.05, end - now))

    def _kill(
        self, worker: subprocess.Popen[bytes], victim: str, chance: random.Random
    ) -> subprocess.Popen[bytes]:
        pool = children(worker.pid)
        if victim == "child" and pool:
            unlucky = chance.choice(pool)
            self._killed[unlucky] = time.monotonic()
            os.kill(unlucky, signal.SIGKILL)
            return worker
        self._killed |= dict.fromkeys(pool, time.monotonic())
        if victim == "group":
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
        else:
            worker.kill()
        worker.wait()
        if self._killed_at is None:
            self._killed_at = time.monotonic()
        return self._start()

    def _account(self) -> Account:
        runs = self.site.runs()
        return Account(
            tasks=len(self._names),
            killed_runs=sum(run.ended is None for name in self._names for run in runs[name]),
            lost=[name for name in self._names if not any(run.ended for run in runs[name])],
            run_after_acknowledged=[
                name
                for name, at in self._acknowledged.items()
                if any(run.started > at for run in runs[name])
            ],
            run_twice_at_once=[name for name in self._names if _overlap(runs[name])],
            ended_twice=[name for name in self._names if sum(map(_has_ended, runs[name])) > 1],
            redone_after=[
                self._with_worker(self._killed[before.process], after.started)
                for name in self._names
                for before, after in pairwise(runs[name])
                if before.ended is None and before.process in self._killed
            ],
        )

    def _with_worker(self, begin: float, end: float) -> float:
        return (end - begin) - sum(
            max(0.0, min(end, back) - max(begin, gone)) for gone, back in self._without_worker
        )


def _has_ended(run: Run) -> bool:
    return run.ended is not None


def _overlap(runs: list[Run]) -> bool:
    return any(
        before.ended is not None and after.started < before.ended
        for before, after in pairwise(runs)
    )

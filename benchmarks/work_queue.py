"""What the queue in a file costs, and what it loses: `python benchmarks/work_queue.py`.

Publishing, picking up and idling are measured beside Redis in the same run, where Redis is
installed. Then a worker is killed with -9, a hundred times.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import servers
from tests.config.kill_rounds import Account, KillRounds
from tests.config.lite_workers import Site, children, eventually

PUBLISHED = 1000
PICKED_UP = 150
IDLE_SECONDS = 20


@dataclass(frozen=True)
class Cost:
    """Tasks published a second, seconds until each was picked up, share of a core when idle."""

    published: float
    picked_up: Sequence[float]
    idle: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100, help="kills with -9 (100)")
    parser.add_argument("--seed", type=int, default=1, help="for the moments of the kills (1)")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        lite = _cost(Site(Path(folder)))
    redis = _cost_of_redis()
    print(f"{'':32}{'lite://':>12}{'redis://':>12}{'ratio':>8}")
    _print("published, tasks a second", lite, redis, lambda cost: cost.published)
    _print("picked up, p50 ms", lite, redis, lambda cost: _percentile(cost, 50))
    _print("picked up, p95 ms", lite, redis, lambda cost: _percentile(cost, 95))
    _print("idle worker, % of a core", lite, redis, lambda cost: cost.idle * 100)

    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        started = time.monotonic()
        account = KillRounds(site, arguments.rounds, arguments.seed, progress=_dot).run()
        _print_account(account, arguments.rounds, time.monotonic() - started)
        print(f"{'dead letters':40}{len(site.waiting('celery.dead'))}")


def _cost_of_redis() -> Cost | None:
    try:
        with servers.redis() as address, tempfile.TemporaryDirectory() as folder:
            return _cost(Site(Path(folder), broker=address))
    except servers.NotAvailable as reason:
        print(f"Not compared with Redis: {reason}")
        return None


def _cost(site: Site) -> Cost:
    site.send("work", "warm-up")
    published = _published(site)
    with site.worker() as worker:
        eventually(lambda: len(site.names("end")) == PUBLISHED + 1, within=120)
        return Cost(published, _picked_up(site), _idle(worker.pid))


def _published(site: Site) -> float:
    started = time.perf_counter()
    for number in range(PUBLISHED):
        site.send("work", f"published-{number}")
    return PUBLISHED / (time.perf_counter() - started)


def _picked_up(site: Site) -> list[float]:
    chance = random.Random(1)
    sent = {}
    for number in range(PICKED_UP):
        name = f"picked-up-{number}"
        sent[name] = time.monotonic()
        site.send("work", name)
        time.sleep(chance.uniform(0.02, 0.1))
    eventually(lambda: len(site.names("end")) == PUBLISHED + 1 + PICKED_UP)
    return [
        event.at - sent[event.name]
        for event in site.events()
        if event.what == "start" and event.name in sent
    ]


def _idle(worker: int) -> float:
    """Give the share of a core that a worker and its pool use with nothing to do."""
    everyone = [worker, *children(worker)]
    before = _processor_seconds(everyone)
    time.sleep(IDLE_SECONDS)
    return (_processor_seconds(everyone) - before) / IDLE_SECONDS


def _processor_seconds(processes: Sequence[int]) -> float:
    nanoseconds = sum(
        int((thread / "schedstat").read_text().split()[0])
        for process in processes
        for thread in Path(f"/proc/{process}/task").iterdir()
    )
    return nanoseconds / 1e9


def _percentile(cost: Cost, percent: int) -> float:
    return statistics.quantiles(cost.picked_up, n=100)[percent - 1] * 1000


def _print(title, lite: Cost, redis: Cost | None, figure) -> None:
    if redis is None:
        print(f"{title:32}{figure(lite):12.1f}")
    else:
        ratio = figure(lite) / figure(redis)
        print(f"{title:32}{figure(lite):12.1f}{figure(redis):12.1f}{ratio:8.2f}")


def _print_account(account: Account, rounds: int, seconds: float) -> None:
    redone = account.redone_after or [0.0]
    print(
        f"\nkill -9: {rounds} rounds in {seconds:.0f} s; worker, pool process, whole group in turn"
    )
    for title, figure in (
        ("tasks", account.tasks),
        ("runs that were killed", account.killed_runs),
        ("lost", len(account.lost)),
        ("run again after being acknowledged", len(account.run_after_acknowledged)),
        ("run by two workers at once", len(account.run_twice_at_once)),
        ("ended twice (killed before the ack)", len(account.ended_twice)),
        ("redone after, p50 s", f"{statistics.median(redone):.1f}"),
        ("redone after, longest s", f"{max(redone):.1f}"),
    ):
        print(f"{title:40}{figure}")


def _dot(number: int) -> None:
    end = "\n" if number % 50 == 0 else ""
    print(".", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

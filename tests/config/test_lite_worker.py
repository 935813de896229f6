"""Real workers on `lite://`: started, stopped, and killed with -9."""

import os
import signal
from collections import Counter

import pytest

from config import processes
from tests.config.kill_rounds import KillRounds
from tests.config.lite_workers import Site, children, eventually

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


def test_nothing_is_lost_in_rounds_of_killing(site):
    account = KillRounds(site, rounds=9).run()

    assert account.lost == []
    assert account.run_after_acknowledged == []
    assert account.run_twice_at_once == []
    assert account.killed_runs > 0
    assert max(account.redone_after) < 5 + 10
    assert site.waiting("celery.dead") == set()


def test_task_of_a_killed_worker_is_redone_by_another(site):
    site.send("work", "long", 3.0)
    with site.worker("-n", "one@%h") as one:
        assert eventually(lambda: site.names("start") == ["long"])
        with site.worker("-n", "two@%h"):
            os.killpg(one.pid, signal.SIGKILL)

            assert eventually(lambda: site.names("end") == ["long"], within=5 + 10 + 3)
    assert site.names("start") == ["long", "long"]


def test_task_of_a_killed_pool_process_is_redone_by_the_same_worker(site):
    """Celery mostly sees the death at once; else it looks every five seconds."""
    with site.worker() as worker:
        site.send("work", "long", 3.0)
        assert eventually(lambda: site.names("start") == ["long"])

        os.kill(site.events()[0].process, signal.SIGKILL)

        assert eventually(lambda: site.names("end") == ["long"], within=15)
        assert worker.poll() is None
    assert site.names("start") == ["long", "long"]


@pytest.mark.parametrize("task", ["poison", "poison_for_the_child"])
def test_task_that_kills_its_worker_is_given_up(tmp_path, task):
    site = Site(tmp_path, lease=1)
    site.send(task, "bad")
    site.send("work", "good")
    worker = site.start("worker", "-c", "1", "-l", "INFO")
    try:
        for _ in range(60):
            if worker.poll() is not None:
                worker = site.start("worker", "-c", "1", "-l", "INFO")
            if eventually(lambda: site.waiting("celery.dead"), within=0.5):
                break
        given_up = eventually(lambda: "good" in site.names("end"), within=15)
    finally:
        processes.stop([worker])

    assert given_up
    assert Counter(site.names("start")) == {"bad": 5, "good": 1}
    assert (site.waiting(), site.waiting("celery.dead")) == (set(), {"bad"})
    assert "was taken 5 times and never finished" in site.log.read_text()


def test_worker_asked_to_end_finishes_and_leaves_the_rest(site):
    for name in ("a", "b", "c", "d"):
        site.send("work", name, 2.0)
    with site.worker() as worker:
        assert eventually(lambda: len(site.names("start")) == 2)

        worker.send_signal(signal.SIGTERM)
        ended = eventually(lambda: worker.poll() is not None, within=10)

    assert ended
    assert sorted(site.names("end")) == ["a", "b"]
    assert site.waiting() == {"c", "d"}


def test_worker_whose_whole_group_is_asked_to_end_ends(site):
    for name in ("a", "b", "c"):
        site.send("work", name, 5.0)
    with site.worker() as worker:
        assert eventually(lambda: len(site.names("start")) == 2)

        os.killpg(worker.pid, signal.SIGTERM)
        ended = eventually(lambda: worker.poll() is not None, within=10)

    assert ended
    assert site.waiting() == {"a", "b", "c"}


def test_stopped_worker_that_goes_on_does_no_harm(site):
    """A process that the machine did not let run for longer than its lease."""
    site.send("work", "long", 2.0)
    with site.worker("-n", "one@%h") as one:
        assert eventually(lambda: site.names("start") == ["long"])
        for process in (one.pid, *children(one.pid)):
            os.kill(process, signal.SIGSTOP)
        with site.worker("-n", "two@%h"):
            assert eventually(lambda: site.names("end") == ["long"], within=20)
            for process in (one.pid, *children(one.pid)):
                os.kill(process, signal.SIGCONT)
            site.send("work", "next")

            assert eventually(lambda: "next" in site.names("end"))
            assert eventually(lambda: site.waiting() == set())
    assert Counter(site.names("start")) == {"long": 2, "next": 1}


def test_two_workers_share_the_work_and_do_each_task_once(site):
    names = [str(number) for number in range(60)]
    with site.worker("-n", "one@%h"), site.worker("-n", "two@%h"):
        assert eventually(lambda: site.log.read_text().count(" ready.") == 2)
        for name in names:
            site.send("work", name, 0.1)

        assert eventually(lambda: len(site.names("end")) == 60)

    assert Counter(site.names("start")) == Counter(names)
    assert len({event.process for event in site.events()}) == 4


def test_worker_answers_when_asked_and_warns_of_nothing(site):
    with site.worker("-n", "one@%h") as worker:
        assert eventually(lambda: "ready" in site.log.read_text())

        first = site.run("inspect", "ping", "-t", "2")
        second = site.run("inspect", "active", "-t", "2")
        site.run("control", "shutdown", "-t", "1")

        assert eventually(lambda: worker.poll() is not None, within=10)
    assert "pong" in first
    assert "empty" in second
    # Celery itself warns that we run as root, and that it was told to shut down.
    log = [line for line in site.log.read_text().splitlines() if "shutdown" not in line]
    assert [line for line in log if "WARNING" in line or "ERROR" in line] == []


@pytest.mark.parametrize("arguments", [["beat"], ["worker", "-B", "-c", "1"]])
def test_beat_queues_on_its_own_and_inside_a_worker(site, arguments):
    beat = site.start(*arguments)
    try:
        if arguments == ["beat"]:
            assert eventually(lambda: site.queue.exists() and len(site.waiting()) >= 2)
        else:
            assert eventually(lambda: len(site.names("end")) >= 2)
    finally:
        processes.stop([beat])


def test_file_damaged_under_a_worker_costs_no_restart(site):
    with site.worker():
        site.send("work", "before")
        assert eventually(lambda: site.names("end") == ["before"])
        with site.queue.open("r+b") as file:
            file.write(b"\xa5" * 8192)
        site.app.close()

        site.send("work", "after")

        assert eventually(lambda: site.names("end") == ["before", "after"])

"""Messages are leased by one living process at a time, and not lost."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.lite import messages as messages_module
from config.lite.messages import Leased, Messages


@pytest.fixture
def path(tmp_path):
    return tmp_path / "queue.sqlite3"


@pytest.fixture
def clock(monkeypatch):
    """The time since the machine started, to be set by the test."""

    class Clock:
        now = 1000.0

    monkeypatch.setattr(messages_module.time, "monotonic", lambda: Clock.now)
    return Clock


def drain(messages: Messages, queue: str = "work") -> list[str]:
    payloads = []
    while leased := messages.lease(queue):
        payloads.append(leased.payload)
        messages.delete(leased.tag)
    return payloads


def payloads_in(path: Path, queue: str) -> list[str]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT payload FROM message WHERE queue = ?", (queue,)).fetchall()
    connection.close()
    return [payload for (payload,) in rows]


def test_lease_takes_the_oldest_message_of_the_queue(path):
    messages = Messages(path)
    messages.put("other", "not this one")
    messages.put("work", "first")
    messages.put("work", "second")

    leased = messages.lease("work")

    assert leased == Leased(tag=leased.tag, payload="first", deliveries=1)


def test_lease_of_an_empty_queue_gives_nothing(path):
    assert Messages(path).lease("work") is None


def test_lease_takes_higher_priorities_first_and_in_their_order(path):
    messages = Messages(path)
    for payload, priority in (("a", 0), ("b", 9), ("c", 5), ("d", 9)):
        messages.put("work", payload, priority=priority)

    assert drain(messages) == ["b", "d", "c", "a"]


@pytest.mark.parametrize("payload", ["Übergabe 顧客 🙂 \x00 \ud7ff", "x" * 1_000_000, ""])
def test_put_keeps_a_payload_as_it_is(path, payload):
    messages = Messages(path)

    messages.put("work", payload)

    assert messages.lease("work").payload == payload


def test_leased_message_is_not_given_to_another_process(path):
    messages, others = Messages(path), Messages(path)
    messages.put("work", "a")
    messages.lease("work")

    assert others.lease("work") is None
    assert others.size("work") == 0


def test_deleted_message_never_comes_back(path, clock):
    messages = Messages(path)
    messages.put("work", "a")
    messages.delete(messages.lease("work").tag)
    clock.now += 3600

    assert Messages(path).lease("work") is None


def test_message_of_a_silent_process_is_free_when_its_lease_is_over(path, clock):
    killed, other = Messages(path), Messages(path)
    killed.put("work", "a")
    killed.lease("work")

    clock.now += 4.9
    before = other.lease("work")
    clock.now += 0.2
    after = other.lease("work")

    assert before is None
    assert (after.payload, after.deliveries) == ("a", 2)


def test_message_stays_leased_while_its_process_says_that_it_lives(path, clock):
    alive, other = Messages(path), Messages(path)
    alive.put("work", "a")
    alive.lease("work")

    for _ in range(20):
        clock.now += 4
        alive.stay_alive()

    assert other.lease("work") is None


def test_message_leased_after_a_long_silence_is_ours(path, clock):
    idle, other = Messages(path), Messages(path)
    idle.put("work", "a")
    idle.put("work", "b")
    idle.delete(idle.lease("work").tag)
    clock.now += 3600

    idle.lease("work")

    assert other.lease("work") is None


def test_lease_does_not_outlive_a_restart_of_the_machine(path, clock):
    before, after = Messages(path), Messages(path)
    clock.now = 1_000_000
    before.put("work", "a")
    before.lease("work")

    clock.now = 30

    assert after.lease("work").payload == "a"


def test_leases_do_not_depend_on_the_date(path, monkeypatch):
    messages, other = Messages(path), Messages(path)
    messages.put("work", "a")
    messages.lease("work")

    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)

    assert other.lease("work") is None


def test_release_puts_a_message_back_in_its_place(path):
    messages, other = Messages(path), Messages(path)
    messages.put("work", "a")
    messages.put("work", "b")

    messages.release(messages.lease("work").tag)

    assert other.lease("work").payload == "a"


def test_release_of_what_another_process_has_by_now_changes_nothing(path, clock):
    slow, other = Messages(path), Messages(path)
    slow.put("work", "a")
    tag = slow.lease("work").tag
    clock.now += 6
    other.lease("work")

    slow.release(tag)

    assert Messages(path).lease("work") is None


def test_delete_by_a_process_that_lost_its_lease_still_means_done(path, clock):
    slow, other = Messages(path), Messages(path)
    slow.put("work", "a")
    tag = slow.lease("work").tag
    clock.now += 6
    other.lease("work")

    slow.delete(tag)
    clock.now += 6

    assert Messages(path).lease("work") is None


def test_close_gives_back_what_is_leased(path):
    messages, other = Messages(path), Messages(path)
    messages.put("work", "a")
    messages.lease("work")

    messages.close()

    assert other.lease("work").payload == "a"


def test_message_that_kills_whoever_takes_it_goes_to_the_dead_letters(path, clock, caplog):
    payload = '{"headers": {"task": "maps.draw", "id": "7"}}'
    Messages(path).put("work", payload)
    Messages(path).put("work", "harmless")

    for _ in range(5):
        assert Messages(path).lease("work").payload == payload
        clock.now += 6
    sixth = Messages(path).lease("work")

    assert sixth.payload == "harmless"
    assert payloads_in(path, "work.dead") == [payload]
    assert caplog.messages == [
        "Task maps.draw[7] was taken 5 times and never finished. It is now in the queue work.dead."
    ]


def test_message_put_back_untouched_never_becomes_a_dead_letter(path):
    messages = Messages(path)
    messages.put("work", "a")

    for _ in range(50):
        messages.release(messages.lease("work").tag, untouched=True)

    assert messages.lease("work").deliveries == 1


def test_size_and_purge_are_about_what_is_free(path):
    messages = Messages(path)
    for payload in "abc":
        messages.put("work", payload)
    leased = messages.lease("work")

    size = messages.size("work")
    purged = messages.purge("work")
    messages.release(leased.tag)

    assert (size, purged, drain(messages)) == (2, 2, ["a"])


def test_bindings_are_seen_by_every_process_and_only_once(path):
    messages = Messages(path)
    messages.bind("exchange", "key", "", "work", passing=False)
    messages.bind("exchange", "key", "", "work", passing=False)

    assert Messages(path).bindings("exchange") == [("key", "", "work")]


def test_passing_queue_lives_as_long_as_its_process(path, clock):
    killed, other = Messages(path), Messages(path)
    killed.bind("control", "", "", "killed.control", passing=True)
    other.put("killed.control", "a command")
    while_alive = other.bindings("control")
    clock.now += 66

    other.bind("control", "", "", "other.control", passing=True)

    assert while_alive == [("", "", "killed.control")]
    assert other.bindings("control") == [("", "", "other.control")]
    assert payloads_in(path, "killed.control") == []


def test_idle_process_keeps_its_passing_queue_and_hardly_writes(path, clock):
    idle = Messages(path)
    idle.bind("control", "", "", "idle.control", passing=True)
    watch = sqlite3.connect(path)
    versions = set()

    for _ in range(240):  # five minutes
        clock.now += 1.25
        idle.stay_alive()
        versions.add(watch.execute("PRAGMA data_version").fetchone()[0])
    watch.close()

    assert idle.bindings("control") == [("", "", "idle.control")]
    assert len(versions) <= 10


def test_disinherit_drops_what_came_for_an_earlier_owner_only(path):
    killed, mine = Messages(path), Messages(path)
    killed.bind("control", "", "", "control", passing=True)
    killed.put("control", "old command")

    mine.disinherit("control")
    mine.bind("control", "", "", "control", passing=True)
    mine.put("control", "new command")
    mine.disinherit("control")

    assert drain(mine, "control") == ["new command"]


def test_closing_forgets_passing_queues(path):
    messages = Messages(path)
    messages.bind("control", "", "", "control", passing=True)
    messages.put("control", "a command")

    messages.close()

    assert Messages(path).bindings("control") == []
    assert payloads_in(path, "control") == []


def test_many_threads_put_and_lease_through_one_object(path):
    messages = Messages(path)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: messages.put("work", str(number)), range(400)))
        taken = list(pool.map(lambda _: messages.lease("work").payload, range(400)))

    assert sorted(taken, key=int) == [str(number) for number in range(400)]


def test_many_processes_take_each_message_once(path):
    messages = Messages(path)
    for number in range(300):
        messages.put("work", str(number))
    program = (
        "import sys; from pathlib import Path; from config.lite.messages import Messages\n"
        "messages = Messages(Path(sys.argv[1]))\n"
        "while leased := messages.lease('work'):\n"
        "    print(leased.payload); messages.delete(leased.tag)\n"
    )

    takers = [
        subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    taken = Counter(line for taker in takers for line in taker.communicate()[0].split())

    assert taken == Counter(str(number) for number in range(300))


def test_forked_processes_put_and_take_without_sharing_a_connection(path):
    messages = Messages(path)
    messages.put("work", "parent")
    held = messages.lease("work")
    stop = threading.Event()
    thread = threading.Thread(target=_keep_writing, args=(messages, stop))
    thread.start()

    forks = [_fork(lambda: _put_some(messages)) for _ in range(20)]
    ended = [os.waitpid(fork, 0)[1] for fork in forks]
    stop.set()
    thread.join()

    assert ended == [0] * 20
    assert sorted(Counter(drain(messages)).items()) == [(f"child {n}", 20) for n in range(10)]
    assert payloads_in(path, "work") == [held.payload]


def _keep_writing(messages: Messages, stop: threading.Event) -> None:
    while not stop.is_set():
        messages.put("noise", "x")
        messages.stay_alive()


def _put_some(messages: Messages) -> None:
    for number in range(10):
        messages.put("work", f"child {number}")


def _fork(act) -> int:
    child = os.fork()
    if child:
        return child
    try:
        signal.alarm(20)  # a child that hangs in a lock is found out
        act()
        os._exit(0)
    finally:
        os._exit(1)

"""Processes end with us, in good order, and are kept running."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config import processes
from config.processes import KeepsEnding, Kept

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
# Says when it is ready, and takes no notice of SIGTERM.
STUBBORN = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "open(sys.argv[1], 'w').close(); time.sleep(60)"
)


def eventually(condition: Callable[[], object], within: float = 10) -> bool:
    give_up = time.monotonic() + within
    while not condition():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.02)
    return True


def is_alive(number: int) -> bool:
    state = Path(f"/proc/{number}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_stop_asks_first() -> None:
    process = processes.start(SLEEP)

    processes.stop([process])

    assert process.returncode == -signal.SIGTERM


def test_stop_kills_who_does_not_listen(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    process = processes.start([sys.executable, "-c", STUBBORN, ready])
    assert eventually(ready.exists)

    processes.stop([process], patience=0.2)

    assert process.returncode == -signal.SIGKILL


def test_stop_leaves_no_grandchild(tmp_path: Path) -> None:
    number = tmp_path / "number"
    process = processes.start(["sh", "-c", f"sleep 60 & echo $! >'{number}'; wait"])
    assert eventually(lambda: number.exists() and number.read_text().strip())

    processes.stop([process])

    assert eventually(lambda: not is_alive(int(number.read_text())))


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a child of its parent's death"
)
def test_process_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    number = tmp_path / "number"
    parent = (
        "import sys, time; from config import processes;"
        "child = processes.start(['sleep', '60']);"
        "open(sys.argv[1], 'w').write(str(child.pid)); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", parent, number])
    assert eventually(lambda: number.exists() and number.read_text())

    process.kill()
    process.wait()

    assert eventually(lambda: not is_alive(int(number.read_text())))


def kept(command: list[str], tmp_path: Path) -> Kept:
    return Kept("web", command, tmp_path / "web.log", dict(os.environ))


def test_kept_process_is_left_alone_while_it_runs(tmp_path: Path) -> None:
    web = kept(SLEEP, tmp_path)
    web.start()
    first = web.process
    assert first is not None

    said = web.look_after()

    assert (said, web.process) == ("", first)
    processes.stop([first])


def test_kept_process_is_started_again_however_often_it_is_killed(tmp_path: Path) -> None:
    web = kept(SLEEP, tmp_path)
    web.start()

    for _ in range(web.TRIES + 1):
        assert web.process is not None
        web.process.kill()
        web.process.wait()
        assert web.look_after() == "The web was ended by SIGKILL, and is started again."

    assert web.process is not None
    assert web.process.poll() is None
    processes.stop([web.process])


def test_kept_process_that_fails_again_and_again_is_given_up(tmp_path: Path) -> None:
    web = kept([sys.executable, "-c", "import sys; print('no luck'); sys.exit(3)"], tmp_path)
    web.start()

    for _ in range(web.TRIES - 1):
        assert eventually(lambda: web.process and web.process.poll() is not None)
        assert web.look_after() == "The web was ended with status 3, and is started again."
    assert eventually(lambda: web.process and web.process.poll() is not None)
    with pytest.raises(KeepsEnding, match=r"^The web keeps ending\. See .*/web\.log$"):
        web.look_after()

    assert web.log.read_text() == "no luck\n" * web.TRIES

"""Starting processes that end when we do, ending them in good order, keeping them running."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None

Output = int | IO[bytes] | None


def start(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    output: Output = None,
    errors: Output = subprocess.STDOUT,
    user: str | None = None,
    stop_signal: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, away from the terminal's Ctrl-C.

    On Linux it gets `stop_signal` should we be killed. `user` needs root.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        user=user,
        group=user and _group_of(user),
        extra_groups=[] if user else None,
        start_new_session=True,
        preexec_fn=_ends_with(os.getpid(), stop_signal),  # noqa: PLW1509  we run no threads
    )


def stop(
    processes: Sequence[subprocess.Popen[bytes]],
    *,
    patience: float = 10,
    stop_signal: int = signal.SIGTERM,
) -> None:
    """Ask each process itself to end, together; after `patience` seconds end their whole groups.

    Only the main process is asked: a Celery worker whose children get the signal too never ends.
    """
    for process in processes:
        if process.poll() is None:
            process.send_signal(stop_signal)
    deadline = time.monotonic() + patience
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
    for process in processes:
        end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of a process and the children it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class KeepsEnding(Exception):
    """A process that ends again and again, soon after each start."""


@dataclass
class Kept:
    """A process that is started again whenever it ends."""

    name: str
    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0

    SETTLED_AFTER = 10.0  # seconds of running that make up for earlier failures
    TRIES = 3

    def start(self) -> None:
        """Start it; what it prints goes to the end of its log."""
        with self.log.open("ab") as log:
            self.process = start(self.command, env=self.env, output=log)
        self.started = time.monotonic()

    def look_after(self) -> str:
        """Start it again if it has ended, and say so; raise KeepsEnding if that is no use."""
        if self.process is None or self.process.poll() is None:
            return ""
        status = self.process.returncode
        end_group(self.process)  # children it left behind hold the port and the tasks
        if time.monotonic() - self.started > self.SETTLED_AFTER:
            self.failures = 0
        # Being killed is no fault of its own.
        self.failures += status not in (-signal.SIGKILL, -signal.SIGTERM)
        if self.failures >= self.TRIES:
            raise KeepsEnding(f"The {self.name} keeps ending. See {self.log}")
        self.start()
        how = f"by {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
        return f"The {self.name} was ended {how}, and is started again."


def _ends_with(parent: int, stop_signal: int) -> Callable[[], None]:
    def in_the_child() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, stop_signal)
            if os.getppid() != parent:  # we were killed before the child could ask for the signal
                os._exit(1)

    return in_the_child


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid

"""`./app demo`: web and worker on this machine, kept running until Ctrl-C.

All data and every secret is in var/demo. Standard output gets three lines: where to go, whom to
sign in as, and a token for the API; all else is in var/demo/log, that of the last start beside it.
"""

import argparse
import fcntl
import http.client
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from config import processes
from config.processes import KeepsEnding, Kept

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
GUNICORN = ("-c", str(ROOT / "config" / "gunicorn.py"), "config.wsgi")
CELERY = ("-A", "config", "worker", "-B", "--concurrency=2", "--loglevel=INFO")

ANSWERS_WITHIN = 60.0  # seconds, for the web to come up
# Nothing else gets through: a DATABASE_URL meant for a real site must not reach the demo.
FROM_OUTSIDE = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONUTF8")


class CannotRun(Exception):
    """Why there is no demo, in one line for the person who asked for it."""


class Signals:
    """Ctrl-C, SIGTERM and hang-up, noted for the loops to see."""

    def __init__(self) -> None:
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: object) -> None:
        self.stopping = True


def main(arguments: Sequence[str]) -> int:
    """Run until told to stop; give the exit status."""
    options = _options(arguments)
    os.umask(0o077)
    data: Path = options.data.resolve()
    (data / "log").mkdir(parents=True, exist_ok=True)
    signals = Signals()
    try:
        with (data / "running").open("a+") as lock:
            _refuse_a_second(lock, options.port)
            _refuse_taken(options.port)
            if options.fresh:
                _empty(data)
            _run(data, options.port, signals)
    except (CannotRun, KeepsEnding) as problem:
        say(str(problem))
        return 1
    return 0


def _run(data: Path, port: int, signals: Signals) -> None:
    env = _environment(data, port)
    sign_in = _prepare(_new_log(data, "prepare"), env, signals)
    web = Kept("web", [PYTHON, "-m", "gunicorn", *GUNICORN], _new_log(data, "web"), env)
    worker = Kept("worker", [PYTHON, "-m", "celery", *CELERY], _new_log(data, "worker"), env)
    try:
        if not signals.stopping:
            web.start()
            worker.start()
            _wait_for(web, port, signals)
        if not signals.stopping:
            print(f"Open http://127.0.0.1:{port}/", sign_in, sep="\n", flush=True)
        while not signals.stopping:
            time.sleep(0.2)
            say(web.look_after())
            say(worker.look_after())
    finally:
        processes.stop([kept.process for kept in (web, worker) if kept.process])


def _prepare(log_file: Path, env: Mapping[str, str], signals: Signals) -> str:
    """Bring database, static files, demonstration and access up to date; give the two lines."""
    command = [PYTHON, str(ROOT / "manage.py"), "prepare_demo"]
    with log_file.open("w+b") as log, tempfile.TemporaryFile() as lines:
        process = processes.start(command, env=env, output=lines, errors=log)
        while process.poll() is None and not signals.stopping:
            time.sleep(0.05)
        processes.stop([process])
        if process.returncode and not signals.stopping:
            log.seek(0)
            reason = log.read().decode(errors="replace").strip().rpartition("\n")[2]
            raise CannotRun(f"{reason}\nThe whole story: {log_file}")
        lines.seek(0)
        return lines.read().decode().strip()


def _wait_for(web: Kept, port: int, signals: Signals) -> None:
    give_up = time.monotonic() + ANSWERS_WITHIN
    while not signals.stopping and not _answers(port):
        say(web.look_after())
        if time.monotonic() > give_up:
            raise CannotRun(f"The web does not answer. See {web.log}")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/admin/login/")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _new_log(data: Path, name: str) -> Path:
    log = data / "log" / f"{name}.log"
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    return log


def _environment(data: Path, port: int) -> dict[str, str]:
    key = data / "secret_key"
    if not key.exists():
        key.write_text(secrets.token_urlsafe(50))
    return {
        **{name: os.environ[name] for name in FROM_OUTSIDE if name in os.environ},
        "JOURNEYLOOP_DATA": str(data),
        "SECRET_KEY": key.read_text(),
        "HTTPS": "0",
        "BIND": f"127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT),
    }


def _refuse_a_second(lock: IO[str], port: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        raise CannotRun(f"The demo already runs: {lock.read().strip()}") from None
    lock.truncate(0)
    lock.write(f"http://127.0.0.1:{port}/ (process {os.getpid()})")
    lock.flush()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            reason = f"Port {port} can't be used: {problem.strerror}."
            raise CannotRun(f"{reason} Try: ./app demo --port {port % 65535 + 1}") from None


def _empty(data: Path) -> None:
    for path in data.iterdir():
        if path.name in ("log", "running"):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./app demo", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--port", type=_port, default=8000, help="8000 unless said otherwise")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away first")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "demo", help="where it is kept")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: 1 to 65535")
    return int(text)


def say(sentence: str) -> None:
    """Tell the person at the terminal, if there is something to tell."""
    if sentence:
        print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

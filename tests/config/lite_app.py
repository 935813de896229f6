"""A Celery application of its own for the tests of `lite://`: it knows no Django.

LITE_FOLDER says where its queue is, and the journal its tasks write what they did to.
"""

import os
import signal
import time
from pathlib import Path

from celery import Celery

import config.lite  # noqa: F401  knows lite://

FOLDER = Path(os.environ["LITE_FOLDER"])
QUEUE = FOLDER / "queue.sqlite3"
JOURNAL = FOLDER / "journal"

app = Celery("lite_app", broker=os.environ.get("LITE_BROKER", f"lite:///{QUEUE}"), fixups=[])
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"lease": float(os.environ.get("LITE_LEASE", "5"))},
    beat_schedule={"tick": {"task": "work", "schedule": 0.5, "args": ("tick",)}},
    beat_schedule_filename=str(FOLDER / "beat"),
)


@app.task(name="work")
def work(name: str, seconds: float = 0) -> None:
    """Take a while, and say so."""
    write("start", name)
    time.sleep(seconds)
    write("end", name)


@app.task(name="poison")
def poison(name: str) -> None:
    """Kill the worker that tries."""
    write("start", name)
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(10)


@app.task(name="poison_for_the_child")
def poison_for_the_child(name: str) -> None:
    """Kill the pool's process that tries, not the worker."""
    write("start", name)
    os.kill(os.getpid(), signal.SIGKILL)


def write(what: str, name: str) -> None:
    """Add a line to the journal, whole or not at all."""
    journal = os.open(JOURNAL, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(journal, f"{what} {name} {os.getpid()} {time.monotonic()}\n".encode())
    os.close(journal)

"""gunicorn's settings for `./app serve` and the demo; any of them can be given after `serve`."""

import gc
import os
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 8
keepalive = 5
# A worker that has grown is replaced, not all of them at once.
max_requests = 10_000
max_requests_jitter = 1_000
preload_app = True  # one copy of the code for all workers
accesslog = "-"
control_socket_disable = True  # it would write into HOME


def pre_fork(server: Any, worker: Any) -> None:
    """What is loaded by now stays: the collector need not walk it, nor copy its pages."""
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """Collect a hundredth as often: full collections were the slowest requests of all."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)

"""How the web server is set up."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import gunicorn

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def collector_put_back() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


@pytest.mark.usefixtures("collector_put_back")
def test_worker_collects_seldom_and_leaves_loaded_code_alone() -> None:
    gunicorn.pre_fork(None, None)
    gunicorn.post_fork(None, None)

    assert gc.get_threshold() == (50_000, 20, 20)
    assert gc.get_freeze_count() > 0


def test_gunicorn_accepts_the_settings() -> None:
    command = [sys.executable, "-m", "gunicorn", "--check-config", "-c", "config/gunicorn.py"]

    done = subprocess.run(
        [*command, "config.wsgi"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")

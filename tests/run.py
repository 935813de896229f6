"""`./app test`: every check one after the other, whatever failed before, and what came of each.

`--fast` is the everyday part. Any further arguments go to pytest.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import servers
from tests.programs import provide
from tests.summary import Result, TestCounts, print_summary

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
COLOUR = sys.stdout.isatty() and "NO_COLOR" not in os.environ
LEFT_OUT_OF_FAST = ("browser", "contract", "slow")
#: Pages and addresses, asked one after the other, and what loads the demonstration: most of the time of all tests.
#: What they show is tried by the everyday tests, where it is made. A path among the arguments brings them back.
DOORS = (
    *("tests/browser", "tests/contract", "tests/test_doors.py"),
    *("tests/journeys/admin", "tests/journeys/api", "tests/research/admin", "tests/research/api"),
    *("tests/improvements/admin", "tests/config/test_demonstration.py", "tests/config/test_csp.py"),
)
NO_TESTS_CHOSEN = 5  # pytest's exit status when the arguments leave nothing to run

_MANAGE = [PYTHON, "manage.py"]
CHECKS: dict[str, list[str]] = {
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "import contracts": [
        *(PYTHON, "-c"),
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ],
    "migrations": [*_MANAGE, "makemigrations", "--check", "--dry-run"],
    "system check": [*_MANAGE, "check", "--fail-level", "ERROR"],
}


@dataclass
class Run:
    """One `./app test`: its arguments, and what has come of its steps so far."""

    fast: bool
    pytest_arguments: Sequence[str]
    folder: Path
    results: list[Result] = field(default_factory=list)

    def check(self, name: str, command: Sequence[str]) -> None:
        """Run one of the quick checks."""
        with self._step(name) as result:
            result.failed = self._call(command, {}) != 0

    def tests(self, name: str, *, without: Sequence[str], env: Mapping[str, str]) -> None:
        """Run pytest but for the tests with a marker in `without`."""
        report = self.folder / f"{len(self.results)}.xml"
        command = [PYTHON, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"]
        command += [f"--color={'yes' if COLOUR else 'no'}", f"--junitxml={report}"]
        if without:
            command += ["-m", f"not ({' or '.join(without)})"]
        if self.fast:
            command.append("--hypothesis-profile=everyday")
            if not any(argument.startswith("tests/") for argument in self.pytest_arguments):
                command += [f"--ignore={path}" for path in DOORS]
        with self._step(name) as result:
            status = self._call([*command, *self.pytest_arguments], env)
            nothing_chosen = status == NO_TESTS_CHOSEN and bool(self.pytest_arguments)
            result.failed = status != 0 and not nothing_chosen
            result.counts = TestCounts.read(report)

    def not_run(self, name: str, reason: str) -> None:
        """Note what could not be run."""
        self.results.append(Result(name, not_run_because=reason))

    @contextmanager
    def _step(self, name: str) -> Iterator[Result]:
        print(f"\n== {name} ==", flush=True)
        result, started = Result(name), time.monotonic()
        self.results.append(result)
        yield result
        result.seconds = time.monotonic() - started

    def _call(self, command: Sequence[str], env: Mapping[str, str]) -> int:
        env = {**environment(), "JOURNEYLOOP_TESTS": str(self.folder), **env}
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def environment() -> dict[str, str]:
    """Ours, without what a developer or a site may have set for the running program."""
    ours = ("DATABASE_URL", "BROKER_URL", "SECRET_KEY", "DEBUG", "PYTEST_ADDOPTS")
    return {
        **{name: value for name, value in os.environ.items() if name not in ours},
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }


def main(arguments: Sequence[str]) -> int:
    """Run the steps and print what came of them; give the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="journeyloop-results-") as folder:
        given = [argument for argument in arguments if argument != "--fast"]
        run = Run("--fast" in arguments, given, Path(folder))
        try:
            _everything(run)
        except KeyboardInterrupt:
            print("\nStopped.")
            return 128 + signal.SIGINT
    return print_summary(run.results, complete=os.environ.get("CI") == "true" and not run.fast)


def _everything(run: Run) -> None:
    for name, command in CHECKS.items():
        run.check(name, command)
    if run.fast:
        for package, reason in provide("poppler-utils").items():
            run.not_run(f"what needs {package}", reason)
        run.tests("everyday tests on SQLite", without=LEFT_OUT_OF_FAST, env={})
        return
    unavailable = provide("postgresql", "redis-server", "chromium", "poppler-utils")
    without = ["browser"] if "chromium" in unavailable else []
    for package, reason in unavailable.items():
        run.not_run(f"what needs {package}", reason)
    run.tests("tests on SQLite", without=without, env={})
    _on_postgresql(run, without)


def _on_postgresql(run: Run, without: Sequence[str]) -> None:
    name = "tests on PostgreSQL"
    with ExitStack() as stack:
        try:
            env = {"DATABASE_URL": stack.enter_context(servers.postgresql())}
        except servers.NotAvailable as reason:
            run.not_run(name, str(reason))
            return
        try:
            env["BROKER_URL"] = stack.enter_context(servers.redis())
            name += " and Redis"
        except servers.NotAvailable as reason:
            run.not_run("tests with Redis", str(reason))
        # See tests/conftest.py: what is the same on any database has had its turn.
        run.tests(f"{name} (but for what needs no database)", without=without, env=env)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`./app test` runs everything whatever failed before, and says what came of it."""

import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests import run, servers, summary
from tests.summary import Result, TestCounts

REPORT = """<testsuites><testsuite>
<testcase name="one"/>
<testcase name="two"><failure message="no"/></testcase>
<testcase name="three"><error message="no"/></testcase>
<testcase name="four"><skipped message="no Chromium"/></testcase>
<testcase name="five"><skipped message="no Chromium"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture(autouse=True)
def no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "COLOUR", False)


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """The commands that would have been run; lint fails, and there is no PostgreSQL."""
    commands: list[Sequence[str]] = []

    def call(self: run.Run, command: Sequence[str], env: dict[str, str]) -> int:
        commands.append(command)
        return int("ruff" in command and "format" not in command)

    def no_server() -> None:
        raise servers.NotAvailable("PostgreSQL is not installed")

    monkeypatch.setattr(run.Run, "_call", call)
    monkeypatch.setattr(run, "provide", lambda *packages: {"chromium": "it is not installed"})
    monkeypatch.setattr(servers, "postgresql", no_server)
    monkeypatch.delenv("CI", raising=False)
    return commands


def test_failure_stops_nothing_that_comes_after(
    called: list[Sequence[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    status = run.main(["--fast", "-k", "publish"])

    assert status == 1
    assert [*called[:-1]] == list(run.CHECKS.values())
    assert "not (browser or contract or slow)" in called[-1]
    assert [*called[-1][-2:]] == ["-k", "publish"]
    assert capsys.readouterr().out.endswith("Something is wrong.\nTests: 0 passed, 0 failed\n")


@pytest.mark.parametrize(
    ("arguments", "leaves_out"),
    [
        (["--fast"], True),
        (["--fast", "-k", "publish"], True),
        (["--fast", "tests/journeys/api"], False),
        ([], False),
    ],
)
def test_pages_and_addresses_are_left_out_of_the_everyday_run_only(
    called: list[Sequence[str]], arguments: list[str], leaves_out: bool
) -> None:
    run.main(arguments)
    ignored = [one for one in called[-1] if one.startswith("--ignore=")]
    assert ignored == ([f"--ignore={path}" for path in run.DOORS] if leaves_out else [])
    assert all((run.ROOT / path).exists() for path in run.DOORS)


def test_what_cannot_run_is_said(
    called: list[Sequence[str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHECKS", {})

    status = run.main([])

    assert status == 0
    assert "not (browser)" in called[-1]
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "not run  what needs chromium: it is not installed",
        "not run  tests on PostgreSQL: PostgreSQL is not installed",
        "All is well.",
        "Tests: 0 passed, 0 failed",
    ]


def test_postgresql_gets_pages_and_the_fuzzed_api_too(
    called: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHECKS", {})
    monkeypatch.setattr(run, "provide", lambda *packages: {})
    for server in ("postgresql", "redis"):
        monkeypatch.setattr(servers, server, lambda: nullcontext("address"))

    assert run.main([]) == 0

    assert len(called) == 2
    assert not any("-m" in command[3:] for command in called)


@pytest.mark.usefixtures("called")
def test_what_cannot_run_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHECKS", {})
    monkeypatch.setenv("CI", "true")

    assert run.main([]) == 1
    assert run.main(["--fast"]) == 0


def test_developers_own_settings_do_not_reach_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://mine/")

    assert "DATABASE_URL" not in run.environment()


def test_counts_are_read_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)

    counts = TestCounts.read(report)

    assert str(counts) == "1 passed, 2 failed, 2 skipped"
    assert counts.reasons == {"no Chromium": 2}


def test_run_that_crashed_counts_nothing(tmp_path: Path) -> None:
    assert TestCounts.read(tmp_path / "none.xml") == TestCounts()


def test_last_line_adds_all_runs_up(capsys: pytest.CaptureFixture[str]) -> None:
    results = [
        Result("on SQLite", 1.25, counts=TestCounts(passed=3, skipped=1)),
        Result("on PostgreSQL", 61, failed=True, counts=TestCounts(passed=2, failed=1)),
    ]

    status = summary.print_summary(results, complete=False)

    assert status == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "== summary ==",
        "passed   on SQLite                           1.2 s  3 passed, 0 failed, 1 skipped",
        "failed   on PostgreSQL                      61.0 s  2 passed, 1 failed",
        "Something is wrong.",
        "Tests: 5 passed, 1 failed, 1 skipped",
    ]


def test_runner_ends_with_its_terminal() -> None:
    stopped = "import os, signal, tests.run as r; r._everything = lambda run: os.kill(os.getpid(), 15); r.main([])"

    done = subprocess.run([sys.executable, "-c", stopped], check=False)

    assert done.returncode == 143

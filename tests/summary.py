"""What came of `./app test`, said at its end."""

import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

COLOUR = sys.stdout.isatty() and "NO_COLOR" not in os.environ
GREEN, RED, YELLOW = 32, 31, 33


@dataclass
class TestCounts:
    """How many tests of one pytest run ended how, and why some were skipped."""

    __test__ = False  # not a test, for all its name

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @classmethod
    def read(cls, report: Path) -> "TestCounts":
        """Read pytest's JUnit file; one that is not there, because pytest crashed, counts nothing."""
        counts = cls()
        if not report.exists():
            return counts
        for case in ElementTree.parse(report).iter("testcase"):
            skipped = case.find("skipped")
            if case.find("failure") is not None or case.find("error") is not None:
                counts.failed += 1
            elif skipped is not None:
                counts.skipped += 1
                counts.reasons[skipped.get("message") or "no reason given"] += 1
            else:
                counts.passed += 1
        return counts

    def __str__(self) -> str:
        """Give the line that runners and people look for."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


@dataclass
class Result:
    """One step: how it ended, how long it took."""

    name: str
    seconds: float = 0.0
    failed: bool = False
    not_run_because: str = ""
    counts: TestCounts | None = None

    def line(self) -> str:
        """Give one row of the table."""
        if self.not_run_because:
            return f"{_coloured('not run', YELLOW)}  {self.name}: {self.not_run_because}"
        word = _coloured("failed ", RED) if self.failed else _coloured("passed ", GREEN)
        counts = f"  {self.counts}" if self.counts else ""
        return f"{word}  {self.name:<32}{self.seconds:>7.1f} s{counts}"


def print_summary(results: Sequence[Result], *, complete: bool) -> int:
    """Print the table and the closing line; give the exit status.

    `complete`: nobody reads the notes, so what could not be run counts as failed.
    """
    total = TestCounts()
    for counts in (result.counts for result in results if result.counts):
        total.passed += counts.passed
        total.failed += counts.failed
        total.skipped += counts.skipped
        total.reasons += counts.reasons
    print("\n== summary ==")
    for result in sorted(results, key=lambda result: bool(result.not_run_because)):
        print(result.line())
    for reason, times in total.reasons.most_common():
        print(f"{_coloured('skipped', YELLOW)}  {times} × {reason}")
    wrong = any(result.failed or (complete and result.not_run_because) for result in results)
    print(_coloured("Something is wrong.", RED) if wrong else _coloured("All is well.", GREEN))
    print(f"Tests: {total}", flush=True)
    return int(wrong)


def _coloured(text: str, colour: int) -> str:
    return f"\033[{colour}m{text}\033[0m" if COLOUR else text

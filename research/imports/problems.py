"""Invalid rows as a table to mend and bring in again."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING

from journeys.exchange.table.harmless import guarded

if TYPE_CHECKING:
    from collections.abc import Callable

    from research.imports.records import Problem


def writer(file: IO[str]) -> Callable[[Problem], None]:
    """Write the heads, and return what writes a problem with its row, harmless in a spreadsheet."""
    rows = csv.writer(file)
    rows.writerow(["row", "column", "reason", "cells as they were"])
    return lambda problem: rows.writerow(
        [
            problem.line,
            guarded(problem.column),
            guarded(problem.reason),
            *map(guarded, problem.cells),
        ]
    )

"""What commands that try a method on a plain file share: reading one, and writing results beside the rows."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.management.base import CommandError

from journeys.exchange.table.harmless import guarded
from research import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def table_of(path: Path) -> Iterator[tables.Table]:
    """Open a table; what is wrong with it becomes the command's last line."""
    try:
        with tables.opened(path) as table:
            yield table
    except tables.Refused as reason:
        raise CommandError(f"{path.name}: {reason}") from None


@contextmanager
def written_to(path: Path, heads: list[str]) -> Iterator[Callable[[list[Any]], None]]:
    """Give what writes a row into a CSV file, its texts harmless in a spreadsheet."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(heads)
            yield lambda cells: rows.writerow(
                [guarded(one) if isinstance(one, str) else one for one in cells]
            )
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None


def json_to(path: Path, told: Any) -> None:
    """Write figures as JSON; what is wrong becomes the command's last line."""
    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=2))
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None

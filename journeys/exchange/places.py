"""Where in a JSON text things stand, for messages that name a line.

Only asked when a document has problems; a sound one never pays for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

type_Path = tuple["str | int", ...]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_NO_NUMBERS = frozenset({"NaN", "Infinity", "-Infinity"})


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values asked for start, which fields stand twice, and numbers JSON does not have."""

    values: dict[type_Path, Place] = field(default_factory=dict)
    repeated: list[tuple[type_Path, Place]] = field(default_factory=list)
    no_numbers: list[tuple[type_Path, Place]] = field(default_factory=list)

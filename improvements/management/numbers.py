"""What the commands on plain numbers share: counts as text, and results as JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.management.base import CommandError

if TYPE_CHECKING:
    from pathlib import Path


def number(text: str, what: str) -> float:
    """Return a number; CommandError says which argument is none."""
    try:
        value = float(text.strip().replace(",", ""))
    except ValueError:
        raise CommandError(f"{what}: “{text.strip()}” is not a number.") from None
    if not math.isfinite(value):
        raise CommandError(f"{what}: “{text.strip()}” is not a number to reckon with.")
    return value


def parts(text: str, what: str, names: str, separator: str = ",") -> tuple[float, ...]:
    """Return numbers with a separator between them, as many as `names` names."""
    wanted = names.split(separator)
    found = text.split(separator)
    if len(found) != len(wanted):
        raise CommandError(
            f"{what}: give {names}; “{text}” has {len(found)} of these {len(wanted)}."
        )
    return tuple(number(one, f"{what}, {name}") for one, name in zip(found, wanted, strict=True))


def as_json(value: Any) -> str:
    """Return a result as readable JSON; what is infinite or undefined is null."""
    return msgspec.json.format(msgspec.json.encode(_plain(msgspec.to_builtins(value))), indent=2).decode()  # fmt: skip


def write(text: str, output: Path | None, command: Any) -> None:
    """Print a text, or write it into a file."""
    if output is None:
        command.stdout.write(text)
        return
    try:
        output.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error.strerror}.") from None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

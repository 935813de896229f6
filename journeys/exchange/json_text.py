"""JSON from outside, as values that are safe to look at: no numbers out of reach, no odd characters."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from journeys.exchange import encodings

if TYPE_CHECKING:
    from journeys.exchange.places import Steps

_FURTHEST = 10**15
#: A map of 20,000 cards with everything has a fifth of this.
_MOST_BRACKETS = 1_000_000
#: What JSON can spell and a database cannot keep: NUL, and halves of surrogate pairs.
_ESCAPES_IN_DOUBT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Unreadable(Exception):
    """The bytes are no JSON text; `line` and `column` say where reading stopped."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        self.line, self.column = line, column
        super().__init__(message)


@dataclass(slots=True)
class JsonText:
    """A JSON text and its value. `is_flawed`: a field stands twice in an object, or NaN is in it.

    `unstorable` are the places of text with characters that cannot be kept; the value has it without.
    """

    text: str
    value: Any = None
    is_flawed: bool = False
    unstorable: list[Steps] = field(default_factory=list)


def parse(data: bytes | str, *, largest: int) -> JsonText:
    """Return the value of a JSON text; raises `Unreadable`, nothing else."""
    if len(data) > largest:
        raise Unreadable(f"The document is larger than {largest // 1_000_000} MB.")
    parsed = JsonText(_text_of(data) if isinstance(data, bytes) else data.lstrip("\ufeff"))
    if parsed.text.count("{") + parsed.text.count("[") > _MOST_BRACKETS:
        raise Unreadable("The document has too many parts to be a map.")
    try:
        parsed.value = _value_of(parsed)
        if _is_in_doubt(parsed.text):
            parsed.value = _storable(parsed.value, (), parsed.unstorable)
    except json.JSONDecodeError as error:
        message = f"This is not JSON: {error.msg[:1].lower()}{error.msg[1:]}."
        raise Unreadable(message, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise Unreadable("The document is nested too deeply to be a map.") from None
    return parsed


def _text_of(data: bytes) -> str:
    decoded = encodings.decode(data)
    if decoded is None:
        raise Unreadable("This is not a text file.")
    if decoded.guessed:
        try:
            data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise Unreadable("This is not UTF-8, which JSON has to be.", line=line) from None
    return decoded.text


def _value_of(parsed: JsonText) -> Any:
    def as_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) < len(pairs):
            parsed.is_flawed = True
        return fields

    def no_number(_token: str) -> None:
        parsed.is_flawed = True

    return json.loads(
        parsed.text,
        object_pairs_hook=as_object,
        parse_constant=no_number,
        parse_int=_integer,
        parse_float=_decimal,
    )


def _integer(token: str) -> int:
    """Return a whole number; one of very many digits as one that is just as far off every scale."""
    if len(token) <= 15:
        return int(token)
    return -_FURTHEST if token.startswith("-") else _FURTHEST


def _decimal(token: str) -> float:
    """Return a number with a decimal point: a whole one as such, as JSON has it, so never −0.0."""
    number = min(max(float(token), -_FURTHEST), _FURTHEST)
    return int(number) if number == int(number) else number


def _is_in_doubt(text: str) -> bool:
    if _ESCAPES_IN_DOUBT.search(text):
        return True
    return not text.isascii() and _UNSTORABLE.search(text) is not None


def _storable(value: Any, steps: Steps, unstorable: list[Steps]) -> Any:
    """Return the value without characters that cannot be kept, and note where they were."""
    match value:
        case str():
            kept = _UNSTORABLE.sub("", value)
            if kept != value:
                unstorable.append(steps)
            return kept
        case list():
            return [_storable(item, (*steps, n), unstorable) for n, item in enumerate(value)]
        case dict():
            return {
                _storable(name, (*steps, name), unstorable): _storable(
                    item, (*steps, name), unstorable
                )
                for name, item in value.items()
            }
    return value

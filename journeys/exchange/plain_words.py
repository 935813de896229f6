"""What the JSON Schema finds wrong, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.exchange.places import Steps

_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "empty (null)",
}
_A_KEY = "a key: a UUID in lower case, such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427"


def of(error: Any, within: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """Return the places and messages of one error of the validator; `within` is where it looked.

    Never repeats a value at length: it may be a megabyte, or a person's words.
    """
    steps = (*within, *error.instance_path)
    kind = error.kind
    if kind.name == "anyOf":
        yield from _of_optional(steps, kind)
    elif kind.name == "additionalProperties":
        for name in kind.unexpected:
            yield (*steps, name), "There is no field of this name."
    elif kind.name == "required":
        yield steps, f"The field {kind.property} is missing."
    else:
        yield steps, _message(kind, error.instance)


def _of_optional(steps: Steps, kind: Any) -> Iterator[tuple[Steps, str]]:
    """Explain a value that may be null by the branch that is not null."""
    for branch in kind.context:
        for error in branch:
            if not (error.kind.name == "type" and error.kind.types == ["null"]):
                yield steps, next(message for _, message in of(error))
                return
    yield steps, "The value does not fit here."


def _message(kind: Any, value: Any) -> str:
    match kind.name:
        case "type":
            wanted = " or ".join(_TYPES.get(name, name) for name in kind.types)
            return f"Should be {wanted}, but is {_what_it_is(value)}."
        case "minLength" | "maxLength" | "minimum" | "maximum":
            return _out_of_range(kind, value)
        case "enum":
            wanted = f"one of {', '.join(map(str, kind.options))}"
        case "pattern":
            wanted = _A_KEY
        case "format":
            wanted = f"a {kind.format} such as 2026-03-31"
        case _:
            return "The value does not fit here."
    return f"Should be {wanted}; it is {_short(value)}."


def _out_of_range(kind: Any, value: Any) -> str:
    match kind.name:
        case "minLength":
            return "May not be empty."
        case "maxLength":
            return f"Has {len(value):,} characters; {kind.limit:,} is the most."
        case "minimum":
            return f"Is {_short(value)}; {_number(kind.limit)} is the least."
    return f"Is {_short(value)}; {_number(kind.limit)} is the most."


def _what_it_is(value: Any) -> str:
    match value:
        case None:
            return "empty (null)"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {_short(value)}"
        case str():
            return f"the text {_short(value)}"
        case list():
            return "a list"
    return "an object"


def _short(value: Any) -> str:
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 50 else f"{text[:48]}…”"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)

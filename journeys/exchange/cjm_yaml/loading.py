"""YAML from anybody as plain values with their lines: no tags, no aliases, nothing without end."""

from __future__ import annotations

from typing import Any

import yaml

MOST_CHARACTERS = 5_000_000
MOST_EVENTS = 300_000
MOST_DEPTH = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):
    """The text is no YAML that we open."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class Mapping(dict[str, Any]):
    """A mapping that knows on which line it begins, and on which its fields do."""

    line: int = 0
    lines: dict[str, int]


def load(text: str) -> list[Any]:
    """Return the documents of a text, scalars as text or None. Raises `Unreadable`."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(
            f"The file has more than {MOST_CHARACTERS // 1_000_000} million characters."
        )
    try:
        _look_through(text)
        return [_plain(node) for node in yaml.compose_all(text, Loader=_LOADER)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise Unreadable(
            f"This is not YAML: {error.problem or error.context}.", line, column
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(f"This is not YAML: {str(error).splitlines()[0][:200]}.") from None


def _look_through(text: str) -> None:
    """Refuse aliases, which can make a short text endless, and nesting and lengths without measure."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(
                "Aliases (*) are not read: a few of them can make a file endless.",
                _line(event),
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MOST_DEPTH or count > MOST_EVENTS:
            raise Unreadable(
                "The file is nested too deeply, or too long, to be a map.",
                _line(event),
            )


def _line(part: Any) -> int:
    return int(part.start_mark.line) + 1


def _plain(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        mapping = Mapping()
        mapping.line = _line(node)
        mapping.lines = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                # As text it would double with every level it is nested.
                raise Unreadable("The name of a field is a text.", _line(key))
            name = str(_plain(key))
            mapping[name] = _plain(value)
            mapping.lines[name] = _line(value)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if node is None or node.tag == "tag:yaml.org,2002:null":
        return None
    return str(node.value).replace("\0", "\ufffd")

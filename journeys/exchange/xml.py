"""XML from anybody, read without entities, and names without their namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MOST_ELEMENTS = 500_000
MOST_DEPTH = 100


class Unreadable(Exception):
    """The text is no XML that we open; `line` and `column` say where, if it is known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def parse(text: str) -> Element:
    """Return the top element. Raises `Unreadable`, also for entities and for what is nested without end."""
    if text.count("<") > 2 * MOST_ELEMENTS:
        raise Unreadable(f"More than {MOST_ELEMENTS:,} elements: this is no journey map.")
    try:
        # Without its declaration, which may name the encoding the file had before it became a text.
        top: Element = fromstring(_without_declaration(text), forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable(
            "The file defines XML entities or a document type; no journey needs them."
        ) from None
    except ParseError as error:
        line, column = error.position
        raise Unreadable(
            f"This is not XML: {str(error).partition(':')[0]}.", line, column + 1
        ) from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"This is not XML: {error}.") from None
    if _depth(top) > MOST_DEPTH:
        raise Unreadable("The file is nested too deeply to be a map.")
    return top


def name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of these names, of all names if none is given; none of no element."""
    if element is not None:
        yield from (child for child in element if not names or name(child) in names)


def child(element: Element | None, wanted: str) -> Element | None:
    """Return the first child of a name."""
    return None if element is None else next(children(element, wanted), None)


def text(element: Element | None, *path: str) -> str:
    """Return the text at the end of a path of names, empty if there is none."""
    at: Element | None = element
    for step in path:
        at = child(at, step)
    return "" if at is None else "".join(at.itertext()).strip()


def attribute(element: Element | None, wanted: str) -> str:
    """Return an attribute whatever its namespace and the case of its letters."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].lower() == wanted.lower():
            return value
    return ""


def _without_declaration(text: str) -> str:
    text = text.lstrip("\ufeff \t\r\n")
    if not text.startswith("<?xml"):
        return text
    declaration, end, rest = text.partition("?>")
    return "\n" * declaration.count("\n") + rest if end else text


def _depth(top: Element) -> int:
    deepest = 0
    waiting = [(top, 1)]
    while waiting:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        if depth > MOST_DEPTH:
            break
        waiting += [(child, depth + 1) for child in element]
    return deepest

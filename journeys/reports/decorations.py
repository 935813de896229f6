"""Pictures without words, taken out of what is read aloud: icons beside the word they stand for.

WeasyPrint tags every picture as a figure, and a figure must have a text (PDF/UA, Matterhorn 13-004).
A picture that has none is decoration: it stays on the page and leaves the structure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def hide(drawn: Any) -> None:
    """Turn figures without a text into artifacts, in a document that is drawn but not written."""
    hidden: dict[bytes, set[int]] = {}
    for element in _figures_without_words(drawn):
        hidden.setdefault(element["Pg"], set()).update(element["K"])
        parent = drawn.objects[_number(element["P"])]
        parent["K"].remove(element.reference)
        element.free = "f"
    if not hidden:
        return
    tree = drawn.objects[
        _number(drawn.objects[_number(drawn.catalog["StructTreeRoot"])]["ParentTree"])
    ]
    owners = dict(zip(tree["Nums"][::2], tree["Nums"][1::2], strict=True))
    for reference, marks in hidden.items():
        page = drawn.objects[_number(reference)]
        for mark in marks:
            owners[page["StructParents"]][mark] = b"null"
        _unmark(drawn.objects[_number(page["Contents"])].stream, marks)


def _figures_without_words(drawn: Any) -> Iterator[Any]:
    for item in drawn.objects:
        if isinstance(item, dict) and item.get("S") == "/Figure" and "Alt" not in item:
            yield item


def _unmark(stream: list[Any], marks: set[int]) -> None:
    """Make `/Figure <</MCID n>> BDC` of these numbers `/Artifact BMC`."""
    for index in range(len(stream) - 2):
        if stream[index] == "/Figure" and stream[index + 1]["MCID"] in marks:
            stream[index : index + 3] = ["/Artifact", b"", b"BMC"]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])

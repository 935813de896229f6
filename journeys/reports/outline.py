"""The outline of a joined document: bookmarks of all parts as one tree of PDF objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeys.reports.part_file import Bookmark


@dataclass
class _Entry:
    """A bookmark in the tree, with the number its object will have."""

    number: int
    bookmark: Bookmark | None = None
    page: bytes = b""
    children: list[_Entry] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """Return how many lines below it are seen when it is open."""
        return len(self.children) + sum(child.shown for child in self.children if child.is_open)

    @property
    def is_open(self) -> bool:
        return self.bookmark is None or self.bookmark.is_open


def outline_objects(lines: Sequence[tuple[Bookmark, bytes]], first: int) -> list[bytes]:
    """Return the outline's objects, the root first, to be numbered from `first`.

    Each line is a bookmark with the reference of its page. Returns nothing if there are no lines.
    A level that skips one (a third under a first) hangs under the nearest above it.
    """
    if not lines:
        return []
    root = _Entry(first)
    path = [(0, root)]
    entries = [root]
    for number, (bookmark, page) in enumerate(lines, start=first + 1):
        while path[-1][0] >= bookmark.level:
            path.pop()
        entry = _Entry(number, bookmark, page)
        path[-1][1].children.append(entry)
        path.append((bookmark.level, entry))
        entries.append(entry)
    relatives = dict(_relatives(root))
    return [_syntax(entry, relatives.get(entry.number, b"/Type /Outlines")) for entry in entries]


def _relatives(parent: _Entry) -> Iterator[tuple[int, bytes]]:
    """Return who stands above, before and after each entry."""
    for index, child in enumerate(parent.children):
        syntax = b"/Parent %d 0 R" % parent.number
        if index:
            syntax += b"/Prev %d 0 R" % parent.children[index - 1].number
        if index + 1 < len(parent.children):
            syntax += b"/Next %d 0 R" % parent.children[index + 1].number
        yield child.number, syntax
        yield from _relatives(child)


def _syntax(entry: _Entry, relatives: bytes) -> bytes:
    syntax = relatives
    if entry.children:
        ends = entry.children[0].number, entry.children[-1].number
        syntax += b"/First %d 0 R/Last %d 0 R" % ends
        syntax += b"/Count %d" % (entry.shown if entry.is_open else -entry.shown)
    if entry.bookmark is not None:
        x, y = entry.bookmark.x, entry.bookmark.y
        syntax += b"/Title " + text_string(entry.bookmark.label)
        syntax += b"/Dest [%b /XYZ %.2f %.2f 0]" % (entry.page, x, y)
    return b"<<" + syntax + b">>"


def text_string(text: str) -> bytes:
    """Return text as a PDF string; UTF-16 in hexadecimal needs no escapes."""
    return b"<FEFF" + text.encode("utf-16-be", "replace").hex().encode() + b">"

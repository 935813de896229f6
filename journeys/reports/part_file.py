"""What a process that typesets a part hands over: facts, then one PDF object after the other.

Objects are numbered 1, 2, 3 … within their part. Where the joined document has to put in something
that only it knows, the object's bytes hold a blank: NUL, a letter, a number, NUL. No PDF syntax and
no text from HTML, whose parser turns NUL into U+FFFD, holds a NUL outside a stream.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

#: R: an object of this part. T: an entry in the document's parent tree. F: the picture of this
#: part's page's number. P, D: the roots of pages and of structure. I: which part this is.
Blank = Literal[b"R", b"T", b"F", b"P", b"D", b"I"]
_BLANKS = re.compile(rb"\x00([RTFPDI])(\d+)\x00")
_LENGTH = struct.Struct(">I")


class Bookmark(Struct, frozen=True):
    """A line of the outline: level from 1, words, page of the part from 0, and place on it."""

    level: int
    label: str
    page: int
    x: float
    y: float
    is_open: bool


class PartFacts(Struct, frozen=True, kw_only=True):
    """What the joined document must know of a part before it reads its objects.

    `pages_root`, `page_objects`, `structure` and `parent_tree` are object numbers; `forms` are those
    of the pictures of page numbers. `catalog` and `information` are PDF syntax with blanks.
    """

    objects: int
    tree_entries: int = 0
    pages_root: int = 0
    page_objects: list[int] = []
    structure: int = 0
    parent_tree: int = 0
    catalog: bytes = b""
    information: bytes = b""
    bookmarks: list[Bookmark] = []
    forms: list[int] = []


class PartObject(Struct, frozen=True, array_like=True):
    """One object: its dictionary or array, and its stream if it is one (compressed already)."""

    number: int
    syntax: bytes
    stream: bytes | None = None


def blank(kind: Blank, number: int = 0) -> bytes:
    """Return the blank for something the joined document will put in."""
    return b"\x00%b%d\x00" % (kind, number)


def filled(syntax: bytes, fill: Callable[[bytes, int], bytes]) -> bytes:
    """Return the bytes with `fill(kind, number)` in place of each blank."""
    return _BLANKS.sub(lambda match: fill(match[1], int(match[2])), syntax)


class PartWriter:
    """Writes a part file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._encode = msgspec.msgpack.Encoder().encode

    def write(self, value: PartFacts | PartObject) -> None:
        """Append one value."""
        data = self._encode(value)
        self._file.write(_LENGTH.pack(len(data)))
        self._file.write(data)


def facts(file: BinaryIO) -> PartFacts:
    """Return what stands first in a part file."""
    file.seek(0)
    return msgspec.msgpack.decode(next(_frames(file)), type=PartFacts)


def objects(file: BinaryIO) -> Iterator[PartObject]:
    """Return a part's objects one by one, so that no process holds them all."""
    decode = msgspec.msgpack.Decoder(PartObject).decode
    file.seek(0)
    frames = _frames(file)
    next(frames)
    for frame in frames:
        yield decode(frame)


def _frames(file: BinaryIO) -> Iterator[bytes]:
    while head := file.read(_LENGTH.size):
        yield file.read(_LENGTH.unpack(head)[0])

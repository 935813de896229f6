"""Parts → one PDF, object by object, so that a thousand pages take no more memory than ten.

pypdf was measured for this and is not used: it holds every object of every part, 1.1 GB for 500
pages with their structure tree, and leaves the tree out unless each part's is cloned by hand.
"""

from __future__ import annotations

import hashlib
import zlib
from itertools import accumulate
from typing import TYPE_CHECKING, BinaryIO

from journeys.reports import part_file
from journeys.reports.outline import outline_objects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.reports.part_file import Bookmark, PartFacts

#: Objects that are no streams are packed together, so many at a time.
PACKED = 400
_OWN = 5  # catalog, pages, structure root, document element, parent tree; the outline comes after


def join(
    parts: Sequence[BinaryIO], target: BinaryIO, *, numbers: BinaryIO | None = None, identifier: str
) -> None:
    """Write the parts one after the other as one tagged, outlined PDF.

    `numbers` is a part with the pictures of the pages' numbers, if the parts leave room for them.
    """
    _Joined(parts, target, numbers, identifier).write()


class _Joined:
    def __init__(
        self,
        parts: Sequence[BinaryIO],
        target: BinaryIO,
        numbers: BinaryIO | None,
        identifier: str,
    ) -> None:
        self.files = [*parts, *([numbers] if numbers else [])]
        self.facts = [part_file.facts(file) for file in self.files]
        self.parts: list[PartFacts] = self.facts[: len(parts)]
        self.offsets = _sums(_OWN, [facts.objects for facts in self.facts])
        self.first_pages = _sums(0, [len(facts.page_objects) for facts in self.parts])
        self.first_entries = _sums(0, [facts.tree_entries for facts in self.parts])
        self.first_outline = self.offsets[-1] + 1
        self.outline = self._outline()
        self.information = self.first_outline + len(self.outline)
        self.file = _PdfFile(target, objects=self.information)
        self.identifier = identifier

    def write(self) -> None:
        """Write everything."""
        for index, file in enumerate(self.files):
            for item in part_file.objects(file):
                number = self.offsets[index] + item.number
                self.file.add(number, self._filled(index, item.syntax), item.stream)
        for number, syntax in enumerate(self.outline, start=self.first_outline):
            self.file.add(number, syntax)
        self.file.add(self.information, self._filled(0, self.parts[0].information))
        for number, syntax in enumerate(self._own(), start=1):
            self.file.add(number, syntax)
        self.file.finish(root=1, information=self.information, identifier=self.identifier)

    def _filled(self, index: int, syntax: bytes) -> bytes:
        """Put in what only the whole document knows."""

        def fill(kind: bytes, number: int) -> bytes:
            if kind == b"R":
                return b"%d 0 R" % (self.offsets[index] + number)
            if kind == b"T":
                return b"%d" % (self.first_entries[index] + number)
            if kind == b"F":
                form = self.facts[-1].forms[self.first_pages[index] + number]
                return b"%d 0 R" % (self.offsets[len(self.parts)] + form)
            return {b"P": b"2 0 R", b"D": b"4 0 R", b"I": b"%d" % index}[kind]

        return part_file.filled(syntax, fill)

    def _own(self) -> list[bytes]:
        """Return catalog, pages, structure root, document element and parent tree: objects 1 to 5."""
        kids = b" ".join(self._references("pages_root"))
        catalog = self._filled(0, self.parts[0].catalog)
        if self.outline:
            catalog += b"/Outlines %d 0 R" % self.first_outline
        return [
            b"<</Type /Catalog/Pages 2 0 R/StructTreeRoot 3 0 R" + catalog + b">>",
            b"<</Type /Pages/Kids [%b]/Count %d>>" % (kids, self.first_pages[-1]),
            b"<</Type /StructTreeRoot/K [4 0 R]/ParentTree 5 0 R/ParentTreeNextKey %d>>"
            % self.first_entries[-1],
            b"<</Type /StructElem/S /Document/P 3 0 R/K [%b]>>"
            % b" ".join(self._references("structure")),
            b"<</Kids [%b]>>" % b" ".join(self._references("parent_tree")),
        ]

    def _references(self, name: str) -> list[bytes]:
        return [
            b"%d 0 R" % (offset + getattr(part, name))
            for offset, part in zip(self.offsets, self.parts, strict=False)
        ]

    def _outline(self) -> list[bytes]:
        lines: list[tuple[Bookmark, bytes]] = []
        for offset, part in zip(self.offsets, self.parts, strict=False):
            for bookmark in part.bookmarks:
                page = b"%d 0 R" % (offset + part.page_objects[bookmark.page])
                lines.append((bookmark, page))
        return outline_objects(lines, self.first_outline)


class _PdfFile:
    """A PDF 1.7 file under way: streams go out at once, other objects packed in object streams."""

    def __init__(self, target: BinaryIO, *, objects: int) -> None:
        self.target = target
        self.objects = objects
        self.position = 0
        self.places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        self.packed: list[tuple[int, bytes]] = []
        self.digest = hashlib.sha256()
        self._write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")

    def add(self, number: int, syntax: bytes, stream: bytes | None = None) -> None:
        """Write an object, or put it into the pack under way."""
        if stream is not None:
            self._write_object(number, syntax, stream)
            return
        self.packed.append((number, syntax))
        if len(self.packed) == PACKED:
            self._write_pack()

    def finish(self, *, root: int, information: int, identifier: str) -> None:
        """Write the cross-reference stream and the end."""
        self._write_pack()
        contents = self.digest.hexdigest()[:32].encode()
        # The first says which document this is, the second which state of it.
        named = hashlib.sha256(identifier.encode()).hexdigest()[:32].encode()
        number, start = self.objects + 1, self.position
        self.places[number] = (1, start, 0)
        rows = b"".join(
            kind.to_bytes(1, "big") + place.to_bytes(5, "big") + index.to_bytes(2, "big")
            for kind, place, index in (self.places[key] for key in range(number + 1))
        )
        data = zlib.compress(rows, 9)
        syntax = (
            b"<</Type /XRef/Size %d/W [1 5 2]/Root %d 0 R/Info %d 0 R/ID [<%b> <%b>]"
            b"/Filter /FlateDecode/Length %d>>"
            % (
                number + 1,
                root,
                information,
                named if identifier else contents,
                contents,
                len(data),
            )
        )
        self._write_object(number, syntax, data)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _write_pack(self) -> None:
        """Write the objects gathered so far as one compressed stream, under the next free number."""
        if not self.packed:
            return
        self.objects += 1
        heads, body = [], []
        position = 0
        for index, (number, syntax) in enumerate(self.packed):
            self.places[number] = (2, self.objects, index)
            heads.append(b"%d %d" % (number, position))
            body.append(syntax)
            position += len(syntax) + 1
        head = b" ".join(heads) + b"\n"
        data = zlib.compress(head + b"\n".join(body), 6)
        facts = (len(heads), len(head), len(data))
        syntax = b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>" % facts
        self._write_object(self.objects, syntax, data)
        self.packed.clear()

    def _write_object(self, number: int, syntax: bytes, stream: bytes) -> None:
        self.places[number] = (1, self.position, 0)
        self._write(b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, syntax, stream))

    def _write(self, data: bytes) -> None:
        self.target.write(data)
        self.digest.update(data)
        self.position += len(data)


def _sums(start: int, numbers: list[int]) -> list[int]:
    """Return the sum before each number, and after the last."""
    return list(accumulate(numbers, initial=start))

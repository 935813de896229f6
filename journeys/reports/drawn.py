"""A document that WeasyPrint has laid out → a part file: its PDF objects, references left blank.

WeasyPrint's own writer is passed by: it writes a document at a time, so parts could not be joined
without reading them again, and it makes every object twice when it is to say an identifier.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Any

from journeys.reports import decorations
from journeys.reports.part_file import Bookmark, PartFacts, PartObject, PartWriter, blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

VARIANT = "pdf/ua-1"
_REFERENCE = re.compile(rb"(\d+) 0 R")
_POINTS_PER_PIXEL = 0.75
#: The page number is drawn, but no reader is told of it: it is not content.
_NUMBER = b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC q /PageNumber%d Do Q EMC"


def write_pages(document: Any, file: BinaryIO, *, room_for_numbers: bool = False) -> None:
    """Draw a document's pages, tagged, as a part; `room_for_numbers` if the joined one numbers them."""
    bookmarks = list(_bookmarks(document))

    def objects_of(drawn: Any) -> _Objects:
        return _PageObjects(drawn, bookmarks, room_for_numbers=room_for_numbers)

    _draw(document, file, objects_of, pdf_variant=VARIANT)


def write_numbers(document: Any, file: BinaryIO) -> None:
    """Draw what each page holds, its number, as pictures to be put on the pages of other parts."""
    _draw(document, file, _NumberObjects)


def _bookmarks(document: Any) -> Iterator[Bookmark]:
    """Take the bookmarks out of the pages: the outline is the joined document's."""
    for number, page in enumerate(document.pages):
        for level, label, (x, y), state in page.bookmarks:
            place = x * _POINTS_PER_PIXEL, (page.height - y) * _POINTS_PER_PIXEL
            yield Bookmark(level, label, number, *place, state == "open")
        page.bookmarks = []


def _draw(
    document: Any, file: BinaryIO, objects_of: Callable[[Any], _Objects], **options: Any
) -> None:
    def write(_document: Any, drawn: Any) -> None:
        writer = PartWriter(file)
        for value in objects_of(drawn).values():
            writer.write(value)
        del drawn.objects[1:]  # all is written; leave nothing for WeasyPrint to write again

    document.write_pdf(io.BytesIO(), finisher=write, **options)


class _Objects:
    """The objects of a drawn document, with references turned into blanks."""

    def __init__(self, drawn: Any) -> None:
        self.drawn = drawn
        dropped = {0, drawn.catalog.number, *self.dropped()}
        kept = [item for item in drawn.objects if item.free == "n" and item.number not in dropped]
        self.kept = kept
        self.numbers = {item.number: number for number, item in enumerate(kept, start=1)}

    def dropped(self) -> set[int]:
        """Return the numbers of objects the joined document has its own of."""
        return set()

    def facts(self) -> PartFacts:
        """Return what stands first in the part file."""
        raise NotImplementedError

    def values(self) -> Any:
        """Return the part file's values in order."""
        yield self.facts()
        for item in self.kept:
            number = self.numbers[item.number]
            if hasattr(item, "stream"):
                yield self._stream(number, item)
            else:
                yield PartObject(number, self.syntax(item))

    def _stream(self, number: int, item: Any) -> PartObject:
        content = b"\n".join(
            # Most of a page is lines in bytes, and nothing in them refers to an object.
            line if isinstance(line, bytes) else self.syntax(line)
            for line in item.stream
        )
        extra = {**item.extra}
        if item.compress:
            content = zlib.compress(content, 6)
            extra["Filter"] = "/FlateDecode"
        extra["Length"] = len(content)
        return PartObject(number, self._dictionary(extra), content)

    def syntax(self, value: Any) -> bytes:
        """Return a value as PDF syntax."""
        if isinstance(value, bytes):
            match = _REFERENCE.fullmatch(value) if value.endswith(b" 0 R") else None
            return self._local(match) if match else value
        if isinstance(value, dict):
            return self._dictionary(value)
        if isinstance(value, list | tuple):
            return b"[" + b" ".join(map(self.syntax, value)) + b"]"
        if isinstance(value, float):
            return f"{value:.5f}".rstrip("0").rstrip(".").encode()
        data: Any = getattr(value, "data", value)
        return self.syntax(data if isinstance(data, bytes) else str(data).encode("ascii"))

    def _dictionary(self, values: dict[Any, Any]) -> bytes:
        return (
            b"<<" + b"".join(self._entry(str(key), value) for key, value in values.items()) + b">>"
        )

    def _entry(self, key: str, value: Any) -> bytes:
        if key in {"StructParents", "StructParent"}:
            return f"/{key} ".encode() + blank(b"T", value)
        if key == "ID":
            return b"/ID " + self._identifier(value)
        if key == "Headers":
            return b"/Headers [" + b" ".join(map(self._identifier, value)) + b"]"
        return f"/{key} ".encode() + self.syntax(value)

    @staticmethod
    def _identifier(value: Any) -> bytes:
        """Return the identifier of a table head, unique in the joined document."""
        return b"(" + blank(b"I") + b"-" + value.data[1:]

    def _local(self, match: re.Match[bytes]) -> bytes:
        return blank(b"R", self.numbers[int(match[1])])

    def number(self, reference: bytes) -> int:
        """Return the number an object has in WeasyPrint's document."""
        return int(reference.split()[0])

    def at(self, reference: bytes) -> Any:
        """Return the object a reference stands for."""
        return self.drawn.objects[self.number(reference)]

    @property
    def pages(self) -> list[Any]:
        """Return the dictionaries of the pages in order."""
        return [self.drawn.objects[number] for number in self.drawn.pages["Kids"][::3]]


class _PageObjects(_Objects):
    """A part's pages, their structure, and room for their numbers."""

    def __init__(self, drawn: Any, bookmarks: list[Bookmark], *, room_for_numbers: bool) -> None:
        self.bookmarks = bookmarks
        decorations.hide(drawn)
        if room_for_numbers:
            self._leave_room_for_numbers(drawn)
        super().__init__(drawn)
        root = self.at(drawn.catalog["StructTreeRoot"])
        self.tree = self.at(root["ParentTree"])
        self.structure = self.at(root["K"][0])
        self.structure |= {"S": "/Part", "P": blank(b"D")}
        keys = self.tree["Nums"][::2]
        self.entries = len(keys)
        self.tree["Limits"] = [blank(b"T", keys[0]), blank(b"T", keys[-1])]
        self.tree["Nums"][::2] = [blank(b"T", key) for key in keys]
        drawn.pages["Kids"] = [page.reference for page in self.pages]
        drawn.pages["Parent"] = blank(b"P")

    @staticmethod
    def _leave_room_for_numbers(drawn: Any) -> None:
        import pydyf

        for index, number in enumerate(drawn.pages["Kids"][::3]):
            page = drawn.objects[number]
            resources = drawn.objects[int(page["Resources"].split()[0])]
            resources["XObject"][f"PageNumber{index}"] = blank(b"F", index)
            stream = pydyf.Stream([_NUMBER % index])
            drawn.add_object(stream)
            page["Contents"] = pydyf.Array([stream.reference, page["Contents"]])

    def dropped(self) -> set[int]:
        """Drop the root of the structure tree."""
        return {self.number(self.drawn.catalog["StructTreeRoot"])}

    def facts(self) -> PartFacts:
        """Return where the joined document finds pages and structure."""
        names = ("Lang", "ViewerPreferences", "MarkInfo", "Metadata")
        catalog = self.drawn.catalog
        entries = [self._entry(name, catalog[name]) for name in names if name in catalog]
        kids = self.drawn.pages["Kids"]
        return PartFacts(
            objects=len(self.kept),
            tree_entries=self.entries,
            pages_root=self.numbers[self.drawn.pages.number],
            page_objects=[self.numbers[self.number(kid)] for kid in kids],
            structure=self.numbers[self.structure.number],
            parent_tree=self.numbers[self.tree.number],
            catalog=b"".join(entries),
            information=self.syntax(self.drawn.info),
            bookmarks=self.bookmarks,
        )


class _NumberObjects(_Objects):
    """Pages that hold nothing but their number, as pictures to be drawn on other pages."""

    def __init__(self, drawn: Any) -> None:
        super().__init__(drawn)
        self.forms = []
        for page in self.pages:
            stream = self.at(page["Contents"])
            stream.extra = {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": page["MediaBox"],
                "Resources": page["Resources"],
            }
            self.forms.append(self.numbers[stream.number])

    def dropped(self) -> set[int]:
        """Drop the pages: only what they show is wanted."""
        return {self.drawn.pages.number, *self.drawn.pages["Kids"][::3]}

    def facts(self) -> PartFacts:
        """Return which objects are the pictures, in the order of the pages."""
        return PartFacts(objects=len(self.kept), forms=self.forms)

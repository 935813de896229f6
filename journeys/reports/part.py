"""Set a document, or a part of one, in a process of its own: `python -m journeys.reports.part`.

The process ends when the part is written, and with it goes the memory the layout took.
"""

from __future__ import annotations

import argparse
import io
import re
import zlib
from pathlib import Path
from typing import Any

from journeys.reports import pdf
from journeys.reports.part_file import Bookmark, PartFacts, PartObject, PartWriter, blank

_REFERENCE = re.compile(rb"(\d+) 0 R")
_POINTS_PER_PIXEL = 0.75
#: The page number is drawn, but no reader is told of it: it is not content.
_NUMBER = b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC q /PageNumber%d Do Q EMC"


def write_part(html: str, path: Path) -> None:
    """Set a page of HTML and write it as a part file, leaving room for its page numbers."""
    document = pdf.lay_out(html)
    bookmarks = list(_bookmarks(document))
    _draw(document, path, lambda drawn: _PageObjects(drawn, bookmarks), pdf_variant=pdf.VARIANT)


def write_numbers(html: str, path: Path) -> None:
    """Set the numbers of all pages, one to each page of `html`, as pictures for the pages."""
    _draw(pdf.lay_out(html, pdf.NUMBERS), path, _NumberObjects)


def _bookmarks(document: Any) -> Any:
    """Take the bookmarks out of the pages: the outline is the joined document's."""
    for number, page in enumerate(document.pages):
        for level, label, (x, y), state in page.bookmarks:
            yield Bookmark(
                level,
                label,
                number,
                x * _POINTS_PER_PIXEL,
                (page.height - y) * _POINTS_PER_PIXEL,
                state == "open",
            )
        page.bookmarks = []


def _draw(document: Any, path: Path, objects_of: Any, **options: Any) -> None:
    def write(_document: Any, drawn: Any) -> None:
        with path.open("wb") as file:
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
        kept = [item for item in drawn.objects if item.number not in dropped]
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
        content = b"\n".join(self.syntax(line) for line in item.stream)
        extra = {**item.extra}
        if item.compress:
            content = zlib.compress(content, 6)
            extra["Filter"] = "/FlateDecode"
        extra["Length"] = len(content)
        return PartObject(number, self._dictionary(extra), content)

    def syntax(self, value: Any) -> bytes:
        """Return a value as PDF syntax."""
        if isinstance(value, dict):
            return self._dictionary(value)
        if isinstance(value, list | tuple):
            return b"[" + b" ".join(map(self.syntax, value)) + b"]"
        if isinstance(value, float):
            return f"{value:.5f}".rstrip("0").rstrip(".").encode()
        data: Any = getattr(value, "data", value)
        if not isinstance(data, bytes):
            data = str(data).encode("ascii")
        syntax: bytes = _REFERENCE.sub(self._local, data) if _REFERENCE.fullmatch(data) else data
        return syntax

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

    def __init__(self, drawn: Any, bookmarks: list[Bookmark]) -> None:
        self.bookmarks = bookmarks
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


def main() -> None:
    """Read HTML from one file and write a part file, or a whole PDF."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("part", type=Path)
    parser.add_argument("--numbers", action="store_true", help="set page numbers only")
    parser.add_argument("--whole", action="store_true", help="write a PDF that stands by itself")
    parser.add_argument("--identifier", default="", help="of the PDF that stands by itself")
    options = parser.parse_args()
    html = options.page.read_text(encoding="utf-8")
    if options.whole:
        options.part.write_bytes(pdf.typeset(html, options.identifier))
        return
    with pdf.collector_at_rest(), pdf.refusals_told():
        (write_numbers if options.numbers else write_part)(html, options.part)


if __name__ == "__main__":
    main()

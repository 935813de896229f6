"""What a part hands over comes back as it was, with the blanks filled by the joined document."""

import io

from journeys.reports import part_file
from journeys.reports.part_file import PartFacts, PartObject, PartWriter, blank


def test_part_file_gives_facts_and_objects_back():
    facts = PartFacts(objects=2, page_objects=[1])
    objects = [PartObject(1, b"<</K 1>>"), PartObject(2, b"<<>>", b"\x00\xffstream")]
    file = io.BytesIO()
    writer = PartWriter(file)
    for value in (facts, *objects):
        writer.write(value)

    assert part_file.facts(file) == facts
    assert list(part_file.objects(file)) == objects


def test_objects_of_an_empty_part_are_none():
    file = io.BytesIO()
    PartWriter(file).write(PartFacts(objects=0))

    assert list(part_file.objects(file)) == []


def test_filled_puts_something_in_every_blank_and_leaves_the_rest():
    syntax = b"<</A " + blank(b"R", 12) + b"/B (12 0 R)/C " + blank(b"P") + b">>"

    assert part_file.filled(syntax, lambda kind, number: kind + b"%d" % number) == (
        b"<</A R12/B (12 0 R)/C P0>>"
    )

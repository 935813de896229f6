"""Bookmarks of several parts become one tree."""

from journeys.reports.outline import outline_objects, text_string
from journeys.reports.part_file import Bookmark


def bookmark(level, label, *, is_open=True):
    return Bookmark(level, label, 0, 10, 20.5, is_open), b"3 0 R"


def test_outline_of_nothing_is_nothing():
    assert outline_objects([], 7) == []


def test_outline_links_neighbours_and_counts_what_is_seen():
    lines = [bookmark(1, "A"), bookmark(2, "B"), bookmark(2, "C"), bookmark(1, "D")]

    root, a, b, c, d = outline_objects(lines, 7)

    assert root == b"<</Type /Outlines/First 8 0 R/Last 11 0 R/Count 4>>"
    assert a == (
        b"<</Parent 7 0 R/Next 11 0 R/First 9 0 R/Last 10 0 R/Count 2/Title <FEFF0041>"
        b"/Dest [3 0 R /XYZ 10.00 20.50 0]>>"
    )
    assert b.startswith(b"<</Parent 8 0 R/Next 10 0 R/Title")
    assert c.startswith(b"<</Parent 8 0 R/Prev 9 0 R/Title")
    assert d.startswith(b"<</Parent 7 0 R/Prev 8 0 R/Title")


def test_outline_hangs_a_skipped_level_under_the_nearest_above():
    _, first, second = outline_objects([bookmark(1, "A"), bookmark(4, "B")], 1)

    assert b"/First 3 0 R" in first
    assert second.startswith(b"<</Parent 2 0 R")


def test_outline_counts_a_closed_entry_negatively():
    lines = [bookmark(1, "A", is_open=False), bookmark(2, "B")]

    root, closed, _ = outline_objects(lines, 1)

    assert b"/Count 1>>" in root
    assert b"/Count -1" in closed


def test_text_string_holds_any_script():
    assert text_string("é漢(\\") == b"<FEFF00e96f220028005c>"

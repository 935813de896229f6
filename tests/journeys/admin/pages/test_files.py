"""Names of files."""

from __future__ import annotations

import pytest

from journeys.admin.pages.files import plain_name, shown_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Open an account – version 2", "Open an account – version 2"),
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("line\nbreak\r\n\x00nul", "line break nul"),
        ("..", "journey"),
        ("", "journey"),
        ("x" * 300, "x" * 120),
        ("Über 👤", "Über 👤"),
    ],
)
def test_plain_name_is_taken_by_every_system(title, name):
    assert plain_name(title) == name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\mara\\map.mmd", "map.mmd"),
        ("<img src=x>.json", "<img src=x>.json"),  # the template escapes it
        ("a\u202eb.json", "ab.json"),
    ],
)
def test_shown_name_has_no_folders_and_no_control_characters(given, shown):
    assert shown_name(given) == shown

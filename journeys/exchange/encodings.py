"""Bytes of a text file from anywhere, as text."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

#: Byte order marks, the longer first: UTF-32's begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What files of other programs begin with, so that the message can name them.
SIGNATURES = (
    (b"PK\x03\x04", "a spreadsheet, a document or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and the encoding if it had to be guessed: then letters may have come out wrong."""

    text: str
    guessed: str = ""


def decode(data: bytes) -> Decoded | None:
    """Return the text of UTF-8, of what a byte order mark says, or else of Windows-1252.

    None for bytes that are no text in any of them.
    """
    decoded = _by_mark(data) or _by_content(data)
    # A text has no NUL, and a database could not keep one.
    return None if decoded is None or "\0" in decoded.text else decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, errors="replace"))
    return None


def _by_content(data: bytes) -> Decoded | None:
    if b"\0" in data:
        return _utf16_without_mark(data)
    try:
        return Decoded(data.decode())
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; one of them should not cost the whole file.
        text = data.decode("cp1252", errors="replace")
    is_text = text.count("\ufffd") * 20 <= len(text)
    return Decoded(text, guessed="Windows-1252") if is_text else None


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """Return UTF-16 that lost its mark: nearly every second byte of Latin text is zero."""
    for encoding, halves in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if halves.count(0) * 10 >= len(halves) * 7:
            return Decoded(data.decode(encoding, errors="replace"), guessed=encoding.upper())
    return None


def kind_of_file(data: bytes) -> str:
    """Return what a file that is not text seems to be, or an empty string."""
    return next((kind for start, kind in SIGNATURES if data.startswith(start)), "")

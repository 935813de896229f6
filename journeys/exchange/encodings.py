"""Bytes of a text file from anywhere, as text."""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass

import charset_normalizer

# One for the whole process. Each reader's own limit is smaller, and names the cell.
csv.field_size_limit(20_000_000)

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
    (b"PK\x03\x04", "a document or a zip archive; a spreadsheet comes in as .xlsx"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; a spreadsheet comes in as .xlsx"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
)


#: As much of a file tells its encoding.
_LOOKED_AT = 50_000
#: Fewer tell nothing.
_FEWEST_BYTES = 24
#: What stands between letters only if a text is read in the wrong encoding.
_ODD = frozenset("ŽžŸŠŒœƒ†‡‰¹³¿¡¢£¤¥¦§¨©ª¬®¯±²µ¶º¼½¾×÷\ufffd\u02c6\u02dc\xb4\xb8")
#: Encodings spreadsheets are saved in beside Windows-1252, and what people call them.
NAMES = {
    "cp1250": "Windows-1250 (Central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "mac_roman": "Mac Roman",
    "shift_jis": "Shift JIS",
    "cp932": "Shift JIS",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "euc_kr": "EUC-KR",
    "euc_jp": "EUC-JP",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and the encoding if it had to be guessed: then letters may have come out wrong."""

    text: str
    guessed: str = ""


def decode(data: bytes) -> Decoded | None:
    """Return the text of UTF-8, of what a byte order mark says, or else of what it looks like.

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
    if _is_doubtful(text):
        other = _by_statistics(data)
        if other is not None:
            return other
    is_text = text.count("\ufffd") * 20 <= len(text)
    return Decoded(text, guessed="Windows-1252") if is_text else None


def _is_doubtful(text: str) -> bool:
    """Return whether a text read as Windows-1252 looks as if it were written in another encoding."""
    foreign = [letter for letter in text[:_LOOKED_AT] if letter > "\x7f"]
    letters = sum(letter.isalpha() for letter in text[:_LOOKED_AT])
    odd = sum(letter in _ODD for letter in foreign)
    return len(foreign) * 5 > letters * 2 or odd * 10 > len(foreign) * 3


def _by_statistics(data: bytes) -> Decoded | None:
    """Return the text in the likeliest of the encodings that spreadsheets are saved in."""
    if len(data) < _FEWEST_BYTES:
        return None
    found = charset_normalizer.from_bytes(data[:_LOOKED_AT], cp_isolation=list(NAMES)).best()
    if found is None:
        return None
    text = data.decode(found.encoding, errors="replace")
    is_text = text.count("\ufffd") * 20 <= len(text)
    return Decoded(text, guessed=NAMES.get(found.encoding, found.encoding)) if is_text else None


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """Return UTF-16 that lost its mark: nearly every second byte of Latin text is zero."""
    for encoding, halves in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if halves.count(0) * 10 >= len(halves) * 7:
            return Decoded(data.decode(encoding, errors="replace"), guessed=encoding.upper())
    return None


def kind_of_file(data: bytes) -> str:
    """Return what a file that is not text seems to be, or an empty string."""
    return next((kind for start, kind in SIGNATURES if data.startswith(start)), "")

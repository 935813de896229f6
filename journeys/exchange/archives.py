"""A workbook is a zip of XML. What is unsafe to open is found before anything opens it."""

from __future__ import annotations

import io
import zipfile
import zlib

from journeys.exchange.cell_counts import CellCount, TooMany

MOST_FILES = 2_000
#: Bytes of one part, and of all together, once unpacked.
LARGEST_PART, LARGEST_WHOLE = 25_000_000, 160_000_000
#: More than this from one byte is no writing of people's.
MOST_PER_BYTE = 300
_SMALL = 4_000_000
_CHUNK = 1 << 16
_XML = (".xml", ".rels", ".vml")
#: Old drawings, which are HTML as often as XML; nobody here reads them.
_DRAWN = ".vml"


class Unsafe(Exception):
    """The file is not opened; the message says why."""


def parts(data: bytes) -> dict[str, bytes]:
    """Return the XML parts of an archive, unpacked and looked through. Raises `Unsafe`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_announced(entries)
            unpacked = {
                entry.filename: _unpacked(archive, entry)
                for entry in entries
                if entry.filename.lower().endswith(_XML)
            }
            _refuse_cells(unpacked)
            return unpacked
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unsafe(f"The file is damaged and cannot be opened ({error}).") from None


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    """Return an archive of these parts alone: whoever opens it meets nothing that was not looked through."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    archive.seek(0)
    return archive


def _refuse_announced(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise Unsafe(f"The file has {len(entries):,} parts; {MOST_FILES:,} is the most.")
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise Unsafe("The file has two parts of one name.")
    for entry in entries:
        if entry.flag_bits & 1:
            raise Unsafe("The file is locked with a password. Save it without one.")
        _refuse_size(entry.filename, entry.file_size, entry.compress_size)
    if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise Unsafe(f"Unpacked, the file is larger than {LARGEST_WHOLE // 1_000_000} MB.")


def _refuse_size(name: str, size: int, packed: int) -> None:
    if size > LARGEST_PART:
        raise Unsafe(
            f"Unpacked, its part {_shown(name)} is larger than {LARGEST_PART // 1_000_000} MB."
        )
    if size > _SMALL and size > MOST_PER_BYTE * max(packed, 1):
        raise Unsafe(f"Its part {_shown(name)} is packed far tighter than any writing: a zip bomb.")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack a part piece by piece: what a zip announces need not be true."""
    pieces, size = [], 0
    with archive.open(entry) as opened:
        while piece := opened.read(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            _refuse_size(entry.filename, size, entry.compress_size)
    xml = b"".join(pieces)
    _refuse_entities(entry.filename, xml)
    return xml


def _refuse_entities(name: str, xml: bytes) -> None:
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in xml[:200]:
        raise Unsafe(f"Its part {_shown(name)} is not written in UTF-8, as a workbook's are.")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Unsafe(f"Its part {_shown(name)} defines XML entities; no workbook needs them.")


def _refuse_cells(parts: dict[str, bytes]) -> None:
    count = CellCount()
    for name, xml in parts.items():
        if name.lower().endswith(_DRAWN):
            continue
        try:
            count.add(xml)
        except TooMany as many:
            raise Unsafe(f"Its part {_shown(name)} has {many}.") from None
        except ValueError as error:
            raise Unsafe(
                f"The workbook cannot be read: its part {_shown(name)} is no XML ({error})."
            ) from None


def _shown(name: str) -> str:
    return "".join(filter(str.isprintable, name))[-60:]

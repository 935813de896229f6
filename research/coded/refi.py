"""REFI-QDA projects (`.qdpx`) and codebooks (`.qdc`), the exchange format of NVivo, MAXQDA, ATLAS.ti and others.

The standard is at qdasoftware.org. Programs differ in namespace, in the case of folders, and in whether a
selection's end is part of it; the selection's own text, where it is kept, decides.
"""

from __future__ import annotations

import zipfile
from collections import Counter, defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from journeys.exchange import encodings
from research.coded.project import Code, CodedProject, Document, Span
from research.tables import LONGEST_CELL, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CODEBOOK, PROJECT = ".qdc", ".qdpx"
#: Bytes of a project once unpacked, of one part, and from one packed byte.
LARGEST, LARGEST_PART, MOST_PER_BYTE = 500_000_000, 100_000_000, 300
_SMALL = 4_000_000


def read(path: Path) -> CodedProject:
    """Return the project or codebook in a file. Raises `Refused`."""
    if path.suffix.lower() == CODEBOOK:
        if path.stat().st_size > LARGEST_PART:
            raise Refused(f"The codebook has more than {LARGEST_PART:,} bytes.")
        return CodedProject((), tuple(_codes(_parsed(path.read_bytes()))), ())
    try:
        with zipfile.ZipFile(path) as archive:
            return _project(archive)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise Refused("This is no REFI-QDA project (.qdpx), or it is damaged.") from error


def _project(archive: zipfile.ZipFile) -> CodedProject:
    _refuse_bomb(archive)
    names = {name.casefold(): name for name in archive.namelist()}
    main = next((name for name in names if name.endswith(".qde")), None)
    if main is None:
        raise Refused("There is no project.qde in the archive.")
    root = _parsed(archive.read(names[main]))
    users = {_guid(user): user.get("name") or "" for user in _all(root, "User")}
    codes = tuple(_codes(root))
    known = {code.id for code in codes}
    documents: list[Document] = []
    spans: list[Span] = []
    for source in _all(root, "TextSource"):
        text = _text(source, archive, names)
        if text is None:
            continue
        document = Document(_guid(source), source.get("name") or "Document", text)
        documents.append(document)
        spans += _spans(source, document, known, users)
    return CodedProject(
        tuple(documents), codes, tuple(spans), tuple(_left_out(root, len(documents)))
    )


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if unpacked > LARGEST or (unpacked > _SMALL and unpacked / packed > MOST_PER_BYTE):
        raise Refused("The archive unpacks to far more than a project holds; it is not opened.")


def _parsed(data: bytes) -> Any:
    from lxml import etree

    if len(data) > LARGEST_PART:
        raise Refused(f"A part of the project has more than {LARGEST_PART:,} bytes.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(f"This is not well-formed XML: {error}.") from None
    if root.getroottree().docinfo.doctype:
        raise Refused("The file declares a document type; no project needs one.")
    if root.tag.rsplit("}", 1)[-1] not in {"Project", "CodeBook"}:
        raise Refused("This is neither a REFI-QDA project nor a codebook.")
    return root


def _all(root: Any, name: str) -> Iterator[Any]:
    return root.iter(f"{{*}}{name}")


def _guid(element: Any, name: str = "guid") -> str:
    return (element.get(name) or "").strip("{} ").lower()


def _codes(root: Any) -> Iterator[Code]:
    book = root if root.tag.endswith("CodeBook") else next(_all(root, "CodeBook"), None)
    if book is None:
        return
    for codes in book.iterchildren("{*}Codes"):
        yield from _below(codes, ())


def _below(parent: Any, way: tuple[str, ...]) -> Iterator[Code]:
    for element in parent.iterchildren("{*}Code"):
        name = (element.get("name") or "").strip()
        description = next((one.text or "" for one in element.iterchildren("{*}Description")), "")
        if element.get("isCodable", "true") not in {"false", "0"} and name:
            yield Code(_guid(element), ": ".join((*way, name)), description.strip())
        yield from _below(element, (*way, name))


def _text(source: Any, archive: zipfile.ZipFile, names: dict[str, str]) -> str | None:
    """Return a source's plain text, with the line ends that positions count."""
    inside = next((one.text for one in source.iterchildren("{*}PlainTextContent")), None)
    if inside is not None:
        return str(inside)
    given = (source.get("plainTextPath") or "").replace("internal://", "")
    name = PurePosixPath(given).name.casefold()
    stored = next((stored for folded, stored in names.items() if name and PurePosixPath(folded).name == name), None)  # fmt: skip
    if stored is None:
        return None
    if archive.getinfo(stored).file_size > LONGEST_CELL * 4:
        raise Refused(f"“{source.get('name')}” has more than {LONGEST_CELL:,} characters.")
    decoded = encodings.decode(archive.read(stored))
    if decoded is None:
        raise Refused(f"“{source.get('name')}” is no text.")
    return decoded.text


def _spans(source: Any, document: Document, known: set[str], users: dict[str, str]) -> Iterator[Span]:  # fmt: skip
    found: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    selections = list(source.iterchildren("{*}PlainTextSelection"))
    longer = _ends_are_inside(selections, document.text)
    for selection in selections:
        try:
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
        except (TypeError, ValueError):
            continue
        start, end = max(start, 0), min(end + longer, len(document.text))
        if end <= start:
            continue
        for coding in selection.iterchildren("{*}Coding"):
            coder = users.get(_guid(coding, "creatingUser"), "") or users.get(_guid(selection, "creatingUser"), "")  # fmt: skip
            codes = {_guid(one, "targetGUID") for one in coding.iterchildren("{*}CodeRef")} & known
            found[start, end, coder] |= codes
    for (start, end, coder), codes in sorted(found.items()):
        if codes:
            yield Span(document.id, start, end, tuple(sorted(codes)), coder)


def _ends_are_inside(selections: list[Any], text: str) -> int:
    """Return 1 if the last character of a selection stands at its end position, 0 if before it."""
    votes: Counter[int] = Counter()
    for selection in selections:
        said = (selection.get("name") or "").strip("… .")
        try:
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
        except (TypeError, ValueError):
            continue
        for longer in (0, 1):
            votes[longer] += bool(said) and text[start : end + longer].strip("… .") == said
    return int(votes[1] > votes[0])


def _left_out(root: Any, taken: int) -> Iterator[str]:
    kinds = ("PDFSource", "PictureSource", "AudioSource", "VideoSource")
    for kind in kinds:
        count = sum(1 for _ in _all(root, kind))
        if count:
            yield f"{count} {kind.removesuffix('Source').lower()} source{'s' if count > 1 else ''}: only texts come in."
    missing = sum(1 for _ in _all(root, "TextSource")) - taken
    if missing:
        yield f"{missing} text source{'s' if missing > 1 else ''} without a plain text."

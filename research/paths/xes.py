"""Event logs in XES (IEEE 1849), plain or gzipped, read element by element."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, Any

from research.tables import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Bytes of a log once unpacked.
LARGEST = 4_000_000_000
NAME, TIME = "concept:name", "time:timestamp"


def columns(
    path: Path, case: str = NAME, activity: str = NAME, time: str = TIME
) -> tuple[list[str], list[str], list[str]]:
    """Return case, activity and time of every event as three lists. Raises Refused.

    `case` is an attribute of the trace, the others of the event.
    """
    found: tuple[list[str], list[str], list[str]] = ([], [], [])
    for event in events(path, case, activity, time):
        for column, value in zip(found, event, strict=True):
            column.append(value)
    return found


def events(
    path: Path, case: str = NAME, activity: str = NAME, time: str = TIME
) -> Iterator[tuple[str, str, str]]:
    """Give case, activity and time of every event, trace by trace. Raises Refused."""
    from lxml import etree

    opened: Any = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with opened(path, "rb") as raw:
            # Entities stay unresolved and nothing is fetched.
            options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}  # fmt: skip
            traces = etree.iterparse(
                _Bounded(raw), events=("end",), tag=("{*}trace", "trace"), **options
            )
            for _, trace in traces:
                if trace.getroottree().docinfo.doctype:
                    raise Refused("The file declares a document type; no event log needs one.")
                name = _value(trace, case)
                for event in trace.iterchildren("{*}event"):
                    yield name, _value(event, activity), _value(event, time)
                trace.clear()
                while trace.getprevious() is not None:
                    del trace.getparent()[0]
    except (etree.XMLSyntaxError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise Refused(f"This is not a well-formed XES log: {error}.") from None
    except OSError as error:
        raise Refused(f"The file cannot be opened: {error.strerror or error}.") from None


class _Bounded:
    """A file that refuses to give more than a log can hold."""

    def __init__(self, raw: Any) -> None:
        self._raw, self._given = raw, 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data: bytes = self._raw.read(size)
        self._given += len(data)
        if self._given > LARGEST:
            raise Refused(f"Unpacked the log has more than {LARGEST:,} bytes.")
        return data


def _value(element: Any, key: str) -> str:
    return next((child.get("value") or "" for child in element if child.get("key") == key), "")

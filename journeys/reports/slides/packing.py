"""The file itself: the same slides, the same bytes.

python-pptx, and the workbook behind a chart, write the present moment into their archives; here every
entry gets the moment the report was read at.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

#: The earliest moment a ZIP archive can name.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MOMENTS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def packed(presentation: Any, made: datetime) -> bytes:
    """Return a presentation as a file."""
    written = io.BytesIO()
    presentation.save(written)
    return _settled(written.getvalue(), made.strftime("%Y-%m-%dT%H:%M:%SZ").encode())


def _settled(archive: bytes, moment: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as settled,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith(".xlsx"):
                content = _settled(content, moment)
            elif entry.filename == "docProps/core.xml":
                content = _MOMENTS.sub(rb"\g<1>" + moment + rb"\g<2>", content)
            fixed = zipfile.ZipInfo(entry.filename, _EPOCH)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            settled.writestr(fixed, content)
    return target.getvalue()

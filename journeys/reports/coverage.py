"""Which signs our fonts do not have: they would stand on paper as empty boxes, and nobody is told."""

from __future__ import annotations

import os
import unicodedata
from functools import cache
from pathlib import Path

from journeys.reports import fonts

#: Signs without a shape of their own, which no font needs.
_SHAPELESS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})
_KINDS = ("*.ttf", "*.otf", "*.ttc")


def missing_signs(text: str) -> list[str]:
    """Return the signs of a text that no font at hand has, each once."""
    further = os.environ.get("EXTRA_FONTS", "").split(os.pathsep)
    known = _known((fonts.FOLDER, *(Path(name) for name in further if name)))
    return sorted(
        sign
        for sign in set(text)
        if ord(sign) not in known and unicodedata.category(sign) not in _SHAPELESS
    )


@cache
def _known(folders: tuple[Path, ...]) -> frozenset[int]:
    found: set[int] = set()
    for folder in folders:
        for kind in _KINDS:
            for file in sorted(folder.rglob(kind)):
                found |= _signs_of(file)
    return frozenset(found)


def _signs_of(file: Path) -> set[int]:
    """Return the code points a font file has shapes for; none if it cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with file.open("rb") as opened, TTFont(opened, fontNumber=0, lazy=True) as font:
            return set(font.getBestCmap() or ())
    except (TTLibError, OSError):
        return set()

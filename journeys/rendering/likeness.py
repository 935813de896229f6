"""A persona without a picture: head and shoulders with the initials on them, as a drawing."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from journeys.rendering.markup import FONTS, Drawing, escape
from journeys.rendering.palette import PRINT, SCREEN

if TYPE_CHECKING:
    from journeys.rendering.parts import Medium

_SHOULDERS = "M8 100C8 74 26 61 50 61S92 74 92 100Z"


def initials(name: str) -> str:
    """Return the first letters of up to two words; what follows a comma says what they are, not who."""
    called = name.partition(",")[0] or name
    words = [word for word in called.split() if _begins_a_word(word)]
    return "".join(word[0].upper() for word in (*words[:1], *words[1:][-1:]))[:2]


def draw(name: str, *, look: int | None = None, medium: Medium = "screen") -> Drawing:
    """Return the likeness; with a `look` in the colour of the persona's curve. The name stands beside it."""
    palette = PRINT if medium == "print" else SCREEN
    colour = palette.primary if look is None else palette.persona(look)
    font = f' font-family="{FONTS}"' if medium == "print" else ""
    return Drawing(
        f'<svg class="likeness" width="100" height="100" viewBox="0 0 100 100" aria-hidden="true" '
        f'focusable="false"><rect width="100" height="100" fill="{palette.sunk}"/>'
        f'<circle cx="50" cy="34" r="19" fill="{colour}"/><path d="{_SHOULDERS}" fill="{colour}"/>'
        f'<text x="50" y="91" text-anchor="middle" font-size="22" font-weight="600"{font} '
        f'fill="{palette.surface}">{escape(initials(name))}</text></svg>'
    )


def _begins_a_word(word: str) -> bool:
    return unicodedata.category(word[0])[0] in "LN"

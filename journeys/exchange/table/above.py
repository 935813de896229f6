"""What stands above a table: the map's title, its persona, its scope."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journeys.exchange import items, labels

if TYPE_CHECKING:
    from journeys.exchange.building import MapBuilder
    from journeys.exchange.findings import ProblemLog
    from journeys.exchange.table.sheets import Sheet

_NAME = frozenset({"title", "journey", "map", "map name", "journey name", "journey map", "name", "customer journey", "customer journey map", "journey title"})  # fmt: skip
_SCOPE = frozenset({"scenario", "scope", "context", "description", "product", "about", "summary", "service", "background", "use case"})  # fmt: skip
_OBJECTIVE = frozenset(
    {"goal", "goals", "objective", "objectives", "business goal", "business goals", "expectations"}
)
#: "Lena: 34, nurse", "Lena, 34", "Lena (34)", "Lena – nurse": a name, and what she is like.
_NAMED = re.compile(r"([^:,;(–—\n]{1,60}?)\s*(?:[:,;(–—]|\s-\s)\s*(.+)", re.DOTALL)
_PAIR = re.compile(r"([^:\n]{1,40}):\s*(.+)", re.DOTALL)


def read(sheet: Sheet, end: int, builder: MapBuilder, tell: ProblemLog) -> None:
    """Take the rows before row `end` for the facts of the map."""
    for number in range(end):
        cells = [cell.strip() for cell in sheet.rows[number] if cell.strip()]
        place = sheet.place(number)
        if not cells:
            continue
        if len(cells) == 1:
            pair = _PAIR.fullmatch(cells[0])
            cells = list(pair.groups()) if pair and is_fact(pair.group(1)) else cells
        if len(cells) >= 2 and is_fact(cells[0]):
            fact(cells[0], "\n".join(cells[1:]), builder, place)
        elif len(cells) == 1 and not builder.name:
            builder.name = " ".join(cells[0].split())
        elif len(cells) == 1:
            builder.scope.append(cells[0])
        else:
            tell.leave_out(
                f"Row {place['line']} above the table: “{', '.join(cells)[:120]}” was left out."
            )


def is_fact(text: str) -> bool:
    """Return whether a head is about the map as a whole: its persona, scope, objectives, title."""
    word = labels.plain(text)
    return word in _NAME | _SCOPE | _OBJECTIVE or labels.of(text).field == "persona"


def fact(head: str, text: str, builder: MapBuilder, place: dict[str, object]) -> bool:
    """Take one fact of the map by its head; say whether it is one."""
    word = labels.plain(head)
    if labels.of(head).field == "persona":
        for one in items.statements(text):
            named = _NAMED.fullmatch(one)
            name, about = named.groups() if named else (one, "")
            builder.persona(name, place, portrait=about.strip(" )"))
    elif word in _NAME:
        builder.name = " ".join(text.split())
    elif word in _SCOPE:
        builder.scope.append(text)
    elif word in _OBJECTIVE:
        for one in items.statements(text):
            builder.objective(one, place)
    else:
        return False
    return True

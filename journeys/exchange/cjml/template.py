"""CJML's Excel template, both ways: a row for each touchpoint, a sheet for each end user."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import xlsxwriter

from journeys.exchange import labels
from journeys.exchange.building import MapBuilder
from journeys.exchange.cjml import channels, losses, points
from journeys.exchange.cjml.writing import COMPANY, CUSTOMER, rating_of, sides_of
from journeys.exchange.findings import FoundMap
from journeys.models.keys import KEY_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import MapContents, TouchpointContents
    from journeys.exchange.findings import ProblemLog
    from journeys.exchange.table.sheets import Sheet

HEADS = (
    "TP ID", "Phase", "Actor who initiated", "Initiator's label", "Actor who received", "Receiver's label",
    "Channel", "Date", "Time", "Comment", "Include", "Deviation", "UX description", "UX rating",
)  # fmt: skip
_FIELDS = {
    "tp id": "identifier", "touchpoint id": "identifier", "phase": "phase", "actor who initiated": "initiator",
    "initiator s label": "initiator_label", "initiators label": "initiator_label",
    "actor who received": "receiver", "receiver s label": "receiver_label", "receivers label": "receiver_label",
    "channel": "channel", "comment": "comment", "comments": "comment", "deviation": "deviation",
    "ux description": "experience", "ux rating": "rating", "date": "date", "time": "time", "include": "include",
}  # fmt: skip
#: Sheets of the template that are no journeys.
_NO_JOURNEYS = frozenset(
    {"log", "user guide", "userguide", "channels", "actors", "phases", "guide", "lists"}
)
_HEADS_WITHIN = 20
_NO = frozenset({"no", "n", "false", "0", "nei"})
_KEY = re.compile(KEY_PATTERN)


def looks_like_one(sheet: Sheet) -> bool:
    """Return whether a sheet has the template's heads."""
    return _head_row(sheet) is not None


def is_other_sheet(sheet: Sheet) -> bool:
    """Return whether a sheet is one of the template's that hold no journey."""
    return sheet.name.strip().lower() in _NO_JOURNEYS


def _head_row(sheet: Sheet) -> int | None:
    for number, row in enumerate(sheet.rows[:_HEADS_WITHIN]):
        words = {labels.plain(cell) for cell in row}
        if "tp id" in words and ("actor who initiated" in words or "initiator s label" in words):
            return number
    return None


def read_sheet(sheet: Sheet, name: str, tell: ProblemLog) -> FoundMap | None:
    """Return the journey of a sheet; the sheet is named after its end user."""
    head = _head_row(sheet)
    if head is None:
        return None
    builder = MapBuilder(tell)
    places = {
        _FIELDS[labels.plain(cell)]: column
        for column, cell in enumerate(sheet.rows[head])
        if labels.plain(cell) in _FIELDS
    }
    for cell in sheet.rows[head]:
        if cell.strip() and labels.plain(cell) not in _FIELDS:
            tell.leave_out(
                f"The column “{cell.strip()[:40]}” of the CJML template has no place on a map."
            )
    builder.name = _title(sheet, head) or name
    users = []
    for number in range(head + 1, len(sheet.rows)):
        row = sheet.rows[number]
        said = {
            field: row[column].strip() if column < len(row) else ""
            for field, column in places.items()
        }
        if not any(
            said.get(field) for field in ("initiator", "initiator_label", "comment", "receiver")
        ):
            continue
        if said.get("include", "").lower() in _NO:
            tell.leave_out(
                f"Row {sheet.place(number)['line']} of sheet {sheet.name} is not to be included, and was left out."
            )
            continue
        place = sheet.place(number, places.get("rating", 0))
        points.add(_point(said), builder, tell, place)
        users.append(said.get("initiator", ""))
    user = sheet.name.strip()
    if user and user in users:
        builder.persona(user, sheet.place(head))
    return FoundMap(builder.contents(name)) if builder.stages else None


def _title(sheet: Sheet, head: int) -> str:
    for row in sheet.rows[:head]:
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) >= 2 and labels.plain(cells[0]) in {
            "journey title",
            "title",
            "journey name",
            "journey",
        }:
            return cells[1]
    return ""


def _point(said: dict[str, str]) -> points.CjmlPoint:
    names = ("identifier", "phase", "initiator", "initiator_label", "receiver", "receiver_label", "channel", "comment", "experience", "rating", "deviation")  # fmt: skip
    values = {name: said.get(name, "") for name in names}
    deviation = values["deviation"].lower()
    values["deviation"] = "" if deviation in _NO | {""} else values["deviation"]
    times = [said[name] for name in ("date", "time") if said.get(name)]
    key = values["identifier"] if _KEY.match(values["identifier"]) else ""
    return points.CjmlPoint(**values, times=times, key=key, is_observed=bool(said.get("date")))


def write(contents: MapContents) -> tuple[bytes, tuple[str, ...]]:
    """Return the template filled in, and what of the map it does not hold."""
    target = io.BytesIO()
    user = contents.personas[0].name if contents.personas else CUSTOMER
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:  # fmt: skip
        sheet = book.add_worksheet(_sheet_name(user))
        bold = book.add_format({"bold": True, "bg_color": "#EEF2F8", "text_wrap": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, "Journey title")
        sheet.write_string(0, 1, contents.map.name)
        for column, head in enumerate(HEADS):
            sheet.write_string(6, column, head, bold)
        for number, row in enumerate(_rows(contents, user), start=7):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell, wrapped)
        sheet.set_column(0, len(HEADS), 18)
        sheet.freeze_panes(7, 0)
    return target.getvalue(), tuple(_losses(contents))


def _rows(contents: MapContents, user: str) -> Iterator[list[str]]:
    names = {
        channel.key: channels.token_of(channel.name, channel.kind) for channel in contents.channels
    }
    for stage, touchpoint in contents.touchpoints:
        yield _row(stage.name, touchpoint, names, user)


def _row(phase: str, touchpoint: TouchpointContents, names: dict[str, str], user: str) -> list[str]:
    sides = sides_of(touchpoint) or [user]
    is_action = touchpoint.channel is None and len(sides) < 2
    receiver = "" if is_action else sides[1] if len(sides) > 1 else COMPANY
    rating = "" if touchpoint.emotion is None else rating_of(touchpoint.emotion)
    return [
        touchpoint.key, phase, sides[0], touchpoint.name, receiver, touchpoint.name if receiver else "",
        names.get(touchpoint.channel or "", ""), "", "", touchpoint.does, "Yes", "", touchpoint.thinks, rating,
    ]  # fmt: skip


def _sheet_name(user: str) -> str:
    kept = "".join(
        " " if letter in "[]:*?/\\" else letter for letter in user if letter.isprintable()
    )
    return kept.strip(" '")[:31] or CUSTOMER


def _losses(contents: MapContents) -> Iterator[str]:
    empty = sum(not stage.touchpoints for stage in contents.stages)
    if empty:
        yield f"{empty:,} stage{'' if empty == 1 else 's'} without touchpoints"
    goals = sum(bool(stage.customer_goal) for stage in contents.stages)
    if goals:
        yield f"The customer goals of {goals:,} stage{'' if goals == 1 else 's'}"
    if contents.map.scope:
        yield "The map's scope"
    if any(touchpoint.basis == "observed" for _, touchpoint in contents.touchpoints):
        yield "That emotions were observed"
    yield from losses.of(contents)

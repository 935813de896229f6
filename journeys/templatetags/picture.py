"""Marks of the pictures for templates: `{% load picture %}`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from msgspec import Struct

from journeys.rendering import marks

if TYPE_CHECKING:
    from journeys.rendering.markup import Drawing
    from journeys.rendering.parts import Column, FactRow, LaneRow, Medium, StageHead
    from journeys.rendering.picture import MapPicture

register = template.Library()


@register.filter
def icon(name: str, medium: Medium) -> Drawing:
    """Return an icon of 16 pixels: `{{ row.icon|icon:picture.medium }}`."""
    return marks.icon(name, medium)


@register.filter
def pips(level: int, medium: Medium) -> Drawing:
    """Return a level of five as pips: `{{ card.severity|pips:picture.medium }}`."""
    return marks.pips(level, medium)


@register.filter
def level(value: int, medium: Medium) -> Drawing:
    """Return a level of five in quiet pips: `{{ cell.level|level:picture.medium }}`."""
    return marks.pips(value, medium, is_severity=False)


@register.filter
def mark(name: str, medium: Medium) -> Drawing:
    """Return a mark of the curve or a verdict: `{{ "moment_of_truth"|mark:picture.medium }}`."""
    return marks.mark(name, medium)


@register.filter
def persona_mark(look: int, medium: Medium) -> Drawing:
    """Return a persona's line and mark: `{{ persona.look|persona_mark:picture.medium }}`."""
    return marks.persona(look, medium)


class Heads(Struct, frozen=True):
    """What the heads of a map's columns are made of."""

    stages: tuple[StageHead, ...]
    columns: tuple[Column, ...]
    medium: Medium
    prefix: str


class Around(Struct, frozen=True):
    """What a row of a map takes from its picture."""

    medium: Medium
    prefix: str


@register.simple_tag
def heads(picture: MapPicture) -> str:
    """Return the heads of a map's columns: `{% heads picture %}`."""
    return _drawn(
        "journeys/picture/_heads.html",
        Heads(picture.stages, picture.columns, picture.medium, picture.prefix),
        None,
    )


@register.simple_tag
def fact_row(picture: MapPicture, row: FactRow) -> str:
    """Return a row of facts: `{% fact_row picture row %}`."""
    return _drawn("journeys/picture/_fact_row.html", Around(picture.medium, picture.prefix), row)


@register.simple_tag
def lane_row(picture: MapPicture, row: LaneRow) -> str:
    """Return a row of cards: `{% lane_row picture row %}`."""
    return _drawn("journeys/picture/_lane_row.html", Around(picture.medium, picture.prefix), row)


@lru_cache(maxsize=1024)
def _drawn(name: str, picture: Heads | Around, row: FactRow | LaneRow | None) -> str:
    """Draw a row once: it is a value, and an edit changes one of a map's many."""
    return render_to_string(name, {"picture": picture, "row": row})

"""Marks of the pictures for templates: `{% load picture %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from journeys.rendering import marks

if TYPE_CHECKING:
    from journeys.rendering.markup import Drawing
    from journeys.rendering.parts import Medium

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

"""A comparison as one SVG file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.rendering import comparison_plot, icons, plot, sheet, text
from journeys.rendering.lettering import wrap
from journeys.rendering.markup import Canvas, Drawing, document
from journeys.rendering.sheet import MARGIN, PADDING, Sheet

if TYPE_CHECKING:
    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.palette import Palette


def draw_comparison(picture: ComparisonPicture, palette: Palette) -> Drawing:
    """Return a whole comparison as an SVG file."""
    page = Sheet(Canvas(), picture.columns, palette)
    versions = f"{picture.before_name} and {picture.after_name}"
    y = sheet.paint_heading(page, picture.title, (versions, picture.summary))
    return document(
        sheet.on_ground(page, y + MARGIN),
        page.width,
        y + MARGIN,
        title=f"{picture.title}, {versions}",
        description=str(text.describe_comparison(picture)),
        prefix=picture.prefix,
    )


_ = (comparison_plot, icons, plot, wrap, PADDING)

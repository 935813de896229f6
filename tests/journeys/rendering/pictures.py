"""What the tests of pictures share: pictures of the small map, and reading what was drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from journeys.comparison import compare
from journeys.rendering import comparison_picture, picture
from tests.journeys.sample import small_map

if TYPE_CHECKING:
    from journeys.contents import MapContents
    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.picture import MapPicture

SVG = "{http://www.w3.org/2000/svg}"


def draw_small(**changes: Any) -> MapPicture:
    """Return the picture of the small map with changes to its contents."""
    return picture.draw(small_map(**changes))


def draw_comparison(before: MapContents, after: MapContents, **options: Any) -> ComparisonPicture:
    """Return the picture of two contents compared."""
    return comparison_picture.draw(before, after, compare(before, after), **options)


def parse(drawing: str) -> ET.Element:
    """Return a drawing as XML; a screen's drawing lies in HTML and names no namespace."""
    if "xmlns=" not in drawing:
        drawing = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ET.fromstring(drawing)


def texts_in(drawing: str) -> list[str]:
    """Return the written lines of a drawing, in the order they are painted."""
    return ["".join(text.itertext()) for text in parse(drawing).iter(f"{SVG}text")]


def ids_in(drawing: str) -> list[str]:
    """Return all ids of a drawing or page that is XML."""
    return [element.get("id", "") for element in parse(drawing).iter() if element.get("id")]

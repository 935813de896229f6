"""A blank presentation of ours: 16:9, Inter, our colours, one layout with a title.

python-pptx begins with a 4:3 template in Calibri; its other layouts are taken out, so that who adds
a slide gets one like ours.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Pt

from journeys.rendering.palette import PRINT

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 40.0
TITLE_TOP, TITLE_HEIGHT = 22.0, 40.0
FONT = "Inter"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TITLE_ONLY = "Title Only"
#: The slots of a theme's colours, in the order of what people are offered first.
_COLOURS = {
    "dk1": PRINT.ink,
    "lt1": PRINT.surface,
    "dk2": PRINT.muted,
    "lt2": PRINT.sunk,
    "accent1": PRINT.primary,
    "accent2": PRINT.before,
    "accent3": PRINT.emotion_high_2,
    "accent4": PRINT.emotion_low_2,
    "accent5": PRINT.cannot_tell,
    "accent6": PRINT.not_comparable,
    "hlink": PRINT.primary,
    "folHlink": PRINT.before,
}


def blank() -> Any:
    """Return an empty presentation."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for layout in list(presentation.slide_layouts):
        if layout.name != _TITLE_ONLY:
            presentation.slide_layouts.remove(layout)
    master = presentation.slide_master
    for holder in [*master.placeholders, *presentation.slide_layouts[0].placeholders]:
        _place(holder)
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _ours(theme.blob)
    return presentation


def _place(holder: Any) -> None:
    """Move a placeholder of the 4:3 template to where it stands on our slides."""
    kind = holder.placeholder_format.type
    name = str(kind).partition(" ")[0]
    if name in {"TITLE", "CENTER_TITLE"}:
        holder.left, holder.top = Pt(MARGIN), Pt(TITLE_TOP)
        holder.width, holder.height = Pt(WIDTH - 2 * MARGIN), Pt(TITLE_HEIGHT)
    elif name == "BODY":
        holder.left, holder.top = Pt(MARGIN), Pt(80)
        holder.width, holder.height = Pt(WIDTH - 2 * MARGIN), Pt(410)
    else:  # date, footer, number: we write our own line
        holder._element.getparent().remove(holder._element)


def _ours(theme: bytes) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(theme, parser)
    names = {"d": _DRAWING}
    for slot, colour in _COLOURS.items():
        for place in root.iterfind(f".//d:clrScheme/d:{slot}", names):
            for child in list(place):
                place.remove(child)
            etree.SubElement(place, f"{{{_DRAWING}}}srgbClr", val=colour.lstrip("#"))
    for latin in root.iterfind(".//d:fontScheme//d:latin", names):
        # Where Inter is not installed, these say what comes nearest: a sans serif of varying width.
        looks = {"typeface": FONT, "panose": "020B0604020202020204", "pitchFamily": "34", "charset": "0"}  # fmt: skip
        for name, value in looks.items():
            latin.set(name, value)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written

"""A presentation being made: slides with a title, texts, tables, shapes, a footer and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from journeys.rendering.lettering import runs_right_to_left
from journeys.rendering.palette import PRINT
from journeys.reports.slides import packing, texts, theme
from journeys.reports.slides.tables import PADDING_X, PADDING_Y

if TYPE_CHECKING:
    from datetime import datetime

    from journeys.reports.slides.tables import Cell, Table

WIDTH, HEIGHT, MARGIN = theme.WIDTH, theme.HEIGHT, theme.MARGIN
ROOM = WIDTH - 2 * MARGIN
#: Where the contents of a slide begin and end.
TOP, BOTTOM = 76.0, 500.0
PIPS = 5


def rgb(colour: str) -> Any:
    """Return a colour for python-pptx: a name of the palette's, or #RRGGBB."""
    return RGBColor.from_string((colour if "#" in colour else getattr(PRINT, colour)).lstrip("#"))


class Deck:
    """The slides, in the order they are made."""

    def __init__(self, *, title: str, author: str, made: datetime, footer: str, notes: str) -> None:
        """Begin a presentation; `footer` stands on every slide, `notes` under each."""
        self.presentation = theme.blank()
        self.footer, self.notes = footer, notes
        facts = self.presentation.core_properties
        facts.title, facts.author = texts.one_line(title, 200), texts.one_line(author, 100)
        facts.last_modified_by, facts.language = facts.author, "en"
        facts.created = facts.modified = made.replace(tzinfo=None, microsecond=0)
        self.made = made

    def slide(self, title: str, *, size: float = 22, notes: str = "") -> Slide:
        """Add a slide; its title is cut to one line."""
        made = self.presentation.slides.add_slide(self.presentation.slide_layouts[0])
        slide = Slide(made)
        holder = made.shapes.title
        holder.text_frame.word_wrap = True
        holder.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        for side in ("left", "right", "top", "bottom"):
            setattr(holder.text_frame, f"margin_{side}", 0)
        fitting = texts.fit(" ".join(title.split()), size, ROOM, 1, bold=True)
        paragraph = holder.text_frame.paragraphs[0]
        slide.write(paragraph, fitting or "–", size=size, bold=True)
        self._sign(slide)
        made.notes_slide.notes_text_frame.text = "\n\n".join(filter(None, (notes, self.notes)))
        return slide

    def _sign(self, slide: Slide) -> None:
        """Write footer and number."""
        line = slide.text(self.footer, MARGIN, 512, ROOM - 60, 16, size=9, colour="muted", lines=1)
        line.name = "Footer"
        number = slide.text("", WIDTH - MARGIN - 50, 512, 50, 16, size=9, colour="muted")
        number.name = "Slide number"
        paragraph = number.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        field = etree.SubElement(paragraph._p, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")  # fmt: skip
        looks = etree.SubElement(field, qn("a:rPr"), lang="en", sz="900")
        fill = etree.SubElement(etree.SubElement(looks, qn("a:solidFill")), qn("a:srgbClr"))
        fill.set("val", PRINT.muted.lstrip("#"))
        etree.SubElement(field, qn("a:t")).text = str(len(self.presentation.slides))
        end = paragraph._p.find(qn("a:endParaRPr"))
        if end is not None:  # it must stand last
            paragraph._p.append(end)

    def save(self) -> bytes:
        """Return the file; the same slides give the same bytes."""
        return packing.packed(self.presentation, self.made)


class Slide:
    """One slide; measures are in points from its top left corner."""

    def __init__(self, slide: Any) -> None:
        """Take a slide of python-pptx."""
        self.slide = slide
        self.shapes = slide.shapes

    def text(  # noqa: PLR0913  a text has that many properties
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        size: float = 12,
        bold: bool = False,
        colour: str = "ink",
        lines: int = 0,
        fill: str = "",
    ) -> Any:
        """Write a text into a box, cut to what fits in it."""
        box = self.shapes.add_textbox(Pt(x), Pt(y), Pt(width), Pt(height))
        frame = box.text_frame
        frame.word_wrap = True
        margin = 8 if fill else 0
        for side in ("left", "right", "top", "bottom"):
            setattr(frame, f"margin_{side}", Pt(margin))
        if fill:
            box.fill.solid()
            box.fill.fore_color.rgb = rgb(fill)
        most = lines or max(1, int((height - 2 * margin) / (size * texts.LEADING)))
        fitting = texts.fit(text, size, width - 2 * margin, most, bold=bold)
        self.paragraphs(frame, fitting, size=size, bold=bold, colour=colour)
        return box

    def paragraphs(self, frame: Any, text: str, **looks: Any) -> None:
        """Write a text, a paragraph a line."""
        for index, line in enumerate(text.split("\n") or [""]):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            self.write(paragraph, line, **looks)

    @staticmethod
    def write(
        paragraph: Any,
        text: str,
        *,
        size: float,
        bold: bool = False,
        colour: str = "ink",
        strike: bool = False,
        right: bool = False,
    ) -> None:
        """Write one line of text; one that runs right to left is set from the right."""
        if text:
            run = paragraph.add_run()
            run.text = text
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, theme.FONT
            run.font.color.rgb = rgb(colour or "ink")
            if strike:
                run._r.get_or_add_rPr().set("strike", "sngStrike")
        else:
            # Without it an empty line is as high as one of the template's size.
            end = etree.SubElement(paragraph._p, qn("a:endParaRPr"), lang="en")
            end.set("sz", str(int(size * 100)))
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        if runs_right_to_left(text):
            paragraph._p.get_or_add_pPr().set("rtl", "1")
            paragraph.alignment = PP_ALIGN.RIGHT

    def table(self, table: Table, y: float = TOP, *, name: str, words: str) -> Any:
        """Add a table of its own measures; `words` say what it is to who cannot see it."""
        rows, columns = len(table.rows), len(table.widths)
        frame = self.shapes.add_table(
            rows, columns, Pt(MARGIN), Pt(y), Pt(sum(table.widths)), Pt(table.height)
        )
        described(frame, name, words)
        _plain(frame.table, has_head=table.heads > 0)
        for index, width in enumerate(table.widths):
            frame.table.columns[index].width = Pt(width)
        top = y
        for index, row in enumerate(table.rows):
            frame.table.rows[index].height = Pt(row.height)
            column = 0
            for cell in row.cells:
                target = frame.table.cell(index, column)
                if cell.span > 1:
                    target.merge(frame.table.cell(index, column + cell.span - 1))
                self._fill(target, cell)
                if cell.level:
                    x = MARGIN + sum(table.widths[:column]) + PADDING_X
                    self.pips(x, top + PADDING_Y + 2.5, cell.level)
                column += cell.span
            top += row.height
        return frame

    def _fill(self, target: Any, cell: Cell) -> None:
        target.margin_left = target.margin_right = Pt(PADDING_X)
        target.margin_top = target.margin_bottom = Pt(PADDING_Y)
        target.vertical_anchor = MSO_ANCHOR.TOP
        if cell.fill:
            target.fill.solid()
            target.fill.fore_color.rgb = rgb(cell.fill)
        else:
            target.fill.background()
        # Pips stand before the digit, over the cell.
        text = f"{' ' * 13}{cell.text}" if cell.level else cell.text
        self.paragraphs(
            target.text_frame, text, size=cell.size, bold=cell.bold, colour=cell.colour,
            strike=cell.strike, right=cell.right,
        )  # fmt: skip

    def pips(self, x: float, y: float, level: int) -> None:
        """Draw five pips, the first `level` of them filled, as one group of shapes."""
        group = self.shapes.add_group_shape()
        for index in range(PIPS):
            pip = group.shapes.add_shape(
                MSO_SHAPE.RECTANGLE, Pt(x + 6.5 * index), Pt(y), Pt(4.5), Pt(9)
            )
            _plain_shape(pip)
            if index < level:
                pip.fill.solid()
                pip.fill.fore_color.rgb = rgb("pain")
                pip.line.fill.background()
            else:
                pip.fill.background()
                pip.line.color.rgb, pip.line.width = rgb("line_strong"), Pt(0.75)
        described(group, "Severity", f"Severity {level} of 5")

    def box(self, x: float, y: float, width: float, height: float, *, fill: str) -> Any:
        """Draw a box without words."""
        shape = self.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(x), Pt(y), Pt(width), Pt(height))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(fill)
        shape.line.fill.background()
        _plain_shape(shape)
        return shape


def _plain_shape(shape: Any) -> None:
    """Take the theme's effects off a shape: shadows, and text in white."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def described(shape: Any, name: str, words: str) -> None:
    """Give a shape its name and the text that is read instead of it."""
    facts = shape._element.xpath(".//p:cNvPr")[0]
    facts.set("name", name)
    facts.set("descr", texts.one_line(words, 900))


def _plain(table: Any, *, has_head: bool) -> None:
    """Take the template's stripes off a table, and draw hairlines between rows instead."""
    looks = table._tbl.tblPr
    table.first_row, table.horz_banding = has_head, False
    style = looks.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    for index, row in enumerate(table._tbl.tr_lst):
        for cell in row.tc_lst:
            border = etree.SubElement(cell.get_or_add_tcPr(), qn("a:lnB"), w="9525")
            fill = etree.SubElement(border, qn("a:solidFill"))
            colour = PRINT.line_strong if index == 0 and has_head else PRINT.line
            etree.SubElement(fill, qn("a:srgbClr")).set("val", colour.lstrip("#"))

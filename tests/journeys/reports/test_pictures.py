"""The map's picture as PNG and PDF: bounded in size and time, refused in words."""

from __future__ import annotations

import io
import subprocess

import pypdfium2
import pytest
from PIL import Image

from journeys.rendering import palette, picture, svg
from journeys.reports import pictures
from journeys.reports.picture_part import LARGEST_PAGE, LONGEST_SIDE, as_pdf, as_png
from tests.journeys.reports.hostile import hostile_map
from tests.journeys.sample import small_map, stage, touchpoint


def drawn(contents=None):
    return svg.draw_map(picture.draw(contents or small_map()), palette.LIGHT)


def size(document):
    opened = pypdfium2.PdfDocument(document)
    try:
        return len(opened), tuple(round(side / 0.75) for side in opened[0].get_size())
    finally:
        opened.close()


@pytest.mark.slow
def test_a_picture_is_one_page_and_as_many_pixels_as_asked_for(program):
    page = pictures.made(drawn(), "pdf")
    image = Image.open(io.BytesIO(pictures.made(drawn(), "png", scale=2)))

    pages, (width, height) = size(page)
    assert pages == 1
    assert abs(image.width - 2 * width) <= 2
    assert abs(image.height - 2 * height) <= 2
    assert image.convert("L").getextrema() != (255, 255)


@pytest.mark.slow
def test_hostile_contents_are_drawn_as_text(program):
    assert size(pictures.made(drawn(hostile_map()), "pdf"))[0] == 1


@pytest.mark.slow
def test_what_is_too_wide_for_a_page_is_made_smaller(program):
    from journeys.reports import fonts

    fonts.use_our_fonts()
    wide = small_map(stages=(stage("S", *(touchpoint(f"T{n}") for n in range(150))),), cards=())

    page = as_pdf(drawn(wide))
    image = Image.open(io.BytesIO(as_png(page, 4)))

    assert size(page)[1][0] <= LARGEST_PAGE + 1
    assert max(image.size) <= LONGEST_SIDE + 1


def test_what_takes_too_long_is_given_up_and_says_what_else_there_is(program, monkeypatch):
    def slow(command, **options):
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(pictures.subprocess, "run", slow)

    with pytest.raises(pictures.PictureNotMade, match="within 25 seconds"):
        pictures.made(drawn(), "png")


def test_a_process_that_fails_says_what_is_missing(program, monkeypatch):
    def fails(command, **options):
        said = b"Traceback ...\njourneys.reports.pdf.PdfUnavailable: PDFs need the Pango libraries: x\n"
        return subprocess.CompletedProcess(command, 1, b"", said)

    monkeypatch.setattr(pictures.subprocess, "run", fails)

    with pytest.raises(pictures.PictureNotMade) as refused:
        pictures.made(drawn(), "png")
    assert str(refused.value) == "PDFs need the Pango libraries: x"


def test_only_so_many_are_made_at_once(program, monkeypatch):
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    held = [pictures._turns.acquire() for _ in range(pictures.AT_ONCE)]

    try:
        with pytest.raises(pictures.PictureNotMade, match="Try again in a moment"):
            pictures.made(drawn(), "png")
    finally:
        for _ in held:
            pictures._turns.release()

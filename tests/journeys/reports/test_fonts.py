"""PDFs use the fonts we bring, wherever they are made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from pypdf import PdfReader

from journeys.reports import fonts

ROOT = Path(__file__).resolve().parents[3]
DRAW = """
import sys
from django.conf import settings
settings.configure(DATA_DIR=sys.argv[1])
from journeys.reports.fonts import use_our_fonts
use_our_fonts()
import weasyprint
html = (
    '<html lang="en"><body style="font-family: %s">Inter, <b>bold</b>,'
    ' <span style="font-weight: 600">half</span>, \\u0394\\u0416 \\u2713 \\u10d0'
)
weasyprint.HTML(string=html % sys.argv[2]).write_pdf(sys.argv[3])
"""


@pytest.fixture(autouse=True)
def data_folder(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FONTCONFIG_FILE", "put back afterwards")
    monkeypatch.delenv("EXTRA_FONTS", raising=False)
    settings.DATA_DIR = tmp_path / "a <b> & c"
    return settings.DATA_DIR


@pytest.mark.parametrize(
    "family",
    [
        "Inter, sans-serif",
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("Arial", "serif")),
    ],
)
def test_pdf_is_set_in_our_fonts(tmp_path: Path, data_folder: Path, family: str) -> None:
    file = tmp_path / "drawn.pdf"

    # In a process of its own: fontconfig reads its configuration once, and crashes if it has none.
    subprocess.run(
        [sys.executable, "-W", "error", "-c", DRAW, data_folder, family, file],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        check=True,
    )

    resources = PdfReader(file).pages[0]["/Resources"]
    names = {font.get_object()["/BaseFont"] for font in resources["/Font"].values()}
    assert {name.rpartition("+")[2] for name in names} == {
        "Inter", "Inter-Bold", "Inter-Semi-Bold", "DejaVu-Sans",
    }  # fmt: skip


def test_fontconfig_is_pointed_at_our_folder_alone(data_folder: Path) -> None:
    file = fonts.use_our_fonts()

    lines = [line.strip() for line in file.read_text().splitlines()]
    assert os.environ["FONTCONFIG_FILE"] == str(file)
    assert [line for line in lines if line.startswith("<dir>")] == [f"<dir>{fonts.FOLDER}</dir>"]
    assert "a &lt;b&gt; &amp; c" in file.read_text()


def test_further_folders_come_after_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRA_FONTS", os.pathsep.join(["/usr/share/fonts/noto", "/srv/ours"]))

    lines = fonts.use_our_fonts().read_text().splitlines()

    assert [line.strip() for line in lines if "<dir>" in line] == [
        f"<dir>{fonts.FOLDER}</dir>",
        "<dir>/usr/share/fonts/noto</dir>",
        "<dir>/srv/ours</dir>",
    ]


def test_file_that_is_right_is_not_written_again() -> None:
    file = fonts.use_our_fonts()
    first = file.stat()

    fonts.use_our_fonts()

    assert file.stat().st_ino == first.st_ino


def test_file_of_another_place_is_replaced() -> None:
    file = fonts.use_our_fonts()
    right = file.read_text()
    file.write_text("<fontconfig/>")

    fonts.use_our_fonts()

    assert file.read_text() == right
    assert [path.name for path in file.parent.iterdir()] == ["fonts.conf"]

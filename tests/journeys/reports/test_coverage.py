"""A report says which signs it cannot show."""

import shutil

import pytest

from journeys.reports import coverage, fonts


@pytest.mark.parametrize("text", ["", "Wait", "é Ω Ж ✓ → −", "\u202e\n\t\u200d", "مرحبا שלום ა"])
def test_our_fonts_have_what_most_maps_need(text):
    assert coverage.missing_signs(text) == []


def test_missing_signs_are_told_once_each():
    assert coverage.missing_signs("漢字 漢 🎉 Wait") == ["字", "漢", "🎉"]


def test_further_fonts_count(monkeypatch, tmp_path):
    shutil.copy(fonts.FOLDER / "DejaVuSans.ttf", tmp_path / "further.ttf")
    (tmp_path / "broken.otf").write_bytes(b"no font")
    monkeypatch.setattr(fonts, "FOLDER", tmp_path / "nothing")

    assert coverage.missing_signs("ა漢") == ["ა", "漢"]
    monkeypatch.setenv("EXTRA_FONTS", str(tmp_path))
    assert coverage.missing_signs("ა漢") == ["漢"]

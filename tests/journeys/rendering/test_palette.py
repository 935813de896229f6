"""Colours: the same in drawings and on pages, and strong enough."""

import re
from dataclasses import asdict, fields
from pathlib import Path

import pytest

import journeys
from journeys.rendering.palette import DARK, LIGHT, SCREEN, Palette

CSS = Path(journeys.__file__).parent / "static" / "journeys" / "picture.css"


def declared(selector: str) -> dict[str, str]:
    css = CSS.read_text(encoding="utf-8")
    block = re.search(rf"^{re.escape(selector)} {{\n(.*?)^}}", css, re.MULTILINE | re.DOTALL)
    return dict(re.findall(r"--picture-([a-z0-9-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("selector", "palette"), [(".picture", LIGHT), (".dark .picture", DARK)])
def test_page_has_the_colours_of_the_drawings(selector: str, palette: Palette) -> None:
    assert declared(selector) == {
        name.replace("_", "-"): colour.lower() for name, colour in asdict(palette).items()
    }


def test_screen_names_the_properties_of_the_page() -> None:
    assert {getattr(SCREEN, field.name) for field in fields(Palette)} == {
        f"var(--picture-{name})" for name in declared(".picture")
    }


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_is_legible(palette: Palette) -> None:
    pairs = [
        (getattr(palette, text), getattr(palette, ground))
        for text in ("ink", "muted")
        for ground in ("surface", "ground", "sunk", "primary_soft", "above_zero", "below_zero")
    ]
    pairs += [(palette.pain, palette.surface), (palette.primary, palette.surface)]
    pairs += [(palette.before, palette.above_zero), (palette.before, palette.below_zero)]
    for name in ("better", "worse", "no_detectable_change", "cannot_tell", "not_comparable"):
        pairs.append(palette.verdict(name))
    for name in ("added", "removed", "changed", "moved"):
        pairs.append(palette.change(name))

    assert {pair: round(contrast(*pair), 1) for pair in pairs if contrast(*pair) < 4.5} == {}


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("value", [-3, -1, 0, 1, 3])
def test_points_have_an_outline_one_can_see(palette: Palette, value: float) -> None:
    assert contrast(palette.outline(value), palette.above_zero) >= 3
    assert contrast(palette.outline(value), palette.below_zero) >= 3


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (-3, "emotion_low_3"),
        (-2.4, "emotion_low_2"),
        (-0.4, "emotion_low_1"),
        (-0.2, "emotion_0"),
        (0, "emotion_0"),
        (0.3, "emotion_high_1"),
        (1.5, "emotion_high_2"),
        (2.5, "emotion_high_3"),
    ],
)
def test_fill_follows_the_rating(value: float, name: str) -> None:
    assert LIGHT.feeling(value) == getattr(LIGHT, name)

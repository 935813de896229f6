"""The colours of a picture. Light, dark and print are written into the drawn file; screen names CSS."""

from __future__ import annotations

from dataclasses import dataclass, fields

#: How many personas have a colour of their own.
PERSONAS = 6


@dataclass(frozen=True)
class Palette:
    """Every colour a picture is drawn with; what each is for stands in `docs/architecture.md`.

    `emotions` holds the fills for −3…+3 in steps of one; a verdict has a colour for text and marks
    and a ground.
    """

    ground: str
    surface: str
    sunk: str
    line: str
    line_strong: str
    ink: str
    muted: str
    primary: str
    primary_soft: str
    before: str
    above_zero: str
    below_zero: str
    pain: str
    emotion_low_3: str
    emotion_low_2: str
    emotion_low_1: str
    emotion_0: str
    emotion_high_1: str
    emotion_high_2: str
    emotion_high_3: str
    better: str
    better_ground: str
    worse: str
    worse_ground: str
    no_detectable_change: str
    no_detectable_change_ground: str
    cannot_tell: str
    cannot_tell_ground: str
    not_comparable: str
    not_comparable_ground: str
    added: str
    added_ground: str
    removed: str
    removed_ground: str
    changed: str
    changed_ground: str
    moved: str
    moved_ground: str
    persona_0: str
    persona_1: str
    persona_2: str
    persona_3: str
    persona_4: str
    persona_5: str

    @property
    def emotions(self) -> tuple[str, ...]:
        """Return the fills of points from −3 to +3."""
        return (
            self.emotion_low_3, self.emotion_low_2, self.emotion_low_1, self.emotion_0,
            self.emotion_high_1, self.emotion_high_2, self.emotion_high_3,
        )  # fmt: skip

    def feeling(self, value: float) -> str:
        """Return the fill of a point. Only what is within a quarter of zero counts as neutral."""
        if abs(value) < 0.25:
            return self.emotion_0
        step = min(3, max(1, int(abs(value) + 0.5)))
        return self.emotions[3 + (step if value > 0 else -step)]

    def outline(self, value: float) -> str:
        """Return the outline of a point: the strongest colour of its side, for contrast."""
        if abs(value) < 0.25:
            return self.muted
        return self.emotion_high_3 if value > 0 else self.emotion_low_3

    def verdict(self, name: str) -> tuple[str, str]:
        """Return the colour of a verdict's words and marks, and its ground."""
        return getattr(self, name), getattr(self, f"{name}_ground")

    def change(self, name: str) -> tuple[str, str]:
        """Return the colour of a kind of change and its ground; splits and merges look like moves."""
        return self.verdict("moved" if name in {"split", "merged"} else name)

    def persona(self, look: int) -> str:
        """Return the colour of a persona's curve; after the last the first comes again."""
        colour: str = getattr(self, f"persona_{look % PERSONAS}")
        return colour


LIGHT = Palette(
    ground="#F4F6F7",
    surface="#FFFFFF",
    sunk="#EDF0F2",
    line="#DBE0E5",
    line_strong="#8A95A3",
    ink="#13191F",
    muted="#4F5A68",
    primary="#0B625C",
    primary_soft="#E1F1EF",
    before="#6B5A86",
    above_zero="#F3F8FC",
    below_zero="#FDF6F2",
    pain="#A63A0E",
    emotion_low_3="#A63A0E",
    emotion_low_2="#D0652F",
    emotion_low_1="#EBA47C",
    emotion_0="#8A95A3",
    emotion_high_1="#7FB0DE",
    emotion_high_2="#3D7FC0",
    emotion_high_3="#1A5A9E",
    better="#1A5A9E",
    better_ground="#E5EFF9",
    worse="#A63A0E",
    worse_ground="#FBEAE1",
    no_detectable_change="#56606D",
    no_detectable_change_ground="#ECEFF2",
    cannot_tell="#7A5200",
    cannot_tell_ground="#FCF1D6",
    not_comparable="#5F3FA0",
    not_comparable_ground="#EFEAF8",
    added="#0B625C",
    added_ground="#E1F1EF",
    removed="#56606D",
    removed_ground="#ECEFF2",
    changed="#5F3FA0",
    changed_ground="#EFEAF8",
    moved="#7A5200",
    moved_ground="#FCF1D6",
    persona_0="#A3267E",
    persona_1="#8A5A00",
    persona_2="#2757B8",
    persona_3="#4E6E12",
    persona_4="#6B3FB0",
    persona_5="#A8321F",
)

DARK = Palette(
    ground="#0E1317",
    surface="#161C22",
    sunk="#1E262D",
    line="#2D3741",
    line_strong="#7C8997",
    ink="#E9EEF2",
    muted="#A7B3C0",
    primary="#5FCFC3",
    primary_soft="#163431",
    before="#B7A6D6",
    above_zero="#141F2A",
    below_zero="#211B19",
    pain="#F59A6C",
    emotion_low_3="#F59A6C",
    emotion_low_2="#DB7840",
    emotion_low_1="#A85A30",
    emotion_0="#7C8997",
    emotion_high_1="#3F74AB",
    emotion_high_2="#5B9BDC",
    emotion_high_3="#84BBF0",
    better="#84BBF0",
    better_ground="#152B42",
    worse="#F59A6C",
    worse_ground="#3A2116",
    no_detectable_change="#AEB9C5",
    no_detectable_change_ground="#232C34",
    cannot_tell="#EDBE5A",
    cannot_tell_ground="#35290F",
    not_comparable="#C0A8F0",
    not_comparable_ground="#2A2140",
    added="#5FCFC3",
    added_ground="#163431",
    removed="#AEB9C5",
    removed_ground="#232C34",
    changed="#C0A8F0",
    changed_ground="#2A2140",
    moved="#EDBE5A",
    moved_ground="#35290F",
    persona_0="#F291CF",
    persona_1="#E3B45A",
    persona_2="#93B6FA",
    persona_3="#B4D06B",
    persona_4="#C3A6F7",
    persona_5="#F79A85",
)

#: On paper the light colours hold; a picture drawn for print also leaves out its ground.
PRINT = LIGHT

#: Names of the custom properties in `picture.css`, so that one drawing follows light and dark.
SCREEN = Palette(
    **{field.name: f"var(--picture-{field.name.replace('_', '-')})" for field in fields(Palette)}
)

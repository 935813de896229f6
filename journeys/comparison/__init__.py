"""What changed between two versions: `compare(before, after)`. Pure, and exact because it goes by key."""

from journeys.comparison.compare import compare
from journeys.comparison.results import (
    Change,
    EmotionDelta,
    FieldChange,
    MapComparison,
    Named,
    PainPointChange,
    PersonaChange,
    Place,
    Reshaping,
    StageEmotion,
)

__all__ = [
    "Change",
    "EmotionDelta",
    "FieldChange",
    "MapComparison",
    "Named",
    "PainPointChange",
    "PersonaChange",
    "Place",
    "Reshaping",
    "StageEmotion",
    "compare",
]

"""A trained model as plain numbers: what it knows is a table of weights, read without running anybody's code."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy

FOLDER = Path(__file__).parent / "weights"
#: Negative, neutral, positive; the columns of every model.
LABELS = ("negative", "neutral", "positive")


class Model(Struct, frozen=True):
    """Multinomial logistic regression: `weights` has a row per class, `intercepts` a number."""

    weights: numpy.ndarray
    intercepts: numpy.ndarray

    def shares(self, rows: numpy.ndarray) -> numpy.ndarray:
        """Return the probability of each class, a row of three per row."""
        import numpy as np

        scores = rows @ self.weights.T + self.intercepts
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: numpy.ndarray = powers / powers.sum(axis=1, keepdims=True)
        return shares


@cache
def shipped(name: str) -> Model:
    """Return one of the models that come with the program, such as “blend_v1”."""
    import numpy as np

    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as kept:
        return Model(kept["weights"].astype(np.float32), kept["intercepts"].astype(np.float32))


def save(name: str, model: Model) -> None:
    """Keep a model with the program; half precision is as good and half as large."""
    import numpy as np

    FOLDER.mkdir(exist_ok=True)
    np.savez_compressed(
        FOLDER / f"{name}.npz",
        weights=model.weights.astype(np.float16),
        intercepts=model.intercepts.astype(np.float16),
    )

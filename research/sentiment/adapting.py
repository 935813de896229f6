"""A team's corrections: the shipped model is drawn towards them, and kept where they say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from research.sentiment import features
from research.sentiment.model import LABELS, Model, shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

#: How strongly the shipped weights are held on to, against one correction of average weight.
HOLD = 0.3


def adapted(texts: Sequence[str], labels: Sequence[str]) -> Model:
    """Return the shipped model of whole texts, taught by texts whose labels people have set right.

    The weights minimise the corrections' cross-entropy, each label counting the same in all, plus HOLD / 2 times
    the squared distance from the shipped weights: the most probable weights if those were what we believed before.
    """
    import numpy as np
    from scipy.optimize import minimize

    prior = shipped("blend_v1")
    if not texts:
        return prior
    rows = features.of_texts([features.cleaned(text) for text in texts]).astype(float)
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    right = np.eye(len(LABELS))[[LABELS.index(label) for label in labels]]
    counts = right.sum(axis=0)
    each = (right @ (len(rows) / ((counts > 0).sum() * np.where(counts > 0, counts, 1))))[:, None]
    before = np.hstack([prior.weights, prior.intercepts[:, None]]).astype(float)

    def loss(flat: numpy.ndarray) -> tuple[float, numpy.ndarray]:
        weights = flat.reshape(before.shape)
        scores = rows @ weights.T
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        away = weights - before
        value = -(each * right * logs).sum() + HOLD / 2 * (away**2).sum()
        return value, ((each * (np.exp(logs) - right)).T @ rows + HOLD * away).ravel()

    found = minimize(loss, before.ravel(), jac=True, method="L-BFGS-B").x.reshape(before.shape)
    return Model(found[:, :-1].astype(np.float32), found[:, -1].astype(np.float32))

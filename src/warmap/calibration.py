"""Probabilities of the ranking → scores that say how often such an answer is right.

The softmax knows the candidates alone. That none of them is meant, because the gazetteer lacks
the right place, it can't know: so no score comes near to one, and a name with one bearer is
less sure than a name with many whose best is far ahead. Nor can it know that the name means no
place at all but a person: `mentions` tells how likely that is. The numbers are in
``weights.toml`` under [calibration]; the order of the candidates never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

import numpy as np
from numpy.typing import NDArray

__all__ = ["IDENTITY", "calibrated", "log_odds"]

IDENTITY: Mapping[str, float] = {"slope": 1.0, "only": 0.0, "most": 1 - 1e-6, "belief": 1.0}
"""Leaves probabilities as they are, but for certainty."""


def calibrated(
    probability: NDArray[np.float64], table: Mapping[str, float], *, belief: float = 1.0
) -> NDArray[np.float64]:
    """Scores of the candidates of one mention, in their order; they sum to one at most.

    Parameters
    ----------
    probability
        Of each candidate; they sum to one.
    table
        ``slope``, ``only``, ``most`` and ``belief``, as ``weights.toml`` tells.
    belief
        How likely it is that the name means a place at all, 0 to 1.

    Examples
    --------
    >>> table = {"slope": 1.0, "only": -0.7, "most": 0.98, "belief": 1.0}
    >>> calibrated(np.array([0.25, 0.75]), table).round(2).tolist()
    [0.25, 0.75]
    >>> calibrated(np.array([1.0]), table).round(2).tolist()
    [0.96]
    """
    best = float(probability.max())
    odds = table["slope"] * log_odds(best, table["most"])
    if len(probability) == 1:
        odds += table["only"]
    score = 1 / (1 + exp(-odds))
    rest = (1 - score) / (1 - best) if best < 1 else 1.0
    # Not above the best, over which rounding would lift its equals.
    scores = np.minimum(probability * min(score / best, rest), score)
    scores[np.argmax(probability)] = score
    return np.asarray(scores * belief ** table["belief"])


def log_odds(probability: float, most: float) -> float:
    """Logarithm of the odds of a probability, which counts as `most` above it.

    Examples
    --------
    >>> log_odds(0.5, 0.98), round(log_odds(1.0, 0.98), 2)
    (0.0, 3.89)
    """
    held = min(probability, most)
    return log(held / (1 - held))

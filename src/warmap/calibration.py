"""Probabilities of the ranking → scores that say how often such an answer is right.

The softmax knows the candidates alone. That none of them is meant, because the gazetteer lacks
the right place, it can't know: so no score comes near to one. Of a name with one bearer the sum
tells it: where little speaks for the place, as for a village far from all else that the article
names, the one that is meant may be missing. So it may where the text names a river, and the
gazetteer has only towns of that name. Nor can the softmax know that the name means no place
at all but a person: `mentions` tells how likely that is. The numbers are in ``weights.toml`` under
[calibration]; the order of the candidates never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log

import numpy as np

from warmap.runs import Column, Runs

__all__ = ["DOUBTS", "ENOUGH", "IDENTITY", "calibrated", "log_odds"]

DOUBTS = ("only", "lack", "water")
"""What else than the softmax tells how often an answer is right."""

IDENTITY: Mapping[str, float] = {
    "slope": 1.0,
    **dict.fromkeys(DOUBTS, 0.0),
    "most": 1 - 1e-6,
    "belief": 1.0,
}
"""Leaves probabilities as they are, but for certainty."""

ENOUGH = 4.0
"""Sum of a candidate from which on more tells nothing: of only bearers 99 of 100 are right."""


def calibrated(
    probability: Column,
    table: Mapping[str, float],
    *,
    runs: Runs | None = None,
    doubts: Mapping[str, Column | float] | None = None,
    belief: Column | float = 1.0,
) -> Column:
    """Scores of the candidates of mentions, in their order; those of one sum to one at most.

    Parameters
    ----------
    probability
        Of each candidate; those of one mention sum to one.
    table
        ``slope``, the `DOUBTS`, ``most`` and ``belief``, as ``weights.toml`` tells.
    runs
        Which candidates are of one mention; all of them when None.
    doubts
        Values of the `DOUBTS` for the best candidate of each mention: whether it is the only one,
        by how much the sum of an only one falls short of `ENOUGH`, whether it is a town for a
        water.
    belief
        How likely it is that each name means a place at all, 0 to 1.

    Examples
    --------
    >>> table = {"slope": 1.0, "only": -0.7, "lack": -1.0, "most": 0.98, "belief": 1.0}
    >>> calibrated(np.array([0.25, 0.75]), table).round(2).tolist()
    [0.25, 0.75]
    >>> calibrated(np.array([1.0]), table, doubts={"only": 1.0}).round(2).tolist()
    [0.96]
    >>> calibrated(np.array([1.0]), table, doubts={"only": 1.0, "lack": 3.0}).round(2).tolist()
    [0.55]
    """
    runs = runs or Runs(np.array([0, len(probability)]))
    best = runs.max(probability)
    held = np.minimum(best, table["most"])
    odds = table["slope"] * np.log(held / (1 - held))
    for name, value in (doubts or {}).items():
        odds = odds + table[name] * value
    score = 1 / (1 + np.exp(-odds))
    rest = np.where(best < 1, (1 - score) / np.where(best < 1, 1 - best, 1.0), 1.0)
    # Not above the best, over which rounding would lift its equals.
    factor = np.minimum(score / best, rest)
    scores = np.minimum(probability * factor[runs.of], score[runs.of])
    scores[runs.first(probability == best[runs.of])] = score
    return np.asarray(scores * (belief ** table["belief"] * np.ones(len(best)))[runs.of])


def log_odds(probability: float, most: float) -> float:
    """Logarithm of the odds of a probability, which counts as `most` above it.

    Examples
    --------
    >>> log_odds(0.5, 0.98), round(log_odds(1.0, 0.98), 2)
    (0.0, 3.89)
    """
    held = min(probability, most)
    return log(held / (1 - held))

"""Marked articles → the weights that tell a government and a borrowed name from a place.

A softmax over the three roles, the literal one being zero. What grammar says of a feature
is its prior, for a few dozen articles show most features only a few times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from warmap.fitting import matrix, minimize
from warmap.model import ROLES

__all__ = ["PRIORS", "Use", "learn_roles"]

PULL = 2.0  # how strongly a weight is held at its prior
# The literal role has weight 0 throughout.
PRIORS: Mapping[str, Mapping[str, float]] = {
    "government": {
        "bias": -1.5, "says": 4.0, "acts": 4.0, "verb": 1.5, "happens": -1.5, "is": 0.0,
        "passive": -1.5, "passive_toward": 3.0, "opens": 0.5, "clause": 0.5,
        "institution": 5.0, "deed": 4.0, "owns_area": -3.0, "owner": 0.5,
        "dealt": 4.0, "toward": 3.5, "to_do": 3.0, "by": 3.0, "object": 0.5, "struck": -1.5,
        "at": -4.0, "bare_of": -1.5, "bare_to": -2.0, "bare_from": -2.0, "bare_other": 0.0,
        "hyphen_ruling": 4.5, "hyphen_borrowed": -1.0, "rulers": 3.5, "office": -1.0,
        "event": -2.0, "works": -2.0, "unit": -4.0, "noun": -1.5, "capital_after": -0.5,
        "dateline": -5.0, "contained": -2.0, "contains": -2.0,
        "is_country": 1.5, "is_region": -1.5, "is_small": -3.0, "is_water": -4.0,
        "is_other": -0.5, "is_city": -1.5, "is_large": 0.7, "is_capital": 2.0, "is_unknown": -0.5,
        "indefinite": -1.5,
    },
    "associative": {
        "bias": -3.5, "event": 5.5, "works": 5.5, "office": 4.0, "rulers": 1.0, "noun": 2.0,
        "capital_after": 1.5, "unit": -3.0, "hyphen_borrowed": 5.0, "hyphen_ruling": 0.0,
        "at": -0.5, "dateline": -3.0, "says": -1.0, "acts": -1.0, "is_country": -0.5,
        "is_region": 0.5, "is_small": 0.0, "is_large": 0.0,
        "indefinite": 1.5, "named_of": 5.0,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Use:
    """A marked name with its role.

    Parameters
    ----------
    features
        As `warmap.grammar.role_features` gives them.
    role
        What the mark says.
    weight
        How much it counts beside others.

    Examples
    --------
    >>> Use({"says": 1.0}, "government").weight
    1.0
    """

    features: Mapping[str, float]
    role: str
    weight: float = 1.0


def learn_roles(
    uses: Sequence[Use], *, names: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Learn the weights of the two roles that are not literal.

    Parameters
    ----------
    uses
        Marked names; without any the priors come out.
    names
        For ``government`` and ``associative`` the features that get a weight.

    Raises
    ------
    MarkedError
        scipy is not installed.

    Examples
    --------
    >>> names = {"government": ["bias", "says"], "associative": ["bias"]}
    >>> table = learn_roles([Use({"bias": 1.0}, "literal")] * 50, names=names)
    >>> table["government"]["bias"] < PRIORS["government"]["bias"]
    True
    """
    features = [use.features for use in uses]
    roles = ROLES[1:]
    columns = [matrix(features, names[role]) for role in roles]
    prior = np.array([PRIORS[role].get(name, 0.0) for role in roles for name in names[role]])
    split = len(names[roles[0]])
    heavy = np.array([use.weight for use in uses])
    said = np.array([[use.role == role for role in ROLES] for use in uses]).reshape(-1, len(ROLES))

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        tables = (weights[:split], weights[split:])
        sums = [x @ table for x, table in zip(columns, tables, strict=True)]
        logs = np.stack([np.zeros(len(uses)), *sums], axis=1)
        logs -= np.logaddexp.reduce(logs, axis=1, keepdims=True)
        pushed = (np.exp(logs) - said) * heavy[:, None]
        slope = np.concatenate([x.T @ pushed[:, i] for i, x in enumerate(columns, start=1)])
        away = weights - prior
        value = -float(heavy @ (logs * said).sum(axis=1)) + PULL * float(away @ away)
        return value, slope + 2 * PULL * away

    found = minimize(loss, prior).x.tolist()
    parts = (found[:split], found[split:])
    return {
        role: dict(zip(names[role], part, strict=True))
        for role, part in zip(roles, parts, strict=True)
    }

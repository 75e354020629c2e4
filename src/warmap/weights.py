"""The weights of the decisions, read from ``weights.toml``.

Each decision is a sum of named features; the file holds a weight and a meaning for each.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

__all__ = ["weights"]


@cache
def weights(decision: Literal["mention", "place"]) -> MappingProxyType[str, float]:
    """Weights of one decision by feature name.

    Parameters
    ----------
    decision
        ``mention`` (is it a place?) or ``place`` (which place?).

    Examples
    --------
    >>> weights("mention")["title"] < 0 < weights("mention")["locative"]
    True
    """
    table = tomllib.loads(files("warmap").joinpath("weights.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: float(value) for name, value in table[decision].items()})

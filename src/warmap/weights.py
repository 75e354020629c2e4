"""The weights of the decisions, read from ``weights.toml``.

Each decision is a sum of named features; the file holds a weight and a meaning for each. The
stages take `Weights` as an argument, so that others can be tried: `learning` makes them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from warmap.calibration import IDENTITY

__all__ = ["Weights", "bundled_weights", "meanings", "weighed"]

_FEATURE = re.compile(r"(\w+) = \S+ +# (.+)")
_DECISION = re.compile(r"\[(\w+)\]")
FIRST_ALONE: Mapping[str, float] = MappingProxyType({"first": 1.0})


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature weighs, by its name.

    Parameters
    ----------
    mention
        Is it a place? The sum of the first judgement.
    place
        Which place? The softmax of the sums tells.
    mention_cyrillic
        The same for names in Ukrainian and Russian text, which inflects them.
    government, associative
        What a name is used for: the greatest sum tells, that of the place itself being zero.
    calibration
        How the softmax becomes a score; see `warmap.calibration`.
    pooled
        Is it a place, beside the other names of the article? A positive sum keeps it.

    Examples
    --------
    >>> Weights(mention={"bias": 1.0}, place={}).calibration["slope"]
    1.0
    """

    mention: Mapping[str, float]
    place: Mapping[str, float]
    mention_cyrillic: Mapping[str, float] = field(default_factory=dict)
    government: Mapping[str, float] = field(default_factory=dict)
    associative: Mapping[str, float] = field(default_factory=dict)
    calibration: Mapping[str, float] = field(default_factory=lambda: IDENTITY)
    pooled: Mapping[str, float] = field(default_factory=lambda: FIRST_ALONE)


def weighed(features: Mapping[str, float], table: Mapping[str, float], /) -> float:
    """The weighted sum of features.

    Examples
    --------
    >>> weighed({"bias": 1.0, "title": 1.0}, {"bias": 0.5, "title": -3.0})
    -2.5
    """
    return sum([table[name] * value for name, value in features.items()])


@cache
def bundled_weights() -> Weights:
    """The weights that come with warmap.

    Examples
    --------
    >>> table = bundled_weights().mention
    >>> table["title"] < 0 < table["locative"]
    True
    """
    text = files("warmap").joinpath("weights.toml").read_text(encoding="utf-8")
    tables = {
        decision: MappingProxyType({name: float(value) for name, value in table.items()})
        for decision, table in tomllib.loads(text).items()
    }
    return Weights(**tables)


@cache
def meanings() -> Mapping[str, Mapping[str, str]]:
    """What each feature means, by decision: the comments of ``weights.toml``.

    Examples
    --------
    >>> meanings()["place"]["own"]
    "in the user's own files"
    """
    found: dict[str, dict[str, str]] = {}
    table: dict[str, str] = {}
    for line in files("warmap").joinpath("weights.toml").read_text(encoding="utf-8").splitlines():
        if decision := _DECISION.fullmatch(line):
            table = found.setdefault(decision[1], {})
        elif feature := _FEATURE.fullmatch(line):
            table[feature[1]] = feature[2]
    return MappingProxyType(found)

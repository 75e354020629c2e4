"""What an article says, as a whole, about the places that its names may mean.

Takes the names with their candidates and how likely each is so far, and gives columns: which
other places the article names and how near they are, how many of them lie in the same country,
region or district, and what could fit together. Governments that act are left out of it. Everything
grows linearly with the number of names.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from warmap.bearers import Bearers, Column, Columns, Rows, Unit
from warmap.candidates import SETTLED
from warmap.model import KINDS

__all__ = ["EARTH_KM", "NEAR_KM", "company_columns", "context_columns", "distances"]

NEAR_KM = 100.0
"""Distance at which nearness falls to 1/e."""

_WIDE_KM = 500.0
_CLOSE_KM = 30.0
EARTH_KM = 6371.0088
_SPREAD = 5  # candidates of a name that count as context
_MOST_ANCHORS = 120  # names that count as context of the whole article, the most mentioned
_CHUNK = 1 << 21  # distances that are held at once
_FOREIGN = 2  # countries beside the first, from which on an article is one on the world
_COUNTRY, _REGION = KINDS.index("country"), KINDS.index("region")


def context_columns(bearers: Bearers) -> Columns:
    """Features of every candidate from what else the article names, by name.

    Parameters
    ----------
    bearers
        All names of the article, with the probabilities that their candidates have so far.
    """
    if not len(bearers.of):
        return {}
    others = max(1, _count(bearers.of) - 1)
    country = _mass(bearers, "country")
    admin1 = _mass(bearers, "admin1")
    near, around, wide = _nearness(bearers)
    is_country = bearers.kind == _COUNTRY
    is_region = bearers.kind == _REGION
    return {
        "near": near,
        "around": around,
        "wide": wide,
        "same_country": country / others,
        "same_admin1": np.minimum(1.0, admin1),
        "share_admin1": admin1 / others,
        "same_admin2": np.minimum(1.0, _mass(bearers, "admin2")),
        "named_country": np.minimum(1.0, _mass(bearers, "country", is_country)),
        "named_admin1": np.minimum(1.0, _mass(bearers, "admin1", is_region)),
        "region_of_others": np.minimum(1.0, admin1) * is_region,
        "population_world": bearers.people * bearers.is_kind(SETTLED) * _worldliness(bearers),
        "country_of_others": country / others * is_country,
    }


def _worldliness(bearers: Bearers) -> float:
    """0 for an article that names one country or none, 1 for one that names three and more.

    A local paper means the small place near by; who writes of several countries means the large one
    that all know.
    """
    likely = bearers.probability * (bearers.kind == _COUNTRY)
    named = np.minimum(1.0, np.bincount(bearers.country, weights=likely)[1:]).sum()
    return float(np.clip((named - 1) / _FOREIGN, 0.0, 1.0))


def company_columns(bearers: Bearers) -> Columns:
    """What could fit together, whatever is likely: the same in every pass, by name.

    "Richmond" and "Madison County" are large elsewhere, but only in Kentucky is one in the other.

    Parameters
    ----------
    bearers
        All names of the article.
    """
    if not len(bearers.of):
        return {}
    sizes = np.diff(bearers.starts)[bearers.of]
    rare = 1 / np.sqrt(np.maximum(1, sizes))
    return {
        "could_admin2": np.minimum(1.0, _mass(bearers, "admin2", weights=rare)),
        "could_near": _could_be_near(bearers, rare),
    }


def _could_be_near(bearers: Bearers, rare: Column) -> Column:
    """How near any place lies that another name may mean."""
    points = np.flatnonzero((bearers.kind != _COUNTRY) & (bearers.kind != _REGION))
    if _count(bearers.of[points]) > _MOST_ANCHORS:
        names = np.unique(bearers.of[points])
        most = np.argsort(-bearers.counts[names], kind="stable")[:_MOST_ANCHORS]
        points = points[np.isin(bearers.of[points], names[most])]
    found = np.zeros(len(bearers.of))
    if not len(points):
        return found
    step = max(1, _CHUNK // len(points))
    for start in range(0, len(found), step):
        rows = slice(start, start + step)
        km = distances(bearers.vectors[rows], bearers.vectors[points])
        other = bearers.of[rows, None] != bearers.of[points]
        found[rows] = (other * rare[points] * np.exp(-km / _CLOSE_KM)).max(axis=1)
    return found


def _mass(
    bearers: Bearers,
    unit: Unit,
    which: NDArray[np.bool_] | None = None,
    weights: Column | None = None,
) -> Column:
    """For each candidate how many other names are likely to lie in its unit."""
    codes = bearers.codes(unit)
    counted = codes > 0 if which is None else (codes > 0) & which
    each = bearers.probability * bearers.company if weights is None else weights
    likely = np.where(counted, each, 0.0)
    total = np.bincount(codes, weights=likely)
    # Without the candidate's own name: the sum over equal pairs of name and unit.
    pair = bearers.pairs[unit]
    own = np.bincount(pair, weights=likely)[pair]
    return np.where(codes > 0, np.maximum(0.0, total[codes] - own), 0.0)


def _anchors(bearers: Bearers) -> Rows:
    """The likeliest candidates of each name, but for countries: rows by name."""
    points = bearers.kind != _COUNTRY
    order = np.lexsort((np.arange(len(bearers.of)), -bearers.probability, bearers.of))
    rank = np.arange(len(order)) - bearers.starts[bearers.of[order]]
    kept: Rows = np.sort(order[(rank < _SPREAD) & points[order]])
    return kept


def _count(names: Rows) -> int:
    """How many names there are among rows, which are in the order of the names."""
    return int((names[1:] != names[:-1]).sum()) + 1 if len(names) else 0


def _nearness(bearers: Bearers) -> tuple[Column, Column, Column]:
    """How near the nearest other name is, and all of them on average, near and wide."""
    anchors = _anchors(bearers)
    if _count(bearers.of[anchors]) > _MOST_ANCHORS:
        names = np.unique(bearers.of[anchors])
        most = np.argsort(-bearers.counts[names], kind="stable")[:_MOST_ANCHORS]
        anchors = anchors[np.isin(bearers.of[anchors], names[most])]
    size = len(bearers.of)
    near, around, wide = np.zeros(size), np.zeros(size), np.zeros(size)
    if not len(anchors):
        return near, around, wide
    others = max(1, _count(bearers.of[anchors]) - 1)
    likely = bearers.probability[anchors] * bearers.company[anchors]
    step = max(1, _CHUNK // len(anchors))
    for start in range(0, size, step):
        rows = slice(start, start + step)
        km = distances(bearers.vectors[rows], bearers.vectors[anchors])
        weight = np.where(bearers.of[rows, None] == bearers.of[anchors], 0.0, likely)
        pull = weight * np.exp(-km / NEAR_KM)
        near[rows] = pull.max(axis=1)
        around[rows] = pull.sum(axis=1) / others
        wide[rows] = (weight * np.exp(-km / _WIDE_KM)).sum(axis=1) / others
    return near, around, wide


def distances(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Great-circle distances in kilometres between points on the unit sphere.

    Returns
    -------
    array
        A row for each of ours, a column for each of theirs.

    Examples
    --------
    >>> distances(np.array([[1.0, 0.0, 0.0]]), np.array([[0.0, 1.0, 0.0]])).round().tolist()
    [[10008.0]]
    """
    return np.asarray(np.arccos(np.clip(ours @ theirs.T, -1.0, 1.0)) * EARTH_KM)

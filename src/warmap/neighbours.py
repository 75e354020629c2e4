"""What stands beside a mention in the text, and with it in a list.

Takes the names with their candidates and how likely each is so far, and gives columns by mention:
how near the neighbours' likely places are, whether they lie in the same country or region, and
whether those of one list are of one kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from warmap.candidates import Bearers, Column, Columns, Rows
from warmap.context import EARTH_KM, NEAR_KM
from warmap.model import KINDS

__all__ = ["Neighbours", "neighbour_columns"]

_REACH = 3  # mentions to each side that count as neighbours
_COUNTRY = KINDS.index("country")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of mentions that stand near each other in the text, of different names.

    Parameters
    ----------
    here, there
        The mentions.
    weight
        What the neighbour counts; those of one mention sum to one.
    listed
        Whether both stand in one list.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> from warmap.model import Mention
    >>> found = Bearers.gather([Mention(0, 7, "Mezhova"), Mention(9, 15, "Bangor")],
    ...                        gazetteer=default_gazetteer())
    >>> sorted(neighbour_columns(found, Neighbours.of(found, lists=[])))
    ['beside', 'beside_admin1', 'beside_country']
    """

    here: Rows
    there: Rows
    weight: Column
    listed: NDArray[np.bool_]

    @classmethod
    def of(cls, bearers: Bearers, *, lists: Sequence[range]) -> Neighbours:
        """Pair up the mentions of an article."""
        run_of = {index: number for number, run in enumerate(lists) for index in run}
        names = bearers.name_of
        pairs = [
            (here, there, 1 / abs(here - there), run_of.get(here, -1) == run_of.get(there, -2))
            for here in range(len(names))
            for there in range(max(0, here - _REACH), min(len(names), here + _REACH + 1))
            if names[there] != names[here]
        ]
        here, there, weight, listed = np.array(pairs, dtype=float).reshape(-1, 4).T
        first = here.astype(np.intp)
        total = np.bincount(first, weights=weight)
        return cls(first, there.astype(np.intp), weight / total[first], listed > 0)


def neighbour_columns(bearers: Bearers, pairs: Neighbours) -> Columns:
    """How well each candidate fits what stands beside it in the text, by mention.

    Parameters
    ----------
    bearers
        The names, with the probabilities that their candidates have so far.
    pairs
        Who stands beside whom.
    """
    size = len(bearers.row_of)
    columns: Columns = {
        name: np.zeros(size) for name in ("beside", "beside_country", "beside_admin1")
    }
    if pairs.listed.any():
        columns |= {"listed_kind": np.zeros(size), "listed_country": np.zeros(size)}
    for start in range(0, len(pairs.here), _PAIRS):
        _add_beside(columns, bearers, pairs, slice(start, start + _PAIRS))
    return columns


_PAIRS = 1 << 12  # pairs of mentions that are laid out at once


def _add_beside(columns: Columns, bearers: Bearers, pairs: Neighbours, which: slice) -> None:
    """Add what some pairs of mentions tell to the columns."""
    rows, places, pair = _meetings(bearers, pairs.here[which], pairs.there[which])
    mine, size = bearers.row_of[rows], len(bearers.row_of)
    likely = pairs.weight[which][pair] * bearers.probability[places]

    def add(feature: str, values: Column) -> None:
        columns[feature] += np.bincount(rows, weights=values, minlength=size)

    def same(codes: Rows) -> NDArray[np.bool_]:
        return np.asarray((codes[mine] == codes[places]) & (codes[mine] > 0))

    dots = np.einsum("ij,ij->i", bearers.vectors[mine], bearers.vectors[places])
    pull = np.exp(-np.arccos(np.clip(dots, -1.0, 1.0)) * EARTH_KM / NEAR_KM)
    country = likely * same(bearers.country)
    add("beside", likely * pull * (bearers.kind[places] != _COUNTRY))
    add("beside_country", country)
    add("beside_admin1", likely * same(bearers.admin1))
    if "listed_kind" in columns:
        listed = pairs.listed[which][pair]
        add("listed_kind", likely * (bearers.kind[mine] == bearers.kind[places]) * listed)
        add("listed_country", country * listed)


def _meetings(bearers: Bearers, here: Rows, there: Rows) -> tuple[Rows, Rows, Rows]:
    """Each row by mention with each likely row by name of its neighbour, and of which pair."""
    name = np.array(bearers.name_of, dtype=np.intp)[there]
    ours = bearers.begins[here + 1] - bearers.begins[here]
    theirs = np.minimum(_MOST_BEARERS, bearers.starts[name + 1] - bearers.starts[name])
    sizes = ours * theirs
    pair = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    of_theirs = theirs[pair]
    rows = bearers.begins[here[pair]] + within // of_theirs
    return rows, bearers.starts[name[pair]] + within % of_theirs, pair


_MOST_BEARERS = 12  # of a neighbour's name, as the gazetteer ranks them

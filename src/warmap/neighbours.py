"""What stands beside a mention in the text, and with it in a list.

Takes the names with their candidates and how likely each is so far, and gives columns by mention:
how near the neighbours' likely places are, whether they lie in the same country or region, and
whether those of one list are of one kind.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from warmap.bearers import Bearers, Column, Columns, Rows
from warmap.context import EARTH_KM, NEAR_KM
from warmap.model import KINDS

__all__ = ["Neighbours"]

_REACH = 3  # mentions to each side that count as neighbours
_PAIRS = 1 << 12  # pairs of mentions that are laid out at once
_MOST_BEARERS = 12  # of a neighbour's name, as the gazetteer ranks them
_COUNTRY = KINDS.index("country")


class Neighbours:
    """Pairs of mentions that stand near each other in the text, of different names.

    Parameters
    ----------
    bearers
        The names and their candidates.
    lists
        Mentions that stand together in a list.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> from warmap.model import Mention
    >>> found = Bearers.gather([Mention(0, 7, "Mezhova"), Mention(9, 15, "Bangor")],
    ...                        gazetteer=default_gazetteer())
    >>> sorted(Neighbours(found, lists=[]).columns())
    ['beside', 'beside_admin1', 'beside_country']
    """

    def __init__(self, bearers: Bearers, *, lists: Sequence[range]) -> None:
        self._bearers = bearers
        names = np.array(bearers.name_of, dtype=np.intp)
        run = np.full(len(names), -1)
        for number, members in enumerate(lists):
            run[members.start : members.stop] = number
        offsets = np.array([*range(-_REACH, 0), *range(1, _REACH + 1)])
        there = np.arange(len(names))[:, None] + offsets
        inside = np.clip(there, 0, max(0, len(names) - 1))
        apart = (there == inside) & (names[inside] != names[:, None])
        self._here, which = apart.nonzero()
        self._there = there[self._here, which]
        weight = 1 / np.abs(offsets[which])
        # What one neighbour counts; those of a mention sum to one.
        self._weight = weight / np.bincount(self._here, weights=weight)[self._here]
        self._listed = (run[self._here] == run[self._there]) & (run[self._here] >= 0)
        self._meetings: _Meetings | None = None  # kept where all of them are laid out at once

    def columns(self) -> Columns:
        """How well each candidate fits what stands beside it in the text, by mention.

        With the probabilities that the candidates have so far.
        """
        likely = self._bearers.probability * self._bearers.company
        size = len(self._bearers.row_of)
        features = ["beside", "beside_country", "beside_admin1"]
        if self._listed.any():
            features += ["listed_kind", "listed_country"]
        columns: Columns = {feature: np.zeros(size) for feature in features}
        for start in range(0, len(self._here), _PAIRS):
            self._laid(slice(start, start + _PAIRS)).add(columns, likely)
        return columns

    def _laid(self, which: slice) -> _Meetings:
        """What some pairs of mentions lay out."""
        if self._meetings is not None:
            return self._meetings
        here, there = self._here[which], self._there[which]
        laid = _Meetings(self._bearers, here, there, self._weight[which], self._listed[which])
        if len(self._here) <= _PAIRS:
            self._meetings = laid
        return laid


class _Meetings:
    """Each candidate of a mention with each likely one of its neighbour, whatever is likely."""

    def __init__(
        self,
        bearers: Bearers,
        here: Rows,
        there: Rows,
        weight: Column,
        listed: NDArray[np.bool_],
    ) -> None:
        self._rows, self._places, pair = _meetings(bearers, here, there)
        mine, places = bearers.row_of[self._rows], self._places

        def same(codes: Rows) -> NDArray[np.bool_]:
            ours = codes[mine]
            return np.asarray((ours == codes[places]) & (ours > 0))

        dots = np.einsum("ij,ij->i", bearers.vectors[mine], bearers.vectors[places])
        pull = np.exp(-np.arccos(np.clip(dots, -1.0, 1.0)) * EARTH_KM / NEAR_KM)
        country = same(bearers.country)
        self._weight = weight[pair]
        self._fits = {
            "beside": pull * (bearers.kind[places] != _COUNTRY),
            "beside_country": country,
            "beside_admin1": same(bearers.admin1),
        }
        if listed.any():
            together = listed[pair]
            kind = bearers.kind[mine] == bearers.kind[places]
            self._fits |= {"listed_kind": kind & together, "listed_country": country & together}

    def add(self, columns: Columns, probability: Column) -> None:
        """Add to the columns what fits, by how likely the neighbour's candidates are."""
        likely = self._weight * probability[self._places]
        for feature, fit in self._fits.items():
            column = columns[feature]
            column += np.bincount(self._rows, weights=likely * fit, minlength=len(column))


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

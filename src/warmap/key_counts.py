"""Counts by whole numbers that are too many to count in a dict: they lie in sorted arrays.

It takes keys, some at a time, and gives each with how often it came. What the keys mean is for
others to know.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["KeyCounts", "run_starts"]

Ints = NDArray[np.int64]

_PILE = 1 << 19  # keys that lie unsorted before they are counted in


class KeyCounts:
    """How often each key came. Adding takes time in proportion to the keys, not to what is there.

    Examples
    --------
    >>> counts = KeyCounts()
    >>> counts.add(np.array([7, 3, 7]))
    >>> counts.totals()
    (array([3, 7]), array([1, 2]))
    """

    def __init__(self) -> None:
        self._keys = np.empty(0, np.int64)
        self._counts = np.empty(0, np.int64)
        self._pile: list[tuple[Ints, Ints]] = []
        self._piled = 0

    def add(self, keys: Ints, /) -> None:
        """Count keys in, in any order, some of them equal."""
        found, counts = np.unique(keys, return_counts=True)
        self._pile.append((found.astype(np.int64), counts.astype(np.int64)))
        self._piled += len(found)
        # As many as lie there already: so each key is sorted again a few times only.
        if self._piled > max(_PILE, len(self._keys)):
            self._merge()

    def totals(self) -> tuple[Ints, Ints]:
        """The keys in their order, and how often each came."""
        self._merge()
        return self._keys, self._counts

    def table(self, size: int, /) -> Ints:
        """How often each number from 0 to below a size came."""
        keys, counts = self.totals()
        found = np.zeros(size, np.int64)
        found[keys] = counts
        return found

    def _merge(self) -> None:
        if not self._pile:
            return
        keys = np.concatenate([self._keys, *(keys for keys, _ in self._pile)])
        counts = np.concatenate([self._counts, *(counts for _, counts in self._pile)])
        self._pile, self._piled = [], 0
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = run_starts(keys)
        self._keys = keys[starts]
        self._counts = (
            np.add.reduceat(counts[order], starts) if len(starts) else np.empty(0, np.int64)
        )


def run_starts(*sorted_keys: NDArray[np.generic]) -> Ints:
    """Where each run of equal keys begins, of columns that are sorted together.

    Examples
    --------
    >>> run_starts(np.array([3, 3, 5]), np.array([1, 2, 2]))
    array([0, 1, 2])
    """
    new = np.zeros(len(sorted_keys[0]), bool)
    new[:1] = True
    for keys in sorted_keys:
        new[1:] |= keys[1:] != keys[:-1]
    return np.flatnonzero(new)

"""Rows in runs, one after another: the candidates of each mention, or of each name.

Takes where the runs begin and gives sums, maxima and probabilities of all of them at once. Runs
without rows are left out. It knows nothing of what a row stands for.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Runs"]

Column = NDArray[np.float64]
Rows = NDArray[np.intp]


class Runs:
    """The runs of a column that have rows.

    Parameters
    ----------
    begins
        Where each run begins, and where the last one ends.

    Examples
    --------
    >>> runs = Runs(np.array([0, 2, 2, 3]))
    >>> runs.numbers.tolist(), runs.of.tolist()
    ([0, 2], [0, 0, 1])
    >>> runs.softmax(np.zeros(3)).tolist()
    [0.5, 0.5, 1.0]
    """

    numbers: Rows
    """Which of all runs they are."""
    starts: Rows
    """The first row of each."""
    sizes: Rows
    """The rows of each."""
    of: Rows
    """For each row which of these runs it is in."""

    def __init__(self, begins: Rows) -> None:
        sizes = begins[1:] - begins[:-1]
        self.numbers = sizes.nonzero()[0]
        self.starts = begins[self.numbers]
        self.sizes = sizes[self.numbers]
        self.of = np.arange(len(self.numbers)).repeat(self.sizes)

    def sum(self, column: NDArray[Any]) -> Column:
        """The sum of each run."""
        if not len(self.starts):
            return np.zeros(0)
        return np.add.reduceat(column, self.starts, dtype=np.float64)

    def max(self, column: Column) -> Column:
        """The greatest value of each run."""
        return np.maximum.reduceat(column, self.starts) if len(self.starts) else np.zeros(0)

    def first(self, rows: NDArray[np.bool_]) -> Rows:
        """The first row of each run among some rows, of which every run has one."""
        found = rows.nonzero()[0]
        of = self.of[found]
        new = np.ones(len(found), dtype=bool)
        new[1:] = of[1:] != of[:-1]
        return np.asarray(found[new])

    def softmax(self, sums: Column) -> Column:
        """Probabilities that sum to one in each run."""
        raised = np.exp(sums - self.max(sums)[self.of])
        return np.asarray(raised / self.sum(raised)[self.of])

    def falling(self, column: Column) -> Rows:
        """The rows of each run from the greatest value to the least; equal ones as they stand."""
        return np.lexsort((-column, self.of))

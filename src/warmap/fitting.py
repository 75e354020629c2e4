"""Features and a loss → the weights that lose least.

What `learning` and `role_learning` share. The only door to scipy, which is asked for only when
something is learned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from warmap.errors import MarkedError

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult

__all__ = ["Loss", "matrix", "minimize"]

Loss = Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]
"""Weights → the loss and its slope."""


def matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    """The features of rows as columns in the order of `names`; others are left out.

    Examples
    --------
    >>> matrix([{"b": 2.0}, {"a": 1.0, "b": 3.0}], ["a", "b"]).tolist()
    [[0.0, 2.0], [1.0, 3.0]]
    """
    column = {name: index for index, name in enumerate(names)}
    result = np.zeros((len(rows), len(names)))
    for index, row in enumerate(rows):
        for name, value in row.items():
            if name in column:
                result[index, column[name]] = value
    return result


def minimize(loss: Loss, start: NDArray[np.float64]) -> OptimizeResult:
    """The minimum by L-BFGS; scipy is asked for only here.

    Raises
    ------
    MarkedError
        scipy is not installed.

    Examples
    --------
    >>> minimize(lambda x: (float(x @ x), 2 * x), np.ones(1)).success
    True
    """
    try:
        from scipy import optimize
    except ImportError as error:
        raise MarkedError(
            "learning needs scipy, which is not installed: pip install 'warmap[learn]'"
        ) from error
    return optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})

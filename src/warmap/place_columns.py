"""Places → the columns of a table that tell of them, each repeated as often as it is wanted.

It takes places and the numbers of those that a table's rows are of. It does not know what is
counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warmap.model import Candidate

__all__ = ["described", "described_beside", "id_ranks", "texts_of"]

Ints = NDArray[np.int64]


def id_ranks(places: Sequence[Candidate]) -> Ints:
    """The place of each one's id among all in their order.

    Examples
    --------
    >>> zorya = Candidate("user", "b", "Zorya", "", "town", "UA", "", lat=48.0, lon=37.0)
    >>> mezhova = Candidate("user", "a", "Mezhova", "", "town", "UA", "", lat=48.3, lon=36.7)
    >>> id_ranks([zorya, mezhova])
    array([1, 0])
    """
    found = np.empty(len(places), np.int64)
    found[sorted(range(len(places)), key=lambda k: places[k].id)] = np.arange(len(places))
    return found


def texts_of(values: Sequence[str], which: Ints) -> Any:  # noqa: ANN401 - a pandas array
    """Some of the values, as pandas has texts.

    Examples
    --------
    >>> list(texts_of(["a", "b"], np.array([1, 1])))
    ['b', 'b']
    """
    import pandas as pd

    kind: Any = "str"
    return pd.array(list(values), dtype=kind).take(which)


def described(places: Sequence[Candidate], which: Ints) -> dict[str, Any]:
    """The columns that tell of a place.

    Examples
    --------
    >>> zorya = Candidate("user", "b", "Zorya", "", "town", "UA", "", lat=48.0, lon=37.0)
    >>> list(described([zorya], np.array([0])))
    ['id', 'name', 'local_name', 'kind', 'country', 'admin1', 'lat', 'lon']
    """
    columns = ("id", "name", "local_name", "kind", "country", "admin1")
    texts = {c: texts_of([getattr(place, c) for place in places], which) for c in columns}
    points = np.array([(place.lat, place.lon) for place in places]).reshape(-1, 2)[which]
    return {**texts, "lat": points[:, 0], "lon": points[:, 1]}


def described_beside(places: Sequence[Candidate], which: Ints, side: str) -> dict[str, Any]:
    """The columns that tell of one place of several in a row.

    Examples
    --------
    >>> list(described_beside([], np.array([], int), "a"))
    ['id_a', 'name_a', 'kind_a', 'country_a', 'admin1_a']
    """
    return {
        f"{column}_{side}": texts_of([getattr(place, column) for place in places], which)
        for column in ("id", "name", "kind", "country", "admin1")
    }

"""The places of a corpus: each by its id, as its rows describe it most often.

It takes the resolved rows of each part and numbers their places; in the end it gives a `Candidate`
for each. Rows of one place differ only where somebody has moved or renamed it, or where parts are
of several editions of the gazetteer.
"""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warmap.coded_tables import PartTable
from warmap.errors import PlacesError
from warmap.key_counts import run_starts
from warmap.model import KINDS, PRECISIONS, Candidate

__all__ = ["PLACE_COLUMNS", "PlaceVariants"]

Ints = NDArray[np.int64]

_DESCRIBED = (
    "source", "source_id", "name", "local_name", "kind", "country", "admin1", "precision",
    "population", "geonameid", "radius_km", "geometry",
)  # fmt: skip

PLACE_COLUMNS = _DESCRIBED
"""What `PlaceVariants.add` needs of a part."""

_TEXTS = 8  # of them
_Described = tuple[Any, ...]


class PlaceVariants:
    """The places so far, and how often each was described in which way."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._found: list[Counter[_Described]] = []

    def add(self, table: PartTable, rows: Ints) -> Ints:
        """The number of each row's place."""
        codes, ids = table.place_ids()
        used = codes[rows]
        numbers = np.full(len(ids), -1, np.int64)
        for code in np.unique(used).tolist():
            numbers[code] = self._number(ids[code])
        self._describe(table, rows, numbers[used])
        return numbers[used]

    def _number(self, id_: str) -> int:
        number = self.numbers.setdefault(id_, len(self.numbers))
        if number == len(self._found):
            self._found.append(Counter())
        return number

    def _describe(self, table: PartTable, rows: Ints, places: Ints) -> None:
        columns = [
            table.coded(name) if k < _TEXTS else table.coded_values(name)
            for k, name in enumerate(_DESCRIBED)
        ]
        described = [column.codes[rows] for column in columns]
        order = np.lexsort((*described, places))
        starts = run_starts(places[order], *(codes[order] for codes in described))
        times = np.diff(np.append(starts, len(order)))
        firsts = order[starts]
        values = [
            column.taken(codes[firsts]) for column, codes in zip(columns, described, strict=True)
        ]
        for place, count, *value in zip(
            places[firsts].tolist(), times.tolist(), *values, strict=True
        ):
            self._found[place][tuple(value)] += count

    def candidates(self, folder: Path) -> list[Candidate]:
        """Each place as it was described most often.

        Raises
        ------
        PlacesError
            One is described in a way that no place can be.
        """
        import shapely

        # Of two that are as frequent the one that came first, as Counter has it.
        best = [found.most_common(1)[0][0] for found in self._found]
        points = shapely.from_wkb([value[-1] for value in best], on_invalid="ignore")
        return [
            _candidate(value, point, f"{folder}: place {id_}")
            for id_, value, point in zip(self.numbers, best, points, strict=True)
        ]


def _candidate(value: _Described, point: Any, at: str) -> Candidate:  # noqa: ANN401 - shapely's
    source, source_id, name, local_name, kind, country, admin1, precision = value[:_TEXTS]
    population, geonameid, radius_km = value[_TEXTS:-1]
    for column, given, allowed in (("kind", kind, KINDS), ("precision", precision, PRECISIONS)):
        if given not in allowed:
            raise PlacesError(
                f"{at}: column {column!r} has {given[:40]!r}; it must be one of"
                f" {', '.join(allowed)}"
            )
    on_globe = (
        point is not None
        and point.geom_type == "Point"
        and not point.is_empty
        and abs(point.x) <= 180
        and abs(point.y) <= 90
    )
    if not on_globe:
        raise PlacesError(f"{at}: column 'geometry' has no point on the globe")
    radius = radius_km or 0.0
    if not 0 <= radius < math.inf:
        raise PlacesError(f"{at}: column 'radius_km' has {radius}; it must be 0 or more kilometres")
    return Candidate(
        source=source,
        source_id=source_id,
        name=name,
        local_name=local_name,
        kind=kind,
        country=country,
        admin1=admin1,
        lat=point.y,
        lon=point.x,
        population=population,
        geonameid=geonameid,
        precision=precision,
        radius_km=radius,
    )

"""Measure how far a unit's centre is from its settlements: the radii of rough points.

`python data/measure_radius.py UA.txt`, with GeoNames' postal-code table of Ukraine as downloaded,
prints two tables. The first leaves out each settlement that GeoNames lists and places it by the
others of its unit: these are the larger places, near the centres. The second takes the villages
that GeoNames does not list, by the table's points. `VILLAGES_KM` in `build_ukraine.py` has the
second's ninetieth percentiles.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

import numpy as np

from build_areas import region_of
from build_sources import Codified, read_cities, read_codifier, read_subdivisions
from build_ukraine import LEVELS, SETTLEMENTS, centres, join, leave_one_out, located_by
from warmap.geonames import read_geonames
from warmap.matching import distance_km
from warmap.names import normalise
from warmap.records import PlaceRecord

Point = tuple[float, float]


def postal_points(path: str) -> dict[tuple[str, str], set[Point]]:
    """Oblast and name → the points of the table's rows that know the place itself."""
    regions = {s.code: s.iso for s in read_subdivisions().values() if s.level == 1}
    found: dict[tuple[str, str], set[Point]] = defaultdict(set)
    for row in read_geonames(path, "postal"):
        if isinstance(row, PlaceRecord):
            found[regions[f"UA.{row.admin1}"], normalise(row.name)].add((row.lat, row.lon))
    return found


def village_errors(
    settlements: Sequence[Codified],
    listed: Container[str],
    centre_of: Mapping[str, Point],
    points: Mapping[tuple[str, str], set[Point]],
) -> dict[str, list[float]]:
    """Level → kilometres between a unit's centre and its villages, by the table's points.

    Only villages count whose name is unique in their oblast, in the codifier and in the table.
    """
    bearers: dict[tuple[str, str], list[Codified]] = defaultdict(list)
    for settlement in settlements:
        bearers[region_of(settlement.code), normalise(settlement.name)].append(settlement)
    errors: dict[str, list[float]] = {level: [] for level in LEVELS}
    for key, found in bearers.items():
        if len(found) == 1 == len(points.get(key, ())) and found[0].code not in listed:
            [point] = points[key]
            for level in LEVELS:
                centre = centre_of.get(getattr(found[0], level))
                if centre is not None:
                    errors[level].append(distance_km(*point, *centre))
    return errors


def main(path: str) -> None:
    """Print both tables."""
    settlements = [unit for unit in read_codifier() if unit.category in SETTLEMENTS]
    rows = join(settlements, [r for r in read_cities() if r["countrycode"] == "UA"]).rows
    left_out = {level: leave_one_out(located_by(level, settlements, rows)) for level in LEVELS}
    centre_of = centres(settlements, rows).points
    villages = village_errors(settlements, rows, centre_of, postal_points(path))
    for title, errors in (("left out, one at a time", left_out), ("villages", villages)):
        print(title)
        for level, km in errors.items():
            half, most = np.percentile(km, [50, 90])
            print(f"  {level:8} {len(km):6,} places, half within {half:.1f} km, 9 of 10 {most:.1f}")


if __name__ == "__main__":
    main(sys.argv[1])

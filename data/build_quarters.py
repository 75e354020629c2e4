"""Make ``quarters.csv``: places that GeoNames counts as towns, but are hardly known as such.

GeoNames lists quarters beside their cities ("New South Memphis", "Sector 3", "Puxi"), some with
more people than the city itself. What the sources keep of it has no mark for them; but a city has
names in many languages, and its quarters have one or two. ``towns.py`` reads the file, so that a
map says Memphis. Run it after ``build_gazetteer.py``.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from build_sources import DATA
from warmap.gazetteer import DEGREE, FIRST_OWN_ID
from warmap.model import KINDS

EARTH_KM = 6371.0
# A quarter has so many names at most, its city three times as many and a tenth of its people,
# within so many kilometres: the radius of a large city.
NAMES, TIMES, SHARE, REACH_KM = 2, 3, 0.1, 25.0
# Smaller towns are no rivals of cities, whatever they are.
INHABITANTS = 20_000

QUERY = """SELECT id, lat, lon, population FROM place
    WHERE kind IN (?, ?) AND id < ? AND population > 0 ORDER BY id"""


def quarters() -> Iterator[int]:
    """The GeoNames ids of the quarters, sorted."""
    path = DATA / "gazetteer.sqlite"
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as table:
        kinds = map(KINDS.index, ("city", "town"))
        rows = np.array(table.execute(QUERY, (*kinds, FIRST_OWN_ID)).fetchall(), dtype=float)
        counted = dict(table.execute("SELECT place, COUNT(*) FROM name GROUP BY place"))
    ids, people = rows[:, 0].astype(int), rows[:, 3]
    names = np.array([counted.get(number, 0) for number in ids.tolist()])
    lat, lon = np.radians(rows[:, 1:3].T / DEGREE)
    points = EARTH_KM * np.column_stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    )
    cells: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for at, cell in enumerate((points // REACH_KM).astype(int).tolist()):
        cells[tuple(cell)].append(at)
    for at in np.flatnonzero((names <= NAMES) & (people >= INHABITANTS)).tolist():
        x, y, z = (points[at] // REACH_KM).astype(int).tolist()
        steps = range(-1, 2)
        near = [n for a in steps for b in steps for c in steps for n in cells[x + a, y + b, z + c]]
        close = np.linalg.norm(points[near] - points[at], axis=1) < REACH_KM
        better = (names[near] >= TIMES * names[at]) & (people[near] >= SHARE * people[at])
        if np.any(close & better):
            yield int(ids[at])


def main() -> None:
    """Write ``data/quarters.csv``."""
    path = DATA / "quarters.csv"
    path.write_text("\n".join(["geonameid", *map(str, quarters())]) + "\n", encoding="utf-8")
    sys.stdout.write(f"{path}: {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()

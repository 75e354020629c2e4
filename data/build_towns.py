"""Make ``towns.npy``: GeoNames' towns and cities, the best known first, for `warmap.towns`.

They stand by their inhabitants, but quarters come late. GeoNames lists quarters beside their cities
("New South Memphis", "Sector 3", "Puxi"), some with more people than the city itself. What the
sources keep of it has no mark for them; but a city has names in many languages, and its quarters
have one or two. Run it after ``build_gazetteer.py``.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict

import numpy as np
import numpy.typing as npt

from build_sources import DATA
from warmap.gazetteer import DEGREE, FIRST_OWN_ID
from warmap.model import KINDS

EARTH_KM = 6371.0
# A quarter has so many names at most, its city three times as many and a tenth of its people,
# within so many kilometres: the radius of a large city.
NAMES, TIMES, SHARE, REACH_KM = 2, 3, 0.1, 25.0
# Smaller towns are no rivals of cities, whatever they are.
INHABITANTS = 20_000

# What counts of a quarter's inhabitants.
QUARTER = 0.1

QUERY = """SELECT id, lat, lon, population FROM place
    WHERE kind IN (?, ?) AND id < ? AND population > 0 ORDER BY id"""

Numbers = npt.NDArray[np.int64]


def main() -> None:
    """Write ``data/towns.npy``: a row of GeoNames id, latitude and longitude for each town.

    Latitude and longitude are whole numbers, in the gazetteer's units of a degree.
    """
    gazetteer = DATA / "gazetteer.sqlite"
    with sqlite3.connect(f"file:{gazetteer}?mode=ro&immutable=1", uri=True) as table:
        kinds = map(KINDS.index, ("city", "town"))
        rows = np.array(table.execute(QUERY, (*kinds, FIRST_OWN_ID)).fetchall(), dtype=np.int64)
        counted = dict(table.execute("SELECT place, COUNT(*) FROM name GROUP BY place"))
    names = np.array([counted.get(number, 0) for number in rows[:, 0].tolist()])
    size = rows[:, 3] * np.where(_quarters(rows, names), QUARTER, 1.0)
    order = np.argsort(-size, kind="stable")
    path = DATA / "towns.npy"
    np.save(path, rows[order, :3].astype("<i4"), allow_pickle=False)
    sys.stdout.write(f"{path}: {len(rows)} towns\n")


def _quarters(rows: Numbers, names: Numbers) -> npt.NDArray[np.bool_]:
    """Which of the towns are quarters, by the number of names that each has."""
    people = rows[:, 3]
    lat, lon = np.radians(rows[:, 1:3].T / DEGREE)
    points = EARTH_KM * np.column_stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    )
    cells: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for at, cell in enumerate((points // REACH_KM).astype(int).tolist()):
        cells[tuple(cell)].append(at)
    found = np.zeros(len(rows), dtype=bool)
    for at in np.flatnonzero((names <= NAMES) & (people >= INHABITANTS)).tolist():
        x, y, z = (points[at] // REACH_KM).astype(int).tolist()
        steps = range(-1, 2)
        near = [n for a in steps for b in steps for c in steps for n in cells[x + a, y + b, z + c]]
        close = np.linalg.norm(points[near] - points[at], axis=1) < REACH_KM
        better = (names[near] >= TIMES * names[at]) & (people[near] >= SHARE * people[at])
        found[at] = np.any(close & better)
    return found


if __name__ == "__main__":
    main()

"""The shapes of seas, lakes and rivers, under the codes that the gazetteer has for them.

A code is written small and has the kind in front (``sea-black-sea``), so that it is never an ISO
code.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
import shapely

from build_waters import code_of, lakes, river_code, rivers, seas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

WIDE = 0.05  # degrees: the simplification of seas and lakes
FINE = 0.02  # of rivers, and of the waters near Ukraine
NEAR_UKRAINE = shapely.box(22, 44, 40.5, 52.5)  # degrees: west, south, east, north
# Of its mean width a water may lose so much at a shore: the Bosphorus is 2 km wide.
SHORE = 0.1
DECIMALS = 4
# What sites.csv names as one and Natural Earth draws as several.
TOGETHER = {
    "river-great-lakes": (
        "Lake Superior", "Lake Michigan", "Lake Huron", "Lake Erie", "Lake Ontario",
    ),
}  # fmt: skip


def _sea(rings: Sequence[shapely.Geometry]) -> BaseGeometry:
    """The rings as one: what lies inside of another is an island in it."""
    whole: BaseGeometry = reduce(shapely.symmetric_difference, map(shapely.make_valid, rings))
    return _simplified(whole)


def _lake(parts: Sequence[shapely.Geometry]) -> BaseGeometry:
    """The polygons as one; some lakes stand in the source twice."""
    return _simplified(shapely.union_all([shapely.make_valid(part) for part in parts]))


def _simplified(whole: BaseGeometry) -> BaseGeometry:
    near = whole.intersection(NEAR_UKRAINE).area > 0.1 * whole.area
    width = 2 * whole.area / whole.length
    simple = shapely.simplify(whole, min(FINE if near else WIDE, SHORE * width))
    rounded = shapely.make_valid(shapely.transform(simple, lambda xy: np.round(xy, DECIMALS)))
    kept = [part for part in shapely.get_parts(rounded) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(kept)


def _course(parts: Sequence[shapely.Geometry]) -> BaseGeometry:
    lines = shapely.line_merge(shapely.union_all(list(parts)))
    simple: BaseGeometry = shapely.simplify(lines, FINE)
    return shapely.transform(simple, lambda xy: np.round(xy, DECIMALS))


def water_shapes() -> Iterator[tuple[str, str, BaseGeometry]]:
    """Code, name and shape of each water, a code once: the same that the gazetteer keeps."""
    done = set()
    named = [(code_of("sea", name), name, _sea(parts)) for name, parts in seas().items()]
    named += [(river_code(name), name, _course(parts)) for name, parts in rivers().items()]
    known = lakes()
    named += [(code_of("river", name), name, _lake(parts)) for name, parts in known.items()]
    for code, names in TOGETHER.items():
        parts = [part for name in names for part in known[name]]
        named.append((code, "", _lake(parts)))
    for code, name, shape in named:
        if code not in done:
            done.add(code)
            yield code, name, shape

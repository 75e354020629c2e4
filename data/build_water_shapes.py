"""The shapes of seas, lakes and rivers, under the codes that the gazetteer has for them.

A code is written small and has the kind in front (``sea-black-sea``), so that it is never an ISO
code.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import MultiLineString

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
# Some seas are only slivers in the source, splinters of their border, and one is a far-off speck.
SLIVER = 0.02  # degrees of mean width; the Bosphorus, the narrowest true one, has 0.04
WRONG = {"Scotia Sea"}
# What sites.csv names as one and Natural Earth draws as several.
TOGETHER = {
    "river-great-lakes": (
        "Lake Superior", "Lake Michigan", "Lake Huron", "Lake Erie", "Lake Ontario",
    ),
}  # fmt: skip


def _sea(rings: Sequence[shapely.Geometry]) -> BaseGeometry:
    """The rings as one: what lies inside of another is an island in it."""
    return reduce(shapely.symmetric_difference, map(shapely.make_valid, rings))


def _lake(parts: Sequence[shapely.Geometry]) -> BaseGeometry:
    """The polygons as one; some lakes stand in the source twice."""
    return _simplified(shapely.union_all([shapely.make_valid(part) for part in parts]))


def _simplified(whole: BaseGeometry) -> BaseGeometry:
    near = whole.intersection(NEAR_UKRAINE).area > 0.1 * whole.area
    tolerance = min(FINE if near else WIDE, SHORE * _width(whole))
    simple = shapely.simplify(whole, tolerance)
    rounded = shapely.make_valid(shapely.transform(simple, lambda xy: np.round(xy, DECIMALS)))
    kept = [part for part in shapely.get_parts(rounded) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(kept)


def _width(surface: BaseGeometry) -> float:
    return float(2 * surface.area / surface.length)


def _course(parts: Sequence[shapely.Geometry]) -> BaseGeometry:
    lines = shapely.line_merge(shapely.union_all(list(parts)))
    simple: BaseGeometry = shapely.simplify(lines, FINE)
    rounded = shapely.get_parts(shapely.transform(simple, lambda xy: np.round(xy, DECIMALS)))
    return shapely.line_merge(MultiLineString([line for line in rounded if line.length > 0]))


def _all() -> Iterator[tuple[str, str, BaseGeometry]]:
    for name, rings in seas().items():
        shape = _sea(rings)
        if _width(shape) > SLIVER and name not in WRONG:
            yield code_of("sea", name), name, _simplified(shape)
    for name, lines in rivers().items():
        yield river_code(name), name, _course(lines)
    known = lakes()
    for name, parts in known.items():
        yield code_of("river", name), name, _lake(parts)
    for code, members in TOGETHER.items():
        yield code, "", _lake([part for name in members for part in known[name]])


def water_shapes() -> list[tuple[str, str, BaseGeometry]]:
    """Code, name and shape of each water; of two with one code the first, as in the gazetteer."""
    once: dict[str, tuple[str, str, BaseGeometry]] = {}
    for code, name, shape in _all():
        once.setdefault(code, (code, name, shape))
    return list(once.values())

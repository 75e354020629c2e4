"""The ground of a picture: land, borders and shapes, cut to a frame and drawn into it.

It takes shapes as the page's data has them and a frame. It draws no marks and no letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import Rectangle

from warmap.projection import Frame
from warmap.sheet import Sheet
from warmap.signs import COLOURS, Data

__all__ = ["clipped", "draw_ground", "fill", "inner_points", "shape_of"]

# An area with less room than this, in square points, has its label at its own point alone.
_LEAST_AREA = 150.0
# With fewer points of the sheet for a kilometre the borders of Ukraine's units would be a blot.
_LEAST_SCALE = 0.03
# Lines are off by so many points of the sheet at most.
_OFF = 0.1


def draw_ground(sheet: Sheet, data: Data, frame: Frame, /) -> None:
    """Draw sea, countries, some of their regions, and Ukraine's units with their common border."""
    left, bottom, right, top = frame.box
    sheet.add(Rectangle((left, bottom), right - left, top - bottom, facecolor=COLOURS["sea"],
                        edgecolor="none", zorder=1))  # fmt: skip
    for country in data["countries"]:
        fill(sheet, frame, clipped(country["shape"], frame), zorder=2,
             facecolor=COLOURS["neighbour"], edgecolor=COLOURS["neighbour-line"],
             linewidth=0.5)  # fmt: skip
    for place in data["places"]:
        # A country that the text names is no part of the background: its land is drawn here.
        if place["kind"] == "country" and place["shape"]:
            fill(sheet, frame, clipped(place["shape"], frame), zorder=2,
                  facecolor=COLOURS["neighbour"], edgecolor=COLOURS["neighbour-line"],
                  linewidth=0.5)  # fmt: skip
    for region in data["regions"]:
        fill(sheet, frame, clipped(region["shape"], frame), zorder=2.5, facecolor="none",
             edgecolor=COLOURS["neighbour-line"], linewidth=0.5)  # fmt: skip
    units = [clipped(unit["shape"], frame) for unit in data["units"]]
    large = frame.scale > _LEAST_SCALE
    for parts in units:
        fill(sheet, frame, parts, zorder=3, facecolor=COLOURS["unit"],
              edgecolor=COLOURS["unit-border"], linewidth=0.45 if large else 0)  # fmt: skip
    # The same borders of neighbouring units vanish, which leaves the outer one.
    whole = shapely.union_all([shapely.make_valid(part) for parts in units for part in parts],
                              grid_size=0.001)  # fmt: skip
    outer = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    fill(
        sheet, frame, outer, zorder=4.5, facecolor="none", edgecolor=COLOURS["outer"],
        linewidth=1.0 if large else 0.5,
    )  # fmt: skip


def inner_points(
    frame: Frame,
    parts: Sequence[Any],
    *,
    without: Any = None,  # noqa: ANN401 - a geometry
) -> list[tuple[float, float]]:
    """Points of the largest part in view where a label may stand, the inmost first."""
    seen = []
    for part in parts:
        placed = shapely.make_valid(shapely.transform(part, frame.at))
        kept = shapely.clip_by_rect(placed, *frame.box)
        if without is not None:
            kept = shapely.difference(shapely.make_valid(kept), without)
        seen += [p for p in shapely.get_parts(kept) if p.geom_type == "Polygon"]
    largest = max(seen, key=lambda part: part.area, default=None)
    if largest is None or largest.area < _LEAST_AREA:
        return []
    west, south, east, north = largest.bounds
    xs, ys = np.meshgrid(np.linspace(west, east, 17)[1:-1], np.linspace(south, north, 17)[1:-1])
    grid = np.asarray(shapely.points(xs.ravel(), ys.ravel()))
    inside = grid[np.asarray(shapely.contains(shapely.make_valid(largest), grid))]
    # A label is three times as wide as high, so room to the sides counts less.
    flat = shapely.transform(largest, lambda p: p * (1.0, 2.0))
    depth = shapely.distance(shapely.transform(inside, lambda p: p * (1.0, 2.0)), flat.boundary)
    order = np.argsort(-depth, kind="stable")
    return [(float(p.x), float(p.y)) for p in inside[order][:60]]


def shape_of(data: Data, place: Data) -> Data:
    """The shape of a place; of Ukraine and its units it is among the page's units."""
    shape = place["shape"]
    if not isinstance(shape, str):
        return dict(shape)
    found = [unit["shape"] for unit in data["units"] if shape in ("UA", unit["id"])]
    scale = found[0]["scale"] if found else 1
    return {"parts": [part for one in found for part in one["parts"]], "scale": scale}


def clipped(shape: Data, frame: Frame) -> list[Any]:
    """The polygons or lines of a shape near a frame, in degrees."""
    west, south, east, north = frame.window()
    found = []
    for part in shape["parts"]:
        rings = [np.cumsum(np.reshape(ring, (-1, 2)), axis=0) / shape["scale"] for ring in part]
        whole = (
            shapely.linestrings(rings[0]) if shape.get("line")
            else shapely.Polygon(rings[0], rings[1:])
        )  # fmt: skip
        for turn in (-360.0, 0.0, 360.0):  # a window may reach over the 180th degree
            low, high = rings[0][:, 0].min() + turn, rings[0][:, 0].max() + turn
            if low > east or high < west:
                continue
            moved = shapely.transform(whole, partial(np.add, (turn, 0.0)))
            kept = shapely.clip_by_rect(moved, west, south, east, north)
            found += [p for p in shapely.get_parts(kept) if not p.is_empty]
    return found


def fill(
    sheet: Sheet,
    frame: Frame,
    parts: Sequence[Any],
    /,
    *,
    zorder: float,
    **style: Any,  # noqa: ANN401 - of matplotlib's patches
) -> None:
    """Draw polygons or lines, bent as the projection bends long straight lines."""
    bent = [shapely.transform(shapely.segmentize(part, 1.0), frame.at) for part in parts]
    # Finer than a printer can show, outlines of the world would make a file of megabytes.
    bent = [part for part in shapely.simplify(bent, _OFF, preserve_topology=False) if part]
    if not bent:
        return
    axes = sheet.axes
    known = len(axes.collections)
    # No aspect and no limits of geopandas' own: the sheet has its measure.
    gpd.GeoSeries(bent).plot(
        ax=axes, aspect=None, autolim=False, zorder=zorder + sheet.lift, joinstyle="round", **style
    )
    for collection in axes.collections[known:]:
        sheet.clip(collection, frame.box)

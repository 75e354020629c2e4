"""The shapes of the page: Ukraine's units, the countries around, a place's own shape.

It takes ids and windows and gives shapes as lists of whole numbers (see `encoded`) and their
bounds. It does not know what the article says.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import lru_cache
from math import cos, radians
from typing import Any

import numpy as np
import numpy.typing as npt

from warmap.areas import area, countries_within, seas_within, ukraine_units

__all__ = [
    "Window",
    "background",
    "bounds_of",
    "encoded",
    "inner_point",
    "label_point",
    "main_bounds",
    "outline",
    "points_of",
    "units",
    "waters",
]

# 0.001° is about 100 m. The oblasts and Ukraine's border are simplified to 0.005°, other outlines
# to 0.02°, so that a fourth digit would say nothing.
DECIMALS = 3
# Of a sea's points so many by so many are looked at, and so many kept; a bay smaller than so many
# square degrees has no name of its own on the map.
WATER_GRID = 11
WATER_POINTS = 14
LEAST_WATER = 0.5
LARGE_WATER = 25.0  # of such a sea a tenth of a degree says enough
# The main parts of a country are the largest, which have so much of its area: without Alaska.
MAIN = 0.8

Window = tuple[float, float, float, float]
"""West, south, east and north in degrees."""


def background(window: Window, /, *, without: Collection[str] = ()) -> list[dict[str, Any]]:
    """The countries in a window, without their parts that lie outside of it.

    Parameters
    ----------
    window
        West, south, east and north in degrees.
    without
        ISO codes to leave out. Ukraine is always left out: its units draw it.

    Returns
    -------
    list of dict
        ``id`` (ISO 3166-1 alpha-2), ``name`` and ``shape`` of each, sorted by id.

    Examples
    --------
    >>> [country["id"] for country in background((22.0, 47.0, 24.0, 49.5))]
    ['HU', 'PL', 'RO', 'SK']
    """
    return [dict(country) for country in _background(window, frozenset({"UA", *without}))]


# Who draws a map again, to watch a list or to compare two, has the same land around it.
@lru_cache(maxsize=8)
def _background(window: Window, without: frozenset[str]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"id": iso, "name": name, "shape": _country(geometry, window)}
        for iso, name, geometry in countries_within(*window, without=without)
    )


def units() -> list[dict[str, Any]]:
    """The 27 units of Ukraine: ``id`` (ISO 3166-2), ``name``, ``local`` and ``shape``.

    Examples
    --------
    >>> [unit["name"] for unit in units() if unit["id"] == "UA-43"]
    ['Crimea']
    """
    return [dict(unit) for unit in _units()]


@lru_cache(maxsize=1)
def _units() -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "id": feature["properties"]["id"],
            "local": feature["properties"]["name_uk"],
            "name": feature["properties"]["name"],
            "shape": encoded(feature["geometry"], decimals=DECIMALS),
        }
        for feature in ukraine_units()["features"]
    )


def waters(window: Window, /) -> list[dict[str, Any]]:
    """The seas in a window: ``id``, ``name``, and ``points`` where a name may stand.

    Examples
    --------
    >>> [sea["name"] for sea in waters((30.0, 44.0, 40.0, 47.5))]
    ['Black Sea', 'Sea of Azov']
    """
    return [dict(sea) for sea in _waters(window)]


@lru_cache(maxsize=8)
def _waters(window: Window) -> tuple[dict[str, Any], ...]:
    import shapely

    frame = shapely.box(*window)
    found: list[dict[str, Any]] = []
    for source_id, name, geometry in seas_within(*window):
        sea = shapely.from_geojson(json.dumps(geometry)).buffer(0).intersection(frame)
        points = _open_water(sea)
        if points:
            found.append({"id": f"warmap:{source_id}", "name": name, "points": points})
    return tuple(found)


def outline(source_id: str, /, *, window: Window | None = None) -> dict[str, Any] | None:
    """The shape of a country, region or water, or None where there is none.

    Parameters
    ----------
    source_id
        ISO 3166 code, or the id of a water.
    window
        West, south, east and north in degrees of what the map shows of a country: parts of it
        that lie outside are left out.

    Examples
    --------
    >>> outline("DE")["scale"], outline("XX-1")
    (1000, None)
    >>> outline("river-dnieper")["line"]
    True
    """
    geometry = area(source_id)
    if geometry is None:
        return None
    if window is None:
        return encoded(geometry, decimals=DECIMALS)
    return _country(geometry, window)


def _country(geometry: dict[str, Any], window: Window) -> dict[str, Any]:
    parts = [part for part in _parts(geometry) if _meets(part[0], window)]
    return encoded({"type": "MultiPolygon", "coordinates": parts}, decimals=DECIMALS)


def encoded(geometry: dict[str, Any], /, *, decimals: int) -> dict[str, Any]:
    """Polygons or lines in a form that takes a third of the room of GeoJSON.

    Parameters
    ----------
    geometry
        GeoJSON, longitude before latitude.
    decimals
        Digits after the decimal point that are kept.

    Returns
    -------
    dict
        ``scale``, and ``parts``: for each polygon its rings, each a flat list of whole numbers,
        the steps in longitude and latitude from point to point (the first from 0, 0), in units
        of ``1 / scale`` degrees. Lines have ``line`` too, and in each part one line.

    Examples
    --------
    >>> square = [[30, 50], [30.5, 50], [30.5, 50.5], [30, 50]]
    >>> encoded({"type": "Polygon", "coordinates": [square]}, decimals=1)
    {'parts': [[[300, 500, 5, 0, 0, 5, -5, -5]]], 'scale': 10}
    >>> encoded({"type": "LineString", "coordinates": square[:2]}, decimals=1)
    {'line': True, 'parts': [[[300, 500, 5, 0]]], 'scale': 10}
    """
    scale = 10**decimals
    line = geometry["type"].endswith("LineString")
    least = 4 if line else 8  # two points, or a triangle that comes back to its first
    rings = ([_steps(ring, scale) for ring in part] for part in _parts(geometry))
    kept = [[ring for ring in part if len(ring) >= least] for part in rings]
    shape: dict[str, Any] = {"line": True} if line else {}
    return shape | {"parts": [part for part in kept if part], "scale": scale}


def label_point(source_id: str, /) -> tuple[float, float] | None:
    """Latitude and longitude of the middle of an outline's largest part, where a label stands.

    None where there is no such outline, or its middle lies outside of it (Vietnam).

    Examples
    --------
    >>> [round(degrees, 1) for degrees in label_point("UA-43")]
    [45.3, 34.4]
    """
    import shapely

    geometry = area(source_id)
    if geometry is None or not geometry["type"].endswith("Polygon"):
        return None
    parts = shapely.get_parts(shapely.from_geojson(json.dumps(geometry)))
    # A degree of longitude is shorter in the north: weighed, or Alaska would be too large.
    largest = max(parts, key=lambda part: part.area * cos(radians(part.centroid.y)))
    middle = largest.centroid
    return (middle.y, middle.x) if largest.contains(middle) else None


def inner_point(shape: dict[str, Any], window: Window, /) -> tuple[float, float] | None:
    """Latitude and longitude of a point of an encoded shape, in its largest part in a window.

    None where the window has nothing of it.

    Examples
    --------
    >>> shape = {"parts": [[[30, 50, 10, 0, 0, 2, -10, 0, 0, -2]]], "scale": 1}
    >>> inner_point(shape, (35.0, 45.0, 37.0, 60.0)), inner_point(shape, (0.0, 0.0, 1.0, 1.0))
    ((51.0, 36.0), None)
    """
    import shapely

    rings = [
        [points_of({"parts": [[ring]], "scale": shape["scale"]}) for ring in part]
        for part in shape["parts"]
    ]
    polygons = [shapely.Polygon(outer, holes).buffer(0) for outer, *holes in rings]
    seen = shapely.intersection(polygons, shapely.box(*window))
    parts = [part for part in shapely.get_parts(seen) if part.area > 0]
    if not parts:
        return None
    point = max(parts, key=lambda part: part.area).representative_point()
    return point.y, point.x


def points_of(shape: dict[str, Any], /) -> npt.NDArray[np.float64]:
    """Longitude and latitude of every point of an encoded shape, a row for each.

    Examples
    --------
    >>> points_of({"parts": [[[300, 500, 5, 0]]], "scale": 10}).tolist()
    [[30.0, 50.0], [30.5, 50.0]]
    """
    rings = [np.reshape(ring, (-1, 2)) for part in shape["parts"] for ring in part]
    points: npt.NDArray[np.float64] = np.concatenate([np.cumsum(r, axis=0) for r in rings])
    return points / float(shape["scale"])


def bounds_of(shape: dict[str, Any], /) -> Window:
    """West, south, east and north of an encoded shape, in degrees.

    Examples
    --------
    >>> bounds_of({"parts": [[[300, 500, 5, 0]]], "scale": 10})
    (30.0, 50.0, 30.5, 50.0)
    """
    points = points_of(shape)
    west, south = points.min(axis=0).tolist()
    east, north = points.max(axis=0).tolist()
    return west, south, east, north


def main_bounds(shape: dict[str, Any], /) -> Window:
    """West, south, east and north of the main parts of an encoded shape, in degrees.

    Far islands would make a country wider than it is for its readers; the United States and Russia
    would be as wide as the world, whose edge they cross.

    Examples
    --------
    >>> [round(degrees) for degrees in main_bounds(outline("US"))]
    [-125, 25, -67, 49]
    """
    parts = [shape | {"parts": [part[:1]]} for part in shape["parts"]]
    rings = [points_of(part) for part in parts]
    sizes = np.array([_size(ring) for ring in rings])
    largest = np.argsort(-sizes, kind="stable")
    needed = int(np.searchsorted(np.cumsum(sizes[largest]), MAIN * sizes.sum())) + 1
    boxes = np.array([bounds_of(parts[number]) for number in largest[:needed]])
    west, south = boxes[:, :2].min(axis=0).tolist()
    east, north = boxes[:, 2:].max(axis=0).tolist()
    return west, south, east, north


def _size(ring: npt.NDArray[np.float64]) -> float:
    """The area of a ring in square degrees of the equator, nearly."""
    x, y = ring.T
    twice = np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])
    return float(abs(twice) / 2 * np.cos(np.radians(y.mean())))


def _open_water(sea: Any) -> list[list[float]]:  # noqa: ANN401 - a shapely geometry
    """Latitude and longitude of some points of a sea, those farthest from its shores first."""
    import shapely

    if sea.area < LEAST_WATER:
        return []
    west, south, east, north = sea.bounds
    xs, ys = np.meshgrid(
        np.linspace(west, east, WATER_GRID + 2)[1:-1],
        np.linspace(south, north, WATER_GRID + 2)[1:-1],
    )
    grid = shapely.points(xs.ravel(), ys.ravel())
    inside = np.asarray(grid)[shapely.contains(sea, grid)]
    order = np.argsort(-shapely.distance(inside, sea.boundary), kind="stable")
    best = shapely.get_coordinates(inside[order][:WATER_POINTS])
    digits = 1 if sea.area >= LARGE_WATER else 2
    return [[round(float(lat), digits), round(float(lon), digits)] for lon, lat in best]


def _steps(ring: Sequence[Sequence[float]], scale: int) -> list[int]:
    points = np.rint(np.asarray(ring)[:, :2] * scale).astype(int)
    moved = np.any(np.diff(points, axis=0) != 0, axis=1)
    kept = points[np.concatenate(([True], moved))]
    steps: list[int] = np.diff(kept, axis=0, prepend=[[0, 0]]).ravel().tolist()
    return steps


def _parts(geometry: dict[str, Any]) -> list[list[list[list[float]]]]:
    """The polygons as lists of rings; each line as the one ring of a part."""
    coordinates: list[Any] = geometry["coordinates"]
    kind = geometry["type"]
    parts = coordinates if kind.startswith("Multi") else [coordinates]
    return [[line] for line in parts] if kind.endswith("LineString") else parts


def _meets(ring: Sequence[Sequence[float]], window: Window) -> bool:
    west, south, east, north = window
    points = np.asarray(ring)
    left, low = points.min(axis=0)[:2]
    right, high = points.max(axis=0)[:2]
    return bool(left <= east and right >= west and low <= north and high >= south)

"""Towns that the text doesn't name, for orientation: large ones around the places that it does.

A town alone on a map could be anywhere; with its neighbours a reader knows where it lies. Each has
the zoom from which the map has room for it, so that the map is never full of what nobody asked for.
It takes places and views as the page's data has them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from math import floor, log2, pi
from typing import Any

import numpy as np
import numpy.typing as npt

from warmap.bundled import data_path
from warmap.errors import GazetteerError
from warmap.gazetteer import DEGREE, default_gazetteer
from warmap.names import normalise
from warmap.naming import name_in, name_of_id
from warmap.shapes import Window

__all__ = ["towns_around", "towns_seen"]

# So many pixels lie between two of these towns at least, and between one and a place of the text.
SPACE, APART = 120.0, 30.0
# Of what can be seen so many pixels around the middle of the view, so many of the largest are
# candidates: of a screen and half of one beside it.
AROUND = np.array([700.0, 600.0])
LARGEST = 60
# What of the map a phone has above the text, and a large screen beside it, in pixels.
PHONE, SCREEN = (320.0, 200.0), (900.0, 800.0)
# The map's zooms are multiples of this.
STEP = 0.25
# The world's width in pixels at zoom 0.
WORLD = 256.0
# So many are given, those of the smaller zooms: of many articles each has its own.
MOST = 400
# With more places than this the map is full of what the text names.
MOST_PLACES = 100

Data = dict[str, Any]
Points = npt.NDArray[np.float64]


def towns_around(
    places: Sequence[Data],
    views: Sequence[Window],
    limits: Window,
    /,
    *,
    lang: str = "en",
    without: Collection[str] = (),
) -> list[Data]:
    """Large towns around the places, for orientation.

    At each zoom they keep from each other and from the places, the largest coming first. In
    Ukrainian those are left out whose Ukrainian names aren't known.

    Parameters
    ----------
    places
        As the page's data has them.
    views
        What the page shows first, of all articles and of each: west, south, east and north in
        degrees.
    limits
        How far the map can be moved.
    lang
        The language of the names.
    without
        Ids of other places that are on the map, and names that must not seem to be found there:
        the text names something so, and it isn't known what.

    Returns
    -------
    list of dict
        ``name``, ``point`` (latitude, longitude) and the ``zoom`` (of web maps: at 0 the world is
        256 pixels wide) from which each is shown; sorted by that, the largest first.

    Raises
    ------
    GazetteerError
        The bundled table of towns is missing or damaged.

    Examples
    --------
    >>> place = {"id": "geonames:701305", "shape": None, "lat": 48.26, "lon": 36.73}
    >>> view, limits = (35.7, 47.2, 37.7, 49.3), (29.0, 43.0, 44.0, 54.0)
    >>> [town["name"] for town in towns_around([place], [view], limits)][:3]
    ['Kyiv', 'Kharkiv', 'Rostov-on-Don']
    """
    if len(places) > MOST_PLACES:
        return []
    towns = _towns_within(limits)
    points = _points(np.column_stack([towns[:, 2], towns[:, 1]]) / DEGREE)
    kept = _points([(place["lon"], place["lat"]) for place in places if not place["shape"]])
    left_out = {place["id"] for place in places}.union(without, map(normalise, without))
    found: list[Data] = []
    shown = np.empty((0, 2))
    for zoom, middle in _looks(views):
        pixels = WORLD * 2.0**zoom
        seen = _within(points, middle, AROUND / pixels)[:LARGEST]
        apart = (_distances(points[seen], shown) * pixels >= SPACE) & (
            _distances(points[seen], kept) * pixels >= APART
        )
        before = len(shown)
        for number in seen[apart].tolist():
            point = points[number : number + 1]
            if _distances(point, shown[before:])[0] * pixels < SPACE or len(found) == MOST:
                continue
            name, *known = _names(f"geonames:{towns[number, 0]}", lang)
            if name and left_out.isdisjoint(known):
                shown = np.concatenate([shown, point])
                lat, lon = (round(value / DEGREE, 3) for value in towns[number, 1:].tolist())
                found.append({"name": name, "point": [lat, lon], "zoom": zoom})
    return found


@lru_cache(maxsize=1)
def _all_towns() -> npt.NDArray[np.int32]:
    """GeoNames id, latitude and longitude of each, as ``data/build_towns.py`` has ordered them."""
    path = data_path("towns.npy")
    try:
        towns: npt.NDArray[np.int32] = np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise GazetteerError(f"{path}: not a table that warmap can read: {error}") from error
    return towns


def _towns_within(window: Window) -> npt.NDArray[np.int32]:
    west, south, east, north = (degrees * DEGREE for degrees in window)
    towns = _all_towns()
    lat, lon = towns[:, 1], towns[:, 2]
    return towns[(lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)]


def _looks(views: Sequence[Window]) -> list[tuple[float, Points]]:
    """The zooms at which views are looked at, in order, each with the view's middle."""
    looks = [
        (zoom, _points([view[:2], view[2:]]).mean(axis=0))
        for view in dict.fromkeys(views)
        for zoom in np.arange(max(2.0, _zoom(view, PHONE)), _zoom(view, SCREEN) + 1.5, STEP)
    ]
    return sorted(((float(zoom), middle) for zoom, middle in looks), key=lambda look: look[0])


def towns_seen(data: Data, /) -> list[Data]:
    """Those of a page's towns that its first view has room for on a large screen.

    Parameters
    ----------
    data
        The page's, with ``towns`` and ``view``.

    Examples
    --------
    >>> towns = [{"name": "Kharkiv", "point": [50.0, 36.2], "zoom": 6.5}]
    >>> towns_seen({"towns": towns, "view": (31.0, 46.0, 39.0, 51.0)})
    [{'name': 'Kharkiv', 'point': [50.0, 36.2], 'zoom': 6.5}]
    """
    west, south, east, north = data["view"]
    zoom = _zoom(data["view"], SCREEN)
    return [
        town
        for town in data["towns"]
        if town["zoom"] <= zoom
        and west <= town["point"][1] <= east
        and south <= town["point"][0] <= north
    ]


@lru_cache(maxsize=8192)  # of several articles many look at the same towns
def _names(place_id: str, lang: str) -> tuple[str, ...]:
    """The name to show, or none where it isn't known in the language; id and normalised names."""
    town = default_gazetteer().by_id(place_id)
    if not town:
        return ("",)
    known = lang == "en" or town.country == "UA" or name_of_id(place_id, lang)
    name = name_in(town, lang) if known else ""
    return name, place_id, normalise(name), normalise(town.name)


def _points(lonlat: npt.ArrayLike) -> Points:
    """Points of Web Mercator, the world being 1 wide."""
    lon, lat = np.asarray(lonlat, dtype=float).reshape(-1, 2).T
    y = 0.5 - np.arcsinh(np.tan(np.radians(np.clip(lat, -85.05, 85.05)))) / (2 * pi)
    return np.column_stack([(lon + 180) / 360, y])


def _within(points: Points, middle: Points, reach: Points) -> npt.NDArray[np.intp]:
    """The numbers of the points that lie so far from the middle at most, across and up."""
    across, up = (np.abs(points[:, axis] - middle[axis]) <= reach[axis] for axis in (0, 1))
    return np.flatnonzero(across & up)


def _distances(points: Points, others: Points) -> Points:
    """How far each of the points is from the nearest of the others."""
    if not len(others):
        return np.full(len(points), np.inf)
    apart = points[:, None, :] - others[None, :, :]
    nearest: Points = np.hypot(apart[..., 0], apart[..., 1]).min(axis=1)
    return nearest


def _zoom(view: Window, screen: tuple[float, float]) -> float:
    """The zoom at which a screen shows a view as large as it can."""
    west, south, east, north = view
    wide, high = np.abs(np.subtract(*_points([(west, south), (east, north)]))).tolist()
    zoom = min(log2(screen[0] / WORLD / wide), log2(screen[1] / WORLD / high))
    return floor(zoom / STEP) * STEP

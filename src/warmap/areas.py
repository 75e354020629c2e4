"""Shapes of countries, regions, waters and Ukraine's 27 units, each loaded alone.

It takes ids of places (`Candidate.source_id`) and gives GeoJSON geometries: WGS 84, longitude
before latitude. It does not draw, and it does not compute with shapes.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from warmap.bundled import ReadOnlyTable, data_path
from warmap.errors import GazetteerError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "AreaTable",
    "area",
    "bounds",
    "countries_within",
    "default_areas",
    "regions_within",
    "seas_within",
    "ukraine_units",
]

SCHEMA = 1


class AreaTable:
    """The shapes of one SQLite file.

    Parameters
    ----------
    path
        A file made by ``data/build_areas.py``.

    Examples
    --------
    >>> default_areas().area("UA-14")["type"]
    'Polygon'
    """

    def __init__(self, path: str | Path) -> None:
        self._table = ReadOnlyTable(path, schema=SCHEMA)

    def _geometry(self, blob: bytes) -> dict[str, Any]:
        try:
            geometry: dict[str, Any] = json.loads(zlib.decompress(blob))
        except (zlib.error, ValueError) as error:
            raise GazetteerError(f"{self._table.path}: damaged shape: {error}") from error
        return geometry

    def area(self, source_id: str, /) -> dict[str, Any] | None:
        """The GeoJSON geometry of a country, region or water, or None.

        A country (``UA``) comes as `countries_within` gives it, so that it covers itself on a
        map. A region (``UA-14``) is polygons too, and so are seas (``sea-black-sea``) and lakes;
        rivers (``river-dnieper``) are lines.

        Raises
        ------
        GazetteerError
            The file is missing, damaged or of another schema version.
        """
        rows = self._table.rows("SELECT geometry FROM area WHERE id = ?", (source_id,))
        return self._geometry(rows[0][0]) if rows else None

    def bounds(self, source_id: str, /) -> tuple[float, float, float, float] | None:
        """West, south, east and north of an outline in degrees, or None; reads no shape."""
        query = "SELECT west, south, east, north FROM area WHERE id = ?"
        rows = self._table.rows(query, (source_id,))
        return tuple(rows[0]) if rows else None

    def countries_within(
        self,
        west: float,
        south: float,
        east: float,
        north: float,
        *,
        without: Collection[str] = (),
    ) -> list[tuple[str, str, dict[str, Any]]]:
        """The countries that may show in a window of the map, sorted by ISO code.

        Parameters
        ----------
        west, south, east, north
            The window in degrees; a country counts when the bounding box of one of its parts
            meets it, so now and then one comes that lies just beside.
        without
            ISO codes to leave out.

        Returns
        -------
        ISO 3166-1 alpha-2 code, English name and GeoJSON geometry of each; Ukraine as detailed
        as its oblasts, the others at 0.02° like their regions, without small islands. Disputed
        land that is shown as no country's comes last, as "~" without a name.
        """
        query = """SELECT id, name, geometry FROM area WHERE level = 'country'
            AND west <= ? AND east >= ? AND south <= ? AND north >= ? ORDER BY id"""
        rows = self._table.rows(query, (east, west, north, south))
        found = [
            (iso, name, self._geometry(blob)) for iso, name, blob in rows if iso not in without
        ]
        window = (west, south, east, north)
        return [entry for entry in found if any(_meets(p, window) for p in _outlines(entry[2]))]

    def regions_within(
        self, country: str, window: tuple[float, float, float, float], /
    ) -> list[tuple[str, dict[str, Any]]]:
        """The regions of a country in a window, sorted by id: id and GeoJSON geometry of each.

        Parameters
        ----------
        country
            ISO 3166-1 alpha-2 code.
        window
            West, south, east and north in degrees, which the region's bounding box meets.
        """
        query = """SELECT id, geometry FROM area WHERE level = 'region' AND id BETWEEN ? AND ?
            AND west <= ? AND east >= ? AND south <= ? AND north >= ? ORDER BY id"""
        west, south, east, north = window
        first, last = f"{country}-", f"{country}-\uffff"  # a list's country can be any text
        rows = self._table.rows(query, (first, last, east, west, north, south))
        return [(iso, self._geometry(blob)) for iso, blob in rows]

    def seas_within(
        self, west: float, south: float, east: float, north: float
    ) -> list[tuple[str, str, dict[str, Any]]]:
        """The seas in a window, sorted by id: id, English name and GeoJSON geometry of each."""
        query = """SELECT id, name, geometry FROM area WHERE id LIKE 'sea-%'
            AND west <= ? AND east >= ? AND south <= ? AND north >= ? ORDER BY id"""
        rows = self._table.rows(query, (east, west, north, south))
        found = [(sea, name, self._geometry(blob)) for sea, name, blob in rows]
        window = (west, south, east, north)
        return [entry for entry in found if any(_meets(p, window) for p in _outlines(entry[2]))]


def _outlines(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """The outer rings of a polygon or multipolygon."""
    parts = geometry["coordinates"]
    return [part[0] for part in (parts if geometry["type"] == "MultiPolygon" else [parts])]


def _meets(ring: list[list[float]], window: tuple[float, float, float, float]) -> bool:
    west, south, east, north = window
    x, y = [point[0] for point in ring], [point[1] for point in ring]
    return min(x) <= east and max(x) >= west and min(y) <= north and max(y) >= south


@lru_cache(maxsize=1)
def default_areas() -> AreaTable:
    """The bundled shapes, opened once.

    Raises
    ------
    GazetteerError
        The bundled file is missing.
    """
    return AreaTable(data_path("areas.sqlite"))


def area(source_id: str, /) -> dict[str, Any] | None:
    """The bundled shape of a country, region or water; see `AreaTable.area`.

    Examples
    --------
    >>> area("UA-43")["type"], area("UA-99")
    ('Polygon', None)
    """
    return default_areas().area(source_id)


def bounds(source_id: str, /) -> tuple[float, float, float, float] | None:
    """The window of a bundled outline; see `AreaTable.bounds`.

    Examples
    --------
    >>> [round(edge) for edge in bounds("UA-43")]
    [32, 44, 37, 46]
    """
    return default_areas().bounds(source_id)


def countries_within(
    west: float, south: float, east: float, north: float, *, without: Collection[str] = ()
) -> list[tuple[str, str, dict[str, Any]]]:
    """The bundled countries in a window; see `AreaTable.countries_within`.

    Examples
    --------
    >>> [iso for iso, name, geometry in countries_within(22.0, 47.0, 24.0, 49.5)]
    ['HU', 'PL', 'RO', 'SK', 'UA']
    """
    return default_areas().countries_within(west, south, east, north, without=without)


def regions_within(
    country: str, window: tuple[float, float, float, float], /
) -> list[tuple[str, dict[str, Any]]]:
    """The bundled regions of a country in a window; see `AreaTable.regions_within`.

    Examples
    --------
    >>> [iso for iso, geometry in regions_within("SK", (17.0, 48.0, 18.0, 48.2))]
    ['SK-BL', 'SK-NI', 'SK-TA']
    """
    return default_areas().regions_within(country, window)


def seas_within(
    west: float, south: float, east: float, north: float
) -> list[tuple[str, str, dict[str, Any]]]:
    """The bundled seas in a window; see `AreaTable.seas_within`.

    Examples
    --------
    >>> [name for _, name, _ in seas_within(33.0, 45.0, 38.0, 47.0)]
    ['Black Sea', 'Sea of Azov']
    """
    return default_areas().seas_within(west, south, east, north)


def ukraine_units() -> dict[str, Any]:
    """The 27 units of Ukraine as a GeoJSON FeatureCollection: ``id``, ``name``, ``name_uk``.

    Raises
    ------
    GazetteerError
        The bundled file is missing or no JSON.

    Examples
    --------
    >>> len(ukraine_units()["features"])
    27
    """
    path = data_path("ukraine.geojson")
    try:
        collection: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GazetteerError(f"{path}: not GeoJSON: {error}") from error
    return collection

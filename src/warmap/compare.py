"""Two maps, place lists or frames → what differs between them.

It takes places in any form that warmap has for them and gives `Changes`; `read_compared` reads
either form from a file. What counts as a difference is decided in `placechanges` and `rowchanges`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from warmap.changes import Changes
from warmap.frames import to_resolutions
from warmap.mapfile import read_map
from warmap.model import Resolution
from warmap.placechanges import changes_of_places
from warmap.placelist import IdGazetteer, PlaceList, read_place_list
from warmap.rowchanges import changes_of_map, changes_of_rows

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["compare_places", "read_compared"]

_PAGES = (".html", ".htm")
_FRAMES = (".gpkg", ".parquet", ".kml")
_EITHER = (".csv", ".geojson")
_HEAD_BYTES = 65_536


def compare_places(
    old: gpd.GeoDataFrame | Sequence[Resolution] | PlaceList,
    new: gpd.GeoDataFrame | Sequence[Resolution] | PlaceList,
    /,
) -> Changes:
    """Tell what differs between two sets of places.

    Parameters
    ----------
    old, new
        Each a places frame, resolutions (of `read_map`, too), or a place list.

    Returns
    -------
    Changes
        Places added, dropped and moved (km); re-typed ones, with another kind, role, region or
        precision, and names that mean another place; changed quotes. False when nothing differs.
        Scores, reasons, rivals and populations are not compared.

        Of two place lists the rows are compared. Between a list and the places of an article the
        rows of the list are compared with what the map makes of their names: a place is added
        that the list drops and the map shows, and dropped that a row is for and the map lacks. Of
        places without a row nothing is said.

    Raises
    ------
    PlacesError
        A frame breaks the contract of places.

    Examples
    --------
    >>> from warmap.places import find_places
    >>> changes = compare_places(find_places("He left Kyiv."), find_places("He left Lviv."))
    >>> print(changes.text())
    1 added, 1 dropped
    + Lviv (city, Lviv Oblast, Ukraine)
    - Kyiv (city, Kyiv City, Ukraine)
    <BLANKLINE>
    """
    if isinstance(old, PlaceList) and isinstance(new, PlaceList):
        return changes_of_rows(old, new)
    if isinstance(old, PlaceList):
        return changes_of_map(old, _resolutions(new))
    if isinstance(new, PlaceList):
        return changes_of_map(new, _resolutions(old)).swapped()
    return changes_of_places(to_resolutions(old), to_resolutions(new))


def _resolutions(
    places: gpd.GeoDataFrame | Sequence[Resolution] | PlaceList,
) -> Sequence[Resolution]:
    return [] if isinstance(places, PlaceList) else to_resolutions(places)


def read_compared(
    path: str | Path, *, gazetteer: IdGazetteer | None = None
) -> list[Resolution] | PlaceList:
    """Read the places of a map, a frame or a place list.

    Parameters
    ----------
    path
        A map's ``.html``; a file of `write_places`, or a place list. Of two with one ending the
        column ``mention`` or ``name`` tells which it is.
    gazetteer
        Where ids of a place list are looked up.

    Raises
    ------
    PlacesError
        It is a map or a frame that can't be read.
    PlaceListError
        It is a place list that can't be read, or has bad rows.

    Examples
    --------
    >>> from warmap.bundled import data_path
    >>> read_compared(data_path("places.csv")).names()
    ['Zorya']
    """
    ending = Path(path).suffix.lower()
    if ending in _PAGES:
        return read_map(path)
    if ending in _FRAMES or (ending in _EITHER and _has_mentions(Path(path), ending)):
        from warmap.formats import read_places

        return to_resolutions(read_places(path))
    return read_place_list(path, gazetteer=gazetteer)


def _has_mentions(path: Path, ending: str) -> bool:
    """Whether the beginning of a file is that of a frame, one row for each mention."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return False  # what is wrong is told by whoever reads it
    if ending == ".csv":
        return {"mention", "quote", "start"} <= set(head.partition("\n")[0].strip().split(","))
    return '"mention":' in head and '"quote":' in head

"""The places frame: the way from records to a frame and back.

It takes resolutions and gives a GeoDataFrame, one row each, or the other way round. What a frame
must hold is said by `contract`; nothing here finds places, reads or writes files.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from warmap.contract import COLUMNS, TEXT, validate_places
from warmap.model import Candidate, Mention, Resolution
from warmap.quotes import in_reading_order
from warmap.rivals import rivals_json, rivals_of

if TYPE_CHECKING:
    import geopandas as gpd
    from pyproj import CRS

__all__ = ["COLUMNS", "normal_frame", "to_frame", "to_resolutions", "validate_places"]


def to_frame(resolutions: Sequence[Resolution]) -> gpd.GeoDataFrame:
    """The places frame of resolutions, in their order.

    Examples
    --------
    >>> to_frame([]).crs.to_epsg()
    4326
    """
    import geopandas as gpd
    import pandas as pd
    from geopandas.array import from_shapely

    values = _columns(resolutions)
    types: dict[str, Any] = COLUMNS  # pandas' stubs know no "str" and "Int64" as types
    # One array of all texts, cut into columns: making an array costs more than its values.
    texts = pd.array([text for name in TEXT for text in values[name]], dtype=types["mention"])
    count = len(resolutions)
    cut = {name: texts[k * count : (k + 1) * count] for k, name in enumerate(TEXT)}
    columns = {
        name: cut[name] if name in cut else pd.array(values[name], dtype=type_)
        for name, type_ in types.items()
    }
    # Arrays of the right types, so that pandas copies and infers nothing: half of the time.
    frame = pd.DataFrame(columns, copy=False)
    return gpd.GeoDataFrame(frame, geometry=from_shapely(_points(resolutions), crs=_wgs84()))


def _points(resolutions: Sequence[Resolution]) -> Any:  # noqa: ANN401 - an array of objects
    """The points of the places; None where there is none."""
    import numpy as np
    import shapely

    points = np.full(len(resolutions), None)
    there = [i for i, r in enumerate(resolutions) if r.candidate]
    lonlat = [(p.lon, p.lat) for r in resolutions if (p := r.candidate)]
    points[there] = shapely.points(np.array(lonlat, dtype=float).reshape(-1, 2))
    return points


@cache
def _wgs84() -> CRS:
    """EPSG:4326, looked up once."""
    from pyproj import CRS

    return CRS.from_epsg(4326)


def _columns(resolutions: Sequence[Resolution]) -> dict[str, list[Any]]:
    """The values of each column."""
    columns: dict[str, list[Any]] = {
        "start": [r.mention.start for r in resolutions],
        "end": [r.mention.end for r in resolutions],
        "mention": [r.mention.text for r in resolutions],
        "rivals": [rivals_json(r.rivals) for r in resolutions],
    }
    for name in ("quote", "role", "score", "reason", "status"):
        columns[name] = list(map(attrgetter(name), resolutions))
    places = [r.candidate for r in resolutions]
    for name in COLUMNS.keys() - columns.keys():
        missing = _MISSING.get(name, "")
        columns[name] = [missing if p is None else getattr(p, name) for p in places]
    return columns


# What an unresolved mention has in the columns that are no text.
_MISSING: dict[str, object] = {"population": None, "geonameid": None, "radius_km": 0.0}


def normal_frame(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A frame with the columns, types and order of columns that `find_places` gives.

    The rows stay in their order and are numbered anew; further columns are left out.

    Raises
    ------
    PlacesError
        The frame breaks the contract; the message lists every fault.

    Examples
    --------
    >>> found = to_frame([Resolution(Mention(0, 5, "Zorya"), quote="Zorya fell.", quote_start=0)])
    >>> normal_frame(found.rename_geometry("point").assign(seen=True)).equals(found)
    True
    """
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import shapely
    from geopandas.array import from_shapely

    validate_places(places)
    types: dict[str, Any] = COLUMNS  # as in to_frame
    plain = pd.DataFrame(places)[list(COLUMNS)].reset_index(drop=True).astype(types)
    points = shapely.force_2d(np.asarray(places.geometry.array, dtype=object))
    points[shapely.is_empty(points)] = None
    return gpd.GeoDataFrame(plain, geometry=from_shapely(points, crs=_wgs84()))


def to_resolutions(places: gpd.GeoDataFrame | Sequence[Resolution]) -> list[Resolution]:
    """The frame as plain records again, in the order of the text. Records stay as they are.

    The rows may have been filtered and sorted, or be those of several articles.

    Raises
    ------
    PlacesError
        The frame breaks the contract; the message lists every fault.

    Examples
    --------
    >>> found = [Resolution(Mention(0, 5, "Zorya"), quote="Zorya fell.", quote_start=0)]
    >>> to_resolutions(to_frame(found))[0].mention.text
    'Zorya'
    """
    if isinstance(places, Sequence):
        return list(places)
    rows = normal_frame(places).to_dict("records")
    return in_reading_order([_resolution(row) for row in rows])


def _resolution(row: dict[str, Any]) -> Resolution:
    import pandas as pd

    def count(name: str) -> int | None:
        return None if pd.isna(row[name]) else int(row[name])

    point = row["geometry"]
    place = None
    if point is not None and row["status"] == "resolved":
        place = Candidate(
            **{name: row[name] for name in _PLACE_TEXT},
            lat=point.y,
            lon=point.x,
            population=count("population"),
            geonameid=count("geonameid"),
            radius_km=float(row["radius_km"]),
        )
    return Resolution(
        Mention(int(row["start"]), int(row["end"]), row["mention"]),
        quote=row["quote"],
        quote_start=-1,
        role=row["role"],
        candidate=place,
        score=float(row["score"]),
        reason=row["reason"],
        rivals=rivals_of(row["rivals"]),
        status=row["status"],
    )


_PLACE_TEXT = (
    "source", "source_id", "name", "local_name", "kind", "country", "admin1", "precision",
)  # fmt: skip

"""The contract of the places frame: its columns, their types, and the check of both.

It takes a frame and lists every fault at once. It makes no frame, and it changes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from warmap.errors import PlacesError
from warmap.model import KINDS, PRECISIONS, ROLES, STATUSES
from warmap.rivals import rivals_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["COLUMNS", "TEXT", "check_columns", "is_wgs84", "said", "validate_places"]

# Column → pandas type; the points stand beside them as the frame's geometry.
COLUMNS = {
    "start": "int64",
    "end": "int64",
    "mention": "str",
    "quote": "str",
    "name": "str",
    "local_name": "str",
    "kind": "str",
    "role": "str",
    "country": "str",
    "admin1": "str",
    "population": "Int64",
    "source": "str",
    "source_id": "str",
    "geonameid": "Int64",
    "precision": "str",
    "radius_km": "float64",
    "score": "float64",
    "reason": "str",
    "rivals": "str",
    "status": "str",
}
TEXT = tuple(name for name, type_ in COLUMNS.items() if type_ == "str")
_CHOICES: dict[str, Sequence[str]] = {
    "kind": KINDS,
    "role": ROLES,
    "precision": PRECISIONS,
    "status": STATUSES,
}


def validate_places(places: gpd.GeoDataFrame) -> None:
    """Check a frame against the contract of places.

    The order of rows and columns, the index, the name of the geometry column and columns beyond
    those of `find_places` are free; text may be categorical.

    Raises
    ------
    PlacesError
        One line for each fault: missing columns, wrong types, unknown values, points that are
        none, another coordinate system.

    Examples
    --------
    >>> from warmap.frames import to_frame
    >>> places = to_frame([])
    >>> validate_places(places)
    >>> validate_places(places.drop(columns="kind"))
    Traceback (most recent call last):
    warmap.errors.PlacesError: column 'kind' is missing
    """
    import geopandas as gpd

    if not isinstance(places, gpd.GeoDataFrame):
        kind = type(places).__name__
        raise PlacesError(f"{kind} is not a GeoDataFrame; make one with find_places or read_places")
    faults = _column_faults(places)
    if not faults and len(places):
        faults += [fault for name in COLUMNS for fault in _type_faults(name, places[name])]
        faults = faults or [*_value_faults(places), *_point_faults(places)]
    if faults:
        raise PlacesError("\n".join(faults))


def _column_faults(places: gpd.GeoDataFrame) -> list[str]:
    if places.columns.nlevels > 1:
        return [f"the columns have {places.columns.nlevels} levels; a places frame has one"]
    faults = [f"column {name!r} is missing" for name in COLUMNS if name not in places.columns]
    points = places.active_geometry_name  # the name may be that of a column which is gone
    twice = set(places.columns[places.columns.duplicated()]) & {*COLUMNS, points}
    faults += [f"column {name!r} stands twice; rename or drop one" for name in sorted(twice)]
    if points not in places.columns:
        faults.append("column 'geometry' is missing; name the points' with set_geometry")
    elif not twice and (places.crs is None or not is_wgs84(places.crs)):
        faults.append(f"the frame is in {said(places.crs)}; convert it with to_crs('EPSG:4326')")
    return faults


def check_columns(found: Iterable[str], /) -> None:
    """Refuse a file that hasn't all columns, before its rows are read.

    Raises
    ------
    KeyError
        The first one that it doesn't have.

    Examples
    --------
    >>> check_columns(COLUMNS)
    """
    there = set(found)
    for name in COLUMNS:
        if name not in there:
            raise KeyError(name)


def is_wgs84(crs: Any, /) -> bool:  # noqa: ANN401 - pyproj's CRS
    """Whether a coordinate system is that of places."""
    # GeoParquet and RFC 7946 call it OGC:CRS84: the same degrees, which geopandas has x first too.
    return crs.to_epsg() == 4326 or bool(crs.equals("EPSG:4326", ignore_axis_order=True))


def said(crs: Any, /) -> str:  # noqa: ANN401 - pyproj's CRS, or None
    """A coordinate system by its code, or else its name; the whole text may have many lines."""
    if crs is None:
        return "no known coordinate system"
    return ":".join(crs.to_authority() or ()) or " ".join(str(crs.name).split())[:80]


def _type_faults(name: str, values: pd.Series[Any]) -> Iterable[str]:
    import pandas as pd
    from pandas.api import types

    wanted, found = COLUMNS[name], values.dtype
    if wanted != "Int64" and values.isna().any():
        way = "; use empty text" if wanted == "str" else ""
        yield f"column {name!r} has missing values{way}"
        return
    values = values.dropna()
    if isinstance(found, pd.CategoricalDtype):
        values = values.astype(values.cat.categories.dtype)
    whole = types.is_integer_dtype(values.dtype)
    number = whole or types.is_float_dtype(values.dtype)
    fits = {"str": types.is_string_dtype(values), "int64": whole}.get(wanted, number)
    if len(values) and not fits:
        yield f"column {name!r} has type {found}; it must be {wanted}"
    elif wanted == "str":
        if any(map(_has_surrogate, values)):
            yield f"column {name!r} has half of a surrogate pair, which is no text"
    elif not whole and len(values):
        if not (values.abs() < float("inf")).all():
            yield f"column {name!r} has infinite values"
        elif wanted == "Int64" and not ((values % 1 == 0) & (values.abs() < 2**63)).all():
            yield f"column {name!r} has values that are no whole numbers"


def _has_surrogate(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


def _value_faults(places: gpd.GeoDataFrame) -> Iterable[str]:
    resolved = places["status"].eq("resolved")
    for name, allowed in _CHOICES.items():
        empty = name in ("kind", "precision")
        for value in sorted(set(places[name]) - set(allowed)):
            if not (empty and value == "" and not (resolved & places[name].eq("")).any()):
                yield f"column {name!r} has {value!r}; it must be one of {', '.join(allowed)}"
    if not places["score"].between(0, 1).all():
        yield "column 'score' has values outside of 0 to 1"
    if (places["radius_km"] < 0).any():
        yield "column 'radius_km' has negative values"
    added = places["start"].eq(-1) & places["end"].eq(-1)
    if not (added | (places["start"].ge(0) & (places["end"] > places["start"]))).all():
        yield "columns 'start' and 'end' must be a span, or both -1"
    for value in dict.fromkeys(places["rivals"]):
        try:
            rivals_of(value)
        except ValueError as error:
            why = " ".join(str(error).split())
            yield f"column 'rivals' has {value[:40]!r}, which is no list of rivals: {why[:120]}"
            break


def _point_faults(places: gpd.GeoDataFrame) -> Iterable[str]:
    geometry = places.geometry
    here = ~(geometry.isna() | geometry.is_empty)
    if not here[places["status"].eq("resolved")].all():
        yield "column 'geometry' must have a point in every resolved row"
    shapes = sorted(set(geometry[here].geom_type) - {"Point"})
    if shapes:
        yield f"column 'geometry' has a {shapes[0]}; it must have points, or nothing"
        return
    x, y = geometry[here].x, geometry[here].y
    if not (x.between(-180, 180).all() and y.between(-90, 90).all()):
        yield "column 'geometry' has points outside of the globe; x is the longitude"

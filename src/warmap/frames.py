"""The places frame: its columns, its contract, and the way from records to a frame and back.

It takes resolutions and gives a GeoDataFrame, one row each, or the other way round.
`validate_places` checks the contract; nothing here finds places, reads or writes files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from warmap.errors import PlacesError
from warmap.model import (
    KINDS,
    PRECISIONS,
    ROLES,
    STATUSES,
    Candidate,
    Mention,
    Resolution,
    Rival,
)

if TYPE_CHECKING:
    import geopandas as gpd
    from pyproj import CRS

__all__ = ["COLUMNS", "to_frame", "to_resolutions", "validate_places"]

# Column → pandas type; geometry stands last and is added by geopandas.
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
_TEXT = [name for name, type_ in COLUMNS.items() if type_ == "str"]
_CHOICES: dict[str, Sequence[str]] = {
    "kind": KINDS,
    "role": ROLES,
    "precision": PRECISIONS,
    "status": STATUSES,
}


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
    from shapely import Point

    rows = [_row(r) for r in resolutions]
    types: dict[str, Any] = COLUMNS  # pandas' stubs know no "str" and "Int64" as types
    # One array of all texts, cut into columns: making an array costs more than its values.
    texts = pd.array([row[name] for name in _TEXT for row in rows], dtype=types["mention"])
    cut = {name: texts[k * len(rows) : (k + 1) * len(rows)] for k, name in enumerate(_TEXT)}
    columns = {
        name: cut[name] if name in cut else pd.array([row[name] for row in rows], dtype=type_)
        for name, type_ in types.items()
    }
    points = [Point(r.candidate.lon, r.candidate.lat) if r.candidate else None for r in resolutions]
    # Arrays of the right types, so that pandas copies and infers nothing: half of the time.
    frame = pd.DataFrame(columns, copy=False)
    return gpd.GeoDataFrame(frame, geometry=from_shapely(points, crs=_wgs84()))


@cache
def _wgs84() -> CRS:
    """EPSG:4326, looked up once."""
    from pyproj import CRS

    return CRS.from_epsg(4326)


def _row(resolution: Resolution) -> dict[str, Any]:
    place = resolution.candidate
    row: dict[str, Any] = {
        "start": resolution.mention.start,
        "end": resolution.mention.end,
        "mention": resolution.mention.text,
        "quote": resolution.quote,
        "role": resolution.role,
        "score": resolution.score,
        "reason": resolution.reason,
        "rivals": rivals_json(resolution.rivals),
        "status": resolution.status,
    }
    for column in COLUMNS:
        if column not in row:
            row[column] = _MISSING.get(column, "") if place is None else getattr(place, column)
    return row


# What an unresolved mention has in the columns that are no text.
_MISSING: dict[str, object] = {"population": None, "geonameid": None, "radius_km": 0.0}


def rivals_json(rivals: Sequence[Rival]) -> str:
    """The rivals of a mention as one JSON list, best first."""
    fields = ("kind", "country", "admin1", "lat", "lon", "precision", "radius_km", "source")
    found = [
        {"id": rival.candidate.id, "name": rival.candidate.name, "score": rival.score}
        | {"local_name": rival.candidate.local_name, "source_id": rival.candidate.source_id}
        | {field: getattr(rival.candidate, field) for field in fields}
        for rival in rivals
    ]
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def to_resolutions(places: gpd.GeoDataFrame | Sequence[Resolution]) -> list[Resolution]:
    """The frame as plain records again: what `to_frame` made of them. Records stay as they are.

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
    validate_places(places)
    return [_resolution(row) for row in places.to_dict("records")]


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
        rivals=tuple(_rivals(row["rivals"])),
        status=row["status"],
    )


_PLACE_TEXT = (
    "source", "source_id", "name", "local_name", "kind", "country", "admin1", "precision",
)  # fmt: skip


def _rivals(text: str) -> Iterable[Rival]:
    for entry in json.loads(text or "[]"):
        score = entry.pop("score")
        entry.pop("id", None)
        yield Rival(Candidate(**entry), score)


def validate_places(places: gpd.GeoDataFrame) -> None:
    """Check a frame against the contract of places.

    Raises
    ------
    PlacesError
        One line for each fault: missing columns, wrong types, unknown values, points that are
        none, another coordinate system.

    Examples
    --------
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
    missing = [c for c in COLUMNS if c not in places.columns]
    if "geometry" not in places.columns:
        missing.append("geometry")
    faults = [f"column {name!r} is missing" for name in missing]
    if not missing:
        faults += _type_faults(places) or [*_value_faults(places), *_point_faults(places)]
    if faults:
        raise PlacesError("\n".join(faults))


def _type_faults(places: gpd.GeoDataFrame) -> list[str]:
    import pandas as pd

    checks = {
        "str": pd.api.types.is_string_dtype,
        "int64": pd.api.types.is_integer_dtype,
        "Int64": pd.api.types.is_numeric_dtype,
        "float64": pd.api.types.is_numeric_dtype,
    }
    faults = []
    for name, wanted in COLUMNS.items():
        found = places[name].dtype
        if len(places) and not checks[wanted](found):
            faults.append(f"column {name!r} has type {found}; it must be {wanted}")
        elif wanted == "str" and places[name].isna().any():
            faults.append(f"column {name!r} has missing values; use empty text")
    return faults


def _value_faults(places: gpd.GeoDataFrame) -> Iterable[str]:
    for name, allowed in _CHOICES.items():
        empty = name in ("kind", "precision")
        for value in sorted(set(places[name]) - set(allowed)):
            if not (empty and value == "" and not _resolved(places[places[name] == ""]).any()):
                yield f"column {name!r} has {value!r}; it must be one of {', '.join(allowed)}"
    if not places["score"].between(0, 1).all():
        yield "column 'score' has values outside of 0 to 1"
    if (places["radius_km"] < 0).any():
        yield "column 'radius_km' has negative values"
    added = (places["start"] == -1) & (places["end"] == -1)
    if not (added | ((places["start"] >= 0) & (places["end"] > places["start"]))).all():
        yield "columns 'start' and 'end' must be a span, or both -1"
    for value in places["rivals"]:
        if not _is_json_list(value):
            yield f"column 'rivals' has {value[:40]!r}; it must be a JSON list"
            break


def _is_json_list(value: str) -> bool:
    try:
        return isinstance(json.loads(value or "[]"), list)
    except ValueError:
        return False


def _resolved(places: gpd.GeoDataFrame) -> Any:  # noqa: ANN401 - pandas has no type for a mask
    return places["status"] == "resolved"


def _point_faults(places: gpd.GeoDataFrame) -> Iterable[str]:
    if places.crs is None or places.crs.to_epsg() != 4326:
        yield f"the frame is in {places.crs}; convert it with to_crs('EPSG:4326')"
        return
    geometry = places.geometry
    if not geometry[_resolved(places)].geom_type.eq("Point").all():
        yield "column 'geometry' must have a point in every resolved row"
    x, y = geometry.x.dropna(), geometry.y.dropna()
    if not (x.between(-180, 180).all() and y.between(-90, 90).all()):
        yield "column 'geometry' has points outside of the globe; x is the longitude"

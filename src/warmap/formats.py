"""The places frame in files: CSV and GeoJSON, out and in again, without loss.

It takes a frame and a path and writes, or reads and gives the same frame. It does not decide what
a frame must hold: `validate_places` does, for what is written and for what is read.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warmap.errors import OutputError, PlacesError
from warmap.files import write_text
from warmap.places import COLUMNS, validate_places

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["places_text", "read_places", "write_places"]

Record = dict[str, Any]

_NUMBERS: dict[str, Callable[[str], Any]] = {"int64": int, "Int64": int, "float64": float}
_MOST_BYTES = 500_000_000


def write_places(places: gpd.GeoDataFrame, path: str | Path) -> None:
    """Write a places frame to a ``.csv`` or ``.geojson`` file.

    Parameters
    ----------
    places
        A places frame, EPSG:4326.
    path
        The file; its ending chooses the format. CSV has the columns ``lat`` and ``lon`` (degrees)
        in place of the geometry; GeoJSON follows RFC 7946, with one feature on each line.

    Raises
    ------
    PlacesError
        The frame breaks the contract of places.
    OutputError
        The ending is unknown, or the file can't be written.

    Examples
    --------
    >>> from warmap.places import find_places
    >>> write_places(find_places("They left the town of Mezhova."), "places.xyz")
    Traceback (most recent call last):
    warmap.errors.OutputError: places.xyz: unknown ending '.xyz'; the known ones are .csv, .geojson
    """
    ending = Path(path).suffix.lower()
    if ending not in _WRITERS:
        known = ", ".join(sorted(_WRITERS))
        raise OutputError(f"{path}: unknown ending {ending!r}; the known ones are {known}")
    write_text(path, places_text(places, ending=ending))


def places_text(places: gpd.GeoDataFrame, *, ending: str) -> str:
    """The text of the file that `write_places` writes for an ending.

    Examples
    --------
    >>> from warmap.places import find_places
    >>> places_text(find_places("They left the town of Mezhova."), ending=".csv")[:27]
    'start,end,mention,quote,nam'
    """
    validate_places(places)
    return _WRITERS[ending](_records(places))


def _records(places: gpd.GeoDataFrame) -> Iterable[Record]:
    """The rows with None for what is missing, and the point as lat and lon."""
    import pandas as pd

    plain = pd.DataFrame(places[list(COLUMNS)]).astype(object)
    rows = plain.where(plain.notna(), None).itertuples(index=False)
    for row, point in zip(rows, places.geometry, strict=True):
        here = point is not None and not point.is_empty
        yield dict(zip(COLUMNS, row, strict=True)) | {
            "lat": point.y if here else None,
            "lon": point.x if here else None,
        }


def _csv_text(records: Iterable[Record]) -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, [*COLUMNS, "lat", "lon"], lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow({key: "" if value is None else value for key, value in record.items()})
    return file.getvalue()


def _geojson_text(records: Iterable[Record]) -> str:
    lines = []
    for record in records:
        lat, lon = record.pop("lat"), record.pop("lon")
        point = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
        feature = {"type": "Feature", "geometry": point, "properties": record}
        lines.append(json.dumps(feature, ensure_ascii=False, sort_keys=True))
    features = "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
    return f'{{"features": {features}, "type": "FeatureCollection"}}\n'


_WRITERS: dict[str, Callable[[Iterable[Record]], str]] = {
    ".csv": _csv_text,
    ".geojson": _geojson_text,
}


def read_places(path: str | Path) -> gpd.GeoDataFrame:
    """Read a places frame from a file that `write_places` made.

    Parameters
    ----------
    path
        A ``.csv`` or ``.geojson`` file.

    Returns
    -------
    GeoDataFrame
        The frame of `find_places`, with the same types.

    Raises
    ------
    PlacesError
        The file is missing, in no known format, or its frame breaks the contract of places.

    Examples
    --------
    >>> read_places("nothing.csv")
    Traceback (most recent call last):
    warmap.errors.PlacesError: nothing.csv: can't be read: No such file or directory; ...
    """
    import geopandas as gpd
    import pandas as pd
    from shapely import Point

    path = Path(path)
    ending = path.suffix.lower()
    if ending not in _READERS:
        known = ", ".join(sorted(_READERS))
        raise PlacesError(f"{path}: unknown ending {ending!r}; the known ones are {known}")
    try:
        records = _READERS[ending](_text(path))
        columns = {
            name: pd.Series([record[name] for record in records], dtype=type_)
            for name, type_ in COLUMNS.items()
        }
        points = [_point(record, Point) for record in records]
    except KeyError as error:
        raise PlacesError(f"{path}: column {error.args[0]!r} is missing") from error
    except (ValueError, TypeError, AttributeError, csv.Error) as error:
        if isinstance(error, PlacesError):
            raise
        raise PlacesError(f"{path}: not a file of places: {error}") from error
    places = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(points, crs="EPSG:4326"))
    try:
        validate_places(places)
    except PlacesError as error:
        raise PlacesError(
            "\n".join(f"{path}: {line}" for line in str(error).split("\n"))
        ) from error
    return places


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise PlacesError(f"{path}: can't be read: {why}; give a file of places") from error
    if len(data) > _MOST_BYTES:
        raise PlacesError(f"{path}: over {_MOST_BYTES // 1_000_000} MB, too large for one frame")
    return data.decode("utf-8-sig")


def _csv_records(text: str) -> list[Record]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return [_typed(row) for row in rows]


def _typed(row: dict[str, str]) -> Record:
    record: Record = {}
    for name, type_ in (COLUMNS | {"lat": "float64", "lon": "float64"}).items():
        value = row[name]
        if type_ == "str":
            record[name] = value
        else:
            record[name] = _NUMBERS[type_](value) if value else None
    return record


def _geojson_records(text: str) -> list[Record]:
    records = []
    for feature in json.loads(text)["features"]:
        point = feature["geometry"]
        lon, lat = point["coordinates"][:2] if point else (None, None)
        records.append(feature["properties"] | {"lat": lat, "lon": lon})
    return records


def _point(record: Record, make: Callable[[float, float], Any]) -> Any:  # noqa: ANN401 - a Point
    if record["lat"] is None or record["lon"] is None:
        return None
    return make(record["lon"], record["lat"])


_READERS: dict[str, Callable[[str], list[Record]]] = {
    ".csv": _csv_records,
    ".geojson": _geojson_records,
}

"""The places frame in files, out and in again, without loss.

It takes a frame and a path and writes, or reads and gives the same frame. CSV and GeoJSON are
written here; `kml` and `vectorfiles` have the other formats. It does not decide what a frame must
hold: `validate_places` does, for what is written and for what is read.
"""

from __future__ import annotations

import csv
import io
import json
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warmap.contract import COLUMNS, TEXT, check_columns, is_wgs84, said, validate_places
from warmap.errors import OutputError, PlacesError
from warmap.files import write_bytes, write_text
from warmap.frames import normal_frame
from warmap.kml import kml_records, kml_text
from warmap.vectorfiles import (
    MOST_BYTES,
    check_pyarrow,
    geopackage_bytes,
    parquet_bytes,
    read_geopackage,
    read_parquet,
)

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["ENDINGS", "bytes_of", "check_ending", "places_text", "read_places", "write_places"]

Record = dict[str, Any]

_NUMBERS: dict[str, Callable[[str], Any]] = {"int64": int, "Int64": int, "float64": float}


def write_places(places: gpd.GeoDataFrame, path: str | Path) -> None:
    r"""Write a places frame to a file; equal frames give equal bytes.

    Parameters
    ----------
    places
        A places frame, EPSG:4326. Its rows are written in their order, without its index and
        without columns beyond those of `find_places`; geopandas' own ``to_file`` and
        ``to_parquet`` keep those.
    path
        The file; its ending chooses the format.

        ``.csv`` has the columns ``lat`` and ``lon`` (degrees) in place of the geometry.
        ``.geojson`` follows RFC 7946, with one feature on each line.
        ``.gpkg`` is a GeoPackage with a layer ``places``.
        ``.parquet`` is a GeoParquet file; it needs the extra ``warmap[parquet]``.
        ``.kml`` has placemarks with the quote as description, and all columns as extended data.

        A character that KML or a GeoPackage can't hold stands there as ``\u0001``, its number in
        hexadecimal digits; `read_places` gives the character again.

    Raises
    ------
    PlacesError
        The frame breaks the contract of places, or the format needs what is not installed.
    OutputError
        The ending is unknown, or the file can't be written; an older file is left as it was.

    Examples
    --------
    >>> from warmap.places import find_places
    >>> write_places(find_places("They left the town of Mezhova."), "places.xyz")
    Traceback (most recent call last):
    warmap.errors.OutputError: places.xyz: unknown ending '.xyz'; the known ones are .csv, ...
    """
    ending = check_ending(path)
    if ending in _TO_BYTES:
        write_bytes(path, _TO_BYTES[ending](normal_frame(places)))
    else:
        write_text(path, places_text(places, ending=ending))


def check_ending(path: str | Path, /) -> str:
    """The ending of a file that `write_places` can write here, in lower case.

    Raises
    ------
    OutputError
        The ending is unknown.
    PlacesError
        The format needs what is not installed.

    Examples
    --------
    >>> check_ending("places.GeoJSON")
    '.geojson'
    """
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        known = ", ".join(ENDINGS)
        raise OutputError(f"{path}: unknown ending {ending!r}; the known ones are {known}")
    if ending == ".parquet":
        check_pyarrow(path)
    return ending


def places_text(places: gpd.GeoDataFrame, *, ending: str) -> str:
    """The text of the file that `write_places` writes for an ending of a text format.

    Examples
    --------
    >>> from warmap.places import find_places
    >>> places_text(find_places("They left the town of Mezhova."), ending=".csv")[:27]
    'start,end,mention,quote,nam'
    """
    return _TO_TEXT[ending](_records(normal_frame(places)))


def _records(places: gpd.GeoDataFrame) -> Iterator[Record]:
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
    columns = [*COLUMNS, "lat", "lon"]
    rows = ([_cell(record[name]) for name in columns] for record in records)
    return "".join(",".join(row) + "\n" for row in (columns, *rows))


def _cell(value: object) -> str:
    # Python's own writer doesn't quote a carriage return, on which its reader ends the row.
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if re.search('[",\r\n]', text) else text


def _geojson_text(records: Iterable[Record]) -> str:
    lines = []
    for record in records:
        lat, lon = record.pop("lat"), record.pop("lon")
        point = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
        feature = {"type": "Feature", "geometry": point, "properties": record}
        lines.append(json.dumps(feature, ensure_ascii=False, sort_keys=True))
    features = "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
    return f'{{"features": {features}, "type": "FeatureCollection"}}\n'


_TO_TEXT: dict[str, Callable[[Iterable[Record]], str]] = {
    ".csv": _csv_text,
    ".geojson": _geojson_text,
    ".kml": kml_text,
}
_TO_BYTES: dict[str, Callable[[gpd.GeoDataFrame], bytes]] = {
    ".gpkg": geopackage_bytes,
    ".parquet": parquet_bytes,
}
ENDINGS = (".csv", ".geojson", ".gpkg", ".kml", ".parquet")


def read_places(path: str | Path) -> gpd.GeoDataFrame:
    """Read a places frame from a file that `write_places` made.

    Parameters
    ----------
    path
        A ``.csv``, ``.geojson``, ``.gpkg``, ``.kml`` or ``.parquet`` file (see `write_places`),
        also one that another program has saved again, with all columns and in EPSG:4326.

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
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        known = ", ".join(ENDINGS)
        raise PlacesError(f"{path}: unknown ending {ending!r}; the known ones are {known}")
    if ending == ".parquet":
        check_pyarrow(path)
    data = bytes_of(path)
    try:
        places = _frame(_READERS[ending](data))
    except KeyError as error:
        raise PlacesError(f"{path}: column {error.args[0]!r} is missing") from error
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        why = " ".join(str(error).split())[:300]
        raise PlacesError(f"{path}: not a file of places: {why}") from error
    except csv.Error as error:
        raise PlacesError(f"{path}: not a file of places: {error}") from error
    except OSError as error:  # of the temporary copy of a GeoPackage
        raise PlacesError(f"{path}: can't be read: {error.strerror or error}") from error
    try:
        validate_places(places)
    except PlacesError as error:
        raise PlacesError(
            "\n".join(f"{path}: {line}" for line in str(error).split("\n"))
        ) from error
    return places


def bytes_of(path: Path, /) -> bytes:
    """A file's content, of a regular file that isn't too large; a pipe may never end."""
    try:
        about = path.stat()
        small = stat.S_ISREG(about.st_mode) and about.st_size <= MOST_BYTES
        data = path.read_bytes() if small else b""
    except (OSError, ValueError) as error:  # ValueError: a name with U+0000 in it
        why = getattr(error, "strerror", None) or str(error)
        raise PlacesError(f"{path}: can't be read: {why}; give a file of places") from error
    if not stat.S_ISREG(about.st_mode):
        what = "a folder" if stat.S_ISDIR(about.st_mode) else "no regular file"
        raise PlacesError(f"{path}: can't be read: it is {what}; give a file of places")
    if not small:
        raise PlacesError(f"{path}: over {MOST_BYTES // 10**6} MB, too large for one frame")
    if data.startswith(b"\x1f\x8b"):
        raise PlacesError(f"{path}: it is compressed with gzip; unpack it first")
    beside = path.with_name(f"{path.name}-wal")
    if path.suffix.lower() == ".gpkg" and beside.is_file() and beside.stat().st_size:
        raise PlacesError(
            f"{path}: another program holds changes to it in {beside.name}; close the file there"
        )
    return data


def _frame(records: Iterable[Record]) -> gpd.GeoDataFrame:
    """The frame of records, whose values have the types of their columns or are None."""
    import geopandas as gpd
    import pandas as pd
    from shapely import Point

    rows = list(records)
    for name in TEXT:
        for row in rows:
            if row[name] is None:  # databases and JSON tell it from an empty text; a frame doesn't
                row[name] = ""
            elif not isinstance(row[name], str):
                raise ValueError(f"column {name!r} has {str(row[name])[:40]!r}, which is no text")
    types: dict[str, Any] = COLUMNS  # pandas' stubs know no "str" and "Int64" as types
    columns = {
        name: pd.Series([row[name] for row in rows], dtype=type_) for name, type_ in types.items()
    }
    points = [
        None if row["lat"] is None or row["lon"] is None else Point(row["lon"], row["lat"])
        for row in rows
    ]
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(points, crs="EPSG:4326"))


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig")


def _csv_records(data: bytes) -> Iterator[Record]:
    rows = csv.DictReader(io.StringIO(_text(data), newline=""), strict=True)
    check_columns(rows.fieldnames or ())
    for row in rows:
        if None in row or None in row.values():
            raise ValueError(f"line {rows.line_num}: more or fewer cells than columns")
        yield _typed(row)


def _typed(row: Mapping[str, Any]) -> Record:
    """A row of texts, where an empty one is a missing number."""
    record: Record = {}
    for name, type_ in (COLUMNS | {"lat": "float64", "lon": "float64"}).items():
        value = row[name]
        if type_ == "str":
            record[name] = value
        else:
            record[name] = _NUMBERS[type_](value) if value else None
    return record


def _geojson_records(data: bytes) -> Iterator[Record]:
    for feature in json.loads(_text(data))["features"]:
        point = feature["geometry"]
        lon, lat = point["coordinates"][:2] if point else (None, None)
        record = feature["properties"] | {"lat": lat, "lon": lon}
        if isinstance(record["rivals"], list):  # as GDAL writes a text that is a JSON list
            record["rivals"] = json.dumps(record["rivals"], ensure_ascii=False, sort_keys=True)
        yield record


def _kml_records(data: bytes) -> Iterator[Record]:
    return map(_typed, kml_records(_text(data)))


def _vector_records(places: gpd.GeoDataFrame) -> Iterator[Record]:
    """The records of a frame that another library has read."""
    if places.crs is None or not is_wgs84(places.crs):
        raise ValueError(f"it is in {said(places.crs)}; save it in EPSG:4326")
    shapes = sorted(set(places.geometry.geom_type.dropna()) - {"Point"})
    if shapes:
        raise ValueError(f"its geometry has a {shapes[0]}; it must have points, or nothing")
    for record in _records(places):
        yield record | {
            name: None if record[name] is None else _NUMBERS[type_](record[name])
            for name, type_ in COLUMNS.items()
            if type_ != "str"
        }


_READERS: dict[str, Callable[[bytes], Iterator[Record]]] = {
    ".csv": _csv_records,
    ".geojson": _geojson_records,
    ".gpkg": lambda data: _vector_records(read_geopackage(data)),
    ".kml": _kml_records,
    ".parquet": lambda data: _vector_records(read_parquet(data)),
}

"""The user's own places: a CSV table, a GeoJSON file or a GeoPackage layer.

It takes a path and gives checked `PlaceRecord` rows, or one error with a line for each fault. It
does not know which place of the gazetteer a row is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warmap.errors import GazetteerError
from warmap.model import KINDS
from warmap.records import PlaceRecord, point

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LAYERS", "TABLES", "read_own_places"]

TABLES = (".csv", ".tsv")
LAYERS = (".geojson", ".json", ".gpkg")
_MOST_BYTES = 500_000_000
_MOST_FAULTS = 50
# Other headers for one column, as spreadsheets and GIS programs write them.
_COLUMNS = {
    "latitude": "lat", "y": "lat", "longitude": "lon", "lng": "lon", "long": "lon", "x": "lon",
    "iso_3166_2": "admin1", "title": "name", "name_uk": "local_name",
}  # fmt: skip
_CODES = {
    "country": (r"[A-Z]{2}", "an ISO 3166-1 code such as UA"),
    "admin1": (r"[A-Z]{2}-[A-Z0-9]{1,3}", "an ISO 3166-2 code such as UA-14"),
    "raion": (r"UA[0-9]{4}([0-9]{13})?", "a KATOTTG code such as UA1214"),
}


def read_own_places(path: str | Path) -> list[PlaceRecord]:
    r"""Read a table or a layer of places.

    Parameters
    ----------
    path
        ``.csv`` or ``.tsv`` (UTF-8; commas, semicolons or tabs) with the columns name, lat, lon;
        or ``.geojson`` or ``.gpkg`` with a property name (other shapes count as a point in
        them; any coordinate system). Further columns that count: local_name, kind, country,
        admin1, raion, population, id. Several names stand in one cell, separated by ``|``.

    Returns
    -------
    list of PlaceRecord
        In the order of the file.

    Raises
    ------
    GazetteerError
        The file can't be read, or rows break the rules; the message has a line for each fault.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "mine.csv")
    ...     _ = file.write_text("name,lat,lon\nDam 3|Third Dam,48.1,37.2\n")
    ...     read_own_places(file)[0].names
    ('Dam 3', 'Third Dam')
    """
    path = Path(path)
    if not path.is_file():
        raise GazetteerError(f"{path}: no such file")
    if path.stat().st_size > _MOST_BYTES:
        raise GazetteerError(f"{path}: over {_MOST_BYTES // 10**6} MB; cut it into parts")
    frame = _table(path) if path.suffix.lower() in TABLES else _layer(path)
    frame.columns = [_COLUMNS.get(c, c) for c in (str(c).strip().lower() for c in frame.columns)]
    missing = [column for column in ("name", "lat", "lon") if column not in frame.columns]
    if missing:
        raise GazetteerError(
            f"{path.name}: no column {missing[0]!r}; own places need name, lat and lon"
        )
    if frame.columns.duplicated().any():
        twice = frame.columns[frame.columns.duplicated()][0]
        raise GazetteerError(f"{path.name}: column {twice!r} stands twice; keep one")
    faults: list[str] = []
    records = list(_records(path.name, frame, faults))
    if faults:
        more = len(faults) - _MOST_FAULTS
        rest = [f"{path.name}: and {more} more faults"] if more > 0 else []
        raise GazetteerError("\n".join(faults[:_MOST_FAULTS] + rest))
    return records


def _table(path: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        with path.open(encoding="utf-8-sig") as file:
            head = file.readline()
        separator = max(",;\t", key=head.count)
        frame = pd.read_csv(
            path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig"
        )
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path.name}: not UTF-8; save it as CSV UTF-8") from error
    except (ValueError, OSError) as error:
        why = " ".join(str(error).split())
        raise GazetteerError(f"{path.name}: no valid CSV: {why}") from error
    if not isinstance(frame.index, pd.RangeIndex):
        raise GazetteerError(
            f"{path.name}: rows have more cells than the first line has headers; put text with a"
            " comma, and numbers with one, into quotation marks"
        )
    headers = [cell.strip().lower() for cell in next(csv.reader([head], delimiter=separator), [])]
    twice = [header for header in headers if header and headers.count(header) > 1]
    if twice:  # pandas calls the second one "lat.1"
        raise GazetteerError(f"{path.name}: column {twice[0]!r} stands twice; keep one")
    if separator == ";":
        lower = {column: column.strip().lower() for column in frame.columns}
        numbers = [c for c, low in lower.items() if _COLUMNS.get(low, low) in ("lat", "lon")]
        frame[numbers] = frame[numbers].apply(lambda column: column.str.replace(",", "."))
    return frame


def _layer(path: Path) -> pd.DataFrame:
    import geopandas as gpd
    import pandas as pd

    try:
        layer = gpd.read_file(path)
        if layer.crs is None:
            raise GazetteerError(f"{path.name}: no coordinate system; save it with one")  # noqa: TRY301
        layer = layer.to_crs("EPSG:4326")
    except GazetteerError:
        raise
    except Exception as error:  # pyogrio and pyproj have no common base
        why = " ".join(str(error).split())
        raise GazetteerError(f"{path.name}: no layer that can be read: {why}") from error
    inside = layer.geometry.representative_point()
    points = [c for c in layer.columns if _COLUMNS.get(str(c).strip().lower()) in ("lat", "lon")]
    frame = pd.DataFrame(layer.drop(columns=[layer.geometry.name, *points])).astype(object)
    frame = frame.where(frame.notna(), "").astype(str)
    gone = layer.geometry.isna() | layer.geometry.is_empty
    frame["lat"] = inside.y.astype(str).mask(gone, "")
    frame["lon"] = inside.x.astype(str).mask(gone, "")
    return frame


def _records(file: str, frame: pd.DataFrame, faults: list[str]) -> Iterator[PlaceRecord]:
    seen: dict[str, int] = {}
    for number, cells in enumerate(frame.to_dict("records"), 1):
        row = {str(column): " ".join(str(value).split()) for column, value in cells.items()}
        if any(row.values()):
            try:
                record = _record(number, row)
                key = record.id or str(number)  # a row without an id is called by its number
                first = seen.setdefault(key, number)
                if first != number and ":" not in key:
                    raise GazetteerError(f"column id: {key!r} stands for row {first} already")  # noqa: TRY301
                yield record
            except GazetteerError as error:
                faults.append(f"{file}: row {number}: {error}")


def _record(number: int, row: Mapping[str, str]) -> PlaceRecord:
    names = [part.strip() for part in row["name"].split("|") if part.strip()]
    if not names:
        raise GazetteerError("column name is empty; every place needs one")
    kind = row.get("kind", "").lower() or "other"
    if kind not in KINDS:
        raise GazetteerError(f"column kind: {kind!r} is not known; it is one of {', '.join(KINDS)}")
    codes = {column: _code(column, row.get(column, "")) for column in _CODES}
    lat, lon = point(row["lat"], row["lon"])
    local = row.get("local_name", "")
    return PlaceRecord(
        number,
        names[0],
        tuple(dict.fromkeys([*names, *([local] if local else [])])),
        lat,
        lon,
        kind=kind,
        country=codes["country"] or codes["admin1"][:2],
        admin1=codes["admin1"],
        raion=codes["raion"][:6],
        population=_count(row.get("population", "")),
        id=row.get("id", ""),
    )


def _code(column: str, text: str) -> str:
    pattern, rule = _CODES[column]
    if text and not re.fullmatch(pattern, text.upper()):
        raise GazetteerError(f"column {column}: {text!r} is not {rule}")
    return text.upper()


def _count(text: str) -> int | None:
    if not text:
        return None
    digits: Any = re.sub(r"[ \u00a0,']|\.0$", "", text)
    if not re.fullmatch("[0-9]{1,12}", digits):
        raise GazetteerError(f"column population: {text!r} is not a whole number")
    return int(digits)

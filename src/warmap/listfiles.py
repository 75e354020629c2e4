"""The files that hold a place list → cells by column: CSV, workbooks, GeoJSON.

It takes a path and gives the cells of each row with its number, whatever a spreadsheet or a map
editor has made of the file. What the cells mean is checked in `placerows`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import stat
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warmap.errors import PlaceListError, WarmapWarning

__all__ = ["ListFile", "read_list_file", "workbook_bytes"]

_MOST_BYTES = 20_000_000
_MOST_UNPACKED = 200_000_000  # a workbook is an archive
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MOST_ROWS = 100_000
_MOST_COLUMNS = 200
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_LATIN = re.compile(rb"[A-Za-z]")
_GEOJSON = (".geojson", ".json")
_EXCEL = (".xlsx", ".xlsm")
# The names that GDAL and old editors have for WGS 84 with the longitude first.
_WGS84 = re.compile(r"(?i)crs:?84|epsg:+4326|epsg::?4979|wgs ?84")


@dataclass(frozen=True, slots=True)
class ListFile:
    """The cells of a list.

    Parameters
    ----------
    header
        The columns, in small letters.
    rows
        For each row its number in the file (a line, a row of a sheet, a feature) and its cells.
    decimal_comma
        Whether "48,5" is a number in it.
    others
        Whether columns that are no list's may stand in it, as those of map editors.
    faults
        One line for each row that has no cells.
    """

    header: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]]
    decimal_comma: bool = False
    others: bool = False
    faults: tuple[str, ...] = ()


def read_list_file(path: Path) -> ListFile:
    """Read the cells of a place list.

    Parameters
    ----------
    path
        A ``.xlsx`` workbook (its first sheet), a ``.geojson`` or ``.json`` file of points, or else
        CSV: commas, semicolons or tabs; UTF-8, UTF-16 with its mark, or a code page of Windows,
        which is then told in a `WarmapWarning`.

    Raises
    ------
    PlaceListError
        The file can't be read, is too large, or is not what its ending says.

    Examples
    --------
    >>> read_list_file(Path("nothing.csv"))
    Traceback (most recent call last):
    warmap.errors.PlaceListError: nothing.csv: can't be read: No such file or directory; ...
    """
    data, ending = _read(path), path.suffix.lower()
    if ending in _EXCEL or data.startswith(b"PK\x03\x04"):
        return _workbook(data, path.name)
    if ending in _GEOJSON:
        return _geojson(_decoded(data, path.name), path.name)
    return _csv(_decoded(data, path.name), path.name)


def _read(path: Path) -> bytes:
    try:
        # A named pipe would block at opening, so its kind is asked first.
        if not stat.S_ISREG(path.stat().st_mode):
            raise PlaceListError(f"{path}: not a regular file; give a CSV file")
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise PlaceListError(f"{path}: can't be read: {why}; give a CSV file") from error
    except ValueError as error:
        if isinstance(error, PlaceListError):
            raise
        raise PlaceListError(f"{str(path)!r}: not a file name: {error}") from error
    if len(data) > _MOST_BYTES:
        raise PlaceListError(
            f"{path}: over {_MOST_BYTES // 1_000_000} MB, too large for a place list"
        )
    return data


def _decoded(data: bytes, name: str) -> str:
    encoding = next((e for mark, e in _BOMS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or b"\0" in data:
            raise PlaceListError(
                f"{name}: no valid {encoding.upper()} (byte {error.start}); save it as CSV UTF-8"
            ) from error
    encoding = _code_page(data)
    warnings.warn(
        f"{name}: not in UTF-8; read as {encoding.replace('cp', 'Windows-')}, as spreadsheets save"
        " it. If names look wrong, save it as CSV UTF-8",
        WarmapWarning,
        stacklevel=2,
    )
    return data.decode(encoding, errors="replace")


def _code_page(data: bytes) -> str:
    """Windows-1251 or -1252: Cyrillic words have no Latin letters, and accents stand among them."""
    cyrillic = accents = 0
    for word in _WORD.findall(data):
        high = sum(byte >= 0xC0 for byte in word)
        if word.isascii() or (high < 2 and not _LATIN.search(word)):
            continue
        if _LATIN.search(word):
            accents += sum(byte >= 0x80 for byte in word)
        else:
            cyrillic += len(word)
    return "cp1251" if cyrillic > accents else "cp1252"


def _csv(text: str, name: str) -> ListFile:
    told = re.match(r"(?i)sep=(.)(\r\n|\r|\n)", text)  # Excel's own first line
    if told:
        text = "\n" + text[told.end() :]  # an empty line, so that lines keep their numbers
    first = text.lstrip("\r\n").split("\n", 1)[0].split("\r", 1)[0]
    separator = told[1] if told else max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: tuple[str, ...] | None = None
    rows: list[tuple[int, dict[str, str]]] = []
    faults: list[str] = []
    try:
        line = 1
        for cells in reader:
            if header is None:
                if any(cell.strip() for cell in cells):
                    header = _header(cells)
            elif any(cell.strip() for cell in cells):
                if any(cell.strip() for cell in cells[len(header) :]):
                    faults.append(
                        f"{name}:{line}: {len(cells)} cells where the header has {len(header)}; "
                        "put quotes around a cell that holds the separator"
                    )
                else:
                    rows.append((line, _row(header, cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise PlaceListError(f"{name}:{reader.line_num}: no valid CSV: {error}") from error
    return ListFile(header or (), rows, decimal_comma=separator != ",", faults=tuple(faults))


def _header(cells: Iterable[str]) -> tuple[str, ...]:
    header = [cell.strip().lower() for cell in cells]
    while header and not header[-1]:  # spreadsheets write empty columns
        header.pop()
    return tuple(header)


def _row(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * (len(header) - len(cells))]
    return {column: cell.strip() for column, cell in zip(header, padded, strict=False)}


def _workbook(data: bytes, name: str) -> ListFile:
    """The first sheet of a workbook."""
    openpyxl = _openpyxl(name)
    try:
        _check_unpacked(data, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that aren't read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            cells = [
                [_cell_text(value) for value in row]
                for row in _first_sheet(book).iter_rows(
                    max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS, values_only=True
                )
            ]
    except PlaceListError:
        raise
    # What a damaged workbook raises is openpyxl's, zipfile's or the XML parser's own affair.
    except Exception as error:
        raise PlaceListError(
            f"{name}: no workbook that can be read ({type(error).__name__}); save it as .xlsx or"
            " CSV UTF-8"
        ) from error
    if len(cells) > _MOST_ROWS:
        raise PlaceListError(f"{name}: over {_MOST_ROWS} rows, too many for a place list")
    filled = [(n, row) for n, row in enumerate(cells, 1) if any(cell.strip() for cell in row)]
    if not filled:
        return ListFile((), [])
    header = _header(filled[0][1])
    rows = [(number, _row(header, row)) for number, row in filled[1:]]
    return ListFile(header, rows, decimal_comma=True)


def _first_sheet(book: Any) -> Any:  # noqa: ANN401 - openpyxl's
    sheet = book.worksheets[0]
    # A sheet says how large it is, and one with a format for whole columns says a million rows.
    sheet.reset_dimensions()
    return sheet


def _check_unpacked(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > _MOST_UNPACKED:
        raise PlaceListError(
            f"{name}: over {_MOST_UNPACKED // 1_000_000} MB unpacked, too large for a place list"
        )


def _openpyxl(name: str) -> Any:  # noqa: ANN401 - a module
    try:
        import openpyxl
    except ImportError as error:
        raise PlaceListError(
            f"{name}: workbooks need openpyxl: pip install 'warmap[excel]', or use CSV"
        ) from error
    return openpyxl


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return str(value)


def _geojson(text: str, name: str) -> ListFile:
    """A feature for each row; its point is the row's."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlaceListError(f"{name}: no valid GeoJSON: {error}") from error
    if isinstance(whole, dict) and whole.get("type") == "Feature":
        whole = {"features": [whole]}
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list):
        raise PlaceListError(f"{name}: no valid GeoJSON: it has no list of features")
    crs = whole.get("crs")
    if crs is not None and not _WGS84.search(json.dumps(crs)):
        raise PlaceListError(
            f"{name}: its coordinates are not WGS 84 (crs {json.dumps(crs)[:80]}); save it in"
            " EPSG:4326"
        )
    rows, faults = [], []
    for number, feature in enumerate(features, 1):
        cells, fault = _feature(feature)
        if fault:
            faults.append(f"{name}:{number}: {fault}")
        else:
            rows.append((number, cells))
    header = tuple(dict.fromkeys(["name", *(column for _, cells in rows for column in cells)]))
    return ListFile(header, rows, others=True, faults=tuple(faults))


def _feature(feature: object) -> tuple[dict[str, str], str]:
    """The cells of a feature, or what is wrong with it."""
    if not isinstance(feature, dict):
        return {}, "it is no feature"
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        return {}, "its properties are no object"
    cells = {
        str(key).strip().lower(): _json_text(value).strip() for key, value in properties.items()
    }
    if any("\ud800" <= character <= "\udfff" for text in cells.values() for character in text):
        return {}, "a text in it has half a character (a lone surrogate); write it again"
    if not re.search("[:A-Za-z]", cells.get("id", "")):
        cells.pop("id", None)  # map editors number their features
    geometry = feature.get("geometry")
    if geometry is None:
        return cells, ""
    point, fault = _point(geometry)
    return cells | point, fault


def _point(geometry: object) -> tuple[dict[str, str], str]:
    """The point of a feature as cells, or what is wrong with it."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    place = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind != "Point":
        return {}, f"its geometry is {kind!r}; a place is a Point"
    if place in (None, []):
        return {}, ""
    if not (
        isinstance(place, list)
        and len(place) >= 2
        and all(isinstance(value, int | float) for value in place[:2])
    ):
        return {}, f"its coordinates are {json.dumps(place)[:40]}; give [longitude, latitude]"
    return {"lon": repr(place[0]), "lat": repr(place[1])}, ""


def _json_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return _cell_text(value) if isinstance(value, int | float) else json.dumps(value)


def workbook_bytes(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet, equal bytes for equal rows.

    Parameters
    ----------
    header
        The columns.
    rows
        The cells; numbers of the columns ``lat``, ``lon``, ``radius_km`` and ``score`` as text.

    Raises
    ------
    PlaceListError
        openpyxl is missing.

    Examples
    --------
    >>> workbook_bytes(["name"], [["Kyiv"]]) == workbook_bytes(["name"], [["Kyiv"]])
    True
    """
    openpyxl = _openpyxl("list.xlsx")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "places"
    sheet.append(list(header))
    for number, row in enumerate(rows, 2):
        for at, (column, text) in enumerate(zip(header, row, strict=True), 1):
            if text:
                cell = sheet.cell(number, at)
                if column in ("lat", "lon", "radius_km", "score"):
                    cell.value = float(text)
                else:
                    cell.value = _storable(text)
                    cell.data_type = "s"  # "=1+1" stays what it is
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    for at, column in enumerate(header):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(at + 1)].width = _WIDTHS.get(
            column, 12
        )
    book.properties.creator = "warmap"
    book.properties.created = book.properties.modified = dt.datetime(2000, 1, 1)  # noqa: DTZ001
    return _without_times(book)


_WIDTHS = {"name": 24, "id": 30, "comment": 30, "rivals": 60, "quote": 60, "note": 30}
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)[:32_000]  # Excel's limit is 32,767


def _without_times(book: Any) -> bytes:  # noqa: ANN401 - openpyxl's
    """The workbook as an archive whose entries bear no time."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with (
        zipfile.ZipFile(saved) as archive,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(archive.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = archive.read(name)
            if name == "docProps/core.xml":  # saving sets the time of the change
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content
                )
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()

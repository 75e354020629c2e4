"""Whether a gazetteer file is the bundled one, and whether it keeps the laws of gazetteers.

It takes a path and gives one line for each law, with the faults it found. It repairs nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from warmap.areas import ukraine_units
from warmap.bundled import ReadOnlyTable, data_path
from warmap.gazetteer import DEGREE, SCHEMA, SOURCES
from warmap.matching import distance_km
from warmap.model import KINDS

__all__ = ["Law", "bundled_sha256", "file_sha256", "verify_gazetteer"]

# How far the outlines are wrong at most, measured on settlements with points of their own: Kyiv
# city is drawn twice its size, so that its suburbs lie up to this far from their oblast.
_OUTLINE_KM = 10.0
# Slavutych and its quarters: a part of Kyiv Oblast within Chernihiv Oblast that no outline shows.
_EXCLAVES = {"UA-32": (51.5225, 30.7181, 5.0)}  # latitude, longitude, kilometres
_KM_PER_DEGREE = 111.2
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Law:
    """One law, how many rows it was tried on, and the first of those that break it."""

    name: str
    checked: int
    broken: int
    examples: tuple[str, ...] = ()


def verify_gazetteer(path: str | Path | None = None) -> list[Law]:
    """Try the laws on a gazetteer file.

    Parameters
    ----------
    path
        The file; the bundled one when None, whose bytes are compared with `bundled_sha256` too.

    Raises
    ------
    GazetteerError
        The file is missing, damaged or of another schema version.

    Examples
    --------
    >>> [law.name for law in verify_gazetteer() if law.broken]
    []
    """
    file = Path(path) if path is not None else data_path("gazetteer.sqlite")
    table = ReadOnlyTable(file, schema=SCHEMA)
    laws = [
        _single(table, "no GeoNames id or row number is given twice", "id"),
        _single(table, "no KATOTTG code is given twice", "katottg"),
        _single(table, "no code is given twice by one source", "code", "source"),
        *_parents(table),
        _inside(table),
    ]
    return [_same_bytes(file), *laws] if path is None else laws


def bundled_sha256() -> str:
    """The sha256 of the bundled gazetteer, as ``data/README.md`` states it.

    Examples
    --------
    >>> len(bundled_sha256())
    64
    """
    text = data_path("README.md").read_text(encoding="utf-8")
    found = re.search(r"^\| `gazetteer\.sqlite` .*`([0-9a-f]{64})` \|$", text, re.MULTILINE)
    return found[1] if found else ""


def file_sha256(path: str | Path) -> str:
    """The sha256 of a file, in hexadecimal digits."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _same_bytes(file: Path) -> Law:
    found, stated = file_sha256(file), bundled_sha256()
    wrong = () if found == stated else (f"sha256 {found}, stated {stated or 'nowhere'}",)
    return Law("the bytes are those that data/README.md states", 1, len(wrong), wrong)


def _law(name: str, checked: int, faults: list[str]) -> Law:
    return Law(name, checked, len(faults), tuple(faults[:_MOST_SHOWN]))


def _single(table: ReadOnlyTable, name: str, *columns: str) -> Law:
    key = ", ".join(columns)
    rows = table.rows(f"SELECT count(*) FROM place WHERE {columns[0]} IS NOT NULL")  # noqa: S608
    twice = table.rows(
        f"SELECT {key}, count(*) FROM place WHERE {columns[0]} IS NOT NULL"  # noqa: S608
        f" GROUP BY {key} HAVING count(*) > 1"
    )
    return _law(name, rows[0][0], [f"{row[0]}: {row[-1]} times" for row in twice])


def _parents(table: ReadOnlyTable) -> list[Law]:
    """Every name has a place, every place a unit, every unit its country, region and district."""
    nation, region = KINDS.index("country"), KINDS.index("region")
    geonames = SOURCES.index("geonames")
    countries = f"SELECT code FROM place WHERE code <> '' AND kind = {nation}"  # noqa: S608
    regions = f"SELECT code FROM place WHERE code <> '' AND kind IN ({region}, {nation})"  # noqa: S608
    districts = f"""SELECT printf('UA%017d', katottg) FROM place WHERE katottg IS NOT NULL
        UNION SELECT cast(id AS TEXT) FROM place WHERE source = {geonames}"""  # noqa: S608
    checks = (
        ("every name has its place", "form", "name", "place", "SELECT id FROM place"),
        ("every place has its unit", "name", "place", "unit", "SELECT id FROM unit"),
        ("every unit has its country", "country", "unit", "country", countries),
        ("every unit has its region", "admin1", "unit", "admin1", regions),
        ("every unit has its district", "admin2", "unit", "admin2", districts),
    )
    laws = []
    for law, shown, rows, parent, known in checks:
        count = table.rows(f"SELECT count(*) FROM {rows}")[0][0]  # noqa: S608
        lost = table.rows(
            f"SELECT {shown} FROM {rows} WHERE {parent} <> '' AND {parent} NOT IN ({known})"  # noqa: S608
        )
        laws.append(_law(law, count, [str(row[0]) for row in lost]))
    return laws


def _inside(table: ReadOnlyTable) -> Law:
    """Every settlement of Ukraine lies in its oblast, or its radius reaches it."""
    import shapely

    outlines = {
        unit["properties"]["id"]: shapely.from_geojson(json.dumps(unit["geometry"]))
        for unit in ukraine_units()["features"]
    }
    kinds = ", ".join(str(KINDS.index(kind)) for kind in ("city", "town", "village"))
    rows = table.rows(
        "SELECT p.name, u.admin1, p.lat, p.lon, p.radius FROM place p JOIN unit u ON u.id = p.unit"  # noqa: S608
        f" WHERE u.country = 'UA' AND p.kind IN ({kinds})"
    )
    faults = []
    for name, admin1, north, east, radius in rows:
        lat, lon = north / DEGREE, east / DEGREE
        outline = outlines.get(admin1)
        if outline is None:
            faults.append(f"{name}: no unit {admin1!r}")
            continue
        away = shapely.distance(outline, shapely.Point(lon, lat)) * _KM_PER_DEGREE - radius
        if away > _OUTLINE_KM and not _in_exclave(admin1, lat, lon):
            faults.append(f"{name} lies {away:.0f} km outside of {admin1}")
    name = f"every settlement of Ukraine lies in its oblast, by {_OUTLINE_KM:.0f} km or its radius"
    return _law(name, len(rows), faults)


def _in_exclave(admin1: str, lat: float, lon: float) -> bool:
    if admin1 not in _EXCLAVES:
        return False
    north, east, reach = _EXCLAVES[admin1]
    return distance_km(lat, lon, north, east) <= reach

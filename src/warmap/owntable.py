"""The user's own gazetteer: one SQLite file of exact points, further names and further places.

Points of settlements that the gazetteer knows only roughly stand under that place's id; everything
else is a place of its own. `imports` fills the file; which of several answers counts is for
`layers` to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warmap.bundled import ReadOnlyTable
from warmap.gazetteer import DEGREE, MATCHES
from warmap.model import KINDS, Candidate
from warmap.names import normalise

__all__ = ["INDEXES", "SCHEMA", "TABLES", "ExactPoint", "OwnTable"]

SCHEMA = 1
TABLES = """
CREATE TABLE file (id INTEGER PRIMARY KEY, name TEXT UNIQUE, sha256 TEXT, rows INTEGER);
CREATE TABLE exact (place TEXT, file INTEGER, lat INTEGER, lon INTEGER, geonameid INTEGER,
    population INTEGER, PRIMARY KEY (place, file)) WITHOUT ROWID;
CREATE TABLE place (id INTEGER PRIMARY KEY, file INTEGER, source_id TEXT, kind INTEGER, name TEXT,
    local_name TEXT, country TEXT, admin1 TEXT, admin2 TEXT, lat INTEGER, lon INTEGER,
    population INTEGER, geonameid INTEGER);
CREATE TABLE name (form TEXT, file INTEGER, place INTEGER, known TEXT, match INTEGER);
"""
INDEXES = """
CREATE INDEX name_form ON name (form);
CREATE INDEX place_source_id ON place (source_id);
"""
_PLACE = """p.source_id, p.kind, p.name, p.local_name, p.country, p.admin1, p.admin2,
    p.lat, p.lon, p.population, p.geonameid, f.name"""


@dataclass(frozen=True, slots=True)
class ExactPoint:
    """A better point for a place of the gazetteer, and the file that gives it."""

    lat: float
    lon: float
    geonameid: int | None
    population: int | None
    file: str


class OwnTable:
    """The places of one file that `import_places` made.

    Parameters
    ----------
    path
        The SQLite file.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._table = ReadOnlyTable(path, schema=SCHEMA)

    def __repr__(self) -> str:
        return f"OwnTable({str(self.path)!r})"

    def lookup(self, name: str, /) -> tuple[Candidate, ...]:
        """The user's own places of that name, in the order in which they were imported."""
        rows = self._table.rows(
            f"SELECT {_PLACE}, n.match FROM name n JOIN place p ON p.id = n.place"  # noqa: S608
            " JOIN file f ON f.id = p.file WHERE n.form = ? ORDER BY p.id",
            (normalise(name),),
        )
        return tuple(_candidate(row) for row in rows)

    def known_as(self, name: str, /) -> list[str]:
        """Ids of places of the gazetteer that the files also call so."""
        query = "SELECT DISTINCT known FROM name WHERE form = ? AND known IS NOT NULL ORDER BY 1"
        return [place_id for (place_id,) in self._table.rows(query, (normalise(name),))]

    def by_id(self, place_id: str, /) -> Candidate | None:
        """The own place with an id such as ``user:mine.csv:12``, or None."""
        source, _, key = place_id.partition(":")
        rows = self._table.rows(
            f"SELECT {_PLACE}, 0 FROM place p JOIN file f ON f.id = p.file"  # noqa: S608
            " WHERE p.source_id = ? AND (p.geonameid IS NOT NULL) = ? LIMIT 1",
            (key, source == "geonames"),
        )
        return _candidate(rows[0]) if rows and source in ("user", "geonames") else None

    def exact_point(self, place_id: str, /) -> ExactPoint | None:
        """The point for a place of the gazetteer that was imported last, or None."""
        rows = self._table.rows(
            "SELECT e.lat, e.lon, e.geonameid, e.population, f.name FROM exact e"
            " JOIN file f ON f.id = e.file WHERE e.place = ? ORDER BY e.file DESC LIMIT 1",
            (place_id,),
        )
        if not rows:
            return None
        lat, lon, *rest = rows[0]
        return ExactPoint(lat / DEGREE, lon / DEGREE, *rest)

    def forms_from(self, letter: str, /) -> list[str]:
        """The normalised names that start with a letter, each once."""
        query = "SELECT DISTINCT form FROM name WHERE form >= ? AND form < ?"
        return [form for (form,) in self._table.rows(query, (letter, chr(ord(letter) + 1)))]

    def files(self) -> list[dict[str, Any]]:
        """The imported files: name, sha256, rows, exact points, places."""
        query = """SELECT name, sha256, rows, (SELECT count(*) FROM exact WHERE file = f.id),
            (SELECT count(*) FROM place WHERE file = f.id) FROM file f ORDER BY id"""
        fields = ("name", "sha256", "rows", "exact", "places")
        return [dict(zip(fields, row, strict=True)) for row in self._table.rows(query)]


def _candidate(row: tuple[Any, ...]) -> Candidate:
    (
        source_id, kind, name, local_name, country, admin1, admin2, lat, lon, population,
        geonameid, file, match,
    ) = row  # fmt: skip
    return Candidate(
        source="geonames" if geonameid else "user",
        source_id=source_id,
        name=name,
        local_name=local_name,
        kind=KINDS[kind],
        country=country,
        admin1=admin1,
        lat=lat / DEGREE,
        lon=lon / DEGREE,
        admin2=admin2,
        population=population,
        geonameid=geonameid,
        match=MATCHES[match],
        placed_by=file,
    )

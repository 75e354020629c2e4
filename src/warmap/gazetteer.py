"""The gazetteer: a name in, every place it may mean out.

`Gazetteer` is the protocol that the stages speak; `GazetteerTable` answers from one SQLite file
without loading it. It ranks only by what the table knows about name and place; which candidate a
sentence means is for `resolve` to decide.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from warmap.bundled import ReadOnlyTable, data_path
from warmap.model import KINDS, PRECISIONS, Candidate, Match
from warmap.names import normalise

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "MATCHES",
    "SOURCES",
    "Gazetteer",
    "GazetteerTable",
    "default_gazetteer",
    "normalise",
    "rank",
]

SCHEMA = 3
# The table stores these as their places in the list.
SOURCES = ("geonames", "katottg", "natural_earth", "warmap")
MATCHES: tuple[Match, ...] = ("name", "local", "alias", "former", "demonym", "abbreviation")
# Row numbers below are GeoNames ids themselves; other places are numbered from here on.
FIRST_OWN_ID = 100_000_000
DEGREE = 100_000  # points are stored in units of 0.00001°, about a metre

# Best first: a name that the place bears today before one it is also called or once was, ...
MATCH_RANK = {"name": 0, "local": 0, "abbreviation": 0, "alias": 1, "former": 2, "demonym": 3}
# ... then the larger kind of unit; then inhabitants.
KIND_RANK = {
    kind: rank
    for rank, kinds in enumerate(
        (
            ("country",),
            ("region",),
            ("city",),
            ("sea", "river", "site", "other"),
            ("town", "district"),
            ("village",),
        )
    )
    for kind in kinds
}

COLUMNS = """p.id, p.source, p.kind, p.name, p.local_name, u.country, u.admin1, u.admin2,
    p.lat, p.lon, p.population, p.katottg, p.code, p.precision, p.radius, p.former, p.capital"""
PLACES = f"SELECT {COLUMNS} FROM place p JOIN unit u ON u.id = p.unit WHERE "  # noqa: S608
BY_NAME = f"""SELECT {COLUMNS}, n.match FROM name n JOIN place p ON p.id = n.place
    JOIN unit u ON u.id = p.unit WHERE n.form = ?"""  # noqa: S608


class Gazetteer(Protocol):
    """Whatever can say which places a name may mean."""

    def lookup(self, name: str, /) -> Sequence[Candidate]:
        """The places that `name` may mean, best first; empty when there is none."""
        ...


def _candidate(row: tuple[Any, ...]) -> Candidate:
    (
        number, source, kind, name, local_name, country, admin1, admin2,
        lat, lon, population, katottg, code, precision, radius, former, capital, match,
    ) = row  # fmt: skip
    geonameid = number if number < FIRST_OWN_ID else None
    source_id = code or (f"UA{katottg:017d}" if SOURCES[source] == "katottg" else str(number))
    return Candidate(
        source=SOURCES[source],
        source_id=source_id if SOURCES[source] != "geonames" else str(number),
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
        precision=PRECISIONS[precision],
        radius_km=radius,
        match=MATCHES[match],
        former=tuple(former.split("|")) if former else (),
        capital=bool(capital),
    )


def rank(candidate: Candidate) -> tuple[int, int, int, str]:
    """The key that sorts the bearers of a name: how it belongs to them, then how large they are."""
    return (
        MATCH_RANK[candidate.match],
        KIND_RANK[candidate.kind],
        -(candidate.population or 0),
        candidate.id,
    )


class GazetteerTable:
    """Every place of one SQLite gazetteer file, answered without loading it.

    Parameters
    ----------
    path
        A file made by ``data/build_gazetteer.py``.

    Examples
    --------
    >>> table = default_gazetteer()
    >>> [(c.kind, c.admin1) for c in table.lookup("Donetsk")[:2]]
    [('region', 'UA-14'), ('city', 'UA-14')]
    >>> "Мелітополь" in table, "Nowhereville Upon Nothing" in table
    (True, False)
    """

    def __init__(self, path: str | Path) -> None:
        self._table = ReadOnlyTable(path, schema=SCHEMA)
        # One cache for each table, so that two tables never answer for each other.
        self._cached = lru_cache(maxsize=16384)(self._places_called)

    def __repr__(self) -> str:
        return f"GazetteerTable({str(self._table.path)!r})"

    def __reduce__(self) -> tuple[type[GazetteerTable], tuple[Path]]:
        return GazetteerTable, (self._table.path,)

    def lookup(self, name: str, /) -> tuple[Candidate, ...]:
        """The places called `name` in any spelling that `normalise` makes one, best first.

        Raises
        ------
        GazetteerError
            The file is missing, damaged or of another schema version.

        Examples
        --------
        >>> default_gazetteer().lookup("Artemivsk")[0].name
        'Bakhmut'
        """
        return self._cached(name)

    def _places_called(self, name: str) -> tuple[Candidate, ...]:
        found = [_candidate(row) for row in self._table.rows(BY_NAME, (normalise(name),))]
        if not found and "-" in name.strip("-"):  # "Pétion-Ville": the table has one word
            joined = self._places_called(name.replace("-", ""))
            return tuple(place for place in joined if place.match == "name")
        return tuple(sorted(found, key=rank)) if found else ()

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        return bool(self.lookup(name))

    def forms_from(self, letter: str, /) -> list[str]:
        """The normalised names that start with a letter, each once.

        Examples
        --------
        >>> "kyiv" in default_gazetteer().forms_from("k")
        True
        """
        query = "SELECT DISTINCT form FROM name WHERE form >= ? AND form < ?"
        after = chr(ord(letter) + 1)
        return [form for (form,) in self._table.rows(query, (letter, after))]

    def by_id(self, place_id: str, /) -> Candidate | None:
        """The place with an id, or None.

        Parameters
        ----------
        place_id
            ``geonames:701305``, ``katottg:UA14120050230096532``, ``iso:UA-14`` (ISO 3166-2) or
            ``iso:UA`` (ISO 3166-1).

        Examples
        --------
        >>> default_gazetteer().by_id("geonames:701305").name
        'Mezhova'
        >>> default_gazetteer().by_id("iso:UA-43").name
        'Crimea'
        """
        source, _, key = place_id.partition(":")
        if source == "geonames" and re.fullmatch(r"[0-9]{1,8}", key):
            rows = self._table.rows(PLACES + "p.id = ?", (int(key),))
        elif source == "katottg" and re.fullmatch(r"UA[0-9]{17}", key):
            rows = self._table.rows(PLACES + "p.katottg = ?", (int(key[2:]),))
        elif source in {"iso", "warmap"} and re.fullmatch(r"[A-Za-z0-9~-]{1,60}", key):
            wanted = SOURCES.index("warmap") if source == "warmap" else -1
            rows = self._table.rows(
                PLACES + "p.code = ? AND (p.source = ?) = (? >= 0)",
                (key, SOURCES.index("warmap"), wanted),
            )
        else:
            rows = []
        return _candidate((*rows[0], MATCHES.index("name"))) if rows else None

    def admin1_of(self, code: str, /) -> str:
        """The ISO 3166-2 code of GeoNames' admin-1 unit, or empty.

        Examples
        --------
        >>> default_gazetteer().admin1_of("UA.05")
        'UA-14'
        """
        rows = self._table.rows("SELECT iso FROM admin1 WHERE geonames = ?", (code,))
        return str(rows[0][0]) if rows else ""

    def geonameids(self) -> frozenset[int]:
        """The GeoNames ids of all its places.

        Examples
        --------
        >>> 701305 in default_gazetteer().geonameids()
        True
        """
        rows = self._table.rows("SELECT id FROM place WHERE id < ?", (FIRST_OWN_ID,))
        return frozenset(number for (number,) in rows)

    def info(self) -> dict[str, Any]:
        """What the file holds: editions, counts, licences and attribution lines.

        Examples
        --------
        >>> sorted(default_gazetteer().info())
        ['attribution', 'counts', 'schema', 'sources']
        """
        stored = dict(self._table.rows("SELECT key, value FROM meta"))
        return {"schema": SCHEMA} | {key: json.loads(value) for key, value in stored.items()}


@lru_cache(maxsize=1)
def default_gazetteer() -> GazetteerTable:
    """The bundled gazetteer, opened once.

    Raises
    ------
    GazetteerError
        The bundled file is missing.

    Examples
    --------
    >>> default_gazetteer().lookup("Mezhova")[0].id
    'geonames:701305'
    """
    return GazetteerTable(data_path("gazetteer.sqlite"))

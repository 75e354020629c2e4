"""One place of somebody's file, before anybody knows which place of the gazetteer it is.

The readers (`geonames` for GeoNames' own formats, `ownfiles` for tables and layers) give these;
`matching` and `owntable` take them. The module reads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from warmap.errors import GazetteerError
from warmap.model import Kind

__all__ = ["BadRow", "PlaceRecord", "RecordKind"]

RecordKind = Literal["dump", "postal", "own"]
"""What a file is: GeoNames' places, GeoNames' postal codes, or the user's own places."""


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A named point of a file.

    Parameters
    ----------
    line
        Where the file has it: line, or number of the feature, from 1.
    name
        Its name as the file gives it.
    names
        All its names, `name` among them.
    lat, lon
        WGS 84 degrees.
    kind
        What it is.
    country, admin1
        ISO 3166-1 alpha-2; GeoNames' admin-1 code (``04``) or ISO 3166-2 (``UA-12``); or empty.
    raion
        The first six characters of the raion's KATOTTG code, where the file tells it.
    unit
        Name of the second-level unit in the file's own words, which may be of another time.
    population, geonameid
        None when unknown.
    id
        The id of the place that the row is about, as place lists write it; or the user's own.

    Examples
    --------
    >>> PlaceRecord(1, "Зоря", ("Зоря",), 48.4, 37.7, country="UA").kind
    'village'
    """

    line: int
    name: str
    names: tuple[str, ...]
    lat: float
    lon: float
    kind: Kind = "village"
    country: str = ""
    admin1: str = ""
    raion: str = ""
    unit: str = ""
    population: int | None = None
    geonameid: int | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that gives no place, and why."""

    line: int
    name: str
    why: str


def point(lat: str, lon: str) -> tuple[float, float]:
    """Two texts as a point on the globe.

    Raises
    ------
    GazetteerError
        They are no numbers, or off the globe.
    """
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        raise GazetteerError(f"{lat!r}, {lon!r} are no degrees") from None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise GazetteerError(f"{lat}, {lon} is not on the globe; latitude comes first")
    return north, east

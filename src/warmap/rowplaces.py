"""The places that rows of the user's place list describe, move or correct.

It takes checked rows and gives candidates. It does not know which mentions they are for.
"""

from __future__ import annotations

from dataclasses import replace

from warmap.errors import PlaceListError
from warmap.matching import distance_km
from warmap.model import Candidate, Kind, Precision
from warmap.placerows import PlaceRow

__all__ = [
    "corrected_place",
    "lies_there",
    "moved_place",
    "place_of",
    "place_of_first",
    "what_it_changes",
]

_SAME_KM = 0.01  # five decimals of a degree, which spreadsheets keep, are a metre


def place_of(row: PlaceRow) -> Candidate:
    """The place that a row with coordinates describes."""
    if row.lat is None or row.lon is None:
        raise PlaceListError(f"{row.file}:{row.line}: column lat: a place needs lat and lon")
    place = Candidate(
        "place_list",
        f"{row.file}:{row.line}",
        row.names[0],
        "",
        row.kind or "other",
        row.country,
        row.admin1,
        lat=row.lat,
        lon=row.lon,
    )
    return corrected_place(place, row)


def place_of_first(
    place: Candidate, row: PlaceRow, first_lines: dict[tuple[object, ...], int]
) -> Candidate:
    """The place of a row, which is that of an earlier one with the same name, id and point."""
    if row.lat is None:
        return place
    line = first_lines.setdefault((row.names[0], row.id, row.lat, row.lon), row.line)
    return replace(place, source_id=f"{row.file}:{line}")


def moved_place(place: Candidate, to: Candidate, row: PlaceRow) -> Candidate:
    """A place where a row says that it lies."""
    return replace(
        place,
        source=to.source,
        source_id=to.source_id,
        lat=to.lat,
        lon=to.lon,
        precision=row.precision or "exact",
        radius_km=row.radius_km or 0.0,
    )


def corrected_place(place: Candidate, row: PlaceRow) -> Candidate:
    """A place with the corrections of a row."""
    kind: Kind = row.kind or place.kind
    precision: Precision = row.precision or place.precision
    radius = place.radius_km if row.radius_km is None else row.radius_km
    return replace(
        place,
        kind=kind,
        country=row.country or place.country,
        admin1=row.admin1 or place.admin1,
        precision=precision,
        radius_km=radius,
    )


def lies_there(row: PlaceRow, place: Candidate) -> bool:
    """Whether a row gives the point that a place has anyway."""
    if row.lat is None or row.lon is None:
        return False
    return distance_km(row.lat, row.lon, place.lat, place.lon) <= _SAME_KM


def what_it_changes(row: PlaceRow, found: Candidate, role: str) -> PlaceRow:
    """The row without all that says what was found anyway.

    A row of a written list has the cells of the place that was found. Who changes some leaves the
    others: those are no word about the new place.

    Examples
    --------
    >>> found = Candidate("geonames", "1", "Zoria", "", "village", "UA", "UA-14", 48.5, 37.7)
    >>> row = PlaceRow("mine.csv", 2, ("Zorya",), "keep", lat=48.5, lon=37.7, id="geonames:2",
    ...                kind="village", country="UA", admin1="UA-14")
    >>> changes = what_it_changes(row, found, "literal")
    >>> changes.id, changes.lat, changes.kind
    ('geonames:2', None, '')
    """
    there = lies_there(row, found)
    return replace(
        row,
        id="" if row.id == found.id else row.id,
        lat=None if there else row.lat,
        lon=None if there else row.lon,
        kind="" if row.kind == found.kind else row.kind,
        country="" if row.country == found.country else row.country,
        admin1="" if row.admin1 == found.admin1 else row.admin1,
        role="" if row.role == role else row.role,
        precision="" if row.precision == found.precision else row.precision,
        radius_km=None if row.radius_km == round(found.radius_km, 3) else row.radius_km,
    )

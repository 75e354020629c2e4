"""The places that rows of the user's place list describe, move or correct.

It takes checked rows and gives candidates. It does not know which mentions they are for.
"""

from __future__ import annotations

from dataclasses import replace

from warmap.errors import PlaceListError
from warmap.model import Candidate, Kind, Precision
from warmap.placerows import PlaceRow

__all__ = ["corrected_place", "moved_place", "place_of", "place_of_first"]


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

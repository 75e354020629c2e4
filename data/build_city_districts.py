"""Districts of Ukraine's large cities: "Kherson's Dniprovskyi district", "the Saltivskyi district".

The codifier lists 108, and nobody gives their points: each stands at its city's, known to its
municipality. Those that GeoNames has, with a point of their own, answer to the names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from build_places import Place
from build_sources import read_city_districts
from build_ukraine import latin_variants, today
from warmap.matching import distance_km
from warmap.names import normalise

__all__ = ["city_districts"]

_SAME_KM = 30.0  # a city is no wider: two districts of a name within it are one


def city_districts(ukrainian: Sequence[Place], radius_km: float) -> list[Place]:
    """The districts that GeoNames lacks, kind district; the others get their names.

    Parameters
    ----------
    ukrainian
        Ukraine's places; the cities among them give the points.
    radius_km
        How far from the centre of its municipality nine of ten settlements lie.
    """
    by_code = {place.katottg: place for place in ukrainian if place.katottg}
    known: dict[str, list[Place]] = defaultdict(list)
    for place in ukrainian:
        if place.geonameid and place.kind == "district":
            for form in place.forms:
                known[form].append(place)
    found: list[Place] = []
    for code, city_code, adjective in read_city_districts():
        city, names = by_code[city_code], sorted(latin_variants(adjective))
        local = f"{adjective} район"
        forms = [form for name in names for form in (name, f"{name} district", f"{name} raion")]
        named = _known(city, (p for form in (local, *forms) for p in known[normalise(form)]))
        if named is None:
            named = _city_district(code, today(adjective), local, city)
            named.radius_km = radius_km
            found.append(named)
        for form in forms:
            named.add(form, "name")
    return found


def _city_district(code: str, name: str, local: str, city: Place) -> Place:
    """A district at the point of its city."""
    place = Place(
        source="katottg",
        name=f"{name} District",
        local_name=local,
        kind="district",
        country="UA",
        admin1=city.admin1,
        admin2=city.admin2,
        lat=city.lat,
        lon=city.lon,
        katottg=code,
        precision="hromada",
    )
    place.add(local, "local")
    return place


def _known(city: Place, places: Iterable[Place]) -> Place | None:
    """The first of the places that lies in a city."""
    near = (p for p in places if distance_km(city.lat, city.lon, p.lat, p.lon) < _SAME_KM)
    return next(near, None)

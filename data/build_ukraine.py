"""Ukraine's settlements: the codifier KATOTTG joined to GeoNames, the rest placed by their unit.

A settlement and a GeoNames place are one when raion and Ukrainian name agree and GeoNames also
knows the Latin form of that name. A settlement that GeoNames does not list gets the centre of the
located settlements of its hromada, else of its raion, with the radius that holds nine of ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from translitua import UkrainianBGN, UkrainianKMU, translit

from build_areas import region_of
from build_places import CYRILLIC, Place
from build_russian import russian_latin, russian_variants
from build_seats import seat_of
from build_sources import (
    Codified,
    read_city_subdivisions,
    read_codifier,
    read_subdivisions,
)
from warmap.matching import distance_km
from warmap.model import Kind
from warmap.names import is_usable_alias, normalise

SETTLEMENTS = "KMXC"
LEVELS = ("hromada", "raion", "region")
CITY = 50_000  # inhabitants; below it a місто is a town
TOWN = 3_000  # inhabitants; below it a селище is a village
CITY_REACH_KM = 15
HOME_KM = 36  # no place lies farther from the next known settlement of its region
STRAY_KM = 100  # no raion is that large
# Kilometres that hold nine of ten villages of GeoNames' postal-code table of Ukraine, when each is
# placed by its unit: `measure_radius.py` prints them. Villages are farther from the centre than
# the larger places, which leaving out one at a time measures.
VILLAGES_KM = {"hromada": 25.2, "raion": 62.6, "region": 113.1}
# Letters that one of the two languages has and the other has not.
RUSSIAN_ONLY = set("ыэъёЫЭЪЁ")
UKRAINIAN_ONLY = set("іїєґІЇЄҐ’'ʼ")


def today(name: str) -> str:
    """The Latin form of a Ukrainian name by the national table of 2010."""
    return str(translit(name, UkrainianKMU))


def latin_variants(name: str) -> set[str]:
    """Latin forms of a Ukrainian name that other systems give; `today` is one of them."""
    bgn = str(translit(name, UkrainianBGN))
    return {today(name), bgn, bgn.replace("yy", "y"), today(name).replace("iia", "ia")}


@dataclass(frozen=True, slots=True)
class Join:
    """What the join gives: settlement → GeoNames row, and each GeoNames row's raion."""

    rows: dict[str, dict[str, Any]]
    raions: dict[int, str]


def geonames_raions(codes: set[str]) -> dict[int, str]:
    """GeoNames id → first six characters of the raion's code, for the Ukrainian places."""
    subdivisions = read_subdivisions()
    result = {}
    for geonameid, numbers in read_city_subdivisions().items():
        for number in numbers:
            unit = subdivisions[number]
            digits = "UA" + unit.code.split(".")[-1]
            if unit.country == "UA" and unit.level == 2 and digits in codes:
                result[geonameid] = digits
    return result


def _agreement(
    settlement: Codified, row: dict[str, Any], forms: set[str], variants: set[str]
) -> int:
    """0: not one place; 1: the Latin form is an alias; 2: it is GeoNames' own name."""
    if normalise(row["name"]) in variants:
        return 2
    return 1 if normalise(settlement.name) in forms and variants & forms else 0


def _pairs(
    settlements: list[Codified], rows: list[dict[str, Any]]
) -> list[tuple[Codified, dict[str, Any]]]:
    """Who is who among settlements and rows of one name: clear cases only.

    The larger goes with the larger where category and population both say which that is.
    """
    if not settlements or not rows:
        return []
    settlements = sorted(settlements, key=lambda s: ("KMXC".index(s.category), s.code))
    rows = sorted(rows, key=lambda row: (-row["population"], row["geonameid"]))
    clear_settlement = len(settlements) == 1 or settlements[0].category != settlements[1].category
    clear_row = len(rows) == 1 or rows[0]["population"] > 2 * rows[1]["population"]
    if clear_settlement and clear_row:
        return [(settlements[0], rows[0]), *_pairs(settlements[1:], rows[1:])]
    return []


def _without_strays(
    rows: dict[str, dict[str, Any]], settlements: list[Codified]
) -> dict[str, dict[str, Any]]:
    """The pairs without those whose point lies nowhere near their raion."""
    raion = {settlement.code: settlement.raion for settlement in settlements}
    centres = {
        code: _middle(points, np.median)
        for code, points in _points_by({code: raion[code] for code in rows}, rows).items()
    }
    return {
        code: row
        for code, row in rows.items()
        if not raion[code]  # Kyiv and Sevastopol
        or distance_km(*centres[raion[code]], row["latitude"], row["longitude"]) < STRAY_KM
    }


def _points_by(
    unit: dict[str, str], rows: dict[str, dict[str, Any]]
) -> dict[str, list[tuple[float, float]]]:
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for code, row in rows.items():
        points[unit[code]].append((row["latitude"], row["longitude"]))
    return points


def _middle(
    points: list[tuple[float, float]], mean: Callable[[Any], Any] = np.mean
) -> tuple[float, float]:
    lat, lon = np.array(points).T
    return float(mean(lat)), float(mean(lon))


def join(settlements: list[Codified], cities: list[dict[str, Any]]) -> Join:
    """Join settlements to the Ukrainian rows of GeoNames; unclear cases stay apart."""
    raions = geonames_raions({s.raion[:6] for s in settlements if s.raion})
    regions = {s.code: s.iso for s in read_subdivisions().values() if s.level == 1}
    variants = {s.code: {normalise(form) for form in latin_variants(s.name)} for s in settlements}
    groups: dict[str, list[Codified]] = defaultdict(list)
    for settlement in settlements:
        groups[settlement.raion[:6]].append(settlement)
        groups[region_of(settlement.code)].append(settlement)
    found: dict[int, dict[tuple[str, str], list[tuple[Codified, dict[str, Any]]]]] = {2: {}, 1: {}}
    for row in cities:
        # A row without raion is sought in its whole region.
        home = raions.get(row["geonameid"], regions["UA." + row["admin1code"]])
        forms = {normalise(name) for name in row["alternatenames"]}
        for settlement in groups[home]:
            level = _agreement(settlement, row, forms, variants[settlement.code])
            if level:
                key = (home, normalise(settlement.name))
                found[level].setdefault(key, []).append((settlement, row))
    rows: dict[str, dict[str, Any]] = {}
    taken: set[int] = set()
    for level in (2, 1):
        for _, pairs in sorted(found[level].items()):
            free = [(s, r) for s, r in pairs if s.code not in rows and r["geonameid"] not in taken]
            ours = {s.code: s for s, _ in free}
            theirs = {r["geonameid"]: r for _, r in free}
            for settlement, row in _pairs(list(ours.values()), list(theirs.values())):
                rows[settlement.code] = row
                taken.add(row["geonameid"])
    return Join(_without_strays(rows, settlements), raions)


@dataclass(frozen=True, slots=True)
class Centres:
    """Where unlocated settlements go: unit's code → centre, and each level's radius in km."""

    points: dict[str, tuple[float, float]]
    radius: dict[str, float]


def leave_one_out(groups: dict[str, list[tuple[float, float]]]) -> list[float]:
    """For each point, its distance in km to the centre of the others of its group."""
    errors = []
    for points in groups.values():
        total = np.sum(points, axis=0)
        for point in points if len(points) > 1 else []:
            lat, lon = (total - np.array(point)) / (len(points) - 1)
            errors.append(distance_km(lat, lon, *point))
    return errors


def located_by(
    level: str, settlements: list[Codified], rows: dict[str, dict[str, Any]]
) -> dict[str, list[tuple[float, float]]]:
    """Unit of a level → the points of its located settlements."""
    units = {s.code: getattr(s, level) for s in settlements if s.code in rows}
    groups = _points_by(units, rows)
    groups.pop("", None)
    return groups


def centres(settlements: list[Codified], rows: dict[str, dict[str, Any]]) -> Centres:
    """Centres of all units with a located settlement; the radii are the larger measured ones."""
    points: dict[str, tuple[float, float]] = {}
    radius = {}
    for level in LEVELS:
        groups = located_by(level, settlements, rows)
        points |= {code: _middle(members) for code, members in groups.items()}
        towns = round(float(np.percentile(leave_one_out(groups), 90)), 1)
        radius[level] = max(towns, VILLAGES_KM[level])
    return Centres(points, radius)


def ukrainian_places(cities: list[dict[str, Any]]) -> tuple[list[Place], Centres]:
    """All settlements, hromadas and raions of the codifier and GeoNames' Ukrainian places.

    Parameters
    ----------
    cities
        GeoNames' rows of Ukraine.
    """
    codified = read_codifier()
    settlements = [unit for unit in codified if unit.category in SETTLEMENTS]
    joined = join(settlements, cities)
    middle = centres(settlements, joined.rows)
    raion_codes = {unit.code[:6]: unit.code for unit in codified if unit.category == "P"}
    places = [_settlement(s, joined.rows.get(s.code), middle) for s in settlements]
    towns = [place for place in places if place.geonameid and place.kind == "city"]
    codified_names = {(s.raion, normalise(s.name)) for s in settlements}
    taken = {place.geonameid for place in places}
    regions = {s.code: s.iso for s in read_subdivisions().values() if s.level == 1}
    located = [place for place in places if place.geonameid]
    for row in cities:
        if row["geonameid"] not in taken:
            place = _other_place(row, towns)
            place.admin1 = regions["UA." + row["admin1code"]]
            place.admin2 = raion_codes.get(joined.raions.get(row["geonameid"], ""), "")
            _move_home(place, located)
            if (place.admin2, normalise(place.local_name)) in codified_names:
                # One of several of that name in the raion; the join could not tell which.
                place.kind = "village"
                place.add(place.name, "name")
            places.append(place)
    return places + _units(codified, joined.rows, middle), middle


def _move_home(place: Place, located: list[Place]) -> None:
    """Correct a region that GeoNames states wrongly.

    It counts as wrong when no settlement of that region is known within `HOME_KM` of the point;
    then the nearest settlement's region and raion hold.
    """
    away = [(distance_km(place.lat, place.lon, p.lat, p.lon), p) for p in located]
    if min((far for far, p in away if p.admin1 == place.admin1), default=0.0) > HOME_KM:
        nearest = min(away, key=lambda pair: (pair[0], pair[1].katottg or ""))[1]
        place.admin1, place.admin2 = nearest.admin1, nearest.admin2


def _settlement_kind(category: str, population: int) -> Kind:
    if category in "KM":
        return "city" if population >= CITY else "town"
    return "town" if category == "X" and population >= TOWN else "village"


def _settlement(settlement: Codified, row: dict[str, Any] | None, middle: Centres) -> Place:
    place = Place(
        source="geonames" if row else "katottg",
        name=today(settlement.name),
        local_name=settlement.name,
        kind=_settlement_kind(settlement.category, row["population"] if row else 0),
        country="UA",
        admin1=region_of(settlement.code),
        # Chornobyl and Prypiat belong to no raion: the codifier then repeats the region's code.
        admin2=settlement.raion
        if settlement.category != "K" and settlement.raion[4:6] != "00"
        else "",
        lat=0.0,
        lon=0.0,
        katottg=settlement.code,
    )
    if row:
        place.lat, place.lon = row["latitude"], row["longitude"]
        place.geonameid, place.population = row["geonameid"], row["population"] or None
    else:
        for level in ("hromada", "raion", "region"):
            code = getattr(settlement, level)
            if code in middle.points:
                place.lat, place.lon = middle.points[code]
                place.precision, place.radius_km = level, middle.radius[level]
                break
    place.add(place.name, "name")
    place.add(settlement.name, "local")
    for form in latin_variants(settlement.name):
        place.add(form, "name")  # "Zorya" is today's name as much as "Zoria"
    for form in russian_latin(settlement.name):
        place.add(form)
    if row:
        _add_aliases(place, row)
    return place


def _add_aliases(place: Place, row: dict[str, Any]) -> None:
    for name in [row["name"], *row["alternatenames"]]:
        if is_usable_alias(name):
            place.add(name)
            if CYRILLIC.search(name) and not UKRAINIAN_ONLY & set(name):
                for form in russian_variants(name):
                    place.add(form)


def _other_place(row: dict[str, Any], towns: list[Place]) -> Place:
    """A GeoNames row that is no settlement of the codifier: a part of a city, or a spot.

    The codifier lists every settlement by its name of today, so such a row never counts as a
    city of its own, and its names only as aliases.
    """
    near = any(
        distance_km(town.lat, town.lon, row["latitude"], row["longitude"]) < CITY_REACH_KM
        and (town.population or 0) > row["population"]
        for town in towns
    )
    local = _ukrainian_name(row)
    place = Place(
        source="geonames",
        name=today(local) if local else row["name"],
        local_name=local,
        kind="district" if near else "village",
        country="UA",
        lat=row["latitude"],
        lon=row["longitude"],
        population=row["population"] or None,
        geonameid=row["geonameid"],
    )
    place.add(place.name)
    place.add(local)
    _add_aliases(place, row)
    return place


def _ukrainian_name(row: dict[str, Any]) -> str:
    """The Cyrillic alternate name whose Latin form is GeoNames' own name, or nothing."""
    wanted = normalise(row["name"])
    for name in sorted(row["alternatenames"]):
        ukrainian = CYRILLIC.search(name) and not RUSSIAN_ONLY & set(name)
        if ukrainian and wanted in {normalise(form) for form in latin_variants(name)}:
            return str(name)
    return ""


def _units(
    codified: list[Codified], rows: dict[str, dict[str, Any]], middle: Centres
) -> list[Place]:
    """Raions and hromadas, kind district.

    English calls them by their seat ("Pokrovsk Raion", "Shostka hromada"). They answer only to
    names that say what they are: the bare name is that of the seat, which the text means.
    """
    members: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for unit in codified:
        if unit.category in SETTLEMENTS:
            members[unit.hromada].append((unit.name, unit.category))
            members[f"{unit.raion}{unit.category}"].append((unit.name, unit.category))
    located: dict[str, list[float]] = defaultdict(list)
    for unit in codified:
        if unit.code in rows:
            row = rows[unit.code]
            for code in (unit.raion, unit.hromada):
                if code in middle.points:
                    centre = middle.points[code]
                    located[code].append(distance_km(*centre, row["latitude"], row["longitude"]))
    places = []
    for unit in codified:
        if unit.category not in "PH":
            continue
        raion = unit.category == "P"
        known = unit.code if unit.code in middle.points else unit.raion
        lat, lon = middle.points[known if known in middle.points else unit.region]
        spread = located.get(unit.code, [])
        level = "raion" if raion else "hromada"
        reach = round(float(np.percentile(spread, 90)), 1) if len(spread) > 4 else 0.0
        place = Place(
            source="katottg",
            name=f"{today(unit.name)} {level}",
            local_name=f"{unit.name} {'район' if raion else 'громада'}",
            kind="district",
            country="UA",
            admin1=region_of(unit.code),
            admin2="" if raion else unit.raion,
            lat=lat,
            lon=lon,
            katottg=unit.code,
            precision="raion" if raion else "hromada",
            radius_km=reach or middle.radius[level],
        )
        place.add(place.local_name, "local")
        # A raion's seat is a city, else a settlement; it has many villages of like names.
        within = (unit.code + "M", unit.code + "X") if raion else (unit.code,)
        seats = (seat_of(unit.name, members[key]) for key in within)
        _name_unit(place, unit, next(filter(None, seats), ""))
        places.append(place)
    return places


def _name_unit(place: Place, unit: Codified, seat: str) -> None:
    """Call a raion or hromada by its seat where one fits, else by the codifier's adjective."""
    words = ("raion", "district", "rayon") if unit.category == "P" else ("hromada", "community")
    if seat:
        place.name = f"{today(seat)} {words[0].title() if unit.category == 'P' else words[0]}"
        for form in sorted(latin_variants(seat)):
            for word in words:
                place.add(f"{form} {word}", "name")
    place.add(place.name, "name")
    for word in words:
        place.add(f"{today(unit.name)} {word}")

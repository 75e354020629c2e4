"""Make ``ukrainian_names.csv``: what places outside Ukraine are called in Ukrainian.

Run it as ``python data/build_ukrainian_names.py`` after ``build_gazetteer.py``. Countries and the
cities that time zones are named for come from Unicode's CLDR, regions from Natural Earth, waters
and sites from ``cyrillic_names.csv``; further cities have the name of their region, or one of
GeoNames' alternate names, or are in a list below. GeoNames does not say in the edition at hand
which language an alternate name is in: one that Ukrainian alone can have written so is taken, or
else one that a Ukrainian dictionary has. A place without a line here keeps its English name.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from babel import Locale
from babel.core import get_global

from build_local_names import has_word
from build_russian import russian_variants
from build_sources import DATA, read_cities, read_units
from warmap.gazetteer import default_gazetteer
from warmap.names import normalise

# Letters and endings of Ukrainian that neither Russian nor the South Slavic languages write …
UKRAINIAN = re.compile(r"[іїєґ]|[сцз]ьк", re.IGNORECASE)
# … and those that Ukrainian doesn't have: foreign letters, and the ends of Belarusian names.
FOREIGN = re.compile(r"[^а-щьюяіїєґ’ -]|[сцз]к(?:і|ая)?\b|\bгорад\b", re.IGNORECASE)
LEAST_PEOPLE = 50_000
LIKE = 0.72  # so like the Latin name that it is the same name in another script
# The same of a word of the dictionary, which may be another word: "Бургас" isn't Burgos.
LIKE_WORD = 0.84
SHORTEST_WORD = 5  # letters: "Мед" is honey, not Meda
# By hand: capitals and a few more that the sources lack or don't tell from other languages.
CITIES = {
    "geonames:160196": "Додома",
    "geonames:281133": "Газа",
    "geonames:290030": "Доха",
    "geonames:290340": "Манама",
    "geonames:292968": "Абу-Дабі",
    "geonames:501175": "Ростов-на-Дону",
    "geonames:71137": "Сана",
    "geonames:786714": "Приштина",
    "geonames:934154": "Порт-Луї",
    "geonames:1261481": "Нью-Делі",
    "geonames:1273294": "Делі",
    "geonames:1282027": "Мале",
    "geonames:1283240": "Катманду",
    "geonames:1526273": "Астана",
    "geonames:1581130": "Ханой",
    "geonames:2172517": "Канберра",
    "geonames:2198148": "Сува",
    "geonames:2220957": "Яунде",
    "geonames:2279755": "Ямусукро",
    "geonames:2352778": "Абуджа",
    "geonames:2538475": "Рабат",
    "geonames:3061370": "Злін",
    "geonames:2562305": "Валлетта",
    "geonames:2661552": "Берн",
    "geonames:3374333": "Прая",
    "geonames:3378644": "Джорджтаун",
    "geonames:3489854": "Кінгстон",
    "geonames:3583361": "Сан-Сальвадор",
    "geonames:3621849": "Сан-Хосе",
    "geonames:3652462": "Кіто",
    "geonames:3903987": "Сукре",
    "geonames:4140963": "Вашингтон",
    "geonames:6094817": "Оттава",
    "geonames:6611854": "Нейп’їдо",
}


def countries() -> dict[str, str]:
    """``iso:XX`` → name, of every country of the gazetteer."""
    names = Locale("uk").territories
    table = default_gazetteer()
    return {f"iso:{iso}": _plain(names[iso]) for iso in names if table.by_id(f"iso:{iso}")}


def regions() -> dict[str, str]:
    """``iso:XX-YY`` → name, of the regions that are one unit of Natural Earth."""
    found: dict[str, list[str]] = defaultdict(list)
    for unit in read_units():
        found[unit.iso].append(_plain(unit.props["name_uk"] or ""))
    table = default_gazetteer()
    return {
        f"iso:{iso}": names[0]
        for iso, names in found.items()
        if len(names) == 1 and names[0] and table.by_id(f"iso:{iso}")
    }


def by_hand() -> dict[str, str]:
    """The first Ukrainian name of each line of ``cyrillic_names.csv``, countries left out."""
    with (DATA / "cyrillic_names.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["id"], row["uk"].split("|")[0]) for row in csv.DictReader(file)]
    return {place: name for place, name in rows if name and not re.fullmatch("iso:..", place)}


def zone_cities() -> dict[str, str]:
    """Cities after which time zones are named: the largest of that name in the zone's country."""
    english, ukrainian = (Locale(lang)._data["time_zones"] for lang in ("en", "uk"))  # noqa: SLF001 - babel has no function for a zone's city alone
    result = {}
    for zone, country in sorted(get_global("zone_territories").items()):
        if "city" not in ukrainian.get(zone, {}):
            continue
        name = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        towns = [
            place
            for place in default_gazetteer().lookup(name)
            if place.country == country and place.kind in {"city", "town", "village"}
        ]
        if towns:
            largest = max(towns, key=lambda place: (place.population or 0, place.id))
            result[largest.id] = _plain(ukrainian[zone]["city"])
    return result


def alternate_names() -> dict[str, str]:
    """Cities of GeoNames with an alternate name that only Ukrainian can have written so."""
    return _most_like(_ukrainian, LIKE)


def dictionary_names() -> dict[str, str]:
    """Cities of GeoNames with an alternate name that a Ukrainian dictionary has."""
    return _most_like(_in_dictionary, LIKE_WORD)


def _most_like(
    names_of: Callable[[dict[str, list[str]]], list[str]], least: float
) -> dict[str, str]:
    result = {}
    for row in read_cities():
        if row["population"] < LEAST_PEOPLE or row["countrycode"] == "UA":
            continue
        wanted = normalise(row["name"])
        ranked = [(_likeness(name, wanted), _is_thing(name), name) for name in names_of(row)]
        likeness, _, name = max(ranked, default=(0.0, False, ""))
        if likeness >= least:
            result[f"geonames:{row['geonameid']}"] = name
    return result


def named_as_their_regions(found: dict[str, str]) -> dict[str, str]:
    """Cities that have the name of the region in which they lie, as Ankara has in both languages.

    Most Ukrainian names of regions are adjectives (Ростовська область), which no city has.
    """
    table = default_gazetteer()
    called: defaultdict[str, set[str]] = defaultdict(set)
    for unit in read_units():
        # Not only the names that are shown: both sources say Makkah, and Mecca is shown.
        own = (unit.props["name"] or "", unit.props["name_en"] or "")
        called[unit.iso] |= {normalise(name) for name in own if name}
    result = {}
    for row in read_cities():
        city = table.by_id(f"geonames:{row['geonameid']}")
        if city is None or (city.population or 0) < LEAST_PEOPLE or city.country == "UA":
            continue
        name = found.get(f"iso:{city.admin1}", "")
        if not {normalise(city.name), normalise(row["name"])} & called[city.admin1]:
            continue
        # "Пекін" is not like "Beijing", but it is one word and no adjective with its noun.
        like = " " not in name or _likeness(name, normalise(city.name)) >= LIKE
        if name and like and not FOREIGN.search(name):
            result[city.id] = name
    return result


def _possible(row: dict[str, list[str]]) -> list[str]:
    names = {_plain(name) for name in row["alternatenames"]}
    return sorted(n for n in names if not FOREIGN.search(n) and n.istitle())


def _ukrainian(row: dict[str, list[str]]) -> list[str]:
    return [name for name in _possible(row) if UKRAINIAN.search(name)]


def _in_dictionary(row: dict[str, list[str]]) -> list[str]:
    return [n for n in _possible(row) if len(n) >= SHORTEST_WORD and _is_thing(n)]


def _is_thing(word: str) -> bool:
    return has_word("uk", word, "NOUN", "inan", "nomn")  # a thing's name in the nominative


def _likeness(name: str, wanted: str) -> float:
    forms = sorted({normalise(form) for form in russian_variants(name)})
    return max(difflib.SequenceMatcher(None, wanted, form).ratio() for form in forms)


def _plain(name: str) -> str:
    """With the usual apostrophe, and г for a foreign g, as the orthography of 2019 has it."""
    return " ".join(name.translate(str.maketrans("ʼ'ґҐ", "’’гГ")).split())


def write(path: Path, names: dict[str, str]) -> None:
    """The table: id and name, sorted by id. Places in Ukraine have their own local names."""
    table = default_gazetteer()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "name"])
        for place_id in sorted(names):
            place = table.by_id(place_id)
            if place and (place.country != "UA" or not place.local_name):
                writer.writerow([place_id, names[place_id]])


if __name__ == "__main__":
    areas = regions() | countries()
    cities = dictionary_names() | named_as_their_regions(areas) | alternate_names()
    cities |= zone_cities() | CITIES
    write(DATA / "ukrainian_names.csv", cities | areas | by_hand())

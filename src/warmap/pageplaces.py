"""A place as the page's data has it: names, point and label, shape; and the land around places.

It takes candidates and gives plain data. It does not know what names them: one article, several, or
a corpus.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from warmap.gazetteer import default_gazetteer
from warmap.matching import distance_km
from warmap.model import Candidate
from warmap.naming import name_in, name_of_id
from warmap.providers import attribution_of
from warmap.regions import regions_around
from warmap.shapes import Window, background, inner_point, label_point, outline, units, waters
from warmap.towns import towns_around
from warmap.wording import say, wording

__all__ = [
    "PlaceKeys",
    "credits_of",
    "english_name",
    "land_around",
    "place_data",
    "place_key",
    "where",
]

Data = dict[str, Any]


def place_key(name: str, /) -> str:
    """The part of a page address that names a place.

    Examples
    --------
    >>> place_key("Zaporizhzhia Oblast"), place_key("Ṣūr"), place_key("Зоря")
    ('zaporizhzhia-oblast', 'sur', 'зоря')
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    composed = unicodedata.normalize("NFC", plain).casefold()
    return re.sub(r"[\W_]+", "-", composed).strip("-") or "place"


class PlaceKeys:
    """The keys of a page's places: no two have the same.

    Examples
    --------
    >>> keys = PlaceKeys()
    >>> [keys.take(name) for name in ("Zoria", "Zoria", "Lyman")]
    ['zoria', 'zoria-2', 'lyman']
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._times: dict[str, int] = {}

    def take(self, name: str, /) -> str:
        """A key that nobody has yet, by the place's name."""
        key = base = place_key(name)
        count = self._times.get(base, 1)  # hundreds of villages may have one name
        while key in self._taken:
            count += 1
            key = f"{base}-{count}"
        self._times[base] = count
        self._taken.add(key)
        return key


def place_data(place: Candidate, /, *, keys: PlaceKeys, lang: str = "en") -> Data:
    """A place as the page's data has it, with the mentions and the note still empty.

    Parameters
    ----------
    place
        As it was found, or as a frame has it.
    keys
        Those of the places before it on the page.
    lang
        The language of its name, and of the units that hold it.

    Examples
    --------
    >>> found = default_gazetteer().by_id("geonames:701305")
    >>> data = place_data(found, keys=PlaceKeys())
    >>> data["name"], data["key"], data["local"], data["where"]
    ('Mezhova', 'mezhova', 'Межова', 'Dnipropetrovsk Oblast, Ukraine')
    """
    known = default_gazetteer().by_id(place.id)  # a frame doesn't carry former names
    own = (place.lat, place.lon)
    lat, lon = _label(place, known)
    name = name_in(place, lang)
    return {
        "admin1": place.admin1,
        "country": place.country,
        "english": english_name(place, lang),
        "former": list(known.former if known else place.former),
        "geonameid": place.geonameid,
        "id": place.id,
        "key": keys.take(place.name),
        "kind": place.kind,
        "lat": round(lat, 5),
        "local": place.local_name if place.local_name != name else "",
        "lon": round(lon, 5),
        "mentions": [],
        "name": name,
        "note": "",
        "point": [round(place.lat, 5), round(place.lon, 5)] if (lat, lon) != own else None,
        "population": place.population,
        "precision": place.precision,
        "radius_km": place.radius_km,
        "shape": _shape(place),
        "where": where(place, lang=lang),
    }


def english_name(place: Candidate, lang: str, /) -> str:
    """The English name, where the page shows another one.

    Examples
    --------
    >>> istanbul = default_gazetteer().by_id("geonames:745044")
    >>> english_name(istanbul, "en"), english_name(istanbul, "uk")
    ('', 'Istanbul')
    """
    return place.name if name_in(place, lang) != place.name else ""


def _shape(place: Candidate) -> str | Data | None:
    """A country's, region's or water's own; of Ukraine and its units, which are there, the id."""
    if place.source == "natural_earth" and place.country == "UA":
        return place.source_id
    known = place.source == "natural_earth" or (
        place.source == "warmap" and place.kind in {"sea", "river"}
    )
    return outline(place.source_id) if known else None


def credits_of(places: Iterable[Candidate], /, *, lang: str = "en") -> list[str]:
    """Whom to name: the bundled data, and the servers that places or points came from.

    A server is named in its own words.

    Examples
    --------
    >>> credits_of([])[0], credits_of([], lang="uk")[0]  # doctest: +NORMALIZE_WHITESPACE
    ('Places and names: GeoNames (geonames.org), CC BY 4.0, changed',
     'Місця й назви: GeoNames (geonames.org), CC BY 4.0, зі змінами')
    """
    english, words = wording("en"), wording(lang)
    keys = [f"credits.data.{source}" for source in english["credits"]["data"]]
    said = {say(english, key): say(words, key) for key in keys}
    named = default_gazetteer().info()["attribution"]
    lines: dict[str, None] = dict.fromkeys(said.get(line, line) for line in named)
    for place in places:
        served = attribution_of(place.source) if place.source != "geonames" else ""
        lines |= dict.fromkeys(line for line in (served, place.placed_by) if line)
    return list(lines)


def land_around(
    places: Sequence[Data],
    view: Window,
    limits: Window,
    /,
    *,
    lang: str = "en",
    views: Sequence[Window] = (),
    without: Collection[str] = (),
) -> Data:
    """What the map shows under and around its places.

    Parameters
    ----------
    places
        As `place_data` gives them. Countries among them get their shape as far as the map shows it.
    view, limits
        What the page shows first, and how far it can be moved (see `view.limits_of`).
    lang
        The language of names.
    views
        What it shows first of each of several articles.
    without
        Ids and names of towns that are not for orientation (see `towns.towns_around`).

    Returns
    -------
    dict
        ``units`` of Ukraine, ``countries``, and ``regions`` of some (id, name, shape), ``waters``
        (names and where they may stand), ``towns`` for orientation (name, point and zoom), and
        ``attribution`` (one line).

    Examples
    --------
    >>> window = (22.0, 47.0, 24.0, 49.5)
    >>> around = land_around([], window, window, lang="uk")
    >>> [country["name"] for country in around["countries"]]
    ['Угорщина', 'Польща', 'Румунія', 'Словаччина']
    """
    for place in places:
        if place["kind"] == "country" and place["shape"]:
            place["shape"] = _country_shape(place, limits)
            _bring_label_within(place, limits)
    drawn = {place["id"].partition(":")[2] for place in places if place["kind"] == "country"}
    return {
        "attribution": "© GeoNames (CC BY 4.0) · Natural Earth",
        "countries": [
            country | {"name": name_of_id(f"iso:{country['id']}", lang) or country["name"]}
            for country in background(limits, without=drawn)
        ],
        "regions": regions_around(places, view, limits, lang=lang),
        "towns": towns_around(places, [view, *views], limits, lang=lang, without=without),
        "units": [
            {
                "id": unit["id"],
                "name": unit["local"] if lang == "uk" else unit["name"],
                "shape": unit["shape"],
            }
            for unit in units()
        ],
        "waters": [
            sea | {"name": name_of_id(sea["id"], lang) or sea["name"]} for sea in waters(limits)
        ],
    }


def _country_shape(place: Data, limits: Window) -> Data | None:
    """A country's outline as far as the map shows it; if it shows none, that by its label."""
    code, lat, lon = place["id"].partition(":")[2], place["lat"], place["lon"]
    shape = outline(code, window=limits)
    if shape and not shape["parts"]:
        shape = outline(code, window=(lon - 6, lat - 4, lon + 6, lat + 4))
    return shape if shape and shape["parts"] else None


def _bring_label_within(place: Data, limits: Window) -> None:
    """Let the label of a country stand where the map can go: much of Russia is farther off."""
    west, south, east, north = limits
    lat, lon = place["lat"], place["lon"]
    if (west <= lon <= east and south <= lat <= north) or not isinstance(place["shape"], dict):
        return
    inside = inner_point(place["shape"], limits)
    if inside:
        place["point"] = place["point"] or [lat, lon]
        place["lat"], place["lon"] = round(inside[0], 5), round(inside[1], 5)


def _label(place: Candidate, known: Candidate | None) -> tuple[float, float]:
    """Where a label stands: an area's in the middle of its shape, unless it was moved by hand.

    The gazetteer has GeoNames' point of it, often in its capital, whose label would hide it.
    """
    own = (place.lat, place.lon)
    moved = known is None or distance_km(*own, known.lat, known.lon) > 1
    if moved or place.source != "natural_earth":
        return own
    return label_point(place.source_id) or own


def where(place: Candidate, /, *, lang: str = "en") -> str:
    """The units that hold a place, in words: "Donetsk Oblast, Ukraine".

    Examples
    --------
    >>> where(default_gazetteer().by_id("geonames:745044"))
    'Istanbul, Turkey'
    """
    codes = [place.admin1] if place.kind != "region" else []
    if place.kind != "country":
        codes.append(place.country)
    return _names_of(tuple(code for code in codes if code), lang)


@lru_cache(maxsize=4096)  # twenty thousand places lie in a few hundred units
def _names_of(codes: tuple[str, ...], lang: str) -> str:
    units = [default_gazetteer().by_id(f"iso:{code}") for code in codes]
    return ", ".join(name_in(unit, lang) for unit in units if unit)

"""Three geocoding services: how geopy asks each of them, and what its answers mean.

It takes a name and gives checked `Answer` records. What comes from a server is hostile until
shown otherwise: answers with a missing or odd field raise, texts are cut. Waiting, trying again and
remembering are for `geocode`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from warmap.areas import area
from warmap.geocache import Answer
from warmap.geonames import kind_of_feature
from warmap.model import Kind

__all__ = ["PROVIDERS", "Provider", "Window", "attribution_of"]

Window = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

_MOST_ANSWERS = 10
_MOST_NAMES = 50
_MOST_LETTERS = 200
_OSM_KINDS: dict[str, Kind] = {
    "country": "country", "state": "region", "region": "region", "province": "region",
    "county": "district", "district": "district", "municipality": "district",
    "city": "city", "town": "town", "village": "village", "hamlet": "village",
    "isolated_dwelling": "village", "sea": "sea", "ocean": "sea", "bay": "sea", "strait": "sea",
    "river": "river", "water": "river", "reservoir": "river", "island": "site", "cape": "site",
    "peak": "site", "aerodrome": "site", "dam": "site", "plant": "site", "bridge": "site",
}  # fmt: skip
_OSM_ELEMENTS = {"N": "node", "W": "way", "R": "relation"}
# Units that Russia claims: a server that gives them to it is corrected (UN GA 68/262, ES-11/4).
_CLAIMED = ("UA-09", "UA-14", "UA-23", "UA-40", "UA-43", "UA-65")
_INSIDE = 0.05  # degrees: the outlines are about 2 km wrong near the border with Russia


@dataclass(frozen=True, slots=True)
class Provider:
    """One service.

    Parameters
    ----------
    name
        As users and tables write it.
    title
        As readers know it.
    domain
        Its public server.
    needs
        What it wants to know of who asks: ``user_agent`` or ``username``.
    attribution
        The line that its licence asks for.
    ask
        Takes geopy's geocoder, a name, a country's code or empty, and a window or None; gives
        geopy's locations.
    read
        Takes the service's own record of a place and gives an `Answer`.
    """

    name: str
    title: str
    domain: str
    needs: str
    attribution: str
    ask: Callable[[Any, str, str, Window | None], Any]
    read: Callable[[Mapping[str, Any]], Answer]

    @property
    def source(self) -> str:
        """What the places frame calls it."""
        return self.name

    def answers(self, locations: Any) -> tuple[Answer, ...]:  # noqa: ANN401 - geopy has no types
        """Geopy's locations as checked records.

        Raises
        ------
        ValueError, TypeError, LookupError, AttributeError
            An answer is not in the service's form.
        """
        found = locations or []
        return tuple(_checked(self.read(place.raw)) for place in found[:_MOST_ANSWERS])


def attribution_of(source: str) -> str:
    """The line that the licence of a service asks for; empty for anything else.

    Examples
    --------
    >>> attribution_of("nominatim"), attribution_of("katottg")
    ('© OpenStreetMap contributors, ODbL 1.0', '')
    """
    return PROVIDERS[source].attribution if source in PROVIDERS else ""


def _checked(answer: Answer) -> Answer:
    lat, lon = answer.lat, answer.lon
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError(f"{lat}, {lon} is not on the globe")
    if answer.country not in ("", "RU"):
        return answer
    unit = _claimed_unit(lat, lon)
    return replace(answer, country="UA", admin1=unit) if unit else answer


def _claimed_unit(lat: float, lon: float) -> str:
    import shapely

    point = shapely.Point(lon, lat)
    return next((unit for unit in _CLAIMED if _inner(unit).contains(point)), "")


@lru_cache(maxsize=len(_CLAIMED))
def _inner(unit: str) -> Any:  # noqa: ANN401 - a shapely geometry, which is imported late
    import json

    import shapely

    shape = shapely.from_geojson(json.dumps(area(unit)))
    # Crimea has no land border with Russia: there the shore is what may be drawn too coarsely.
    return shape.buffer(0.02) if unit in ("UA-40", "UA-43") else shape.buffer(-_INSIDE)


def _text(value: Any) -> str:  # noqa: ANN401 - JSON
    return " ".join(str(value or "").split())[:_MOST_LETTERS]


def _names(*values: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON
    """The names that a record has; one empty name for a house or a bench that has none."""
    return tuple(dict.fromkeys(filter(None, map(_text, values))))[:_MOST_NAMES] or ("",)


def _ask_nominatim(geocoder: Any, name: str, country: str, window: Window | None) -> Any:  # noqa: ANN401
    box = [(window[1], window[0]), (window[3], window[2])] if window else None
    return geocoder.geocode(
        name,
        exactly_one=False,
        limit=_MOST_ANSWERS,
        addressdetails=True,
        namedetails=True,
        language="en",
        country_codes=[country.lower()] if country else None,
        viewbox=box,
    )


def _read_nominatim(raw: Mapping[str, Any]) -> Answer:
    address = raw.get("address") or {}
    details = raw.get("namedetails") or {}
    names = _names(raw.get("name"), *details.values(), str(raw["display_name"]).partition(",")[0])
    what = str(raw.get("addresstype") or raw.get("type"))
    return Answer(
        id=f"{_text(raw['osm_type'])}/{int(raw['osm_id'])}",
        name=names[0],
        names=names,
        kind=_OSM_KINDS.get(what, _OSM_KINDS.get(str(raw.get("type")), "other")),
        category=_text(raw.get("class") or raw.get("category")),
        country=_text(address.get("country_code")).upper()[:2],
        admin1=_text(address.get("ISO3166-2-lvl4")),
        lat=float(raw["lat"]),
        lon=float(raw["lon"]),
    )


def _ask_geonames(geocoder: Any, name: str, country: str, _: Window | None) -> Any:  # noqa: ANN401
    return geocoder.geocode(name, exactly_one=False, country=country or None)


def _read_geonames(raw: Mapping[str, Any]) -> Answer:
    people = int(raw.get("population") or 0)
    country = _text(raw.get("countryCode"))[:2]
    iso = _text((raw.get("adminCodes1") or {}).get("ISO3166_2"))
    names = _names(raw.get("name"), raw.get("toponymName"))
    kind = kind_of_feature(str(raw.get("fcl")), str(raw.get("fcode")), people)
    return Answer(
        id=str(int(raw["geonameId"])),
        name=names[0],
        names=names,
        kind=kind or "other",
        category="place" if kind else _text(raw.get("fcode")),
        country=country,
        admin1=f"{country}-{iso}" if country and iso else "",
        lat=float(raw["lat"]),
        lon=float(raw["lng"]),
        population=people or None,
    )


def _ask_photon(geocoder: Any, name: str, _: str, window: Window | None) -> Any:  # noqa: ANN401
    middle = ((window[1] + window[3]) / 2, (window[0] + window[2]) / 2) if window else None
    return geocoder.geocode(
        name, exactly_one=False, limit=_MOST_ANSWERS, location_bias=middle, language="default"
    )


def _read_photon(raw: Mapping[str, Any]) -> Answer:
    told = raw["properties"]
    lon, lat = raw["geometry"]["coordinates"][:2]
    names = _names(told.get("name"))
    return Answer(
        id=f"{_OSM_ELEMENTS.get(str(told['osm_type']), 'node')}/{int(told['osm_id'])}",
        name=names[0],
        names=names,
        kind=_OSM_KINDS.get(str(told.get("osm_value")), "other"),
        category=_text(told.get("osm_key")),
        country=_text(told.get("countrycode")).upper()[:2],
        admin1="",
        lat=float(lat),
        lon=float(lon),
    )


_OSM = "© OpenStreetMap contributors, ODbL 1.0"
PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider(
            "nominatim", "Nominatim", "nominatim.openstreetmap.org", "user_agent", _OSM,
            _ask_nominatim, _read_nominatim,
        ),
        Provider(
            "geonames", "GeoNames", "secure.geonames.org", "username", "GeoNames, CC BY 4.0",
            _ask_geonames, _read_geonames,
        ),
        Provider(
            "photon", "Photon", "photon.komoot.io", "user_agent", _OSM, _ask_photon, _read_photon,
        ),
    )
}  # fmt: skip

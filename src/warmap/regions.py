"""The regions of the countries in which an article happens, for their borders and names.

Ukraine's units are on every page. Of another country the page shows its regions where they help: a
town in a blank country could be anywhere. It takes places and views as the page's data has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from statistics import median
from typing import Any

from warmap.areas import regions_within
from warmap.gazetteer import default_gazetteer
from warmap.naming import name_in
from warmap.shapes import DECIMALS, Window, bounds_of, encoded

__all__ = ["regions_around"]

# Of more countries than these the regions would be noise.
MOST_COUNTRIES = 2
# So large a share of the view's width the middle one of a country's regions has at least; smaller
# ones, such as the municipalities of Slovenia, are a net over the map.
LEAST_SHARE = 1 / 15
# A view is told to a thousandth of a degree, so that a place at its edge may lie just outside.
EDGE = 0.001

Data = dict[str, Any]


def regions_around(
    places: Sequence[Data], view: Window, limits: Window, /, *, lang: str = "en"
) -> list[Data]:
    """Regions to draw under the places, where these lie in one country or two.

    Parameters
    ----------
    places
        As the page's data has them.
    view, limits
        What the page shows first, and how far it can be moved.
    lang
        The language of the names.

    Returns
    -------
    list of dict
        ``id`` (ISO 3166-2), ``name`` and ``shape`` of each, sorted by id. Those that are places
        have their name and outline there, and only a shape here.

    Examples
    --------
    >>> town = {"country": "US", "kind": "town", "lat": 34.3, "lon": -83.8, "id": "geonames:1"}
    >>> found = regions_around([town], (-84.8, 33.3, -82.8, 35.3), (-91.0, 29.0, -77.0, 40.0))
    >>> [region["name"] for region in found][:2]
    ['Alabama', 'Arkansas']
    """
    west, south, east, north = view
    here = {
        place["country"]
        for place in places
        if place["kind"] != "country"
        and west - EDGE <= place["lon"] <= east + EDGE
        and south - EDGE <= place["lat"] <= north + EDGE
    }
    if len(here - {""}) > MOST_COUNTRIES:
        return []
    named = {place["id"].partition(":")[2] for place in places}
    found: list[Data] = []
    for country in sorted(here - {"", "UA"}):
        regions = [
            (iso, encoded(geometry, decimals=DECIMALS))
            for iso, geometry in regions_within(country, limits)
        ]
        if len(regions) > 1 and _wide(shape for _, shape in regions) >= LEAST_SHARE * (east - west):
            found += [
                {"id": iso, "name": "" if iso in named else _name(iso, lang), "shape": shape}
                for iso, shape in regions
            ]
    return found


def _wide(shapes: Iterable[Data]) -> float:
    """How wide and high the middle one of the shapes is, in degrees."""
    boxes = map(bounds_of, shapes)
    return median(sqrt((east - west) * (north - south)) for west, south, east, north in boxes)


def _name(iso: str, lang: str) -> str:
    known = default_gazetteer().by_id(f"iso:{iso}")
    return name_in(known, lang) if known else ""

"""International airports, by the names that news have for them.

From the package ``airportsdata``: what has an IATA code and calls itself international. Smaller
ones are left out: they are mostly called like their towns, which the gazetteer knows.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from math import cos, radians

from build_places import Place
from build_sources import package_file
from build_waters import code_of
from warmap.names import normalise

__all__ = ["airports"]

# "Hartsfield/Jackson Atlanta", "Bari / Palese": what lies on both sides of a stroke is one name.
_STROKE = re.compile(r" ?/ ?")
_SHORTEST = 4  # letters of a name without its city: "New" and "Al" are none
_LARGE = 500_000  # people of a city whose name is no other city's airport: "Sanya Phoenix"
_NAME = re.compile(r"([^(),]+) International Airport")


def airports(taken: Collection[str], settlements: Sequence[Place]) -> list[Place]:
    """The airports, by code; each is in the region of its country's nearest settlement.

    Parameters
    ----------
    taken
        Normalised names of places kept by hand: an airport that is among them is left out.
    settlements
        The settlements of the world.
    """
    nearby = defaultdict(list)
    for place in settlements:
        nearby[place.country].append(place)
    found, path = {}, package_file("airportsdata", "airports.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["iata"] and _head(row["name"])]
    large = {p.name for p in settlements if (p.population or 0) >= _LARGE}
    whole = set(taken) | {normalise(name) for row in rows for name in _names(_head(row["name"]))}
    for row in rows:
        head = _head(row["name"])
        short = _without(row["city"], head)
        aliases = [n for n in _names(short) if normalise(n) not in whole and short not in large]
        names = _names(head)
        if any(normalise(name) in taken for name in (*names, *aliases)):
            continue
        place = Place(
            "warmap", names[0], "site", row["country"], float(row["lat"]), float(row["lon"]),
            code=code_of("airport", f"{row['iata']} {names[0]}"),
        )  # fmt: skip
        place.admin1 = _nearest(place, nearby[place.country]).admin1
        for name in names:
            place.add(name, "name")
        for name in aliases:
            place.add(name)
        found[place.code] = place
    return [found[code] for code in sorted(found)]


def _nearest(place: Place, settlements: Sequence[Place]) -> Place:
    """The nearest settlement, or the place itself where there is none."""
    narrow = cos(radians(place.lat)) ** 2
    return min(
        settlements,
        key=lambda at: (at.lat - place.lat) ** 2 + narrow * (at.lon - place.lon) ** 2,
        default=place,
    )


def _head(name: str) -> str:
    """What stands before "International Airport"; empty for other names.

    Examples
    --------
    >>> _head("Hartsfield/Jackson Atlanta International Airport"), _head("Paris-Orly Airport")
    ('Hartsfield-Jackson Atlanta', '')
    """
    match = _NAME.fullmatch(_STROKE.sub("-", name))
    return match[1] if match else ""


def _without(city: str, head: str) -> str:
    """A name without that of its city, as news shortens it; empty where little is left.

    Examples
    --------
    >>> _without("Chicago", "Chicago O'Hare"), _without("Najaf", "Al Najaf")
    ("O'Hare", '')
    """
    left = head.removeprefix(f"{city} ").removesuffix(f" {city}")
    return left if city and left != head and len(left) >= _SHORTEST else ""


def _names(head: str) -> list[str]:
    """What an airport is called."""
    return [f"{head} International Airport", f"{head} Airport"] if head else []

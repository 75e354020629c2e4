"""How each place of a picture is drawn: its number, size, shade and form, and what the legend says.

It takes the page's data (`page.page_data`), so that page and picture agree. It draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from warmap.model import UNSURE
from warmap.towns import towns_seen
from warmap.view import is_water
from warmap.wording import say

__all__ = ["COLOURS", "SHADES", "Key", "Sign", "keys_of", "signs_of"]

Data = dict[str, Any]

# As in page.css and map.css, light.
COLOURS = {
    "paper": "#fdfcfa", "ink": "#1d2129", "soft": "#5a6270", "line": "#d5d3cd", "sea": "#dbe6ec",
    "neighbour": "#eae8e2", "neighbour-line": "#c3bfb4", "unit": "#fffdf8",
    "unit-border": "#b9b3a2", "outer": "#8f8877", "place": "#9a3412", "area": "#d97a2b",
    "area-ink": "#6b3208", "country": "#7d6480", "country-ink": "#7d7f86", "water": "#2a7ab0",
    "water-ink": "#1c5a86", "halo": "#ffffff",
}  # fmt: skip
# How deep an area is filled by its number of mentions, as in map.css.
SHADES = (0.14, 0.27, 0.40, 0.54)
# The radius of a dot in points, for one mention and at most.
_LEAST, _MOST = 2.6, 6.5
# Of a corpus: of the least named place, since there are thousands; and under which it is no more
# than one of them.
_FEWEST, _CROWD = 0.5, 1.5
# Of more points than this the dots are smaller, so that land is seen between them.
_MANY = 300


@dataclass(frozen=True, slots=True)
class Sign:
    """A place as it is drawn.

    Attributes
    ----------
    number
        Its number in the list, from 1; the most mentioned come first.
    place
        The place as the page's data has it.
    count
        How many mentions it has; in a corpus, how many articles name it.
    form
        ``literal``, or ``government`` or ``associative`` where it is named only so.
    unsure
        Whether all that is said of it is undecided.
    shade
        1 to 4, for areas.
    radius
        That of its dot, in points.
    rivals
        Places that may be meant instead, where it is unsure.
    """

    number: int
    place: Data
    count: int
    form: str
    unsure: bool
    shade: int
    radius: float
    rivals: tuple[Data, ...] = ()

    @property
    def lonlat(self) -> tuple[float, float]:
        """Where its mark or its label stands."""
        return self.place["lon"], self.place["lat"]

    @property
    def is_area(self) -> bool:
        """Whether it is drawn as an area or a line, not as a dot."""
        return self.place["shape"] is not None

    @property
    def in_crowd(self) -> bool:
        """Whether it is one of the thousands of a corpus that are dots and nothing more.

        One that is undecided is hollow, and none has the circle that it lies in.
        """
        return "corpus" in self.place and self.radius < _CROWD


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: what is shown, and what it means."""

    mark: str
    words: str


def signs_of(data: Data, /) -> list[Sign]:
    """Every place as it is drawn, in the order of their numbers.

    Examples
    --------
    >>> from warmap.page import page_data
    >>> from warmap.places import find_resolutions
    >>> data = page_data(find_resolutions("The town of Mezhova lies in Dnipropetrovsk Oblast."))
    >>> [(sign.number, sign.place["name"], sign.is_area) for sign in signs_of(data)]
    [(1, 'Mezhova', False), (2, 'Dnipropetrovsk Oblast', True)]
    """
    areas = (_count(place) for place in data["places"] if place["shape"])
    ends = _ends(max(areas, default=1))
    ordered = sorted(data["places"], key=lambda place: -_count(place))
    radius = _radius_of([place for place in ordered if not place["shape"]])
    return [_sign(n, place, data["mentions"], ends, radius) for n, place in enumerate(ordered, 1)]


def keys_of(data: Data, signs: Sequence[Sign], /) -> list[Key]:
    """The legend: a line for each kind of mark that occurs, and for no other.

    Examples
    --------
    >>> from warmap.page import page_data
    >>> from warmap.places import find_resolutions
    >>> data = page_data(find_resolutions("The town of Mezhova lies in Dnipropetrovsk Oblast."))
    >>> for key in keys_of(data, signs_of(data)):
    ...     print(key.mark, key.words)
    literal larger: named more often
    region region, by mentions:
    town town for orientation only
    """
    words = data["words"]
    region = "counted.region" if "corpus" in data else "legend.region"
    points = [sign for sign in signs if not sign.is_area]
    circled = [sign for sign in points if not sign.in_crowd]
    areas = [sign for sign in signs if sign.is_area]
    found = [
        ("literal", bool(points), "legend.size"),
        ("government", any(s.form == "government" for s in signs), "legend.government"),
        ("associative", any(s.form == "associative" for s in signs), "legend.associative"),
        ("radius", any(s.place["radius_km"] > 0 for s in circled), "legend.radius"),
        ("unsure", any(s.unsure for s in points), "legend.unsure"),
        ("rival", any(s.rivals for s in signs), "legend.rival"),
        ("region", any(_is_region(s.place) for s in areas), region),
        ("country", any(s.place["kind"] == "country" for s in areas), "legend.country"),
        ("water", any(is_water(s.place) for s in areas), "legend.water"),
        ("town", bool(towns_seen(data)), "legend.town"),
    ]
    return [Key(mark, say(words, key)) for mark, occurs, key in found if occurs]


def shades_of(signs: Sequence[Sign], /) -> list[tuple[int, str]]:
    """The shades of regions that occur, each with its number of mentions in figures.

    Examples
    --------
    >>> place = {"kind": "region", "shape": "UA-14"}
    >>> shades_of([Sign(1, place, 3, "literal", unsure=False, shade=2, radius=3.0)])
    [(2, '2–3')]
    """
    ends = _ends(max((s.count for s in signs if s.is_area), default=1))
    used = sorted({s.shade for s in signs if s.is_area and _is_region(s.place)})
    return [(shade, _range(shade, ends)) for shade in used]


def _range(shade: int, ends: Sequence[int]) -> str:
    first = ends[shade - 2] + 1 if shade > 1 else 1
    if shade > len(ends):
        return f"{first}+"
    last = ends[shade - 1]
    return str(first) if first == last else f"{first}–{last}"


def _is_region(place: Data) -> bool:
    return place["kind"] != "country" and not is_water(place)


def _ends(most: int) -> list[int]:
    """Up to so many mentions each shade goes, as in measures.js; the last one has no end."""
    if most <= 12:
        return [1, 3, 5]
    return [round(most ** (step / 4)) for step in (1, 2, 3)]


def _count(place: Data) -> int:
    """How many mentions a place has; in a corpus, how many articles name it."""
    return int(place["corpus"]["articles"] if "corpus" in place else len(place["mentions"]))


def _radius_of(points: Sequence[Data]) -> Callable[[int], float]:
    """How large dots are by their counts; in a corpus so that their areas compare as counts do."""
    if points and "corpus" in points[0]:
        unit = _MOST / max(1, _count(points[0])) ** 0.5
        return lambda count: max(_FEWEST, unit * count**0.5)
    few = len(points) <= _MANY
    unit = _LEAST if few else _LEAST * max(0.4, (_MANY / len(points)) ** 0.5)
    return lambda count: min(_MOST, unit * max(1, count) ** 0.4)


def _sign(
    number: int,
    place: Data,
    mentions: Sequence[Data],
    ends: Sequence[int],
    radius: Callable[[int], float],
) -> Sign:
    said = [mentions[mention] for mention in place["mentions"]]
    count = _count(place)
    doubted = [m for m in said if m["status"] == "resolved" and m["score"] < UNSURE]
    rivals = {r["id"]: r for m in doubted for r in m["rivals"] if r["id"] != place["id"]}
    unsure = bool(said) and len(doubted) == len(said)
    roles = {mention["role"] for mention in said}
    if "corpus" in place:
        unsure, roles = place["corpus"]["unsure"], set(place["corpus"]["roles"])
    return Sign(
        number=number,
        place=place,
        count=count,
        form=_form(roles),
        unsure=unsure,
        shade=1 + sum(count > end for end in ends),
        radius=radius(count),
        rivals=tuple(list(rivals.values())[:3]) if unsure else (),
    )


def _form(roles: set[str]) -> str:
    if not roles or "literal" in roles:
        return "literal"
    return "government" if "government" in roles else "associative"

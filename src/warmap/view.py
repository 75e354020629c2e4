"""Where the page opens: the window of its first view, how far it reaches, where rivers are named.

It takes places as the page's data has them (`warmap.page`). It draws nothing, and it does not
know the article's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import ceil, cos, floor, hypot, radians
from statistics import median
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from warmap.areas import bounds
from warmap.model import UNSURE, Resolution
from warmap.shapes import Window, bounds_of, main_bounds, points_of

__all__ = [
    "Named",
    "first_view",
    "is_water",
    "limits_of",
    "named_in",
    "with_rivers_named_here",
]

# A view has at least this span in degrees, so that one village is seen with its surroundings.
LEAST_SPAN = 2.0
# A place so many times as far from the middle of the article as its median place is left out, the
# farthest first. One not so many degrees away (Ukraine is as wide) is left out only if no more than
# this share of what is named is: it is seen beside the others, and belongs to what happens.
FAR, ACROSS, LEFT_OUT = 3.0, 12.0, 0.25
# The map reaches this share of the view's span beyond its edges, and no more than so many degrees.
MARGIN = 1.0
MOST_MARGIN = 15.0
# On a phone the map is twice as high as wide: at 50° N so many degrees of latitude for one of
# longitude.
TALL = 1.3
# So many degrees around its label a water is shown, where it is shown for itself: of an ocean a
# part, of the Black Sea the whole. Another place has it beside itself when it is no farther off.
REACH = 8.0
# Of many articles the first view leaves out so much of what is named in each direction, and then
# takes so much of its span in again: what lies at the edge of a country belongs to it.
EDGE, AGAIN = 0.025, 0.1
UKRAINE: Window = (22.1, 44.3, 40.3, 52.4)

# A river's name keeps away from so many of the dots around it, those of the most named places.
DOTS = 500

Place = dict[str, Any]


class Named(NamedTuple):
    """How a place is named: how often, whether ever as the place itself, and whether surely."""

    times: int
    itself: bool
    surely: bool = True


NamedBy: TypeAlias = "Callable[[Place], Named]"


def named_in(resolutions: Sequence[Resolution], /) -> NamedBy:
    """How each place is named by its mentions, which are numbers of resolutions.

    Examples
    --------
    >>> named_in([])({"mentions": []})
    Named(times=0, itself=True, surely=True)
    """

    def named(place: Place) -> Named:
        own = [resolutions[number] for number in place["mentions"]]
        itself = not own or any(each.role == "literal" for each in own)
        surely = not own or any(each.score >= UNSURE for each in own)
        return Named(len(own), itself, surely)

    return named


def is_water(place: Place, /) -> bool:
    """Whether a place of the page is a sea, river or lake that has a shape.

    Examples
    --------
    >>> is_water({"kind": "sea", "shape": None}), is_water({"kind": "region", "shape": "UA-14"})
    (False, False)
    """
    return place["kind"] in {"sea", "river"} and place["shape"] is not None


def first_view(places: Sequence[Place], named: NamedBy, /, *, most: bool = False) -> Window:
    """West, south, east and north of what the page shows at first: where the article happens.

    A region counts with its outline, a water with its label alone, unless only waters are named.

    Parameters
    ----------
    places
        As the page's data has them.
    named
        How each is named.
    most
        Only what is named most is shown, each place by its label: of many articles some name a
        place in every corner of a country, and of the world.

    Examples
    --------
    >>> first_view([], named_in([]))
    (22.1, 44.3, 40.3, 52.4)
    """
    chosen = _shown_first(places, named)
    if most and chosen:
        return _with_edges(_window(_point(place) for place in _named_most(chosen, named)))
    alone = all(is_water(place) for place in chosen)
    return _window(_box(place, whole=alone) for place in chosen)


def limits_of(places: Sequence[Place], views: Iterable[Window], /) -> Window:
    """How far the map can be moved: all places but countries, all views, and much around them.

    Of a country that would not be on the map at all, its label is, with some land around it.

    Parameters
    ----------
    places
        As the page's data has them.
    views
        What the page shows at first, of all articles and of each.

    Examples
    --------
    >>> limits_of([], [(22.1, 44.3, 40.3, 52.4)])
    (7.0, 36.0, 56.0, 61.0)
    """
    boxes = [_box(place, whole=True) for place in places if place["kind"] != "country"]
    limits = _widened(_window([*views, *boxes]))
    away = [
        _widened(_point(place))
        for place in places
        if place["kind"] == "country" and not any(_meet(box, limits) for box in _boxes(place))
    ]
    return _window([limits, *away])


def _boxes(place: Place) -> list[Window]:
    """What each part of a place lies within: all of the United States is as wide as the world."""
    shape = place["shape"]
    if not isinstance(shape, dict):
        return [_box(place, whole=True)]
    return [bounds_of(shape | {"parts": [part]}) for part in shape["parts"]]


def _meet(one: Window, other: Window) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _widened(window: Window) -> Window:
    west, south, east, north = window
    wide = min(max(MARGIN * (east - west), 6.0), MOST_MARGIN)
    on_a_phone = (TALL * (east - west) - (north - south)) / 2
    high = min(max(MARGIN * (north - south), on_a_phone, 4.0), MOST_MARGIN)
    # Whole degrees, so that a place that is moved a little doesn't cut every outline anew.
    return (
        max(-180.0, floor(west - wide)),
        max(-85.0, floor(south - high)),
        min(180.0, ceil(east + wide)),
        min(85.0, ceil(north + high)),
    )


def with_rivers_named_here(
    places: Sequence[Place], named: NamedBy, /, *, most: bool = False
) -> list[Place]:
    """The places, each river with its label where it passes those that the first view shows.

    The parameters are those of `first_view`.

    The gazetteer's point lies halfway along a river, which may be in another country.
    """
    land = [place for place in places if not is_water(place)]
    chosen = _shown_first(land, named)
    if not chosen:
        return list(places)
    view = first_view(land, named, most=True) if most else _window(map(_box, chosen))
    largest = sorted(chosen, key=lambda place: -named(place).times)[:DOTS]
    dots = [(place["lon"], place["lat"]) for place in largest]
    return [
        place | dict(zip(("lon", "lat"), _passing(place["shape"], view, dots), strict=True))
        if is_water(place) and place["shape"].get("line")
        else place
        for place in places
    ]


def _passing(
    line: dict[str, Any], view: Window, dots: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """Longitude and latitude of the point of a line that names it best.

    In the view the one farthest from the dots, whose own labels would hide it; where the line
    doesn't come into the view, the one nearest to its middle.
    """
    points = points_of(line)
    west, south, east, north = view
    middle = np.array([(west + east) / 2, (south + north) / 2])
    stretch = np.array([cos(radians(float(middle[1]))), 1.0])  # a degree of longitude is shorter
    inner = 0.4 * np.array([east - west, north - south])  # not at the view's very edge
    inside = points[np.all(np.abs(points - middle) <= inner, axis=1)]
    if len(inside):
        apart = (inside[:, None, :] - np.array(dots)[None, :, :]) * stretch
        best = inside[np.argmax(np.hypot(apart[..., 0], apart[..., 1]).min(axis=1))]
    else:
        apart = (points - middle) * stretch
        best = points[np.argmin(np.hypot(apart[:, 0], apart[:, 1]))]
    return round(float(best[0]), 5), round(float(best[1]), 5)


def _shown_first(places: Sequence[Place], named: NamedBy) -> list[Place]:
    """The places that the first view holds.

    Countries, continents and places that stand for their governments alone count only where there
    is nothing else; so do places that lie far from most mentions, and waters whose label is far
    away. A country that is surely meant counts where all else is undecided.
    """
    narrow = [place for place in places if not _is_vast(place)]
    countries = [place for place in places if place["kind"] == "country"]
    chosen = _themselves(narrow, named)
    if not any(named(place).surely for place in chosen):
        sure = [place for place in countries if named(place).surely]
        chosen = _themselves(sure, named) or chosen or _themselves(countries, named) or narrow
    chosen = chosen or countries or list(places)
    land = [place for place in chosen if not _is_wet(place)]
    if land:
        beside = dict(zip(map(id, chosen), _distances(chosen, land, named), strict=True))
        chosen = [p for p in chosen if not _is_wet(p) or beside[id(p)] <= REACH]
    if len(chosen) < 3:
        return chosen
    away = _distances(chosen, chosen, named)
    return [chosen[at] for at in _near(away, [named(place).times for place in chosen])]


def _near(away: Sequence[float], times: Sequence[int]) -> list[int]:
    """Which places aren't left out for their distances, each named so many times."""
    near = max(FAR * median(away), LEAST_SPAN)
    most_left_out = LEFT_OUT * sum(times)
    kept, left_out = set(range(len(away))), 0
    for at in sorted(kept, key=lambda at: -away[at]):
        left_out += times[at]
        if away[at] <= near or (away[at] <= ACROSS and left_out > most_left_out):
            break
        kept.remove(at)
    return sorted(kept)


def _themselves(places: Sequence[Place], named: NamedBy) -> list[Place]:
    return [place for place in places if named(place).itself]


def _is_vast(place: Place) -> bool:
    """Whether a place is a country, or a region of several: a continent, the Middle East."""
    several = place["id"].startswith("warmap:") and not place["country"]
    return place["kind"] == "country" or (several and place["kind"] == "other")


def _is_wet(place: Place) -> bool:
    """Whether a place is a water of any size; oceans and straits have no shape."""
    return is_water(place) or place["kind"] == "sea"


def _named_most(places: Sequence[Place], named: NamedBy) -> list[Place]:
    """The places without those at the edges that few articles name."""
    weights = [max(1, named(place).times) for place in places]
    kept = list(places)
    for axis in ("lat", "lon") if places else ():
        values = [place[axis] for place in places]
        low, high = (_weighed(values, weights, share) for share in (EDGE, 1 - EDGE))
        kept = [place for place in kept if low <= place[axis] <= high]
    return kept or list(places)


def _with_edges(window: Window) -> Window:
    west, south, east, north = window
    wide, high = AGAIN * (east - west), AGAIN * (north - south)
    west, east = max(-180.0, west - wide), min(180.0, east + wide)
    south, north = max(-85.0, south - high), min(85.0, north + high)
    return round(west, 3), round(south, 3), round(east, 3), round(north, 3)


def _point(place: Place) -> Window:
    return place["lon"], place["lat"], place["lon"], place["lat"]


def _distances(places: Sequence[Place], around: Sequence[Place], named: NamedBy) -> list[float]:
    """How far places lie from the middle of those `around`, in degrees of latitude."""
    weights = [1 + named(place).times for place in around]
    lat = _weighed([place["lat"] for place in around], weights)
    lon = _weighed([place["lon"] for place in around], weights)
    return [hypot(p["lat"] - lat, (p["lon"] - lon) * cos(radians(lat))) for p in places]


def _weighed(values: Sequence[float], weights: Sequence[int], share: float = 0.5) -> float:
    """The value under which a share of all lies, each value being there so many times."""
    order = np.argsort(values, kind="stable")
    ends = np.cumsum(np.asarray(weights)[order])
    last = int(ends[-1]) - 1
    around = (floor(last * share), ceil(last * share))  # of an even number the two in the middle
    low, high = (float(values[order[np.searchsorted(ends, n, side="right")]]) for n in around)
    return (low + high) / 2


def _window(boxes: Iterable[Window]) -> Window:
    """The window around boxes, never too narrow; Ukraine where there are none."""
    known = list(boxes) or [UKRAINE]
    west, south = min(b[0] for b in known), min(b[1] for b in known)
    east, north = max(b[2] for b in known), max(b[3] for b in known)
    wide = max(0.0, LEAST_SPAN - (east - west)) / 2
    high = max(0.0, LEAST_SPAN - (north - south)) / 2
    return tuple(round(v, 3) for v in (west - wide, south - high, east + wide, north + high))  # type: ignore[return-value]


def _box(place: Place, *, whole: bool = False) -> Window:
    """West, south, east and north of a place: of its shape, or of the circle of its radius.

    Of a country the main parts; of a water the label point, or if it is to be seen `whole` its
    shape within `REACH`.
    """
    lat, lon = place["lat"], place["lon"]
    if place["kind"] == "country" and isinstance(place["shape"], dict):
        return main_bounds(place["shape"])
    window = bounds(place["id"].partition(":")[2]) if place["shape"] else None
    if window and not is_water(place):
        return window
    if window and whole:
        west, south, east, north = window
        wide = REACH / cos(radians(lat))
        return (
            max(west, lon - wide), max(south, lat - REACH),
            min(east, lon + wide), min(north, lat + REACH),
        )  # fmt: skip
    reach = place["radius_km"] / 111.2  # kilometres in a degree of latitude
    return lon - 2 * reach, lat - reach, lon + 2 * reach, lat + reach

"""Page data → the JSON block of the page: packed, and safe inside a ``<script>`` element.

It takes what `page.page_data` gives. What stands in the page's HTML anyway (`body`) is left out:
the article's sentences, and the text of each mention that is marked in one. `data.js` unpacks it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Hashable, Sequence
from math import ceil, floor
from typing import Any

from warmap.arcs import Thinning, with_arcs
from warmap.body import is_long, is_plain, marked
from warmap.generalization import Detail
from warmap.shapes import DECIMALS, Window, bounds_of
from warmap.view import is_water

__all__ = ["block_text", "page_json"]

Data = dict[str, Any]

_IN_THE_HTML = ("editions", "paragraphs", "sentences", "tally")
_WORDS_ELSEWHERE = ("counted", "credits", "picture")  # groups that the page's script has no use for
_OUTLINED = ("units", "countries", "regions", "places")  # lists whose entries have shapes
# What many places have in common, and what many mentions have.
_SORT = ("admin1", "country", "kind", "precision", "radius_km", "where")
_RULING = ("reason", "role", "status")
# What a place's row says by position, and what the page knows without being told.
_BY_POSITION = ("name", "id", "lat", "lon", "local", "population")
_KNOWN = frozenset((*_SORT, *_BY_POSITION, "corpus", "geonameid", "key", "mentions", "score"))
# So many hexadecimal digits tell the shared values of a page apart; where not, there is one more.
_KEY = 5
# Names whose keys `data.js` makes as `page.place_key` does.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 '’().,-]+")


def block_text(data: Data, /) -> str:
    """What stands in the page: the JSON text of `page_json`, or that of a long article deflated.

    A deflated one is a JSON string in base64, which `data.js` inflates. It can't be read in a diff,
    but neither can a hundred thousand rows.

    Examples
    --------
    >>> block_text({key: [] for key in ("mentions", "sentences", *_OUTLINED)})
    '{...}'
    """
    text = page_json(data)
    if not is_long(data):
        return text
    return f'"{base64.b64encode(zlib.compress(text.encode(), 9)).decode()}"'


def page_json(data: Data, /) -> str:
    r"""The data as JSON text that may stand inside a ``<script>`` element.

    Keys are sorted, and each entry of a list stands on a line of its own. ``<``, ``>``, ``&`` and
    the two separators that end lines in scripts are escaped, so that no text can leave the element.

    ``places``, and ``candidates`` that are rivals, are rows: key of an entry of ``sorts``, name,
    id (a number for GeoNames), latitude, longitude, local name, population, an object of all else.
    ``mentions`` are rows: key of a place or -1, key of an entry of ``rulings``, score in
    thousandths, steps in sentences and in characters from the mention before, key of an entry of
    ``rivals`` or -1, an object of all else. Entries of ``rivals`` are keys of candidates, each with
    its score behind it. Outlines have numbers of ``arcs`` (see `arcs`). What is nothing is left out
    at the end of a row.

    Keys follow from what they stand for, so that a place more or less changes its own lines and no
    others. Of a long article, which no diff can show, they are numbers.

    Examples
    --------
    >>> print(page_json({"credits": ["</script>"], "lang": "en"}))
    {
    "credits":[
    "\u003c/script\u003e"
    ],
    "lang":"en"
    }
    """
    shown = {key: value for key, value in data.items() if key not in _IN_THE_HTML}
    if "words" in shown:
        words = data["words"]
        shown["words"] = {key: words[key] for key in words if key not in _WORDS_ELSEWHERE}
    if "places" in shown:
        shown |= _packed(data)
    lines = []
    for key in sorted(shown):
        value = shown[key]
        text = _compact(value)
        if isinstance(value, list) and value and not isinstance(value[0], float):
            text = _lines(value)
        elif isinstance(value, _Table) and value:
            entries = (f"{_compact(name)}:{_compact(value[name])}" for name in sorted(value))
            text = "{\n" + ",\n".join(entries) + "\n}"
        elif key == "listed" and value["rows"]:
            parts = (f"{_compact(name)}:{_compact(value[name])}" for name in ("columns", "of"))
            text = "{" + ",\n".join([*parts, f'"rows":{_lines(value["rows"])}']) + "}"
        lines.append(f"{_compact(key)}:{text}")
    plain = "{\n" + ",\n".join(lines) + "\n}"
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found.group()):04x}", plain)


def _lines(entries: Sequence[object]) -> str:
    return "[\n" + ",\n".join(_compact(entry) for entry in entries) + "\n]"


class _Table(dict[str, Any]):
    """Shared values by their keys."""


class _Shared:
    """Values that many rows have: each once, called by a number, or by a key made of it."""

    def __init__(self, *, keyed: bool) -> None:
        self._keyed = keyed
        self._values: list[Any] = []
        self._table = _Table()
        self._keys: dict[Hashable, int | str] = {}

    @property
    def values(self) -> list[Any] | _Table:
        return self._table if self._keyed else self._values

    def key(self, whole: Hashable, make: Callable[[], Any]) -> int | str:
        known = self._keys.get(whole)
        if known is None:
            known = self._keys[whole] = self._add(make())
        return known

    def _add(self, value: object) -> int | str:
        if not self._keyed:
            self._values.append(value)
            return len(self._values) - 1
        digest = hashlib.blake2b(_compact(value).encode("utf-8", "surrogatepass")).hexdigest()
        length = _KEY
        while digest[:length] in self._table:
            length += 1
        self._table[digest[:length]] = value
        return digest[:length]

    def key_of(self, whole: Data, keys: Sequence[str]) -> int | str:
        values = tuple(whole[key] for key in keys)
        return self.key(values, lambda: dict(zip(keys, values, strict=True)))


def _packed(data: Data) -> Data:
    short = not is_long(data)
    sorts, candidates, rivals, rulings = (_Shared(keyed=short) for _ in range(4))

    def rivals_key(found: Sequence[Data]) -> int | str:
        flat: list[int | str] = []
        for rival in found:
            known = tuple(value for key, value in rival.items() if key != "score")
            key = candidates.key(known, lambda rival=rival: _row(rival, sorts))  # type: ignore[misc]
            flat += [key, _thousandths(rival["score"])]
        return rivals.key(tuple(flat), lambda: flat) if flat else -1

    arcs, (units, countries, regions, outlined) = _outlines(data)
    places = _place_rows(outlined, sorts)
    in_html = marked(data)
    mentions: list[list[Any]] = []
    sentence = start = 0
    for number, mention in enumerate(data["mentions"]):
        place = mention["place"]
        row = [
            data["places"][place]["key"] if short and place >= 0 else place,
            rulings.key_of(mention, _RULING),
            _thousandths(mention["score"]),
            mention["sentence"] - sentence,
            mention["start"] - start,
            rivals_key(mention["rivals"]),
        ]
        sentence, start = mention["sentence"], mention["start"]
        if number not in in_html:
            row.append({"text": mention["text"]})
        elif not is_plain(mention["text"]):
            row.append({"marked": True, "text": mention["text"]})
        elif row[-1] == -1:
            row.pop()
        mentions.append(row)
    return {
        "arcs": arcs,
        "candidates": candidates.values,
        "countries": countries,
        "mentions": mentions,
        "places": places,
        "regions": regions,
        "rivals": rivals.values,
        "rulings": rulings.values,
        "sorts": sorts.values,
        "units": units,
    }


def _outlines(data: Data) -> tuple[list[str], list[list[Data]]]:
    """The arcs of all shapes; then units, countries, regions and places with those for rings."""
    groups = [data[key] for key in _OUTLINED]
    owners = [owner for group in groups for owner in group if isinstance(owner["shape"], dict)]
    arcs, shapes = with_arcs([owner["shape"] for owner in owners], thinned=_thinning(data))
    shape_of = {id(owner): shape for owner, shape in zip(owners, shapes, strict=True)}
    # The page reads the outlines of those countries that are in its view.
    for country in (each for each in data["countries"] if each["shape"]["parts"]):
        shape_of[id(country)] |= {"box": _whole_degrees(bounds_of(country["shape"]))}
    return arcs, [
        [owner | {"shape": shape_of.get(id(owner), owner["shape"])} for owner in group]
        for group in groups
    ]


def _thinning(data: Data) -> Thinning | None:
    """What makes outlines coarser where the map only passes by; a country named is no place."""
    if "view" not in data:
        return None
    near = [_extent(place) for place in data["places"] if place["kind"] != "country"]
    detail = Detail(data["view"], near=near)
    return lambda arcs: detail.thinned(arcs, scale=10**DECIMALS)


def _extent(place: Data) -> Window:
    """A place's own outline, unless that is a river's or sea's, or else its point."""
    if isinstance(place["shape"], dict) and not is_water(place):
        return bounds_of(place["shape"])
    return place["lon"], place["lat"], place["lon"], place["lat"]


def _whole_degrees(window: Window) -> list[int]:
    west, south, east, north = window
    return [floor(west), floor(south), ceil(east), ceil(north)]


def _thousandths(score: float) -> int:
    return round(1000 * score)


def _place_rows(places: Sequence[Data], sorts: _Shared) -> list[list[Any]]:
    """The places' rows, with the keys that don't follow from names, which are few."""
    rows = []
    times: dict[str, int] = {}
    for place in places:
        name = place["english"] or place["name"]
        plain = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
        time = times[plain] = times.get(plain, 0) + 1
        follows = f"{plain}-{time}" if time > 1 else plain
        told = place["key"] != follows or not _PLAIN_NAME.fullmatch(name)
        number = place["id"].partition(":")[2] if _is_geonames(place["id"]) else ""
        rest: Data = {"key": place["key"]} if told else {}
        if str(place["geonameid"] or "") != number:
            rest["geonameid"] = place["geonameid"]
        rows.append(_row(place, sorts, rest))
    return rows


def _row(place: Data, sorts: _Shared, rest: Data | None = None) -> list[Any]:
    row = [sorts.key_of(place, _SORT), *(place.get(key) for key in _BY_POSITION)]
    if _is_geonames(place["id"]):
        row[2] = int(place["id"].partition(":")[2])
    further = {key: value for key, value in place.items() if key not in _KNOWN}
    row.append((rest or {}) | {k: v for k, v in further.items() if v not in ("", None, [])})
    while row[-1] in ("", None, {}):
        row.pop()
    return row


def _is_geonames(place_id: str) -> bool:
    return re.fullmatch(r"geonames:(0|[1-9][0-9]{0,14})", place_id) is not None


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

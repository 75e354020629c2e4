"""Page data → the JSON block of the page: packed, and safe inside a ``<script>`` element.

It takes what `page.page_data` gives. What stands in the page's HTML anyway (`body`) is left out:
the article's sentences, and the text of each mention that is marked in one. `data.js` unpacks it.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from warmap.arcs import with_arcs
from warmap.body import is_long, is_plain, marked

__all__ = ["block_text", "page_json"]

Data = dict[str, Any]

_IN_THE_HTML = ("editions", "paragraphs", "sentences")
_WORDS_ELSEWHERE = ("credits", "picture")  # groups that the page's script has no use for
# What many places have in common, and what many mentions have.
_SORT = ("admin1", "country", "kind", "precision", "radius_km", "where")
_RULING = ("reason", "role", "status")
# What a place's row says by position, and what the page knows without being told.
_BY_POSITION = ("name", "id", "lat", "lon", "local", "population")
_KNOWN = frozenset((*_SORT, *_BY_POSITION, "geonameid", "key", "mentions", "score"))
# Names whose keys `data.js` makes as `page.place_key` does.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 '’().,-]+")


def block_text(data: Data, /) -> str:
    """What stands in the page: the JSON text of `page_json`, or that of a long article deflated.

    A deflated one is a JSON string in base64, which `data.js` inflates. It can't be read in a diff,
    but neither can a hundred thousand rows.

    Examples
    --------
    >>> block_text({"mentions": [], "places": [], "units": [], "countries": [], "sentences": []})
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

    ``places``, and ``candidates`` that are rivals, are rows: number of an entry of ``sorts``, name,
    id (a number for GeoNames), latitude, longitude, local name, population, an object of all else.
    ``mentions`` are rows: number of a place or -1, number of an entry of ``rulings``, score in
    thousandths, steps in sentences and in characters from the mention before, number of an entry of
    ``rivals``, an object of all else. Entries of ``rivals`` are numbers of candidates, each with
    its score behind it. Outlines have numbers of ``arcs`` (see `arcs`). What is nothing is left out
    at the end of a row.

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
            text = "[\n" + ",\n".join(_compact(entry) for entry in value) + "\n]"
        lines.append(f"{_compact(key)}:{text}")
    plain = "{\n" + ",\n".join(lines) + "\n}"
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found.group()):04x}", plain)


class _Shared:
    """Values that many rows have: each once, called by its number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, key: Hashable, make: Callable[[], Any]) -> int:
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self.values)
            self.values.append(make())
        return known

    def number_of(self, whole: Data, keys: Sequence[str]) -> int:
        values = tuple(whole[key] for key in keys)
        return self.number(values, lambda: dict(zip(keys, values, strict=True)))


def _packed(data: Data) -> Data:
    sorts, candidates, rivals, rulings = _Shared(), _Shared(), _Shared(), _Shared()

    def rivals_number(found: Sequence[Data]) -> int:
        flat: list[int] = []
        for rival in found:
            known = tuple(value for key, value in rival.items() if key != "score")
            number = candidates.number(known, lambda rival=rival: _row(rival, sorts))  # type: ignore[misc]
            flat += [number, _thousandths(rival["score"])]
        return rivals.number(tuple(flat), lambda: flat) if flat else -1

    arcs, units, countries, outlined = _outlines(data)
    places = _place_rows(outlined, sorts)
    in_html = marked(data)
    mentions: list[list[Any]] = []
    sentence = start = 0
    for number, mention in enumerate(data["mentions"]):
        row = [
            mention["place"],
            rulings.number_of(mention, _RULING),
            _thousandths(mention["score"]),
            mention["sentence"] - sentence,
            mention["start"] - start,
            rivals_number(mention["rivals"]),
        ]
        sentence, start = mention["sentence"], mention["start"]
        if number not in in_html:
            row.append({"text": mention["text"]})
        elif not is_plain(mention["text"]):
            row.append({"marked": True, "text": mention["text"]})
        elif row[-1] < 0:
            row.pop()
        mentions.append(row)
    return {
        "arcs": arcs,
        "candidates": candidates.values,
        "countries": countries,
        "mentions": mentions,
        "places": places,
        "rivals": rivals.values,
        "rulings": rulings.values,
        "sorts": sorts.values,
        "units": units,
    }


def _outlines(data: Data) -> tuple[list[str], list[Data], list[Data], list[Data]]:
    """The arcs of all shapes; then units, countries and places with those instead of rings."""
    groups = [data["units"], data["countries"], data["places"]]
    owners = [owner for group in groups for owner in group if isinstance(owner["shape"], dict)]
    arcs, shapes = with_arcs([owner["shape"] for owner in owners])
    shape_of = {id(owner): shape for owner, shape in zip(owners, shapes, strict=True)}
    units, countries, places = (
        [owner | {"shape": shape_of.get(id(owner), owner["shape"])} for owner in group]
        for group in groups
    )
    return arcs, units, countries, places


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
    row = [sorts.number_of(place, _SORT), *(place.get(key) for key in _BY_POSITION)]
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

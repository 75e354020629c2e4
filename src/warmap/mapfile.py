"""A map that warmap made, read back: the places that its page shows, with their quotes.

It takes the HTML file and gives the resolutions that it was drawn from, as far as the page holds
them. The page's script is never run: the JSON block and the article's HTML are read, and both may
come from anybody, so every value is checked. `block` tells what the block holds.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import zlib
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

from warmap.errors import PlacesError
from warmap.model import KINDS, PRECISIONS, ROLES, STATUSES, Candidate, Mention, Resolution

__all__ = ["read_map"]

_MOST_BYTES = 200_000_000
_MOST_INFLATED = 400_000_000
_BLOCK = '<script type="application/json" id="warmap-data">', "</script>"
_ARTICLE = '<article id="article"', "</article>"
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,10000}>")
_SHOWN_CONTROL = re.compile(r"U\+([0-9A-F]{4})")


def read_map(path: str | Path) -> list[Resolution]:
    """Read the places of a map that `draw_map` made.

    Parameters
    ----------
    path
        The HTML file.

    Returns
    -------
    list of Resolution
        One for each mention in the order of the text, then the places that a list added. Points
        have five decimals, as in the page; rivals are left out, and so is what the page does not
        hold: of the quotes-only page the other sentences.

    Raises
    ------
    PlacesError
        The file can't be read, is too large, or is no map that warmap made.

    Examples
    --------
    >>> import tempfile
    >>> from warmap.drawing import draw_map
    >>> from warmap.places import find_resolutions
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "map.html")
    ...     draw_map(find_resolutions("Shelling hit the town of Mezhova.")).save(path)
    ...     [(r.candidate.name, r.quote) for r in read_map(path)]
    [('Mezhova', 'Shelling hit the town of Mezhova.')]
    """
    text = _text(Path(path))
    block, article = _between(text, *_BLOCK), _between(text, *_ARTICLE)
    if not block or not article:
        raise PlacesError(
            f"{path}: not a map that warmap made; give its .html file or a place list"
        )
    try:
        return _resolutions(_data(block), *_passages(article.partition(">")[2]))
    except RecursionError as error:
        raise PlacesError(f"{path}: a damaged map: its data are nested too deeply") from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        why = error if isinstance(error, _DamageError) else f"{type(error).__name__} in its data"
        raise PlacesError(f"{path}: a damaged map: {why}; build it again") from error


class _DamageError(ValueError):
    """What is wrong with the data of a page, in words."""


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise PlacesError(f"{path}: not a regular file; give a map's .html file")
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise PlacesError(f"{path}: can't be read: {why}; give a map's .html file") from error
    if len(data) > _MOST_BYTES:
        raise PlacesError(f"{path}: over {_MOST_BYTES // 1_000_000} MB, too large for a map")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PlacesError(f"{path}: not a map that warmap made: no valid UTF-8") from error


def _between(text: str, start: str, end: str) -> str:
    begun = text.partition(start)[2]
    inner, found, _ = begun.partition(end)
    return inner if found else ""


def _data(block: str) -> dict[str, Any]:
    """The data of the JSON block; that of a long article is deflated."""
    told = json.loads(block)
    if isinstance(told, str):
        told = json.loads(_inflated(told))
    if not isinstance(told, dict):
        raise _DamageError("its data are no object")
    return told


def _inflated(text: str) -> bytes:
    try:
        stream = zlib.decompressobj()
        data = stream.decompress(base64.b64decode(text, validate=True), _MOST_INFLATED)
    except (binascii.Error, zlib.error) as error:
        raise _DamageError("its data can't be inflated") from error
    if stream.unconsumed_tail:
        raise _DamageError(f"its data are over {_MOST_INFLATED // 1_000_000} MB when inflated")
    if not stream.eof:
        raise _DamageError("its data are cut short")
    return data


def _passages(html: str) -> Iterable[list[str]]:
    """The sentences of the article's HTML, and the texts of the marks in it."""
    if "<" in _TAG.sub("", html):  # what is no tag can make the parser slow
        raise _DamageError("its article is no HTML that warmap writes")
    reader = _Passages()
    reader.feed(html)
    reader.close()
    return (["".join(parts) for parts in texts] for texts in (reader.sentences, reader.marks))


class _Passages(HTMLParser):
    """Reads what `body.article_html` writes."""

    def __init__(self) -> None:
        super().__init__()
        self.sentences: list[list[str]] = []
        self.marks: list[list[str]] = []
        self._open = False  # whether a sentence is being read
        self._mark: str | None = None  # the tag that marks a mention
        self._control = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag in ("p", "blockquote", "wbr"):
            self.sentences.append([])
            self._open = True
        elif tag in ("div", "section", "h2"):
            self._open = False
        elif tag == "span" and "control" in classes:
            self._control = True
        elif self._open and (tag == "a" or "m" in classes):
            self.marks.append([])
            self._mark = tag

    def handle_endtag(self, tag: str) -> None:
        if self._control and tag == "span":
            self._control = False
        elif tag == self._mark:
            self._mark = None
        elif tag in ("p", "blockquote", "div", "section"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if not self._open:
            return
        code = _SHOWN_CONTROL.fullmatch(data) if self._control else None
        text = chr(int(code.group(1), 16)) if code else data
        self.sentences[-1].append(text)
        if self._mark:
            self.marks[-1].append(text)


def _resolutions(data: dict[str, Any], sentences: list[str], marks: list[str]) -> list[Resolution]:
    places, number_of = _places(data["places"], data["sorts"])
    in_text = iter(_marked_order(data["mentions"], marks))
    found = []
    sentence = start = 0
    for row in data["mentions"]:
        key, ruling, score, step, shift = row[:5]
        place = number_of[key] if isinstance(key, str) else _whole(key)
        score, step, shift = (_whole(value) for value in (score, step, shift))
        rest = row[6] if len(row) > 6 else {}
        sentence, start = sentence + step, start + shift
        mark = "" if rest and not rest.get("marked") else next(in_text)
        text = _string(rest["text"]) if "text" in rest else mark
        told = data["rulings"][_key(ruling)]
        candidate = places[place] if place >= 0 else None
        span = (start, start + len(text)) if start >= 0 else (-1, -1)
        found.append(
            Resolution(
                Mention(*span, text),
                quote=sentences[sentence] if 0 <= sentence < len(sentences) else "",
                quote_start=-1,
                role=cast("Any", _one_of(told["role"], ROLES)),
                candidate=candidate,
                score=score / 1000,
                reason=_string(told["reason"]),
                status=cast("Any", _one_of(told["status"], STATUSES)),
            )
        )
    return found


def _marked_order(rows: list[Any], marks: list[str]) -> list[str]:
    """The text of each marked mention, in the order of the mentions.

    The marks stand in the order of the text, as `data.js` sorts them: by sentence, then by number.
    """
    sentence = 0
    marked = []
    for number, row in enumerate(rows):
        sentence += _whole(row[3])
        if len(row) < 7 or not row[6] or row[6].get("marked"):
            marked.append((sentence, number))
    if len(marked) != len(marks):
        raise _DamageError("its article has not the mentions that its data tell of")
    texts = dict(zip((number for _, number in sorted(marked)), marks, strict=True))
    return [texts[number] for _, number in marked]


def _places(rows: list[Any], sorts: Any) -> tuple[list[Candidate], dict[str, int]]:  # noqa: ANN401 - a list or an object
    """The places, and the number of each by its key in the page."""
    places, number_of = [], {}
    times: dict[str, int] = {}
    for number, row in enumerate(rows):
        places.append(_place(row, sorts))
        rest = (row[7] if len(row) > 7 else None) or {}
        # As `data.js` makes it, where the page doesn't tell it.
        name = _string(rest.get("english") or row[1])
        plain = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
        time = times[plain] = times.get(plain, 0) + 1
        number_of[_string(rest.get("key") or (f"{plain}-{time}" if time > 1 else plain))] = number
    return places, number_of


def _place(row: list[Any], sorts: Any) -> Candidate:  # noqa: ANN401 - as above
    """What a row of `block.page_json` says of a place, under its English name."""
    number, name, place_id, lat, lon, local, population, rest = [*row, *[None] * 8][:8]
    sort, rest = sorts[_key(number)], rest or {}
    whole = f"geonames:{place_id}" if isinstance(place_id, int) else _string(place_id)
    prefix, _, source_id = whole.partition(":")
    point = rest.get("point") or (lat, lon)
    return Candidate(
        "natural_earth" if prefix == "iso" else prefix,
        source_id,
        _string(rest.get("english") or name),
        _string(local or (name if rest.get("english") else "")),
        cast("Any", _one_of(sort["kind"], KINDS)),
        _string(sort["country"]),
        _string(sort["admin1"]),
        lat=_within(point[0], 90),
        lon=_within(point[1], 180),
        population=None if population is None else _whole(population),
        precision=cast("Any", _one_of(sort["precision"], PRECISIONS)),
        radius_km=_within(sort["radius_km"], 50_000),
    )


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 2**53:
        raise _DamageError("a number of its data is none")
    return value


def _key(value: object) -> int | str:
    """What an entry of a list or an object is called."""
    return value if isinstance(value, str) else _index(value)


def _index(value: object) -> int:
    number = _whole(value)
    if number < 0:
        raise _DamageError("a number of its data is negative")
    return number


def _within(value: object, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _DamageError("a number of its data is none")
    if not (math.isfinite(value) and abs(value) <= most):
        raise _DamageError("a number of its data is out of range")
    return float(value)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise _DamageError("a text of its data is none")
    return value


def _one_of(value: object, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise _DamageError(f"its data have a word that is none of {', '.join(allowed)}")
    return str(value)

"""Articles whose places somebody has marked by hand, to learn from and to measure with.

Takes a file in one of three forms and gives `MarkedArticle` records: ``lgl`` (the XML of LGL and
TR-News), ``geovirus`` (the XML of GeoVirus) and ``json`` (warmap's own: a list of objects with
``id``, ``text`` and ``gold``). It judges nothing: `evaluate` does.
"""

from __future__ import annotations

import json
import math
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args
from xml.parsers import expat

from warmap.errors import MarkedError

__all__ = ["FORMATS", "Format", "Mark", "MarkedArticle", "MarkedFile", "read_marked"]

Format = Literal["lgl", "geovirus", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)

_SLIP = 10  # characters by which the offsets of the public corpora are off at most
_TEXTS = ("id", "kind", "role", "country", "admin1")


@dataclass(frozen=True, slots=True)
class Mark:
    """One place name of an article, and what is known of the place.

    Parameters
    ----------
    start, end
        Half-open span in code points.
    phrase
        The name as the text writes it.
    lat, lon
        WGS 84 degrees; None when the marker knew no point.
    tol_km
        How far from the point an answer may lie, where the marker says so.
    geonameid
        GeoNames id, or None.
    id
        Id in warmap's gazetteer (``katottg:UA14...``), or empty.
    kind, role, country, admin1
        As in the frame of places; empty where the marker says nothing.

    Examples
    --------
    >>> Mark(0, 5, "Zorya", kind="village").lat is None
    True
    """

    start: int
    end: int
    phrase: str
    lat: float | None = None
    lon: float | None = None
    tol_km: float | None = None
    geonameid: int | None = None
    id: str = ""
    kind: str = ""
    role: str = ""
    country: str = ""
    admin1: str = ""


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """A text and its marks in the order of the text, one for each span.

    Parameters
    ----------
    id
        The article's id in its file.
    text
        The article.
    marks
        What is marked in it.
    lost
        Marks whose phrase does not stand where they say, nor within ten characters of it.

    Examples
    --------
    >>> MarkedArticle("a1", "Zorya fell.", (Mark(0, 5, "Zorya"),)).lost
    ()
    """

    id: str
    text: str
    marks: tuple[Mark, ...]
    lost: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """The articles of one file, in its order.

    Parameters
    ----------
    name
        The file's name without its ending.
    format
        The form that it has.
    articles
        At least one.

    Examples
    --------
    >>> MarkedFile("lgl", "lgl", ()).demonyms
    True
    """

    name: str
    format: Format
    articles: tuple[MarkedArticle, ...]

    @property
    def demonyms(self) -> bool:
        """Whether names of peoples are marked, as LGL and TR-News do."""
        return self.format == "lgl"


def read_marked(path: str | Path, *, format: str = "") -> MarkedFile:  # noqa: A002
    """Read the articles of one file, in its order.

    A mark that is off by at most ten characters is moved to its phrase, as the public corpora
    need; of two marks on one span the first counts.

    Parameters
    ----------
    path
        The file.
    format
        ``lgl``, ``geovirus`` or ``json``; when empty, told by the content.

    Raises
    ------
    MarkedError
        The file is missing or malformed; the message names the article and the mark.

    Examples
    --------
    >>> read_marked("no/such.xml")
    Traceback (most recent call last):
    warmap.errors.MarkedError: no/such.xml: can't be read: no such file or directory
    """
    if format not in ("", *FORMATS):
        raise MarkedError(f"format {format!r}: unknown; give one of {', '.join(FORMATS)}")
    data = _bytes(Path(path))
    found = next((f for f in FORMATS if f == format), None) or _format_of(data, str(path))
    articles = tuple(_aligned(article) for article in _READERS[found](data, str(path)))
    if not articles:
        raise MarkedError(f"{path}: no article in it; give a file of marked articles")
    return MarkedFile(Path(path).stem, found, articles)


def _format_of(data: bytes, name: str) -> Format:
    """The form of a file, told from its content."""
    content = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if content.startswith((b"[", b"{")):
        return "json"
    if b"<toponym" in content:
        return "lgl"
    if b"<location" in content:
        return "geovirus"
    raise MarkedError(f"{name}: neither LGL, GeoVirus nor JSON by its content; give --format")


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise MarkedError(f"{path}: can't be read: it is no regular file")
        return path.read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise MarkedError(f"{path}: can't be read: {why}") from error


def _xml(data: bytes, name: str) -> ET.Element:
    """The root element; a document type is refused, for its entities can fill the memory."""
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data

    def refuse(*_: object) -> None:
        raise MarkedError(f"{name}: has a DOCTYPE, which may hide entities; take it out")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, MarkedError):
            raise
        raise MarkedError(f"{name}: not well-formed XML: {error}") from error
    return builder.close()


def _lgl(data: bytes, name: str) -> Iterator[MarkedArticle]:
    for article in _xml(data, name).findall("article"):
        where = f"{name}: article {article.get('docid')}"
        marks = []
        for toponym in article.iter("toponym"):
            tag = toponym.find("gaztag")
            cells = _cells(toponym, "start", "end", "phrase")
            cells |= _cells(toponym if tag is None else tag, "lat", "lon")
            cells["geonameid"] = None if tag is None else tag.get("geonameid")
            marks.append(_mark(cells, where))
        yield MarkedArticle(str(article.get("docid")), article.findtext("text") or "", tuple(marks))


def _geovirus(data: bytes, name: str) -> Iterator[MarkedArticle]:
    for number, article in enumerate(_xml(data, name).findall("article")):
        marks = []
        for place in article.iter("location"):
            cells = _cells(place, "start", "end", "lat", "lon") | {"phrase": place.findtext("name")}
            marks.append(_mark(cells, f"{name}: article {number}"))
        yield MarkedArticle(str(number), article.findtext("text") or "", tuple(marks))


def _cells(element: ET.Element, *names: str) -> dict[str, Any]:
    return {name: element.findtext(name) for name in names}


def _json(data: bytes, name: str) -> Iterator[MarkedArticle]:
    try:
        rows = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise MarkedError(f"{name}: not JSON in UTF-8: {error}") from error
    if not isinstance(rows, list):
        raise MarkedError(f"{name}: not a list of articles; each has id, text and gold")
    for number, row in enumerate(rows):
        where = f"{name}: article {number}"
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise MarkedError(f"{where}: no text; an article is an object with id, text and gold")
        gold = row.get("gold")
        if not isinstance(gold, list) or not all(isinstance(cells, dict) for cells in gold):
            raise MarkedError(f"{where}: gold is no list of marks; give an empty list for none")
        where = f"{name}: article {row.get('id', number)}"
        try:
            row["text"].encode()
        except UnicodeEncodeError as error:
            raise MarkedError(f"{where}: its text has half of a surrogate pair") from error
        marks = tuple(_mark(cells, where) for cells in gold)
        yield MarkedArticle(str(row.get("id", number)), row["text"], marks)


_READERS: Mapping[Format, Callable[[bytes, str], Iterator[MarkedArticle]]] = {
    "lgl": _lgl,
    "geovirus": _geovirus,
    "json": _json,
}


def _mark(cells: Mapping[str, Any], where: str) -> Mark:
    """One mark from what its file says, checked."""
    phrase = str(cells.get("phrase") or "")
    where = f"{where}, mark {phrase!r}"
    start, end = (_integer(cells.get(column), column, where) for column in ("start", "end"))
    if not 0 <= start < end:
        raise MarkedError(f"{where}: span {start}-{end}; a span starts at 0 or later and has words")
    lat = _number(cells.get("lat"), "lat", where, 90)
    lon = _number(cells.get("lon"), "lon", where, 180)
    if (lat is None) != (lon is None):
        raise MarkedError(f"{where}: lat and lon go together; give both or neither")
    number = str(cells.get("geonameid") or "")
    return Mark(
        start,
        end,
        phrase,
        lat,
        lon,
        tol_km=_number(cells.get("tol_km"), "tol_km", where, math.inf),
        geonameid=int(number) if number.isascii() and number.isdigit() else None,
        **{column: str(cells.get(column) or "") for column in _TEXTS},
    )


def _integer(value: object, column: str, where: str) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise MarkedError(f"{where}: {column} {value!r} is no whole number") from None


def _number(value: object, column: str, where: str, most: float) -> float | None:
    if value in (None, "", "null"):
        return None
    try:
        number = float(str(value))
    except ValueError:
        raise MarkedError(f"{where}: {column} {value!r} is no number") from None
    if not abs(number) <= most:
        raise MarkedError(f"{where}: {column} {value!r} is not within ±{most}")
    return number


def _aligned(article: MarkedArticle) -> MarkedArticle:
    """The article with each mark on its phrase, in the order of the text."""
    kept: dict[tuple[int, int], Mark] = {}
    lost = []
    for mark in article.marks:
        found = _moved(mark, article.text)
        if found is None:
            lost.append(mark)
        else:
            kept.setdefault((found.start, found.end), found)
    marks = tuple(kept[span] for span in sorted(kept))
    return replace(article, marks=marks, lost=tuple(lost))


def _moved(mark: Mark, text: str) -> Mark | None:
    """The mark where its phrase stands; None when that is nowhere near."""
    if text[mark.start : mark.end] == mark.phrase:
        return mark
    if not mark.phrase:
        return None
    around = range(max(0, mark.start - _SLIP), mark.start + _SLIP + 1)
    near = [at for at in around if text.startswith(mark.phrase, at)]
    if not near:
        return None
    start = min(near, key=lambda at: abs(at - mark.start))
    return replace(mark, start=start, end=start + len(mark.phrase))

"""Places as KML, for Google Earth and its kin; out and in again, without loss.

It takes records (a column's name → its value, None where it is missing; ``lat`` and ``lon`` for
the point) and gives text, or the other way round. It does not check what a place must have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any, NoReturn
from xml.etree import ElementTree as ET  # no entity is ever resolved: see _Tree
from xml.sax.saxutils import escape as xml_escape

from warmap.contract import COLUMNS, check_columns
from warmap.escapes import escaped, unescaped

__all__ = ["kml_records", "kml_text"]

# What XML can't hold, and a carriage return, which its readers make a line feed.
_NOT_XML = r"\x00-\x08\x0b-\x1f\ufffe\uffff"
_TYPES = {"int64": "int", "Int64": "int", "float64": "double", "str": "string"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2">
<Document>
<name>places</name>
<Schema name="places" id="places">
"""


def kml_text(records: Iterable[Mapping[str, Any]]) -> str:
    r"""A KML document with a placemark on each line.

    A placemark's name is that of its place, or the mention where none is known; its description,
    HTML, is the quote, what the point stands for, and the reason. All columns stand in its extended
    data, where a character that XML can't hold, as U+0001, is written as ``\u0001``.

    Examples
    --------
    >>> kml_text([]).splitlines()[1]
    '<kml xmlns="http://www.opengis.net/kml/2.2">'
    """
    fields = [
        f'<SimpleField type="{_TYPES[type_]}" name="{name}"/>\n' for name, type_ in COLUMNS.items()
    ]
    marks = [_placemark(record) for record in records]
    return "".join([_HEAD, *fields, "</Schema>\n", *marks, "</Document>\n</kml>\n"])


def _placemark(record: Mapping[str, Any]) -> str:
    data = "".join(
        f'<SimpleData name="{name}">{_xml(record[name])}</SimpleData>' for name in COLUMNS
    )
    point = ""
    if record["lat"] is not None:
        coordinates = f"{float(record['lon'])!r},{float(record['lat'])!r}"
        point = f"<Point><coordinates>{coordinates}</coordinates></Point>"
    return (
        f"<Placemark><name>{_shown(record['name'] or record['mention'])}</name>"
        f"<description>{xml_escape(_description(record))}</description>"
        f'<ExtendedData><SchemaData schemaUrl="#places">{data}</SchemaData></ExtendedData>'
        f"{point}</Placemark>\n"
    )


def _description(record: Mapping[str, Any]) -> str:
    """What the balloon says, in HTML: the sentence, what the point stands for, and why."""
    quote = "<br>".join(escape(_readable(record["quote"]).strip()).splitlines())
    said = [record["kind"]]
    if record["role"] != "literal":  # as where a capital stands for its government
        said.append(record["role"])
    if record["precision"] not in ("", "exact"):
        said.append(f"{record['precision']}, within {record['radius_km']:.0f} km")
    lines = [", ".join(filter(None, said)), _readable(record["reason"])]
    head = [f"<blockquote>{quote}</blockquote>"] if quote else []
    return "".join([*head, *(f"<p>{escape(line)}</p>" for line in lines if line)])


def _readable(text: str) -> str:
    return re.sub(f"[{_NOT_XML}]", "\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _shown(text: str) -> str:
    return xml_escape(_readable(text))


def _xml(value: object) -> str:
    if value is None:
        return ""
    return xml_escape(escaped(str(value), without=_NOT_XML))


class _Tree(ET.TreeBuilder):
    """A tree of a document that declares nothing: entities are what XML attacks are made of."""

    def doctype(self, *_: object) -> NoReturn:
        raise ValueError("it has a DOCTYPE, which no KML needs")


def kml_records(text: str, /) -> Iterator[dict[str, str | None]]:
    """The records of a document of `kml_text`, all values as texts, in the order of its placemarks.

    Raises
    ------
    ValueError
        The text is no KML, or has a document type.
    KeyError
        A column that the document doesn't have.

    Examples
    --------
    >>> list(kml_records(kml_text([])))
    []
    """
    # The text is decoded already, whatever the document says of its encoding.
    parser = ET.XMLParser(target=_Tree(), encoding="utf-8")  # noqa: S314 - see _Tree
    try:
        parser.feed(text.encode())
        root = parser.close()
    except ET.ParseError as error:
        raise ValueError(f"no XML: {error}") from error
    if _tag(root) != "kml":
        raise ValueError(f"it is {_tag(root)[:40]!r}, no KML")
    fields = {field.get("name") for field in root.iter() if _tag(field) == "SimpleField"}
    empty: dict[str, str | None] = {name: "" for name in COLUMNS if name in fields}
    marks = [mark for mark in root.iter() if _tag(mark) == "Placemark"]
    if not marks:
        check_columns(empty)
    for mark in marks:
        yield empty | {"lat": None, "lon": None} | dict(_values(mark))


def _tag(element: ET.Element) -> str:
    # Of comments and the like the tag is no text.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _values(mark: ET.Element) -> Iterator[tuple[str, str]]:
    for element in mark.iter():
        tag = _tag(element)
        name = element.get("name", "")
        if tag == "SimpleData" and name in COLUMNS:
            yield name, unescaped(element.text or "")
        elif tag == "Data" and name in COLUMNS:  # as other programs may save it
            value = next((inner for inner in element if _tag(inner) == "value"), None)
            yield name, unescaped((value.text if value is not None else "") or "")
        elif tag == "coordinates":
            lon, lat = (element.text or "").strip().split(",")[:2]  # a height may follow
            yield from (("lon", lon), ("lat", lat))

"""Reading marked articles: three forms, one record, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from warmap.errors import MarkedError
from warmap.marked import MarkedFile, read_marked

LGL = """<articles><article docid="7"><text>In Zoria, Ukraine.</text><toponyms>
<toponym><start>3</start><end>8</end><phrase>Zoria</phrase>
<gaztag geonameid="701305"><name>Zoria</name><lat>48.5</lat><lon>36.5</lon></gaztag></toponym>
<toponym><start>10</start><end>17</end><phrase>Ukraine</phrase></toponym>
</toponyms></article></articles>"""
GEOVIRUS = """<articles><article><text>Cases rose in Kyiv.</text><locations>
<location><name>Kyiv</name><start>15</start><end>19</end><lat>50.45</lat><lon>30.52</lon></location>
</locations></article></articles>"""
JSON = [
    {
        "id": "a1",
        "text": "In Zoria 💥 near Kyiv.",
        "gold": [
            {"start": 16, "end": 20, "phrase": "Kyiv", "lat": 50.45, "lon": 30.52, "tol_km": 15},
            {"start": 3, "end": 8, "phrase": "Zoria", "kind": "village", "role": "literal"},
        ],
    }
]


def read(tmp_path: Path, content: object, *, format: str = "") -> MarkedFile:  # noqa: A002
    path = tmp_path / "some.file"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_marked(path, format=format)


def test_lgl(tmp_path: Path) -> None:
    file = read(tmp_path, LGL)
    assert (file.name, file.format, file.demonyms) == ("some", "lgl", True)
    (article,) = file.articles
    zoria, ukraine = article.marks
    assert (article.id, article.text) == ("7", "In Zoria, Ukraine.")
    assert (zoria.lat, zoria.lon, zoria.geonameid) == (48.5, 36.5, 701305)
    assert (ukraine.phrase, ukraine.lat, ukraine.geonameid) == ("Ukraine", None, None)


def test_geovirus_whose_offsets_are_off_by_one(tmp_path: Path) -> None:
    file = read(tmp_path, GEOVIRUS)
    assert (file.format, file.demonyms) == ("geovirus", False)
    (mark,) = file.articles[0].marks
    assert (mark.start, mark.end, mark.lat) == (14, 18, 50.45)


def test_json_in_the_order_of_the_text_and_by_code_points(tmp_path: Path) -> None:
    (article,) = read(tmp_path, JSON).articles
    assert [article.text[mark.start : mark.end] for mark in article.marks] == ["Zoria", "Kyiv"]
    assert [mark.kind for mark in article.marks] == ["village", ""]
    assert [mark.tol_km for mark in article.marks] == [None, 15.0]


def test_a_byte_order_mark_is_no_part_of_it(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + json.dumps(JSON)).format == "json"
    assert read(tmp_path, "\ufeff" + LGL).format == "lgl"


def test_a_mark_that_stands_nowhere_near_is_lost_and_named(tmp_path: Path) -> None:
    gold = [
        {"start": 30, "end": 34, "phrase": "Kyiv"},
        {"start": 11, "end": 15, "phrase": "Kyiv"},
        {"start": 0, "end": 4, "phrase": "Lviv"},
    ]
    (article,) = read(tmp_path, [{"id": 1, "text": "Kyiv, Kyiv", "gold": gold}]).articles
    assert [(mark.start, mark.end) for mark in article.marks] == [(6, 10)]
    assert [mark.phrase for mark in article.lost] == ["Kyiv", "Lviv"]


def test_of_two_marks_on_one_span_the_first_counts(tmp_path: Path) -> None:
    gold = [{"start": 0, "end": 4, "phrase": "Kyiv", "kind": kind} for kind in ("city", "region")]
    (article,) = read(tmp_path, [{"id": 1, "text": "Kyiv", "gold": gold}]).articles
    assert [mark.kind for mark in article.marks] == ["city"]


def one_mark(**cells: object) -> list[object]:
    return [{"id": "a", "text": "Kyiv", "gold": [{"start": 0, "end": 4, "phrase": "Kyiv"} | cells]}]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "neither LGL, GeoVirus nor JSON"),
        ("<articles><article/></articles>", "give --format"),
        ("[", "not JSON in UTF-8"),
        ("[" * 100_000, "not JSON in UTF-8"),
        ("[]", "no article in it"),
        ({"text": "Kyiv"}, "not a list of articles"),
        (["Kyiv"], "article 0: no text"),
        ([{"text": "Kyiv"}], "article 0: gold is no list"),
        ([{"text": "Kyiv", "gold": ["Kyiv"]}], "article 0: gold is no list"),
        ('[{"id": "s", "text": "\\ud800", "gold": []}]', "article s: .* surrogate"),
        (one_mark(start="x"), "article a, mark 'Kyiv': start 'x' is no whole number"),
        (one_mark(start=None), "start None is no whole number"),
        (one_mark(start=4), "span 4-4"),
        (one_mark(start=-1), "span -1-4"),
        (one_mark(lat=50.4), "lat and lon go together"),
        (one_mark(lat=91, lon=0), "lat 91 is not within ±90"),
        (one_mark(lat="north", lon=0), "lat 'north' is no number"),
        (one_mark(lat=50, lon=float("nan")), "lon nan is not within ±180"),
        (LGL.replace("<start>3", "<start>"), "article 7, mark 'Zoria': start"),
        (LGL.replace("</text>", ""), "not well-formed XML"),
        ("<!DOCTYPE articles>" + LGL, "DOCTYPE"),
        ('<!DOCTYPE a [<!ENTITY b "bb">]>' + LGL, "DOCTYPE"),
    ],
)
def test_what_is_malformed_is_refused_in_one_line(
    tmp_path: Path, content: object, fault: str
) -> None:
    with pytest.raises(MarkedError, match=fault) as refused:
        read(tmp_path, content)
    assert "\n" not in str(refused.value)
    assert "some.file" in str(refused.value)


def test_the_format_can_be_said(tmp_path: Path) -> None:
    with pytest.raises(MarkedError, match="not well-formed XML"):
        read(tmp_path, JSON, format="lgl")
    with pytest.raises(MarkedError, match="'csv': unknown; give one of lgl, geovirus, json"):
        read(tmp_path, JSON, format="csv")


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(MarkedError, match="no regular file"):
        read_marked(tmp_path)

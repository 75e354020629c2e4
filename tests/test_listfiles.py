"""Place lists as spreadsheets and map editors leave them."""

from __future__ import annotations

import io
import json
import os
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from warmap import PlaceListError, read_place_list
from warmap.bundled import data_path
from warmap.errors import WarmapWarning
from warmap.listfiles import workbook_bytes
from warmap.listing import list_bytes
from warmap.placerows import PlaceRow
from warmap.places import find_resolutions

PLAIN = 'name,action,lat,lon,note\nВугледар,move,"47.78",37.25,"two\nlines"\nHope,drop,,,\n'


def rows(tmp_path: Path, content: bytes, name: str = "l.csv") -> list[PlaceRow]:
    path = tmp_path / name
    path.write_bytes(content)
    return list(read_place_list(path).rows)


def comma(text: str, separator: str) -> str:
    return text.replace(",", separator).replace("47.78", "47,78").replace("37.25", "37,25")


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.encode("utf-16"),
        comma(PLAIN, "\t").encode("utf-16"),
        comma(PLAIN, ";").encode("utf-8-sig"),
        b"sep=;\r\n" + comma(PLAIN, ";").encode(),
        PLAIN.replace("note\n", "note,,\n").replace("drop,,,\n", "drop,,,,,\n,,,,,,\n").encode(),
    ],
    ids=["plain", "BOM", "CRLF", "UTF-16", "Unicode text", "semicolons", "sep", "empty columns"],
)
def test_what_spreadsheets_write(tmp_path: Path, content: bytes) -> None:
    moved, dropped = rows(tmp_path, content)
    assert (moved.names, moved.action, moved.lat, moved.lon) == (
        ("Вугледар",),
        "move",
        47.78,
        37.25,
    )
    assert (moved.note, dropped.action) == ("two lines", "drop")


@pytest.mark.parametrize(
    ("encoding", "name", "told"),
    [("cp1251", "Вугледар", "Windows-1251"), ("cp1252", "Orléans", "Windows-1252")],
)
def test_a_code_page_of_windows_is_told(
    tmp_path: Path, encoding: str, name: str, told: str
) -> None:
    with pytest.warns(WarmapWarning, match=rf"l\.csv: not in UTF-8; read as {told}"):
        found = rows(tmp_path, f"name;action\n{name};drop\n".encode(encoding))
    assert found[0].names == (name,)


def test_a_column_nobody_knows_is_told_with_the_likely_one(tmp_path: Path) -> None:
    with pytest.raises(PlaceListError, match="'longitud'"):
        rows(tmp_path, b"name,longitud\nZorya,1\n")
    with pytest.raises(PlaceListError, match="did you mean 'country'"):
        rows(tmp_path, b"name,contry\nZorya,UA\n")


def workbook(*cells: tuple[str | float | None, ...]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in cells:
        book.active.append(row)
    book.create_sheet("other").append(["not", "read"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_first_sheet_of_a_workbook(tmp_path: Path) -> None:
    content = workbook(
        ("Name", "action", "lat", "lon", "mentions", "note", None),
        ("Вугледар", "move", 47.78, "37,25", 2, "=1", None),
        (None, None, None, None, None, None, None),
        ("Hope", "drop", None, None, None, None, None),
    )
    moved, dropped = rows(tmp_path, content, "l.xlsx")
    assert (moved.lat, moved.lon, moved.mentions) == (47.78, 37.25, frozenset({2}))
    assert (dropped.line, dropped.action) == (4, "drop")


def test_a_workbook_under_another_name_and_one_that_unpacks_without_end(tmp_path: Path) -> None:
    assert rows(tmp_path, workbook(("name", "action"), ("Hope", "drop")), "l.csv")[0].line == 2
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 210_000_000)
    with pytest.raises(PlaceListError, match="unpacked, too large"):
        rows(tmp_path, file.getvalue(), "l.xlsx")


def geojson(*features: object, **more: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features} | more).encode()


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "id": 7, "geometry": geometry, "properties": properties}


def point(lon: object, lat: object) -> dict[str, object]:
    return {"type": "Point", "coordinates": [lon, lat]}


def test_a_sheet_that_says_to_be_larger_than_it_is(tmp_path: Path) -> None:
    whole = workbook_bytes(["name", "action"], [["Kyiv", "drop"]])
    path = tmp_path / "l.xlsx"
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
            new.writestr(name, content)
    assert [row.names for row in read_place_list(path).rows] == [("Kyiv",)]
    far = whole
    with zipfile.ZipFile(io.BytesIO(far)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b'<row r="2"', b'<row r="1048576"')
            new.writestr(name, content)
    with pytest.raises(PlaceListError, match="over 100000 rows"):
        read_place_list(path)


def test_rows_without_form_are_told_with_the_bad_cells(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("name,lat,lon\nKyiv,48,5,37,5\nLviv,95,24\nLutsk,1,2,3\n", encoding="utf-8")
    with pytest.raises(PlaceListError) as caught:
        read_place_list(path)
    told = sorted(line.split(": ")[0] for line in str(caught.value).splitlines())
    assert told == ["l.csv:2", "l.csv:3", "l.csv:4"]


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        ("Größenstadt|Füßen", "cp1252"),
        ("Åmål|Çankaya — “Zürich”", "cp1252"),
        ("Київ|Kyiv — «Азов»", "cp1251"),
        ("Яя", "cp1251"),
    ],
)
def test_words_tell_the_code_page(tmp_path: Path, names: str, encoding: str) -> None:
    path = tmp_path / "l.csv"
    path.write_bytes(f"name,action\n{names},drop\n".encode(encoding))
    with pytest.warns(WarmapWarning, match=encoding.replace("cp", "Windows-")):
        (row,) = read_place_list(path).rows
    assert row.names == tuple(names.split("|"))


def test_numbers_are_those_that_people_write(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text('name,lat,lon\nKyiv,"48,5",\u221237.5\n', encoding="utf-8")
    row = read_place_list(path).rows[0]
    assert (row.lat, row.lon) == (48.5, -37.5)
    for text in ("4_8", "\u0664\u0668", "0x10", "1e5000", "1,000.5"):
        path.write_text(f'name,lat,lon\nKyiv,"{text}",37\n', encoding="utf-8")
        with pytest.raises(PlaceListError, match="column lat"):
            read_place_list(path)


def test_half_a_character_is_told(tmp_path: Path) -> None:
    path = tmp_path / "l.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null,'
        ' "properties": {"name": "K\\ud800", "action": "drop"}}]}',
        encoding="utf-8",
    )
    with pytest.raises(PlaceListError, match=r"l\.geojson:1: .*lone surrogate"):
        read_place_list(path)


def test_geojson_of_map_editors(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    found = rows(
        tmp_path,
        geojson(
            feature(point(37.7, 48.4), name="Zorya", fid=3, id=1, **{"marker-color": "#f00"}),
            feature(None, name="Hope", action="drop", note=None),
            crs=crs,
        ),
        "l.geojson",
    )
    assert (found[0].action, found[0].lat, found[0].lon) == ("pin", 48.4, 37.7)
    assert found[1].action == "drop"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (geojson(feature({"type": "Polygon", "coordinates": []}, name="a")), "l.geojson:1: its ge"),
        (geojson(feature(None, name="a", action="drop"), 3), "l.geojson:2: it is no feature"),
        (geojson(feature(point("x", 2), name="a")), "its coordinates are"),
        (geojson(feature(point(1, 98), name="a")), "l.geojson:1: column lat: '98' is out of range"),
        (geojson(feature(point(1, 2), name="a"), crs={"name": "EPSG:3857"}), "not WGS 84"),
        (b'{"features": {}}', "no list of features"),
        (b"[" * 100_000, "no valid GeoJSON"),
    ],
)
def test_geojson_that_is_no_list(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(PlaceListError, match=re.escape(told)):
        rows(tmp_path, content, "l.geojson")


def test_paths_that_are_no_files_end_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(2_000_000_000)
    for name, told in (
        ("pipe.csv", "not a regular file"),
        ("loop.csv", "can't be read"),
        ("huge.csv", "too large"),
        (".", "not a regular file"),
    ):
        with pytest.raises(PlaceListError, match=told):
            read_place_list(tmp_path / name)


FOUND = find_resolutions(data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8"))
SCRAPS = [
    b"", b"\0", b"\xff", b'"', b";", b",", b"\t", b"\n", b"\r", b"|", b"\\", b"'", b"=", b"..",
    b"nan", b"1e400", b"999", b"pin", b"move", b"add", b"keep", b"drop", b"name", b"geonames:1",
    b"iso:UA", b"{", b"}", b"[", b"null", "Ї".encode(), "\u202e".encode(), "😀".encode(),
    b"PK\x03\x04", b"-",
]  # fmt: skip


def mutated(data: bytes, random_: random.Random) -> bytes:
    """The bytes with some scraps put in, cut out, doubled or exchanged."""
    for _ in range(random_.randint(1, 6)):
        start = random_.randrange(len(data) + 1)
        end = min(len(data), start + random_.choice((0, 1, 1, 4, 40)))
        piece = random_.choice((random_.choice(SCRAPS), random_.randbytes(2), data[start:end] * 2))
        data = data[:start] + piece + data[end:]
    return data


def recelled(data: bytes, random_: random.Random) -> bytes:
    """The cells of a CSV file exchanged for scraps, and for cells of other columns."""
    lines = [line.split(b",") for line in data.split(b"\n")]
    for _ in range(random_.randint(1, 8)):
        line, other = random_.choice(lines), random_.choice(lines)
        line[random_.randrange(len(line))] = random_.choice((*SCRAPS, random_.choice(other)))
    return b"\n".join(b",".join(line) for line in lines)


def resheeted(data: bytes, random_: random.Random) -> bytes:
    """A workbook with other texts in some cells, or broken as an archive."""
    if random_.random() < 0.5:
        return mutated(data, random_)

    def exchanged(match: re.Match[bytes]) -> bytes:
        text = random_.choice(SCRAPS).replace(b"&", b"&amp;").replace(b"<", b"&lt;")
        return b">" + text + b"</t>" if random_.random() < 0.01 else match[0]

    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/sharedStrings.xml":
                content = re.sub(rb">[^<>]+</t>", exchanged, content)
            new.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("ending", "times", "change"),
    [
        (".csv", 5_000, recelled),
        (".csv", 3_200, mutated),
        (".geojson", 1_600, mutated),
        (".xlsx", 200, resheeted),
    ],
)
def test_ten_thousand_broken_lists_give_a_list_or_one_error(
    tmp_path: Path, ending: str, times: int, change: Callable[[bytes, random.Random], bytes]
) -> None:
    random_ = random.Random(f"{ending} {times}")
    whole = list_bytes(FOUND, ending=ending)
    path = tmp_path / f"l{ending}"
    lists = refused = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", WarmapWarning)  # of the encoding
        for _ in range(times):
            path.write_bytes(change(whole, random_))
            try:
                read_place_list(path)
                lists += 1
            except PlaceListError as error:
                refused += 1
                lines = str(error).split("\n")
                assert all(re.match(r"(\S*/)?l\.\w+(:\d+)?: ", line) for line in lines), lines
    assert lists > times / 100
    assert refused > times / 50

"""The places frame in files: what is written reads back equal, and faults leave nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from warmap import (
    OutputError,
    PlacesError,
    find_places,
    read_place_list,
    read_places,
    write_places,
)
from warmap.bundled import data_path
from warmap.formats import ENDINGS
from warmap.model import (
    KINDS,
    PRECISIONS,
    ROLES,
    STATUSES,
    Candidate,
    Mention,
    Resolution,
    Rival,
)
from warmap.places import to_frame, to_resolutions

HERE = Candidate("place_list", "l.csv:2", 'A "quoted", name', "Тут", "site", "UA", "", 48.25, 37.5)
RESOLUTIONS = [
    Resolution(
        Mention(0, 3, "Xyz"), 'Xyz,\nsaid "he"; \u202eyes\t.', 0, rivals=(Rival(HERE, 0.4),)
    ),
    Resolution(
        Mention(-1, -1, "Here"), "", -1, "associative", HERE, 1.0, "added", status="resolved"
    ),
]


def frames() -> list[gpd.GeoDataFrame]:
    return [
        to_frame([]),
        to_frame(RESOLUTIONS),
        find_places("From Kyiv to the town of Mezhova."),
        find_places(
            data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8"),
            place_list=read_place_list(data_path("places.csv")),
        ),
    ]


# Texts of all kinds, and those that some format would lose.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "\0",
        "a\r\nb\r",
        " \t",
        "\\u0041",
        "\\\0",
        "\x1b[2J",
        "😀𝔘",
        "\ufffe\uffff",
        "]]>",
        "NA",
        "null",
        "1",
    ]
)
COUNTS = st.none() | st.integers(0, 2**63 - 1)
DEGREES = st.floats(-90, 90)
FRACTIONS = st.floats(0, 1)


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    return Candidate(
        draw(TEXTS),
        draw(TEXTS),
        draw(TEXTS),
        draw(TEXTS),
        draw(st.sampled_from(KINDS)),
        draw(TEXTS),
        draw(TEXTS),
        lat=draw(DEGREES),
        lon=draw(DEGREES),
        population=draw(COUNTS),
        geonameid=draw(COUNTS),
        precision=draw(st.sampled_from(PRECISIONS)),
        radius_km=draw(st.floats(0, 1e5)),
    )


@st.composite
def resolutions(draw: st.DrawFn) -> Resolution:
    start = draw(st.integers(-1, 2**40))
    status = draw(st.sampled_from(STATUSES))
    end = -1 if start < 0 else start + draw(st.integers(1, 90))
    return Resolution(
        Mention(start, end, draw(TEXTS)),
        draw(TEXTS),
        -1,
        draw(st.sampled_from(ROLES)),
        None if status == "unresolved" else draw(candidates()),
        draw(FRACTIONS),
        draw(TEXTS),
        tuple(
            Rival(replace(rival, population=None, geonameid=None), draw(FRACTIONS))
            for rival in draw(st.lists(candidates(), max_size=2))
        ),
        status,
    )


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=40)
@given(found=st.lists(resolutions(), max_size=6))
def test_any_frame_reads_back_to_the_last_bit(ending: str, found: list[Resolution]) -> None:
    frame = to_frame(found)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"places{ending}")
        write_places(frame, path)
        again = read_places(path)
        once = path.read_bytes()
        write_places(again, path)
        assert path.read_bytes() == once
    assert_geodataframe_equal(again, frame)
    assert again.dtypes.equals(frame.dtypes)
    for name in ("population", "geonameid", "radius_km", "score"):
        assert again[name].tolist() == frame[name].tolist() or again[name].isna().any()
    assert again.geometry.to_wkb().tolist() == frame.geometry.to_wkb().tolist()
    assert to_resolutions(again) == to_resolutions(frame)


@pytest.mark.parametrize("ending", ENDINGS)
def test_two_processes_write_the_same_bytes(tmp_path: Path, ending: str) -> None:
    code = (
        "import sys, warmap\n"
        "places = warmap.find_places('From Kyiv to the town of Mezhova, near Xyz.')\n"
        "warmap.write_places(places, sys.argv[1])"
    )
    for name in ("a", "b"):
        subprocess.run([sys.executable, "-c", code, tmp_path / f"{name}{ending}"], check=True)
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("number", range(4))
def test_what_is_written_reads_back_equal(tmp_path: Path, ending: str, number: int) -> None:
    frame = frames()[number]
    path = tmp_path / f"places{ending}"
    write_places(frame, path)
    again = read_places(path)
    assert_geodataframe_equal(again, frame)
    assert again.dtypes.equals(frame.dtypes)
    once = path.read_bytes()
    write_places(again, path)
    assert path.read_bytes() == once


def test_geojson_is_what_rfc_7946_says(tmp_path: Path) -> None:
    write_places(to_frame(RESOLUTIONS), tmp_path / "p.geojson")
    text = (tmp_path / "p.geojson").read_text(encoding="utf-8")
    data = json.loads(text)
    assert "crs" not in data
    assert [feature["geometry"] for feature in data["features"]] == [
        None,
        {"type": "Point", "coordinates": [37.5, 48.25]},
    ]
    assert text.count("\n") == 4  # a line for each feature


def test_kml_says_the_quote_as_text_and_what_the_point_stands_for(tmp_path: Path) -> None:
    place = replace(HERE, precision="raion", radius_km=19.6)
    quote = "He said: <script>alert(1)</script> &amp; \x01left.\nThen ]]> rain."
    said = Resolution(
        Mention(0, 2, "He"), quote, 0, "government", place, 0.5, "a < b", status="resolved"
    )
    write_places(to_frame([said, RESOLUTIONS[0]]), tmp_path / "p.kml")
    root = ET.parse(tmp_path / "p.kml").getroot()
    kml = "{http://www.opengis.net/kml/2.2}"
    marks = list(root.iter(f"{kml}Placemark"))
    assert [mark.findtext(f"{kml}name") for mark in marks] == [HERE.name, "Xyz"]
    assert marks[0].findtext(f"{kml}description") == (
        "<blockquote>He said: &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; \ufffdleft."
        "<br>Then ]]&gt; rain.</blockquote>"
        "<p>site, government, raion, within 20 km</p><p>a &lt; b</p>"
    )
    assert marks[0].findtext(f"{kml}Point/{kml}coordinates") == "37.5,48.25"
    assert marks[1].find(f"{kml}Point") is None


def test_unknown_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"unknown ending '\.shp'; the known ones are \.csv"):
        write_places(to_frame([]), tmp_path / "p.shp")
    with pytest.raises(PlacesError, match=r"unknown ending '\.shp'"):
        read_places(tmp_path / "p.shp")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"start,end\n1,2\n", "column 'mention' is missing"),
        ("a.csv", b"\xff\xfe\x00", "not a file of places"),
        ("a.csv", b'start,"end\n', "not a file of places|is missing"),
        ("a.geojson", b"{", "not a file of places"),
        ("a.geojson", b"[]", "not a file of places"),
        ("a.geojson", b'{"features": [{"geometry": null, "properties": {}}]}', "is missing"),
    ],
)
def test_a_damaged_file_is_one_clear_line(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PlacesError, match=words) as caught:
        read_places(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


def test_a_file_that_breaks_the_contract_lists_every_fault(tmp_path: Path) -> None:
    write_places(find_places("From Kyiv."), tmp_path / "p.csv")
    table = pd.read_csv(tmp_path / "p.csv", keep_default_na=False)
    table["kind"], table["score"] = "planet", 7
    table.to_csv(tmp_path / "p.csv", index=False)
    with pytest.raises(PlacesError) as caught:
        read_places(tmp_path / "p.csv")
    assert len(str(caught.value).splitlines()) == 2


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.csv"
    path.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("warmap.files.os.replace", fail)
    with pytest.raises(OutputError, match="can't be written: permission denied"):
        write_places(to_frame([]), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 1

"""The places frame in files: what is written reads back equal, and faults leave nothing behind."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

from warmap import OutputError, PlacesError, find_places, read_places, write_places
from warmap.model import Candidate, Mention, Resolution, Rival
from warmap.places import to_frame

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
    return [to_frame([]), to_frame(RESOLUTIONS), find_places("From Kyiv to the town of Mezhova.")]


@pytest.mark.parametrize("ending", [".csv", ".geojson"])
@pytest.mark.parametrize("number", range(3))
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

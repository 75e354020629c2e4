"""The place list: the user's word comes first, and a bad row is told exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from warmap import PlaceListError, find_places, read_place_list
from warmap.bundled import data_path
from warmap.corrections import apply_place_list
from warmap.gazetteer import default_gazetteer
from warmap.placelist import PlaceList
from warmap.placerows import COLUMNS, PlaceRow, cells_of, parse_row
from warmap.places import find_and_correct, find_resolutions

TEXT = "Kyiv and Kiev are one. They left the town of Mezhova for Kyiv. Narnia is not there."


def listed(folder: Path, text: str, *, name: str = "l.csv") -> PlaceList:
    (folder / name).write_text(text, encoding="utf-8")
    return read_place_list(folder / name)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(PlaceListError) as caught:
        listed(folder, text)
    return str(caught.value).splitlines()


def test_pin_by_id_and_by_point_comes_before_the_gazetteer(tmp_path: Path) -> None:
    rows = "name,id,lat,lon,kind,note\nKyiv|Kiev,geonames:702550,,,,by id\nMezhova,,48.5,36.5,site,"
    places = find_places(TEXT, place_list=listed(tmp_path, rows))
    assert places["name"].tolist() == ["Lviv", "Lviv", "Mezhova", "Lviv"]
    assert places["score"].tolist() == [1.0] * 4
    mezhova = places.iloc[2]
    assert (mezhova.geometry.x, mezhova.geometry.y) == (36.5, 48.5)
    assert (mezhova["kind"], mezhova["source"], mezhova["source_id"]) == (
        "site",
        "place_list",
        "l.csv:3",
    )
    assert "l.csv, line 2" in places["reason"][0]
    assert "by id" in places["reason"][0]


def test_a_row_may_speak_for_some_mentions_only(tmp_path: Path) -> None:
    rows = "name,action,mentions\nKyiv,drop,2\n"
    places = find_places(TEXT, place_list=listed(tmp_path, rows))
    assert places["status"].tolist() == ["resolved", "resolved", "resolved", "dropped"]
    assert places.geometry.isna().tolist() == [False, False, False, True]


def test_move_changes_the_point_and_keeps_the_place(tmp_path: Path) -> None:
    rows = "name,action,lat,lon\nMezhova,move,48.3,36.8\n"
    place = find_places(TEXT, place_list=listed(tmp_path, rows)).iloc[2]
    assert (place["name"], place["kind"], place["admin1"]) == ("Mezhova", "town", "UA-12")
    assert (place.geometry.x, place.geometry.y) == (36.8, 48.3)


def test_add_names_a_place_that_the_text_does_not(tmp_path: Path) -> None:
    rows = "name,action,id,note\nKramatorsk,add,geonames:704508,in the caption\n"
    place = find_places(TEXT, place_list=listed(tmp_path, rows)).iloc[-1]
    assert (place["start"], place["end"], place["quote"]) == (-1, -1, "")
    assert "in the caption" in place["reason"]


def test_a_pinned_name_is_a_place_wherever_the_text_has_it(tmp_path: Path) -> None:
    rows = "name,lat,lon\nNarnia,10,20\n"
    places = find_places(TEXT, place_list=listed(tmp_path, rows))
    assert places["mention"].tolist()[-1] == "Narnia"
    assert places["status"].tolist()[-1] == "resolved"


def test_a_row_may_correct_kind_and_role_alone(tmp_path: Path) -> None:
    rows = "name,kind,role\nDonetsk,city,government\n"
    place = find_places("The Donetsk region", place_list=listed(tmp_path, rows)).iloc[0]
    assert (place["kind"], place["role"], place["admin1"]) == ("city", "government", "UA-14")


def test_rows_that_fit_nothing_are_told(tmp_path: Path) -> None:
    rows = listed(tmp_path, "name,action\nKyiv,drop\nLondon,drop\n")
    _, idle = find_and_correct(TEXT, place_list=rows)
    assert [row.line for row in idle] == [3]
    found = find_resolutions(TEXT)
    assert apply_place_list(found, rows, gazetteer=default_gazetteer())[1] == idle


def test_what_spreadsheets_write_is_read(tmp_path: Path) -> None:
    rows = listed(tmp_path, '\ufeffname;lat;lon;note\r\nMezhova;48,5;36,5;"two\nlines"\r\n\r\n')
    (row,) = rows.rows
    assert (row.lat, row.lon, row.note) == (48.5, 36.5, "two lines")  # shown on one line


def test_every_bad_cell_is_listed_with_file_line_column_value_and_rule(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "name,action,lat,lon,id,kind,country,mentions,radius_km\n"
        "A,fly,,,,,,,\n"
        "B,,91,181,,,,,\n"
        "C,,nan,inf,,,,,\n"
        "D,,1,,,,,,\n"
        "E,,,,geonames:1,,,,\n"
        "F,,,,where,,,,\n"
        "G,,1,1,,planet,ua,0-2,-5\n"
        ",,1,1,,,,,\n",
    )
    told = [": ".join(line.split(": ")[:2]) for line in found]
    assert told[:3] == ["l.csv:2: column action", "l.csv:3: column lat", "l.csv:3: column lon"]
    for expected in (
        "l.csv:4: column lat",
        "l.csv:4: column lon",
        "l.csv:6: column id",
        "l.csv:7: column id",
        "l.csv:8: column kind",
        "l.csv:8: column country",
        "l.csv:8: column mentions",
        "l.csv:8: column radius_km",
        "l.csv:9: column name",
    ):
        assert expected in told
    assert any(line.startswith("l.csv:5") for line in found)
    assert "'fly'" in found[0]
    assert "pin, move, drop, add" in found[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lat,lon\n1,2\n", "no column 'name'"),
        ("name,colour\nA,red\n", "unknown column 'colour'"),
        ("name,lat,lat\nA,1,1\n", "stands twice"),
        ("name,lat,lon\nA,1,2,3\n", "4 cells where the header has 3"),
        ('name,note\nA,"open\n', "no valid CSV"),
        ("name,lat,lon\nA,1,2\na,3,4\n", "is also in line 2"),
    ],
)
def test_a_list_of_the_wrong_form_is_refused(tmp_path: Path, text: str, words: str) -> None:
    assert words in faults(tmp_path, text)[0]


def test_files_that_are_no_list(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"name\n\xff\x00\x00")
    with pytest.raises(PlaceListError, match=r"b\.csv: no valid UTF-8"):
        read_place_list(tmp_path / "b.csv")
    with pytest.raises(PlaceListError, match="can't be read"):
        read_place_list(tmp_path / "none.csv")
    with pytest.raises(PlaceListError, match="not a regular file"):
        read_place_list(tmp_path)


def test_the_bundled_list_pins_zorya_with_its_source() -> None:
    text = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
    places = find_places(text, place_list=read_place_list(data_path("places.csv")))
    zorya = places[places["mention"] == "Zorya"].iloc[0]
    assert (zorya["source"], zorya["source_id"]) == ("katottg", "UA14120050230096532")
    assert zorya["precision"] == "hromada"
    assert zorya["radius_km"] > 0
    assert "Ministry" in zorya["reason"]


def test_a_row_with_spans_speaks_for_them_alone(tmp_path: Path) -> None:
    start = TEXT.index("Narnia")
    plain = find_places(TEXT)
    rows = f"name,id,spans,note\nKyiv|Narnia,geonames:702550,{start}..{start + 6},so it is\n"
    places = find_places(TEXT, place_list=listed(tmp_path, rows))
    assert places["mention"].tolist() == ["Kyiv", "Kiev", "Mezhova", "Kyiv", "Narnia"]
    assert places["name"].tolist()[4] == "Lviv"
    assert places["quote"].tolist()[4] == "Narnia is not there."
    same = places[places["mention"] != "Narnia"].reset_index(drop=True)
    assert same.equals(plain[plain["mention"] != "Narnia"].reset_index(drop=True))


def test_a_row_with_spans_comes_before_one_without(tmp_path: Path) -> None:
    at = TEXT.rindex("Kyiv")
    rows = f"name,action,id,spans\nKyiv,pin,geonames:702550,\nKyiv,drop,,{at}..{at + 4}\n"
    places = find_places(TEXT, place_list=listed(tmp_path, rows))
    assert places["status"].tolist() == ["resolved", "resolved", "resolved", "dropped"]
    assert places["name"].tolist()[0] == "Lviv"


def test_words_within_a_span_of_the_list_are_no_mention_of_their_own(tmp_path: Path) -> None:
    at = TEXT.index("town of Mezhova")
    rows = f"name,lat,lon,spans\nTown of Mezhova,48.2,36.7,{at}..{at + 15}\n"
    places = find_places(TEXT, place_list=listed(tmp_path, rows))
    assert places["mention"].tolist() == ["Kyiv", "Kiev", "town of Mezhova", "Mezhova", "Kyiv"]
    assert places["status"].tolist()[2:4] == ["resolved", "dropped"]


def test_a_span_that_says_something_else_fits_nothing(tmp_path: Path) -> None:
    rows = 'name,id,spans\nKyiv,geonames:702550,"1..5,900..904"\n'
    found, idle = find_and_correct(TEXT, place_list=listed(tmp_path, rows))
    assert [r.mention.text for r in found] == ["Kyiv", "Kiev", "Mezhova", "Kyiv"]
    assert [row.line for row in idle] == [2]


def test_rows_with_one_name_and_point_are_one_place(tmp_path: Path) -> None:
    at = TEXT.rindex("Kyiv")
    rows = (
        "name,lat,lon,role,spans\nThe hill|Kyiv,50.5,30.5,literal,0..4\n"
        f"The hill|Kyiv,50.5,30.5,government,{at}..{at + 4}\n"
    )
    places = find_places(TEXT, place_list=listed(tmp_path, rows)).iloc[[0, 3]]
    assert places["source_id"].tolist() == ["l.csv:2", "l.csv:2"]
    assert places["role"].tolist() == ["literal", "government"]
    assert places["name"].tolist() == ["The hill", "The hill"]


def test_move_may_say_which_place_it_moves(tmp_path: Path) -> None:
    rows = "name,action,id,lat,lon\nMezhova,move,geonames:702550,49.8,24.1\n"
    place = find_places(TEXT, place_list=listed(tmp_path, rows)).iloc[2]
    assert (place["name"], place["kind"]) == ("Lviv", "city")
    assert (place.geometry.x, place.geometry.y) == (24.1, 49.8)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Kyiv,pin,geonames:702550,4..4,", "column spans: '4..4' is not a span"),
        ("Kyiv,pin,geonames:702550,4-8,", "column spans: '4-8' is not a span"),
        ("Kyiv,pin,geonames:702550,0..4,1", "column spans: it stands beside mentions"),
        ("Kyiv,add,geonames:702550,0..4,", "column spans: a place to add has none"),
    ],
)
def test_bad_spans_are_told(tmp_path: Path, row: str, told: str) -> None:
    assert told in faults(tmp_path, f"name,action,id,spans,mentions\n{row}\n")[0]


def test_two_rows_for_overlapping_spans_clash(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        "name,id,spans\nKyiv,geonames:702550,0..4\nLviv,geonames:702550,2..6\n",
    )
    assert "is also in line 2" in told[0]


def test_a_name_may_hold_bars_and_what_a_spreadsheet_would_run() -> None:
    for name in ("=1+1|x", "\\|", "'@y", "a\\b", "-c", "''=d"):
        row = PlaceRow("l.csv", 2, (name,), "pin", kind="town", spans=((3, 9),), note=name)
        cells = cells_of(row)
        assert cells[0][0] not in "=+-@"
        assert parse_row("l.csv", 2, dict(zip(COLUMNS, cells, strict=True))) == (row, [])

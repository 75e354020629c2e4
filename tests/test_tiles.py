"""Online backgrounds by name or address: found, described and refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap import PageError, draw_map
from warmap.tiles import find_tiles, tile_origins


def policy(html: str) -> dict[str, str]:
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert found is not None
    return dict(rule.split(" ", 1) for rule in found[1].split("; "))


def in_page(tiles: str) -> tuple[str, dict[str, Any]]:
    html = str(draw_map([], tiles=tiles).get_root().render())
    block = re.search(r'id="warmap-data">(.*?)</script>', html, re.DOTALL)
    assert block is not None
    return html, json.loads(block[1])


@pytest.mark.parametrize("name", ["UN.ClearMap", "un clearmap", "UN_CLEARMAP"])
def test_a_provider_is_found_however_it_is_spelt(name: str) -> None:
    tiles = find_tiles(name)
    assert tiles["host"] == "geoservices.un.org"
    assert tiles["name"] == "UN.ClearMap"
    assert tiles["attribution"][1] == [
        "United Nations",
        "https://www.un.org/geospatial/mapsgeo/webservices",
    ]


def test_subdomains_are_origins_of_their_own_and_one_host_for_readers() -> None:
    tiles = find_tiles("CyclOSM")
    assert tiles["host"] == "tile-cyclosm.openstreetmap.fr"
    assert tile_origins(tiles) == [
        f"https://{label}.tile-cyclosm.openstreetmap.fr" for label in tiles["subdomains"]
    ]


def test_an_own_server_is_taken_over_https_and_from_this_machine() -> None:
    tiles = find_tiles("https://tiles.our.example:8443/{z}/{x}/{-y}{r}.png?key=a;b")
    assert tile_origins(tiles) == ["https://tiles.our.example:8443"]
    assert tiles["attribution"] == []
    for host in ("127.0.0.1:8080", "localhost", "[::1]:9"):
        assert tile_origins(find_tiles(f"http://{host}/{{z}}/{{x}}/{{y}}")) == [f"http://{host}"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "OpenStreetMap",
            r"xyzservices has that name; perhaps OpenStreetMap\.Mapnik",
        ),
        ("Opentopomaps", r"perhaps OpenTopoMap\. An address such as"),
        ("nothing like it", r"has that name\. An address such as https://tiles\.example/\{z\}"),
        ("", r"tiles '': no provider of xyzservices has that name\. An address"),
        ("CartoDB.Positron", "wants a key, which all readers of the page could take"),
        ("Esri.AntarcticImagery", "isn't drawn in web Mercator"),
        ("GeoportailFrance.Pcrs34", "isn't drawn in web Mercator"),
        ("JusticeMap.income", "no longer works"),
        ("http://tiles.example/{z}/{x}/{y}.png", "over https; over http only from this machine"),
        ("ftp://tiles.example/{z}/{x}/{y}.png", "over https"),
        ("https://me:secret@tiles.example/{z}/{x}/{y}.png", "over https"),
        ("https://tiles.example;script-src/{z}/{x}/{y}.png", "over https"),
        ("https://{z}.tiles.example/{z}/{x}/{y}.png", "over https"),
        ("https://tiles.example/{x}/{y}.png", r"has the blanks \{z\}, \{x\} and \{y\}"),
        ("https://tiles.example/{z}/{x}/{y}.png?k={token}", "has the blanks"),
        ("https://tiles.example/", "has the blanks"),
        ("https://[/{z}/{x}/{y}", "over https"),
    ],
)
def test_what_cannot_be_a_background_is_refused(name: str, said: str) -> None:
    with pytest.raises(PageError, match=said) as caught:
        find_tiles(name)
    assert "\n" not in str(caught.value)


@given(st.text(alphabet="ab.:/@;,' \"[]{}sxyz\\\n\u0455", max_size=30))
def test_no_address_writes_a_rule_of_the_policy(text: str) -> None:
    try:
        tiles = find_tiles(f"https://{text}/{{z}}/{{x}}/{{y}}")
    except PageError:
        return
    for origin in tile_origins(tiles):
        assert re.fullmatch(r"https://[a-z0-9.:-]+|https://\[::1\](:\d+)?", origin)


def test_only_a_page_with_tiles_may_connect_and_only_there() -> None:
    html, data = in_page("https://{s}.tiles.example/{z}/{x}/{y}.png")
    assert policy(html)["connect-src"] == " ".join(
        f"https://{label}.tiles.example" for label in "abc"
    )
    assert policy(html)["img-src"] == "data: blob:"
    assert "unsafe" not in policy(html)["script-src"]
    assert data["tiles"]["host"] == "tiles.example"
    plain, data = in_page("")
    assert "connect-src" not in policy(plain)
    assert "tiles" not in data


def test_the_command_line_refuses_a_wrong_name_before_it_writes(tmp_path: Path) -> None:
    def warmap(*arguments: str) -> subprocess.CompletedProcess[str]:
        code = "from warmap.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, "map", *arguments],
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    done = warmap("--tiles", "UN.CleerMap")
    assert done.returncode == 2
    assert done.stderr.startswith("warmap: tiles 'UN.CleerMap': no provider of xyzservices has")
    assert "perhaps UN.ClearMap" in done.stderr
    assert not list(tmp_path.iterdir())
    done = warmap("--tiles", "UN.ClearMap", "-o", "map.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert "geoservices.un.org" in (tmp_path / "map.html").read_text(encoding="utf-8")

"""What the README says of commands and place lists is true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from warmap import read_place_list
from warmap.placerows import ACTIONS, COLUMNS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_is_short_and_its_picture_is_there() -> None:
    assert README.count("\n") < 150
    for address in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (ROOT / address).is_file()


def test_its_place_list_is_one(tmp_path: Path) -> None:
    block = re.search(r"```csv\n(.*?)```", README, re.DOTALL)
    assert block is not None
    (tmp_path / "list.csv").write_text(block[1], encoding="utf-8")
    actions = {row.action for row in read_place_list(tmp_path / "list.csv").rows}
    assert actions == set(ACTIONS)
    for column in COLUMNS:
        assert column in README


@pytest.mark.parametrize("command", ["map", "places", "explain"])
def test_every_option_that_it_shows_exists(command: str) -> None:
    lines = re.findall(rf"^warmap {command} .*$", README, re.MULTILINE)
    assert lines
    done = subprocess.run(
        [sys.executable, "-c", "from warmap.cli import main; main()", command, "--help"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    for line in lines:
        for option in re.findall(r"(?<!\S)--?[a-z]+", line):
            assert option in done.stdout


def test_the_layout_is_the_agreed_one() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    plain = {name for name in top if not name.startswith(".")}
    folders = {"src", "data", "notebooks", "tests"}
    assert plain == folders | {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}

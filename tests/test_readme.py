"""What the README says of commands and place lists is true."""

from __future__ import annotations

import os
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


def help_of(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from warmap.cli import main; main()", *command, "--help"],
        capture_output=True, text=True, check=True, timeout=60,
        env=os.environ | {"COLUMNS": "200"},
    )  # fmt: skip
    return done.stdout


def commands_of(text: str) -> list[str]:
    """The commands that a help text lists."""
    return re.findall(r"^  ([a-z]+)  ", text.partition("Commands:")[2], re.MULTILINE)


def shown() -> dict[tuple[str, ...], list[str]]:
    """The lines of the README that call warmap, by command; of its prose, what stands in ticks."""
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
    spans = re.findall(r"`(warmap [^`]+)`", README)
    lines: dict[tuple[str, ...], list[str]] = {}
    groups = ("gazetteer", "cache")
    for line in [*re.findall(r"warmap ([a-z].*)$", blocks, re.MULTILINE), *(s[7:] for s in spans)]:
        words = line.partition("#")[0].split()
        command = tuple(words[:2] if words[0] in groups else words[:1])
        lines.setdefault(command, []).append(line.partition("#")[0])
    return lines


@pytest.mark.parametrize("command", sorted(shown()), ids=" ".join)
def test_every_option_that_it_shows_exists(command: tuple[str, ...]) -> None:
    told = help_of(*command)
    for line in shown()[command]:
        for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", line):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", told), f"{line}: {option}"


def test_it_shows_every_command() -> None:
    assert {command[0] for command in shown()} == set(commands_of(help_of()))


def test_every_option_of_a_command_is_told_in_its_help() -> None:
    for command in commands_of(help_of()):
        listed = help_of(command).partition("Options:")[2].partition("Commands:")[0]
        entries = re.split(r"\n  (?=-)", listed)[1:]
        assert entries
        for entry in entries:
            told = re.sub(r"^\s*(-\S+,?\s*)+([A-Z<\[|]\S*)?", "", entry).strip()
            assert told, f"warmap {command}: {entry.strip()} has no help"


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

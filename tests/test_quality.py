"""How well places are found and resolved on the project's own marked articles.

``tests/eval/articles`` holds news texts of our own, each place marked as
``[[surface|id|kind|role]]``; ``marked.json`` is made of them, and ``floors.json`` pins the scores.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from warmap.marked import MarkedArticle, read_marked

HERE = Path(__file__).parent


def script(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GATE = script(HERE / "eval" / "gate.py")
BUILD = script(HERE.parent / "data" / "build_marked.py")
ARTICLES = read_marked(HERE / "eval" / "marked.json").articles


def test_the_marked_file_is_made_of_the_articles() -> None:
    text = (HERE / "eval" / "marked.json").read_text(encoding="utf-8")
    assert text == BUILD.marked_json(), "run: python data/build_marked.py"


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_the_marks_are_well_formed(article: MarkedArticle) -> None:
    assert len(article.text.split()) >= 120
    assert len(article.marks) > 5
    assert not article.lost
    for mark, after in zip(article.marks, article.marks[1:], strict=False):
        assert mark.end <= after.start
    for mark in article.marks:
        assert article.text[mark.start : mark.end] == mark.phrase
        assert (mark.lat is None) == (not mark.id) == (mark.tol_km is None)


@pytest.mark.parametrize(
    "mark", ["[[Kyiv|geonames:1|city|literal]]", "[[Kyiv|?|town|king]]", "[[Kyiv|?|city]]"]
)
def test_a_bad_mark_is_named(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(f"# title: x\n\nIn {mark}.", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"bad\.txt"):
        BUILD.marked_article(path)


def test_the_scores_are_no_worse_than_they_were() -> None:
    floors = json.loads(GATE.FLOORS.read_text(encoding="utf-8"))
    digest = hashlib.sha256(GATE.MARKED.read_bytes()).hexdigest()
    assert len(floors["floors"]) >= 10
    assert all(entry["reason"] for entry in floors["lowered"])
    assert GATE.faults(floors, GATE.scores(), digest) == []


def test_a_step_back_is_a_fault() -> None:
    floors = {"floors": {"kind": 0.9}, "lowered": [], "marked_sha256": "a"}
    assert GATE.faults(floors, {"kind": 0.9}, "a") == []
    assert GATE.faults(floors, {"kind": 0.899}, "a") == ["kind: 0.899, and its floor is 0.900"]
    assert GATE.faults(floors, {}, "a") == ["kind: 0.000, and its floor is 0.900"]
    assert "has changed" in GATE.faults(floors, {"kind": 0.95}, "b")[0]


def test_a_floor_falls_only_with_a_reason() -> None:
    floors = {"floors": {"kind": 0.9}, "lowered": [], "marked_sha256": "a"}
    assert GATE.updated(floors, {"kind": 0.95}, "b", "") == {
        "floors": {"kind": 0.95},
        "lowered": [],
        "marked_sha256": "b",
    }
    with pytest.raises(SystemExit, match="kind: would fall"):
        GATE.updated(floors, {"kind": 0.8}, "a", "")
    lowered = GATE.updated(floors, {"kind": 0.8}, "a", "harder articles")
    assert lowered["floors"] == {"kind": 0.8}
    assert lowered["lowered"] == [
        {"measure": "kind", "from": 0.9, "to": 0.8, "reason": "harder articles"}
    ]


@pytest.mark.parametrize(
    "arguments", [["--lower"], ["--update", "--lower"], ["--reason", "so"], ["--lower", "x"]]
)
def test_lowering_takes_all_three_options(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        GATE.main(arguments)
    assert stopped.value.code == 2

"""Reasons in Ukrainian: each that warmap gives has its words; foreign texts stay as they are."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

import warmap
from warmap.bundled import data_path
from warmap.gazetteer import default_gazetteer
from warmap.model import KINDS, Candidate, Mention
from warmap.places import find_resolutions
from warmap.reasons import PHRASES, reason_for
from warmap.telling import reason_in

SOURCES = Path(warmap.__file__).parent
ENTRIES = tomllib.loads((SOURCES / "reasons.toml").read_text(encoding="utf-8"))["reason"]
LATIN = re.compile(r"[A-Za-z]{3,}")


def place(kind: str) -> Candidate:
    known = default_gazetteer().lookup("Donetsk")[0]
    return replace(known, kind=kind)  # type: ignore[arg-type]


def features() -> list[str]:
    """Names of the features that have words."""
    return sorted(PHRASES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_feature_of_every_kind_is_told_in_ukrainian(kind: str) -> None:
    mention = Mention(0, 1, "Х", (kind,))  # type: ignore[arg-type]
    for feature in features():
        for area in ("", "Огайо"):
            reason = reason_for(mention, [place(kind)] * 2, 0, {feature: 9.0}, area, equals=1)
            told = reason_in(reason, "uk")
            assert not LATIN.search(told), (reason, told)


@pytest.mark.parametrize("many", [1, 3])
def test_what_contradicts_the_text_is_told_too(many: int) -> None:
    mention = Mention(0, 1, "X")
    reason = reason_for(mention, [place("city")] * many, 0, {}, "Огайо", contradicted=True)
    told = reason_in(reason, "uk")
    assert "Огайо" in told
    assert not LATIN.search(told)


def test_the_reasons_of_the_bundled_article_are_told_whole() -> None:
    text = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
    for resolution in find_resolutions(text):
        told = reason_in(resolution.reason, "uk")
        assert not re.search(r"\b(?:the|of|in|it)\b", told), told


def test_notes_and_unknown_parts_stay_as_they_are() -> None:
    reason = "pinned by the place list (places.csv, line 2): Shown by DeepState; x Source: AFP"
    told = reason_in(reason, "uk")
    assert told.startswith("закріплено списком місць (places.csv, line 2): Shown by DeepState")
    assert reason_in(reason, "en") == reason
    assert reason_in("", "uk") == ""


def test_each_entry_has_the_same_blanks() -> None:
    for entry in ENTRIES:
        blanks = [sorted(re.findall(r"\{(\w+)\}", entry[lang])) for lang in ("en", "uk")]
        assert blanks[0] == blanks[1], entry

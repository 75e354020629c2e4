"""How well places are found and resolved on the project's own marked articles.

``tests/eval/articles`` holds news texts of our own, each place marked as
``[[surface|id|kind|role]]``. The weights have seen them, so the bars guard against steps back;
they are no estimate for other articles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from warmap.gazetteer import default_gazetteer
from warmap.model import KINDS, ROLES
from warmap.places import find_resolutions

FOLDER = Path(__file__).parent / "eval" / "articles"
MARK = re.compile(r"\[\[([^|\]]+)\|([^|]*)\|([^|]*)\|([^\]]*)\]\]")
UNKNOWN = "?"


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and span → (id, kind, role)."""

    name: str
    text: str
    marks: dict[tuple[int, int], tuple[str, str, str]]


def read(path: Path) -> Marked:
    body = path.read_text(encoding="utf-8").split("\n\n", 1)[1]
    text = ""
    marks = {}
    last = 0
    for found in MARK.finditer(body):
        text += body[last : found.start()]
        start = len(text)
        text += found[1]
        marks[start, len(text)] = (found[2], found[3], found[4])
        last = found.end()
    return Marked(path.name, text + body[last:], marks)


ARTICLES = [read(path) for path in sorted(FOLDER.glob("*.txt"))]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.name)
def test_the_marks_are_well_formed(article: Marked) -> None:
    assert len(article.marks) > 5
    assert "[[" not in article.text
    assert "|" not in article.text
    for place_id, kind, role in article.marks.values():
        assert kind in KINDS
        assert role in ROLES
        assert place_id == UNKNOWN or default_gazetteer().by_id(place_id) is not None


def test_finding_resolving_and_roles_are_no_worse_than_they_were() -> None:
    hits = found = marked = right = known = roles = 0
    for article in ARTICLES:
        answers = {(r.mention.start, r.mention.end): r for r in find_resolutions(article.text)}
        found += len(answers)
        marked += len(article.marks)
        for span, (place_id, _, role) in article.marks.items():
            answer = answers.get(span)
            if answer is None:
                continue
            hits += 1
            roles += answer.role == role
            if place_id != UNKNOWN:
                known += 1
                right += answer.candidate is not None and answer.candidate.id == place_id
    assert 2 * hits / (found + marked) >= 0.97
    assert right / known >= 0.92
    assert roles / hits >= 0.93

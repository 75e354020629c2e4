"""Articles from files and standard input, and the sentences of a text."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap import ArticleError, read_article
from warmap.article import sentences

PIECES = ["Kyiv", " ", ". ", "!” ", "? ", "\n", "\n\n", "Mr. ", "U.S. ", "e.g. ", "…", "3.5", "\t"]


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Київ.".encode(), "Київ."),
        ("\ufeffKyiv.".encode(), "Kyiv."),
        ("Kyiv.".encode("utf-16"), "Kyiv."),
        (b"One.\r\nTwo.\rThree.\n", "One.\nTwo.\nThree.\n"),
    ],
)
def test_what_an_article_may_be_written_in(tmp_path: Path, content: bytes, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    found = read_article(tmp_path / "a.txt", title="T", source="S", date="2025-06-08")
    assert (found.text, found.title, found.source, found.date) == (text, "T", "S", "2025-06-08")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.txt", None, "can't be read"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", b"\n \t", "empty"),
        ("zeros.txt", b"\0" * 5000, "binary"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\r", "binary"),
        ("latin.txt", "Café.".encode("latin-1"), "no valid UTF-8.*tried UTF-8"),
        ("report.pdf", b"%PDF-1.7", "not plain text"),
        ("report.docx", b"PK", "not plain text"),
        ("huge.txt", b"a" * 10_000_001, "over 10 MB"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ArticleError, match=words) as caught:
        read_article(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_a_folder_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="not a regular file"):
        read_article(tmp_path)


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Київ.".encode())))
    assert read_article("-").text == "Київ."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It fell. They left!", ["It fell.", "They left!"]),
        ("Gen. Smith and Mr. Brown met.", ["Gen. Smith and Mr. Brown met."]),
        ("The U.S. Senate voted.", ["The U.S. Senate voted."]),
        ("J. K. Smith came. He left.", ["J. K. Smith came.", "He left."]),
        ("“Kyiv stands.” He left.", ["“Kyiv stands.”", "He left."]),
        ("It was 3.5 km. all told.", ["It was 3.5 km. all told."]),
        ("A headline\nA sentence.", ["A headline", "A sentence."]),
        ("Why? Because… it is.", ["Why?", "Because… it is."]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_sentences_are_ordered_apart_and_hold_every_character_that_is_not_blank(text: str) -> None:
    last = 0
    left: list[str] = []
    for start, end in sentences(text):
        assert last <= start < end
        assert text[start:end] == text[start:end].strip()
        left.append(text[last:start])
        last = end
    left.append(text[last:])
    assert not "".join(left).strip()

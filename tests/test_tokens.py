"""Words and their exact spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap.tokens import tokenize


@given(st.text(max_size=300))
def test_every_word_is_a_slice_of_the_text_and_gaps_fill_the_rest(text: str) -> None:
    tokens = tokenize(text)
    assert len(tokens.gaps) == len(tokens) + 1
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        assert text[start:end] == word
    assert sorted(tokens.starts) == tokens.starts
    covered = sum(map(len, tokens.words)) + sum(map(len, tokens.gaps)) + 2 * sum(tokens.possessive)
    assert covered >= len(text)


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_possessive_is_split_off_with_either_apostrophe(mark: str) -> None:
    tokens = tokenize(f"Kyiv{mark}s forces left Mar{mark}inka")
    assert tokens.words == ["Kyiv", "forces", "left", f"Mar{mark}inka"]
    assert tokens.possessive == [True, False, False, False]


@pytest.mark.parametrize(
    ("text", "capital"),
    [
        ("in Coeur d'Alene", ["Coeur", "d'Alene"]),
        ("at Reggio nell’Emilia, l'eau", ["Reggio", "nell’Emilia"]),
        ("o'clock near el-Fasher", ["el", "Fasher"]),
        ("at large, al-khabar, as Kyiv", ["Kyiv"]),
    ],
)
def test_capitals_behind_small_words_that_belong_to_a_name(text: str, capital: list[str]) -> None:
    tokens = tokenize(text)
    assert [tokens.words[index] for index in tokens.capitalised] == capital


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("He left. Kyiv stayed.", ["He", "Kyiv"]),
        ("Lt. Col. Smith left St. Louis.", ["Lt"]),
        ("A title\nKyiv stayed", ["A", "Kyiv"]),
        ("He said “Kyiv stays”", ["He", "Kyiv"]),
        ("J. Smith went to the U.S. embassy", ["J"]),
    ],
)
def test_sentence_openings(text: str, opening: list[str]) -> None:
    tokens = tokenize(text)
    pairs = zip(tokens.words, tokens.opens, strict=True)
    assert [word for word, opens in pairs if opens] == opening


def test_abbreviated_states_are_one_word() -> None:
    assert tokenize("Charleston, W.Va., and U.S. towns").words == [
        "Charleston", "W.Va.", "and", "U.S.", "towns",
    ]  # fmt: skip


def test_ten_megabytes_without_a_space_are_one_word() -> None:
    tokens = tokenize("x" * 10_000_000)
    assert len(tokens) == 1

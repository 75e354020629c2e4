"""Which articles are copies of others."""

from __future__ import annotations

import random

import numpy as np
from corpus_maker import make_articles
from hypothesis import given, settings
from hypothesis import strategies as st

from warmap import copies as module
from warmap.copies import BYTES, bands_of, find_copies, shared_bands, signature

WORDS = [f"{a}{b}" for a in "bdfghklmnprst" for b in ("ado", "eru", "imo", "osa", "una", "aly")]


def signatures(texts: list[str]) -> np.ndarray:
    return np.array([np.frombuffer(signature(text) or b"", "<u4") for text in texts])


def runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}


def test_copies_with_small_edits_are_found_and_nothing_else() -> None:
    articles = list(make_articles(600))
    found = find_copies(signatures([article["text"] for article in articles]))
    made = {i for i, article in enumerate(articles) if "copies.example" in article["url"]}
    assert set(found) == made
    for copy, first in found.items():
        assert first < copy
        assert articles[copy]["title"] == articles[first]["title"]
        assert first not in found


def test_short_texts_are_no_copies() -> None:
    assert signature("An air raid alert in Kharkiv region. " * 4) is None
    assert signature("") is None


def test_case_and_punctuation_make_no_difference() -> None:
    words = [random.Random(3).choice(WORDS) for _ in range(60)]
    assert signature(" ".join(words)) == signature(", ".join(words).upper())


@given(st.randoms(use_true_random=False), st.integers(0, 120))
@settings(max_examples=40)
def test_the_share_of_equal_hashes_is_the_share_of_common_runs(
    chance: random.Random, edits: int
) -> None:
    words = [chance.choice(WORDS) + chance.choice(WORDS) for _ in range(400)]
    other = list(words)
    for _ in range(edits):
        other[chance.randrange(400)] = "other"
    common = len(runs(words) & runs(other)) / len(runs(words) | runs(other))
    one, two = signatures([" ".join(words), " ".join(other)])
    assert abs((one == two).mean() - common) < 0.22  # five standard deviations of 125 hashes


def test_only_articles_that_share_a_band_are_compared() -> None:
    chance = np.random.default_rng(5)
    table = chance.integers(0, 2**32, (300, BYTES // 4), dtype=np.uint32)
    table[200:] = table[:100]
    table[200:, :5] += 1
    shared = shared_bands(bands_of(table))
    assert shared.nonzero()[0].tolist() == [*range(100), *range(200, 300)]
    found = find_copies(table)
    assert found == {200 + i: i for i in range(100)}
    # Among those alone the answer is the same.
    rows = shared.nonzero()[0]
    among = find_copies(table[shared])
    assert {int(rows[c]): int(rows[f]) for c, f in among.items()} == found


def test_many_originals_of_one_band_cost_no_more_than_some() -> None:
    table = np.random.default_rng(5).integers(0, 2**32, (500, BYTES // 4), dtype=np.uint32)
    table[:, :5] = 7  # all of them share one band, and nothing else
    assert find_copies(table) == {}
    assert module._MOST < 500


def test_no_articles_at_all() -> None:
    none = np.zeros((0, BYTES // 4), np.uint32)
    assert find_copies(none) == {}
    assert shared_bands(bands_of(none)).tolist() == []

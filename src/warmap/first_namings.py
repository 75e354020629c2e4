"""The first article that names each place, and what it says of it.

It takes which article names which place, part by part, and the articles' times. Articles without a
date are no one's first: nobody knows what came before them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from warmap.corpus_folder import NO_DAY
from warmap.corpus_quotes import read_quotes
from warmap.corpus_rows import CorpusRows, Naming
from warmap.key_counts import run_starts
from warmap.telling_quotes import COLUMNS, Candidates

__all__ = ["Firsts", "first_quotes"]

Ints = NDArray[np.int64]


class Firsts:
    """The first article that names each place, of those with a date."""

    def __init__(self, times: Ints) -> None:
        self._times = times
        self._first = np.full(0, -1, np.int64)

    def add(self, naming: Naming) -> None:
        """Take what a part names."""
        size = max(len(self._first), int(naming.places.max(initial=-1)) + 1)
        older = self.of(size)
        known = np.flatnonzero(older >= 0)
        places = np.concatenate([known, naming.places])
        articles = np.concatenate([older[known], naming.articles])
        dated = self._times[articles] != NO_DAY
        places, articles = places[dated], articles[dated]
        order = np.lexsort((articles, self._times[articles], places))
        best = order[run_starts(places[order])]
        self._first = np.full(size, -1, np.int64)
        self._first[places[best]] = articles[best]

    def of(self, size: int) -> Ints:
        """The article of each of so many places; -1 where there is none."""
        return np.append(self._first, np.full(size - len(self._first), -1, np.int64))


def first_quotes(corpus: CorpusRows, first: Ints) -> dict[int, str]:
    """The most telling sentence of each place in the article that names it first."""
    candidates = Candidates(corpus.articles, most=1, days=None)
    corpus.each(lambda rows: candidates.add(rows, only=first), columns=COLUMNS)
    chosen = candidates.chosen()
    numbers = corpus.variants.numbers
    quotes = read_quotes(corpus.folder, corpus.articles, chosen, numbers=numbers)
    return dict(zip(chosen["place"].tolist(), (quote.text for quote in quotes), strict=True))

"""Which places are named in the same articles, counted exactly and in bounded memory.

It takes a corpus and gives the columns of a table, a row for each pair. Pairs are made and counted
some millions at a time; a table of all pairs of ten thousand places would have fifty million
cells, most of them empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warmap.corpus_rows import CorpusRows, Naming, Rows
from warmap.gazetteer import default_gazetteer
from warmap.key_counts import KeyCounts, run_starts
from warmap.model import Candidate
from warmap.place_columns import described_beside, id_ranks
from warmap.progress import progress

__all__ = ["count_pairs", "normalised_pmi", "pairs_table"]

Ints = NDArray[np.int64]

_AT_ONCE = 1 << 22  # pairs that lie uncounted


def pairs_table(corpus: CorpusRows, least: int) -> dict[str, Any]:
    """The columns of the table of pairs; see `summary.summarize`.

    Parameters
    ----------
    corpus
        A corpus that nobody has read yet.
    least
        Pairs in fewer articles are left out.
    """
    named: list[tuple[NDArray[np.int32], NDArray[np.int32]]] = []

    def add(rows: Rows) -> None:
        found = Naming.of(rows)
        named.append((found.articles.astype(np.int32), found.places.astype(np.int32)))

    corpus.each(add)
    none = np.empty(0, np.int32)
    by_article = np.concatenate([none, *(articles for articles, _ in named)])
    by_place = np.concatenate([none, *(some for _, some in named)])
    places = corpus.variants.candidates(corpus.folder.path)
    articles = np.bincount(by_place, minlength=len(places))
    one, other, both = count_pairs(by_article, by_place, least=least)
    apart = ~_holds(places, one, other) & ~_holds(places, other, one)
    one, other, both = one[apart], other[apart], both[apart]
    ranks = id_ranks(places)
    swap = (articles[one] < articles[other]) | (
        (articles[one] == articles[other]) & (ranks[one] > ranks[other])
    )
    one, other = np.where(swap, other, one), np.where(swap, one, other)
    every = int(corpus.axes.counted.sum())
    npmi = normalised_pmi(both, articles[one], articles[other], articles=every).round(4)
    order = np.lexsort((ranks[other], ranks[one], -npmi, -both))
    one, other, both, npmi = one[order], other[order], both[order], npmi[order]
    return {
        **described_beside(places, one, "a"),
        "articles_a": articles[one],
        **described_beside(places, other, "b"),
        "articles_b": articles[other],
        "articles": both,
        "share": (both / articles[other]).round(4),
        "npmi": npmi,
    }


def _holds(places: Sequence[Candidate], one: Ints, other: Ints) -> NDArray[np.bool_]:
    """Whether the one of each pair is the country, region or district that the other lies in."""
    found = np.zeros(len(one), bool)
    if any(place.kind == "district" for place in places):
        table = default_gazetteer()
        within = [getattr(table.by_id(place.id), "admin2", "") for place in places]
    else:
        within = [""] * len(places)
    for kind, unit, holder in (
        ("country", [p.country for p in places], [p.country for p in places]),
        ("region", [p.admin1 for p in places], [p.admin1 for p in places]),
        ("district", within, [p.source_id for p in places]),
    ):
        code = {text: number for number, text in enumerate(sorted({*unit, *holder} - {""}))}
        is_unit = np.array([place.kind == kind for place in places], bool)
        lies_in = np.array([code.get(text, -1) for text in unit], np.int64)
        held = np.array([code.get(text, -2) for text in holder], np.int64)
        found |= is_unit[one] & (held[one] == lies_in[other])
    return found


def count_pairs(
    articles: NDArray[Any], places: NDArray[Any], *, least: int = 1
) -> tuple[Ints, Ints, Ints]:
    """The pairs of places that articles name together.

    Parameters
    ----------
    articles, places
        Which article names which place, each pair once, by article and then by place.
    least
        Pairs in fewer articles are left out.

    Returns
    -------
    tuple of arrays
        The lower place, the higher one, and the articles that name both, in the order of places.

    Examples
    --------
    >>> count_pairs(np.array([0, 0, 0, 1, 1]), np.array([3, 5, 8, 3, 8]), least=2)
    (array([3]), array([8]), array([2]))
    """
    size = int(places.max(initial=-1)) + 1
    often = np.bincount(places, minlength=size) >= least  # others are in no pair that is wanted
    kept = often[places]
    articles, places = articles[kept], places[kept].astype(np.int64)
    starts = run_starts(articles)
    sizes = np.diff(np.append(starts, len(articles)))
    after = np.repeat(starts + sizes, sizes) - np.arange(len(articles)) - 1
    found: list[tuple[Ints, Ints]] = []
    counts = KeyCounts()
    with progress("pairing", total=int(after.sum())) as advance:
        for keys, whole in _keys(places, after, size):
            counts.add(keys)
            if whole:
                pairs, times = counts.totals()
                found.append((pairs[times >= least], times[times >= least]))
                counts = KeyCounts()
            advance(len(keys))
    none = np.empty(0, np.int64)
    pairs = np.concatenate([none, *(pairs for pairs, _ in found)])
    times = np.concatenate([none, *(times for _, times in found)])
    return pairs // max(size, 1), pairs % max(size, 1), times


def _keys(places: Ints, after: Ints, size: int) -> Iterator[tuple[Ints, bool]]:
    """The pairs as numbers, by their lower place; and whether no more come of the last one."""
    order = np.argsort(places, kind="stable")
    made = np.cumsum(after[order])
    begin = passed = 0
    while begin < len(order):
        # At least one article's, however many places it names.
        end = max(int(np.searchsorted(made, passed + _AT_ONCE, side="right")), begin + 1)
        some = order[begin:end]
        times = after[some]
        rank = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        other = places[np.repeat(some, times) + 1 + rank]
        whole = end == len(order) or places[order[end]] != places[order[end - 1]]
        yield np.repeat(places[some], times) * size + other, bool(whole)
        begin, passed = end, int(made[end - 1])


def normalised_pmi(both: Ints, one: Ints, other: Ints, *, articles: int) -> NDArray[np.float64]:
    """How much more often two places are named together than if neither had to do with the other.

    The normalised pointwise mutual information of G. Bouma ("Normalized (Pointwise) Mutual
    Information in Collocation Extraction", GSCL 2009): 1 when each article names both or none, 0
    when they are as often together as chance would have it, below 0 when more seldom. Unlike a
    ratio it does not prefer pairs of places that are hardly ever named.

    Parameters
    ----------
    both, one, other
        Articles that name both, the one and the other.
    articles
        All articles.

    Examples
    --------
    >>> of_two, of_ten = np.array([2, 1]), np.array([2, 10])
    >>> normalised_pmi(of_two, of_two, of_ten, articles=100).round(2)
    array([1. , 0.5])
    """
    together = np.log(both / articles)
    by_chance = np.log(one / articles) + np.log(other / articles)
    found = np.ones(len(both))  # in every article: the limit
    some = both < articles
    found[some] = (together[some] - by_chance[some]) / -together[some]
    return found

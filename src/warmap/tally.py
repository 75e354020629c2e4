"""How often each place of a corpus is named: by period, source and role, with telling quotes.

It takes the folder that `warmap corpus` wrote and gives plain records. The unit of count is the
article: one that names a place ten times counts once, so the counts of periods, sources and roles
add up. It reads part by part, and holds counts and some sentences for each place, never all
mentions. It draws and writes nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from warmap.corpus_folder import OUTCOMES
from warmap.corpus_quotes import Quote, read_quotes
from warmap.corpus_rows import CorpusRows, Naming, Rows
from warmap.errors import WarmapError
from warmap.key_counts import KeyCounts
from warmap.model import UNSURE, Candidate
from warmap.periods import check_period, iso_day
from warmap.telling_quotes import COLUMNS as QUOTE_COLUMNS
from warmap.telling_quotes import MOST, Candidates

__all__ = ["PlaceTally", "Quote", "Tally", "read_corpus"]

Ints = NDArray[np.int64]

_MOST_UNRESOLVED = 200
_MOST_OF_NAME = 200  # characters of a name without a place
_MASKS = 8


@dataclass(frozen=True, slots=True, eq=False)
class PlaceTally:
    """How often one place is named.

    Parameters
    ----------
    place
        The place, as it was resolved most often.
    articles, mentions
        How many articles name it, and how often they do in all.
    unsure
        Articles in which each of its mentions has a score under 0.6.
    cells
        A row for each period (-1 for articles without a date), source (its place in
        `Tally.sources`) and set of roles (bits: 1 literal, 2 government, 4 associative) in which
        it is named, with the number of articles; sorted.
    quotes
        Sentences that name it, the most telling first.
    """

    place: Candidate
    articles: int
    mentions: int
    unsure: int
    cells: Ints
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tally:
    """What a corpus says of each place.

    Parameters
    ----------
    unit, periods
        The kind of period, and the first day of each, ISO 8601, without gaps; none if no article
        has a date.
    sources
        The publishers, the most frequent first; empty text for articles without one.
    other_sources
        If not 0, the last of `sources` stands for so many that are rarer than the others.
    articles
        How many articles were counted, a row for each source and a column for each period; the
        last column has those without a date.
    places
        The most often named first, then by id.
    unresolved
        Names without a known place and in how many articles they stand, at most 200.
    done, failed, duplicates
        What became of the articles of the corpus.
    undated
        Counted articles without a date.
    count_once
        Whether copies of other articles are left out of the counts.
    first_day, last_day
        Of the counted articles, ISO 8601; empty if none has a date.
    title
        What the corpus is called; may be empty.
    """

    unit: str
    periods: tuple[str, ...]
    sources: tuple[str, ...]
    other_sources: int
    articles: Ints
    places: tuple[PlaceTally, ...]
    unresolved: tuple[tuple[str, int], ...]
    done: int
    failed: int
    duplicates: int
    undated: int
    count_once: bool
    first_day: str
    last_day: str
    title: str

    def __repr__(self) -> str:
        told = f"{int(self.articles.sum()):,} articles, {len(self.places):,} places"
        when = f", {self.first_day} to {self.last_day} by {self.unit}" if self.periods else ""
        return f"<Tally of {told}{when}>"


def read_corpus(
    folder: str | Path,
    *,
    period: str = "",
    quotes_per_place: int = 5,
    count_once: bool = False,
    title: str = "",
) -> Tally:
    """Count the places of a corpus over time.

    Parameters
    ----------
    folder
        The one with the mentions that ``warmap corpus`` wrote; ``articles.parquet`` lies beside it.
    period
        ``day``, ``week`` (from Monday), ``month``, ``quarter`` or ``year``. When empty the shortest
        of which there are at most 120.
    quotes_per_place
        How many sentences are kept of each place, at most 100.
    count_once
        Leave copies of other articles out, as wire stories that several newspapers print. A folder
        that was written without them has none to count.
    title
        What the corpus is called.

    Raises
    ------
    PlacesError
        The folder is no whole corpus, or a file in it can't be read.
    ArticleError
        pyarrow is not installed.
    WarmapError
        The period is unknown, or the number of quotes is.

    Examples
    --------
    >>> read_corpus("places.parquet", period="fortnight")
    Traceback (most recent call last):
    warmap.errors.WarmapError: period 'fortnight': not one of day, week, month, quarter, year
    """
    check_period(period)
    if not 0 <= quotes_per_place <= MOST:
        raise WarmapError(f"quotes for each place {quotes_per_place}: not within 0 to {MOST}")
    corpus = CorpusRows(folder, period=period, count_once=count_once)
    tally = _Count(corpus, quotes_per_place).tally(title=title)
    corpus.folder.check_unchanged()
    return tally


class _Count:
    """The counts so far, part by part."""

    def __init__(self, corpus: CorpusRows, most: int) -> None:
        self._corpus = corpus
        self._quotes = Candidates(corpus.articles, most=most, days=corpus.axes.days)
        self._cells, self._mentions, self._unsure = KeyCounts(), KeyCounts(), KeyCounts()
        self._unresolved: Counter[str] = Counter()
        corpus.each(self._add, columns=("mention", *(QUOTE_COLUMNS if most else ())))

    def _add(self, found: Rows) -> None:
        axes, naming = self._corpus.axes, Naming.of(found)
        periods, sources = len(axes.periods.starts), len(axes.sources)
        period, source = axes.of_period[naming.articles], axes.of_source[naming.articles]
        self._cells.add(
            ((naming.places * (periods + 1) + period + 1) * sources + source) * _MASKS
            + naming.roles
        )
        self._mentions.add(found.places)
        self._unsure.add(naming.places[naming.scores < UNSURE])
        self._quotes.add(found)
        self._add_unresolved(found)

    def _add_unresolved(self, found: Rows) -> None:
        if not len(found.unresolved):
            return
        names = found.table.coded("mention")
        count = len(names.values)
        pairs = np.unique(found.unresolved_articles * count + names.codes[found.unresolved])
        codes, counts = np.unique(pairs % count, return_counts=True)
        texts = names.texts()
        for code, times in zip(codes.tolist(), counts.tolist(), strict=True):
            self._unresolved[texts[code][:_MOST_OF_NAME]] += times

    def tally(self, *, title: str) -> Tally:
        """What all parts have come to."""
        axes = self._corpus.axes
        outcomes = np.bincount(self._corpus.articles.statuses, minlength=len(OUTCOMES)).tolist()
        first, last = map(iso_day, axes.days) if axes.days else ("", "")
        unresolved = sorted(self._unresolved.items(), key=lambda item: (-item[1], item[0]))
        return Tally(
            unit=axes.periods.unit,
            periods=axes.periods.starts,
            sources=axes.sources,
            other_sources=axes.other_sources,
            articles=axes.articles(),
            places=self._place_tallies(),
            unresolved=tuple(unresolved[:_MOST_UNRESOLVED]),
            done=outcomes[OUTCOMES.index("done")],
            failed=outcomes[OUTCOMES.index("failed")],
            duplicates=outcomes[OUTCOMES.index("duplicate")],
            undated=int((axes.counted & (axes.of_period < 0)).sum()),
            count_once=axes.count_once,
            first_day=first,
            last_day=last,
            title=title,
        )

    def _place_tallies(self) -> tuple[PlaceTally, ...]:
        corpus = self._corpus
        places = corpus.variants.candidates(corpus.folder.path)
        quotes = self._quotes_of(len(places))
        mentions, unsure = (counts.table(len(places)) for counts in (self._mentions, self._unsure))
        place, cells = self._cell_rows()
        bounds = np.searchsorted(place, np.arange(len(places) + 1))
        articles = np.zeros(len(places), np.int64)
        np.add.at(articles, place, cells[:, 3])
        order = sorted(range(len(places)), key=lambda k: (-articles[k], places[k].id))
        return tuple(
            PlaceTally(
                place=places[k],
                articles=int(articles[k]),
                mentions=int(mentions[k]),
                unsure=int(unsure[k]),
                cells=cells[bounds[k] : bounds[k + 1]],
                quotes=quotes[k],
            )
            for k in order
        )

    def _cell_rows(self) -> tuple[Ints, Ints]:
        """The place of each cell, and the cells."""
        axes = self._corpus.axes
        keys, counts = self._cells.totals()
        rest, mask = np.divmod(keys, _MASKS)
        rest, source = np.divmod(rest, max(len(axes.sources), 1))
        place, period = np.divmod(rest, len(axes.periods.starts) + 1)
        return place, np.stack([period - 1, source, mask, counts], axis=1)

    def _quotes_of(self, size: int) -> list[tuple[Quote, ...]]:
        corpus = self._corpus
        chosen = self._quotes.chosen()
        numbers = corpus.variants.numbers
        quotes = read_quotes(corpus.folder, corpus.articles, chosen, numbers=numbers)
        bounds = np.searchsorted(chosen["place"], np.arange(size + 1))
        return [tuple(quotes[bounds[k] : bounds[k + 1]]) for k in range(size)]

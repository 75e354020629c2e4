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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warmap.coded_tables import PartTable, read_part
from warmap.corpus_axes import Axes
from warmap.corpus_folder import NO_DAY, OUTCOMES, Articles, CorpusFolder
from warmap.corpus_places import PLACE_COLUMNS, PlaceVariants
from warmap.corpus_quotes import Quote, read_quotes
from warmap.errors import PlacesError, WarmapError
from warmap.key_counts import KeyCounts, run_starts
from warmap.model import ROLES, STATUSES, Candidate
from warmap.periods import check_period, iso_day
from warmap.progress import progress
from warmap.telling_quotes import COLUMNS as QUOTE_COLUMNS
from warmap.telling_quotes import MOST, SURE, Candidates, Rows

__all__ = ["PlaceTally", "Quote", "Tally", "read_corpus"]

Ints = NDArray[np.int64]

_MOST_UNRESOLVED = 200
_MOST_OF_NAME = 200  # characters of a name without a place
_MASKS = 8
_COLUMNS = ("article", "mention", "role", "score", "status", *PLACE_COLUMNS)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
        Leave copies of other articles out, as wire stories that several newspapers print.
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
    opened = CorpusFolder(folder)
    articles = opened.articles()
    axes = Axes.of(articles, period=period, count_once=count_once)
    count = _Count(opened, articles, axes, quotes_per_place)
    count.read()
    tally = count.tally(title=title)
    opened.check_unchanged()
    return tally


class _Count:
    """The counts so far, part by part."""

    def __init__(self, folder: CorpusFolder, articles: Articles, axes: Axes, most: int) -> None:
        self._folder, self._articles, self._axes = folder, articles, axes
        days = articles.days[axes.counted & (articles.days != NO_DAY)]
        self._days = (int(days.min()), int(days.max())) if len(days) else None
        self._quotes = Candidates(articles, most=most, days=self._days)
        self._columns = (*_COLUMNS, *(QUOTE_COLUMNS if most else ()))
        self._places = PlaceVariants()
        self._cells, self._mentions, self._unsure = KeyCounts(), KeyCounts(), KeyCounts()
        self._unresolved: Counter[str] = Counter()

    def read(self) -> None:
        """Count every part."""
        last = -1
        with progress("counting", total=len(self._folder.parts)) as advance:
            for part, path in enumerate(self._folder.parts):
                table = read_part(path, self._columns)
                articles = self._articles_of(table, last)
                last = int(articles.max(initial=last))
                self._add(part, table, articles)
                advance(1)
        self._check_end(last)

    def _articles_of(self, table: PartTable, last: int) -> Ints:
        """The place of each row's article."""
        numbers = table.numbers("article")
        found = self._articles.places(numbers)
        if (found < 0).any():
            raise PlacesError(
                f"{table.path}: has article {numbers[found < 0][0]}, of which articles.parquet"
                " doesn't tell; run warmap corpus again"
            )
        if len(found) and found.min() <= last:
            raise PlacesError(
                f"{table.path}: has article {numbers.min()}, as a part before it has; run warmap"
                " corpus again"
            )
        return found

    def _check_end(self, last: int) -> None:
        """Refuse a folder whose last parts are missing, as in one that was copied in part."""
        told = self._articles.mentions * (self._articles.statuses == OUTCOMES.index("done"))
        if told[last + 1 :].any():
            raise PlacesError(
                f"{self._folder.path}: parts are missing after {self._folder.parts[-1].name}; run"
                " warmap corpus again, or copy it again"
            )

    def _add(self, part: int, table: PartTable, articles: Ints) -> None:
        counted = self._axes.counted[articles]
        status = table.choices("status", STATUSES)
        self._add_unresolved(
            table, articles, np.flatnonzero(counted & (status == STATUSES.index("unresolved")))
        )
        rows = np.flatnonzero(counted & (status == STATUSES.index("resolved")))
        found = Rows(
            rows=rows,
            articles=articles[rows],
            places=self._places.add(table, rows),
            scores=table.numbers("score")[rows],
            roles=1 << table.choices("role", ROLES)[rows],
        )
        self._add_cells(found)
        self._quotes.add(part, table, found)

    def _add_cells(self, found: Rows) -> None:
        order = np.lexsort((found.places, found.articles))
        articles, places = found.articles[order], found.places[order]
        starts = run_starts(articles, places)
        if not len(starts):
            return
        masks = np.bitwise_or.reduceat(found.roles[order], starts)
        best = np.maximum.reduceat(found.scores[order], starts)
        named, place = articles[starts], places[starts]
        period, source = self._axes.of_period[named], self._axes.of_source[named]
        columns, sources = len(self._axes.periods.starts) + 1, len(self._axes.sources)
        self._cells.add(((place * columns + period + 1) * sources + source) * _MASKS + masks)
        self._mentions.add(places)
        self._unsure.add(place[best < SURE])

    def _add_unresolved(self, table: PartTable, articles: Ints, rows: Ints) -> None:
        if len(rows):
            names = table.coded("mention")
            count = len(names.values)
            pairs = np.unique(articles[rows] * count + names.codes[rows])
            codes, counts = np.unique(pairs % count, return_counts=True)
            texts = names.texts()
            for code, times in zip(codes.tolist(), counts.tolist(), strict=True):
                self._unresolved[texts[code][:_MOST_OF_NAME]] += times

    def tally(self, *, title: str) -> Tally:
        """What all parts have come to."""
        axes, statuses = self._axes, np.bincount(self._articles.statuses, minlength=len(OUTCOMES))
        first, last = map(iso_day, self._days) if self._days else ("", "")
        unresolved = sorted(self._unresolved.items(), key=lambda item: (-item[1], item[0]))
        return Tally(
            unit=axes.periods.unit,
            periods=axes.periods.starts,
            sources=axes.sources,
            other_sources=axes.other_sources,
            articles=axes.articles(),
            places=self._place_tallies(),
            unresolved=tuple(unresolved[:_MOST_UNRESOLVED]),
            done=int(statuses[OUTCOMES.index("done")]),
            failed=int(statuses[OUTCOMES.index("failed")]),
            duplicates=int(statuses[OUTCOMES.index("duplicate")]),
            undated=int((axes.counted & (axes.of_period < 0)).sum()),
            count_once=axes.count_once,
            first_day=first,
            last_day=last,
            title=title,
        )

    def _place_tallies(self) -> tuple[PlaceTally, ...]:
        places = self._places.candidates(self._folder.path)
        mentions, unsure = (self._by_place(c, len(places)) for c in (self._mentions, self._unsure))
        place, cells = self._cell_rows()
        bounds = np.searchsorted(place, np.arange(len(places) + 1))
        articles = np.bincount(place, weights=cells[:, 3], minlength=len(places)).astype(np.int64)
        quotes = self._quotes_by_place(len(places))
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
        keys, counts = self._cells.totals()
        rest, mask = np.divmod(keys, _MASKS)
        rest, source = np.divmod(rest, max(len(self._axes.sources), 1))
        place, period = np.divmod(rest, len(self._axes.periods.starts) + 1)
        return place, np.stack([period - 1, source, mask, counts], axis=1)

    @staticmethod
    def _by_place(counts: KeyCounts, size: int) -> Ints:
        keys, found = counts.totals()
        table = np.zeros(size, np.int64)
        table[keys] = found
        return table

    def _quotes_by_place(self, size: int) -> list[tuple[Quote, ...]]:
        chosen: Any = self._quotes.chosen()
        quotes = read_quotes(self._folder, self._articles, chosen, numbers=self._places.numbers)
        bounds = np.searchsorted(chosen["place"], np.arange(size + 1))
        return [tuple(quotes[bounds[k] : bounds[k + 1]]) for k in range(size)]

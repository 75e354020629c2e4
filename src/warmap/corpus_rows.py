"""The rows of a corpus, part by part, as numbers: which article names which place, in which role.

It takes the folder that `warmap corpus` wrote, and calls whoever counts with each part's rows. It
holds one part at a time, and knows each place by a number; what the numbers stand for it tells in
the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from warmap.coded_tables import AGAIN, PartTable, read_part
from warmap.corpus_axes import Axes
from warmap.corpus_folder import OUTCOMES, CorpusFolder
from warmap.corpus_places import PLACE_COLUMNS, PlaceVariants
from warmap.errors import PlacesError
from warmap.key_counts import run_starts
from warmap.model import ROLES, STATUSES
from warmap.progress import progress

__all__ = ["CorpusRows", "Naming", "Rows"]

Ints = NDArray[np.int64]

_COLUMNS = ("article", "role", "score", "status", *PLACE_COLUMNS)
_LOOKED_AT = 20  # copies, to tell whether a folder has any


@dataclass(frozen=True, slots=True)
class Rows:
    """The mentions of one part in articles that count.

    Parameters
    ----------
    part, table
        The number of the part, and its columns.
    rows
        Where in the part the resolved mentions stand.
    articles
        The place of each one's article in `Articles`.
    places
        The number of each one's place.
    scores
        Of each.
    roles
        The role of each as a bit: 1 literal, 2 government, 4 associative.
    unresolved
        Where in the part the mentions without a known place stand.
    unresolved_articles
        The article of each of these.
    """

    part: int
    table: PartTable
    rows: Ints
    articles: Ints
    places: Ints
    scores: NDArray[np.float64]
    roles: Ints
    unresolved: Ints
    unresolved_articles: Ints


@dataclass(frozen=True, slots=True)
class Naming:
    """Which article of some names which place, once each, by article and then by place.

    Parameters
    ----------
    articles, places
        Their numbers.
    roles
        All roles that the place has in the article, as bits.
    scores
        The highest of its mentions there.
    mentions
        How many they are.
    """

    articles: Ints
    places: Ints
    roles: Ints
    scores: NDArray[np.float64]
    mentions: Ints

    @classmethod
    def of(cls, rows: Rows) -> Naming:
        """What the rows of a part come to."""
        order = np.lexsort((rows.places, rows.articles))
        articles, places = rows.articles[order], rows.places[order]
        starts = run_starts(articles, places)
        if not len(starts):
            none = np.empty(0, np.int64)
            return cls(none, none, none, np.empty(0), none)
        return cls(
            articles=articles[starts],
            places=places[starts],
            roles=np.bitwise_or.reduceat(rows.roles[order], starts),
            scores=np.maximum.reduceat(rows.scores[order], starts),
            mentions=np.diff(np.append(starts, len(order))),
        )


class CorpusRows:
    """A corpus that is to be counted.

    Parameters
    ----------
    folder
        The one with the parts.
    period
        One of `periods.UNITS`, or empty.
    count_once
        Leave copies out. A folder that was written without them has none to count.

    Raises
    ------
    PlacesError
        The folder is no whole corpus.
    WarmapError
        There would be too many periods.
    """

    def __init__(self, folder: str | Path, *, period: str = "", count_once: bool = False) -> None:
        self.folder = CorpusFolder(folder)
        self.articles = self.folder.articles()
        once = count_once or not self._has_copies()
        self.axes = Axes.of(self.articles, period=period, count_once=once)
        self.variants = PlaceVariants()

    def _has_copies(self) -> bool:
        """Whether the mentions of copies are in the folder, if there are any."""
        known = self.articles
        copies = (known.statuses == OUTCOMES.index("duplicate")) & (known.mentions > 0)
        wanted = known.numbers[copies][:_LOOKED_AT]
        if not len(wanted):
            return True
        for path in self.folder.parts:
            numbers = read_part(path, ["article"]).numbers("article")
            if np.isin(wanted, numbers).any():
                return True
            if numbers.max(initial=-1) >= wanted[-1]:
                return False
        return False

    def each(self, take: Callable[[Rows], None], /, *, columns: Sequence[str] = ()) -> None:
        """Call somebody with the rows of each part, in their order.

        Parameters
        ----------
        take
            Whoever counts.
        columns
            What it needs of the table beside the numbers.

        Raises
        ------
        PlacesError
            A part can't be read, or doesn't belong to the others.
        """
        wanted = tuple(dict.fromkeys((*_COLUMNS, *columns)))
        last = -1
        with progress("reading", total=len(self.folder.parts)) as advance:
            for part, path in enumerate(self.folder.parts):
                table = read_part(path, wanted)
                articles = self._articles_of(table, last)
                last = int(articles.max(initial=last))
                take(self._rows(part, table, articles))
                advance(1)
        self._check_end(last)
        self.folder.check_unchanged()

    def _articles_of(self, table: PartTable, last: int) -> Ints:
        """The place of each row's article."""
        numbers = table.numbers("article")
        found = self.articles.places(numbers)
        if (found < 0).any():
            raise PlacesError(
                f"{table.path}: has article {numbers[found < 0][0]}, of which articles.parquet"
                f" doesn't tell; {AGAIN}"
            )
        if len(found) and found.min() <= last:
            raise PlacesError(
                f"{table.path}: has article {numbers.min()}, as a part before it has or should;"
                f" {AGAIN}"
            )
        return found

    def _check_end(self, last: int) -> None:
        """Refuse a folder whose last parts are missing, as in one that was copied in part."""
        told = self.articles.mentions * (self.articles.statuses == OUTCOMES.index("done"))
        if told[last + 1 :].any():
            raise PlacesError(
                f"{self.folder.path}: parts are missing after {self.folder.parts[-1].name};"
                f" {AGAIN}, or copy it again"
            )

    def _rows(self, part: int, table: PartTable, articles: Ints) -> Rows:
        counted = self.axes.counted[articles]
        status = table.choices("status", STATUSES)
        rows = np.flatnonzero(counted & (status == STATUSES.index("resolved")))
        nowhere = np.flatnonzero(counted & (status == STATUSES.index("unresolved")))
        return Rows(
            part=part,
            table=table,
            rows=rows,
            articles=articles[rows],
            places=self.variants.add(table, rows),
            scores=table.numbers("score")[rows],
            roles=1 << table.choices("role", ROLES)[rows],
            unresolved=nowhere,
            unresolved_articles=articles[nowhere],
        )

"""A corpus in tables: places by period, places that are new, places that are named together.

It takes the folder that `warmap corpus` wrote and gives a frame, or CSV of one. The unit of count
is the article, as in `tally`. Pairs are counted in `pairs`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from warmap.corpus_folder import NO_DAY
from warmap.corpus_rows import CorpusRows, Naming, Rows
from warmap.errors import WarmapError
from warmap.first_namings import Firsts, first_quotes
from warmap.key_counts import KeyCounts
from warmap.model import ROLES
from warmap.pairs import pairs_table
from warmap.periods import check_period, iso_day
from warmap.place_columns import described, id_ranks, texts_of
from warmap.placerows import guarded

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SUMMARIES", "summarize", "summary_csv"]

Ints = NDArray[np.int64]
Table = dict[str, Any]


def summarize(
    folder: str | Path,
    *,
    of: str = "places",
    period: str = "",
    count_once: bool = False,
    least: int | None = None,
) -> pd.DataFrame:
    """A table of what a corpus says.

    Parameters
    ----------
    folder
        The one with the mentions that ``warmap corpus`` wrote.
    of
        ``places``: a row for each place and period in which it is named. ``new``: a row for each
        place that no earlier period names, with the first article that does and its most telling
        sentence; those of the first period are left out, since nothing is known of the time before.
        ``pairs``: a row for each two places that the same articles name.
    period
        As for `read_corpus`; pairs are counted over the whole time.
    count_once
        Leave copies of other articles out.
    least
        Places (pairs) that fewer articles name are left out; when None 1, and 2 for pairs.

    Returns
    -------
    DataFrame
        Of places: ``period`` (its first day; empty for articles without a date), the place, how
        many ``articles`` name it and how often (``mentions``), and how many do in each role; by
        period, then the most often named first.

        Of new ones: ``period``, the place, the ``articles`` of the whole corpus that name it, and
        of the first one ``article_id``, ``date``, ``source``, ``title``, ``url`` and ``quote``.

        Of pairs: both places, how many articles name each and both (``articles``), the ``share``
        that these are of the articles with the rarer one, and ``npmi``, the normalised pointwise
        mutual information (see `pairs.normalised_pmi`). The most frequent first. A place and the
        country, region or district that holds it are no pair: writers name the one to tell where
        the other is.

    Raises
    ------
    PlacesError
        The folder is no whole corpus, or a file in it can't be read.
    WarmapError
        `of`, `period` or `least` has no such value.

    Examples
    --------
    >>> summarize("places.parquet", of="rivers")
    Traceback (most recent call last):
    warmap.errors.WarmapError: summary of 'rivers': not one of places, new, pairs
    """
    import pandas as pd

    if of not in SUMMARIES:
        raise WarmapError(f"summary of {of!r}: not one of {', '.join(SUMMARIES)}")
    check_period(period)
    if period and of == "pairs":
        raise WarmapError(f"period {period!r}: pairs are counted over the whole time; leave it out")
    wanted = least if least is not None else 1 + (of == "pairs")
    if wanted < 1:
        raise WarmapError(f"least {wanted}: not 1 or more articles")
    corpus = CorpusRows(folder, period=period, count_once=count_once)
    return pd.DataFrame(SUMMARIES[of](corpus, wanted))


def _places(corpus: CorpusRows, least: int) -> Table:
    axes = corpus.axes
    columns, roles = len(axes.periods.starts) + 1, 1 << len(ROLES)
    naming, mentions = KeyCounts(), KeyCounts()

    def add(rows: Rows) -> None:
        found = Naming.of(rows)
        cell = found.places * columns + axes.of_period[found.articles] + 1
        naming.add(cell * roles + found.roles)
        mentions.add(rows.places * columns + axes.of_period[rows.articles] + 1)

    corpus.each(add)
    places = corpus.variants.candidates(corpus.folder.path)
    keys, counts = naming.totals()
    cells, times = mentions.totals()
    cell = np.searchsorted(cells, keys // roles)
    by_role = [_summed(cell, counts * (keys >> k & 1), len(cells)) for k in range(len(ROLES))]
    articles = _summed(cell, counts, len(cells))
    place, period = cells // columns, cells % columns - 1
    order = np.lexsort((id_ranks(places)[place], -articles, period, period < 0))  # undated last
    order = order[_summed(place, articles, len(places))[place[order]] >= least]
    starts = [*axes.periods.starts, ""]
    return {
        "period": texts_of(starts, period[order]),
        **described(places, place[order]),
        "articles": articles[order],
        "mentions": times[order],
        **{role: by_role[k][order] for k, role in enumerate(ROLES)},
    }


def _new(corpus: CorpusRows, least: int) -> Table:
    axes, known = corpus.axes, corpus.articles
    firsts, named = Firsts(known.times), KeyCounts()

    def add(rows: Rows) -> None:
        naming = Naming.of(rows)
        named.add(naming.places)
        firsts.add(naming)

    corpus.each(add)
    places = corpus.variants.candidates(corpus.folder.path)
    articles, first = named.table(len(places)), firsts.of(len(places))
    period = np.where(first >= 0, axes.of_period[first], -1)
    wanted = (period > 0) & (articles >= least)  # of the first period nothing is known before
    quotes = first_quotes(corpus, np.where(wanted, first, -1))
    order = np.lexsort((id_ranks(places), -articles, period))
    order = order[wanted[order]]
    details = corpus.folder.details(first[order])
    days = [known.days[article] for article in first[order]]
    return {
        "period": texts_of(axes.periods.starts, period[order]),
        **described(places, order),
        "articles": articles[order],
        "article_id": [id_ for id_, _, _ in details],
        "date": [iso_day(day) if day != NO_DAY else "" for day in days],
        "source": texts_of(known.names, known.sources[first[order]]),
        "title": [title for _, title, _ in details],
        "url": [url for _, _, url in details],
        "quote": [quotes.get(place, "") for place in order.tolist()],
    }


SUMMARIES: dict[str, Callable[[CorpusRows, int], Table]] = {
    "places": _places,
    "new": _new,
    "pairs": pairs_table,
}
"""What there is a table of."""


def _summed(keys: Ints, values: Ints, size: int) -> Ints:
    found = np.zeros(size, np.int64)
    np.add.at(found, keys, values)
    return found


_ROWS = 20_000  # of a table that are texts at the same time
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def summary_csv(table: pd.DataFrame) -> str:
    r"""A table as CSV, in which no cell has line breaks or is taken for a formula.

    Examples
    --------
    >>> import pandas as pd
    >>> summary_csv(pd.DataFrame({"name": ["=1+1", "Zorya"], "articles": [1, 2]}))
    "name,articles\n'=1+1,1\nZorya,2\n"
    """
    from pandas.api.types import is_numeric_dtype

    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.columns)
    texts = [not is_numeric_dtype(kind) for kind in table.dtypes]
    for start in range(0, len(table), _ROWS):
        some = table.iloc[start : start + _ROWS]
        columns = [
            map(_cell, some[name].tolist()) if text else some[name].tolist()
            for name, text in zip(table.columns, texts, strict=True)
        ]
        writer.writerows(zip(*columns, strict=True))
    return file.getvalue()


@lru_cache(maxsize=1 << 16)
def _cell(text: str) -> str:
    return guarded(_CONTROL.sub("\ufffd", " ".join(text.split())))

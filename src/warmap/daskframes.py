"""A Dask frame of articles → a Dask frame of their mentions.

It takes a frame in parts and gives one in parts, in the same order; nothing is found before Dask is
asked for the result. It reads and writes no files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from warmap.articlefiles import Columns
from warmap.articlerows import article_row
from warmap.crew import check_dask
from warmap.findings import Settings, check_settings, find_all, mentions_frame
from warmap.resolve import THRESHOLD

if TYPE_CHECKING:
    import dask.dataframe as dd
    import pandas as pd

__all__ = ["find_places_in"]


def find_places_in(
    articles: dd.DataFrame,
    *,
    text: str = "text",
    id: str = "id",  # noqa: A002 - the column's name, beside the others'
    date: str = "",
    source: str = "",
    home: str | None = None,
    demonyms: bool = False,
    threshold: float = THRESHOLD,
    gazetteer: Sequence[str] = (),
) -> dd.DataFrame:
    """Find the places of many articles, as a Dask frame of their mentions.

    Nothing is done until it is asked for. Each process that works opens the gazetteer by itself.
    An article that can't be read has no mentions; ``warmap corpus`` tells which those are.

    Parameters
    ----------
    articles
        A Dask frame with one article in each row.
    text, id
        The columns with the text and with what the article is called.
    date, source
        The columns with the day (ISO 8601) and with who published it, when there are such.
    home, demonyms, threshold
        As for `find_places`.
    gazetteer
        Files of yours, as for `open_gazetteer`; each process that works reads them.

    Returns
    -------
    dask.dataframe.DataFrame
        Its partitions are GeoDataFrames: the columns of `find_places` after article_id,
        article_date and article_source. `dask_geopandas.from_dask_dataframe` takes it for work on
        the points.

    Raises
    ------
    ArticleError
        dask is not installed, or a column is missing.
    GazetteerError
        The gazetteer is missing or damaged, or `home` names no known place.
    WarmapError
        `threshold` is not within 0 to 1.

    Examples
    --------
    >>> import dask.dataframe as dd, pandas as pd
    >>> articles = pd.DataFrame({"id": ["a", "b"], "text": ["Shelling hit Lviv.", "Kyiv stands."]})
    >>> places = find_places_in(dd.from_pandas(articles, npartitions=2))
    >>> places[["article_id", "name"]].compute(scheduler="synchronous").values.tolist()
    [['a', 'Lviv'], ['b', 'Kyiv']]
    """
    check_dask()
    columns = Columns(id=id, text=text, date=date or None, source=source or None)
    columns.check(list(map(str, articles.columns)))
    asked = Settings(home or "", demonyms, threshold, tuple(map(str, gazetteer)))
    check_settings(asked)
    meta = mentions_frame([], [])
    found: dd.DataFrame = articles.map_partitions(_mentions_of, columns, asked, meta=meta)
    return found


def _mentions_of(articles: pd.DataFrame, columns: Columns, settings: Settings) -> Any:  # noqa: ANN401 - a GeoDataFrame
    """The mentions of one partition."""
    names = {field: name for field, name in columns.names().items() if name in articles}
    plain = articles[list(dict.fromkeys(names.values()))].astype(object)
    plain = plain.where(plain.notna(), None)
    rows = [
        article_row(dict(zip(names, values, strict=True)), place="")
        for values in zip(*(plain[name] for name in names.values()), strict=True)
    ]
    return find_all(rows, settings=settings)[0]

"""A places frame where the command line takes an article: a file that is mapped as it is.

It tells by its ending whether an ARTICLE is a frame, and refuses what a frame has no use for.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from warmap.errors import PlaceListError, PlacesError

if TYPE_CHECKING:
    from warmap.model import Resolution

__all__ = ["frame_given", "is_frame", "refuse_frame_as_list", "refuse_frames_beside"]

# Of those two a list of corrections is made, too; the others are frames alone.
_EITHER = (".csv", ".geojson")
_ALONE = (".gpkg", ".kml", ".parquet")
# No list of places has them all.
_MARKS = {"start", "end", "mention", "rivals"}


def is_frame(article: str, /) -> bool:
    """Whether an ARTICLE is a frame, by its ending.

    Examples
    --------
    >>> is_frame("places.GPKG"), is_frame("article.txt"), is_frame("https://example.org/a.csv")
    (True, False, False)
    """
    return "://" not in article and Path(article).suffix.lower() in (*_EITHER, *_ALONE)


def frame_given(article: str, /, *, unused: Mapping[str, object]) -> list[Resolution]:
    """What a frame's file says.

    Parameters
    ----------
    article
        The file.
    unused
        Options that a frame has no use for, with their values.

    Raises
    ------
    PlacesError
        One of the options is given, or the file is no frame.
    """
    from warmap.formats import read_places
    from warmap.frames import to_resolutions

    for option, value in unused.items():
        if value:
            raise PlacesError(
                f"{option}: {article} has its places already; give the article, or leave it out"
            )
    if Path(article).suffix.lower() in _EITHER and Path(article).is_file():
        found = _columns(article)
        if found and not _MARKS & found:
            raise PlacesError(
                f"{article}: no frame that warmap wrote, but a list of places; give the article,"
                f" and the list with --places {article}"
            )
    return to_resolutions(read_places(article))


def refuse_frames_beside(names: Sequence[str], /) -> None:
    """Refuse a frame's file among other articles: what it was found in isn't there to be shown.

    Raises
    ------
    PlacesError
        There are others.
    """
    if len(names) > 1:
        frame = next(name for name in names if is_frame(name))
        raise PlacesError(
            f"{frame}: a file of places stands by itself; give its article, or map it alone"
        )


def refuse_frame_as_list(places: str, /) -> None:
    """Refuse a frame in place of a list of corrections.

    Raises
    ------
    PlaceListError
        It is one.
    """
    ending = Path(places).suffix.lower()
    if ending in _ALONE or (ending in _EITHER and _columns(places) >= _MARKS):
        raise PlaceListError(
            f"{places}: a frame of places, no list of corrections; map it by itself:"
            f" warmap map {places}"
        )


def _columns(path: str) -> set[str]:
    """The columns of a table, or the properties of a layer's first feature; none if unreadable."""
    from warmap.formats import bytes_of

    try:
        text = bytes_of(Path(path)).decode("utf-8-sig", "replace")
        if path.lower().endswith(".csv"):
            return set(next(csv.reader([text.partition("\n")[0]]), []))
        return set(json.loads(text)["features"][0]["properties"])
    except (PlacesError, ValueError, LookupError, TypeError, RecursionError, csv.Error):
        return set()  # what is wrong with it is said when it is read

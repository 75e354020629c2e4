"""The places of some articles at once: what is found in each, or why nothing could be.

It takes rows of articles and settings, and gives one outcome for each, and one frame with the
mentions of all. What goes wrong with one article is told in its outcome; what is wrong with all of
them is raised. It reads no articles and writes no files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warmap import __version__
from warmap.articlerows import ArticleRow
from warmap.errors import GazetteerError, WarmapError
from warmap.frames import to_frame
from warmap.gazetteer import Gazetteer, default_gazetteer
from warmap.layers import open_gazetteer, own_path
from warmap.model import Resolution
from warmap.places import find_resolutions
from warmap.resolve import THRESHOLD

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = [
    "ADDED",
    "Outcome",
    "Settings",
    "check_settings",
    "dates_of",
    "edition_of",
    "find_all",
    "mentions_frame",
]

ADDED = ("article", "article_id", "article_date", "article_source")
"""What the frame of mentions has before the columns of the places frame."""

_AT_ONCE = 50  # articles whose records are held at the same time: a frame takes a tenth of them


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked of every article.

    Parameters
    ----------
    home, demonyms, threshold
        As for `find_places`.
    gazetteer
        Files of the user's, as for `open_gazetteer`.

    Examples
    --------
    >>> Settings(home="Ukraine").threshold
    0.2
    """

    home: str = ""
    demonyms: bool = False
    threshold: float = THRESHOLD
    gazetteer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: how many mentions it has, or why there are none."""

    mentions: int = 0
    error: str = ""


_State = tuple[str, int, int]  # a file's name, its time of change, its size


def _states(files: Sequence[str]) -> tuple[_State, ...]:
    """The files over the bundled gazetteer, as they are now; what isn't there has no size."""
    own = own_path()
    states = []
    for file in (*map(Path, files), *([own] if own.is_file() else [])):
        try:
            state = file.stat()
        except OSError as error:
            why = error.strerror or str(error)
            raise GazetteerError(f"{file}: can't be read: {why}; name another file") from error
        states.append((str(file), state.st_mtime_ns, state.st_size))
    return tuple(states)


@lru_cache(maxsize=1)
def _opened(files: tuple[str, ...], _: tuple[_State, ...]) -> Gazetteer:
    """The gazetteer, opened once in a process: its tables are read where they lie."""
    return open_gazetteer(files)


def edition_of(files: tuple[str, ...] = ()) -> str:
    """Which warmap and which gazetteer this process has: others may give other mentions.

    Raises
    ------
    GazetteerError
        A file is missing.

    Examples
    --------
    >>> len(edition_of())
    32
    """
    return _edition(_states(files))


@lru_cache(maxsize=4)
def _edition(states: tuple[_State, ...]) -> str:
    told = hashlib.blake2b(__version__.encode(), digest_size=16)
    told.update(json.dumps(default_gazetteer().info(), sort_keys=True).encode())
    for name, _, _ in states:
        with Path(name).open("rb") as opened:
            told.update(hashlib.file_digest(opened, "blake2b").digest())
    return told.hexdigest()


def find_all(
    rows: Sequence[ArticleRow],
    *,
    settings: Settings,
    first: int | None = None,
    begin: Callable[[int], bool] | None = None,
) -> tuple[gpd.GeoDataFrame, list[Outcome]]:
    """Find the places of some articles.

    Parameters
    ----------
    rows, settings
        The articles, and what is asked of each.
    first
        The number of the first article; None leaves the column of numbers out.
    begin
        Called with the index of each article before it is read; False leaves it out.

    Returns
    -------
    GeoDataFrame
        The mentions of all articles in their order: `ADDED`, then the columns of `find_places`.
    list of Outcome
        One for each article.

    Raises
    ------
    GazetteerError
        The gazetteer is missing or damaged, or `home` names no known place.

    Examples
    --------
    >>> rows = [ArticleRow("a", "Zorya fell."), ArticleRow("b", fault="it has no text")]
    >>> frame, outcomes = find_all(rows, settings=Settings(), first=12)
    >>> frame[["article", "article_id", "mention"]].values.tolist()
    [[12, 'a', 'Zorya']]
    >>> outcomes
    [Outcome(mentions=1, error=''), Outcome(mentions=0, error='it has no text')]
    """
    import pandas as pd

    gazetteer = _opened(settings.gazetteer, _states(settings.gazetteer))
    frames: list[gpd.GeoDataFrame] = []
    outcomes: list[Outcome] = []
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        found: list[list[Resolution]] = []
        for index, row in enumerate(some, start):
            error = row.fault
            if begin is not None and not begin(index):
                error = "workers died at it; it is left out"
            resolutions, error = ([], error) if error else _found(row, settings, gazetteer)
            found.append(resolutions)
            outcomes.append(Outcome(len(resolutions), error))
        if any(found):
            frames.append(
                mentions_frame(some, found, first=None if first is None else first + start)
            )
    if not frames:
        return mentions_frame([], [], first=first), outcomes
    return pd.concat(frames, ignore_index=True), outcomes


def _found(
    row: ArticleRow, settings: Settings, gazetteer: Gazetteer
) -> tuple[list[Resolution], str]:
    """The places of an article, or why they can't be found."""
    try:
        return _resolutions(row.text, settings, gazetteer), ""
    except GazetteerError:
        raise  # it would be so with every article
    except WarmapError as error:
        return [], str(error)
    except Exception as error:  # noqa: BLE001 - one bad article never stops a run
        why = " ".join(f"{type(error).__name__}: {error}".split())
        return [], why[:300].removesuffix(":")


def _resolutions(text: str, settings: Settings, gazetteer: Gazetteer) -> list[Resolution]:
    return find_resolutions(
        text,
        gazetteer=gazetteer,
        home=settings.home or None,
        demonyms=settings.demonyms,
        threshold=settings.threshold,
    )


def check_settings(settings: Settings) -> None:
    """Refuse settings that no article can be read with.

    Raises
    ------
    GazetteerError
        The gazetteer is missing or damaged, or `home` names no known place.
    WarmapError
        `threshold` is not within 0 to 1.

    Examples
    --------
    >>> check_settings(Settings(threshold=2))
    Traceback (most recent call last):
    warmap.errors.WarmapError: threshold 2: not within 0 to 1, as scores are
    """
    gazetteer = _opened(settings.gazetteer, _states(settings.gazetteer))
    _resolutions("Kyiv", settings, gazetteer)


def mentions_frame(
    rows: Sequence[ArticleRow], found: Sequence[list[Resolution]], *, first: int | None = None
) -> gpd.GeoDataFrame:
    """The mentions of some articles in one places frame, with the article of each.

    Parameters
    ----------
    rows, found
        Articles, and what is found in each.
    first
        The number of the first article; None leaves the column of numbers out.

    Examples
    --------
    >>> list(mentions_frame([], []).columns[:4])
    ['article_id', 'article_date', 'article_source', 'start']
    """
    import numpy as np
    import pandas as pd

    frame = to_frame([resolution for resolutions in found for resolution in resolutions])
    times = np.array([len(resolutions) for resolutions in found], dtype=int)
    columns: dict[str, Any] = {
        "article": np.repeat(np.arange(len(rows), dtype="int64") + (first or 0), times),
        "article_id": _texts([row.id for row in rows]).repeat(times),
        "article_date": dates_of([row.date for row in rows]).repeat(times),
        "article_source": _texts([row.source for row in rows]).repeat(times),
    }
    for place, name in enumerate(ADDED if first is not None else ADDED[1:]):
        frame.insert(place, name, pd.array(columns[name], dtype=columns[name].dtype))
    return frame


def _texts(values: list[str]) -> Any:  # noqa: ANN401 - a pandas array
    import pandas as pd

    kind: Any = "str"
    return pd.array(values, dtype=kind)


def dates_of(values: list[str]) -> Any:  # noqa: ANN401 - an array of numpy
    """Dates of ISO 8601 as an array, in which an empty one is missing."""
    import numpy as np

    return np.array([value or "NaT" for value in values], dtype="datetime64[ms]")

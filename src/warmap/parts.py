"""One part of a corpus: some hundred articles, found in one go by one worker.

It takes the articles of a part from a file, finds their places, and writes two files, each whole or
not at all: the mentions (GeoParquet) and what became of each article. What can't be done for one
article is told in its row; what can't be done at all is raised. It knows nothing of other parts.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from warmap import __version__
from warmap.articlerows import ArticleRow
from warmap.copies import BYTES, signature
from warmap.errors import GazetteerError, OutputError, WarmapError
from warmap.files import write_bytes
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
    "Part",
    "Settings",
    "check_settings",
    "edition_of",
    "find_all",
    "find_part",
    "kept_key",
    "key_of",
    "mentions_frame",
    "outcome_schema",
    "pack_rows",
    "table_bytes",
]

ADDED = ("article", "article_id", "article_date", "article_source")
"""What the frame of mentions has before the columns of the places frame."""

_DEATHS = 2  # of workers at one article, until it counts as what kills them
_KEY = b"warmap_key"


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
class Part:
    """A part that is to be done: where its articles lie, and what comes of them.

    Parameters
    ----------
    folder
        Where its files are: ``NAME.articles``, ``NAME.mentions``, ``NAME.outcomes``.
    number, first
        The number of the part, and of its first article in the whole input.
    key
        What `key_of` says of its articles, the settings and the edition.
    settings, edition
        What is asked, and of which gazetteer.
    """

    folder: str
    number: int
    first: int
    key: str
    settings: Settings
    edition: str

    def path(self, what: str) -> Path:
        """One of its files."""
        return Path(self.folder) / f"part-{self.number:06d}.{what}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: its mentions, or why there are none."""

    found: tuple[Resolution, ...] = ()
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


def key_of(rows: Iterable[ArticleRow], *, first: int, settings: Settings, edition: str) -> str:
    """What a part's files depend on, in one word.

    Examples
    --------
    >>> key_of([], first=0, settings=Settings(), edition="") == key_of(
    ...     [ArticleRow("a")], first=0, settings=Settings(), edition="")
    False
    """
    asked = {name: value for name, value in asdict(settings).items() if name != "gazetteer"}
    told = hashlib.blake2b(json.dumps([first, asked, edition]).encode(), digest_size=16)
    for row in rows:
        for value in _values(row):
            packed = value.encode()
            told.update(len(packed).to_bytes(4, "big"))
            told.update(packed)
    return told.hexdigest()


_ROW = ("id", "text", "title", "date", "source", "url", "fault", "note")


def _values(row: ArticleRow) -> tuple[str, ...]:
    return (row.id, row.text, row.title, row.date, row.source, row.url, row.fault, row.note)


def pack_rows(rows: Sequence[ArticleRow]) -> bytes:
    """The file of a part's articles, which `find_part` reads."""
    import pyarrow as pa

    table = pa.table({name: [getattr(row, name) for row in rows] for name in _ROW})
    return table_bytes(table)


def table_bytes(table: Any) -> bytes:  # noqa: ANN401 - pyarrow has no types
    """A table as a Parquet file."""
    import pyarrow.parquet as pq

    written = io.BytesIO()
    pq.write_table(table, written, compression="zstd")
    return written.getvalue()


def kept_key(path: Path) -> str:
    """The key that a part's file of outcomes has; empty when there is no whole file of them.

    Examples
    --------
    >>> kept_key(Path("nothing.outcomes"))
    ''
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowException):
        return ""
    return bytes(found.get(_KEY, b"")).decode("ascii", "replace")


def find_part(part: Part) -> tuple[int, int]:
    """Find the places of a part, and write its files; this is what a worker does.

    Returns
    -------
    tuple of int
        How many of its articles failed, and how many mentions the others have.

    Raises
    ------
    GazetteerError
        The gazetteer can't be read, or is another one than the run was begun with.
    OutputError
        A file can't be read or written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if edition_of(part.settings.gazetteer) != part.edition:
        raise GazetteerError(
            "a worker has another warmap or another gazetteer than the run was begun with;"
            " install the same everywhere"
        )
    try:
        table = pq.read_table(part.path("articles"), partitioning=None)
    except (OSError, pa.ArrowException) as error:
        raise OutputError(
            f"{part.path('articles')}: can't be read by a worker: {error}; all of them need the"
            " folder of the output under the same path"
        ) from error
    rows = [ArticleRow(**values) for values in table.to_pylist()]
    with _Mark(part.path("mark")) as mark:
        outcomes = find_all(rows, settings=part.settings, mark=mark)
    frame = mentions_frame(rows, outcomes, first=part.first)
    written = io.BytesIO()
    frame.to_parquet(written, compression="zstd", index=False)
    write_bytes(part.path("mentions"), written.getvalue())
    # The last of the two: a part whose outcomes are there is done.
    write_bytes(part.path("outcomes"), table_bytes(_outcome_table(rows, outcomes, part)))
    return sum(bool(o.error) for o in outcomes), sum(len(o.found) for o in outcomes)


class _Mark:
    """A note of the article that a worker is at, for the one that comes after its death."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._deaths: dict[int, int] = {}
        try:
            told = path.read_text(encoding="ascii").split()
        except (OSError, ValueError):
            told = []
        for at in filter(str.isdecimal, told):
            self._deaths[int(at)] = self._deaths.get(int(at), 0) + 1

    def __enter__(self) -> Self:
        before = "".join(f"{at}\n" * count for at, count in self._deaths.items()).encode()
        try:
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.write(self._file, before)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise OutputError(f"{self._path}: can't be written: {why}") from error
        self._offset = len(before)
        return self

    def at(self, index: int) -> bool:
        """Note that an article is begun; False when workers have died at it."""
        if self._deaths.get(index, 0) >= _DEATHS:
            return False
        os.lseek(self._file, self._offset, os.SEEK_SET)
        os.write(self._file, f"{index:<9}\n".encode())
        return True

    def __exit__(self, *_: object) -> None:
        os.close(self._file)
        self._path.unlink(missing_ok=True)


def find_all(
    rows: Sequence[ArticleRow], *, settings: Settings, mark: _Mark | None = None
) -> list[Outcome]:
    """Find the places of each article; what goes wrong with one is told in its outcome.

    Raises
    ------
    GazetteerError
        The gazetteer is missing or damaged, or `home` names no known place.

    Examples
    --------
    >>> rows = [ArticleRow("a", "Zorya fell."), ArticleRow("b", fault="it has no text")]
    >>> [(len(o.found), o.error) for o in find_all(rows, settings=Settings())]
    [(1, ''), (0, 'it has no text')]
    """
    gazetteer = _opened(settings.gazetteer, _states(settings.gazetteer))
    return [
        _found(row, settings, gazetteer)
        if mark is None or mark.at(index)
        else Outcome(error="workers died at it; it is left out")
        for index, row in enumerate(rows)
    ]


def _found(row: ArticleRow, settings: Settings, gazetteer: Gazetteer) -> Outcome:
    if row.fault:
        return Outcome(error=row.fault)
    try:
        found = _resolutions(row.text, settings, gazetteer)
    except GazetteerError:
        raise  # it would be so with every article
    except WarmapError as error:
        return Outcome(error=str(error))
    except Exception as error:  # noqa: BLE001 - one bad article never stops a run
        return Outcome(error=f"{type(error).__name__}: {' '.join(str(error).split())[:300]}")
    return Outcome(tuple(found))


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
    rows: Sequence[ArticleRow], outcomes: Sequence[Outcome], *, first: int | None = None
) -> gpd.GeoDataFrame:
    """The mentions of some articles in one places frame, with the article of each.

    Parameters
    ----------
    rows, outcomes
        Articles, and what came of each.
    first
        The number of the first article; None leaves the column of numbers out.

    Examples
    --------
    >>> row = ArticleRow("a", "Zorya fell.", date="2025-06-08")
    >>> frame = mentions_frame([row], find_all([row], settings=Settings()), first=12)
    >>> frame[["article", "article_id", "mention"]].values.tolist()
    [[12, 'a', 'Zorya']]
    """
    import numpy as np
    import pandas as pd

    frame = to_frame([resolution for outcome in outcomes for resolution in outcome.found])
    times = np.array([len(outcome.found) for outcome in outcomes], dtype=int)
    columns: dict[str, Any] = {
        "article": np.repeat(np.arange(len(rows), dtype="int64") + (first or 0), times),
        "article_id": _texts([row.id for row in rows]).repeat(times),
        "article_date": _dates([row.date for row in rows]).repeat(times),
        "article_source": _texts([row.source for row in rows]).repeat(times),
    }
    for place, name in enumerate(ADDED if first is not None else ADDED[1:]):
        frame.insert(place, name, pd.array(columns[name], dtype=columns[name].dtype))
    return frame


def _texts(values: list[str]) -> Any:  # noqa: ANN401 - a pandas array
    import pandas as pd

    kind: Any = "str"
    return pd.array(values, dtype=kind)


def _dates(values: list[str]) -> Any:  # noqa: ANN401 - an array of numpy
    import numpy as np

    return np.array([value or "NaT" for value in values], dtype="datetime64[ms]")


def outcome_schema() -> Any:  # noqa: ANN401 - a schema of pyarrow
    """The columns of a part's file of outcomes; the last one is for the search for copies."""
    import pyarrow as pa

    text = pa.string()
    columns = {
        "article": pa.int64(),
        "id": text,
        "title": text,
        "date": pa.timestamp("ms"),
        "source": text,
        "url": text,
        "status": text,
        "error": text,
        "note": text,
        "mentions": pa.int64(),
        "signature": pa.binary(BYTES),
    }
    return pa.schema(list(columns.items()))


def _outcome_table(rows: Sequence[ArticleRow], outcomes: Sequence[Outcome], part: Part) -> Any:  # noqa: ANN401 - a table of pyarrow
    import pyarrow as pa

    columns = {
        "article": range(part.first, part.first + len(rows)),
        "id": [row.id for row in rows],
        "title": [row.title for row in rows],
        "date": pa.array(_dates([row.date for row in rows])),
        "source": [row.source for row in rows],
        "url": [row.url for row in rows],
        "status": ["failed" if outcome.error else "done" for outcome in outcomes],
        "error": [outcome.error for outcome in outcomes],
        "note": [row.note for row in rows],
        "mentions": [len(outcome.found) for outcome in outcomes],
        "signature": [
            None if outcome.error else signature(row.text)
            for row, outcome in zip(rows, outcomes, strict=True)
        ],
    }
    schema = outcome_schema().with_metadata({_KEY: part.key.encode()})
    return pa.table(columns, schema)

"""One part of a corpus: some hundred articles, found in one go by one worker.

It takes the articles of a part from a file, finds their places, and writes two files, each whole or
not at all: the mentions (GeoParquet) and what became of each article. What can't be done for one
article is told in its row; what can't be done at all is raised. It knows nothing of other parts.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from warmap.articlerows import ArticleRow
from warmap.copies import BYTES, signature
from warmap.errors import GazetteerError, OutputError
from warmap.files import write_bytes
from warmap.findings import Outcome, Settings, dates_of, edition_of, find_all

__all__ = [
    "Part",
    "find_part",
    "kept_key",
    "key_of",
    "outcome_schema",
    "pack_rows",
    "read_table",
    "table_bytes",
]

_DEATHS = 2  # of workers at one article, until it counts as what kills them
_KEY = b"warmap_key"


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

    def is_done(self) -> bool:
        """Whether its files are there, whole, and of its key."""
        return kept_key(self.path("outcomes")) == self.key and self.path("mentions").is_file()


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


def read_table(path: Path, columns: Sequence[str] | None = None) -> Any:  # noqa: ANN401 - as above
    """A Parquet file as a table, whose folders are no columns even when one is ``year=2025``.

    Raises
    ------
    OutputError
        It can't be read.

    Examples
    --------
    >>> read_table(Path("nothing.mentions"))
    Traceback (most recent call last):
    warmap.errors.OutputError: nothing.mentions: can't be read: ...
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path, columns=columns, partitioning=None)
    except (OSError, pa.ArrowException) as error:
        why = " ".join(str(error).split())[:300]
        raise OutputError(f"{path}: can't be read: {why}") from error


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
    if edition_of(part.settings.gazetteer) != part.edition:
        raise GazetteerError(
            "a worker has another warmap or another gazetteer than the run was begun with;"
            " install the same everywhere"
        )
    if not part.path("articles").is_file():
        raise OutputError(
            f"{part.path('articles')}: isn't there for a worker; all of them need the folder of the"
            " output under the same path"
        )
    rows = [ArticleRow(**values) for values in read_table(part.path("articles")).to_pylist()]
    with _Mark(part.path("mark")) as mark:
        frame, outcomes = find_all(rows, settings=part.settings, first=part.first, begin=mark.at)
    written = io.BytesIO()
    frame.to_parquet(written, compression="zstd", index=False)
    write_bytes(part.path("mentions"), written.getvalue())
    # The last of the two: a part whose outcomes are there is done.
    write_bytes(part.path("outcomes"), table_bytes(_outcome_table(rows, outcomes, part)))
    return sum(bool(o.error) for o in outcomes), sum(o.mentions for o in outcomes)


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
        with self._writing():
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.write(self._file, before)
        self._offset = len(before)
        return self

    def at(self, index: int) -> bool:
        """Note that an article is begun; False when workers have died at it."""
        if self._deaths.get(index, 0) >= _DEATHS:
            return False
        with self._writing():
            os.lseek(self._file, self._offset, os.SEEK_SET)
            os.write(self._file, f"{index:<9}\n".encode())
        return True

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise OutputError(
                f"{self._path}: can't be written: {why}; choose another place"
            ) from error

    def __exit__(self, *_: object) -> None:
        os.close(self._file)
        self._path.unlink(missing_ok=True)


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
        "date": pa.array(dates_of([row.date for row in rows])),
        "source": [row.source for row in rows],
        "url": [row.url for row in rows],
        "status": ["failed" if outcome.error else "done" for outcome in outcomes],
        "error": [outcome.error for outcome in outcomes],
        "note": [row.note for row in rows],
        "mentions": [outcome.mentions for outcome in outcomes],
        "signature": [
            None if outcome.error else signature(row.text)
            for row, outcome in zip(rows, outcomes, strict=True)
        ],
    }
    schema = outcome_schema().with_metadata({_KEY: part.key.encode()})
    return pa.table(columns, schema)

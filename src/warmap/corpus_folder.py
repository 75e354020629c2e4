"""The folder of a corpus: which parts it has, and what became of each article.

It takes what `warmap corpus` wrote, refuses what is no whole corpus, and gives the files of the
parts and arrays with the days, sources and outcomes of the articles. It counts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warmap.articlefiles import check_pyarrow
from warmap.coded_tables import AGAIN, read_batches, read_part, reading
from warmap.errors import PlacesError
from warmap.files import stamp
from warmap.publish import articles_path

__all__ = ["NO_DAY", "OUTCOMES", "Articles", "CorpusFolder"]

NO_DAY = np.iinfo(np.int64).min
"""In place of a day that isn't known."""

OUTCOMES = ("done", "duplicate", "failed")
"""What becomes of an article."""

Ints = NDArray[np.int64]

_DETAILS = ("id", "title", "url")
_BATCH = 20_000  # articles whose titles are held at once

_FIRST_DAY, _LAST_DAY = (
    int(np.datetime64(day, "D").astype(int)) for day in ("0001-01-01", "9999-12-31")
)


@dataclass(frozen=True, slots=True)
class Articles:
    """What is known of each article, in the order of their numbers.

    Parameters
    ----------
    numbers
        What the parts call them.
    days
        Since 1970-01-01, or `NO_DAY`.
    times
        Milliseconds since then, or `NO_DAY`.
    sources, names
        The number of each one's publisher, and how the publishers are called.
    statuses
        The number of each one's outcome among `OUTCOMES`.
    originals
        Where in these arrays the article stands that each one copies; its own place if none.
    mentions
        How many mentions were found in each.
    """

    numbers: Ints
    days: Ints
    times: Ints
    sources: Ints
    names: tuple[str, ...]
    statuses: Ints
    originals: Ints
    mentions: Ints

    def places(self, numbers: Ints, /) -> Ints:
        """Where articles stand in these arrays; -1 for those that don't."""
        if not len(self.numbers):
            return np.full(len(numbers), -1, np.int64)
        found = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        return np.where(self.numbers[found] == numbers, found, -1)


class CorpusFolder:
    """The folder that a run over many articles wrote.

    Parameters
    ----------
    folder
        The one with the parts; ``articles.parquet`` lies beside it.

    Raises
    ------
    PlacesError
        It is no such folder, a run is at it or didn't end, or a file is missing.
    ArticleError
        pyarrow is not installed.

    Examples
    --------
    >>> CorpusFolder("no/such/places.parquet")
    Traceback (most recent call last):
    warmap.errors.PlacesError: no/such/places.parquet: no such folder; give the one that ...
    """

    def __init__(self, folder: str | Path) -> None:
        check_pyarrow()
        self.path = Path(folder)
        _check_is_corpus(self.path)
        self.parts = _parts(self.path)
        self._articles = articles_path(self.path)
        if not self._articles.is_file():
            raise PlacesError(
                f"{self._articles}: isn't there; it tells what became of each article, and lies"
                f" beside {self.path.name} where warmap corpus wrote both; if that was stopped,"
                " run it again"
            )
        self._stamps = self._state()

    def _state(self) -> list[object]:
        return [stamp(path) for path in (self._articles, *self.parts)]

    def check_unchanged(self) -> None:
        """Refuse what was read while a run wrote the folder.

        Raises
        ------
        PlacesError
            One did.
        """
        _check_is_corpus(self.path)
        if self._state() != self._stamps:
            raise PlacesError(
                f"{self.path}: was written while it was read; wait, and read it again"
            )

    def articles(self) -> Articles:
        """What is known of each article.

        Raises
        ------
        PlacesError
            The file can't be read, or isn't what a run writes.
        """
        path = self._articles
        names = ("article", "date", "source", "status", "duplicate_article", "mentions")
        table = read_part(path, names)
        with reading(path):
            numbers = table.numbers("article")
            if (np.diff(numbers) <= 0).any():
                raise PlacesError(f"{path}: its articles are not in order; {AGAIN}")
            times = _times(table.column("date"))
            originals = _filled(table.column("duplicate_article"))
        sources = table.coded("source")
        days = np.where(times == NO_DAY, NO_DAY, times // 86_400_000)
        known_day = (days >= _FIRST_DAY) & (days <= _LAST_DAY)
        found = Articles(
            numbers=numbers,
            days=np.where(known_day, days, NO_DAY),
            times=np.where(known_day, times, NO_DAY),
            sources=sources.codes,
            names=tuple(sources.texts()),
            statuses=table.choices("status", OUTCOMES),
            originals=np.arange(len(numbers)),
            mentions=table.numbers("mentions"),
        )
        first = found.places(originals)
        return replace(found, originals=np.where(first >= 0, first, found.originals))

    def details(self, wanted: Ints, /) -> list[tuple[str, str, str]]:
        """The id, title and address of some articles, by their places in `Articles`.

        Raises
        ------
        PlacesError
            The file can't be read.
        """
        rows, which = np.unique(wanted, return_inverse=True)
        found: list[tuple[str, str, str]] = []
        passed = 0
        for table in read_batches(self._articles, _DETAILS, rows=_BATCH):
            begin, end = np.searchsorted(rows, (passed, passed + len(table)))
            some = rows[begin:end] - passed
            passed += len(table)
            columns = [table.coded(name) for name in _DETAILS]
            texts = [column.taken(column.codes[some]) for column in columns]
            found += zip(*texts, strict=True)
        return [found[place] for place in which.tolist()]


def _times(column: Any) -> Ints:  # noqa: ANN401 - pyarrow has no types
    """Milliseconds since 1970, or `NO_DAY`."""
    import pyarrow as pa

    return _filled(column.cast(pa.timestamp("ms"), safe=False).cast(pa.int64()))


def _filled(column: Any) -> Ints:  # noqa: ANN401 - as above
    import pyarrow as pa

    filled: Ints = column.cast(pa.int64()).fill_null(int(NO_DAY)).to_numpy()
    return filled


def _check_is_corpus(folder: Path) -> None:
    wanted = "give the one that warmap corpus wrote"
    try:
        if not folder.exists():
            raise PlacesError(f"{folder}: no such folder; {wanted}")
        if not folder.is_dir():
            raise PlacesError(f"{folder}: a file, and a corpus is a folder; {wanted}")
        work = folder / "_work"
        if _is_locked(work / "lock"):
            raise PlacesError(f"{folder}: a run is writing it; wait until it has ended")
        if not any(folder.glob("part-*.parquet")):
            if work.is_dir():
                raise PlacesError(
                    f"{folder}: unfinished, the run that wrote it was stopped; {AGAIN}, which goes"
                    " on from there"
                )
            raise PlacesError(f"{folder}: no corpus, it has no part-000000.parquet; {wanted}")
    except (OSError, ValueError) as error:
        if isinstance(error, PlacesError):
            raise
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise PlacesError(f"{folder}: can't be read: {why}; {wanted}") from error


def _is_locked(lock: Path) -> bool:
    """Whether a run holds its lock; where files can't be locked nobody knows."""
    try:
        import fcntl
    except ImportError:  # Windows
        return False
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


def _parts(folder: Path) -> list[Path]:
    """The parts in their order, none of them missing."""
    found: dict[int, Path] = {}
    for path in folder.glob("part-*.parquet"):
        written = path.stem.removeprefix("part-")
        if written.isdecimal():
            found[int(written)] = path
    for number in range(len(found)):
        if number not in found:
            raise PlacesError(
                f"{folder}: part-{number:06d}.parquet is missing; {AGAIN}, or copy it again"
            )
    return [found[number] for number in range(len(found))]

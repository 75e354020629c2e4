"""Many articles: one run over all of them, on some workers, which can be stopped and taken up.

It takes a file or folder of articles and writes a folder of GeoParquet parts with their mentions,
and beside it ``articles.parquet`` with what became of each article. The articles are cut into
parts of a fixed number, so the result does not depend on who did what: a part is done when the
folder ``_work`` has its outcomes under the key of its content, and then it is never done again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from warmap.articlefiles import ArticleFiles, Columns
from warmap.articlerows import ArticleRow
from warmap.crew import Crew, open_crew
from warmap.errors import OutputError
from warmap.files import write_bytes
from warmap.findings import Settings, check_settings, edition_of
from warmap.parts import Part, key_of, pack_rows
from warmap.publish import Published, articles_path, check_articles, clear_rests, publish

__all__ = ["PER_PART", "Progress", "find_corpus"]

PER_PART = 500
"""Articles of a part: a worker's four seconds, which is what a killed run loses."""

_MOST_OF_A_PART = 16_000_000  # characters; after so many a part ends, however few its articles


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Parameters
    ----------
    done
        Articles that are done, those of an earlier run among them.
    kept
        How many of these an earlier run did.
    expected
        How many articles there will be, by what has been read of the input so far.

    Examples
    --------
    >>> Progress(done=500, kept=0, expected=2000).expected
    2000
    """

    done: int
    kept: int
    expected: int


def find_corpus(
    path: str | Path,
    output: str | Path,
    *,
    columns: Columns | None = None,
    settings: Settings | None = None,
    workers: int = 0,
    scheduler: str = "",
    count_once: bool = False,
    resume: bool = True,
    per_part: int = PER_PART,
    tell: Callable[[Progress], None] | None = None,
) -> Published:
    """Find the places of many articles, and write them as GeoParquet.

    Parameters
    ----------
    path
        What `ArticleFiles` takes.
    output
        A folder, made if it isn't there: the parts with the mentions. What became of each article
        is written beside it as ``articles.parquet``.
    columns
        What the files call the columns.
    settings
        What is asked of every article.
    workers
        How many processes work; 0 for this one alone.
    scheduler
        The address of a scheduler of Dask, ``tcp://host:port``, whose workers do it instead. They
        need the output's folder under the same path, and the same warmap.
    count_once
        Leave the mentions of copies out.
    resume
        Keep the parts that an earlier run has done.
    per_part
        Articles of a part. Another number is another result: parts are files.
    tell
        Called after each part.

    Raises
    ------
    ArticleError
        The input can't be read.
    OutputError
        The output can't be written: it is something else, a run is at it, the disk is full.
    GazetteerError
        The gazetteer is missing or damaged, or `home` names no known place.

    Examples
    --------
    >>> find_corpus("no/such/folder", "places.parquet")
    Traceback (most recent call last):
    warmap.errors.ArticleError: no/such/folder: can't be read: No such file or directory; ...
    """
    asked = settings or Settings()
    files = ArticleFiles(path, columns=columns)
    edition = edition_of(asked.gazetteer)
    check_settings(asked)
    folder = Path(output)
    _check_folder(folder, files.path)
    work = folder.resolve() / "_work"  # a worker may have another working folder
    with _made(work), _locked(work):
        if not resume:
            with _writing(work):
                for old in work.glob("part-*.outcomes"):
                    old.unlink()
        clear_rests(folder)
        run = _Run(files, work, asked, edition, per_part, tell)
        with open_crew(workers, scheduler) as crew:
            run.work(crew)
        clear_rests(folder)  # of workers that died in this one
        return publish(folder, parts=run.parts, count_once=count_once)


class _Run:
    """What one run knows of its parts."""

    def __init__(
        self,
        files: ArticleFiles,
        work: Path,
        settings: Settings,
        edition: str,
        per_part: int,
        tell: Callable[[Progress], None] | None,
    ) -> None:
        self.parts = 0
        self._files, self._work = files, work
        self._settings, self._edition, self._per_part = settings, edition, per_part
        self._tell = tell
        self._read = self._done = self._kept = 0

    def work(self, crew: Crew) -> None:
        """Have every part done that isn't yet."""
        for part, count in self._wanted():
            crew.send(part, count)
            while crew.busy:
                self._finished(crew.next())
        while crew.waiting:
            self._finished(crew.next())

    def _wanted(self) -> Iterator[tuple[Part, int]]:
        """The parts that are to be done, their articles laid down for a worker."""
        for rows in _cut(self._files, self._per_part):
            part = self._part(rows)
            self.parts += 1
            self._read += len(rows)
            if part.is_done():
                self._kept += len(rows)
                self._finished((part, len(rows)))
                continue
            # In this order: outcomes never stand beside mentions of another key.
            with _writing(self._work):
                part.path("outcomes").unlink(missing_ok=True)
                part.path("mark").unlink(missing_ok=True)
            write_bytes(part.path("articles"), pack_rows(rows))
            yield part, len(rows)

    def _part(self, rows: list[ArticleRow]) -> Part:
        first = self._read
        key = key_of(rows, first=first, settings=self._settings, edition=self._edition)
        return Part(str(self._work), self.parts, first, key, self._settings, self._edition)

    def _finished(self, done: tuple[Part, int]) -> None:
        part, count = done
        part.path("articles").unlink(missing_ok=True)
        self._done += count
        if self._tell:
            share = self._files.share
            expected = round(self._read / share) if share else self._read
            self._tell(Progress(self._done, self._kept, max(expected, self._read)))


def _cut(files: ArticleFiles, size: int) -> Iterator[list[ArticleRow]]:
    """The rows in parts; one that is empty when there are none, since a frame needs its columns."""
    rows: list[ArticleRow] = []
    found, length = False, 0
    for row in files:
        found = True
        rows.append(row)
        length += len(row.text)
        if len(rows) == size or length > _MOST_OF_A_PART:
            yield rows
            rows, length = [], 0
    if rows or not found:
        yield rows


def _check_folder(folder: Path, source: Path) -> None:
    """Refuse to write where something else lies, or where the input is read from."""
    try:
        inside = source.resolve() in (folder.resolve(), *folder.resolve().parents)
        taken = folder.exists() and (
            not folder.is_dir() or (any(folder.iterdir()) and not (folder / "_work").is_dir())
        )
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise OutputError(f"{folder}: can't be written: {why}; choose another place") from error
    if folder.name == articles_path(folder).name:
        raise OutputError(
            f"{folder}: what became of each article is called so; call the mentions places.parquet"
        )
    if inside:
        raise OutputError(f"{folder}: lies in the input, and would be read with it; use -o")
    if taken:
        raise OutputError(f"{folder}: holds something else than a corpus; choose another place")
    check_articles(folder)


@contextlib.contextmanager
def _made(work: Path) -> Iterator[None]:
    """The folder of the work; a new one that nothing was written to is taken away again."""
    new = [folder for folder in (work, work.parent) if not folder.exists()]
    with _writing(work):
        if not work.parent.parent.is_dir():
            raise OutputError(f"{work.parent}: can't be written: no such folder; make it first")
        work.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):  # somebody may have taken it away
            if work in new and [path.name for path in work.iterdir()] == ["lock"]:
                (work / "lock").unlink()
            for folder in new:
                folder.rmdir()
        raise


@contextlib.contextmanager
def _locked(work: Path) -> Iterator[None]:
    """Keep a second run away; where files can't be locked, nobody is."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with _writing(work):
        file = (work / "lock").open("w")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(
                f"{work.parent}: another run is writing it; wait for it, or choose another place"
            ) from error
        except OSError:  # some network file systems
            pass
        yield


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        why = (error.strerror or str(error)).lower()
        raise OutputError(
            f"{path.parent}: can't be written: {why}; choose another place"
        ) from error

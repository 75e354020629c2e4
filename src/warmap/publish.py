"""The result of a corpus from its parts: the mentions, and what became of each article.

It takes the folder whose ``_work`` holds every part, finds the copies among all articles, and lays
the parts and ``articles.parquet`` down. Doing it again gives the same files.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from warmap.copies import BYTES, bands_of, find_copies, shared_bands
from warmap.errors import OutputError
from warmap.files import write_bytes
from warmap.parts import outcome_schema, read_table, table_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Published", "articles_path", "check_articles", "clear_rests", "publish"]

_OF = b"warmap_corpus"
_ROWS = 10_000  # of a group of articles.parquet


@dataclass(frozen=True, slots=True)
class Published:
    """What a run has come to.

    Parameters
    ----------
    folder, articles
        The mentions; what became of each article.
    done, failed, copies
        How many articles were done, could not be, and are copies of another.
    mentions
        How many the folder has.

    Examples
    --------
    >>> Published(Path("a.parquet"), Path("articles.parquet"), 9, 1, 0, 70).failed
    1
    """

    folder: Path
    articles: Path
    done: int
    failed: int
    copies: int
    mentions: int


def articles_path(folder: Path) -> Path:
    """Where it is told what became of each article.

    Examples
    --------
    >>> articles_path(Path("out/places.parquet")).as_posix()
    'out/articles.parquet'
    """
    return folder.parent / "articles.parquet"


def check_articles(folder: Path) -> None:
    """Refuse to replace a file of articles that belongs to something else.

    Raises
    ------
    OutputError
        There is one.

    Examples
    --------
    >>> check_articles(Path("places.parquet"))
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = articles_path(folder)
    if not path.exists():
        return
    try:
        found = (pq.read_schema(path).metadata or {}).get(_OF)
    except (OSError, pa.ArrowException):
        found = None
    if found != folder.name.encode():
        raise OutputError(
            f"{path}: would be replaced, and belongs to something else; write {folder.name} into"
            " a folder of its own"
        )


def clear_rests(folder: Path) -> None:
    """Take away what a killed run left half written.

    Examples
    --------
    >>> clear_rests(Path("no/such/places.parquet"))
    """
    rests = [
        *folder.glob("_work/.part-*tmp"),
        *folder.glob(".part-*tmp"),
        *folder.parent.glob(".articles.parquet.*.tmp"),
    ]
    for rest in rests:
        rest.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Copy:
    """The article that another one copies."""

    article: int
    id: str


def publish(folder: Path, *, parts: int, count_once: bool) -> Published:
    """Lay the result down.

    Parameters
    ----------
    folder
        The output, whose ``_work`` has so many parts.
    parts
        Their number.
    count_once
        Leave the mentions of copies out.

    Raises
    ------
    OutputError
        A file can't be written.
    """
    work = folder / "_work"
    outcomes = [work / f"part-{number:06d}.outcomes" for number in range(parts)]
    copies = _copies(outcomes)
    left_out = np.array(sorted(copies) if count_once else [], dtype=np.int64)
    told = articles_path(folder)
    with _replacing(told) as beside:
        counts = _write_articles(beside, folder.name, outcomes, copies)
        if told.is_file() and not filecmp.cmp(beside, told, shallow=False):
            told.unlink()  # lest a run that is killed here leave new parts beside old outcomes
        mentions = sum(_lay(work, folder, number, left_out) for number in range(parts))
        for path in (*work.glob("part-*.*"), *folder.glob("part-*.parquet")):
            if int(path.name[5:11]) >= parts:  # of an earlier, longer input
                path.unlink()
    return Published(folder, told, *counts, mentions)


def _copies(outcomes: list[Path]) -> dict[int, _Copy]:
    """What each copy copies. Only signatures that share a band with another are held at once."""
    bands, dates, numbers = [], [], []
    for path in outcomes:
        known = _with_signatures(path, "article", "date")
        bands.append(bands_of(_signatures(known)))
        numbers.append(known["article"].to_numpy())
        dates.append(known["date"].to_numpy())
    shared = shared_bands(np.concatenate(bands))
    wanted = np.concatenate(numbers)[shared]
    when = np.concatenate(dates)[shared]
    taken, ids, passed = [], [], 0
    for path, some in zip(outcomes, numbers, strict=True):
        table = _with_signatures(path, "id").filter(shared[passed : passed + len(some)])
        passed += len(some)
        taken.append(_signatures(table))
        ids += table["id"].to_pylist()
    # The first to come out is the original; those without a date come last.
    order = np.lexsort((wanted, when))
    found = find_copies(np.concatenate(taken)[order])
    return {
        int(wanted[order[copy]]): _Copy(int(wanted[order[first]]), ids[order[first]])
        for copy, first in found.items()
    }


def _with_signatures(path: Path, *columns: str) -> Any:  # noqa: ANN401 - a table of pyarrow
    """The articles of a part that are long enough to be compared."""
    table = read_table(path, [*columns, "signature"])
    return table.filter(table["signature"].is_valid())


def _signatures(table: Any) -> NDArray[np.uint32]:  # noqa: ANN401 - pyarrow has no types
    packed = b"".join(table["signature"].to_pylist())
    return np.frombuffer(packed, "<u4").reshape(-1, BYTES // 4)


def _lay(work: Path, folder: Path, number: int, left_out: NDArray[np.int64]) -> int:
    """Lay down the mentions of a part, without those of some articles; gives their number."""
    made, target = work / f"part-{number:06d}.mentions", folder / f"part-{number:06d}.parquet"
    articles = read_table(made, ["article"])["article"].to_numpy()
    # Both are sorted; only what lies within the part is looked for.
    bounds = [articles[0], articles[-1] + 1] if len(articles) else [0, 0]
    first, last = np.searchsorted(left_out, bounds)
    kept = ~np.isin(articles, left_out[first:last])
    if not kept.all():
        write_bytes(target, table_bytes(read_table(made).filter(kept)))
    elif not (target.exists() and target.samefile(made)):
        with _replacing(target) as beside:
            try:
                os.link(made, beside)  # a second name, which takes no room
            except OSError:
                shutil.copyfile(made, beside)
    return int(kept.sum())


def _write_articles(
    target: Path, of: str, outcomes: list[Path], copies: dict[int, _Copy]
) -> tuple[int, int, int]:
    """Write what became of each article of an output; how many are done, failed, and copies."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    counts = {"done": 0, "failed": 0, "duplicate": 0}
    schema = outcome_schema()
    schema = schema.remove(schema.get_field_index("signature"))
    schema = schema.append(pa.field("duplicate_of", pa.string()))
    schema = schema.append(pa.field("duplicate_article", pa.int64()))
    schema = schema.with_metadata({_OF: of.encode()})
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        some: list[Any] = []
        for path in outcomes:
            table = _told(read_table(path), copies, schema)
            for entry in pc.value_counts(table["status"]).to_pylist():
                counts[entry["values"]] += entry["counts"]
            some.append(table)
            if sum(map(len, some)) >= _ROWS:
                writer.write_table(pa.concat_tables(some))
                some.clear()
        if some:
            writer.write_table(pa.concat_tables(some))
    return counts["done"], counts["failed"], counts["duplicate"]


def _told(table: Any, copies: dict[int, _Copy], schema: Any) -> Any:  # noqa: ANN401
    """The outcomes of a part, with the copies told."""
    import pyarrow as pa

    firsts = [copies.get(number) for number in table["article"].to_pylist()]
    columns = {name: table[name] for name in schema.names if name in table.column_names}
    columns["status"] = pa.array(
        "duplicate" if first else status
        for first, status in zip(firsts, table["status"].to_pylist(), strict=True)
    )
    columns["duplicate_of"] = pa.array((first.id if first else "" for first in firsts), pa.string())
    columns["duplicate_article"] = pa.array(
        (first.article if first else None for first in firsts), pa.int64()
    )
    return pa.table(columns, schema)


@contextlib.contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """A name beside a file, which becomes the file when the block ends well, and if it differs."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        beside.unlink(missing_ok=True)
        yield beside
        if not (target.is_file() and filecmp.cmp(beside, target, shallow=False)):
            beside.replace(target)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        why = (error.strerror or str(error)).lower()
        raise OutputError(f"{target}: can't be written: {why}; choose another place") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)

"""Parquet files whose values repeat, as arrays: each text once, and the number of it in each row.

It takes a file and the names of columns, and gives columns of numbers and codes. What is wrong with
the file is told in one line. It does not know what the columns mean.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warmap.errors import PlacesError

__all__ = ["AGAIN", "Coded", "PartTable", "place_id", "read_batches", "read_part", "reading"]

AGAIN = "run warmap corpus again"
"""The way out of damage: it does what is missing."""

Ints = NDArray[np.int64]

# Columns that are no texts.
_NUMBERS = {
    "article", "start", "end", "score", "radius_km", "population", "geonameid", "geometry", "date",
    "mentions", "duplicate_article",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coded:
    """A column whose values repeat: the number of each row's value, and the values."""

    codes: Ints
    values: Any  # an array of pyarrow

    def texts(self) -> list[str]:
        """The values."""
        return list(self.values.to_pylist())

    def taken(self, codes: Ints, /) -> list[Any]:
        """The values of some codes."""
        import pyarrow as pa

        return list(self.values.take(pa.array(codes)).to_pylist())


def read_part(path: Path, columns: Sequence[str]) -> PartTable:
    """Some columns of a file; its texts are held once each, however often they stand there.

    Raises
    ------
    PlacesError
        It can't be read, or a column is missing.

    Examples
    --------
    >>> read_part(Path("no/part-000000.parquet"), ["article"])
    Traceback (most recent call last):
    warmap.errors.PlacesError: no/part-000000.parquet: can't be read: ...
    """
    return next(read_batches(path, columns, rows=None))


def read_batches(path: Path, columns: Sequence[str], *, rows: int | None) -> Iterator[PartTable]:
    """The same of so many rows after another; of all rows at once when None.

    Raises
    ------
    PlacesError
        It can't be read, or a column is missing.

    Examples
    --------
    >>> next(read_batches(Path("no/articles.parquet"), ["id"], rows=100))
    Traceback (most recent call last):
    warmap.errors.PlacesError: no/articles.parquet: can't be read: ...
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [name for name in columns if name not in _NUMBERS]
    with reading(path):
        about = pq.read_metadata(path)
        there = set(about.schema.to_arrow_schema().names)
        for name in columns:
            if name not in there:
                raise PlacesError(f"{path}: column {name!r} is missing; {AGAIN}")
        options = {"columns": list(columns), "use_threads": False}
        with pq.ParquetFile(path, metadata=about, read_dictionary=texts) as file:
            if rows is None:
                yield PartTable(path, file.read(**options))
                return
            for batch in file.iter_batches(rows, **options):
                yield PartTable(path, pa.Table.from_batches([batch]))


class PartTable:
    """Some columns of one file.

    Parameters
    ----------
    path
        Its file.
    table
        What pyarrow has read of it.
    """

    def __init__(self, path: Path, table: Any) -> None:  # noqa: ANN401 - pyarrow has no types
        self.path = path
        self._table = table

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def column(self, name: str) -> Any:  # noqa: ANN401 - as above
        """A column as pyarrow has it."""
        return self._table[name]

    def numbers(self, name: str) -> NDArray[Any]:
        """A column of numbers, none of them missing."""
        import pyarrow as pa

        kind = pa.float64() if name in ("score", "radius_km") else pa.int64()
        with reading(self.path):
            column = self._table[name]
            if column.null_count:
                raise PlacesError(f"{self.path}: column {name!r} has missing values; {AGAIN}")
            found: NDArray[Any] = column.cast(kind).to_numpy()
        if not np.isfinite(found).all():
            raise PlacesError(f"{self.path}: column {name!r} has values that are no numbers")
        return found

    def coded(self, name: str) -> Coded:
        """A column of texts as codes; what is missing is an empty text."""
        import pyarrow as pa

        with reading(self.path):
            return _coded(self._table[name], pa.large_string(), "")

    def choices(self, name: str, allowed: Sequence[str]) -> Ints:
        """A column of words: the place of each row's among those that are allowed."""
        found = self.coded(name)
        texts = found.texts()
        wrong = set(texts) - set(allowed)
        if wrong:
            raise PlacesError(
                f"{self.path}: column {name!r} has {min(wrong)[:40]!r}; it must be one of"
                f" {', '.join(allowed)}"
            )
        return np.array([allowed.index(text) for text in texts], np.int64)[found.codes]

    def coded_values(self, name: str) -> Coded:
        """A column of any kind as codes; what is missing stays so."""
        with reading(self.path):
            return _coded(self._table[name], None, None)

    def place_ids(self) -> tuple[Ints, list[str]]:
        """The code of each row's place, and the ids that `Candidate.id` has of them."""
        sources, ids = self.coded("source"), self.coded("source_id")
        count = max(len(ids.values), 1)
        pairs, codes = np.unique(sources.codes * count + ids.codes, return_inverse=True)
        names, numbers = sources.texts(), ids.texts()
        return codes, [place_id(names[p // count], numbers[p % count]) for p in pairs.tolist()]


def place_id(source: str, source_id: str, /) -> str:
    """What `Candidate.id` is for a source and its id.

    Examples
    --------
    >>> place_id("natural_earth", "UA-14")
    'iso:UA-14'
    """
    return f"{'iso' if source == 'natural_earth' else source}:{source_id}"


def _coded(column: Any, kind: Any, missing: object) -> Coded:  # noqa: ANN401 - as above
    import pyarrow as pa

    if isinstance(column.type, pa.BaseExtensionType):
        column = pa.chunked_array(
            [chunk.storage for chunk in column.chunks], column.type.storage_type
        )
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    column = column.unify_dictionaries().combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks else pa.array([], column.type)
    column.validate(full=True)
    values = column.dictionary if kind is None else column.dictionary.cast(kind)
    values.validate(full=True)  # as UTF-8
    codes = column.indices
    if codes.null_count:
        codes = codes.cast(pa.int64()).fill_null(len(values))
        values = pa.concat_arrays([values, pa.array([missing], values.type)])
    return Coded(codes.to_numpy(zero_copy_only=False).astype(np.int64), values)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Tell in one line what pyarrow finds wrong with a file.

    Raises
    ------
    PlacesError
        Something is.

    Examples
    --------
    >>> with reading(Path("part-000000.parquet")):
    ...     raise ValueError("no Parquet")
    Traceback (most recent call last):
    warmap.errors.PlacesError: part-000000.parquet: can't be read: no Parquet; run warmap corpus ...
    """
    import pyarrow as pa

    try:
        yield
    except PlacesError:
        raise
    except (OSError, ValueError, LookupError, pa.ArrowException) as error:
        why = " ".join(str(error).split())[:200]
        if isinstance(error, OSError) and error.strerror:
            why = error.strerror.lower()
        raise PlacesError(f"{path}: can't be read: {why}; {AGAIN}") from error

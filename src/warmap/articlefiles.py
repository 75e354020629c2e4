"""Many articles in files → one row each, in the order of the files.

A folder of texts, JSON Lines, CSV and Parquet are read, .gz and .zst as they are; never more of a
file at once than a line, a row or a batch. What can't be read is a row, too, with its fault. It
takes what was there when the reading began, and knows nothing of places.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

from warmap.article import MOST_BYTES, read_article
from warmap.articlerows import FIELDS, ArticleRow, article_row
from warmap.errors import ArticleError
from warmap.folderfiles import FoundFile, list_files

__all__ = ["ArticleFiles", "Columns", "check_pyarrow"]

_MOST_LINE = 4 * MOST_BYTES  # an article of `MOST_BYTES` whose every letter JSON writes as \uXXXX
_PACKED = {".gz": "gzip", ".zst": "zstd"}
_BATCH = 32  # rows of Parquet that are decoded at once; each may be as long as a book
_BUFFER = 1 << 20
_STEP = 1 << 13  # bytes unpacked at once: what is lost before the place where a packed file breaks


@dataclass(frozen=True, slots=True)
class Columns:
    """What the files call the columns; None stands for the field's own name, if they have it.

    Examples
    --------
    >>> Columns(text="body").names()["text"]
    'body'
    """

    id: str | None = None
    text: str | None = None
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None

    def names(self) -> dict[str, str]:
        """The name of each field's column."""
        return {f.name: getattr(self, f.name) or f.name for f in fields(self)}

    def check(self, found: Sequence[str]) -> None:
        """Refuse a table without a column that it must have.

        Raises
        ------
        ArticleError
            The text's column is missing, or one that was named; or one of them is there twice.
        """
        for field, name in self.names().items():
            if name not in found and (field == "text" or getattr(self, field)):
                have = ", ".join(map(repr, found[:20])) or "none"
                raise ArticleError(
                    f"no column {name!r}; it has {have}: name the right one with --{field}-column"
                )
            if found.count(name) > 1:
                raise ArticleError(f"{found.count(name)} columns {name!r}; give each its own name")


class ArticleFiles:
    """The articles of a file or of a folder.

    Parameters
    ----------
    path
        A .jsonl, .ndjson, .csv, .tsv or .parquet file, the first four also as .gz or .zst; or a
        folder of such files or of texts, read in the order of their names.
    columns
        What the files call the columns.

    Raises
    ------
    ArticleError
        Nothing of that name can be read, or a column is missing.

    Examples
    --------
    >>> from warmap.bundled import data_path
    >>> text = data_path("articles/afp-2025-06-08.txt")
    >>> [row.id for row in ArticleFiles(text.parent) if not row.fault][0]
    'afp-2025-06-08.toml'
    """

    def __init__(self, path: str | Path, *, columns: Columns | None = None) -> None:
        check_pyarrow()
        self.path = Path(path)
        self.columns = columns or Columns()
        self._files = list_files(self.path)
        self._whole = sum(file.size for file in self._files)
        self._passed = 0
        self._file: _Bounded | None = None
        if not self._files:
            raise ArticleError(f"{path}: an empty folder; give files with articles")
        if self.path.is_dir():
            return
        kind = _kind(self.path)
        if kind not in _READERS:
            raise ArticleError(
                f"{path}: not a file of many articles; the known ones are"
                f" {', '.join(sorted(_READERS))}, those of lines also with .gz or .zst, and folders"
            )

    @property
    def share(self) -> float:
        """How much of the files has been read, 0 to 1."""
        done = self._passed + (self._file.taken if self._file else 0)
        return min(1.0, done / self._whole) if self._whole else 1.0

    def __iter__(self) -> Iterator[ArticleRow]:
        self._passed = 0
        for found in self._files:
            yield from self._rows(found)
            self._passed += found.size

    def _rows(self, found: FoundFile) -> Iterator[ArticleRow]:
        """The articles of one file; damage ends it with a row that tells of it."""
        path = found.path
        inside = path != self.path
        name = path.relative_to(self.path).as_posix() if inside else path.name
        if found.fault:
            yield article_row({}, place=name, fault=found.fault)
            return
        read = _READERS.get(_kind(path))
        if read is None:
            yield _text_row(path, name)
            return
        from pyarrow import ArrowException

        count = 0
        try:
            with path.open("rb") as file:
                now = os.fstat(file.fileno())
                replaced = now.st_ino != found.inode  # another file, which is whole
                self._file = _Bounded(file, now.st_size if replaced else found.size)
                for row in read(self._file, name, self.columns):
                    yield row
                    count += 1
        except (OSError, ValueError, ArrowException) as error:
            why = " ".join(str(error).split())[:300]
            if isinstance(error, OSError) and error.strerror:
                why = f"can't be read: {error.strerror.lower()}"
            elif not isinstance(error, ArticleError):
                why = f"damaged after {count} articles: {why}"
            if not inside and not count:
                raise ArticleError(f"{path}: {why}") from error
            yield article_row({}, place=name, fault=why)
        finally:
            self._file = None


def check_pyarrow() -> None:
    """Refuse to read many articles where pyarrow is not installed.

    Raises
    ------
    ArticleError
        It isn't.

    Examples
    --------
    >>> check_pyarrow()
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise ArticleError(
            "many articles need pyarrow, which is not installed; pip install 'warmap[corpus]'"
        )


def _kind(path: Path) -> str:
    """The ending that tells how a file is read: without that of its packing."""
    return (path.with_suffix("") if path.suffix.lower() in _PACKED else path).suffix.lower()


def _text_row(path: Path, name: str) -> ArticleRow:
    """The article of a file that holds one."""
    whole = path.absolute()  # a file called "-" is not standard input
    try:
        found = read_article(whole)
    except ArticleError as error:
        return article_row({}, place=name, fault=str(error).removeprefix(f"{whole}: "))
    known = {field: getattr(found, field) for field in FIELDS if field != "id"}
    return article_row({"id": name, **known}, place=name)


class _Bounded(io.RawIOBase):
    """As much of a file as there was when the reading began."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._inner = file
        self.name = Path(file.name).name
        self._size = size
        self.taken = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._inner.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_END:
            return self._inner.seek(self._size + offset)
        return self._inner.seek(offset, whence)

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - the name of its type is new in 3.12
        most = min(len(buffer), self._size - self._inner.tell())
        got = self._inner.read(max(0, most))
        buffer[: len(got)] = got
        self.taken = max(self.taken, self._inner.tell())
        return len(got)


def _unpacked(file: _Bounded) -> io.BufferedReader:
    """The content of a file of lines. pyarrow tells of a packed one that ends too early."""
    packing = _PACKED.get(Path(file.name).suffix.lower())
    if packing is None:
        return io.BufferedReader(file, _BUFFER)
    import pyarrow as pa

    return io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(file), packing), _STEP)


def _lines(file: _Bounded) -> Iterator[tuple[int, bytes, bool]]:
    """The number of each line, the line, and whether its middle is left out: it was too long."""
    reader = _unpacked(file)
    number = 0
    while line := reader.readline(_MOST_LINE):
        number += 1
        cut = False
        if not line.endswith(b"\n") and len(line) == _MOST_LINE:
            last = b""
            while more := reader.readline(_BUFFER):
                cut, last = True, more
                if more.endswith(b"\n"):
                    break
            line += last
        if number == 1:
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise ArticleError("it is in UTF-16; save it as UTF-8")
            line = line.removeprefix(b"\xef\xbb\xbf")
        yield number, line, cut


def _json_rows(file: _Bounded, name: str, columns: Columns) -> Iterator[ArticleRow]:
    wanted = columns.names()
    for number, line, cut in _lines(file):
        place = f"{name}:{number}"
        if cut:
            most = _MOST_LINE // 1_000_000
            yield article_row({}, place=place, fault=f"a line of over {most} MB; split it")
        elif line.strip():
            yield _json_row(line, place, wanted)


def _json_row(line: bytes, place: str, wanted: dict[str, str]) -> ArticleRow:
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        fault = f"no valid UTF-8 (byte {error.start}); save it as UTF-8"
        return article_row({}, place=place, fault=fault)
    except (ValueError, RecursionError) as error:
        return article_row({}, place=place, fault=f"no valid JSON: {error}")
    if not isinstance(found, dict):
        kind = type(found).__name__
        return article_row({}, place=place, fault=f"a {kind} of JSON; an object is expected")
    values = {field: found.get(column) for field, column in wanted.items()}
    if wanted["text"] not in found:
        fault = f"no {wanted['text']!r} in it; name the text's key with --text-column"
        return article_row(values, place=place, fault=fault)
    return article_row(values, place=place)


def _csv_rows(file: _Bounded, name: str, columns: Columns) -> Iterator[ArticleRow]:
    # The module's limit, for all who use it, is 131,072 characters: less than a long article.
    csv.field_size_limit(max(csv.field_size_limit(), 2 * _MOST_LINE))
    lines = _lines(file)
    first = next(lines, (1, b"", False))[1].decode("utf-8", "surrogateescape")
    mark = max(",;\t", key=first.count)
    try:
        header = next(csv.reader([first], delimiter=mark), [])
    except csv.Error as error:
        raise ArticleError(_no_csv(error)) from error
    columns.check(header)
    at = {field: header.index(c) for field, c in columns.names().items() if c in header}
    text = (line.decode("utf-8", "surrogateescape") for _, line, _ in lines)
    rows = csv.reader(text, delimiter=mark, strict=True)
    while True:
        place = f"{name}:{rows.line_num + 2}"
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield article_row({}, place=place, fault=_no_csv(error))
            if "limit" in str(error):  # a quote is never closed: nothing tells where a row begins
                raise ArticleError("its rows can't be told apart from here on") from error
            continue
        if len(cells) == len(header):
            raw = {f: cells[i].encode("utf-8", "surrogateescape") for f, i in at.items()}
            yield article_row({**raw}, place=place)
        elif cells:
            fault = f"{len(cells)} cells, where the header has {len(header)}"
            yield article_row({}, place=place, fault=fault)


def _no_csv(error: csv.Error) -> str:
    if str(error).startswith("new-line character"):  # as on Macs before 2001
        return "no valid CSV: a line ends with CR alone; save it with LF or CR LF"
    return f"no valid CSV: {error}"


def _parquet_rows(file: _Bounded, name: str, columns: Columns) -> Iterator[ArticleRow]:
    import pyarrow.parquet as pq

    # A small buffer instead of whole columns of a row group, which may be as large as the file.
    table = pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)
    found = table.schema_arrow.names
    columns.check(found)
    wanted = _readable(table.schema_arrow, columns)
    number = 0
    for batch in table.iter_batches(
        _BATCH, columns=sorted(set(wanted.values())), use_threads=False
    ):
        taken = {field: _values(batch.column(c)) for field, c in wanted.items()}
        for values in zip(*taken.values(), strict=True):
            number += 1
            yield article_row(dict(zip(taken, values, strict=True)), place=f"{name}:{number}")


def _readable(schema: Any, columns: Columns) -> dict[str, str]:  # noqa: ANN401 - pyarrow has no types
    """The columns of the fields; one of lists or structs that nobody asked for is none."""
    import pyarrow as pa

    wanted = {}
    for field, name in columns.names().items():
        if name not in schema.names:
            continue
        kind = schema.field(name).type
        if not pa.types.is_nested(kind):
            wanted[field] = name
        elif field == "text" or getattr(columns, field):
            raise ArticleError(f"column {name!r} is of type {kind}; texts or numbers are expected")
    return wanted


def _values(column: Any) -> list[object]:  # noqa: ANN401 - pyarrow has no types
    """The values of a column: texts as bytes, whose encoding nobody has checked."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_timestamp(kind):
        column = _wall_clock(column).cast(pa.timestamp("us"), safe=False).cast(pa.string())
    elif pa.types.is_date(kind):
        column = column.cast(pa.string())
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        column = column.cast(pa.large_binary())
    return list(column.to_pylist())


def _wall_clock(column: Any) -> Any:  # noqa: ANN401 - as above
    """Points of time as the clocks of their zone show them, as everywhere else; else of UTC."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.type.tz is None:
        return column
    try:
        return pc.local_timestamp(column)
    except pa.ArrowInvalid:  # a zone that this machine doesn't know
        return column.cast(pa.timestamp(column.type.unit))


_Reader = Callable[[_Bounded, str, Columns], Iterator[ArticleRow]]
_READERS: dict[str, _Reader] = {
    ".csv": _csv_rows,
    ".jsonl": _json_rows,
    ".ndjson": _json_rows,
    ".parquet": _parquet_rows,
    ".tsv": _csv_rows,
}

"""The files that warmap brings along: where they are, and how their tables are opened.

It takes a file's name and gives its path, or a read-only connection. It does not know what the
tables hold.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from pathlib import Path
from typing import Any
from urllib.parse import quote

from warmap.errors import GazetteerError

__all__ = ["ReadOnlyTable", "data_path"]


def data_path(name: str) -> Path:
    """Path of a bundled data file.

    An installed package has its files in ``warmap/data``; a checkout has them in ``data``.

    Parameters
    ----------
    name
        File name, or a path below the data folder with forward slashes.

    Raises
    ------
    GazetteerError
        There is no such file; the message names it.

    Examples
    --------
    >>> data_path("ukraine.geojson").name
    'ukraine.geojson'
    """
    package = Path(__file__).parent
    for folder in (package / "data", package.parent.parent / "data"):
        if (folder / name).is_file():
            return folder / name
    raise GazetteerError(f"bundled data file {name!r} is missing: install warmap again")


class ReadOnlyTable:
    """One SQLite file, opened at the first query, never written.

    It can be used from several threads, and pickles as its path.

    Parameters
    ----------
    path
        The file.
    schema
        The ``user_version`` that the caller can read.

    Examples
    --------
    >>> table = ReadOnlyTable(data_path("gazetteer.sqlite"), schema=3)
    >>> table.rows("SELECT count(*) > 200000 FROM place")
    [(1,)]
    """

    def __init__(self, path: str | Path, *, schema: int) -> None:
        self.path = Path(path)
        self._schema = schema
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r}, schema={self._schema})"

    def __getstate__(self) -> tuple[Path, int]:
        return self.path, self._schema

    def __setstate__(self, state: tuple[Path, int]) -> None:
        path, schema = state
        self.__init__(path, schema=schema)  # type: ignore[misc]

    def rows(self, sql: str, values: tuple[Any, ...] = (), /) -> list[tuple[Any, ...]]:
        """All rows of a query.

        Raises
        ------
        GazetteerError
            The file is missing, is no SQLite file, is damaged, or has another schema version.
        """
        try:
            with self._lock:
                if self._connection is None:
                    self._connection = self._open()
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise GazetteerError(
                f"{self.path}: not a table that warmap can read: {error}"
            ) from error

    def _open(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise GazetteerError(f"{self.path}: no such gazetteer file")
        # immutable: no locks and no journal, so a read-only folder and many processes are fine.
        address = f"file:{quote(str(self.path.resolve()))}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        weakref.finalize(self, connection.close)
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found != self._schema:
            raise GazetteerError(
                f"{self.path}: schema version {found}, this warmap reads {self._schema}:"
                " build the file again or install the matching warmap"
            )
        return connection

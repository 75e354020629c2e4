"""The answers that geocoding servers gave, kept so that nobody is asked twice.

One SQLite file: who was asked what and when, what came, and whom to credit. Empty answers are kept
too, failures and keys never. Several processes may use one file.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warmap.errors import GeocodingError
from warmap.model import KINDS, Kind

__all__ = ["Answer", "CachedAnswers", "GeocodeCache", "cache_path"]

_SCHEMA = 1
_MAGIC = b"SQLite format 3\x00"
_OURS = 0x776D6163  # the file's application id; it stands in the first hundred bytes
_WAIT_S = 20.0  # for another process that writes
_TABLE = """CREATE TABLE IF NOT EXISTS answer (provider TEXT, query TEXT, asked TEXT,
    attribution TEXT, answers TEXT, PRIMARY KEY (provider, query)) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Answer:
    """One place that a server gave for a name.

    Parameters
    ----------
    id
        The server's own id: ``node/337521``, or a GeoNames id.
    name
        Its name; `names` has all that the server told, this one among them.
    kind
        One of `KINDS`.
    category
        What it is in the server's own words, such as ``amenity``.
    country, admin1
        ISO 3166-1 alpha-2 and ISO 3166-2 codes; empty when the server tells none.
    lat, lon
        WGS 84 degrees.
    population
        Inhabitants, or None.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: Kind
    category: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int | None = None


@dataclass(frozen=True, slots=True)
class CachedAnswers:
    """What one question brought, and when (ISO 8601, UTC) and from whom it came."""

    provider: str
    query: str
    asked: str
    attribution: str
    answers: tuple[Answer, ...]


def cache_path() -> Path:
    """Where the answers are kept; ``WARMAP_CACHE`` names another file.

    Examples
    --------
    >>> cache_path().suffix
    '.sqlite'
    """
    given = os.environ.get("WARMAP_CACHE", "")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("warmap", appauthor=False) / "geocoding.sqlite"


class GeocodeCache:
    """The answers of one file, which is made when the first answer is kept.

    Parameters
    ----------
    path
        The SQLite file; `cache_path` when None.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     cache = GeocodeCache(Path(folder, "answers.sqlite"))
    ...     cache.put("nominatim", "Nowhere", (), attribution="OpenStreetMap")
    ...     cache.get("nominatim", "Nowhere").answers, cache.get("photon", "Nowhere")
    ((), None)
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = Path(path) if path is not None else cache_path()

    def __repr__(self) -> str:
        return f"GeocodeCache({str(self.path)!r})"

    def get(self, provider: str, query: str, /) -> CachedAnswers | None:
        """What was answered before, or None.

        Raises
        ------
        GeocodingError
            The file is damaged or can't be read.
        """
        found = self._rows("WHERE provider = ? AND query = ?", (provider, query))
        return found[0] if found else None

    def put(
        self, provider: str, query: str, answers: tuple[Answer, ...], /, *, attribution: str
    ) -> None:
        """Keep an answer, also an empty one.

        Raises
        ------
        GeocodingError
            The file is damaged or can't be written.
        """
        asked = datetime.now(UTC).isoformat(timespec="seconds")
        plain = json.dumps([asdict(a) for a in answers], ensure_ascii=False, sort_keys=True)
        with self._open() as db:
            row = (provider, query, asked, attribution, plain)
            db.execute("INSERT OR REPLACE INTO answer VALUES (?,?,?,?,?)", row)

    def info(self) -> dict[str, Any]:
        """Path, size in bytes, number of answers and of empty ones for each provider.

        Raises
        ------
        GeocodingError
            The file is damaged or can't be read.
        """
        providers: dict[str, dict[str, int]] = {}
        for row in self.export():
            counts = providers.setdefault(row.provider, {"questions": 0, "empty": 0})
            counts["questions"] += 1
            counts["empty"] += not row.answers
        size = self.path.stat().st_size if self.path.exists() else 0
        return {"path": str(self.path), "bytes": size, "providers": providers}

    def export(self) -> list[CachedAnswers]:
        """All answers, sorted by provider and question.

        Raises
        ------
        GeocodingError
            The file is damaged or can't be read.
        """
        return self._rows("ORDER BY provider, query")

    def clear(self) -> bool:
        """Delete the file, a damaged one too; False when there was none.

        Raises
        ------
        GeocodingError
            It is no cache of warmap's, or can't be deleted.
        """
        try:
            there = self.path.exists()
            if there and not self._is_ours():
                raise GeocodingError(f"{self.path}: not a cache of warmap's; not deleted")
            for ending in ("", "-journal"):
                Path(f"{self.path}{ending}").unlink(missing_ok=True)
        except OSError as error:
            if isinstance(error, GeocodingError):
                raise
            why = error.strerror or str(error)
            raise GeocodingError(f"{self.path}: can't be deleted: {why.lower()}") from error
        return there

    def _is_ours(self) -> bool:
        """By its first bytes alone, so that a file that was cut off can still be cleared."""
        with self.path.open("rb") as file:
            head = file.read(72)
        return not head or (head.startswith(_MAGIC) and head[68:] == _OURS.to_bytes(4, "big"))

    def _rows(self, rest: str, values: tuple[str, ...] = ()) -> list[CachedAnswers]:
        if not self.path.exists():
            return []
        with self._open() as db:
            columns = "provider, query, asked, attribution, answers"
            found = db.execute(f"SELECT {columns} FROM answer {rest}", values)  # noqa: S608
            return [
                CachedAnswers(p, q, t, a, _answers(text)) for p, q, t, a, text in found.fetchall()
            ]

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each question: processes never wait long for each other."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self.path, timeout=_WAIT_S)) as db, db:
                db.execute("BEGIN IMMEDIATE")
                version = db.execute("PRAGMA user_version").fetchone()[0]
                if version not in (0, _SCHEMA):
                    raise GeocodingError(
                        f"{self.path}: made by another warmap (version {version}); name another"
                        " file with --cache"
                    )
                db.execute(_TABLE)
                if not version:
                    db.execute(f"PRAGMA application_id = {_OURS}")
                    db.execute(f"PRAGMA user_version = {_SCHEMA}")
                yield db
        except (sqlite3.Error, OSError, ValueError, TypeError, LookupError) as error:
            if isinstance(error, GeocodingError):
                raise
            why = " ".join(str(error).split())
            raise GeocodingError(
                f"{self.path}: not a cache that warmap can use ({why}); warmap cache clear"
                " deletes it"
            ) from error


def _answers(text: str) -> tuple[Answer, ...]:
    """The answers of a row, checked: the file may have been edited."""
    found = []
    for fields in json.loads(text):
        answer = Answer(**(fields | {"names": tuple(map(str, fields["names"]))}))
        if answer.kind not in KINDS or not (-90 <= answer.lat <= 90 and -180 <= answer.lon <= 180):
            raise ValueError(f"bad answer {answer.id!r}")
        found.append(answer)
    return tuple(found)

"""Files of places → the user's own gazetteer, whole or not at all.

It takes GeoNames' files and the user's tables and layers, and writes what `owntable` reads. Every
row is accounted for in the report: it gave a point, became a place, or was refused for a reason.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from warmap.errors import GazetteerError, OutputError, WarmapError
from warmap.gazetteer import DEGREE, FIRST_OWN_ID, MATCHES, GazetteerTable
from warmap.geonames import geonames_format, open_geonames, read_geonames
from warmap.matching import match_settlements, may_be_settlement
from warmap.model import KINDS, Candidate
from warmap.names import normalise
from warmap.ownfiles import LAYERS, TABLES, read_own_places
from warmap.owntable import INDEXES, SCHEMA, OwnTable
from warmap.owntable import TABLES as SCHEMA_SQL
from warmap.records import BadRow, PlaceRecord, RecordKind

__all__ = ["ImportReport", "import_places", "remove_file", "source_bytes"]

_SETTLEMENTS = ("city", "town", "village")
_BATCH = 20_000


@dataclass(slots=True)
class ImportReport:
    """What became of the rows of a file.

    Parameters
    ----------
    rows
        How many the file has that name a place.
    exact
        Settlements that have an exact point from now on.
    confirmed
        Rows about places that the gazetteer has exactly already.
    added
        Rows that became places of their own.
    refused
        Reason → number of rows.
    examples
        Reason → the first row refused for it.
    """

    rows: int = 0
    exact: int = 0
    confirmed: int = 0
    added: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def refuse(self, line: int, name: str, why: str) -> None:
        """Count a refused row."""
        self.refused[why] += 1
        self.examples.setdefault(why, f"{name!r}, line {line}" if name else f"line {line}")


def import_places(
    source: str | Path,
    target: str | Path,
    *,
    gazetteer: GazetteerTable,
    progress: Callable[[int], object] = lambda _: None,
) -> ImportReport:
    """Add the places of a file to an own gazetteer; all of them, or nothing.

    Parameters
    ----------
    source
        GeoNames' country dump or postal-code table, zipped or not; or what `read_own_places`
        takes. A file of the same name that was imported before is replaced.
    target
        The own gazetteer; made when it isn't there.
    gazetteer
        The table whose rough points are to be replaced.
    progress
        Called now and then with the number of bytes read since the last call.

    Raises
    ------
    GazetteerError
        The source can't be read, is in no known form, or holds nothing to import.
    OutputError
        The target can't be written; it is then as it was.
    """
    source, target = Path(source), Path(target)
    kind = _kind_of(source)
    digest = _sha256(source)
    with _changing(target) as db:
        return _Import(db, source, kind, digest, gazetteer, progress).run()


def remove_file(name: str, target: str | Path) -> None:
    """Take the places of one imported file out again.

    Parameters
    ----------
    name
        Name of the file without folders, as `OwnTable.files` gives it.
    target
        The own gazetteer.

    Raises
    ------
    GazetteerError
        No file of that name was imported.
    OutputError
        The target can't be written; it is then as it was.
    """
    target = Path(target)
    known = [file["name"] for file in OwnTable(target).files()] if target.exists() else []
    if name not in known:
        have = f"; it has {', '.join(known)}" if known else ""
        raise GazetteerError(f"{name}: no such file was added to {target}{have}")
    with _changing(target) as db:
        _forget(db, name)
        db.commit()
        db.execute("VACUUM")


@contextlib.contextmanager
def _changing(target: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the table that takes its place when all went well."""
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            OwnTable(target).files()  # refuses a damaged file before anything is written
            shutil.copyfile(target, beside)
        with contextlib.closing(sqlite3.connect(beside)) as db:
            yield db
        os.replace(beside, target)  # noqa: PTH105 - tests make this call fail
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, WarmapError):
            raise
        raise OutputError(f"{target}: can't be written: {error}; it is as it was") from error
    finally:
        with contextlib.suppress(OSError):  # its folder may be none
            beside.unlink()


def _forget(db: sqlite3.Connection, name: str) -> None:
    for (old,) in db.execute("SELECT id FROM file WHERE name = ?", (name,)).fetchall():
        for table in ("exact", "name", "place"):
            db.execute(f"DELETE FROM {table} WHERE file = ?", (old,))  # noqa: S608
        db.execute("DELETE FROM file WHERE id = ?", (old,))


def _kind_of(source: Path) -> RecordKind:
    ending = source.suffix.lower()
    if ending in TABLES or ending in LAYERS:
        return "own"
    kind = geonames_format(source)
    if kind is None:
        raise GazetteerError(
            f"{source}: neither a GeoNames dump (19 columns) nor a postal table (12 columns);"
            f" own places come as {', '.join((*TABLES, *LAYERS))}"
        )
    return kind


class _Import:
    """One file on its way into the table."""

    def __init__(
        self,
        db: sqlite3.Connection,
        source: Path,
        kind: RecordKind,
        digest: str,
        gazetteer: GazetteerTable,
        progress: Callable[[int], object],
    ) -> None:
        self.db = db
        self.source = source
        self.kind = kind
        self.digest = digest
        self.gazetteer = gazetteer
        self.progress = progress
        self.report = ImportReport()
        self.admin1_of = lru_cache(maxsize=None)(gazetteer.admin1_of)

    def run(self) -> ImportReport:
        self._prepare()
        ukrainian: list[PlaceRecord] = []
        self._add(self._others(ukrainian))
        self._add(self._settled(ukrainian))
        report = self.report
        if not report.exact + report.added + report.confirmed:
            why = ", ".join(f"{count} rows: {why}" for why, count in report.refused.most_common(2))
            raise GazetteerError(f"{self.source}: nothing to import ({why or 'it has no rows'})")
        self.db.execute("UPDATE file SET rows = ? WHERE id = ?", (report.rows, self.file))
        self.db.executescript(INDEXES)
        self.db.execute(f"PRAGMA user_version = {SCHEMA}")
        self.db.commit()
        return report

    def _prepare(self) -> None:
        self.db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        if not self.db.execute("PRAGMA user_version").fetchone()[0]:
            self.db.executescript(SCHEMA_SQL)
        self.db.executescript(
            "DROP INDEX IF EXISTS name_form; DROP INDEX IF EXISTS place_source_id"
        )
        name = self.source.name
        _forget(self.db, name)
        self.file = self.db.execute(
            "INSERT INTO file (name, sha256) VALUES (?, ?)", (name, self.digest)
        ).lastrowid
        first = self.db.execute("SELECT max(id) FROM place").fetchone()[0]
        self.next_id = (first or FIRST_OWN_ID) + 1

    def _records(self) -> Iterator[PlaceRecord | BadRow]:
        if self.kind == "own":
            return iter(read_own_places(self.source))
        return read_geonames(self.source, self.kind, progress=self.progress)

    def _others(self, ukrainian: list[PlaceRecord]) -> Iterator[PlaceRecord]:
        """The rows that become places of their own; Ukraine's settlements are put aside."""
        known = self.gazetteer.geonameids() if self.kind == "dump" else frozenset()
        for record in self._records():
            self.report.rows += 1
            if isinstance(record, BadRow):
                self.report.refuse(record.line, record.name, record.why)
            elif record.geonameid in known:
                self.report.confirmed += 1
            elif self.kind == "own" and ":" in record.id:
                self._set_exact(record, self._named(record))
            elif self._may_be_settlement(record):
                ukrainian.append(record)
            elif self.kind == "postal":
                why = "postal codes only tell the points of Ukraine's settlements"
                self.report.refuse(record.line, record.name, why)
            else:
                yield record

    def _may_be_settlement(self, record: PlaceRecord) -> bool:
        if record.country != "UA" or record.kind not in (*_SETTLEMENTS, "other"):
            return False
        # Rows that are none needn't wait for the others of the file; most of a large one are.
        return self.kind == "postal" or may_be_settlement(record, gazetteer=self.gazetteer)

    def _named(self, record: PlaceRecord) -> Candidate:
        place = self.gazetteer.by_id(record.id)
        if place is None:
            raise GazetteerError(
                f"{self.source.name}: row {record.line}: column id: {record.id!r} is not in the"
                " gazetteer; look it up there, or leave the cell empty"
            )
        return place

    def _settled(self, records: list[PlaceRecord]) -> Iterator[PlaceRecord]:
        """Ukraine's rows that are no settlement of the gazetteer; the others get their points."""
        for match in match_settlements(records, gazetteer=self.gazetteer):
            record = match.record
            if match.place is not None:
                self._set_exact(record, match.place)
            elif self.kind == "own" or (self.kind == "dump" and match.unknown):
                yield record
            else:
                self.report.refuse(record.line, record.name, match.why)

    def _set_exact(self, record: PlaceRecord, place: Candidate) -> None:
        if not place.radius_km and self.kind != "own":
            self.report.confirmed += 1
            return
        row = (place.id, self.file, *_units(record), record.geonameid, record.population)
        done = self.db.execute("SELECT 1 FROM exact WHERE place = ? AND file = ?", row[:2])
        if done.fetchone() is None:
            self.report.exact += 1
            self.db.execute("INSERT OR REPLACE INTO exact VALUES (?,?,?,?,?,?)", row)
        else:
            self.report.confirmed += 1
        forms = {normalise(name) for name in record.names}
        called = (place.name, place.local_name)
        self.db.executemany(
            "INSERT INTO name VALUES (?, ?, NULL, ?, ?)",
            [
                (form, self.file, place.id, MATCHES.index("alias"))
                for form in sorted(forms - {normalise(name) for name in called} - {""})
            ],
        )

    def _add(self, records: Iterable[PlaceRecord]) -> None:
        places: list[tuple[Any, ...]] = []
        names: list[tuple[Any, ...]] = []
        for record in records:
            self.report.added += 1
            places.append(self._place_row(record))
            names += self._name_rows(record)
            self.next_id += 1
            if len(places) >= _BATCH:
                self._flush(places, names)
        self._flush(places, names)

    def _flush(self, places: list[tuple[Any, ...]], names: list[tuple[Any, ...]]) -> None:
        self.db.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", places)
        self.db.executemany("INSERT INTO name VALUES (?,?,?,NULL,?)", names)
        places.clear()
        names.clear()

    def _place_row(self, record: PlaceRecord) -> tuple[Any, ...]:
        admin1 = record.admin1
        if self.kind == "dump":
            admin1 = self.admin1_of(f"{record.country}.{admin1}")
        key = str(record.geonameid or f"{self.source.name}:{record.id or record.line}")
        local = next((n for n in record.names if n != record.name and not n.isascii()), "")
        return (
            self.next_id, self.file, key, KINDS.index(record.kind), record.name,
            local if self.kind == "own" else "", record.country, admin1, "",
            *_units(record), record.population, record.geonameid,
        )  # fmt: skip

    def _name_rows(self, record: PlaceRecord) -> list[tuple[Any, ...]]:
        """The forms of a place: the first name is its name, a dump's further ones are aliases."""
        forms: dict[str, int] = {}
        for name in record.names:
            own = name == record.name or self.kind == "own"
            forms.setdefault(normalise(name), MATCHES.index("name" if own else "alias"))
        forms.pop("", None)
        return [(form, self.file, self.next_id, match) for form, match in forms.items()]


def _units(record: PlaceRecord) -> tuple[int, int]:
    return round(record.lat * DEGREE), round(record.lon * DEGREE)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise GazetteerError(f"{path}: can't be read: {why}") from error


def source_bytes(path: str | Path) -> int:
    """How many bytes an import will read, for a progress bar.

    Raises
    ------
    GazetteerError
        There is no such file, or a damaged archive.
    """
    with open_geonames(path) as (_, size):
        return size

"""GeoNames' files as they are downloaded: country dumps and postal-code tables, zipped or not.

It takes a path and gives `PlaceRecord` rows one after the other, so that a file of any size needs
little memory. It does not know which place of the gazetteer a row is.
Formats: https://download.geonames.org/export/dump/readme.txt and .../export/zip/readme.txt
"""

from __future__ import annotations

import contextlib
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from warmap.errors import GazetteerError
from warmap.model import Kind
from warmap.names import is_usable_alias
from warmap.records import BadRow, PlaceRecord, RecordKind, point

__all__ = ["geonames_format", "kind_of_feature", "open_geonames", "read_geonames"]

_DUMP, _POSTAL = 19, 12  # columns
_MOST_BYTES = 8_000_000_000  # allCountries.txt has 1.7 GB
_MOST_COUNT = 10**12  # of inhabitants and of GeoNames' own numbers
_OWN_POINT = "4"  # accuracy of a postal row: the point of the place itself, not a guess
_CITY, _TOWN = 50_000, 5_000  # inhabitants
# Of what a map of the news can show; hotels, springs and fields stay out.
_KINDS: dict[str, Kind] = {
    "A.ADM2": "district", "A.ADM3": "district", "P.PPLX": "district",
    "H.BAY": "sea", "H.GULF": "sea", "H.OCN": "sea", "H.SEA": "sea", "H.STRT": "sea",
    "H.LK": "river", "H.RSV": "river", "H.STM": "river",
    "L.RGN": "other", "L.CST": "other",
    "S.AIRB": "site", "S.AIRP": "site", "S.BDG": "site", "S.DAM": "site", "S.PS": "site",
    "S.PSH": "site", "S.PSN": "site",
    "T.CAPE": "site", "T.ISL": "site", "T.ISLS": "site", "T.MT": "site", "T.PEN": "site",
    "T.PASS": "site", "T.SPIT": "site",
}  # fmt: skip


@contextlib.contextmanager
def open_geonames(path: str | Path) -> Iterator[tuple[IO[bytes], int]]:
    """The lines of a file, or of the one text inside a zip archive, and how many bytes they are.

    Raises
    ------
    GazetteerError
        There is no such file, or the archive is damaged, too large, or has not one text.
    """
    path = Path(path)
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as file:
                yield file, path.stat().st_size
            return
        with zipfile.ZipFile(path) as archive:
            texts = [
                member
                for member in archive.infolist()
                if member.filename.lower().endswith(".txt")
                and Path(member.filename).name.lower() != "readme.txt"
            ]
            if len(texts) != 1 or texts[0].file_size > _MOST_BYTES:
                raise GazetteerError(
                    f"{path}: holds {len(texts)} text files; give an archive as GeoNames makes it,"
                    f" with one text of at most {_MOST_BYTES // 10**9} GB"
                )
            with archive.open(texts[0]) as file:
                yield file, texts[0].file_size
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError) as error:
        # RuntimeError: it has a password, or is packed in a way that Python doesn't know.
        raise GazetteerError(f"{path}: damaged archive ({error}); download it again") from error
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise GazetteerError(f"{path}: can't be read: {why}") from error


def geonames_format(path: str | Path) -> RecordKind | None:
    """Whether a file is a GeoNames ``dump`` or ``postal`` table, or None: something else.

    Raises
    ------
    GazetteerError
        There is no such file, or a damaged archive.
    """
    with open_geonames(path) as (file, _):
        head = file.readline(100_000).decode("utf-8", "replace").rstrip("\r\n").split("\t")
    if len(head) == _DUMP and head[0].lstrip("\ufeff").isdigit():
        return "dump"
    return "postal" if len(head) == _POSTAL and len(head[0].lstrip("\ufeff")) == 2 else None


def read_geonames(
    path: str | Path, kind: RecordKind, *, progress: Callable[[int], object] = lambda _: None
) -> Iterator[PlaceRecord | BadRow]:
    """The rows of a GeoNames file that name a place, and those that are not in its form.

    Parameters
    ----------
    path
        As downloaded: ``UA.txt``, ``UA.zip``, ``allCountries.zip``.
    kind
        What `geonames_format` says.
    progress
        Called now and then with the number of bytes read since the last call.

    Raises
    ------
    GazetteerError
        The file can't be read.
    """
    parse = _dump_row if kind == "dump" else _postal_row
    with open_geonames(path) as (file, _):
        done = 0
        for line, raw in enumerate(file, 1):
            done += len(raw)
            if line % 20_000 == 0:
                progress(done)
                done = 0
            record = _parsed(raw, line, parse)
            if record is not None:
                yield record
        progress(done)


def _parsed(
    raw: bytes, line: int, parse: Callable[[list[str], int], PlaceRecord | None]
) -> PlaceRecord | BadRow | None:
    try:
        text = raw.decode("utf-8").rstrip("\r\n").lstrip("\ufeff")
    except UnicodeDecodeError:
        return BadRow(line, "", "not UTF-8")
    if not text:
        return None
    cells = text.split("\t")
    try:
        return parse(cells, line)
    except (GazetteerError, ValueError, IndexError) as error:
        name = cells[2 if parse is _postal_row else 1][:60] if len(cells) > 2 else ""
        why = str(error) if isinstance(error, GazetteerError) else "not in GeoNames' form"
        return BadRow(line, name, why)


def _dump_row(cells: list[str], line: int) -> PlaceRecord | None:
    if len(cells) != _DUMP:
        raise GazetteerError(f"{len(cells)} columns; a row of GeoNames has {_DUMP}")
    people, geonameid = int(cells[14] or 0), int(cells[0].lstrip("\ufeff"))
    if not (0 <= people < _MOST_COUNT and 0 < geonameid < _MOST_COUNT):
        raise GazetteerError("its number or its population is out of range")
    kind = kind_of_feature(cells[6], cells[7], people)
    if kind is None:
        return None
    if not cells[1].strip():
        raise GazetteerError("it has no name")
    lat, lon = point(cells[4], cells[5])
    names = [cells[1], cells[2], *filter(is_usable_alias, cells[3].split(","))]
    ukrainian = cells[8] == "UA"
    return PlaceRecord(
        line,
        cells[1],
        tuple(dict.fromkeys(name for name in names if name)),
        lat,
        lon,
        kind=kind,
        country=cells[8],
        admin1=cells[10],
        raion=f"UA{cells[11]}" if ukrainian and cells[11].isdigit() else "",
        population=people or None,
        geonameid=geonameid,
    )


def kind_of_feature(feature_class: str, code: str, people: int) -> Kind | None:
    """What GeoNames' feature class and code stand for; None for what is on no map of the news.

    Examples
    --------
    >>> kind_of_feature("P", "PPL", 7_000), kind_of_feature("S", "HTL", 0)
    ('town', None)
    """
    if feature_class == "P" and code != "PPLX":
        return "city" if people >= _CITY else "town" if people >= _TOWN else "village"
    return _KINDS.get(f"{feature_class}.{code}")


def _postal_row(cells: list[str], line: int) -> PlaceRecord | None:
    if len(cells) != _POSTAL:
        raise GazetteerError(f"{len(cells)} columns; a row of a postal table has {_POSTAL}")
    if cells[11] != _OWN_POINT:
        raise GazetteerError("the table gives an estimated point only")
    lat, lon = point(cells[9], cells[10])
    # "Попівка (Попівська сільська рада)": the council is no part of the name.
    name = cells[2].partition(" (")[0].strip()
    return PlaceRecord(
        line, name, (name,), lat, lon, country=cells[0], admin1=cells[4], unit=cells[5]
    )

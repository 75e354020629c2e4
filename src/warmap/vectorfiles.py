"""Places as GeoPackage and GeoParquet, through geopandas; out and in again, without loss.

It takes a normal places frame and gives the bytes of a file, or a file's bytes and gives a frame.
It does not check what a place must have, and it reads no file in its place: what lies beside a
file, or what a file names, is never opened.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from warmap.contract import COLUMNS, TEXT, check_columns
from warmap.errors import PlacesError
from warmap.escapes import escaped, unescaped

if TYPE_CHECKING:
    import geopandas as gpd
    from pyarrow.parquet import ParquetFile

__all__ = [
    "MOST_BYTES",
    "check_pyarrow",
    "geopackage_bytes",
    "parquet_bytes",
    "read_geopackage",
    "read_parquet",
]

LAYER = "places"
# A GeoPackage says when it was last changed; equal frames must give equal bytes.
_NO_DAY = {"OGR_CURRENT_DATE": "1970-01-01T00:00:00.000Z"}
MOST_BYTES = 500_000_000


def geopackage_bytes(places: gpd.GeoDataFrame) -> bytes:
    r"""A GeoPackage with one layer, ``places``.

    U+0000, which ends a text for GDAL, is written as ``\u0000``.

    Examples
    --------
    >>> from warmap.frames import to_frame
    >>> geopackage_bytes(to_frame([]))[:15]
    b'SQLite format 3'
    """
    import geopandas as gpd

    held = gpd.GeoDataFrame(places)
    for name in TEXT:
        held[name] = [escaped(text, without=r"\x00") for text in held[name]]
    file = io.BytesIO()
    with _configured(_NO_DAY):
        held.to_file(file, driver="GPKG", layer=LAYER, engine="pyogrio", geometry_type="Point")
    return file.getvalue()


@contextlib.contextmanager
def _configured(options: dict[str, str]) -> Iterator[None]:
    import pyogrio

    before = {name: pyogrio.get_gdal_config_option(name) for name in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)


def read_geopackage(data: bytes, /) -> gpd.GeoDataFrame:
    """The layer ``places`` of a GeoPackage, or its only one; whole numbers are texts.

    Raises
    ------
    ValueError
        It is no GeoPackage, or has what a file of places needn't have: views, virtual tables.
    KeyError
        A column that the layer doesn't have.

    Examples
    --------
    >>> read_geopackage(b"Zorya")
    Traceback (most recent call last):
    ValueError: no GeoPackage
    """
    import pyogrio

    if not data.startswith(b"SQLite format 3\0"):
        raise ValueError("no GeoPackage")
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of GDAL, about files that are not quite as it makes them
        path = Path(folder, "places.gpkg")
        path.write_bytes(data)
        try:
            layer = _layer(path)
            about = pyogrio.read_info(path, layer=layer)
            check_columns(about["fields"])
            if not about["geometry_name"]:
                raise ValueError(f"its layer {layer!r} has no geometry")  # noqa: TRY301
            read = pyogrio.read_dataframe(path, sql=_query(layer, about["geometry_name"]))
        except (KeyError, ValueError):
            raise
        except Exception as error:  # pyogrio's and sqlite3's have no common base
            raise ValueError(" ".join(str(error).replace(str(path), "it").split())[:200]) from error
    for name in TEXT:
        read[name] = [unescaped(text) if isinstance(text, str) else "" for text in read[name]]
    return read


def _layer(path: Path) -> str:
    """The layer to read, of a file that runs nothing when it is read."""
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as file:
        made = file.execute("SELECT type, coalesce(sql, '') FROM sqlite_master").fetchall()
        # A query that never ends can stand in a view; rtree is the index of points.
        for kind, sql in made:
            virtual = sql.upper().startswith("CREATE VIRTUAL") and " rtree(" not in sql
            if kind == "view" or virtual:
                raise ValueError("it has a view or a virtual table; save the layer alone")
        rows = file.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")
        layers: list[str] = [str(row[0]) for row in rows]
        layer = LAYER if LAYER in layers else "".join(layers[:1])
        if len(layers) != 1 and layer != LAYER:
            raise ValueError(f"it has {len(layers)} layers, none of them called {LAYER!r}")
        columns = file.execute("SELECT hidden FROM pragma_table_xinfo(?)", [layer]).fetchall()
        if any(hidden for (hidden,) in columns):
            raise ValueError("it has computed columns; save the layer alone")
        return layer


def _query(layer: str, point: str) -> str:
    # pyogrio makes floats of whole numbers with gaps, and those can't hold all of them.
    casts = [f'CAST("{name}" AS TEXT) AS "{name}"' for name, t in COLUMNS.items() if t == "Int64"]
    plain = [f'"{name}"' for name, type_ in COLUMNS.items() if type_ != "Int64"]
    return f"SELECT {', '.join([*plain, *casts, _quoted(point)])} FROM {_quoted(layer)}"  # noqa: S608


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def check_pyarrow(path: str | Path) -> None:
    """Refuse a GeoParquet file where pyarrow is not installed.

    Raises
    ------
    PlacesError
        It isn't.
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise PlacesError(
            f"{path}: GeoParquet needs pyarrow: python -m pip install 'warmap[parquet]'"
        )


def parquet_bytes(places: gpd.GeoDataFrame) -> bytes:
    """A GeoParquet file."""
    file = io.BytesIO()
    places.to_parquet(file, index=False)
    return file.getvalue()


def read_parquet(data: bytes, /) -> gpd.GeoDataFrame:
    """The frame of a GeoParquet file.

    Raises
    ------
    ValueError
        It is no GeoParquet file.
    KeyError
        A column that it doesn't have.
    """
    import geopandas as gpd
    import pyarrow.parquet as pq

    try:
        # Equal texts stay one text, of which a small file may have a million.
        about = pq.ParquetFile(io.BytesIO(data), read_dictionary=list(TEXT))
        check_columns(about.schema_arrow.names)
        metadata = about.schema_arrow.metadata or {}
        if b"geo" not in metadata:
            raise ValueError("no GeoParquet, but a table without geometry")  # noqa: TRY301
        wanted = [*COLUMNS, json.loads(metadata[b"geo"])["primary_column"]]
        _check_values(about, wanted)
        places: gpd.GeoDataFrame = gpd.read_parquet(io.BytesIO(data), columns=wanted)
    except (KeyError, ValueError):
        raise
    except Exception as error:  # pyarrow's and geopandas' have no common base
        raise ValueError(" ".join(str(error).split())[:200]) from error
    return places


def _check_values(file: ParquetFile, columns: list[str]) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    size = 0
    for batch in file.iter_batches(10_000, columns=columns):
        batch.validate(full=True)  # texts that are no UTF-8 would fail when they are looked at
        for column in batch.columns:
            if pa.types.is_dictionary(column.type):
                lengths = pc.binary_length(column.dictionary).cast(pa.int64())
                size += pc.sum(lengths.take(column.indices)).as_py() or 0
            else:
                size += column.nbytes
        if size > MOST_BYTES:
            raise ValueError(f"over {MOST_BYTES // 10**6} MB when unpacked, too large for a frame")

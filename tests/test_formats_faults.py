"""Files that are no frames: damaged, hostile, endless. One PlacesError each, and nothing else."""

from __future__ import annotations

import gzip
import json
import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warmap import PlacesError, find_places, read_places, write_places
from warmap.formats import ENDINGS

# No share of a CSV below ends within the last cell of a row: a number cut short is a number.
PLACES = find_places(
    "From Kyiv to the town of Mezhova, near Xyz. Later they left the town of Mezhova."
)


def written(path: Path) -> bytes:
    write_places(PLACES, path)
    return path.read_bytes()


def refused(path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(PlacesError) as caught:
        read_places(path)
    said = str(caught.value)
    assert said.startswith(str(path))
    assert len(said.splitlines()) == 1
    assert len(said) < len(str(path)) + 400
    assert capfd.readouterr() == ("", "")
    return said


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.6, 0.7, 0.97])
def test_a_file_that_was_cut_off(
    tmp_path: Path, ending: str, share: float, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"p{ending}"
    data = written(path)
    path.write_bytes(data[: int(len(data) * share)])
    refused(path, capfd)


@pytest.mark.parametrize("ending", ENDINGS)
def test_another_format_under_the_name(
    tmp_path: Path, ending: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"p{ending}"
    for other in ENDINGS:
        if other != ending:
            path.write_bytes(written(tmp_path / f"other{other}"))
            refused(path, capfd)
    path.write_bytes(gzip.compress(written(tmp_path / f"other{ending}")))
    assert "compressed with gzip; unpack it first" in refused(path, capfd)
    # What GDAL would take for a list of further files, and fetch.
    path.write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="places"><SrcDataSource>/vsicurl/http://127.0.0.1:9/x'
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )
    refused(path, capfd)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_no_regular_file(
    tmp_path: Path, ending: str, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / f"{name}{ending}" for name in ("folder", "fifo", "loop", "large", "none")]
    folder, fifo, loop, large, none = paths
    folder.mkdir()
    os.mkfifo(fifo)
    loop.symlink_to(loop)
    large.touch()
    os.truncate(large, 2 * 10**9)
    assert "it is a folder" in refused(folder, capfd)
    assert "no regular file" in refused(fifo, capfd)
    assert "symbolic links" in refused(loop, capfd)
    assert "over 500 MB" in refused(large, capfd)
    assert "No such file" in refused(none, capfd)


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x" * 1000}">' for n in range(12))


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        (f"<!DOCTYPE kml [{BOMB}]>", "<kml>&a11;</kml>", "it has a DOCTYPE"),
        (
            '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
            "<kml>&a;</kml>",
            "it has a DOCTYPE",
        ),
        ('<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/kml.dtd">', "<kml/>", "it has a DOCTYPE"),
        ("", "<kml>&a;</kml>", "no XML: undefined entity"),
        ("", "<gpx/>", "it is 'gpx', no KML"),
        ("", "<kml>" * 100_000, "no XML"),
        ("", "<kml><Placemark/></kml>", "column 'start' is missing"),
        ('<?xml version="1.0" encoding="utf-7"?>', "<kml><Placemark/></kml>", "'start' is missing"),
    ],
)
def test_a_hostile_kml(
    tmp_path: Path, head: str, body: str, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.kml"
    path.write_text(head + body, encoding="utf-8")
    assert words in refused(path, capfd)


def test_a_deep_kml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "p.kml"
    text = written(path).decode()
    deep = "<Folder>" * 50_000, "</Folder>" * 50_000
    path.write_text(
        text.replace("<Placemark>", f"{deep[0]}<Placemark>", 1).replace(
            "</Placemark>", f"</Placemark>{deep[1]}", 1
        ),
        encoding="utf-8",
    )
    assert len(read_places(path)) == len(PLACES)


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (f"CREATE VIEW v AS {ENDLESS}", "a view or a virtual table"),
        ("CREATE VIRTUAL TABLE v USING fts5(a)", "a view or a virtual table"),
        ("ALTER TABLE places ADD x AS (zeroblob(999999999))", "computed columns"),
        ("DROP TABLE gpkg_contents", "no such table: gpkg_contents"),
        ("UPDATE gpkg_contents SET data_type = 'tiles'", "it has 0 layers"),
        ("ALTER TABLE places DROP COLUMN rivals", "column 'rivals' is missing"),
        ("UPDATE places SET geom = x'4750'", "not a file of places|must have a point"),
        ("UPDATE places SET population = 'many'", "invalid literal for int"),
        ("UPDATE places SET status = 'gone'", "column 'status' has 'gone'"),
        ("UPDATE places SET rivals = '{'", "which is no list of rivals"),
        (
            "UPDATE gpkg_geometry_columns SET srs_id = -1; UPDATE gpkg_contents SET srs_id = -1",
            "save it in EPSG:4326",
        ),
    ],
)
def test_a_hostile_geopackage(
    tmp_path: Path, changes: str, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.gpkg"
    written(path)
    with closing(sqlite3.connect(path)) as file:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            file.create_function(name, 1, lambda _: 1)
        file.executescript(changes)
        file.commit()
    said = refused(path, capfd)
    assert any(word in said for word in words.split("|"))


def test_a_geopackage_with_changes_beside_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.gpkg"
    written(path)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode = wal")
        file.execute("CREATE TABLE more (x)")
        assert "another program holds changes to it in p.gpkg-wal" in refused(path, capfd)
    assert len(read_places(path)) == len(PLACES)
    assert [file.name for file in tmp_path.iterdir()] == ["p.gpkg"]


def with_metadata(key: bytes, value: bytes | None) -> Callable[[pa.Table], pa.Table]:
    def changed(table: pa.Table) -> pa.Table:
        kept = {k: v for k, v in table.schema.metadata.items() if k != key}
        return table.replace_schema_metadata(kept if value is None else kept | {key: value})

    return changed


def geo(**changes: object) -> bytes:
    column = {"encoding": "WKB", "geometry_types": ["Point"]} | changes
    return json.dumps(
        {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    ).encode()


@pytest.mark.parametrize(
    "change",
    [
        with_metadata(b"geo", None),
        with_metadata(b"geo", b"["),
        with_metadata(b"geo", b"[]"),
        with_metadata(b"geo", b"\xff"),
        with_metadata(b"geo", geo(crs={"type": "x"})),
        with_metadata(b"geo", geo(crs="EPSG:3857")),
        with_metadata(b"geo", geo(encoding="pickle")),
        with_metadata(b"geo", geo().replace(b'"geometry"', b'"name"')),
        with_metadata(b"geo", geo().replace(b'"geometry"', b'"../x"')),
        with_metadata(b"pandas", b"{"),
        with_metadata(b"pandas", b'{"columns": 5, "index_columns": [{"kind": "x"}]}'),
        lambda table: table.drop_columns(["rivals"]),
        lambda table: table.set_column(2, "mention", pa.array([[1]] * table.num_rows)),
        lambda table: table.set_column(0, "start", pa.array(["x"] * table.num_rows)),
        lambda table: table.append_column("name", table["name"]),
        lambda table: table.set_column(
            2, "mention", pa.array([b"\xff"] * table.num_rows).view(pa.string())
        ),
        lambda table: table.set_column(
            table.num_columns - 1, "geometry", pa.array([b"\1\1\0"] * table.num_rows)
        ),
    ],
)
def test_a_hostile_parquet(
    tmp_path: Path,
    change: Callable[[pa.Table], pa.Table],
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "p.parquet"
    written(path)
    pq.write_table(change(pq.read_table(path)), path)
    refused(path, capfd)


def test_a_small_parquet_that_unpacks_to_a_large_one(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.parquet"
    written(path)
    table = pq.read_table(path)
    same = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), ["x" * 100_000])
    rows = table.take([0] * 200_000)
    place = table.column_names.index("quote")
    pq.write_table(rows.set_column(place, "quote", same), path)
    assert path.stat().st_size < 1_000_000
    assert "over 500 MB when unpacked" in refused(path, capfd)


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5, 40])):
        place, length = chance.randrange(len(changed) or 1), chance.randrange(1, 64)
        match chance.randrange(5):
            case 0:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                changed[place : place + length] = b""
            case 2:
                other = chance.randrange(len(data))
                changed[place:place] = data[other : other + length]
            case 3:
                other = chance.randrange(len(data))
                changed[place : place + length] = data[other : other + length]
            case _ if chance.random() < 0.1:
                changed[place:] = b""
    return bytes(changed)


@pytest.mark.parametrize(
    ("ending", "count"),
    [(".csv", 1000), (".geojson", 1000), (".gpkg", 500), (".kml", 1000), (".parquet", 400)],
)
def test_mutated_files_give_a_frame_or_one_error(
    tmp_path: Path, ending: str, count: int, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"p{ending}"
    data = written(path)
    chance = random.Random(f"places{ending}")
    errors: list[str] = []
    for _ in range(count):
        path.write_bytes(mutated(data, chance))
        try:
            read_places(path)
        except PlacesError as error:
            errors += str(error).splitlines()
    assert len(errors) > 0
    assert all(line.startswith(str(path)) for line in errors)
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_of_temporary_files_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.gpkg"
    written(path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warmap.vectorfiles.tempfile.TemporaryDirectory", full)
    assert "No space left on device" in refused(path, capfd)


def test_parquet_without_pyarrow_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warmap.vectorfiles.importlib.util.find_spec", lambda _: None)
    for call in (lambda p: write_places(PLACES, p), read_places):
        with pytest.raises(PlacesError, match=r"needs pyarrow: python -m pip install 'warmap\["):
            call(tmp_path / "p.parquet")
    assert list(tmp_path.iterdir()) == []

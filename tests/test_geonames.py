"""GeoNames' own files: which of their rows are places, and files that are damaged."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from warmap.errors import GazetteerError
from warmap.geonames import geonames_format, open_geonames, read_geonames
from warmap.records import BadRow, PlaceRecord

README = "Readme for GeoNames Gazetteer extract files\n"


def dump_row(**given: object) -> str:
    """A row of 19 columns; what is not given is a village of Donetsk Oblast."""
    cells = {
        "id": 990001, "name": "Zoria", "ascii": "Zoria", "others": "", "lat": 48.39, "lon": 37.65,
        "class": "P", "code": "PPL", "country": "UA", "cc2": "", "admin1": "05", "admin2": "1412",
        "admin3": "", "admin4": "", "population": 0, "elevation": "", "dem": 100,
        "zone": "Europe/Kyiv", "changed": "2024-01-01",
    }  # fmt: skip
    assert given.keys() <= cells.keys()
    return "\t".join(str(cell) for cell in (cells | given).values())


def postal_row(**given: object) -> str:
    """A row of 12 columns with a point of its own."""
    cells = {
        "country": "UA", "code": "84500", "name": "Зоря", "admin1": "Донецька", "code1": "05",
        "admin2": "Бахмутський", "code2": "", "admin3": "", "code3": "", "lat": 48.39,
        "lon": 37.65, "accuracy": 4,
    }  # fmt: skip
    assert given.keys() <= cells.keys()
    return "\t".join(str(cell) for cell in (cells | given).values())


def write(path: Path, *rows: str, end: str = "\n", head: bytes = b"") -> Path:
    path.write_bytes(head + "".join(row + end for row in rows).encode())
    return path


def zipped(path: Path, **texts: str) -> Path:
    """An archive of texts; `UA` becomes ``UA.txt``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    return path


def rows(path: Path) -> list[PlaceRecord | BadRow]:
    kind = geonames_format(path)
    assert kind is not None
    return list(read_geonames(path, kind))


def place(path: Path) -> PlaceRecord:
    (row,) = rows(path)
    assert isinstance(row, PlaceRecord)
    return row


def bad(path: Path) -> BadRow:
    row = rows(path)[-1]
    assert isinstance(row, BadRow)
    return row


# --- the dump -------------------------------------------------------------------------------


def test_a_row_of_a_dump_is_a_place_with_all_that_the_dump_tells(tmp_path: Path) -> None:
    row = dump_row(name="Zoria’s", others="Зоря,Zarya,zaria,ZOR,Заря", population=120)
    assert place(write(tmp_path / "UA.txt", row)) == PlaceRecord(
        1, "Zoria’s", ("Zoria’s", "Zoria", "Зоря", "Zarya", "Заря"), 48.39, 37.65,
        kind="village", country="UA", admin1="05", raion="UA1412", population=120,
        geonameid=990001,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("people", "kind"),
    [(0, "village"), (4_999, "village"), (5_000, "town"), (49_999, "town"), (50_000, "city")],
)
def test_the_inhabitants_tell_a_village_from_a_town_and_a_city(
    tmp_path: Path, people: int, kind: str
) -> None:
    found = place(write(tmp_path / "UA.txt", dump_row(population=people)))
    assert (found.kind, found.population) == (kind, people or None)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("A.ADM2", "district"),
        ("P.PPLX", "district"),
        ("H.STM", "river"),
        ("H.SEA", "sea"),
        ("S.DAM", "site"),
        ("L.RGN", "other"),
    ],
)
def test_what_a_map_can_show_keeps_its_kind(tmp_path: Path, code: str, kind: str) -> None:
    one, two = code.split(".")
    path = write(tmp_path / "UA.txt", dump_row(**{"class": one}, code=two, population=60_000))
    assert place(path).kind == kind


@pytest.mark.parametrize("code", ["S.HTL", "H.SPNG", "L.FLD", "A.ADM1", "."])
def test_hotels_springs_and_fields_are_left_out(tmp_path: Path, code: str) -> None:
    one, two = code.split(".")
    path = write(tmp_path / "UA.txt", dump_row(**{"class": one}, code=two), dump_row(id=2))
    assert [row.line for row in rows(path)] == [2]


def test_only_ukraine_has_raions(tmp_path: Path) -> None:
    path = write(
        tmp_path / "allCountries.txt",
        dump_row(country="MD", admin2="1412"),
        dump_row(admin2=""),
        dump_row(admin2="X-1"),
    )
    assert [row.raion for row in rows(path) if isinstance(row, PlaceRecord)] == ["", "", ""]


# --- the postal table -----------------------------------------------------------------------


def test_a_row_of_a_postal_table_is_a_place_in_the_files_own_units(tmp_path: Path) -> None:
    row = postal_row(name="Зоря (Зорянська сільська рада)")
    assert place(write(tmp_path / "UA.txt", row)) == PlaceRecord(
        1, "Зоря", ("Зоря",), 48.39, 37.65, country="UA", admin1="05", unit="Бахмутський"
    )


@pytest.mark.parametrize("accuracy", ["", "1", "3", "5", "6"])
def test_an_estimated_point_is_refused(tmp_path: Path, accuracy: str) -> None:
    found = bad(write(tmp_path / "UA.txt", postal_row(accuracy=accuracy)))
    assert (found.line, found.name) == (1, "Зоря")
    assert "estimated" in found.why


# --- the file -------------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "kind"), [(dump_row, "dump"), (postal_row, "postal")])
@pytest.mark.parametrize("name", ["UA", "allCountries"])
def test_plain_and_zipped_files_read_alike(
    tmp_path: Path, name: str, make: Callable[..., str], kind: str
) -> None:
    text = f"{make()}\n{make()}\n"
    plain = write(tmp_path / f"{name}.txt", make(), make())
    alone = zipped(tmp_path / f"{name}.zip", **{name: text})
    described = zipped(tmp_path / "with.zip", readme=README, **{name: text})
    assert geonames_format(plain) == geonames_format(alone) == geonames_format(described) == kind
    assert rows(plain) == rows(alone) == rows(described)
    assert len(rows(plain)) == 2


@pytest.mark.parametrize("make", [dump_row, postal_row])
def test_a_byte_order_mark_and_dos_line_ends_change_nothing(
    tmp_path: Path, make: Callable[..., str]
) -> None:
    unix = write(tmp_path / "unix.txt", make(), make())
    dos = write(tmp_path / "dos.txt", make(), make(), end="\r\n", head=b"\xef\xbb\xbf")
    assert geonames_format(dos) == geonames_format(unix)
    assert rows(dos) == rows(unix)


def test_empty_lines_are_no_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "UA.txt", dump_row(), "", dump_row(id=2))
    assert [row.line for row in rows(path)] == [1, 3]


def test_other_tables_are_in_no_format_of_geonames(tmp_path: Path) -> None:
    for number, text in enumerate(("", "name,lat,lon\n", "\t" * 18, "a\t" * 11, dump_row()[7:])):
        path = tmp_path / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        assert geonames_format(path) is None, text


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (dump_row().rpartition("\t")[0], "18 columns"),
        (dump_row() + "\t", "20 columns"),
        (dump_row(lat=95), "not on the globe"),
        (dump_row(lon=-180.5), "not on the globe"),
        (dump_row(lat="nan"), "not on the globe"),
        (dump_row(lon="inf"), "not on the globe"),
        (dump_row(lat=""), "no degrees"),
        (dump_row(lat="48,5"), "no degrees"),
        (dump_row(id="x"), "not in GeoNames' form"),
        (dump_row(population="many"), "not in GeoNames' form"),
        (dump_row(population=10**30), "out of range"),
        (dump_row(population=-3), "out of range"),
        (dump_row(id=10**30), "out of range"),
        (dump_row(name=""), "no name"),
    ],
)
def test_a_faulty_row_is_told_with_its_line_and_the_others_are_read(
    tmp_path: Path, row: str, words: str
) -> None:
    found = rows(write(tmp_path / "UA.txt", dump_row(), row, dump_row(id=3)))
    assert [type(one) for one in found] == [PlaceRecord, BadRow, PlaceRecord]
    assert isinstance(found[1], BadRow)
    assert found[1].line == 2
    assert words in found[1].why


def test_a_row_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "UA.txt"
    lines = (dump_row(), dump_row(name="Зоря"))
    path.write_bytes(b"\n".join((lines[0].encode(), lines[1].encode("cp1251"))))
    assert bad(path) == BadRow(2, "", "not UTF-8")


def test_postal_rows_of_other_lengths_and_points_are_told(tmp_path: Path) -> None:
    path = write(
        tmp_path / "UA.txt",
        postal_row(),
        postal_row() + "\t",
        postal_row(lat="nan"),
        postal_row(lat=-91),
    )
    faults = [row.why for row in rows(path) if isinstance(row, BadRow)]
    assert "13 columns" in faults[0]
    assert all("not on the globe" in why for why in faults[1:])
    assert len(faults) == 3


def test_the_progress_adds_up_to_the_bytes_of_the_text(tmp_path: Path) -> None:
    path = zipped(tmp_path / "UA.zip", UA=f"{dump_row()}\n" * 25_000)
    told: list[int] = []
    assert sum(1 for _ in read_geonames(path, "dump", progress=told.append)) == 25_000
    with open_geonames(path) as (_, size):
        assert sum(told) == size
    assert len(told) == 2


def refusal(path: Path) -> str:
    """The one line with which a file is refused."""
    with pytest.raises(GazetteerError) as caught:
        geonames_format(path)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    return message


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "UA.txt")
    refusal(tmp_path)


def test_an_archive_has_one_text(tmp_path: Path) -> None:
    assert "holds 2 text files" in refusal(zipped(tmp_path / "2.zip", UA=dump_row(), PL=dump_row()))
    assert "holds 0 text files" in refusal(zipped(tmp_path / "0.zip", readme=README))


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "UA.zip", UA=f"{dump_row()}\n" * 50)
    whole = path.read_bytes()
    path.write_bytes(whole[:50] + b"\xff" * 20 + whole[70:])
    assert "damaged archive" in refusal(path)


def test_an_archive_whose_sum_is_wrong_is_refused_when_it_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "UA.zip", "w") as archive:
        archive.writestr("UA.txt", f"{dump_row()}\n" * 50_000)
    whole = (tmp_path / "UA.zip").read_bytes()
    spoilt = whole.replace(b"48.39", b"49.39")
    (tmp_path / "UA.zip").write_bytes(spoilt)
    with pytest.raises(GazetteerError, match="damaged archive"):
        list(read_geonames(tmp_path / "UA.zip", "dump"))


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "UA.zip", UA=dump_row())
    content = bytearray(path.read_bytes())
    content[6] |= 1  # the flag in the entry ...
    content[content.index(b"PK\x01\x02") + 8] |= 1  # ... and in the directory
    path.write_bytes(content)
    assert "encrypted" in refusal(path)

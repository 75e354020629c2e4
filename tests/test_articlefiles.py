"""Files of many articles: what is read, and what is told of what can't be."""

from __future__ import annotations

import csv
import gzip
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpus_maker import make_articles, write_corpus

from warmap import articlefiles
from warmap.articlefiles import ArticleFiles, Columns
from warmap.articlerows import FIELDS, ArticleRow, article_row, iso_date
from warmap.errors import ArticleError

ARTICLES = list(make_articles(12))


def rows_of(path: Path, **columns: str) -> list[ArticleRow]:
    return list(ArticleFiles(path, columns=Columns(**columns)))


def zstd(data: bytes) -> bytes:
    packed: bytes = pa.compress(data, codec="zstd", asbytes=True)
    return packed


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_every_form_gives_the_same_articles(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"articles{ending}"
    write_corpus(path, ARTICLES)
    rows = rows_of(path)
    assert [{f: getattr(row, f) for f in FIELDS} for row in rows] == [
        {f: article[f] for f in FIELDS} for article in ARTICLES
    ]
    assert not any(row.fault or row.note for row in rows)


@pytest.mark.parametrize("ending", [".jsonl", ".csv"])
@pytest.mark.parametrize(("packing", "pack"), [(".gz", gzip.compress), (".zst", zstd)])
def test_packed_files_are_read_as_they_are(
    tmp_path: Path, ending: str, packing: str, pack: Any
) -> None:
    plain = tmp_path / f"articles{ending}"
    write_corpus(plain, ARTICLES)
    data = plain.read_bytes()
    packed = tmp_path / f"articles{ending}{packing}"
    packed.write_bytes(pack(data[:5000]) + pack(data[5000:]))  # as `cat a.gz b.gz` joins them
    assert rows_of(packed) == rows_of(plain)


def test_a_folder_of_texts_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    write_corpus(tmp_path / "texts", ARTICLES[:3])
    (tmp_path / "texts" / "sub").mkdir()
    (tmp_path / "texts" / "sub" / "b.txt").write_text("Lviv stands.", encoding="utf-8")
    (tmp_path / "texts" / ".hidden.txt").write_text("x", encoding="utf-8")
    rows = rows_of(tmp_path / "texts")
    assert [row.id for row in rows] == [
        "a0000000.txt", "a0000001.txt", "a0000002.txt", "sub/b.txt",
    ]  # fmt: skip
    assert rows[3].text == "Lviv stands."


def test_what_lies_in_a_folder_and_is_no_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "texts"
    for name in ("a/good.txt", "locked/lost.txt", "z.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Lviv stands.", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "linked.txt").write_text("Kyiv stands.", encoding="utf-8")
    (folder / "broken.txt").symlink_to("nowhere")
    (folder / "circle").symlink_to(".")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "link-again").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "pipe.txt")
    names = os.listdir

    def refusing(path: Any) -> list[str]:  # as to a user who isn't root
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return names(path)

    monkeypatch.setattr(os, "listdir", refusing)
    assert [(row.id, row.fault) for row in rows_of(folder)] == [
        ("a/good.txt", ""),
        ("broken.txt", "can't be read: no such file or directory"),
        ("link/linked.txt", ""),
        ("locked", "can't be read: permission denied"),
        ("pipe.txt", "not a regular file"),
        ("z.txt", ""),
    ]


def test_a_file_called_as_standard_input_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "-").write_text("Lviv stands.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (row,) = rows_of(Path())
    assert (row.id, row.text) == ("-", "Lviv stands.")


def test_a_folder_of_pages_of_markdown_tells_titles_and_days(tmp_path: Path) -> None:
    page = "---\ndate: 2025-06-08\n---\n# Shelling\n\nLviv stands."
    (tmp_path / "a.md").write_text(page, encoding="utf-8")
    (row,) = rows_of(tmp_path)
    assert (row.title, row.date, row.fault) == ("Shelling", "2025-06-08", "")


def test_a_folder_of_files_of_articles_is_read_one_after_another(tmp_path: Path) -> None:
    write_corpus(tmp_path / "b.jsonl", ARTICLES[6:])
    write_corpus(tmp_path / "a.parquet", ARTICLES[:6])
    assert [row.id for row in rows_of(tmp_path)] == [article["id"] for article in ARTICLES]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b'{"text": "caf\xe9"}', "no valid UTF-8 (byte 13)"),
        (b'{"text": ', "no valid JSON"),
        (b"[1, 2]", "a list of JSON"),
        (b'{"body": "x"}', "no 'text' in it"),
        (b'{"text": null}', "it has no text"),
        (b'{"text": "  "}', "it has no text"),
        (b'{"text": 7}', "of type int"),
        (b'{"text": ["x"]}', "of type list"),
        (b'{"text": "\\ud800"}', "half of a surrogate pair"),
        (b"[" * 200_000, "no valid JSON"),
        (b'{"text": ' + b"9" * 5000 + b"}", "no valid JSON"),
    ],
)
def test_a_bad_line_is_a_row_that_tells_why(tmp_path: Path, line: bytes, fault: str) -> None:
    path = tmp_path / "a.jsonl"
    good = b'{"id": 1, "text": "Lviv stands."}\n'
    path.write_bytes(good + line + b"\n\n" + good)
    first, bad, last = rows_of(path)
    assert first == last
    assert first.id == "1"
    assert bad.id == "a.jsonl:2"
    assert fault in bad.fault
    assert not bad.text


def test_a_line_without_end_costs_no_more_than_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(articlefiles, "_MOST_LINE", 3000)
    monkeypatch.setattr(articlefiles, "_BUFFER", 100)
    path = tmp_path / "a.jsonl"
    path.write_text(
        json.dumps({"text": "x" * 100_000}) + '\n{"text": "Lviv stands."}\n', encoding="utf-8"
    )
    long, good = rows_of(path)
    assert "a line of over" in long.fault
    assert (good.text, good.id) == ("Lviv stands.", "a.jsonl:2")


@pytest.mark.parametrize("text", ["я" * 5_000_001, b"x" * 10_000_001])
def test_a_text_over_ten_megabytes_is_no_article(text: object) -> None:
    row = article_row({"id": "a", "text": text}, place="")
    assert row.fault.startswith("over 10 MB")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (7, "7"), (7.5, "7.5"), (Decimal("7.50"), "7.50"), (np.int64(7), "7"), (True, ""),
        (None, ""), (float("nan"), ""), (pd.NaT, ""), (["x"], ""), ({"x": 1}, ""), (" x ", "x"),
        (b"caf\xe9", "caf\ufffd"),
    ],
)  # fmt: skip
def test_what_an_article_is_called(value: object, shown: str) -> None:
    assert article_row({"id": value, "text": "x"}, place="").id == shown


def test_dates_as_frames_have_them() -> None:
    late = pd.Timestamp("2025-06-08T23:30:00-05:00")
    for value, shown in (
        (late, "2025-06-08T23:30:00"),
        (late.to_pydatetime(), "2025-06-08T23:30:00"),
        (late.date(), "2025-06-08"),
        (pd.NaT, ""),
    ):
        assert article_row({"date": value, "text": "x"}, place="").date == shown


@pytest.mark.parametrize(("packing", "pack"), [(".gz", gzip.compress), (".zst", zstd)])
def test_a_packed_file_that_ends_too_early_is_told(tmp_path: Path, packing: str, pack: Any) -> None:
    lines = "".join(json.dumps({"text": os.urandom(500).hex()}) + "\n" for _ in range(2000))
    data = pack(lines.encode())
    path = tmp_path / f"a.jsonl{packing}"
    path.write_bytes(data[: len(data) // 2])
    rows = rows_of(path)
    assert len(rows) > 500
    assert not any(row.fault for row in rows[:-1])
    assert rows[-1].id == path.name
    assert rows[-1].fault.startswith(f"damaged after {len(rows) - 1} articles: ")


def test_a_damaged_file_among_others_is_a_row(tmp_path: Path) -> None:
    write_corpus(tmp_path / "b.parquet", ARTICLES)
    data = (tmp_path / "b.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(data[:-200])
    (tmp_path / "c.csv").write_text("id,body\n1,Lviv\n", encoding="utf-8")
    (tmp_path / "d.html").write_bytes(b"\x00\x01\x02")
    rows = rows_of(tmp_path)
    assert rows[0].fault.startswith("damaged after 0 articles: ")
    assert [row.fault for row in rows[1:-2]] == [""] * len(ARTICLES)
    assert "no column 'text'; it has 'id', 'body'" in rows[-2].fault
    assert rows[-1].fault


def test_a_damaged_page_inside_of_parquet_ends_the_file_with_a_row(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table({"text": [os.urandom(800).hex() for _ in range(2000)]})
    pq.write_table(table, path, row_group_size=500, write_page_checksum=True, compression="zstd")
    data = bytearray(path.read_bytes())
    data[len(data) * 5 // 8 : len(data) * 5 // 8 + 2000] = bytes(2000)
    path.write_bytes(data)
    rows = rows_of(path)
    assert rows[-1].fault.startswith(f"damaged after {len(rows) - 1} articles")
    assert len(rows) > 500


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.parquet", b"no Parquet", "damaged after 0 articles"),
        ("a.jsonl.zst", b"no zstd at all", "damaged after 0 articles"),
        ("a.csv", b"id,body\n1,x\n", "no column 'text'"),
        ("a.csv", b"", "no column 'text'; it has none"),
        ("a.csv", b"id,text,text\n1,x,y\n", "2 columns 'text'; give each its own name"),
        ("a.csv", b"id,text\r1,x\r", "a line ends with CR alone"),
        ("a.csv", "id,text\n".encode("utf-16"), "it is in UTF-16; save it as UTF-8"),
        ("a.jsonl", "{}\n".encode("utf-16"), "it is in UTF-16; save it as UTF-8"),
        ("a.parquet", b"", "damaged after 0 articles"),
        ("a.txt", b"Lviv stands.", "not a file of many articles"),
        ("a.txt.gz", b"Lviv stands.", "not a file of many articles"),
    ],
)
def test_an_input_of_which_nothing_can_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes, fault: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ArticleError, match=fault) as told:
        rows_of(path)
    assert str(told.value).startswith(f"{path}: ")
    assert "\n" not in str(told.value)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "empty").mkdir()
    for path in ("pipe.jsonl", "empty", "missing.csv", "x\0.csv"):
        with pytest.raises(ArticleError):
            rows_of(tmp_path / path)


def test_a_csv_as_spreadsheets_write_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        b'\xef\xbb\xbfid;text;date\r\n1;"Lviv; the ""old"" town,\r\nstands.";2025-06-08\r\n'
        b"2;caf\xe9;\r\n3;too;many;cells\r\n4;few\r\n5;Kyiv stands.;8.6.2025\r\n"
    )
    rows = rows_of(path)
    assert rows[0].text == 'Lviv; the "old" town,\r\nstands.'
    assert rows[0].date == "2025-06-08"
    assert rows[1].fault.startswith("no valid UTF-8")
    assert (rows[1].id, rows[2].id) == ("2", "a.csv:5")
    assert rows[2].fault == "4 cells, where the header has 3"
    assert rows[3].fault == "2 cells, where the header has 3"
    assert (rows[4].text, rows[4].date) == ("Kyiv stands.", "")
    assert "'8.6.2025' is not understood" in rows[4].note


def test_a_quote_that_is_never_closed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,Lviv\n2,"Kyiv\n3,Odesa\n', encoding="utf-8")
    good, bad = rows_of(path)
    assert good.text == "Lviv"
    assert (bad.id, bad.fault) == ("a.csv:3", "no valid CSV: unexpected end of data")


def test_a_quote_that_is_never_closed_costs_no_more_than_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(articlefiles, "_MOST_LINE", 100_000)
    path = tmp_path / "a.csv"
    line = "and so on, and so on\n"
    path.write_text('id,text\n1,Lviv\n2,"Kyiv\n' + line * 20_000, encoding="utf-8")
    limit = csv.field_size_limit(1000)
    try:
        good, bad, rest = rows_of(path)
    finally:
        csv.field_size_limit(limit)
    assert good.text == "Lviv"
    assert (bad.id, bad.fault[:38]) == ("a.csv:3", "no valid CSV: field larger than field ")
    assert rest.fault == "its rows can't be told apart from here on"


def test_bytes_of_nothing_and_lone_ends_of_lines_in_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text\n1,Lviv\0 stands\n2,Kyiv\rstands\n3,Odesa\n")
    nul, lone, good = rows_of(path)
    assert (nul.text, good.text) == ("Lviv\0 stands", "Odesa")
    assert (lone.id, lone.fault[:36]) == ("a.csv:3", "no valid CSV: a line ends with CR al")


def test_columns_are_named_by_the_user(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = {"uri": "u1", "body": "Lviv stands.", "published": 20250608, "outlet": "The Ledger"}
    path.write_text(json.dumps(line), encoding="utf-8")
    (row,) = rows_of(path, id="uri", text="body", date="published", source="outlet")
    assert (row.id, row.text, row.date, row.source) == (
        "u1", "Lviv stands.", "2025-06-08", "The Ledger",
    )  # fmt: skip


def test_parquet_of_other_types(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    import datetime as dt

    noon = dt.datetime(2025, 6, 8, 12, tzinfo=dt.UTC)
    table = pa.table({
        "id": pa.array([7, None]),
        "text": pa.array(["Lviv", None], pa.large_string()).dictionary_encode(),
        "date": pa.array([noon, None], pa.timestamp("ns", "UTC")),
        "source": pa.array([1.5, float("nan")]),
        "title": pa.array([b"caf\xe9", None], pa.binary()),
        "url": pa.array([dt.date(2025, 1, 1), None], pa.date32()),
    })  # fmt: skip
    pq.write_table(table, path)
    first, second = rows_of(path)
    assert first == ArticleRow("7", "Lviv", "caf�", "2025-06-08T12:00:00", "1.5", "2025-01-01")
    assert second == ArticleRow("a.parquet:2", fault="it has no text")


def test_bytes_that_are_no_text_in_a_text_column_of_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    # pyarrow checks neither when it writes nor when it reads.
    bad = pa.array([b"Lviv", b"caf\xe9"]).view(pa.string())
    pq.write_table(pa.table({"text": bad}), path)
    assert [row.fault[:14] for row in rows_of(path)] == ["", "no valid UTF-8"]


def test_lists_are_no_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [["Lviv"]]}), path)
    with pytest.raises(ArticleError, match="column 'text' is of type list"):
        rows_of(path)
    source = [{"name": "North Wire"}]
    pq.write_table(pa.table({"text": ["Lviv"], "source": source}), path)
    (row,) = rows_of(path)  # nobody asked for it
    assert (row.text, row.source) == ("Lviv", "")
    with pytest.raises(ArticleError, match="column 'source' is of type struct"):
        rows_of(path, source="source")


def test_times_of_a_zone_are_told_as_its_clocks_show_them(tmp_path: Path) -> None:
    import datetime as dt

    path = tmp_path / "a.parquet"
    late = dt.datetime(2025, 6, 8, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    for zone, shown in (("-05:00", "2025-06-08T23:30:00"), ("No/Where", "2025-06-09T04:30:00")):
        dates = pa.array([late, None], pa.timestamp("ms", zone))
        pq.write_table(pa.table({"text": ["Lviv", "Kyiv"], "date": dates}), path)
        assert [row.date for row in rows_of(path)] == [shown, ""]


def test_parquet_without_a_text_and_with_other_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    for texts, told in (
        (pa.array([None], pa.null()), ["it has no text"]),
        (pa.array([7]), ["its text is of type int; a string is expected"]),
        (pa.array(["Lviv"], pa.string_view()), [""]),
        (pa.array([b"Lviv"], pa.large_binary()), [""]),
        (pa.array([], pa.string()), []),
    ):
        pq.write_table(pa.table({"text": texts}), path)
        assert [row.fault for row in rows_of(path)] == told


def test_a_file_that_is_replaced_before_it_is_read_is_read_as_it_is_now(tmp_path: Path) -> None:
    for name in ("a.parquet", "b.parquet"):
        write_corpus(tmp_path / name, ARTICLES[:2])
    write_corpus(tmp_path / ".new.parquet", ARTICLES)
    rows = iter(ArticleFiles(tmp_path))
    assert next(rows).id == ARTICLES[0]["id"]
    (tmp_path / ".new.parquet").replace(tmp_path / "b.parquet")
    rest = list(rows)
    assert not any(row.fault for row in rest)
    assert [row.id for row in rest[1:]] == [article["id"] for article in ARTICLES]


def test_a_file_that_goes_away_before_it_is_read_is_told(tmp_path: Path) -> None:
    for name in ("a.parquet", "b.parquet"):
        write_corpus(tmp_path / name, ARTICLES[:2])
    rows = iter(ArticleFiles(tmp_path))
    next(rows)
    (tmp_path / "b.parquet").unlink()
    assert list(rows)[-1].fault == "can't be read: no such file or directory"


def test_a_file_that_grows_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = b'{"text": "Lviv stands."}\n'
    path.write_bytes(line * 3)
    files = ArticleFiles(path)
    seen = []
    for row in files:
        seen.append(row)
        with path.open("ab") as file:
            file.write(line)
    assert len(seen) == 3
    assert files.share == 1


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("2025-06-08", "2025-06-08"),
        ("2025-06-08 23:30:00.123456", "2025-06-08T23:30:00"),
        ("2025-06-08T23:30:00Z", "2025-06-08T23:30:00"),
        ("2025-06-08T23:30:00+03:00", "2025-06-08T23:30:00"),
        ("2025.6.8", "2025-06-08"),
        ("20250608", "2025-06-08"),
        ("Sun, 08 Jun 2025 12:00:00 +0300", "2025-06-08T12:00:00"),
        ("06/08/2025", ""),
        ("8.6.2025", ""),
        ("2025-13-01", ""),
        ("2025-02-30T10:00", ""),
        ("1749340800", ""),
        ("1749340800.5", ""),
        ("June", ""),
        ("0000-00-00", ""),
        ("9" * 5000, ""),
    ],
)
def test_dates(written: str, understood: str) -> None:
    date, note = iso_date(written)
    assert date == understood
    assert bool(note) == (not understood)

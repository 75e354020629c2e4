"""A run over many articles: what it writes, what it tells, and how it is taken up again."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
from corpus_maker import make_articles, write_corpus
from small_corpus import content

import warmap
from warmap import corpus, find_places, findings, parts
from warmap.articlerows import ArticleRow
from warmap.corpus import Progress, find_corpus
from warmap.errors import ArticleError, GazetteerError, OutputError, WarmapError
from warmap.findings import ADDED, Settings, edition_of
from warmap.frames import COLUMNS, validate_places
from warmap.parts import Part, find_part, kept_key
from warmap.places import find_resolutions
from warmap.publish import Published

ARTICLES = list(make_articles(60))
COUNT = len(ARTICLES)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("input") / "articles.parquet"
    write_corpus(path, ARTICLES)
    return path


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an uninterrupted run."""
    folder = tmp_path_factory.mktemp("whole")
    run(source, folder)
    return folder


def run(source: Path, folder: Path, **options: Any) -> Published:
    return find_corpus(source, folder / "places.parquet", **{"per_part": 8, **options})


def outcomes(folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / "articles.parquet").to_pylist()
    return rows


def test_the_mentions_are_those_of_each_article(whole: Path) -> None:
    frame = gpd.read_parquet(whole / "places.parquet")
    assert list(frame.columns) == [*ADDED, *COLUMNS, "geometry"]
    validate_places(frame)
    for number in (0, 7, 8, 59):
        article = ARTICLES[number]
        mine = frame[frame["article"] == number]
        alone = find_places(article["text"])
        found = mine[alone.columns].reset_index(drop=True)
        pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(alone))
        assert set(mine["article_id"]) == {article["id"]}
        assert set(mine["article_source"]) == {article["source"]}
        assert set(mine["article_date"].dt.strftime("%Y-%m-%d")) == {article["date"]}
        for row in mine.itertuples():
            assert article["text"][row.start : row.end] == row.mention


def test_every_article_has_its_outcome(whole: Path) -> None:
    rows = outcomes(whole)
    assert [row["article"] for row in rows] == list(range(COUNT))
    assert [row["id"] for row in rows] == [article["id"] for article in ARTICLES]
    frame = gpd.read_parquet(whole / "places.parquet")
    counts = frame.groupby("article").size()
    assert [row["mentions"] for row in rows] == [counts.get(i, 0) for i in range(COUNT)]
    copies = [row for row in rows if row["status"] == "duplicate"]
    assert len(copies) == 3
    for row in copies:
        assert "copies.example" in row["url"]
        assert row["duplicate_of"] == ARTICLES[row["duplicate_article"]]["id"]
    assert {row["status"] for row in rows} == {"done", "duplicate"}


# What dask calls of pandas when it reads Parquet.
@pytest.mark.filterwarnings("ignore:The inplace keyword in")
def test_dask_reads_the_result(whole: Path) -> None:
    import dask.dataframe as dd

    frame = dd.read_parquet(whole / "places.parquet", columns=["article", "name"])
    assert frame.npartitions == 8
    read = gpd.read_parquet(whole / "places.parquet")
    assert len(frame.compute(scheduler="synchronous")) == len(read)


def test_copies_are_counted_once_on_request(source: Path, whole: Path, tmp_path: Path) -> None:
    done = run(source, tmp_path, count_once=True)
    assert (done.done, done.failed, done.copies) == (COUNT - 3, 0, 3)
    copies = {row["article"] for row in outcomes(whole) if row["status"] == "duplicate"}
    frame = gpd.read_parquet(tmp_path / "places.parquet")
    assert len(frame) == done.mentions
    every = gpd.read_parquet(whole / "places.parquet")
    left = every[~every["article"].isin(copies)].reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(left))
    assert outcomes(tmp_path) == outcomes(whole)
    # The other way costs nothing: the parts are there.
    run(source, tmp_path)
    assert content(tmp_path) == content(whole)


def test_the_first_by_its_date_is_the_original(tmp_path: Path) -> None:
    text = ARTICLES[0]["text"]
    (tmp_path / "a.jsonl").write_text(
        "".join(
            json.dumps({"id": id_, "text": text, "date": date}) + "\n"
            for id_, date in (("a", ""), ("b", "2025-06-09"), ("c", "2025-06-08T10:00"))
        ),
        encoding="utf-8",
    )
    run(tmp_path / "a.jsonl", tmp_path)
    assert [row["duplicate_of"] for row in outcomes(tmp_path)] == ["c", "c", ""]


BAD = (
    b'{"id": "x", "text": "Lviv stands.", "date": "06/08/2025"}\n'
    b'{"id": "x", "text": "caf\xe9"}\n'
    b"no JSON\n"
    b'{"id": "x", "text": "Kyiv stands."}\n'
    b'{"id": "y", "text": "Boom in Odesa."}\n'
    b'{"id": "z"}\n'
)


def test_a_bad_article_is_told_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = find_resolutions

    def failing(text: str, **options: Any) -> Any:
        if text.startswith("Boom"):
            raise ZeroDivisionError("none\nof it")
        return find(text, **options)

    monkeypatch.setattr(findings, "find_resolutions", failing)
    (tmp_path / "a.jsonl").write_bytes(BAD)
    done = run(tmp_path / "a.jsonl", tmp_path, per_part=2)
    assert (done.done, done.failed, done.mentions) == (2, 4, 2)
    rows = outcomes(tmp_path)
    assert [(row["id"], row["status"], row["mentions"]) for row in rows] == [
        ("x", "done", 1),
        ("a.jsonl:2", "failed", 0),
        ("a.jsonl:3", "failed", 0),
        ("x", "done", 1),
        ("y", "failed", 0),
        ("z", "failed", 0),
    ]
    assert rows[0]["note"].startswith("date '06/08/2025' is not understood")
    assert rows[0]["date"] is None
    assert rows[1]["error"].startswith("no valid UTF-8")
    assert rows[4]["error"] == "ZeroDivisionError: none of it"
    frame = gpd.read_parquet(tmp_path / "places.parquet")
    assert frame["article"].tolist() == [0, 3]
    assert frame["article_date"].isna().all()


def test_a_part_ends_early_where_articles_are_long(
    source: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "_MOST_OF_A_PART", 6000)
    run(source, tmp_path)
    assert len(list((tmp_path / "places.parquet").glob("part-*"))) > 15
    pd.testing.assert_frame_equal(
        pd.DataFrame(gpd.read_parquet(tmp_path / "places.parquet")),
        pd.DataFrame(gpd.read_parquet(whole / "places.parquet")),
    )
    assert outcomes(tmp_path) == outcomes(whole)


def test_an_input_without_articles_gives_an_empty_frame(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n\n", encoding="utf-8")
    done = run(tmp_path / "a.jsonl", tmp_path)
    assert (done.done, done.failed, done.mentions) == (0, 0, 0)
    assert outcomes(tmp_path) == []
    assert len(gpd.read_parquet(tmp_path / "places.parquet")) == 0


def test_articles_without_places_give_an_empty_frame(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Nothing."}\n' * 10, encoding="utf-8")
    run(tmp_path / "a.jsonl", tmp_path)
    frame = gpd.read_parquet(tmp_path / "places.parquet")
    assert len(frame) == 0
    validate_places(frame)


def test_what_is_done_is_not_done_again(
    source: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(source, tmp_path)
    written = (tmp_path / "articles.parquet").stat().st_mtime_ns
    told: list[Progress] = []
    with monkeypatch.context() as patched:
        patched.setattr(findings, "_found", None)
        run(source, tmp_path, tell=told.append)
    assert told[-1] == Progress(COUNT, COUNT, COUNT)
    assert content(tmp_path) == content(whole)
    assert (tmp_path / "articles.parquet").stat().st_mtime_ns == written
    run(source, tmp_path, resume=False, tell=told.append)
    assert told[-1].kept == 0
    assert content(tmp_path) == content(whole)


def test_only_what_is_new_is_done_when_the_input_grows(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_corpus(path, ARTICLES[:20])
    run(path, tmp_path)
    write_corpus(path, ARTICLES[:30])
    told: list[Progress] = []
    run(path, tmp_path, tell=told.append)
    assert (told[-1].done, told[-1].kept) == (30, 16)
    grown = content(tmp_path / "places.parquet")
    write_corpus(path, ARTICLES[:20])  # and when it shrinks, what is too much goes
    run(path, tmp_path)
    assert len(outcomes(tmp_path)) == 20
    assert len(list((tmp_path / "places.parquet").glob("part-*"))) == 3
    write_corpus(path, ARTICLES[:30])
    run(path, tmp_path)
    assert content(tmp_path / "places.parquet") == grown


@pytest.mark.parametrize(
    "settings", [Settings(home="Poland"), Settings(demonyms=True), Settings(threshold=0.9)]
)
def test_other_settings_are_other_parts(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Turkish officials went to Zorya."}\n', encoding="utf-8")
    told: list[Progress] = []
    run(path, tmp_path)
    run(path, tmp_path, settings=settings, tell=told.append)
    assert told[-1].kept == 0


def test_another_gazetteer_is_another_part_and_another_edition_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Shelling hit Nowhereville Upon Nothing."}\n', encoding="utf-8")
    own = tmp_path / "own.csv"
    own.write_text(
        "name,lat,lon,kind,country\nNowhereville Upon Nothing,48,37,village,UA\n", encoding="utf-8"
    )
    assert run(path, tmp_path).mentions == 0
    settings = Settings(gazetteer=(str(own),))
    assert run(path, tmp_path, settings=settings).mentions == 1
    part = Part(str(tmp_path), 0, 0, "", settings, "another edition")
    with pytest.raises(GazetteerError, match="another gazetteer"):
        find_part(part)


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        (Settings(home="Nowhereville"), GazetteerError),
        (Settings(threshold=2), WarmapError),
        (Settings(gazetteer=("missing.csv",)), GazetteerError),
    ],
)
def test_wrong_settings_are_refused_before_the_work(
    source: Path, tmp_path: Path, settings: Settings, error: type[WarmapError]
) -> None:
    with pytest.raises(error):
        run(source, tmp_path, settings=settings)
    assert not list(tmp_path.iterdir())


def test_what_lies_in_the_way_is_left_alone(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine.txt").write_text("x")
    for output in ("file", "folder", "no/folder/at/all", "articles.parquet"):
        with pytest.raises(OutputError):
            find_corpus(source, tmp_path / output)
    with pytest.raises(OutputError, match="lies in the input"):
        find_corpus(tmp_path, tmp_path / "places.parquet")
    (tmp_path / "articles.parquet").write_bytes(source.read_bytes())
    with pytest.raises(OutputError, match=r"articles\.parquet: would be replaced"):
        find_corpus(source, tmp_path / "places.parquet")
    with pytest.raises(ArticleError):
        find_corpus(tmp_path / "missing", tmp_path / "sub")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["articles.parquet", "file", "folder"]


def test_folders_that_look_like_columns_are_none(source: Path, whole: Path, tmp_path: Path) -> None:
    (tmp_path / "year=2025").mkdir()
    run(source, tmp_path / "year=2025")
    assert content(tmp_path / "year=2025") == content(whole)


def test_a_second_run_at_the_same_output_is_refused(source: Path, tmp_path: Path) -> None:
    def second(_: Progress) -> None:
        with pytest.raises(OutputError, match="another run is writing it"):
            run(source, tmp_path)

    run(source, tmp_path, tell=second)


def test_a_full_disk_is_one_error_and_the_run_goes_on_from_there(
    source: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, calls = os.replace, iter(range(1000))

    def full(*args: Any) -> None:
        if next(calls) > 10:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(*args)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        with pytest.raises(OutputError, match="no space left on device"):
            run(source, tmp_path)
    told: list[Progress] = []
    run(source, tmp_path, tell=told.append)
    assert told[-1].kept > 0
    assert content(tmp_path) == content(whole)


def test_a_part_that_is_damaged_is_done_again(source: Path, whole: Path, tmp_path: Path) -> None:
    run(source, tmp_path)
    work = tmp_path / "places.parquet" / "_work"
    outcome = work / "part-000002.outcomes"
    outcome.write_bytes(outcome.read_bytes()[:100])
    (work / "part-000003.mentions").unlink()
    assert kept_key(outcome) == ""
    run(source, tmp_path)
    assert content(tmp_path) == content(whole)


# Ends itself, as `kill -9` does, at the step of the given number of its work on files.
DRIVER = """
import os, signal, sys
from warmap.corpus import find_corpus
source, folder, last = sys.argv[1], sys.argv[2], int(sys.argv[3])
steps = 0
def audit(event, args):
    global steps
    if event in ("open", "os.rename", "os.link", "os.remove", "os.mkdir"):
        if folder in str(args[0]) or folder in str(args[1:2]):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(audit)
find_corpus(source, folder + "/places.parquet", per_part=8)
print(steps)
"""


def drive(source: Path, folder: Path, last: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", DRIVER, str(source), str(folder), str(last)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_a_run_killed_again_and_again_ends_as_one_that_was_not(
    source: Path, whole: Path, tmp_path: Path
) -> None:
    (tmp_path / "all").mkdir()
    steps = int(drive(source, tmp_path / "all", -1).stdout)
    assert content(tmp_path / "all") == content(whole)
    assert steps > 80
    killed = tmp_path / "killed"
    killed.mkdir()
    chance = random.Random(11)
    for _ in range(5):
        done = drive(source, killed, chance.randrange(5, steps // 3))
        assert done.returncode == -signal.SIGKILL
    done = drive(source, killed, steps - 1)  # late, where the result is laid down
    last = drive(source, killed, -1)
    assert last.returncode == 0, last.stderr
    assert content(killed) == content(whole)


def test_an_article_that_workers_die_at_is_left_out_in_the_end(tmp_path: Path) -> None:
    rows = [ArticleRow(id_, text=f"{id_} stands.") for id_ in ("Lviv", "Kyiv", "Odesa")]
    part = Part(str(tmp_path), 0, 0, "key", Settings(), edition_of())
    part.path("articles").write_bytes(parts.pack_rows(rows))
    program = (
        "import os, sys, pickle, signal\n"
        "from warmap import findings, parts\n"
        "find = findings.find_resolutions\n"
        "def dying(text, **options):\n"
        "    if text.startswith('Kyiv'):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return find(text, **options)\n"
        "findings.find_resolutions = dying\n"
        "print(parts.find_part(pickle.load(sys.stdin.buffer)))\n"
    )
    import pickle

    packed = pickle.dumps(part)
    assert len(packed) < 1000  # no gazetteer in it
    ends = [
        subprocess.run(
            [sys.executable, "-c", program], input=packed, capture_output=True, check=False
        )
        for _ in range(3)
    ]
    assert [end.returncode for end in ends] == [-signal.SIGKILL, -signal.SIGKILL, 0]
    assert ends[2].stdout.strip() == b"(1, 2)"
    told = pq.read_table(part.path("outcomes")).to_pylist()
    assert [row["error"] for row in told] == ["", "workers died at it; it is left out", ""]
    assert not part.path("mark").exists()


def test_without_pyarrow_one_line_names_the_extra(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    find = importlib.util.find_spec
    for missing, workers in (("pyarrow", 0), ("distributed", 2)):
        monkeypatch.setattr(
            importlib.util, "find_spec", lambda n, m=missing: None if n == m else find(n)
        )
        with pytest.raises(ArticleError, match=rf"{missing}.*pip install 'warmap\[corpus\]'"):
            run(source, tmp_path, workers=workers)
    assert not list(tmp_path.iterdir())


def test_the_command(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from warmap.cli import app

    small = tmp_path / "a.jsonl"
    write_corpus(small, ARTICLES[:3])
    with small.open("ab") as file:
        file.write(b"no JSON\n")
    out = tmp_path / "places.parquet"
    done = CliRunner().invoke(app, ["corpus", str(small), "-o", str(out), "--workers", "1"])
    assert done.exit_code == 0, done.output
    assert done.stdout.split() == [str(out), str(tmp_path / "articles.parquet")]
    assert "2 articles done, 1 failed, 1 copies of others" in done.stderr
    assert len(gpd.read_parquet(out)) > 10
    for wrong in (["--workers", "0"], ["--text-column", "body"]):
        refused = CliRunner().invoke(app, ["corpus", str(small), "-o", str(out), *wrong])
        assert isinstance(refused.exception, WarmapError) or refused.exit_code == 0


def test_find_places_in_is_public() -> None:
    assert warmap.find_places_in.__module__ == "warmap.daskframes"

"""What goes wrong with a corpus around its articles: files, disks, memory, networks, Ctrl-C."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpus_maker import make_articles, write_corpus
from small_corpus import content

from warmap import crew, findings, publish
from warmap.corpus import Progress, find_corpus
from warmap.errors import OutputError, WarmapError
from warmap.places import find_resolutions
from warmap.publish import Published
from warmap.tally import read_corpus

ARTICLES = list(make_articles(48))
GOOD = b'{"id": "good", "text": "Lviv stands."}\n'


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("input") / "articles.jsonl"
    write_corpus(path, ARTICLES)
    return path


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run makes in which nothing goes wrong."""
    folder = tmp_path_factory.mktemp("whole")
    run(source, folder)
    return content(folder)


def run(source: Path, folder: Path, **options: Any) -> Published:
    return find_corpus(source, folder / "places.parquet", **{"per_part": 8, **options})


def lay_and_die(*asked: Any) -> int:
    """Lay down some of the mentions; nothing comes after."""
    laid = LAY(*asked)
    if asked[2] == 2:
        raise KeyboardInterrupt
    return laid


LAY = publish._lay


def told(folder: Path) -> list[tuple[str, str, str]]:
    rows = pq.read_table(folder / "articles.parquet").to_pylist()
    return [(row["id"], row["status"], row["error"]) for row in rows]


def zstd(data: bytes) -> bytes:
    packed: bytes = pa.compress(data, codec="zstd", asbytes=True)
    return packed


def test_damaged_files_of_a_folder_are_rows_among_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    write_corpus(folder / "a.parquet", ARTICLES[:9])
    (folder / "a.parquet").write_bytes((folder / "a.parquet").read_bytes()[:-100])
    lines = b"".join(
        json.dumps({"id": i, "text": os.urandom(400).hex()}).encode() + b"\n" for i in range(400)
    )
    (folder / "b.jsonl.zst").write_bytes(zstd(lines)[:-9000])
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(lines)[:-9000])
    (folder / "d.txt").write_bytes(b"caf\xe9 \x00\xff")
    (folder / "e.txt").symlink_to("nowhere")
    (folder / "f.jsonl").write_bytes(GOOD * 2)
    done = run(folder, tmp_path, per_part=100)
    rows = told(tmp_path)
    assert len(rows) == done.done + done.failed + done.copies
    failed = {name: error for name, status, error in rows if status == "failed"}
    assert list(failed) == ["a.parquet", "b.jsonl.zst", "c.jsonl.gz", "d.txt", "e.txt"]
    assert failed["a.parquet"].startswith("damaged after 0 articles")
    for name in ("b.jsonl.zst", "c.jsonl.gz"):
        count = int(failed[name].split()[2])
        assert failed[name].startswith(f"damaged after {count} articles")
        assert count > 200
    assert failed["e.txt"] == "can't be read: no such file or directory"
    assert [name for name, status, _ in rows[-2:] if status == "done"] == ["good", "good"]


PEAK = """
import pathlib, sys
from warmap.corpus import find_corpus
done = find_corpus(sys.argv[1], sys.argv[2])
status = pathlib.Path("/proc/self/status")  # the system's own figure begins with the parent's
kilobytes = status.read_text().split("VmHWM:")[1].split()[0] if status.exists() else 0
print(done.done, done.failed, int(kilobytes) // 1024)
"""


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_a_line_as_long_as_a_disk_takes_no_more_memory_than_another(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"a{ending}"
    some = b"x" * 100_000_000
    packings: dict[str, tuple[Callable[[bytes], bytes], int]] = {
        ".jsonl": (bytes, 1),
        ".jsonl.gz": (lambda data: gzip.compress(data, 1), 3),
        ".jsonl.zst": (zstd, 20),
    }
    pack, times = packings[ending]
    path.write_bytes(pack(GOOD + b'{"text": "') + pack(some) * times + pack(b'"}\n' + GOOD))
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path), str(tmp_path / "places.parquet")],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    good, failed, peak = map(int, done.stdout.split())
    assert (good, failed) == (2, 1)
    assert peak < 400  # MB
    assert [row[2] for row in told(tmp_path)] == ["", "a line of over 40 MB; split it", ""]


def test_an_input_that_grows_is_read_as_it_was_when_the_run_began(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "articles.jsonl"
    write_corpus(path, ARTICLES)
    (tmp_path / "out").mkdir()

    def grow(_: Progress) -> None:
        with path.open("ab") as file:
            file.write(GOOD)

    run(path, tmp_path / "out", tell=grow)
    assert content(tmp_path / "out") == whole


def test_articles_of_equal_names_are_articles_of_their_own(tmp_path: Path) -> None:
    texts = ["Lviv stands.", "Kyiv stands.", "Lviv stands."]
    lines = "".join(json.dumps({"id": 7, "text": text}) + "\n" for text in texts)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    run(tmp_path / "a.jsonl", tmp_path)
    table = pq.read_table(tmp_path / "places.parquet", columns=["article", "article_id", "name"])
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        (0, "7", "Lviv"), (1, "7", "Kyiv"), (2, "7", "Lviv"),
    ]  # fmt: skip
    assert told(tmp_path) == [("7", "done", "")] * 3


def test_an_article_that_memory_does_not_hold_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hungry(text: str, **options: Any) -> Any:
        if text.startswith("Hungry"):
            bytearray(1 << 62)
        return find_resolutions(text, **options)

    monkeypatch.setattr(findings, "find_resolutions", hungry)
    line = b'{"id": "bad", "text": "Hungry is Kyiv."}\n'
    (tmp_path / "a.jsonl").write_bytes(GOOD + line + GOOD)
    run(tmp_path / "a.jsonl", tmp_path)
    assert [row[2] for row in told(tmp_path)] == ["", "MemoryError", ""]


def test_an_output_that_is_taken_away_meanwhile_is_one_error(
    source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    def take_away(state: Progress) -> None:
        if state.done == 24:
            shutil.rmtree(tmp_path / "places.parquet")

    with pytest.raises(OutputError, match=r"_work/part-.*can't be written: no such folder"):
        run(source, tmp_path, tell=take_away)
    run(source, tmp_path)
    assert content(tmp_path) == whole


def test_no_room_for_a_note_of_where_a_worker_is_is_one_error(
    source: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(OutputError, match=r"\.mark: can't be written: no space left on dev"):
            run(source, tmp_path)
    run(source, tmp_path)
    assert content(tmp_path) == whole


def test_what_a_dead_worker_left_half_written_is_cleared_away(
    source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    def leave(_: Progress) -> None:
        work = tmp_path / "places.parquet" / "_work"
        (work / ".part-000002.outcomes.0a1b2c3d.warmap-tmp").write_bytes(b"PAR1")

    run(source, tmp_path, tell=leave)
    assert content(tmp_path) == whole


@pytest.mark.parametrize("first", [True, False])
def test_counting_copies_once_or_not_may_change_in_the_middle(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, first: bool
) -> None:
    (tmp_path / "alone").mkdir()
    run(source, tmp_path / "alone", count_once=not first)
    (tmp_path / "both").mkdir()
    run(source, tmp_path / "both", count_once=not first)
    with monkeypatch.context() as patched:
        patched.setattr(publish, "_lay", lay_and_die)
        with pytest.raises(KeyboardInterrupt):
            run(source, tmp_path / "both", count_once=first)
    run(source, tmp_path / "both", count_once=not first)
    assert content(tmp_path / "both") == content(tmp_path / "alone")


def test_a_death_between_the_parts_leaves_no_outcomes_of_another_input(
    tmp_path: Path, source: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tmp_path / "before.jsonl"
    write_corpus(before, ARTICLES[::-1])
    run(before, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(publish, "_lay", lay_and_die)
        with pytest.raises(KeyboardInterrupt):
            run(source, tmp_path)
    with pytest.raises(WarmapError, match=r"articles\.parquet: isn't there.*run it again"):
        read_corpus(tmp_path / "places.parquet")
    before.unlink()
    run(source, tmp_path)
    assert content(tmp_path) == whole


def test_another_version_does_everything_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: list[Progress] = []
    run(source, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(findings, "__version__", "another")
        findings._edition.cache_clear()
        run(source, tmp_path, tell=states.append)
    findings._edition.cache_clear()
    assert states[-1].kept == 0


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    monkeypatch.setattr(crew, "_PATIENCE_S", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_what_is_no_scheduler_is_told_from_one(
    source: Path, tmp_path: Path, listener: socket.socket
) -> None:
    def answer() -> None:
        with listener.accept()[0] as caller:
            caller.recv(100)
            caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 10)

    browsers = threading.Thread(target=answer)
    browsers.start()
    address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(WarmapError, match="what answers there is no scheduler of Dask"):
        run(source, tmp_path, scheduler=address)
    browsers.join()


def test_who_never_answers_is_not_waited_for(
    source: Path, tmp_path: Path, listener: socket.socket
) -> None:
    address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(WarmapError, match="nobody answers there"):
        run(source, tmp_path, scheduler=address)


# A terminal sends Ctrl-C to all that run in it; so does this one, when a part is done.
STOPPED = """
import contextlib, functools, os, signal, sys
from warmap import cli_corpus, corpus
from warmap.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
corpus.find_corpus = functools.partial(corpus.find_corpus, per_part=8)
@contextlib.contextmanager
def progress():
    yield lambda state: state.done == 16 and os.killpg(0, signal.SIGINT)
cli_corpus._progress = progress
main()
"""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_is_one_line_and_the_next_run_goes_on(
    source: Path, whole: dict[str, bytes], tmp_path: Path, workers: str
) -> None:
    out = str(tmp_path / "places.parquet")
    ended = subprocess.run(
        [sys.executable, "-c", STOPPED, "corpus", str(source), "-o", out, "--workers", workers],
        capture_output=True, text=True, check=False, timeout=120, start_new_session=True,
    )  # fmt: skip
    assert ended.stderr == "note: stopped; the same command goes on from here\n"
    assert (ended.returncode, ended.stdout) == (128 + signal.SIGINT, "")
    states: list[Progress] = []
    run(source, tmp_path, tell=states.append)
    assert states[-1].kept >= 16
    assert content(tmp_path) == whole

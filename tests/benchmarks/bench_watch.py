"""How long ``warmap watch`` takes from a save to the map that is built again.

Run it with ``python tests/benchmarks/bench_watch.py [TIMES]``. A real process watches the bundled
article, or the article TIMES over; a place of its list is moved ten times. The clock runs from
before the list is written until the line that tells of the built file has come.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from warmap.bundled import data_path

SAVES = 10


def main() -> None:
    """Measure and print the median and the slowest."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    text = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.txt").write_text(text * times, encoding="utf-8")
        (folder / "l.csv").write_text("name,action,lat,lon\n", encoding="utf-8")
        command = ["-c", "from warmap.cli import main; main()", "watch", "a.txt"]
        with subprocess.Popen(
            [sys.executable, *command, "--places", "l.csv", "-o", "m.html"],
            cwd=folder, stdout=subprocess.PIPE, encoding="utf-8",
        ) as process:  # fmt: skip
            _wait(process)
            taken = [_save(folder, process, number) for number in range(SAVES)]
            process.kill()
    middle = 1000 * statistics.median(taken)
    print(f"{times} times the article: {middle:.0f} ms, at most {1000 * max(taken):.0f} ms")


def _save(folder: Path, process: subprocess.Popen[str], number: int) -> float:
    begun = time.perf_counter()
    row = f"Mezhova,move,48.{number + 1},36.7\n"
    (folder / "l.csv").write_text(f"name,action,lat,lon\n{row}", encoding="utf-8")
    _wait(process)
    return time.perf_counter() - begun


def _wait(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if "was built" in line:
            return
    raise SystemExit("the process ended")


if __name__ == "__main__":
    main()

"""The page of a corpus: its size, the time until it can be used, and that of a step in time.

Run it with ``python tests/benchmarks/bench_corpus_map.py [COUNT] [--corpus FOLDER]``. FOLDER is
what ``warmap corpus`` has written; without it the places of COUNT made-up articles (100,000 unless
told) are found first. The page is opened in Chromium some times as in `bench_page`: usable when it
says so and has been shown after that. Then an end of the window is moved a period at a time with
the keyboard, each time until the change is shown. Ends with exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench_corpus import show
from bench_page import HEIGHT, WATCH, WIDTH, chromium
from corpus_maker import make_articles, write_corpus

from warmap.corpus import find_corpus

# The bars: MB of the file; seconds until it can be used.
SIZE, USABLE = 15, 5
RUNS, STEPS = 5, 20

MAP = "from warmap.cli import main; main()"
STEP = """() => {
  window.step_shown = new Promise((resolve) => addEventListener("keydown", () => {
    const start = performance.now();
    const tell = () => resolve(performance.now() - start);
    requestAnimationFrame(() => requestAnimationFrame(tell));
  }, { capture: true, once: true }));
}"""


def opened(browser: Any, path: Path) -> tuple[float, list[float]]:
    """Milliseconds until the page can be used, and those of each step of its window."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, offline=True)
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(WATCH % "true")
    page.goto(path.as_uri())
    usable = page.evaluate("usable")
    end = page.locator(".thumb.to")
    steps = []
    for _ in range(STEPS):
        page.evaluate(STEP)
        end.press("ArrowLeft")
        steps.append(page.evaluate("step_shown"))
    context.close()
    return usable, steps


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--corpus", type=Path, help="what `warmap corpus` has written")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = options.corpus
        if corpus is None:
            write_corpus(folder / "articles.parquet", make_articles(options.count))
            corpus = folder / "places.parquet"
            find_corpus(folder / "articles.parquet", corpus, workers=2)
        path = folder / "corpus.html"
        start = time.perf_counter()
        command = [sys.executable, "-c", MAP, "map", str(corpus.resolve()), "-o", str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        show("time that the page takes to be written", f"{time.perf_counter() - start:.1f} s")
        size = path.stat().st_size / 1e6
        missed = show("the file", f"{size:.1f} MB", f"<= {SIZE} MB", good=size <= SIZE)
        with chromium() as browser:
            runs = [opened(browser, path) for _ in range(RUNS)]
    usable = statistics.median(run[0] for run in runs) / 1000
    missed |= show("usable after", f"{usable:.2f} s", f"<= {USABLE} s", good=usable <= USABLE)
    steps = [step for run in runs for step in run[1]]
    show("a step of the window, median", f"{statistics.median(steps):.0f} ms")
    show("a step of the window, 95 of 100", f"{statistics.quantiles(steps, n=20)[-1]:.0f} ms")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

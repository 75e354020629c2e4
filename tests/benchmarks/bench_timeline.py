"""The page of a corpus: its size, the time until it can be used, and a step of its window.

Run it with ``python tests/benchmarks/bench_timeline.py OUT.parquet [--runs N] [--keep PAGE.html]``,
where OUT.parquet is what ``warmap corpus`` wrote (``corpus_maker.py`` makes articles for it). Opens
the page in headless Chromium, from a file and without a network. Prints a table, and ends with exit
code 1 when a bar is missed.

A page can be used when it has set ``data-ready``: map, marks, timeline and filters answer then;
right behind that the table is written, and ``data-whole`` set. A step moves a window of ten periods
by one, as play does: it is timed from the start of the frame that draws it until the browser has
laid the page out and can do something else.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from warmap import draw_map, read_corpus

MEGABYTES, READY_S, STEP_MS = 15.0, 5.0, 50.0
STEPS = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const end = document.querySelector(".thumb.to");
  end.value = 9;
  end.dispatchEvent(new Event("input"));
  await frame();
  await frame();
  const later = document.querySelector("#later");
  const times = [];
  for (let i = 0; i < 60 && !later.disabled; i++) {
    await frame();
    const begun = frame(); // before the frame's own work, which the click asks for
    let from = 0;
    begun.then(() => { from = performance.now(); });
    later.click();
    await frame();
    await new Promise((done) => setTimeout(done));
    times.push(performance.now() - from);
  }
  return times;
}"""


def measured(path: Path, *, browser: Any) -> tuple[float, float, list[float]]:
    """Seconds until the page is ready and whole, and milliseconds of each step."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    ready = time.perf_counter() - begun
    page.wait_for_selector("html[data-whole=yes]", state="attached")
    whole = time.perf_counter() - begun
    steps: list[float] = page.evaluate(STEPS)
    context.close()
    return ready, whole, steps


def report(path: Path, *, runs: int) -> bool:
    """Print what was measured; whether all bars are reached."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("WARMAP_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        rounds = [measured(path, browser=browser) for _ in range(runs)]
        browser.close()
    steps = sorted(step for _, _, each in rounds for step in each)
    rows = [
        ("file, MB", path.stat().st_size / 1e6, MEGABYTES),
        ("ready, s (median)", statistics.median(ready for ready, _, _ in rounds), READY_S),
        ("whole, s (median)", statistics.median(whole for _, whole, _ in rounds), READY_S),
        ("step, ms (median)", statistics.median(steps), STEP_MS),
        ("step, ms (95 of 100)", steps[int(0.95 * len(steps))], STEP_MS),
    ]
    print(f"{'':24}{'measured':>10}{'bar':>8}")
    for name, value, bar in rows:
        print(f"{name:24}{value:>10.2f}{bar:>8.0f}{'' if value <= bar else '  missed'}")
    return all(value <= bar for _, value, bar in rows)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="where the page is left")
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = (told.keep or Path(folder, "corpus.html")).resolve()
        draw_map(read_corpus(told.corpus)).save(path)
        return 0 if report(path, runs=told.runs) else 1


if __name__ == "__main__":
    sys.exit(main())

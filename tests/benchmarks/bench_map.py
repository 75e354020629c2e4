"""Speed, memory and size of ``warmap map`` against plain Folium, as ratios within one run.

Run it with ``python tests/benchmarks/bench_map.py``. Both sides are whole processes: the command
on the bundled article, and a script that draws the article's 12 places and Ukraine's 27 units
with folium's own classes and saves the page. Runs alternate, so that a slow moment of the machine
meets both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
PLAIN = """
import json, sys
import folium
from warmap.bundled import data_path
places = json.loads(sys.argv[1])
units = json.loads(data_path("ukraine.geojson").read_text(encoding="utf-8"))
page = folium.Map(location=[48.5, 35.0], zoom_start=6)
for unit in units["features"]:
    folium.GeoJson(unit, tooltip=unit["properties"]["name"]).add_to(page)
for name, lat, lon in places:
    folium.Marker([lat, lon], popup=name, tooltip=name).add_to(page)
page.save("plain.html")
"""
PLACES = """[["Dnipropetrovsk", 48.5, 35.0], ["Donetsk", 48.0, 37.5], ["Kherson", 46.6, 33.6],
["Luhansk", 49.0, 39.0], ["Zaporizhzhia", 47.3, 35.8], ["Crimea", 45.3, 34.2],
["Moscow", 55.75, 37.62], ["Istanbul", 41.01, 28.95], ["Kyiv", 50.45, 30.52],
["Zoria", 48.4, 37.7], ["Mezhova", 48.25, 36.73], ["Dnipro", 48.47, 35.04]]"""
WARMAP = [sys.executable, "-c", "from warmap.cli import main; main()", "map", "-o", "warmap.html"]
FOLIUM = [sys.executable, "-c", PLAIN, PLACES]


def measure(command: list[str], cwd: str) -> tuple[float, float]:
    """Seconds and peak megabytes of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:3]} failed with exit code {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Print the ratio of times, the peak memory and the size of the page."""
    with tempfile.TemporaryDirectory() as folder:
        for command in (WARMAP, FOLIUM):  # compiles the modules
            measure(command, folder)
        pairs = [(measure(WARMAP, folder), measure(FOLIUM, folder)) for _ in range(RUNS)]
        size = (Path(folder) / "warmap.html").stat().st_size
    ratios = [ours[0] / plain[0] for ours, plain in pairs]
    print(f"time, warmap map / plain folium: median {statistics.median(ratios):.2f}", end="")
    print(f" (from {min(ratios):.2f} to {max(ratios):.2f}, {RUNS} pairs)")
    print(f"peak memory: {max(ours[1] for ours, _ in pairs):.0f} MB")
    print(f"page: {size:,} bytes")


if __name__ == "__main__":
    main()

"""The page against plain Folium 0.20: file, time until it can be used, frames while it is dragged.

Run it with ``python tests/benchmarks/bench_page.py [article] [2000] [20000] [--runs N]
[--gathered] [--keep DIR]``. Both sides are made in this run and opened in turn in one headless
Chromium, from files and without a network. Prints a table, and ends with exit code 1 when a bar is
missed.

Plain Folium shows the same places with the same sentences: the article's as a ``Marker`` with popup
and tooltip for each place; many as one ``GeoJson`` of ``CircleMarker`` on canvas, with popup and
tooltip, which it gets as the places frame has them, a feature for each mention, or with
``--gathered`` a feature for each place with all its sentences. It has no background tiles, no
article and no outlines. The ten files that it would load from four hosts are npm's of the same
versions, fetched once into ``--assets`` and loaded from there; ``bootstrap-glyphicons.css``, which
npm doesn't have, is an empty file.

A page can be used two frames after it has loaded with all its pictures and, ours, has set
``data-ready``: text, map, marks and controls answer then. Right behind that ours writes the names
on the map, the land of the overview and the hidden table, and sets ``data-whole``. A page is
dragged with the mouse in circles for some 90 frames, the last of them after the button is let go;
95 of 100 frames take at most what the table says.
"""

from __future__ import annotations

import argparse
import gzip
import html
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, pi, sin
from pathlib import Path
from typing import Any

import folium
from many import many_places

from warmap import Article, draw_map, read_place_list
from warmap.bundled import data_path
from warmap.model import Resolution
from warmap.places import find_resolutions

WIDTH, HEIGHT = 1440, 900
CASES = ("article", "2000", "20000")
MENTIONS = 5  # for each of many places
PACKAGES = (
    "leaflet@1.9.3",
    "jquery@3.7.1",
    "bootstrap@5.2.2",
    "leaflet.awesome-markers@2.0.5",
    "@fortawesome/fontawesome-free@6.2.0",
)
# Folium's own addresses → files of those packages.
LOCAL = {
    "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/": "leaflet/",
    "https://code.jquery.com/jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "https://cdn.jsdelivr.net/npm/bootstrap@5.2.2/": "bootstrap/",
    "https://cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/": (
        "leaflet.awesome-markers/dist/"
    ),
    "https://netdna.bootstrapcdn.com/bootstrap/3.0.0/css/": "",
    "https://cdn.jsdelivr.net/npm/@fortawesome/fontawesome-free@6.2.0/": (
        "@fortawesome/fontawesome-free/"
    ),
    "https://cdn.jsdelivr.net/gh/python-visualization/folium/folium/templates/": "",
}


@dataclass
class Bars:
    """The figures to reach: bytes or shares of plain Folium's, and milliseconds of a frame."""

    load: float
    pan: float
    file: float = 0.0  # share
    size: int = 0  # bytes
    gzipped: int = 0


BARS = {
    "article": Bars(load=0.8, pan=17, size=500_000, gzipped=150_000),
    "2000": Bars(file=0.5, load=1.5, pan=17),
    "20000": Bars(file=0.6, load=1.0, pan=34),
}

# Before the page's own scripts. A callback of the second frame runs when the first one is shown.
WATCH = """
window.usable = new Promise((resolve) => {
  const tell = () => resolve(performance.now());
  const shown = () => requestAnimationFrame(() => requestAnimationFrame(tell));
  const loaded = new Promise((done) => addEventListener("load", done));
  const ready = %s ? new Promise((done) => {
    const isReady = () => document.documentElement && document.documentElement.dataset.ready;
    new MutationObserver((_, watch) => { if (isReady()) { watch.disconnect(); done(); } })
      .observe(document, { attributes: true, attributeFilter: ["data-ready"], subtree: true });
  }) : null;
  Promise.all([loaded, ready]).then(shown);
});
"""
START = """() => {
  window.frames_seen = [];
  const note = (time) => { frames_seen.push(time); window.noting = requestAnimationFrame(note); };
  window.noting = requestAnimationFrame(note);
}"""
STOP = "() => { cancelAnimationFrame(noting); return frames_seen; }"


@dataclass
class Side:
    """One of the two pages, and what was measured of it."""

    path: Path
    ours: bool
    build: float  # seconds
    load: list[float] = field(default_factory=list)  # milliseconds
    pan: list[float] = field(default_factory=list)
    longest: list[float] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size

    @property
    def gzipped(self) -> int:
        """Bytes of the file as a server would send it."""
        return len(gzip.compress(self.path.read_bytes(), mtime=0))


def article_and_places(case: str) -> tuple[Article, list[Resolution]]:
    """What both sides draw."""
    if case != "article":
        return many_places(int(case), MENTIONS * int(case))
    text = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
    listed = read_place_list(data_path("places.csv"))
    return Article(text, title="Advance", source="AFP"), find_resolutions(text, place_list=listed)


def quotes_by_place(found: Sequence[Resolution]) -> list[tuple[Resolution, list[str]]]:
    """One resolution of each place, and the sentences of all its mentions."""
    of: defaultdict[str, list[Resolution]] = defaultdict(list)
    for resolution in found:
        if resolution.candidate:
            of[resolution.candidate.id].append(resolution)
    return [(group[0], [each.quote for each in group]) for group in of.values()]


def plain_markers(found: Sequence[Resolution]) -> folium.Map:
    """Folium as its guide shows it: a marker with popup and tooltip for each place."""
    drawn = folium.Map(location=[48.5, 35.0], zoom_start=6, tiles=None)
    for resolution, quotes in quotes_by_place(found):
        place = resolution.candidate
        assert place is not None
        text = "".join(f"<p>{html.escape(quote)}</p>" for quote in quotes)
        folium.Marker(
            [place.lat, place.lon],
            popup=folium.Popup(f"<h4>{html.escape(place.name)}</h4>{text}", max_width=380),
            tooltip=place.name,
        ).add_to(drawn)
    return drawn


def plain_geojson(found: Sequence[Resolution], *, gathered: bool) -> folium.Map:
    """Folium's fastest way with many points: one layer, drawn on canvas."""
    drawn = folium.Map(location=[48.5, 32.0], zoom_start=6, tiles=None, prefer_canvas=True)
    each = [(resolution, [resolution.quote]) for resolution in found]
    folium.GeoJson(
        {
            "type": "FeatureCollection",
            "features": [
                _feature(resolution, quotes)
                for resolution, quotes in (quotes_by_place(found) if gathered else each)
            ],
        },
        marker=folium.CircleMarker(radius=5, fill=True),
        popup=folium.GeoJsonPopup(["name", "kind", "quote"]),
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(drawn)
    return drawn


def _feature(resolution: Resolution, quotes: Sequence[str]) -> dict[str, Any]:
    place = resolution.candidate
    assert place is not None
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {
            "name": place.name,
            "kind": place.kind,
            "quote": "<br>".join(html.escape(quote) for quote in quotes),
        },
    }


def build(case: str, folder: Path, *, assets: Path, gathered: bool) -> tuple[Side, Side]:
    """Both pages of a case as files."""
    article, found = article_and_places(case)
    folder.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    draw_map(found, article=article).save(folder / "warmap.html")
    ours = Side(folder / "warmap.html", ours=True, build=time.perf_counter() - start)
    start = time.perf_counter()
    drawn = plain_markers(found) if case == "article" else plain_geojson(found, gathered=gathered)
    text = drawn.get_root().render()
    took = time.perf_counter() - start
    plain = folder / "folium.html"
    plain.write_text(text, encoding="utf-8")
    plain_side = Side(plain, ours=False, build=took)
    # What is measured as the size of the file has folium's own, shorter, addresses.
    offline = text
    for address, file in LOCAL.items():
        offline = offline.replace(address, f"{assets.as_uri()}/{file}")
    if "https://cdn" in offline or "https://netdna" in offline:
        raise SystemExit("folium names a file that LOCAL doesn't have")
    (folder / "folium-offline.html").write_text(offline, encoding="utf-8")
    return ours, plain_side


def fetch_assets(folder: Path) -> Path:
    """The files that plain Folium loads, once from npm."""
    modules = folder / "node_modules"
    if not modules.exists():
        folder.mkdir(parents=True, exist_ok=True)
        options = ["--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(["npm", "install", *options, *PACKAGES], check=True)
    (modules / "bootstrap-glyphicons.css").touch()
    rotate = Path(folium.__file__).parent / "templates" / "leaflet.awesome.rotate.min.css"
    target = modules / rotate.name
    if rotate.exists():
        shutil.copy(rotate, target)
    else:
        target.touch()
    return modules.resolve()


@contextmanager
def chromium() -> Iterator[Any]:
    """One headless browser for all pages."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("WARMAP_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def measure(browser: Any, side: Side) -> None:
    """Open a page once, wait until it can be used, drag its map."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, offline=True)
    page = context.new_page()
    page.set_default_timeout(300_000)
    page.add_init_script(WATCH % ("true" if side.ours else "false"))
    path = side.path if side.ours else side.path.with_name("folium-offline.html")
    page.goto(path.as_uri())
    side.load.append(page.evaluate("usable"))
    page.wait_for_timeout(1000)  # what a page left for later is done before it is dragged
    frames = drag(page)
    side.pan.append(statistics.quantiles(frames, n=20)[-1])
    side.longest.append(max(frames))
    context.close()


def drag(page: Any) -> list[float]:
    """Milliseconds of each frame while the map is dragged."""
    box = page.locator(".folium-map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(START)
    for step in range(1, 91):
        turn = step * pi / 30
        page.mouse.move(x + 120 * sin(turn), y + 90 * (1 - cos(turn)))
    page.mouse.up()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    times = page.evaluate(STOP)
    if len(times) < 60:
        raise SystemExit(f"only {len(times)} frames were seen while the map was dragged")
    return [later - earlier for earlier, later in pairwise(times)]


def report(case: str, ours: Side, plain: Side) -> list[str]:
    """Print a case's rows of the table, and give what misses its bar."""
    bars, missed = BARS[case], []
    load, plain_load = statistics.median(ours.load), statistics.median(plain.load)
    pan, plain_pan = statistics.median(ours.pan), statistics.median(plain.pan)
    share = ours.size / plain.size

    def row(name: str, value: float, bar: float, text: str) -> None:
        fine = value <= bar
        print(f"{case:>8}  {name:<9} {text:<58} bar {bar:>9,.6g}  {'ok' if fine else 'MISSED'}")
        if not fine:
            missed.append(f"{case}: {name}")

    sizes = f"{ours.size:,} bytes, plain {plain.size:,}: {share:.2f} of it"
    if bars.size:
        row("file", ours.size, bars.size, sizes)
        row("gzipped", ours.gzipped, bars.gzipped, f"{ours.gzipped:,} bytes")
    else:
        row("file", share, bars.file, sizes)
    seen = f"{load:,.0f} ms, plain {plain_load:,.0f}: {load / plain_load:.2f} of it"
    row("load", load / plain_load, bars.load, seen)
    longest = statistics.median(ours.longest)
    row("pan", pan, bars.pan, f"{pan:.1f} ms, longest {longest:.0f}, plain {plain_pan:.1f}")
    print(f"{case:>8}  {'build':<9} {ours.build:.2f} s, plain {plain.build:.2f}")
    return missed


def main() -> None:
    """Make, open and compare the pages that are asked for."""
    parser = argparse.ArgumentParser(description="The page against plain Folium.")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"{', '.join(CASES)}; else all")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--gathered", action="store_true", help="plain Folium has one feature for each place"
    )
    parser.add_argument("--keep", type=Path, help="keep the pages in this folder")
    parser.add_argument(
        "--assets", type=Path, default=Path(tempfile.gettempdir()) / "warmap-bench-assets"
    )
    given = parser.parse_args()
    if not set(given.cases) <= set(CASES):
        parser.error(f"cases are {', '.join(CASES)}")
    assets = fetch_assets(given.assets)
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for case in given.cases or CASES:
            kept = (given.keep or Path(folder)).resolve() / case
            sides = build(case, kept, assets=assets, gathered=given.gathered)
            for _ in range(given.runs):
                for side in sides:
                    measure(browser, side)
            missed += report(case, *sides)
    if missed:
        sys.exit("missed: " + ", ".join(missed))


if __name__ == "__main__":
    main()

"""Make ``tests/eval/marked.json`` from the marked articles in ``tests/eval/articles``.

An article is a text file: lines of ``# key: value``, an empty line, and a text in which each place
is marked as ``[[surface|id|kind|role]]``. An id of ``?`` is a real place that the gazetteer does
not know. This script takes the marks out and looks the ids up: point, country, region and GeoNames
id come from the gazetteer. ``python data/build_marked.py`` writes the file.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from warmap.gazetteer import default_gazetteer
from warmap.model import KINDS, ROLES, Candidate

FOLDER = Path(__file__).parent.parent / "tests" / "eval"
MARK = re.compile(r"\[\[([^|\]]+)\|([^|\]]*)\|([^|\]]*)\|([^|\]]*)\]\]")
UNKNOWN = "?"
# How far from the gazetteer's point another source's point of the same place may lie, in km: half
# the width of what the name covers. A settlement of a few streets, a town, a large city; a
# raion is some 60 km wide and an oblast 200; the centre of a country depends on who takes it.
TOLERANCE_KM = {
    "village": 5.0,
    "town": 5.0,
    "city": 15.0,
    "site": 10.0,
    "other": 10.0,
    "district": 50.0,
    "region": 100.0,
    "river": 300.0,
    "sea": 500.0,
    "country": 500.0,
}


def marked_article(path: Path) -> dict[str, Any]:
    """One article as the JSON form has it."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    title = re.search(r"^# title: *(.*)$", head, re.MULTILINE)
    text, last = "", 0
    gold = []
    for found in MARK.finditer(body):
        text += body[last : found.start()]
        try:
            gold.append(mark(len(text), *found.groups()))
        except ValueError as error:
            sys.exit(f"{path.name}: {found[0]}: {error}")
        text += found[1]
        last = found.end()
    text += body[last:]
    if "[[" in text or "]]" in text:
        sys.exit(f"{path.name}: a mark that is not [[surface|id|kind|role]]")
    return {"id": path.stem, "title": title[1] if title else "", "text": text, "gold": gold}


def mark(start: int, phrase: str, place_id: str, kind: str, role: str) -> dict[str, Any]:
    """One mark with what the gazetteer knows of its place."""
    if kind not in KINDS or role not in ROLES:
        raise ValueError(f"kind {kind!r} or role {role!r} is unknown")
    said = {"start": start, "end": start + len(phrase), "phrase": phrase}
    said |= {"kind": kind, "role": role}
    if place_id == UNKNOWN:
        return said
    place = default_gazetteer().by_id(place_id)
    if place is None:
        raise ValueError("the gazetteer has no such id")
    return said | known(place, kind)


def known(place: Candidate, kind: str) -> dict[str, Any]:
    """What a mark says of a place that the gazetteer knows."""
    cells: dict[str, Any] = {"id": place.id, "country": place.country, "admin1": place.admin1}
    cells |= {"lat": round(place.lat, 5), "lon": round(place.lon, 5)}
    # Where only the middle of a municipality is known, no answer can be nearer than its radius.
    cells["tol_km"] = max(TOLERANCE_KM[kind], round(place.radius_km, 1))
    if place.geonameid is not None:
        cells["geonameid"] = place.geonameid
    return cells


def marked_json() -> str:
    """All articles of the folder, by name, a line for each mark."""
    articles = [marked_article(path) for path in sorted((FOLDER / "articles").glob("*.txt"))]
    return json.dumps(articles, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write the file."""
    (FOLDER / "marked.json").write_text(marked_json(), encoding="utf-8")
    print("tests/eval/marked.json written")


if __name__ == "__main__":
    main()

"""The quality gate: the scores on the project's own marked articles never fall unnoticed.

``python tests/eval/gate.py`` compares the scores on ``marked.json`` with ``floors.json``, and ends
with exit code 1 when one is lower or the articles have changed. ``--update`` raises the floors to
the scores. To lower one takes ``--update --lower --reason "..."``; the reason stays in the file.
The bundled weights have seen these articles: the floors guard against steps back and are no
estimate for other articles (``warmap evaluate --folds`` gives one).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from warmap.evaluate import evaluate
from warmap.gazetteer import default_gazetteer
from warmap.marked import read_marked

HERE = Path(__file__).parent
MARKED, FLOORS = HERE / "marked.json", HERE / "floors.json"


def scores() -> dict[str, float]:
    """What is pinned, rounded down to thousandths."""
    report = evaluate([read_marked(MARKED)], gazetteer=default_gazetteer())[0]
    found, given = report.found_scores, report.given_scores
    values = {
        "recognition exact F1": found.exact.f1,
        "recognition overlap F1": found.overlap.f1,
        "end-to-end F1": found.end_to_end.f1,
        "within tolerance": found.within_tolerance,
        "kind": found.kind,
        "admin-1": found.admin1,
        "exact id": found.exact_id,
        "marked spans, within 161 km": given.near,
        "marked spans, within tolerance": given.within_tolerance,
        **{f"{role} F1": f1 for role, f1 in found.roles.items()},
    }
    return {name: math.floor(value * 1000) / 1000 for name, value in values.items() if value}


def faults(floors: dict[str, Any], now: dict[str, float], digest: str) -> list[str]:
    """What is worse than it was; empty when all is well."""
    found = [
        f"{name}: {now.get(name, 0.0):.3f}, and its floor is {floor:.3f}"
        for name, floor in floors["floors"].items()
        if now.get(name, 0.0) < floor
    ]
    if floors["marked_sha256"] != digest:
        found.append("marked.json has changed: look at the scores, then run with --update")
    return found


def updated(
    floors: dict[str, Any], now: dict[str, float], digest: str, reason: str
) -> dict[str, Any]:
    """The floors at today's scores; each one that falls keeps the reason."""
    lowered = [
        {"measure": name, "from": floor, "to": now.get(name, 0.0), "reason": reason}
        for name, floor in floors["floors"].items()
        if now.get(name, 0.0) < floor
    ]
    if lowered and not reason:
        names = ", ".join(entry["measure"] for entry in lowered)
        sys.exit(f"{names}: would fall; that takes --lower and --reason")
    return {"floors": now, "lowered": floors["lowered"] + lowered, "marked_sha256": digest}


def main(arguments: Sequence[str]) -> None:
    """Compare, or write the floors."""
    parser = argparse.ArgumentParser(description="The scores on our own articles, and their floors")
    parser.add_argument("--update", action="store_true", help="raise the floors to the scores")
    parser.add_argument("--lower", action="store_true", help="with --update: let floors fall")
    parser.add_argument("--reason", default="", help="why they fall")
    options = parser.parse_args(arguments)
    if options.lower != bool(options.reason.strip()) or (options.lower and not options.update):
        parser.error("--lower goes with --update and --reason, and --reason with --lower")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    digest = hashlib.sha256(MARKED.read_bytes()).hexdigest()
    now = scores()
    for name, value in now.items():
        print(f"{value:.3f}  floor {floors['floors'].get(name, 0.0):.3f}  {name}")
    if options.update:
        new = updated(floors, now, digest, options.reason.strip())
        text = json.dumps(new, ensure_ascii=False, indent=2) + "\n"
        FLOORS.write_text(text, encoding="utf-8")
        return
    found = faults(floors, now, digest)
    for fault in found:
        print(fault, file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(sys.argv[1:])

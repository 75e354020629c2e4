"""One process of warmap against one of spaCy with the most-populous rule, over the same articles.

The other side is what is built in an afternoon: the names that spaCy's small English model takes
for places (GPE, LOC, FAC), each looked up in our gazetteer, where the place with most inhabitants
is taken; it writes one row of JSON for each. Its whole pipeline is timed, as ``spacy.load`` gives
it and ``nlp.pipe`` runs it fastest, and once more with nothing but the names.

The model is en_core_web_sm 3.8.0, which the makers of spaCy have outside of the package index: here
it is somebody's copy of it there (see `bench_find.MODEL`), with its weights and its licence.

Both are processes of their own that read the same articles and write a file, from start to end;
what counts is the time of the processor, and spaCy may use one thread.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench_find import MODEL, interpreter
from corpus_maker import write_corpus

import warmap

__all__ = ["against_spacy"]

RATIO = 10
TIMES = 3  # the median of so many runs of each
SOURCES = Path(warmap.__file__).parent.parent

OURS = """
import sys, time
from warmap.corpus import find_corpus
done = find_corpus(sys.argv[1], sys.argv[2])
print(time.process_time(), done.mentions)
"""
THEIRS = f"""
import json, sys, time
import spacy
from warmap.gazetteer import default_gazetteer
nlp = spacy.load("{MODEL}", exclude=sys.argv[3:])
gazetteer = default_gazetteer()
count = 0
with open(sys.argv[1], encoding="utf-8") as source, open(sys.argv[2], "w") as target:
    articles = [json.loads(line) for line in source]
    texts = ((article["text"], article["id"]) for article in articles)
    for found, name in nlp.pipe(texts, as_tuples=True, batch_size=64):
        for entity in found.ents:
            if entity.label_ not in ("GPE", "LOC", "FAC"):
                continue
            called = entity.text.removeprefix("the ")
            places = gazetteer.lookup(called)
            best = max(places, key=lambda place: place.population or 0, default=None)
            place = best and [best.id, best.name, best.lat, best.lon]
            row = [name, entity.start_char, entity.end_char, entity.text, place]
            target.write(json.dumps(row) + "\\n")
            count += 1
print(time.process_time(), count)
"""
NEEDLESS = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")

Row = tuple[str, str, str, bool | None]


def against_spacy(articles: Sequence[dict[str, str]], folder: Path, environment: Path) -> list[Row]:
    """What a table says of both: figures, the bar, whether it is reached.

    Parameters
    ----------
    articles, folder
        What is read, and where files are made.
    environment
        A virtual environment with spaCy and its model, made there when it doesn't exist.
    """
    write_corpus(folder / "all.parquet", articles)
    write_corpus(folder / "all.jsonl", articles)
    python = interpreter(environment)
    rates: dict[str, list[float]] = {"ours": [], "theirs": [], "names": []}
    mentions: dict[str, int] = {}

    def run(side: str, command: list[str]) -> None:
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=folder,
            env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(SOURCES)},
        )  # fmt: skip
        seconds, found = done.stdout.split()
        rates[side].append(len(articles) / float(seconds))
        mentions[side] = int(found) * 100 // len(articles)

    for turn in range(TIMES):
        target = folder / f"turn{turn}" / "places.parquet"
        target.parent.mkdir()
        run("ours", [sys.executable, "-c", OURS, "all.parquet", str(target)])
        command = [python, "-c", THEIRS, "all.jsonl", "found.jsonl"]
        run("theirs", command)
        run("names", [*command, *NEEDLESS])
    ours, theirs, names = (statistics.median(rates[side]) for side in rates)
    notes = {side: f"{found / 100:.0f} mentions each" for side, found in mentions.items()}
    return [
        (f"one process ({notes['ours']})", f"{ours:.0f}/s", "", None),
        (f"spaCy's ({notes['theirs']})", f"{theirs:.1f}/s", "", None),
        (f"spaCy's with nothing but names ({notes['names']})", f"{names:.1f}/s", "", None),
        ("times spaCy's", f"{ours / theirs:.1f}", f">= {RATIO}", ours / theirs >= RATIO),
        ("times spaCy's with nothing but names", f"{ours / names:.1f}", "", None),
    ]

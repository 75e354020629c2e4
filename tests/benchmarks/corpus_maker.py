"""Corpora of made-up articles, from dozens to millions, for tests and benchmarks.

``python tests/benchmarks/corpus_maker.py COUNT OUT`` writes them one by one to a .jsonl, .csv or
.parquet file, or as texts into a new folder.

The sentences are our own, the places those of the gazetteer: each article keeps to one oblast, its
larger settlements first, and names a country or a capital now and then. They are 2.5 KB long on
average, of two years, of several sources; one of twenty is a copy of an earlier one of another
source with small edits. The same count and seed give the same articles, and a smaller corpus is the
beginning of a larger one.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import random
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from many import BARE, DAYS, FILLERS, FRAGMENTS, NAMED, THINGS

from warmap.bundled import data_path

__all__ = ["make_articles", "write_corpus"]

FIRST_DAY = dt.date(2024, 1, 1)
DAYS_IN_ALL = 730
SOURCES = ("North Wire", "Steppe Daily", "Harbour Post", "The Ledger", "Evening Bulletin")
LENGTH = 2500  # characters of an article, on average
COPIES = 0.05
RECENT = 200  # articles that a copy may be made of
ABROAD = (
    "Ministers met in {abroad} on {day} to discuss aid for {place}.",
    "A shipment of transformers from {abroad} reached {place} after {number} hours.",
    "{abroad} offered to take in patients from the clinic in {place}.",
    "Engineers from {abroad} looked over the {thing} in {place}.",
)
COUNTRIES = (
    "Poland", "Romania", "Germany", "France", "Turkey", "Moldova", "Norway", "Canada", "Japan",
    "Warsaw", "Vienna", "Brussels", "London", "Washington", "Ankara", "Vilnius", "Prague",
)  # fmt: skip
MORE = (
    "a column of lorries left {place} for the front before sunrise",
    "sappers closed the bridge at {place} for {number} hours",
    "the mayor of {place} asked people to save water",
    "schools in {place} went over to lessons by video",
    "farmers outside {place} found {number} unexploded shells in a field",
    "a power line that feeds {place} was repaired overnight",
    "the council of {place} opened {number} heating points",
    "a court in {place} heard the case for the second time",
)


@cache
def _oblasts() -> tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]:
    """The settlements of each oblast with the weight of each: larger ones are named more often."""
    db = sqlite3.connect(data_path("gazetteer.sqlite"))
    rows = db.execute(
        "SELECT u.admin1, p.name, coalesce(p.population, 0) FROM place p JOIN unit u"
        " ON u.id = p.unit WHERE u.country = 'UA' AND p.source = 0 AND p.kind IN (3, 4, 5)"
        " AND u.admin1 != '' ORDER BY p.id"
    ).fetchall()
    db.close()
    found: dict[str, dict[str, int]] = {}
    for admin1, name, population in rows:
        found.setdefault(admin1, {})[name] = 200 + min(population, 100_000)
    return tuple(
        (tuple(found[admin1]), tuple(found[admin1].values()))
        for admin1 in sorted(found)
        if len(found[admin1]) > 50
    )


def make_articles(count: int, *, seed: int = 2026, bare: float = 0.0) -> Iterator[dict[str, str]]:
    """So many articles, one by one; of their sentences a share of `bare` is sure to name no place.

    Without it they name some 30 places in 2.5 KB, as short reports of the war do; with .6 about 14,
    with .7 about 11, as the news of public corpora does: 14 in GeoVirus, 11 in LGL.
    """
    recent: deque[dict[str, str]] = deque(maxlen=RECENT)
    for number in range(count):
        chance = random.Random(f"{seed}:{number}")
        if recent and chance.random() < COPIES:
            yield _copy(chance, number, chance.choice(recent))
            continue
        # Most of the two years is behind when the last article of any count comes.
        day = FIRST_DAY + dt.timedelta(days=(number * 7 + chance.randrange(7)) % DAYS_IN_ALL)
        article = _article(chance, number, day, bare)
        recent.append(article)
        yield article


def _article(chance: random.Random, number: int, day: dt.date, bare: float) -> dict[str, str]:
    names, weights = chance.choice(_oblasts())
    scene = chance.choices(names, weights, k=chance.randint(4, 14))
    length = int(LENGTH * chance.choice((0.4, 0.7, 0.9, 1.0, 1.2, 1.8)))
    sentences: list[str] = []
    while sum(map(len, sentences)) < length:
        if bare and chance.random() < bare:
            told = _filled(chance, ", and ".join(chance.sample(FILLERS, 2)), scene)
            sentences.append(f"{told[:1].upper()}{told[1:]}.")
        else:
            sentences.append(_sentence(chance, scene))
    breaks = ("\n\n" if chance.random() < 0.3 else " " for _ in sentences)
    text = "".join(word for pair in zip(sentences, breaks, strict=True) for word in pair).strip()
    return {
        "id": f"a{number:07d}",
        "title": sentences[0].split(",")[0].rstrip("."),
        "text": text,
        "date": day.isoformat(),
        "source": chance.choice(SOURCES),
        "url": f"https://news.example/{day.year}/{number}",
    }


def _sentence(chance: random.Random, scene: list[str]) -> str:
    count = chance.choices(range(len(NAMED)), NAMED)[0]
    if not count:
        return _filled(chance, chance.choice(BARE), scene)
    if chance.random() < 0.15:
        return _filled(chance, chance.choice(ABROAD), scene)
    clauses = [_filled(chance, chance.choice(FRAGMENTS + MORE), scene) for _ in range(count)]
    joined = ", ".join(clauses[:-1]) + (", and " if clauses[:-1] else "") + clauses[-1]
    rest = ", ".join(_filled(chance, f, scene) for f in chance.sample(FILLERS, 1 + (count == 1)))
    return f"{joined[:1].upper()}{joined[1:]}, {rest}."


def _filled(chance: random.Random, template: str, scene: list[str]) -> str:
    return template.format(
        abroad=chance.choice(COUNTRIES),
        day=chance.choice(DAYS),
        number=chance.randrange(3, 900),
        place=chance.choice(scene),
        thing=chance.choice(THINGS),
    )


def _copy(chance: random.Random, number: int, first: dict[str, str]) -> dict[str, str]:
    """An earlier article as another newspaper prints it."""
    words = first["text"].split(" ")
    for _ in range(3):
        words[chance.randrange(len(words))] = chance.choice(("also", "reportedly", "later"))
    day = dt.date.fromisoformat(first["date"]) + dt.timedelta(days=chance.randrange(2))
    return first | {
        "id": f"a{number:07d}",
        "text": f"{' '.join(words)}\n\nThis report is based on a story by {first['source']}.",
        "date": day.isoformat(),
        "source": chance.choice([s for s in SOURCES if s != first["source"]]),
        "url": f"https://copies.example/{number}",
    }


def write_corpus(path: Path, articles: Iterable[dict[str, str]]) -> None:
    """Write articles as the ending says; a path without one becomes a folder of texts."""
    if path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["id", "title", "text", "date", "source", "url"])
            writer.writeheader()
            writer.writerows(articles)
    elif path.suffix == ".parquet":
        _write_parquet(path, articles)
    else:
        path.mkdir()
        for article in articles:
            (path / f"{article['id']}.txt").write_text(article["text"], encoding="utf-8")


def _write_parquet(path: Path, articles: Iterable[dict[str, str]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(n, pa.string()) for n in ("id", "title", "text", "date", "source", "url")])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        some: list[dict[str, str]] = []
        for article in articles:
            some.append(article)
            if len(some) == 5000:
                writer.write_table(pa.Table.from_pylist(some, schema))
                some.clear()
        writer.write_table(pa.Table.from_pylist(some, schema))


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    write_corpus(options.out, make_articles(options.count, seed=options.seed))


if __name__ == "__main__":
    main()

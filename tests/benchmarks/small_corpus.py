"""Corpora of a few made-up articles, laid down as ``warmap corpus`` lays them down.

Nothing is found: each article says which places it names, so a test knows what there is to count.
Only `found_corpus` has the places of its articles found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus_maker import make_articles, write_corpus

from warmap.articlerows import ArticleRow
from warmap.corpus import find_corpus
from warmap.findings import dates_of, mentions_frame
from warmap.model import Candidate, Mention, Resolution, Role, Status
from warmap.parts import outcome_schema

__all__ = ["PLACES", "Named", "Story", "content", "found_corpus", "lay_corpus"]

PLACES = (
    Candidate("geonames", "701305", "Mezhova", "Межова", "town", "UA", "UA-12", 48.25, 36.73),
    Candidate("geonames", "709717", "Donetsk", "Донецьк", "city", "UA", "UA-14", 48.02, 37.8),
    Candidate("geonames", "694423", "Sevastopol", "Севастополь", "city", "UA", "UA-40", 44.6, 33.5),
    Candidate("natural_earth", "UA-14", "Donetsk Oblast", "", "region", "UA", "UA-14", 48.1, 37.7),
    Candidate("natural_earth", "UA", "Ukraine", "Україна", "country", "UA", "", 49.1, 31.4),
    Candidate("natural_earth", "PL", "Poland", "Polska", "country", "PL", "", 52.1, 19.4),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A place that a sentence names; `place` is its number in `PLACES`."""

    place: int
    role: Role = "literal"
    score: float = 0.9
    status: Status = "resolved"


@dataclass(frozen=True, slots=True)
class Story:
    """An article: of each sentence the places in it, and words that end it.

    `copies` is the number of the article that it copies, -1 if it is none.
    """

    sentences: tuple[tuple[tuple[Named, ...], str], ...] = ()
    date: str = ""
    source: str = ""
    copies: int = -1
    failed: bool = False


def _resolutions(story: Story) -> list[Resolution]:
    found: list[Resolution] = []
    begin = 0
    for named, rest in story.sentences:
        text = " and ".join(PLACES[n.place].name for n in named) + rest
        at = 0
        for n in named:
            name = PLACES[n.place].name
            mention = Mention(begin + at, begin + at + len(name), name)
            place = PLACES[n.place] if n.status == "resolved" else None
            found.append(
                Resolution(mention, text, begin, n.role, place, n.score, "why", (), n.status)
            )
            at += len(name) + len(" and ")
        begin += len(text) + 1
    return found


def lay_corpus(folder: Path, stories: Sequence[Story], *, per_part: int = 3) -> Path:
    """Lay a corpus down in a folder; gives the one with the parts."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts = folder / "places.parquet"
    parts.mkdir(parents=True)
    rows = [
        ArticleRow(f"a{k}", "text", f"Title {k}", s.date, s.source, f"https://news.example/{k}")
        for k, s in enumerate(stories)
    ]
    found = [[] if s.failed else _resolutions(s) for s in stories]
    for part, first in enumerate(range(0, max(len(stories), 1), per_part)):
        some = slice(first, first + per_part)
        frame = mentions_frame(rows[some], found[some], first=first)
        frame.to_parquet(parts / f"part-{part:06d}.parquet", index=False)
    copied = [s.copies if s.copies >= 0 and not s.failed else None for s in stories]
    columns: dict[str, Any] = {
        "article": range(len(rows)),
        "id": [row.id for row in rows],
        "title": [row.title for row in rows],
        "date": pa.array(dates_of([row.date for row in rows])),
        "source": [row.source for row in rows],
        "url": [row.url for row in rows],
        "status": [
            "failed" if s.failed else "done" if copy is None else "duplicate"
            for s, copy in zip(stories, copied, strict=True)
        ],
        "error": ["" for _ in rows],
        "note": ["" for _ in rows],
        "mentions": [len(some) for some in found],
        "duplicate_of": ["" if copy is None else rows[copy].id for copy in copied],
        "duplicate_article": pa.array(copied, pa.int64()),
    }
    kinds = outcome_schema()
    fields = [pa.field(n, kinds.field(n).type) for n in columns if n in kinds.names]
    fields += [pa.field("duplicate_of", pa.string()), pa.field("duplicate_article", pa.int64())]
    pq.write_table(pa.table(columns, pa.schema(fields)), folder / "articles.parquet")
    return parts


def found_corpus(folder: Path, count: int, *, per_part: int) -> Path:
    """A corpus in which places were found."""
    write_corpus(folder / "articles.jsonl", make_articles(count))
    return find_corpus(folder / "articles.jsonl", folder / "out.parquet", per_part=per_part).folder


def content(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }

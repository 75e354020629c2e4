"""The quotes that were chosen of a corpus, read: their texts, spans and articles.

It takes the candidates that `telling_quotes` chose, reads the parts that hold them once more, and
cuts what is too long to be shown. What it gives is as the articles have it: text from outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warmap.coded_tables import PartTable, read_part
from warmap.corpus_folder import NO_DAY, Articles, CorpusFolder
from warmap.key_counts import run_starts
from warmap.model import Mention, Resolution
from warmap.periods import iso_day
from warmap.quotes import quote_starts

__all__ = ["Quote", "cut_quote", "read_quotes"]

_CHARACTERS = 1000  # of a quote; a text without full stops is no sentence
_READ = (
    "article", "start", "end", "mention", "quote", "role", "score", "reason", "source", "source_id",
    "status",
)  # fmt: skip

Ints = NDArray[np.int64]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence that names a place.

    Parameters
    ----------
    text
        The sentence, of about a thousand characters at most; ``…`` stands where it is cut.
    spans
        Where the place's mentions stand in it, in code points.
    role, score, reason
        As of its surest mention.
    article_id, title, date, source, url
        The article as the corpus has it; empty when unknown. The date is a day of ISO 8601.

    Examples
    --------
    >>> quote = Quote("Zorya fell.", ((0, 5),), "literal", 0.9, "", "a1", "", "", "", "")
    >>> quote.text[slice(*quote.spans[0])]
    'Zorya'
    """

    text: str
    spans: tuple[Span, ...]
    role: str
    score: float
    reason: str
    article_id: str
    title: str
    date: str
    source: str
    url: str


def read_quotes(
    folder: CorpusFolder, articles: Articles, chosen: NDArray[Any], *, numbers: Mapping[str, int]
) -> list[Quote]:
    """The quotes that were chosen, in their order.

    Parameters
    ----------
    folder, articles
        The corpus.
    chosen
        What `Candidates.chosen` gave.
    numbers
        The number of each place by its id.

    Raises
    ------
    PlacesError
        A part can't be read.
    """
    named, which = np.unique(chosen["article"].astype(np.int64), return_inverse=True)
    details = folder.details(named) if len(named) else []
    found: dict[int, Quote] = {}
    order = np.argsort(chosen["part"], kind="stable")
    for some in np.split(order, run_starts(chosen["part"][order])[1:]) if len(order) else []:
        table = read_part(folder.parts[int(chosen["part"][some[0]])], _READ)
        for index, said in zip(some.tolist(), _said(table, chosen[some], numbers), strict=True):
            article = int(chosen["article"][index])
            id_, title, url = details[int(which[index])]
            day, source = int(articles.days[article]), articles.names[articles.sources[article]]
            date = "" if day == NO_DAY else iso_day(day)
            found[index] = Quote(*said, id_, title, date, source, url)
    return [found[index] for index in range(len(chosen))]


_Said = tuple[str, tuple[Span, ...], str, float, str]


def _said(table: PartTable, chosen: NDArray[Any], numbers: Mapping[str, int]) -> Iterator[_Said]:
    """Of some candidates of a part: text, spans, role, score, reason."""
    quotes, mentions = table.coded("quote"), table.coded("mention")
    roles, reasons = table.coded("role"), table.coded("reason")
    texts, names, role_names, why = (c.texts() for c in (quotes, mentions, roles, reasons))
    starts, ends, scores = (table.numbers(name).tolist() for name in ("start", "end", "score"))
    place_codes, ids = table.place_ids()
    places = np.array([numbers.get(id_, -1) for id_ in ids], np.int64)[place_codes]
    places[_not_resolved(table)] = -1
    anchors = chosen["row"].astype(np.int64)
    for candidate, rows in zip(chosen, _sentences(table, quotes.codes, anchors), strict=True):
        anchor = int(candidate["row"])
        text = texts[quotes.codes[anchor]]
        said = [Mention(starts[r], ends[r], names[mentions.codes[r]]) for r in rows]
        begun = quote_starts([Resolution(mention, text, -1) for mention in said])
        spans = [
            (mention.start - start, mention.end - start)
            for mention, start in zip(said, begun, strict=True)
        ]
        mine = {
            span
            for span, mention, row in zip(spans, said, rows, strict=True)
            if places[row] == candidate["place"]
            and span[0] >= 0
            and text[span[0] : span[1]] == mention.text
        }
        cut, inside = cut_quote(text, sorted(mine), around=max(spans[rows.index(anchor)][0], 0))
        yield (
            cut,
            inside,
            role_names[roles.codes[anchor]],
            scores[anchor],
            why[reasons.codes[anchor]],
        )


def _not_resolved(table: PartTable) -> NDArray[np.bool_]:
    statuses = table.coded("status")
    return np.array([text != "resolved" for text in statuses.texts()], bool)[statuses.codes]


def _sentences(table: PartTable, codes: Ints, anchors: Ints) -> Iterator[list[int]]:
    """For each row all rows of the same sentence, in the order of the part."""
    articles = table.numbers("article")
    order = np.lexsort((np.arange(len(codes)), codes, articles))
    starts = run_starts(articles[order], codes[order])
    ends = np.append(starts[1:], len(order))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    runs = np.searchsorted(starts, place[anchors], side="right") - 1
    for run in runs:
        yield order[starts[run] : ends[run]].tolist()


def cut_quote(text: str, spans: Sequence[Span], *, around: int) -> tuple[str, tuple[Span, ...]]:
    """A quote that is short enough to be shown, and the spans that are left of it.

    Parameters
    ----------
    text, spans
        The sentence, and spans in it.
    around
        What must be seen, in code points.

    Examples
    --------
    >>> text, spans = cut_quote("so " * 2000 + "Kyiv", [(6000, 6004)], around=6000)
    >>> len(text), text[slice(*spans[0])], text[:6]
    (998, 'Kyiv', '…so so')
    """
    if len(text) <= _CHARACTERS:
        return text, tuple(spans)
    start = max(0, min(around - _CHARACTERS // 2, len(text) - _CHARACTERS))
    end = start + _CHARACTERS
    if start:  # at the beginning of a word, if there is one
        start += max(0, text.find(" ", start, start + 40) + 1 - start)
    if end < len(text):
        end = max(text.rfind(" ", end - 40, end), 0) or end
    mark = "…" if start else ""
    moved = len(mark) - start
    inside = tuple((a + moved, b + moved) for a, b in spans if start <= a and b <= end)
    return f"{mark}{text[start:end]}{'…' if end < len(text) else ''}", inside

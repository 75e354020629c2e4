"""The quotes that were chosen of a corpus, read: their texts, spans and articles.

It takes the candidates that `telling_quotes` chose, reads the parts that hold them once more, and
cuts what is too long to be shown. What it gives is as the articles have it: text from outside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warmap.coded_tables import PartTable, read_part
from warmap.corpus_folder import NO_DAY, Articles, CorpusFolder
from warmap.key_counts import run_starts
from warmap.model import STATUSES, Mention, Resolution
from warmap.periods import iso_day
from warmap.quotes import quote_starts

__all__ = ["Quote", "cut_quote", "read_quotes"]

_CHARACTERS = 1000  # of a quote; a text without full stops is no sentence
_EFFORT = 1_000_000  # characters that are looked through for the start of a sentence
_FEW = 8
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

    def mention(row: int) -> Mention:
        return Mention(starts[row], ends[row], names[mentions.codes[row]])

    same = _Sentences(table.numbers("article"), quotes.codes, _places(table, numbers))
    begun: dict[int, dict[int, int]] = {}
    for anchor in chosen["row"].tolist():
        sentence, rows = same.of(anchor)
        text = texts[quotes.codes[anchor]]
        if sentence not in begun:
            begun[sentence] = _starts_of(text, same.rows(sentence), mention)
        start = begun[sentence]
        spans = {(starts[row] - start[row], ends[row] - start[row]) for row in rows}
        name = names[mentions.codes[anchor]]
        around = starts[anchor] - start[anchor]
        if not 0 <= around <= len(text) or not text.startswith(name, around):
            around = max(text.find(name), 0)  # of a row that was added or changed by hand
        right = {names[mentions.codes[row]] for row in rows}
        inside = sorted(span for span in spans if span[0] >= 0 and text[slice(*span)] in right)
        cut, shown = cut_quote(text, inside, around=around)
        yield (
            cut,
            shown,
            role_names[roles.codes[anchor]],
            scores[anchor],
            why[reasons.codes[anchor]],
        )


def _places(table: PartTable, numbers: Mapping[str, int]) -> Ints:
    """The number of each row's place; -1 where it is not resolved."""
    codes, ids = table.place_ids()
    places = np.array([numbers.get(id_, -1) for id_ in ids], np.int64)[codes]
    resolved = STATUSES.index("resolved")
    return np.where(table.choices("status", STATUSES) == resolved, places, -1)


class _Sentences:
    """Which rows of a part stand in the same sentence, and which of them name the same place."""

    def __init__(self, articles: Ints, quotes: Ints, places: Ints) -> None:
        self._order = np.lexsort((np.arange(len(quotes)), places, quotes, articles))
        article, quote, place = (a[self._order] for a in (articles, quotes, places))
        self._starts = np.append(run_starts(article, quote), len(quotes))
        self._own = np.append(run_starts(article, quote, place), len(quotes))
        self._at = np.empty(len(quotes), np.int64)
        self._at[self._order] = np.arange(len(quotes))

    def of(self, row: int) -> tuple[int, list[int]]:
        """The number of a row's sentence, and the rows that name the row's place in it."""
        at = self._at[row]
        sentence = int(np.searchsorted(self._starts, at, side="right")) - 1
        own = int(np.searchsorted(self._own, at, side="right")) - 1
        return sentence, self._order[self._own[own] : self._own[own + 1]].tolist()

    def rows(self, sentence: int) -> list[int]:
        """All rows of a sentence."""
        found: list[int] = self._order[self._starts[sentence] : self._starts[sentence + 1]].tolist()
        return found


def _starts_of(text: str, rows: list[int], mention: Callable[[int], Mention]) -> dict[int, int]:
    """Where in its article the sentence of each row starts.

    Of a list of thousands of names a few must do: to look for each name in all of it would take
    the square of its length.
    """
    few = rows if len(rows) * len(text) <= _EFFORT else rows[:_FEW]
    starts = quote_starts([Resolution(mention(row), text, -1) for row in few])
    usual = Counter(starts).most_common(1)[0][0]
    return dict.fromkeys(rows, usual) | dict(zip(few, starts, strict=True))


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

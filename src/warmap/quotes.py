"""The quotes of a frame's rows: where they start in their text, and in which order they are read.

A frame may have been filtered, sorted, or put together from the frames of several articles. It
takes resolutions and gives the same ones in the order of their texts. It does not need the texts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from warmap.model import Resolution

__all__ = ["in_reading_order", "quote_starts"]


def quote_starts(resolutions: Sequence[Resolution], /) -> list[int]:
    """Where each quote starts in its text.

    A frame doesn't tell: its quotes start where most of the mentions that share them fit; where
    one mention may stand in several places of its quote, in the first of them.

    Examples
    --------
    >>> from warmap.model import Mention
    >>> quote_starts([Resolution(Mention(14, 18, "Lviv"), "To Lviv.", -1)])
    [11]
    """
    possible = [
        [r.quote_start]
        if r.quote_start >= 0
        else [
            r.mention.start - found.start()
            for found in re.finditer(re.escape(r.mention.text), r.quote)
            if r.mention.text and r.mention.start >= found.start()
        ]
        for r in resolutions
    ]
    fitting = Counter(
        (r.quote, start)
        for r, starts in zip(resolutions, possible, strict=True)
        for start in starts
    )
    return [
        max(starts, key=lambda start: (fitting[r.quote, start], start), default=r.mention.start)
        for r, starts in zip(resolutions, possible, strict=True)
    ]


def in_reading_order(resolutions: Sequence[Resolution], /) -> list[Resolution]:
    """The resolutions by their places in the text, then those that stand in none.

    Sentences that overlap can't be of one text: then the rows are taken for those of several
    texts, of which the first comes first.

    Examples
    --------
    >>> from warmap.model import Mention
    >>> rows = [Resolution(Mention(k, k + 4, "Kyiv"), "Kyiv.", k) for k in (-1, 6, 0)]
    >>> [r.mention.start for r in in_reading_order(rows)]
    [0, 6, -1]
    """
    spoken = [r for r in resolutions if r.mention.start >= 0]
    begun = zip(spoken, quote_starts(spoken), strict=True)
    known = [replace(r, quote_start=start) for r, start in begun]
    texts: list[_Text] = []
    for run in _runs(known):
        for text in texts:
            if text.takes(run):
                break
        else:
            texts.append(text := _Text())
        text.add(run)
    ordered = [r for text in texts for r in sorted(text.rows, key=lambda r: r.mention.start)]
    return ordered + [r for r in resolutions if r.mention.start < 0]


def _runs(resolutions: Sequence[Resolution]) -> Iterator[list[Resolution]]:
    """Rows in a row that go forward in one text."""
    run: list[Resolution] = []
    for resolution in resolutions:
        if run:
            last = run[-1]
            same = _sentence(last) == _sentence(resolution)
            apart = _sentence(last)[1] <= resolution.quote_start
            if not (same or apart) or resolution.mention.start < last.mention.start:
                yield run
                run = []
        run.append(resolution)
    if run:
        yield run


def _sentence(resolution: Resolution) -> tuple[int, int, str]:
    quote = resolution.quote or resolution.mention.text
    return resolution.quote_start, resolution.quote_start + len(quote), quote


class _Text:
    """The rows of one text, and its sentences that are known from them."""

    def __init__(self) -> None:
        self.rows: list[Resolution] = []
        self._sentences: list[tuple[int, int, str]] = []

    def takes(self, run: Sequence[Resolution]) -> bool:
        return all(self._fits(_sentence(resolution)) for resolution in run)

    def _fits(self, sentence: tuple[int, int, str]) -> bool:
        place = bisect_right(self._sentences, sentence)
        before = self._sentences[max(place - 1, 0) : place]
        after = self._sentences[place : place + 1]
        if before == [sentence]:
            return True
        return not (before and before[0][1] > sentence[0]) and not (
            after and after[0][0] < sentence[1]
        )

    def add(self, run: Sequence[Resolution]) -> None:
        self.rows += run
        for sentence in dict.fromkeys(map(_sentence, run)):
            place = bisect_right(self._sentences, sentence)
            if self._sentences[place - 1 : place] != [sentence]:
                self._sentences.insert(place, sentence)

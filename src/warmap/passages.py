"""The article as the page shows it: its sentences, paragraphs, and the mentions that stand in them.

It takes resolutions and the article and gives spans and runs of text. All cuts in the text are made
here, because Python counts code points and a browser does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from warmap.article import sentences
from warmap.model import Article, Resolution

__all__ = ["numbered_sentences", "paragraphs_of", "quotes_alone", "runs_of"]


def numbered_sentences(
    resolutions: Sequence[Resolution], article: Article | None
) -> tuple[list[int], list[tuple[int, str]]]:
    """The number of each resolution's sentence (-1: none), and all sentences with their starts."""
    if article is not None:
        cuts = [start for start, _ in sentences(article.text)] + [len(article.text)]
        spans = [(start, article.text[start:end]) for start, end in pairwise(cuts)]
    else:
        begun = zip(_quote_starts(resolutions), resolutions, strict=True)
        spans = sorted({(start, r.quote) for start, r in begun if r.quote})
    starts = [start for start, _ in spans]
    numbered = []
    for resolution in resolutions:
        mention = resolution.mention
        number = bisect_right(starts, mention.start) - 1
        held = number >= 0 and mention.end <= starts[number] + len(spans[number][1])
        numbered.append(number if held else -1)
    return numbered, spans


def quotes_alone(
    resolutions: Sequence[Resolution], numbered: Sequence[int], spans: Sequence[tuple[int, str]]
) -> tuple[list[int], list[tuple[int, str]]]:
    """The same without the sentences that name no place."""
    held = {n for n, r in zip(numbered, resolutions, strict=True) if r.status != "dropped"}
    kept = sorted(held - {-1})
    renumbered = {number: position for position, number in enumerate(kept)}
    return [renumbered.get(n, -1) for n in numbered], [spans[n] for n in kept]


def _quote_starts(resolutions: Sequence[Resolution]) -> list[int]:
    """Where each quote starts in the text.

    A frame doesn't tell: its quotes start where most of the mentions that share them fit.
    """
    possible = [
        [r.quote_start]
        if r.quote_start >= 0
        else [
            r.mention.start - found.start()
            for found in re.finditer(re.escape(r.mention.text), r.quote)
        ]
        for r in resolutions
    ]
    fitting = Counter(
        (r.quote, start)
        for r, starts in zip(resolutions, possible, strict=True)
        for start in starts
    )
    return [
        max(starts, key=lambda start: (fitting[r.quote, start], -start), default=r.mention.start)
        for r, starts in zip(resolutions, possible, strict=True)
    ]


def paragraphs_of(spans: Sequence[tuple[int, str]]) -> list[list[int]]:
    """Sentence numbers, a list for each line of the article that has any."""
    paragraphs: list[list[int]] = []
    for number in range(len(spans)):
        if number and "\n" not in spans[number - 1][1]:
            paragraphs[-1].append(number)
        else:
            paragraphs.append([number])
    return paragraphs


def runs_of(
    text: str, start: int, numbers: Sequence[int], resolutions: Sequence[Resolution]
) -> list[Any]:
    """A sentence as runs: plain text, or ``[mention number, text]`` for the mentions in it."""
    runs: list[Any] = []
    done = 0
    for number in numbers:
        mention = resolutions[number].mention
        first, last = mention.start - start, mention.end - start
        marked = resolutions[number].status != "dropped"
        if marked and first >= done:  # of two that overlap, the first is marked
            runs += [text[done:first], [number, text[first:last]]]
            done = last
    runs.append(text[done:].rstrip("\n"))
    return [run for run in runs if run]

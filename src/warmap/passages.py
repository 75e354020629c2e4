"""The article as the page shows it: its sentences, paragraphs, and the mentions that stand in them.

It takes resolutions and the article and gives spans and runs of text. All cuts in the text are made
here, because Python counts code points and a browser does not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from warmap.article import sentences
from warmap.errors import PlacesError
from warmap.model import Article, Resolution
from warmap.quotes import quote_starts

__all__ = ["numbered_sentences", "paragraphs_of", "quotes_alone", "runs_of"]


def numbered_sentences(
    resolutions: Sequence[Resolution], article: Article | None
) -> tuple[list[int], list[tuple[int, str]]]:
    """The number of each resolution's sentence (-1: none), and all sentences with their starts."""
    if article is None:
        return _quoted(resolutions)
    _check_spans(resolutions, article.text)
    cuts = [start for start, _ in sentences(article.text)] + [len(article.text)]
    spans = [(start, article.text[start:end]) for start, end in pairwise(cuts)]
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


def _check_spans(resolutions: Sequence[Resolution], text: str) -> None:
    """Refuse resolutions of another text: their marks would stand on other words."""
    for resolution in resolutions:
        start, end = resolution.mention.start, resolution.mention.end
        if start >= 0 and text[start:end] != resolution.mention.text:
            raise PlacesError(
                f"{resolution.mention.text!r} is not what the article has at {start} to {end}: "
                f"{text[start:end][:60]!r}; give the article that the places were found in, or none"
            )


def _quoted(
    resolutions: Sequence[Resolution],
) -> tuple[list[int], list[tuple[int, str]]]:
    """Each resolution in its own quote: the frame may be that of several articles."""
    begun = zip(quote_starts(resolutions), resolutions, strict=True)
    own = [(start, r.quote) for start, r in begun]
    spans = [span for span in dict.fromkeys(own) if span[1]]
    numbers = {span: number for number, span in enumerate(spans)}
    numbered = []
    for (start, quote), resolution in zip(own, resolutions, strict=True):
        first, last = resolution.mention.start - start, resolution.mention.end - start
        held = first >= 0 and quote[first:last] == resolution.mention.text
        numbered.append(numbers[start, quote] if held and quote else -1)
    return numbered, spans


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

"""The sentences of a corpus that tell most of each place: a few, spread over time and sources.

It takes the mentions part by part, holds a bounded number of sentences for each place and stretch
of time (by number, not their texts), and in the end chooses among them. It reads no files;
`corpus_quotes` reads what is chosen.

What is telling, about in the order of its weight:

1. The place itself is meant (role ``literal``): "Kyiv said" is news of a government.
2. The place is sure (a score of 0.6 or more): a quote must not stand under a wrong place.
3. It is a whole sentence, which begins with a capital and ends with a full stop: headlines, rows
   of tables and cut lines tell little by themselves.
4. It is neither too short to tell something nor too long to be read at a glance.
5. Few other places stand in it: a list of villages tells little of each.
6. The article is no copy: the first to publish is quoted.
7. It stands at the top of the article, where news writing puts what matters; then the score.

Then each quote after the first is worth less when its stretch of time, its source or its article
has been quoted, and nothing when it is the same sentence again, or stands in another copy of the
same story.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from warmap.coded_tables import Coded
from warmap.corpus_folder import NO_DAY, Articles
from warmap.corpus_rows import Rows
from warmap.key_counts import run_starts
from warmap.model import UNSURE

__all__ = ["COLUMNS", "MOST", "Candidates"]

COLUMNS = ("start", "quote")
"""What `Candidates.add` needs of a part, beside `Rows`."""

MOST = 100
"""Quotes of a place that may be asked for."""

_STRETCHES = 8  # of time, among which quotes are spread
_PILE = 1 << 19

# In thousandths, so that they are compared as whole numbers.
_LITERAL, _SURE, _WHOLE, _READABLE, _LONG, _OTHER, _COPY, _TOP = (
    4000, 2000, 1000, 500, -1000, -400, -300, 200,
)  # fmt: skip
_SAME_TIME, _SAME_SOURCE, _SAME_ARTICLE = 1500, 1000, 2000

Ints = NDArray[np.int64]

_KIND = np.dtype(
    [
        ("place", "i4"), ("stretch", "i4"), ("source", "i4"), ("telling", "i4"),
        ("sentence", "u8"), ("article", "i4"), ("story", "i4"), ("part", "i4"), ("row", "i4"),
    ]
)  # fmt: skip


class Candidates:
    """The sentences that may be quoted.

    Parameters
    ----------
    articles
        All articles.
    most
        Quotes of a place.
    days
        The first and the last day of the articles; None when none has a date.
    """

    def __init__(self, articles: Articles, *, most: int, days: tuple[int, int] | None) -> None:
        self._articles, self._most, self._days = articles, most, days
        self._stretches = min(max(most, 1), _STRETCHES)
        # Of one stretch of time more than are asked for: some are copies of others.
        self._kept_of_stretch = 2 * most + 2
        self._pile: list[NDArray[Any]] = []
        self._piled = self._kept = 0

    def add(self, rows: Rows, *, only: Ints | None = None) -> None:
        """Take the sentences of a part in: one candidate for each sentence and place in it.

        Parameters
        ----------
        rows
            The mentions of the part.
        only
            The one article of each place that may be quoted, -1 for none; None for any.
        """
        if not self._most or not len(rows.rows):
            return
        quotes = rows.table.coded("quote")
        merit, sentence = _sentences(quotes)
        codes = quotes.codes[rows.rows]
        literal = (rows.roles == 1).astype(np.int64)
        value = _LITERAL * literal + _SURE * (rows.scores >= UNSURE)
        value += np.round(rows.scores * 1000).astype(np.int64)
        order = np.lexsort((rows.rows, -value, rows.places, codes, rows.articles))
        article, code, place = (a[order] for a in (rows.articles, codes, rows.places))
        best = run_starts(article, code, place)
        best = best[merit[code[best]] > -_NEVER]
        others = _others(article[best], code[best])
        if only is not None:
            mine = only[place[best]] == article[best]
            best, others = best[mine], others[mine]
        found = np.zeros(len(best), _KIND)
        article, code = article[best], code[best]
        anchors = rows.rows[order][best]
        top = rows.table.numbers("start")[anchors]
        known = self._articles
        copy = known.originals[article] != article
        found["place"], found["article"], found["part"] = place[best], article, rows.part
        found["row"], found["sentence"] = anchors, sentence[code]
        found["source"], found["story"] = known.sources[article], known.originals[article]
        found["stretch"] = self._stretch(known.days[article])
        found["telling"] = (
            value[order][best]
            + merit[code]
            + _OTHER * np.minimum(others, 4)
            + _COPY * copy
            + _TOP * ((top >= 0) & (top < 400))
        )
        self._pile.append(found)
        self._piled += len(found)
        if self._piled > _PILE + self._kept:
            self._thin()

    def _stretch(self, days: Ints) -> Ints:
        """The stretch of time of each day; the last one of all for no day."""
        if self._days is None:
            return np.zeros(len(days), np.int64)
        first, last = self._days
        known = days != NO_DAY
        since = np.where(known, days, first) - first
        return np.where(known, since * self._stretches // (last - first + 1), self._stretches)

    def _thin(self) -> NDArray[Any]:
        """Keep the best of each place and stretch: first the best of each source, then more."""
        found: Any = np.concatenate([*self._pile, np.empty(0, _KIND)])
        group = found["place"].astype(np.int64) * (self._stretches + 1) + found["stretch"]
        worth = -found["telling"].astype(np.int64)
        # The number of the article decides between equals: it does not depend on the parts.
        tie = found["article"].astype(np.int64) << 32 | found["row"]
        order = np.lexsort((tie, worth, found["sentence"], group))
        sentence = found["sentence"][order]
        order = order[run_starts(group[order], sentence)]  # each sentence once
        found, group, worth, tie = (a[order] for a in (found, group, worth, tie))
        order = np.lexsort((tie, worth, found["source"], group))
        source = found["source"][order]
        rank = _ranks(group[order], source)
        found, group, worth, tie = (a[order] for a in (found, group, worth, tie))
        order = np.lexsort((tie, worth, rank, group))
        kept: NDArray[Any] = found[order[_ranks(group[order]) < self._kept_of_stretch]]
        self._pile, self._piled, self._kept = [kept], 0, len(kept)
        return kept

    def chosen(self) -> NDArray[Any]:
        """The quotes of each place, by place and in the order in which they are chosen."""
        found = self._thin()
        tie = found["article"].astype(np.int64) << 32 | found["row"]
        order = np.lexsort((tie, -found["telling"], found["place"]))
        found = found[order]
        worth = found["telling"].astype(np.int64)
        starts = run_starts(found["place"])
        sizes = np.diff(np.append(starts, len(found)))
        taken: list[Ints] = []
        for _ in range(self._most):
            if not len(starts):
                break
            # The first of the highest in each place's run; what is used up is worth nothing.
            highest = np.maximum.reduceat(worth, starts)
            best = np.flatnonzero(worth == np.repeat(highest, sizes))
            best = best[run_starts(found["place"][best])]
            usable = worth[best] > -_NEVER
            taken.append(best[usable])
            last: NDArray[Any] = found[np.repeat(best, sizes)]
            worth -= _SAME_TIME * (found["stretch"] == last["stretch"])
            worth -= _SAME_SOURCE * (found["source"] == last["source"])
            worth -= _SAME_ARTICLE * (found["article"] == last["article"])
            again = found["sentence"] == last["sentence"]
            again |= (found["story"] == last["story"]) & (found["article"] != last["article"])
            worth[again] = -2 * _NEVER
        if not taken:
            return found[:0]
        every = np.concatenate(taken)
        turn = np.repeat(np.arange(len(taken)), [len(some) for some in taken])
        return found[every[np.lexsort((turn, found["place"][every]))]]


_NEVER = 1 << 40


def _sentences(quotes: Coded) -> tuple[Ints, NDArray[np.uint64]]:
    """How well each quote reads, and a number that it shares with those of the same words."""
    import pandas as pd
    import pyarrow.compute as pc

    texts = quotes.values  # noqa: PD011 - of pyarrow
    words = pc.replace_substring_regex(pc.utf8_lower(texts), r"[^\pL\pN]+", " ")
    same = pd.util.hash_array(words.to_numpy(zero_copy_only=False), categorize=False)
    begun = pc.match_substring_regex(texts, r"^[^\pL\pN]{0,3}[\p{Lu}\p{Lt}\p{N}]")
    ended = pc.match_substring_regex(texts, r"[.!?…][\"'”’»)\]]*\s*$")
    whole = pc.and_(begun, ended).to_numpy(zero_copy_only=False)
    lengths = pc.utf8_length(texts).to_numpy()
    merit = _WHOLE * whole.astype(np.int64)
    merit += _READABLE * ((lengths >= 40) & (lengths <= 300))
    merit += _LONG * (lengths > 500)
    merit[lengths == 0] = -2 * _NEVER
    return merit, same.astype(np.uint64)


def _others(articles: Ints, codes: Ints) -> Ints:
    """How many other places stand in the sentence of each candidate, which are in their order."""
    starts = run_starts(articles, codes)
    sizes = np.diff(np.append(starts, len(articles)))
    return np.repeat(sizes - 1, sizes)


def _ranks(*sorted_keys: NDArray[Any]) -> Ints:
    """The place of each row in its run of equal keys."""
    starts = run_starts(*sorted_keys)
    sizes = np.diff(np.append(starts, len(sorted_keys[0])))
    return np.arange(len(sorted_keys[0])) - np.repeat(starts, sizes)

"""Mentions + candidates → one `Resolution` each, with its reason.

All mentions of an article are resolved together. Each candidate of each mention gets a sum of
named features, weighed by ``weights.toml``; the softmax of the sums is its probability. That
happens in passes: the answers of one are context for the next. A place that
contradicts what the text says ("Zorya in Donetsk region") is never chosen: the mention
then stays unresolved, with the reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from warmap.article import sentences
from warmap.calibration import calibrated
from warmap.candidates import Bearers, Column, Columns, own_columns
from warmap.containment import containers, containment_columns, lists, outside
from warmap.context import company_columns, context_columns
from warmap.cues import cue_columns, cues_around, kind_columns, with_hromadas
from warmap.errors import WarmapError
from warmap.gazetteer import Gazetteer
from warmap.home import Home
from warmap.model import Candidate, Mention, Resolution, Rival
from warmap.neighbours import Neighbours, neighbour_columns
from warmap.reasons import reason_for
from warmap.roles import role_of
from warmap.tokens import Tokens, tokenize
from warmap.weights import Weights, bundled_weights

__all__ = ["THRESHOLD", "Ranking", "resolve"]

THRESHOLD = 0.2
"""Score under which a mention stays unresolved."""

_PASSES = 3  # after the first, which knows no context
_MOST_RIVALS = 5
_CLOSE = 0.5  # a rival at least this likely, of the best, fits about as well
_TOGETHER = 256  # mentions whose features are laid out at once, for their reasons
_FAINT = 0.02  # a rival less likely than this is not worth a reader's time


def resolve(
    text: str,
    mentions: Sequence[Mention],
    *,
    gazetteer: Gazetteer,
    tokens: Tokens | None = None,
    home: str | None = None,
    threshold: float = THRESHOLD,
    weights: Weights | None = None,
) -> list[Resolution]:
    """Decide for each mention which place it means.

    Parameters
    ----------
    text
        The article.
    mentions
        Spans of the text, in any order.
    gazetteer
        Tells which places bear a name.
    tokens
        The words of the text, when the caller has them already.
    home
        Name of the country, region or place that the publisher writes from, when known.
    threshold
        Score under which a mention stays unresolved, 0 to 1.
    weights
        What the features weigh; when None the bundled ones.

    Returns
    -------
    list of Resolution
        One for each mention, in the order given.

    Raises
    ------
    GazetteerError
        `home` names no known place.
    WarmapError
        `threshold` is not within 0 to 1.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> table = default_gazetteer()
    >>> text = "Shelling hit the Donetsk and Kherson regions."
    >>> from warmap.mentions import find_mentions
    >>> [r.candidate.source_id for r in resolve(text, find_mentions(text, gazetteer=table),
    ...                                         gazetteer=table)]
    ['UA-14', 'UA-65']
    """
    if not 0 <= threshold <= 1:
        raise WarmapError(f"threshold {threshold}: not within 0 to 1, as scores are")
    order = sorted(range(len(mentions)), key=lambda i: (mentions[i].start, mentions[i].end))
    words = tokenize(text) if tokens is None else tokens
    ranking = Ranking(
        words,
        [mentions[i] for i in order],
        gazetteer=gazetteer,
        home=Home.named(home, gazetteer=gazetteer) if home else None,
        weights=weights,
    )
    answers = dict(zip(order, _answers(ranking, words, threshold), strict=True))
    return [answers[i] for i in range(len(mentions))]


class Ranking:
    """The candidates of all mentions of one article, with their features and their sums.

    Parameters
    ----------
    tokens
        The words of the article.
    mentions
        In the order of the text.
    gazetteer
        Tells which places bear a name.
    home
        Where the publisher writes from.
    weights
        What the features weigh; when None the bundled ones.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> from warmap.mentions import mentions_at
    >>> text = "Zorya in Ukraine's Donetsk region"
    >>> ranking = Ranking(tokenize(text), mentions_at(text, [(0, 5), (9, 16), (19, 26)]),
    ...                   gazetteer=default_gazetteer())
    >>> inside = ranking.features(0)["inside"]
    >>> {c.country for c, held in zip(ranking.candidates(0), inside) if held}
    {'UA'}
    """

    def __init__(
        self,
        tokens: Tokens,
        mentions: Sequence[Mention],
        *,
        gazetteer: Gazetteer,
        home: Home | None = None,
        weights: Weights | None = None,
    ) -> None:
        self.mentions = mentions = with_hromadas(tokens, mentions, gazetteer=gazetteer)
        self.weights = weights or bundled_weights()
        spans = [tokens.span(m.start, m.end) for m in mentions]
        around = [
            cues_around(tokens, *span, weights=self.weights, noun=bool(mention.kinds))
            if len(tokens)
            else ()
            for mention, span in zip(mentions, spans, strict=True)
        ]
        self.bearers = Bearers.gather(mentions, gazetteer=gazetteer)
        self.links = containers(tokens, mentions)
        self._lists = lists(tokens.text, mentions)
        self._neighbours = Neighbours.of(self.bearers, lists=self._lists)
        self._own = own_columns(mentions, self.bearers) | company_columns(self.bearers)
        if home is not None:
            self._own |= home.columns(self.bearers)
        self._said = kind_columns(mentions, self.bearers) | cue_columns(around, self.bearers)
        self.early = frozenset((*self._own, *self._said))  # features that need no context
        self._weighed_from = -1  # the first mention of those in `_added`
        self._added = np.zeros((0, 0))
        self._named: Columns = self._own  # by name, of the latest pass
        self._stood: Columns = self._said  # by mention, of the latest pass
        self._weigh()
        for _ in range(_PASSES):
            self._named = self._own | context_columns(self.bearers)
            self._stood = (
                self._said
                | containment_columns(self.links, self.bearers)
                | neighbour_columns(self.bearers, self._neighbours)
            )
            self._weigh()

    def candidates(self, mention: int) -> tuple[Candidate, ...]:
        """The places that one mention may mean."""
        return self.bearers.candidates(mention)

    def features(self, mention: int) -> Columns:
        """The features of a mention's candidates, as the last pass weighs them."""
        names, rows = self.bearers.named_rows(mention), self.bearers.rows(mention)
        named = {feature: column[names] for feature, column in self._named.items()}
        return named | {feature: column[rows] for feature, column in self._stood.items()}

    def probabilities(self, mention: int) -> Column:
        """How likely each candidate of a mention is, before calibration."""
        rows = self.bearers.rows(mention)
        found = softmax(self._sums[rows])
        contradicting = outside(self._stood, rows)
        if contradicting.all() or not contradicting[np.argmax(found)]:
            return found
        # "Makiivka in Luhansk region" never means the city in Donetsk region, however large it is.
        kept = np.where(contradicting, 0.0, found)
        return np.asarray(kept / kept.sum())

    def contradicts(self, mention: int, candidate: int) -> bool:
        """Whether the text says that a candidate lies elsewhere."""
        return bool(outside(self._stood, self.bearers.rows(mention))[candidate])

    def strengths(self, mention: int, candidate: int) -> dict[str, float]:
        """What each feature adds for a candidate, beyond what it adds for the others on average."""
        block = self._block(mention)
        others = max(1, block.shape[1] - 1)
        mine = block[:, candidate]
        values = mine - (block.sum(axis=1) - mine) / others
        return dict(zip((*self._named, *self._stood), values.tolist(), strict=True))

    def _block(self, mention: int) -> NDArray[np.float64]:
        """What each feature (a row) adds for each candidate of a mention (a column)."""
        first = mention - mention % _TOGETHER
        begins = self.bearers.begins
        start = int(begins[first])
        if self._weighed_from != first:
            end = int(begins[min(first + _TOGETHER, len(begins) - 1)])
            named = self.bearers.row_of[start:end]
            columns = [column[named] for column in self._named.values()]
            columns += [column[start:end] for column in self._stood.values()]
            table = np.array([self.weights.place[f] for f in (*self._named, *self._stood)])
            self._added = np.stack(columns) * table[:, None]
            self._weighed_from = first
        rows = self.bearers.rows(mention)
        return np.asarray(self._added[:, rows.start - start : rows.stop - start])

    def area(self, mention: int) -> str:
        """Name of the smallest area that the text puts a mention in, or empty."""
        for other, how in reversed(self.links.get(mention, ())):
            rows = self.bearers.named_rows(other)
            if how == "in" and rows.stop > rows.start:
                best = int(np.argmax(self.bearers.probability[rows]))
                return self.candidates(other)[best].name
        return ""

    def _weigh(self) -> None:
        """Sum the features up, and say anew how likely each candidate is.

        A name's probability, which is context for the others, takes all its mentions together.
        """
        bearers = self.bearers
        named = _weighed(self._named, self.weights.place, len(bearers.of))
        stood = _weighed(self._stood, self.weights.place, len(bearers.row_of))
        spoken = np.bincount(bearers.row_of, weights=stood, minlength=len(bearers.of))
        shared = named + spoken / np.maximum(1.0, bearers.counts[bearers.of])
        bearers.probability = _softmaxes(shared, bearers)
        self._sums = stood + named[bearers.row_of]


def _weighed(columns: Columns, table: Mapping[str, float], size: int) -> Column:
    """The sums of all features of each row."""
    total = np.zeros(size)
    for name, column in columns.items():
        total += table[name] * column
    return total


def _softmaxes(sums: Column, bearers: Bearers) -> Column:
    """Probabilities that sum to one for each name that has candidates."""
    if not len(sums):
        return sums
    sizes = np.diff(bearers.starts)
    starts = bearers.starts[:-1][sizes > 0]
    of = np.repeat(np.arange(len(starts)), sizes[sizes > 0])
    raised = np.exp(sums - np.maximum.reduceat(sums, starts)[of])
    return np.asarray(raised / np.add.reduceat(raised, starts)[of])


def softmax(sums: Column) -> Column:
    """Probabilities that sum to one.

    Examples
    --------
    >>> softmax(np.zeros(4)).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    raised = np.exp(sums - sums.max())
    return np.asarray(raised / raised.sum())


def _answers(ranking: Ranking, tokens: Tokens, threshold: float) -> Iterator[Resolution]:
    """One resolution for each mention of a ranking."""
    bounds = sentences(tokens.text)
    for index, mention in enumerate(ranking.mentions):
        start, end = _sentence_of(mention, bounds)
        blank = Resolution(mention, tokens.text[start:end], start)
        answer = _answered(ranking, index, blank, threshold)
        if not len(tokens):  # a given span may stand in a text of marks alone
            yield answer
            continue
        place = answer.candidate or next((rival.candidate for rival in answer.rivals), None)
        words = tokens.span(mention.start, mention.end)
        yield replace(answer, role=role_of(tokens, *words, place=place, weights=ranking.weights))


def _answered(ranking: Ranking, index: int, blank: Resolution, threshold: float) -> Resolution:
    """The resolution of one mention."""
    places = ranking.candidates(index)
    if not places:
        return replace(blank, reason="no gazetteer knows this name")
    likely = ranking.probabilities(index)
    table, belief = ranking.weights.calibration, blank.mention.belief
    scores = calibrated(likely, table, belief=belief)
    ranked = np.argsort(-likely, kind="stable").tolist()
    best = ranked[0]
    contradicted = ranking.contradicts(index, best)
    score = round(float(scores[best]), 3)
    resolved = score >= threshold and not contradicted
    rivals = tuple(
        Rival(places[i], round(float(scores[i]), 3))
        for i in (ranked[1:] if resolved else ranked)[:_MOST_RIVALS]
        if scores[i] >= _FAINT
    )
    return replace(
        blank,
        candidate=places[best] if resolved else None,
        score=score,
        reason=reason_for(
            blank.mention,
            places,
            best,
            ranking.strengths(index, best),
            ranking.area(index),
            contradicted=contradicted,
            equals=int((likely > _CLOSE * likely[best]).sum()) - 1,
        ),
        rivals=rivals,
        status="resolved" if resolved else "unresolved",
    )


def _sentence_of(mention: Mention, bounds: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The sentence that holds the start of a mention, stretched to its end if need be."""
    at = bisect_right(bounds, (mention.start, 1 << 62)) - 1
    start, end = bounds[at] if at >= 0 else (mention.start, mention.end)
    return min(start, mention.start), max(end, mention.end)

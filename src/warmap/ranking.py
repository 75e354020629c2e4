"""How likely each candidate of each mention of an article is.

Each candidate gets a sum of named features, weighed by ``weights.toml``; the softmax of the sums is
its probability, from which comes its score. That happens in passes: the answers of one are context
for the next. What follows for a mention is decided in `resolve`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from warmap.bearers import Bearers, Column, Columns, own_columns
from warmap.calibration import DOUBTS, ENOUGH, calibrated
from warmap.candidates import is_namesake
from warmap.containment import containers, containment_columns, lists, outside
from warmap.context import company_columns, context_columns
from warmap.cues import along_lists, cue_columns, cues_around, kind_columns, with_hromadas
from warmap.gazetteer import Gazetteer
from warmap.grammar import Reading
from warmap.home import Home
from warmap.language import is_cyrillic
from warmap.model import Candidate, Mention
from warmap.neighbours import Neighbours
from warmap.reasons import WORTH
from warmap.runs import Runs
from warmap.tokens import Tokens
from warmap.weights import Weights, bundled_weights

__all__ = ["Ranking"]

_PASSES = 3  # after the first, which knows no context
_CLOSE = 0.5  # a rival at least this likely, of the best, fits about as well
_TOGETHER = 256  # mentions whose features are laid out at once, for their reasons


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
    >>> from warmap.tokens import tokenize
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
        # How the text uses each name is read once, for its cues here and for its role later.
        self.readings = [_reading(tokens, *span) for span in spans]
        around = [
            cues_around(tokens, *span, weights=self.weights, noun=bool(m.kinds), reading=reading)
            if len(tokens)
            else ()
            for m, span, reading in zip(mentions, spans, self.readings, strict=True)
        ]
        runs = lists(tokens.text, mentions)
        around = along_lists(around, runs)
        acting = ["acts" in cues for cues in around]
        self._articles = [not {"the", "the_noun"}.isdisjoint(cues) for cues in around]
        self.bearers = Bearers.gather(mentions, gazetteer=gazetteer, acting=acting)
        self.links = containers(tokens, mentions)
        self._names = Runs(self.bearers.starts)
        neighbours = Neighbours(self.bearers, lists=runs)
        self._own = own_columns(mentions, self.bearers) | company_columns(self.bearers)
        if home is not None:
            self._own |= home.columns(self.bearers)
        self._said = kind_columns(mentions, self.bearers) | cue_columns(around, self.bearers)
        self.early = frozenset((*self._own, *self._said))  # features that need no context
        self._named: Columns = self._own  # by name, of the latest pass
        self._stood: Columns = self._said  # by mention, of the latest pass
        # What no context changes is summed up once.
        own = self._weighed(self._own, np.zeros(len(self.bearers.of)))
        said = self._weighed(self._said, np.zeros(len(self.bearers.row_of)))
        self._weigh(own, said)
        for _ in range(_PASSES):
            context = context_columns(self.bearers)
            beside = containment_columns(self.links, self.bearers) | neighbours.columns()
            self._named, self._stood = self._own | context, self._said | beside
            self._weigh(self._weighed(context, own), self._weighed(beside, said))
        self._settle()
        self._told_from = -1  # the first mention of those in `_told`
        self._told: dict[int, dict[str, float]] = {}

    def candidates(self, mention: int) -> tuple[Candidate, ...]:
        """The places that one mention may mean."""
        return self.bearers.candidates(mention)

    def features(self, mention: int) -> Columns:
        """The features of a mention's candidates, as the last pass weighs them."""
        names, rows = self.bearers.named_rows(mention), self.bearers.rows(mention)
        named = {feature: column[names] for feature, column in self._named.items()}
        return named | {feature: column[rows] for feature, column in self._stood.items()}

    def order(self, mention: int) -> list[int]:
        """A mention's candidates, the likeliest first."""
        rows = self.bearers.rows(mention)
        found: list[int] = (self._order[rows] - rows.start).tolist()
        return found

    def likeliest(self, mention: int, count: int) -> list[tuple[int, float]]:
        """The first of that order with their scores."""
        start, end = self._bounds[mention], self._bounds[mention + 1]
        rows = self._order[start : min(end, start + count)]
        return [
            (row - start, score)
            for row, score in zip(rows.tolist(), self.scores[rows].tolist(), strict=True)
        ]

    def equals(self, mention: int) -> int:
        """How many candidates are about as likely as the likeliest."""
        return self._equals.get(mention, 0)

    def doubts(self, mention: int) -> list[float]:
        """What `calibration.DOUBTS` tells of the likeliest candidate of a mention that has one."""
        return self._doubts[mention]

    def contradicts(self, mention: int, candidate: int) -> bool:
        """Whether the text says that a candidate lies elsewhere."""
        return bool(self._outside[self._bounds[mention] + candidate])

    def strengths(self, mention: int) -> dict[str, float]:
        """What each feature adds for the likeliest candidate, beyond the others' average.

        Those that add too little to be a reason are left out.
        """
        first = mention - mention % _TOGETHER
        if self._told_from != first:
            self._told = self._strengths(first, min(first + _TOGETHER, len(self.mentions)))
            self._told_from = first
        return self._told.get(mention, {})

    def _strengths(self, first: int, last: int) -> dict[int, dict[str, float]]:
        """The same of mentions `first` to before `last`, of which each has its own."""
        features = (*self._named, *self._stood)
        begins = self.bearers.begins[first : last + 1]
        start, end = int(begins[0]), int(begins[-1])
        runs = Runs(begins - start)
        if not len(runs.starts):
            return {}
        named = self.bearers.row_of[start:end]
        columns = [column[named] for column in self._named.values()]
        columns += [column[start:end] for column in self._stood.values()]
        table = np.array([self.weights.place[feature] for feature in features])
        added = np.stack(columns) * table[:, None]
        best = self._order[runs.starts + start] - start
        mine = added[:, best]
        others = np.add.reduceat(added, runs.starts, axis=1) - mine
        beyond = mine - others / np.maximum(1, runs.sizes - 1)
        told: dict[int, dict[str, float]] = {}
        which, what = np.nonzero(beyond.T > WORTH)
        values = beyond[what, which].tolist()
        for number, feature, value in zip(
            (runs.numbers[which] + first).tolist(), what.tolist(), values, strict=True
        ):
            told.setdefault(number, {})[features[feature]] = value
        return told

    def area(self, mention: int) -> str:
        """Name of the smallest area that the text puts a mention in, or empty."""
        for other, how in reversed(self.links.get(mention, ())):
            rows = self.bearers.named_rows(other)
            if how == "in" and rows.stop > rows.start:
                best = int(np.argmax(self.bearers.probability[rows]))
                return self.candidates(other)[best].name
        return ""

    def _weighed(self, columns: Columns, sums: Column) -> Column:
        """Sums to which features are added."""
        total = sums.copy()
        for name, column in columns.items():
            total += self.weights.place[name] * column
        return total

    def _weigh(self, named: Column, stood: Column) -> None:
        """Say anew how likely each candidate is, from the sums by name and by mention.

        A name's probability, which is context for the others, takes all its mentions together.
        """
        bearers = self.bearers
        spoken = np.bincount(bearers.row_of, weights=stood, minlength=len(bearers.of))
        shared = named + spoken / np.maximum(1.0, bearers.counts[bearers.of])
        bearers.probability = self._names.softmax(shared)
        self._sums = stood + named[bearers.row_of]

    def _settle(self) -> None:
        """Say from the last sums how likely each candidate of each mention is, with its score.

        "Makiivka in Luhansk region" never means the city in Donetsk region, however large it is:
        such a candidate counts for nothing where another doesn't contradict the text.
        """
        runs = Runs(self.bearers.begins)
        likely = runs.softmax(self._sums)
        self._outside = wrong = outside(self._stood, len(likely))
        if wrong.any():
            best = runs.first(likely == runs.max(likely)[runs.of])
            barred = wrong[best] & (runs.sum(wrong) < runs.sizes)
            kept = np.where(barred[runs.of] & wrong, 0.0, likely)
            likely = kept / np.where(barred, runs.sum(kept), 1.0)[runs.of]
        self.probabilities = likely
        beliefs = np.array([self.mentions[number].belief for number in runs.numbers.tolist()])
        best = runs.first(likely == runs.max(likely)[runs.of])
        doubts = self._doubted(runs, best)
        values = np.stack([doubts[name] for name in DOUBTS], axis=1).tolist()
        self._doubts: dict[int, list[float]] = dict(zip(runs.numbers.tolist(), values, strict=True))
        table = self.weights.calibration
        self.scores = calibrated(likely, table, runs=runs, doubts=doubts, belief=beliefs)
        self._order = runs.falling(likely)
        self._bounds: list[int] = self.bearers.begins.tolist()
        close = runs.sum(likely > _CLOSE * runs.max(likely)[runs.of]) - 1
        self._equals: dict[int, int] = dict(
            zip(runs.numbers.tolist(), close.astype(int).tolist(), strict=True)
        )

    def _doubted(self, runs: Runs, best: NDArray[np.intp]) -> dict[str, Column]:
        """What `calibration.DOUBTS` tells of the likeliest candidates, by their rows."""
        only = (runs.sizes == 1).astype(float)
        answers = zip(runs.numbers.tolist(), (best - runs.starts).tolist(), strict=True)
        water = [
            is_namesake(
                self.candidates(number)[row],
                self.mentions[number].text,
                article=self._articles[number],
            )
            for number, row in answers
        ]
        return {
            "only": only,
            "lack": only * np.maximum(0.0, ENOUGH - self._sums[best]),
            "water": np.array(water, dtype=float),
        }


def _reading(tokens: Tokens, first: int, last: int) -> Reading | None:
    """A name as English text uses it."""
    if not len(tokens) or (tokens.language != "en" and is_cyrillic(tokens.words[first])):
        return None
    return Reading(tokens, first, last)

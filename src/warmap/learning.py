"""Marked articles → the weights of the decisions, and what a score is worth.

The decision whether a name is a place is a logistic regression over the spans that `mentions`
considers, and a second one on what the first says of the other names of the article; the decision
which place it means is a softmax over the candidates of each marked name (McFadden's conditional
logit), fitted twice, because the first answers are context for the second. Weights are drawn
towards what `priors` expects, else towards zero, so that features which the texts hardly show are
not left to chance; those that are fixed there stay as set by hand. The calibration is a logistic
regression on the answers. It starts from the priors alone, never from weights learned before: the
same articles give the same weights.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from warmap.bearers import Columns
from warmap.calibration import DOUBTS, IDENTITY, log_odds
from warmap.candidates import candidates_for
from warmap.errors import MarkedError
from warmap.features import Span
from warmap.fitting import Loss, matrix, minimize
from warmap.gazetteer import Gazetteer
from warmap.grammar import role_features
from warmap.language import is_cyrillic
from warmap.layers import open_gazetteer
from warmap.marked import Mark, MarkedArticle, MarkedFile
from warmap.matching import distance_km
from warmap.mentions import Judge, mentions_at
from warmap.model import Candidate, Resolution
from warmap.pooling import pooled_features
from warmap.priors import EXPECTED, EXPECTED_CYRILLIC, FIXED, FIXED_CYRILLIC
from warmap.ranking import Ranking
from warmap.role_learning import Use, learn_roles
from warmap.scores import is_answered
from warmap.spans import bounds_of, spans_of
from warmap.tokens import Tokens, tokenize
from warmap.weights import Weights, bundled_weights, weighed

__all__ = ["Lesson", "is_right", "learn", "lessons_of"]

PULL, FIRM = 1.0, 500.0  # how strongly a weight is held at its prior; FIRM fixes it
NEAR_KM = 30.0
OWN_WEIGHT, OWN_SPAN_WEIGHT = 5.0, 3.0
_PARTS = 4  # of the articles, for the second judgement
_LEAST = 0.001  # scores are rounded to thousandths

Table = dict[str, float]
_Rows = tuple[list[Table], list[float], list[float]]  # features, whether marked, weight


@dataclass(frozen=True, slots=True)
class Lesson:
    """A marked article to learn from.

    Parameters
    ----------
    article
        The text and its marks.
    demonyms
        Whether names of peoples are marked in it.
    weight
        How much it counts beside others.
    span_weight
        The same for the decision whether a name is a place.
    sites
        Whether buildings and other sites are marked in it.

    Examples
    --------
    >>> Lesson(MarkedArticle("1", "Kyiv slept.", (Mark(0, 4, "Kyiv"),))).weight
    1.0
    """

    article: MarkedArticle
    demonyms: bool = False
    weight: float = 1.0
    span_weight: float = 1.0
    sites: bool = True


def lessons_of(file: MarkedFile) -> list[Lesson]:
    """The articles of a file as lessons; those in JSON count five times, as names thrice.

    They are marked as warmap needs it, the public corpora as others did; but names of peoples and
    institutions, which the others mark, stand in them without. Sites like the White House, which
    the others hardly mark, are marked in them.

    Examples
    --------
    >>> own = MarkedFile("own", "json", (MarkedArticle("1", "Kyiv.", (Mark(0, 4, "Kyiv"),)),))
    >>> lessons_of(own)[0].weight
    5.0
    """
    own = file.format == "json"
    weights = (OWN_WEIGHT, OWN_SPAN_WEIGHT) if own else (1.0, 1.0)
    return [Lesson(article, file.demonyms, *weights, sites=own) for article in file.articles]


def learn(lessons: Sequence[Lesson], *, gazetteer: Gazetteer | None = None) -> Weights:
    """Learn the weights of the decisions.

    Parameters
    ----------
    lessons
        Marked articles; a dozen at least, or little more than the priors comes out.
    gazetteer
        Where names are looked up; when None the bundled table with what the user has added.

    Returns
    -------
    Weights
        For the features that the bundled weights name.

    Raises
    ------
    MarkedError
        scipy is not installed, or the lessons mark nothing that the gazetteer knows.

    Examples
    --------
    >>> learn([])
    Traceback (most recent call last):
    warmap.errors.MarkedError: nothing to learn from: no marked name has a span that ...
    """
    table = gazetteer or open_gazetteer()
    known = bundled_weights()
    mention, pooled = _learn_mention(lessons, table)
    inflected = _learn_cyrillic(lessons, table)
    uses = [use for lesson in lessons for use in _uses(lesson, table)]
    names = {"government": list(known.government), "associative": list(known.associative)}
    place = {name: _prior(name) for name in known.place}
    roles = learn_roles(uses, names=names)
    weights = Weights(mention, place, pooled=pooled, mention_cyrillic=inflected, **roles)
    for _ in range(3):  # the first answers come from the priors; then it settles
        weights = replace(weights, place=_learn_place(lessons, weights, table))
    return replace(weights, calibration=_learn_calibration(lessons, weights, table))


def _prior(name: str) -> float:
    return FIXED.get(name, EXPECTED.get(name, 0.0))


def _learn_mention(lessons: Sequence[Lesson], table: Gazetteer) -> tuple[Table, Table]:
    """The weights of [mention] and of [pooled].

    The second judgement learns from first ones of articles that those have not learned from, for
    such are all that it will meet.
    """
    known = bundled_weights()
    names = list(known.mention)
    pages = [_Page.read(lesson, table, inflected=False) for lesson in lessons]
    if not any(lesson.article.marks for lesson in lessons):
        raise MarkedError(
            "nothing to learn from: no marked name has a span that warmap considers; "
            "give articles with marks"
        )
    whole = _logistic([page.rows(page.features) for page in pages], names)
    rows = []
    for part in range(_PARTS):
        rest = [page.rows(page.features) for page in pages if page.part != part]
        apart = _logistic(rest, names) if any(any(marked) for _, marked, _ in rest) else whole
        rows += [page.rows(page.pooled(apart)) for page in pages if page.part == part]
    return whole, _logistic(rows, list(known.pooled))


def _learn_cyrillic(lessons: Sequence[Lesson], table: Gazetteer) -> Table:
    """The weights of [mention_cyrillic]; without articles in Ukrainian or Russian the priors."""
    pages = [_Page.read(lesson, table, inflected=True) for lesson in lessons]
    names = list(bundled_weights().mention_cyrillic)
    rows = [page.rows(page.features) for page in pages]
    return _logistic(rows, names, EXPECTED_CYRILLIC, FIXED_CYRILLIC)


@dataclass(frozen=True, slots=True)
class _Page:
    """The spans of a lesson with their features, and which of them are marked."""

    tokens: Tokens
    spans: list[Span]
    features: list[Table]
    marked: list[float | None]  # None for what teaches nothing
    weight: float
    part: int

    @classmethod
    def read(cls, lesson: Lesson, table: Gazetteer, *, inflected: bool) -> _Page:
        """The spans that are judged as English, or those that are not."""
        text = lesson.article.text
        gold = {(mark.start, mark.end) for mark in lesson.article.marks}
        tokens = tokenize(text)
        judge = Judge(tokens, bundled_weights())
        known = spans_of(tokens, gazetteer=table, demonyms=lesson.demonyms)
        spans = [span for span in known if judge.is_inflected(span) == inflected]
        features = [judge.features(span) for span in spans]
        marked: list[float | None] = []
        for span in spans:
            start, end = bounds_of(tokens, span)
            # A part of a marked name, and a site where sites aren't marked.
            mute = any(a <= start and end <= b for a, b in gold) or (
                not lesson.sites and bool(span.candidates) and span.candidates[0].kind == "site"
            )
            marked.append(1.0 if (start, end) in gold else None if mute else 0.0)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        return cls(tokens, spans, features, marked, lesson.span_weight, digest[0] % _PARTS)

    def pooled(self, weights: Table) -> list[Table]:
        sums = [weighed(row, weights) for row in self.features]
        return list(pooled_features(self.tokens, self.spans, sums))

    def rows(self, features: Sequence[Table]) -> _Rows:
        kept = [(row, m) for row, m in zip(features, self.marked, strict=True) if m is not None]
        return [row for row, _ in kept], [m for _, m in kept], [self.weight] * len(kept)


def _logistic(
    pages: Sequence[_Rows],
    names: Sequence[str],
    expected: Mapping[str, float] = EXPECTED,
    fixed: Mapping[str, float] = FIXED,
) -> Table:
    """The logistic regression of what is marked on the features."""
    features = matrix([row for rows, _, _ in pages for row in rows], names)
    marked = np.array([m for _, found, _ in pages for m in found])
    heavy = np.array([weight for _, _, weights in pages for weight in weights])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = features @ weights
        wrong = 1 / (1 + np.exp(-sums)) - marked
        value = heavy @ (np.logaddexp(0, sums) - marked * sums)
        return float(value), features.T @ (heavy * wrong)

    return _fit(loss, names, expected, fixed)


def _learn_place(lessons: Sequence[Lesson], weights: Weights, table: Gazetteer) -> Table:
    """The weights of [place]; those given settle the context."""
    names = list(weights.place)
    rows = [(*r, lesson.weight) for lesson in lessons for r in _place_rows(lesson, weights, table)]
    if not rows:
        return dict(weights.place)
    features = np.concatenate([_block(row[0], names, len(row[1])) for row in rows])
    sizes = [len(row[1]) for row in rows]
    starts = np.cumsum([0, *sizes])[:-1]
    of = np.repeat(np.arange(len(rows)), sizes)
    right = np.concatenate([row[1] for row in rows])
    heavy = np.array([row[2] for row in rows])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = features @ weights
        raised = np.exp(sums - np.maximum.reduceat(sums, starts)[of])
        total = np.add.reduceat(raised, starts)
        good = np.add.reduceat(raised * right, starts)
        pushed = raised / total[of] - raised * right / good[of]
        return float(-heavy @ np.log(good / total)), features.T @ (heavy[of] * pushed)

    return _fit(loss, names)


def _place_rows(
    lesson: Lesson, weights: Weights, table: Gazetteer
) -> Iterator[tuple[Columns, NDArray[np.bool_]]]:
    """For each marked name the features of its candidates, and which of them are right."""
    article = lesson.article
    marks = [(mark.start, mark.end) for mark in article.marks]
    found = mentions_at(article.text, marks, gazetteer=table)
    ranking = Ranking(tokenize(article.text), found, gazetteer=table, weights=weights)
    for index, mark in enumerate(article.marks):
        right = np.array([is_right(mark, place) for place in ranking.candidates(index)], dtype=bool)
        if right.any() and not right.all():
            yield ranking.features(index), right


def _block(columns: Columns, names: Sequence[str], size: int) -> NDArray[np.float64]:
    """The columns in the order of `names`."""
    none = np.zeros(size)
    return np.stack([columns.get(name, none) for name in names], axis=1)


def is_right(mark: Mark, place: Candidate) -> bool:
    """Whether a candidate is what the mark says: by id, else within `NEAR_KM` of its point.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> city = default_gazetteer().lookup("Mezhova")[0]
    >>> is_right(Mark(0, 7, "Mezhova", geonameid=701305), city)
    True
    """
    if mark.id:
        return place.id == mark.id
    if mark.geonameid:
        return place.geonameid == mark.geonameid
    if mark.lat is None or mark.lon is None:
        return False
    return distance_km(mark.lat, mark.lon, place.lat, place.lon) < NEAR_KM


def _uses(lesson: Lesson, table: Gazetteer) -> Iterator[Use]:
    """The marked names that have a role, each with the place that it means."""
    article = lesson.article
    tokens = tokenize(article.text)
    for mark in article.marks:
        if mark.role and not is_cyrillic(mark.phrase):
            places = candidates_for(mark.phrase, gazetteer=table)
            right = [place for place in places if is_right(mark, place)]
            alike = right or [place for place in places if place.kind == mark.kind]
            place = alike[0] if alike else None
            features = role_features(tokens, *tokens.span(mark.start, mark.end), place=place)
            yield Use(features, mark.role)


def _learn_calibration(lessons: Sequence[Lesson], weights: Weights, table: Gazetteer) -> Table:
    """The numbers of [calibration] but for those set by hand: what makes log odds of a softmax.

    From marks with an id or a tolerance alone: without, nobody knows whether the middle of a large
    country is right. The numbers are drawn to where they change nothing.
    """
    known = bundled_weights().calibration
    most = known["most"]
    rows = [
        (log_odds(max(score, _LEAST), most), *doubts, right, lesson.weight)
        for lesson in lessons
        for score, doubts, right in _answers(lesson, weights, table)
    ]
    *columns, right, heavy = np.array(rows, dtype=float).reshape(-1, len(_CALIBRATED) + 2).T
    features = np.array(columns)
    start = np.array([IDENTITY[name] for name in _CALIBRATED])

    def loss(numbers: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = numbers @ features
        wrong = heavy * (1 / (1 + np.exp(-sums)) - right)
        away = numbers - start
        value = heavy @ (np.logaddexp(0, sums) - right * sums) + PULL * float(away @ away)
        return float(value), features @ wrong + 2 * PULL * away

    found = dict(zip(_CALIBRATED, minimize(loss, start).x.tolist(), strict=True))
    return {name: found.get(name, value) for name, value in known.items()}


_CALIBRATED = ("slope", *DOUBTS)


def _answers(
    lesson: Lesson, weights: Weights, table: Gazetteer
) -> Iterator[tuple[float, list[float], bool]]:
    """Of each answer to a mark: score, what `DOUBTS` tells of it, whether it is right."""
    article = lesson.article
    marks = [(mark.start, mark.end) for mark in article.marks]
    found = mentions_at(article.text, marks, gazetteer=table)
    ranking = Ranking(tokenize(article.text), found, gazetteer=table, weights=weights)
    for number, (mark, mention) in enumerate(zip(article.marks, found, strict=True)):
        places = ranking.candidates(number)
        if not places or not (mark.geonameid or mark.tol_km is not None):
            continue
        best, score = ranking.likeliest(number, 1)[0]
        if not ranking.contradicts(number, best):
            answer = Resolution(mention, "", 0, candidate=places[best])
            yield score, ranking.doubts(number), is_answered(mark, answer)


def _fit(
    loss: Loss,
    names: Iterable[str],
    expected: Mapping[str, float] = EXPECTED,
    fixed: Mapping[str, float] = FIXED,
) -> Table:
    """The weights with the least loss, held near their priors."""
    known = list(names)
    prior = np.array([fixed.get(name, expected.get(name, 0.0)) for name in known])
    pull = np.array([FIRM if name in fixed else PULL for name in known])

    def whole(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = loss(weights)
        away = weights - prior
        return value + float(pull @ away**2), slope + 2 * pull * away

    return dict(zip(known, minimize(whole, prior).x.tolist(), strict=True))

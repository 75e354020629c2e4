"""Mentions + candidates → one `Resolution` each, with its reason.

All mentions of an article are resolved together. Each candidate of each mention gets a sum of
named features, weighed by ``weights.toml``; the softmax of the sums is its probability. That
happens twice: the second time the first answers are context for each other. A place
that contradicts what the text says ("Zorya in Donetsk region") is never chosen: the mention
then stays unresolved, with the reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from warmap.article import sentences
from warmap.calibration import calibrated
from warmap.context import (
    Group,
    Home,
    context_features,
    features_of,
    kind_fit,
    lacks_noun,
    lies_in,
    links,
)
from warmap.errors import WarmapError
from warmap.gazetteer import Gazetteer, normalise
from warmap.lexicon import lexicon
from warmap.model import Candidate, Mention, Resolution, Rival
from warmap.reasons import reason_for
from warmap.respelling import lookup_cyrillic
from warmap.roles import role_of
from warmap.tokens import Tokens, tokenize
from warmap.weights import Weights, bundled_weights

__all__ = ["THRESHOLD", "candidate_features", "candidates_for", "places_of", "resolve"]

THRESHOLD = 0.2
"""Score under which a mention stays unresolved."""

_LANDS = ("country", "region")
_MOST_RIVALS = 5
_FAINT = 0.02  # a rival less likely than this is not worth a reader's time


def candidates_for(name: str, *, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Places that a name may mean; a name unknown as a whole is tried without its kind word.

    Parameters
    ----------
    name
        As the text writes it.
    gazetteer
        Where to look.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> [c.source_id for c in candidates_for("the Mezhova settlement",
    ...                                      gazetteer=default_gazetteer())]
    ['701305']
    """
    found = tuple(gazetteer.lookup(name))
    if found:
        return found
    words = name.split()
    while words and words[0].lower() in ("the", *lexicon().kind_words):
        words = words[1:]
    while words and words[-1].lower() in lexicon().kind_words:
        words = words[:-1]
    shorter = " ".join(words)
    return tuple(gazetteer.lookup(shorter)) if shorter and shorter != name else ()


def places_of(mention: Mention, *, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Places that a mention may mean: of an inflected name those of its nominatives.

    Parameters
    ----------
    mention
        The name.
    gazetteer
        Where to look.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> places_of(Mention(0, 8, "Межової", forms=("Межова",)), gazetteer=default_gazetteer())[0].id
    'geonames:701305'
    """
    if not mention.forms:
        return candidates_for(mention.text, gazetteer=gazetteer)
    found = {
        place.id: place
        for form in mention.forms
        for place in lookup_cyrillic(form, gazetteer=gazetteer)
    }
    if set(mention.kinds) & {"river", "sea"} and not any(p.kind in _LANDS for p in found.values()):
        # Towns are often called like their river, and "річка X" says which is meant.
        return tuple(place for place in found.values() if place.kind in ("river", "sea"))
    return tuple(found.values())


def resolve(
    text: str,
    mentions: Sequence[Mention],
    *,
    gazetteer: Gazetteer,
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
    ordered = [mentions[i] for i in order]
    base = Home.named(home, gazetteer=gazetteer) if home else None
    answers = _Answers(text, ordered, gazetteer, base, weights).resolutions(threshold)
    back = dict(zip(order, answers, strict=True))
    return [back[i] for i in range(len(mentions))]


def candidate_features(
    text: str,
    mentions: Sequence[Mention],
    *,
    gazetteer: Gazetteer,
    weights: Weights,
) -> list[list[tuple[Candidate, dict[str, float]]]]:
    """The candidates of each mention with their features, as the second pass weighs them.

    Parameters
    ----------
    text
        The article.
    mentions
        Spans of the text, in its order.
    gazetteer
        Tells which places bear a name.
    weights
        Settle the first pass, whose answers are context for the second.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> from warmap.mentions import mentions_at
    >>> text = "Zorya in Ukraine's Donetsk region"
    >>> rows = candidate_features(text, mentions_at(text, [(0, 5), (9, 16), (19, 26)]),
    ...                           gazetteer=default_gazetteer(), weights=bundled_weights())
    >>> {place.country for place, features in rows[0] if "inside" in features}
    {'UA'}
    """
    answers = _Answers(text, mentions, gazetteer, None, weights)
    context = answers.context()
    found = []
    for index, number in enumerate(answers.group_of):
        rows = zip(answers.features[index], context[number], strict=True)
        places = answers.groups[number].candidates
        found.append([(p, own | extra) for p, (own, extra) in zip(places, rows, strict=True)])
    return found


class _Answers:
    """The mentions of one article while they are resolved."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        gazetteer: Gazetteer,
        home: Home | None,
        weights: Weights | None = None,
    ) -> None:
        self.weights = weights or bundled_weights()
        self.text = text
        self.mentions = mentions
        self.home = home
        self.links = links(text, mentions)
        self.groups, self.group_of = _grouped(mentions, gazetteer)
        self.features: list[list[dict[str, float]]] = [
            self._own_features(i) for i in range(len(mentions))
        ]
        for group in self.groups:
            group.probability = self._shared(group, None)

    def context(self) -> list[list[dict[str, float]]]:
        """What the second pass sees of the article: the first pass's answers as context."""
        context = context_features(self.groups, home=self.home)
        for group, extra in zip(self.groups, context, strict=True):
            group.probability = self._shared(group, extra)
        return context_features(self.groups, home=self.home)

    def resolutions(self, threshold: float) -> list[Resolution]:
        """Both passes, then one answer for each mention."""
        context = self.context()
        tokens = tokenize(self.text)
        bounds = sentences(self.text)
        return [
            self._answer(index, context[self.group_of[index]], tokens, bounds, threshold)
            for index in range(len(self.mentions))
        ]

    def _own_features(self, index: int) -> list[dict[str, float]]:
        """Features of a mention's candidates from its own words and its container."""
        mention = self.mentions[index]
        group = self.groups[self.group_of[index]]
        alone = len(group.candidates) == 1
        found = [features_of(mention.text, c, mention.kinds, alone=alone) for c in group.candidates]
        others = [m for m in group.mentions if m != index and self.mentions[m].kinds]
        for place, features in zip(group.candidates, found, strict=True):
            if others:
                features["kind_elsewhere"] = sum(
                    max(kind_fit(place.kind, k) for k in self.mentions[m].kinds) for m in others
                ) / len(others)
            if not mention.kinds and lacks_noun(place, group.candidates):
                features["without_noun"] = 1.0
            features.update(self._containment(index, place))
        return found

    def _containment(self, index: int, place: Candidate) -> dict[str, float]:
        """Whether a candidate lies in what the text says, and holds what it says it holds."""
        features: dict[str, float] = {}
        for other, how in self.links.get(index, ()):
            areas = [
                c
                for c in self.groups[self.group_of[other]].candidates
                if c.kind in ("country", "region", "district") and c.match != "alias"
            ]
            if any(lies_in(place, area) for area in areas):
                features["inside"] = 1.0
            elif how == "in" and areas and place.kind not in ("country", "sea"):
                features["outside"] = 1.0
        for other, containers in self.links.items():
            if any(container == index for container, _ in containers):
                held = self.groups[self.group_of[other]].candidates
                if any(lies_in(c, place) for c in held):
                    features["holds"] = 1.0
        return features

    def _shared(self, group: Group, extra: list[dict[str, float]] | None) -> NDArray[np.float64]:
        """Probabilities of a group: the mean over its mentions (one sense per article)."""
        if not group.candidates:
            return np.zeros(0)
        sums = [self._sums(i, extra) for i in group.mentions]
        return softmax(np.mean(sums, axis=0))

    def _sums(self, index: int, extra: list[dict[str, float]] | None) -> NDArray[np.float64]:
        own = self.features[index]
        if extra is None:
            return np.array([self._total(f) for f in own])
        return np.array([self._total(f) + self._total(e) for f, e in zip(own, extra, strict=True)])

    def _total(self, features: dict[str, float]) -> float:
        table = self.weights.place
        return sum(table[name] * value for name, value in features.items())

    def _answer(
        self,
        index: int,
        extra: list[dict[str, float]],
        tokens: Tokens,
        bounds: Sequence[tuple[int, int]],
        threshold: float,
    ) -> Resolution:
        mention = self.mentions[index]
        group = self.groups[self.group_of[index]]
        start, end = _sentence_of(mention, bounds)
        role = role_of(tokens, *_words_of(tokens, mention))
        quote = self.text[start:end]
        if not group.candidates:
            why = "no gazetteer knows this name"
            return Resolution(mention, quote, start, role=role, reason=why)
        own = self._sums(index, extra)
        shared = np.mean([self._sums(i, extra) for i in group.mentions], axis=0)
        ranking = self._consistent(index, softmax((own + shared) / 2))
        probability = calibrated(ranking, self.weights.calibration)
        ranked = np.argsort(-ranking, kind="stable")
        best = int(ranked[0])
        features = self.features[index][best] | extra[best]
        reason, contradicted = reason_for(
            mention,
            group.candidates,
            best,
            features,
            self._area(index),
            weights=self.weights,
        )
        score = round(float(probability[best]), 3)
        resolved = score >= threshold and not contradicted
        shown = ranked[1:] if resolved else ranked
        rivals = tuple(
            Rival(group.candidates[i], round(float(probability[i]), 3))
            for i in shown[:_MOST_RIVALS]
            if probability[i] >= _FAINT
        )
        return Resolution(
            mention,
            quote,
            start,
            role=role,
            candidate=group.candidates[best] if resolved else None,
            score=score,
            reason=reason,
            rivals=rivals,
            status="resolved" if resolved else "unresolved",
        )

    def _consistent(self, index: int, probability: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probabilities without places outside of what the text says, if one lies inside.

        "Makiivka in Luhansk region" never means the city in Donetsk region, however large it is
        and however often the article names its neighbours.
        """
        inside = np.array(["inside" in f for f in self.features[index]])
        outside = np.array(["outside" in f for f in self.features[index]]) & ~inside
        if not inside.any() or not outside[np.argmax(probability)]:
            return probability
        kept = np.where(outside, 0.0, probability)
        return np.asarray(kept / kept.sum())

    def _area(self, index: int) -> str:
        """Name of the smallest area that the text puts the mention in."""
        for other, how in reversed(self.links.get(index, ())):
            group = self.groups[self.group_of[other]]
            if how == "in" and group.candidates:
                return group.candidates[int(np.argmax(group.probability))].name
        return ""


def softmax(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities that sum to one."""
    raised = np.exp(sums - sums.max())
    return np.asarray(raised / raised.sum())


def _grouped(mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[list[Group], list[int]]:
    """Mentions by name: all bearers of one name are judged together."""
    places: dict[str, int] = {}
    groups: list[Group] = []
    group_of: list[int] = []
    for index, mention in enumerate(mentions):
        form = normalise("|".join(mention.forms) or mention.text)
        if form not in places:
            places[form] = len(groups)
            found = places_of(mention, gazetteer=gazetteer)
            groups.append(Group([], found, np.zeros(len(found))))
        groups[places[form]].mentions.append(index)
        group_of.append(places[form])
    return groups, group_of


def _sentence_of(mention: Mention, bounds: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The sentence that holds the start of a mention, stretched to its end if need be."""
    at = bisect_right(bounds, (mention.start, 1 << 62)) - 1
    start, end = bounds[at] if at >= 0 else (mention.start, mention.end)
    return min(start, mention.start), max(end, mention.end)


def _words_of(tokens: Tokens, mention: Mention) -> tuple[int, int]:
    """First and last word that a mention touches."""
    first = max(0, bisect_right(tokens.starts, mention.start) - 1)
    last = max(first, bisect_right(tokens.starts, max(mention.start, mention.end - 1)) - 1)
    return first, last

"""Mentions + candidates → one `Resolution` each, with its reason.

All mentions of an article are resolved together: the likeliest candidate of the `Ranking` is the
answer. A place that contradicts what the text says ("Zorya in Donetsk region") is never chosen: the
mention then stays unresolved, with the reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from warmap.article import sentences
from warmap.errors import WarmapError
from warmap.gazetteer import Gazetteer
from warmap.home import Home
from warmap.model import Candidate, Mention, Resolution, Rival, Role
from warmap.ranking import Ranking
from warmap.reasons import reason_for
from warmap.roles import role_of
from warmap.tokens import Tokens, tokenize
from warmap.weights import Weights

__all__ = ["THRESHOLD", "resolve"]

THRESHOLD = 0.2
"""Score under which a mention stays unresolved."""

_MOST_RIVALS = 5
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


def _answers(ranking: Ranking, tokens: Tokens, threshold: float) -> Iterator[Resolution]:
    """One resolution for each mention of a ranking."""
    bounds = sentences(tokens.text)
    for index, mention in enumerate(ranking.mentions):
        places = ranking.candidates(index)
        likeliest = ranking.likeliest(index, _MOST_RIVALS + 1)
        best, score = likeliest[0] if likeliest else (0, 0.0)
        contradicted = bool(places) and ranking.contradicts(index, best)
        score = round(score, 3)
        resolved = bool(places) and score >= threshold and not contradicted
        rivals = tuple(
            [
                Rival(places[rival], round(its_score, 3))
                for rival, its_score in likeliest[int(resolved) :][:_MOST_RIVALS]
                if its_score >= _FAINT
            ]
        )
        place = places[best] if resolved else None
        start, end = _sentence_of(mention, bounds)
        yield Resolution(
            mention,
            tokens.text[start:end],
            start,
            role=_role(ranking, tokens, index, place or (rivals[0].candidate if rivals else None)),
            candidate=place,
            score=score,
            reason=_reason(ranking, index, best, contradicted=contradicted),
            rivals=rivals,
            status="resolved" if resolved else "unresolved",
        )


def _role(ranking: Ranking, tokens: Tokens, index: int, place: Candidate | None) -> Role:
    """How the text uses a mention, which may stand in a text of marks alone."""
    if not len(tokens):
        return "literal"
    mention, reading = ranking.mentions[index], ranking.readings[index]
    words = tokens.span(mention.start, mention.end)
    return role_of(tokens, *words, place=place, weights=ranking.weights, reading=reading)


def _reason(ranking: Ranking, index: int, best: int, *, contradicted: bool) -> str:
    """Why the likeliest candidate of a mention is it, or why there is no answer."""
    places = ranking.candidates(index)
    if not places:
        return "no gazetteer knows this name"
    return reason_for(
        ranking.mentions[index],
        places,
        best,
        ranking.strengths(index),
        ranking.area(index),
        contradicted=contradicted,
        equals=ranking.equals(index),
    )


def _sentence_of(mention: Mention, bounds: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The sentence that holds the start of a mention, stretched to its end if need be."""
    at = bisect_right(bounds, (mention.start, 1 << 62)) - 1
    start, end = bounds[at] if at >= 0 else (mention.start, mention.end)
    return min(start, mention.start), max(end, mention.end)

"""Why warmap answers as it does: every decision of an article as the sum that it is.

Takes a text and gives an `Explanation` for each name: what speaks for its being a place, and for
each candidate what speaks for its being meant. It decides nothing: the features, the weights and
the answers are those of `mentions` and `resolve`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from warmap.article import check_text
from warmap.features import Span
from warmap.gazetteer import Gazetteer
from warmap.grammar import role_features
from warmap.home import Home
from warmap.layers import open_gazetteer
from warmap.mentions import Judge, Recognizer, find_mentions
from warmap.model import Article, Candidate, Mention, Resolution, Role
from warmap.ranking import Ranking
from warmap.resolve import THRESHOLD, resolve
from warmap.spans import bounds_of, on_words, spans_of
from warmap.tokens import Tokens, tokenize
from warmap.weights import Weights, bundled_weights, meanings

__all__ = ["Explanation", "Option", "Part", "explain"]


@dataclass(frozen=True, slots=True)
class Part:
    """What one feature adds to a sum.

    Parameters
    ----------
    feature, meaning
        Its name, and what it means, as ``weights.toml`` has them.
    value, weight
        What the text gives it, and what it weighs.
    late
        Whether it depends on what else the article names, so that the first pass lacks it.

    Examples
    --------
    >>> Part("inside", "lies in what the text says", 1.0, 2.5).contribution
    2.5
    """

    feature: str
    meaning: str
    value: float
    weight: float
    late: bool = False

    @property
    def contribution(self) -> float:
        """Value times weight."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Option:
    """A place that a name may mean.

    Parameters
    ----------
    candidate
        The place.
    parts
        What its features add, the largest first.
    probability
        The softmax of the totals; 0 where the text says that the place lies elsewhere while
        another one fits.
    score
        The same, calibrated.
    contradicted
        Whether the text says that the place lies elsewhere.

    Examples
    --------
    >>> explain("They left Mezhova.")[0].options[0].candidate.name
    'Mezhova'
    """

    candidate: Candidate
    parts: tuple[Part, ...]
    probability: float
    score: float
    contradicted: bool

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return sum(part.contribution for part in self.parts)

    @property
    def first(self) -> float:
        """The same in the first pass, which knows nothing of the other names."""
        return sum(part.contribution for part in self.parts if not part.late)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A name of the text and the decisions about it.

    Parameters
    ----------
    start, end, text
        Where it stands, and as it is written.
    parts
        What speaks for its being a place, and against; a positive sum keeps it. Empty when only a
        place list or nobody proposes the span.
    options
        The places that it may mean, the likeliest first; none for a name that is refused.
    resolution
        The answer; None for a name that is refused.
    roles
        What speaks for each role but the literal one, whose sum is zero: the greatest sum counts.

    Examples
    --------
    >>> [(e.text, e.resolution is None) for e in explain("Hope left Kyiv.", refused=True)]
    [('Hope', True), ('Kyiv', False)]
    """

    start: int
    end: int
    text: str
    parts: tuple[Part, ...]
    options: tuple[Option, ...] = ()
    resolution: Resolution | None = None
    roles: tuple[tuple[Role, tuple[Part, ...]], ...] = ()

    @property
    def total(self) -> float:
        """The sum that decides whether it is a place."""
        return sum(part.contribution for part in self.parts)


def explain(
    text: str | Article,
    *,
    gazetteer: Gazetteer | None = None,
    recognizer: Recognizer | None = None,
    home: str | None = None,
    demonyms: bool = False,
    threshold: float = THRESHOLD,
    weights: Weights | None = None,
    refused: bool = False,
) -> list[Explanation]:
    """Tell of each place name of an article what every feature adds to its decisions.

    Parameters
    ----------
    text
        The article or its text.
    gazetteer, recognizer, home, demonyms, threshold, weights
        As for `warmap.find_places`.
    refused
        Also tell of names that were weighed and found to be no place.

    Returns
    -------
    list of Explanation
        In the order of the text: one for each mention that `warmap.find_places` gives.

    Raises
    ------
    ArticleError
        The text has lone surrogates.
    GazetteerError
        The gazetteer is missing or damaged, or `home` names no known place.
    WarmapError
        `threshold` is not within 0 to 1.

    Examples
    --------
    >>> found = explain("They left the town of Mezhova.")
    >>> found[0].parts[0].contribution > 0, found[0].options[0].score > 0.5
    (True, True)
    """
    plain = text.text if isinstance(text, Article) else text
    check_text(plain)
    table, known = gazetteer or open_gazetteer(), weights or bundled_weights()
    tokens = tokenize(plain)
    proposed = _Proposed(list(recognizer.find(plain))) if recognizer else None
    mentions = find_mentions(
        plain, gazetteer=table, tokens=tokens, recognizer=proposed, demonyms=demonyms, weights=known
    )
    extra = on_words(tokens, proposed.spans) if proposed else set()
    spans = list(spans_of(tokens, gazetteer=table, extra=extra, demonyms=demonyms))
    sums = _mention_parts(tokens, spans, known)
    answers = resolve(
        plain, mentions, gazetteer=table, tokens=tokens, home=home, threshold=threshold,
        weights=known,
    )  # fmt: skip
    base = Home.named(home, gazetteer=table) if home else None
    ranking = Ranking(tokens, mentions, gazetteer=table, home=base, weights=known)
    found = [
        Explanation(
            m.start,
            m.end,
            m.text,
            parts=sums.get((m.start, m.end), ()),
            options=_options(ranking, i),
            resolution=answer,
            roles=_roles(tokens, m, answer, known),
        )
        for i, (m, answer) in enumerate(zip(mentions, answers, strict=True))
    ]
    if refused:
        taken = {at for m in mentions for at in range(m.start, m.end)}
        found += [
            Explanation(start, end, plain[start:end], parts)
            for (start, end), parts in sums.items()
            if taken.isdisjoint(range(start, end))
        ]
    return sorted(found, key=lambda e: (e.start, -e.end))


@dataclass(frozen=True, slots=True)
class _Proposed:
    """A recogniser that was asked already."""

    spans: list[tuple[int, int]]

    def find(self, _: str, /) -> Sequence[tuple[int, int]]:
        return self.spans


def _mention_parts(
    tokens: Tokens, spans: Sequence[Span], weights: Weights
) -> dict[tuple[int, int], tuple[Part, ...]]:
    """For each span that was weighed what its features add."""
    judge = Judge(tokens, weights)
    factor = weights.pooled["first"]
    table = {name: factor * weight for name, weight in weights.mention.items()}
    table |= {name: weight for name, weight in weights.pooled.items() if name != "first"}
    told = {**meanings()["mention"], **meanings()["pooled"]}
    inflected = meanings()["mention_cyrillic"]
    second = iter(judge.pooled([span for span in spans if not judge.is_inflected(span)]))
    found = {}
    for span in spans:
        bounds, features = bounds_of(tokens, span), judge.features(span)
        if judge.is_inflected(span):
            found[bounds] = _parts(features, weights.mention_cyrillic, inflected)
            continue
        features |= next(second)
        del features["first"]  # the sum of the others, which stand for it
        found[bounds] = _parts(features, table, told)
    return found


def _options(ranking: Ranking, mention: int) -> tuple[Option, ...]:
    """The candidates of a mention, the likeliest first."""
    places = ranking.candidates(mention)
    if not places:
        return ()
    rows = ranking.bearers.rows(mention)
    likely, scores = ranking.probabilities[rows], ranking.scores[rows]
    columns = ranking.features(mention)
    return tuple(
        Option(
            candidate=places[i],
            parts=_parts(
                {name: float(column[i]) for name, column in columns.items()},
                ranking.weights.place,
                meanings()["place"],
                early=ranking.early,
            ),
            probability=float(likely[i]),
            score=round(float(scores[i]), 3),
            contradicted=ranking.contradicts(mention, i),
        )
        for i in ranking.order(mention)
    )


def _roles(
    tokens: Tokens, mention: Mention, answer: Resolution, weights: Weights
) -> tuple[tuple[Role, tuple[Part, ...]], ...]:
    """What speaks for a mention's naming a government, or a thing that borrows its name."""
    if mention.forms:
        return ()  # of names in Ukrainian and Russian text rules decide, not sums
    place = answer.candidate or next((rival.candidate for rival in answer.rivals), None)
    features = role_features(tokens, *tokens.span(mention.start, mention.end), place=place)
    tables: dict[Role, Mapping[str, float]] = {
        "government": weights.government,
        "associative": weights.associative,
    }
    return tuple(
        (role, _parts({n: v for n, v in features.items() if n in table}, table, meanings()[role]))
        for role, table in tables.items()
    )


def _parts(
    features: Mapping[str, float],
    weights: Mapping[str, float],
    told: Mapping[str, str],
    *,
    early: Collection[str] | None = None,
) -> tuple[Part, ...]:
    """The features that a text gives a value, those that add or take most first."""
    parts = [
        Part(
            name, told.get(name, ""), value, weights[name], early is not None and name not in early
        )
        for name, value in features.items()
        if value
    ]
    return tuple(sorted(parts, key=lambda p: (-abs(p.contribution), p.feature)))

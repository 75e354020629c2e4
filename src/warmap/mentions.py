"""Text → mentions: which words of an article name a place.

The spans that `spans` considers are judged by a sum of named features (kind, population, the
words around) with the weights of ``weights.toml``, and a second time beside the other names of the
article; a positive sum keeps one. Which place a mention means is not decided here but in `resolve`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from math import exp
from typing import Protocol

from warmap.article import check_text
from warmap.document import Document
from warmap.evidence import kinds_around
from warmap.features import Span, span_features
from warmap.features_cyrillic import CyrillicDocument, cyrillic_features
from warmap.forms import Names, narrowed
from warmap.gazetteer import Gazetteer, normalise
from warmap.language import is_cyrillic
from warmap.model import Kind, Mention
from warmap.pooling import pooled_features
from warmap.spans import bounds_of, on_words, spans_of
from warmap.tokens import Tokens, tokenize
from warmap.weights import Weights, bundled_weights, weighed

__all__ = ["Judge", "Recognizer", "find_mentions", "mentions_at"]


class Recognizer(Protocol):
    """Anything that finds names in a text: its spans join the gazetteer's.

    Examples
    --------
    >>> class Everything:
    ...     def find(self, text: str, /) -> list[tuple[int, int]]:
    ...         return [(0, len(text))]
    """

    def find(self, text: str, /) -> Sequence[tuple[int, int]]:
        """Half-open spans, in code points, that may name a place."""


def find_mentions(
    text: str,
    *,
    gazetteer: Gazetteer,
    tokens: Tokens | None = None,
    recognizer: Recognizer | None = None,
    demonyms: bool = False,
    names: Collection[str] = (),
    weights: Weights | None = None,
) -> list[Mention]:
    """Find the place names of a text.

    Parameters
    ----------
    text
        The article.
    gazetteer
        Tells which names exist.
    tokens
        The words of the text, when the caller has them already.
    recognizer
        A further source of spans; the same decision judges them.
    demonyms
        Also mark "Turkish" and "Russians", which name a people or an adjective.
    names
        Names that count as places wherever they stand, from the user's place list.
    weights
        What the features weigh; when None the bundled ones.

    Returns
    -------
    list of Mention
        In the order of the text, without overlaps.

    Raises
    ------
    ArticleError
        The text has lone surrogates.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> text = "Shelling hit the village of Qwertivka near Kyiv."
    >>> [m.text for m in find_mentions(text, gazetteer=default_gazetteer())]
    ['Qwertivka', 'Kyiv']
    """
    check_text(text)
    tokens = tokenize(text) if tokens is None else tokens
    sure = frozenset(normalise(name) for name in names)
    extra = on_words(tokens, recognizer.find(text)) if recognizer else set()
    spans = list(spans_of(tokens, gazetteer=gazetteer, sure=sure, extra=extra, demonyms=demonyms))
    judge = Judge(tokens, weights or bundled_weights())
    sums = judge.totals(spans)
    found: list[Mention] = []
    taken = 0
    for span, value in zip(spans, sums, strict=True):
        if span.first < taken:
            continue
        start, end = bounds_of(tokens, span)
        name = text[start:end]
        listed = bool(sure) and not sure.isdisjoint(map(normalise, (name, *span.forms)))
        if value > 0 or listed:
            kinds = judge.kinds(span)
            belief = 1.0 if listed else 1 / (1 + exp(-value))
            found.append(Mention(start, end, name, kinds, span.forms, belief))
            taken = span.last + 1
    return narrowed(found)


class Judge:
    """Two judgements of the spans of a text: each by its own features, then beside the others.

    Names in Ukrainian and Russian text have features and weights of their own, and the first
    judgement alone.

    Parameters
    ----------
    tokens
        The words of the text.
    weights
        What the features weigh.

    Examples
    --------
    >>> judge = Judge(tokenize("in Kyiv"), bundled_weights())
    >>> judge.features(Span(1, 1, ()))["locative"]
    1.0
    """

    def __init__(self, tokens: Tokens, weights: Weights) -> None:
        self._tokens = tokens
        self._weights = weights
        self._document = Document.read(tokens)
        inflected = tokens.language != "en"
        self._cyrillic = CyrillicDocument.read(tokens) if inflected else None
        self._kinds: dict[tuple[int, int], tuple[Kind, ...]] = {}

    def is_inflected(self, span: Span) -> bool:
        """Whether a span is judged as Ukrainian or Russian."""
        return self._cyrillic is not None and is_cyrillic(self._tokens.words[span.first])

    def kinds(self, span: Span) -> tuple[Kind, ...]:
        """The kinds of place that the words around a span speak for, read once."""
        words = span.first, span.last
        if words not in self._kinds:
            self._kinds[words] = kinds_around(self._tokens, *words)
        return self._kinds[words]

    def features(self, span: Span) -> dict[str, float]:
        """The features of a span by itself."""
        if self._cyrillic is not None and self.is_inflected(span):
            return cyrillic_features(self._tokens, span, self._cyrillic)
        return span_features(self._tokens, span, self._document, called=bool(self.kinds(span)))

    def pooled(self, spans: Sequence[Span]) -> list[dict[str, float]]:
        """The features of the second judgement of all spans; ``first`` is the sum of the first.

        Of those alone that are judged as English.
        """
        table = self._weights.mention
        first = [weighed(self.features(span), table) for span in spans]
        if len(self._weights.pooled) == 1:  # the first judgement alone
            return [{"first": value} for value in first]
        return list(pooled_features(self._tokens, spans, first))

    def totals(self, spans: Sequence[Span]) -> list[float]:
        """The sum of the last judgement of each span; a positive one keeps it."""
        inflected = [self.is_inflected(span) for span in spans]
        others = [span for span, own in zip(spans, inflected, strict=True) if not own]
        second = iter([weighed(row, self._weights.pooled) for row in self.pooled(others)])
        table = self._weights.mention_cyrillic
        return [
            weighed(self.features(span), table) if own else next(second)
            for span, own in zip(spans, inflected, strict=True)
        ]


def mentions_at(
    text: str, spans: Iterable[tuple[int, int]], *, gazetteer: Gazetteer | None = None
) -> list[Mention]:
    """Make mentions of spans that somebody else found, one for each and in their order.

    Parameters
    ----------
    text
        The article.
    spans
        Half-open spans in code points.
    gazetteer
        Tells which nominatives of a Ukrainian or Russian name exist; without it grammar alone does.

    Examples
    --------
    >>> mentions_at("the village of Zorya", [(15, 20)])
    [Mention(start=15, end=20, text='Zorya', kinds=('village',), forms=())]
    """
    tokens = tokenize(text)
    names = Names(tokens, gazetteer) if tokens.language != "en" else None
    found = []
    for start, end in spans:
        first = max(0, bisect_right(tokens.starts, start) - 1)
        last = max(first, bisect_left(tokens.starts, end) - 1)
        kinds = kinds_around(tokens, first, last) if len(tokens) else ()
        inflected = names is not None and len(tokens) > 0 and is_cyrillic(tokens.words[first])
        forms = names.forms(first, last) if names is not None and inflected else ()
        found.append(Mention(start, end, text[start:end], kinds, forms))
    return narrowed(found)

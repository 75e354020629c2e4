"""Text → mentions: which words of an article name a place.

Every run of capitalised words that the gazetteer knows is a candidate span, the longest first.
Whether it is a place *here* is a sum of named features (kind, population, the words around it)
with the weights of ``weights.toml``; a positive sum keeps it. A name that no gazetteer knows
is kept when a trigger marks it ("the village of Xyz"). Which place a mention means is
not decided here but in `resolve`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import merge
from typing import Protocol

from warmap.article import check_text
from warmap.evidence import kinds_around
from warmap.features import Document, Span, span_features
from warmap.features_cyrillic import CyrillicDocument, cyrillic_features, cyrillic_spans
from warmap.forms import Names, narrowed
from warmap.gazetteer import Gazetteer, normalise
from warmap.language import is_cyrillic
from warmap.lexicon import lexicon
from warmap.model import Candidate, Mention
from warmap.sites import last_capital, site_ends
from warmap.tokens import Tokens, tokenize
from warmap.weights import Weights, bundled_weights

__all__ = [
    "Judge",
    "Recognizer",
    "bounds_of",
    "find_mentions",
    "mentions_at",
    "on_words",
    "spans_of",
]

_MOST_WORDS = 6
_TRIGGERS = frozenset(("village", "town", "district", "river"))
_AREAS = ("country", "region")


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
    judge = Judge(tokens, weights or bundled_weights())
    found: list[Mention] = []
    taken = 0
    for span in spans_of(tokens, gazetteer=gazetteer, sure=sure, extra=extra, demonyms=demonyms):
        if span.first < taken:
            continue
        start, end = bounds_of(tokens, span)
        name = text[start:end]
        if sure.isdisjoint(map(normalise, (name, *span.forms))) and judge.total(span) <= 0:
            continue
        kinds = kinds_around(tokens, span.first, span.last)
        found.append(Mention(start, end, name, kinds, span.forms))
        taken = span.last + 1
    return narrowed(found)


class Judge:
    """What the features of a text's spans are, and what they weigh.

    Parameters
    ----------
    tokens
        The words of the text.
    weights
        What the features weigh.

    Examples
    --------
    >>> judge = Judge(tokenize("in Kyiv"), bundled_weights())
    >>> judge.table(Span(1, 1, ()))
    'mention'
    """

    def __init__(self, tokens: Tokens, weights: Weights) -> None:
        self._tokens = tokens
        self._weights = weights
        self._document = Document.read(tokens)
        inflected = tokens.language != "en"
        self._cyrillic = CyrillicDocument.read(tokens) if inflected else None

    def table(self, span: Span) -> str:
        """Which decision of ``weights.toml`` a span falls under."""
        cyrillic = self._cyrillic is not None and is_cyrillic(self._tokens.words[span.first])
        return "mention_cyrillic" if cyrillic else "mention"

    def features(self, span: Span) -> dict[str, float]:
        """The features of a span."""
        if self._cyrillic is not None and is_cyrillic(self._tokens.words[span.first]):
            return cyrillic_features(self._tokens, span, self._cyrillic)
        return span_features(self._tokens, span, self._document)

    def total(self, span: Span) -> float:
        """Their sum; a positive one keeps the span."""
        weights: Mapping[str, float] = getattr(self._weights, self.table(span))
        return sum(weights[name] * value for name, value in self.features(span).items())


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


def spans_of(
    tokens: Tokens,
    *,
    gazetteer: Gazetteer,
    sure: AbstractSet[str] = frozenset(),
    extra: Collection[tuple[int, int]] = frozenset(),
    demonyms: bool = False,
) -> Iterator[Span]:
    """Spans that may name a place, by first word, the longest first.

    Parameters
    ----------
    tokens
        The words of the text.
    gazetteer
        Tells which names exist.
    sure
        Normalised names that count without the gazetteer.
    extra
        Word ranges that a recogniser proposes.
    demonyms
        Whether names of peoples count.
    """
    if tokens.language == "en":
        yield from _latin_spans(tokens, gazetteer, sure, extra, demonyms=demonyms)
        return
    latin = _latin_spans(tokens, gazetteer, sure, extra, demonyms=demonyms)
    cyrillic = cyrillic_spans(tokens, gazetteer=gazetteer, sure=sure, extra=extra)
    yield from merge(latin, cyrillic, key=lambda span: span.first)


def _latin_spans(
    tokens: Tokens,
    gazetteer: Gazetteer,
    sure: AbstractSet[str],
    extra: Collection[tuple[int, int]],
    *,
    demonyms: bool,
) -> Iterator[Span]:
    """The spans that are read as English; in an article in Cyrillic those of other letters."""
    for first in range(len(tokens)):
        if not tokens.capital(first):
            continue
        if tokens.language != "en" and not _in_latin(tokens, first):
            continue
        known = False
        sites = site_ends(tokens, first)
        for last in range(max(_run_end(tokens, first), *sites, first), first - 1, -1):
            if not tokens.capital(last) and last not in sites:
                continue
            name = tokens.text[tokens.starts[first] : tokens.ends[last]]
            places = tuple(gazetteer.lookup(name))
            if not demonyms:
                known = known or any(c.match == "demonym" for c in places)
                places = tuple(c for c in places if c.match != "demonym")
            places = _abbreviated(tokens, last, places)
            named = bool(places) or (first, last) in extra or (sure and normalise(name) in sure)
            if named or last in sites:
                known = known or bool(named)
                tied = _compound(tokens, first, last, gazetteer)
                yield Span(first, last, places, tied, (first, last) in extra)
        last = last_capital(tokens, first)
        if known or last in sites or tokens.word(first) in ("the", "a", "an"):
            continue  # an article at the head of a sentence begins no unknown name
        if _marked(tokens, first) or (_hinted(tokens, first) and last - first < 3):
            yield Span(first, last, ())


def _in_latin(tokens: Tokens, index: int) -> bool:
    """Whether a word of a Cyrillic article stands in a passage in Latin letters.

    A single such word ("Patriot", "Reuters") is a brand, hardly ever a place.
    """
    beside = [*range(index - 2, index), *range(index + 1, index + 3)]
    around = [tokens.words[i] for i in beside if 0 <= i < len(tokens)]
    return not any(map(is_cyrillic, (tokens.words[index], *around)))


def _compound(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a hyphen ties the words to a capitalised one that is no place."""
    beside = []
    if tokens.gaps[first] == "-":
        beside.append(first - 1)
    if tokens.gaps[last + 1] == "-":
        beside.append(last + 1)
    return any(tokens.capital(i) and not gazetteer.lookup(tokens.words[i]) for i in beside)


def _run_end(tokens: Tokens, first: int) -> int:
    """Last word that a name starting at `first` may reach."""
    last = first
    while last + 1 < min(len(tokens), first + _MOST_WORDS) and tokens.joined(last + 1):
        last += 1
    return last


def _marked(tokens: Tokens, first: int) -> bool:
    """Whether a trigger makes an unknown word a place: "the village of X", "the town X"."""
    kinds = lexicon().kind_words
    before = tokens.word(first - 1)
    if tokens.word(first) in lexicon().other_capitals or tokens.gaps[first] != " ":
        return False
    if before == "of" and tokens.gaps[first - 1] == " ":
        return kinds.get(tokens.word(first - 2)) in (*_TRIGGERS, "city", "region")
    return kinds.get(before) in _TRIGGERS and not tokens.capital(first - 1)


def _hinted(tokens: Tokens, first: int) -> bool:
    """Whether a preposition or a noun in the name hints at a place: "in X", "the X River"."""
    if tokens.capital(first - 1) and tokens.gaps[first] == " ":
        return False
    if tokens.gaps[first] == " " and tokens.word(first - 1) in _HINTS:
        return True
    last = last_capital(tokens, first)
    return last > first and tokens.word(last) in lexicon().kind_words


_SHORT_ROADS = frozenset("st ave rd dr ln blvd hwy pkwy rt rte".split())
_HINTS = frozenset("in at near from to around outside toward towards".split())


def _abbreviated(tokens: Tokens, last: int, places: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Only what is abbreviated, where a full stop shows that something is: "Salina, Kan."."""
    if not tokens.text.startswith(".", tokens.ends[last]):
        return places
    return tuple(c for c in places if c.match == "abbreviation") or places


def bounds_of(tokens: Tokens, span: Span) -> tuple[int, int]:
    """The span in code points; an abbreviation keeps its full stop ("Calif.")."""
    short = bool(span.candidates) and all(c.match == "abbreviation" for c in span.candidates)
    name = tokens.text[tokens.starts[span.first] : tokens.ends[span.last]]
    spelt = not name.isupper() or "." in name  # "Calif." and "N.J.", but "the US." ends a sentence
    road = span.last > span.first and tokens.word(span.last) in _SHORT_ROADS  # "Main St."
    stop = ((short and spelt) or road) and tokens.text.startswith(".", tokens.ends[span.last])
    return tokens.starts[span.first], tokens.ends[span.last] + stop


def on_words(tokens: Tokens, spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The recogniser's spans as word ranges; one that cuts a word is left out.

    What a recogniser may take into a name and we don't is cut off: the possessive ending, marks
    at its edges, and an article, which only "The Hague" writes with a capital inside a sentence.

    Examples
    --------
    >>> on_words(tokenize("He saw the Black Sea."), [(7, 20), (8, 9)])
    {(3, 4)}
    """
    found = set()
    for start, end in spans:
        first, last = bisect_left(tokens.starts, start), bisect_right(tokens.ends, end) - 1
        cut = first > 0 and tokens.ends[first - 1] > start
        cut = cut or (last + 1 < len(tokens) and tokens.starts[last + 1] < end)
        article = first < last and tokens.word(first) in ("the", "a", "an")
        if article and (tokens.opens[first] or not tokens.capital(first)):
            first += 1
        if first <= last and not cut:
            found.add((first, last))
    return found

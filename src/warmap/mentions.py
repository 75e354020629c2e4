"""Text → mentions: which words of an article name a place.

Every run of capitalised words that the gazetteer knows is a candidate span, the longest first.
Whether it is a place *here* is a sum of named features (kind, population, the words around it)
with the weights of ``weights.toml``; a positive sum keeps it. A name that no gazetteer knows
is kept when a trigger marks it ("the village of Xyz"). Which place a mention means is
not decided here but in `resolve`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log10
from typing import Protocol

from warmap.evidence import kinds_around
from warmap.gazetteer import Gazetteer, normalise
from warmap.lexicon import lexicon
from warmap.model import Candidate, Mention
from warmap.tokens import Tokens, tokenize
from warmap.weights import weights

__all__ = ["Recognizer", "Span", "find_mentions", "mentions_at", "span_features", "spans_of"]

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


@dataclass(frozen=True, slots=True)
class Span:
    """Words `first` to `last` (both included) and the places that they may name.

    `compound` tells that a hyphen ties them to a word that is no place ("France-Presse").
    """

    first: int
    last: int
    candidates: tuple[Candidate, ...]
    compound: bool = False


def find_mentions(
    text: str,
    *,
    gazetteer: Gazetteer,
    recognizer: Recognizer | None = None,
    demonyms: bool = False,
    names: Collection[str] = (),
) -> list[Mention]:
    """Find the place names of a text.

    Parameters
    ----------
    text
        The article.
    gazetteer
        Tells which names exist.
    recognizer
        A further source of spans; the same decision judges them.
    demonyms
        Also mark "Turkish" and "Russians", which name a people or an adjective.
    names
        Names that count as places wherever they stand, from the user's place list.

    Returns
    -------
    list of Mention
        In the order of the text, without overlaps.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> text = "Shelling hit the village of Qwertivka near Kyiv."
    >>> [m.text for m in find_mentions(text, gazetteer=default_gazetteer())]
    ['Qwertivka', 'Kyiv']
    """
    tokens = tokenize(text)
    sure = frozenset(normalise(name) for name in names)
    extra = _on_words(tokens, recognizer.find(text)) if recognizer else set()
    document = _Document.read(tokens)
    found: list[Mention] = []
    taken = 0
    for span in spans_of(tokens, gazetteer=gazetteer, sure=sure, extra=extra, demonyms=demonyms):
        if span.first < taken:
            continue
        start, end = _bounds(tokens, span)
        name = text[start:end]
        if normalise(name) not in sure:
            features = span_features(tokens, span, document)
            if sum(weights("mention")[k] * v for k, v in features.items()) <= 0:
                continue
        found.append(Mention(start, end, name, kinds_around(tokens, span.first, span.last)))
        taken = span.last + 1
    return found


def mentions_at(text: str, spans: Iterable[tuple[int, int]]) -> list[Mention]:
    """Make mentions of spans that somebody else found, one for each and in their order.

    Parameters
    ----------
    text
        The article.
    spans
        Half-open spans in code points.

    Examples
    --------
    >>> mentions_at("the village of Zorya", [(15, 20)])
    [Mention(start=15, end=20, text='Zorya', kinds=('village',))]
    """
    tokens = tokenize(text)
    found = []
    for start, end in spans:
        first = max(0, bisect_right(tokens.starts, start) - 1)
        last = max(first, bisect_left(tokens.starts, end) - 1)
        kinds = kinds_around(tokens, first, last) if len(tokens) else ()
        found.append(Mention(start, end, text[start:end], kinds))
    return found


def spans_of(
    tokens: Tokens,
    *,
    gazetteer: Gazetteer,
    sure: Collection[str] = frozenset(),
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
    for first in range(len(tokens)):
        if not tokens.capital(first):
            continue
        known = False
        for last in range(_run_end(tokens, first), first - 1, -1):
            if not tokens.capital(last):
                continue
            name = tokens.text[tokens.starts[first] : tokens.ends[last]]
            places = tuple(gazetteer.lookup(name))
            if not demonyms:
                places = tuple(c for c in places if c.match != "demonym")
            if places or (first, last) in extra or (sure and normalise(name) in sure):
                known = True
                yield Span(first, last, places, _compound(tokens, first, last, gazetteer))
        if not known and _marked(tokens, first):
            yield Span(first, _last_capital(tokens, first), ())


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


def _last_capital(tokens: Tokens, first: int) -> int:
    last = first
    while tokens.capital(last + 1) and tokens.joined(last + 1):
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


def _bounds(tokens: Tokens, span: Span) -> tuple[int, int]:
    """The span in code points; an abbreviation keeps its full stop ("Calif.")."""
    short = bool(span.candidates) and all(c.match == "abbreviation" for c in span.candidates)
    stop = short and tokens.text.startswith(".", tokens.ends[span.last])
    return tokens.starts[span.first], tokens.ends[span.last] + stop


def _on_words(tokens: Tokens, spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The recogniser's spans as word ranges; one that cuts a word is left out."""
    starts = {start: index for index, start in enumerate(tokens.starts)}
    ends = {end: index for index, end in enumerate(tokens.ends)}
    return {(starts[a], ends[b]) for a, b in spans if a in starts and b in ends}


@dataclass(frozen=True, slots=True)
class _Document:
    """What the whole text says of its words."""

    small: frozenset[str]  # words that it also writes in lower case
    persons: frozenset[str]  # words that follow a title or a first name

    @classmethod
    def read(cls, tokens: Tokens) -> _Document:
        words = lexicon()
        persons: set[str] = set()
        for i in range(len(tokens) - 1):
            if not (tokens.capital(i + 1) and tokens.gaps[i + 1] in (" ", ". ")):
                continue
            named = tokens.word(i) in words.first_names and tokens.capital(i)
            if named or _is_title(tokens, i):
                last = _last_capital(tokens, i + 1)
                persons.update(tokens.lower[i + 1 : last + 1])
        small = frozenset(w for w, low in zip(tokens.words, tokens.lower, strict=True) if w == low)
        return cls(small, frozenset(persons - words.titles))


def _is_title(tokens: Tokens, index: int) -> bool:
    word = tokens.word(index)
    return word in lexicon().titles or word.rpartition("-")[2] in ("president", "minister")


def span_features(tokens: Tokens, span: Span, document: _Document) -> dict[str, float]:
    """The features of one span; ``weights.toml`` tells what each means."""
    features = {"bias": 1.0}
    features |= _gazetteer_features(span)
    features |= _word_features(tokens, span, document)
    features |= _left_features(tokens, span)
    features |= _right_features(tokens, span)
    return features


def _gazetteer_features(span: Span) -> dict[str, float]:
    """What the gazetteer says of the name."""
    features: dict[str, float] = {}
    if not span.candidates:
        return {"unknown": 1.0}
    best = min(_rank(c) for c in span.candidates)
    for place in span.candidates:
        if _rank(place) == best and place.kind in ("country", "region", "district", "sea", "river"):
            features[f"kind_{place.kind}"] = 1.0
    people = max((c.population or 0) for c in span.candidates)
    features["population"] = max(0.0, log10(1 + people) - 3) / 4
    if best == 1:
        features["alias_only"] = 1.0
    if best == 2:
        features["demonym"] = 1.0
    if span.last > span.first:
        features["several_words"] = 1.0
    return features


def _rank(place: Candidate) -> int:
    return {"alias": 1, "former": 1, "demonym": 2}.get(place.match, 0)


def _word_features(tokens: Tokens, span: Span, document: _Document) -> dict[str, float]:
    """What the words of the name are elsewhere: common words, first names, surnames."""
    words = lexicon()
    lower = tokens.lower[span.first : span.last + 1]
    features: dict[str, float] = {}
    if len(lower) == 1:
        only = lower[0]
        facts = {
            "generic": only in words.organisations or only in words.kind_words,
            "other_capital": only.partition("'")[0].partition("’")[0] in words.other_capitals,
            "common": only in words.common,
            "small_elsewhere": only in document.small,
            "first_name": only in words.first_names,
            "common_opens": tokens.opens[span.first] and only in words.common,
        }
        features = {name: 1.0 for name, fact in facts.items() if fact}
    elif all(w in words.common or w in words.other_capitals for w in lower):
        features["common"] = 1.0
    if any(w in document.persons for w in lower):
        features["surname"] = 1.0
    if tokens.opens[span.first]:
        features["opens"] = 1.0
    if len(tokens.words[span.first]) <= 2:
        features["short"] = 1.0
    if span.compound:
        features["compound"] = 1.0
    return features


def _left_features(tokens: Tokens, span: Span) -> dict[str, float]:
    """What stands before the name."""
    words, first = lexicon(), span.first
    features: dict[str, float] = {}
    before, gap = tokens.word(first - 1), tokens.gaps[first]
    if gap == " " and before in words.locative:
        features["locative"] = 1.0
    if before in ("of", "from") and tokens.word(first - 2) in words.directions:
        features["direction"] = 1.0
    if gap in (" ", ". ") and _is_title(tokens, first - 1):
        features["title"] = 1.0
    if gap in (" ", ". ") and tokens.capital(first - 1) and not tokens.possessive[first - 1]:
        if before in words.first_names or (len(before) == 1 and gap == ". "):
            features["after_first_name"] = 1.0
        elif not (before in words.other_capitals or before in words.locative):
            features["after_capital"] = 1.0
    if before == "of" and _organisation(tokens, first - 2) and tokens.gaps[first] == " ":
        features["of_organisation"] = 1.0
    return features


def _organisation(tokens: Tokens, index: int) -> bool:
    return tokens.capital(index) and tokens.word(index) in lexicon().organisations


def _right_features(tokens: Tokens, span: Span) -> dict[str, float]:
    """What stands after the name."""
    words, after = lexicon(), span.last + 1
    features: dict[str, float] = {}
    gap = tokens.gaps[after]
    if kinds_around(tokens, span.first, span.last):
        features["kind_word"] = 1.0
    if tokens.capital(after) and tokens.joined(after):
        run = range(after, _last_capital(tokens, after) + 1)
        if any(tokens.word(i) in words.organisations for i in run):
            features["organisation"] = 1.0
        elif tokens.word(after) not in words.kind_words:
            features["before_capital"] = 1.0
    elif gap.startswith(", ") and tokens.words[after : after + 1] and tokens.words[after].isdigit():
        features["age"] = float(int(tokens.words[after][:3]) < 110)
    elif gap == ", " and tokens.capital(after):
        features["comma_capital"] = 1.0
    if gap == " " and tokens.word(after) in words.relations:
        features["speaks"] = 1.0
    return features

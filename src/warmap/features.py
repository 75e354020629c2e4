"""Features of a span that may name a place: what its words, neighbours and bearers tell.

Takes a span of words and gives named numbers; ``weights.toml`` tells what each means and what it
weighs. Whether the span is kept is decided in `mentions`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log10

from warmap.evidence import kinds_around
from warmap.lexicon import lexicon
from warmap.model import Candidate
from warmap.tokens import Tokens
from warmap.words import word_facts

__all__ = ["Document", "Span", "last_capital", "span_features"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words `first` to `last` (both included) and the places that they may name.

    `compound` tells that a hyphen ties them to a word that is no place ("France-Presse"),
    `recognised` that a recogniser proposes them.
    """

    first: int
    last: int
    candidates: tuple[Candidate, ...]
    compound: bool = False
    recognised: bool = False


def last_capital(tokens: Tokens, first: int) -> int:
    """Last word of the capitalised run that starts at a word."""
    last = first
    while tokens.capital(last + 1) and tokens.joined(last + 1):
        last += 1
    return last


@dataclass(frozen=True, slots=True)
class Document:
    """What the whole text says of its words."""

    small: frozenset[str]  # words that it also writes in lower case
    persons: frozenset[str]  # words that follow a title or a first name
    counts: Counter[str]  # how often each capitalised word stands in it, in lower case

    @classmethod
    def read(cls, tokens: Tokens) -> Document:
        """Gather them."""
        words = lexicon()
        persons: set[str] = set()
        for i in range(len(tokens) - 1):
            if not (tokens.capital(i + 1) and tokens.gaps[i + 1] in (" ", ". ")):
                continue
            named = tokens.word(i) in words.first_names and tokens.capital(i)
            if named or _is_title(tokens, i):
                last = last_capital(tokens, i + 1)
                persons.update(tokens.lower[i + 1 : last + 1])
        small = frozenset(w for w, low in zip(tokens.words, tokens.lower, strict=True) if w == low)
        counts = Counter(low for i, low in enumerate(tokens.lower) if tokens.capital(i))
        return cls(small, frozenset(persons - words.titles), counts)


def _is_title(tokens: Tokens, index: int) -> bool:
    word = tokens.word(index)
    return word in lexicon().titles or word.rpartition("-")[2] in ("president", "minister")


def span_features(tokens: Tokens, span: Span, document: Document) -> dict[str, float]:
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
    if all(c.match == "abbreviation" for c in span.candidates):
        features["abbreviation"] = 1.0
    features["bearers"] = log10(len(span.candidates))
    return features


def _rank(place: Candidate) -> int:
    return {"alias": 1, "former": 1, "demonym": 2}.get(place.match, 0)


def _word_features(tokens: Tokens, span: Span, document: Document) -> dict[str, float]:
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
            "first_name": only in words.first_names or word_facts(only).first_name,
            "common_opens": tokens.opens[span.first] and only in words.common,
        }
        features = {name: 1.0 for name, fact in facts.items() if fact}
        features["commonness"] = word_facts(only).commonness
        features["surname_elsewhere"] = word_facts(only).surname
    elif all(w in words.common or w in words.other_capitals for w in lower):
        features["common"] = 1.0
    if any(w in document.persons for w in lower):
        features["surname"] = 1.0
    if tokens.opens[span.first]:
        features["opens"] = 1.0
    if len(tokens.words[span.first]) <= 2 and all(c.kind != "country" for c in span.candidates):
        features["short"] = 1.0
    if len(name := "".join(tokens.words[span.first : span.last + 1])) > 3 and name.isupper():
        features["capitals"] = 1.0
    features["repeated"] = min(log10(document.counts[lower[0]]), 1.0)
    if span.compound:
        features["compound"] = 1.0
    if span.recognised:
        features["recognised"] = 1.0
    return features


def _left_features(tokens: Tokens, span: Span) -> dict[str, float]:
    """What stands before the name."""
    words, first = lexicon(), span.first
    features: dict[str, float] = {}
    before, gap = tokens.word(first - 1), tokens.gaps[first]
    if gap == " " and before in words.locative:
        features["locative"] = 1.0
    if before == "the":
        features["the"] = 1.0
    if gap == ", " and tokens.capital(first - 1):
        features["after_comma"] = 1.0
        if span.candidates and all(c.match == "abbreviation" for c in span.candidates):
            features["abbreviation_after_comma"] = 1.0
    if before in ("of", "from") and tokens.word(first - 2) in words.directions:
        features["direction"] = 1.0
    if gap in (" ", ". "):
        features |= _person_before(tokens, first)
    if before == "of" and _organisation(tokens, first - 2) and tokens.gaps[first] == " ":
        features["of_organisation"] = 1.0
    return features


def _person_before(tokens: Tokens, first: int) -> dict[str, float]:
    """What a capitalised word or a title right before makes of the name."""
    words, before = lexicon(), tokens.word(first - 1)
    features = {"title": 1.0} if _is_title(tokens, first - 1) else {}
    if not tokens.capital(first - 1) or tokens.possessive[first - 1]:
        return features
    if before in words.first_names or (len(before) == 1 and tokens.gaps[first] == ". "):
        features["after_first_name"] = 1.0
    elif before in words.clubs_before:
        features["club"] = 1.0
    elif not (before in words.other_capitals or before in words.locative):
        features["after_capital"] = 1.0
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
        features |= _run_after(tokens, after)
    elif gap.startswith(", ") and tokens.words[after : after + 1] and tokens.words[after].isdigit():
        features["age"] = float(int(tokens.words[after][:3]) < 110)
    elif gap == ", " and tokens.capital(after):
        features["comma_capital"] = 1.0
    if gap == " " and tokens.word(after) in words.relations:
        features["speaks"] = 1.0
    return features


def _run_after(tokens: Tokens, after: int) -> dict[str, float]:
    """What the capitalised words that go on after a name make of it."""
    words = lexicon()
    run = [tokens.word(i) for i in range(after, last_capital(tokens, after) + 1)]
    if run[0] in words.clubs_after:
        return {"club": 1.0}
    if run[0] in words.offices:
        return {"office": 1.0}
    if words.press.intersection(run):
        return {"press": 1.0}
    if words.organisations.intersection(run):
        return {"organisation": 1.0}
    return {"before_capital": 1.0} if run[0] not in words.kind_words else {}

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
from warmap.sites import last_capital, site_kind
from warmap.tokens import Tokens
from warmap.words import word_facts

__all__ = ["Document", "Span", "span_features"]

_STAND = frozenset("in at near from around outside across throughout toward towards to".split())
_DASHES = ("-", "--", "–", "—")
_ALONG = frozenset("on off along at of near and to from between onto down".split())


@dataclass(frozen=True, slots=True)
class Span:
    """Words `first` to `last` (both included) and the places that they may name.

    `compound` tells that a hyphen ties them to a word that is no place ("France-Presse"),
    `recognised` that a recogniser proposes them, `directed` that the gazetteer knows them without
    their point of the compass. `covered` is the sort of a longer name that holds them ("known" or
    "site"), `owner` makes the possessive ending part of the name ("St. John's"); `forms` are the
    nominatives of an inflected name.
    """

    first: int
    last: int
    candidates: tuple[Candidate, ...]
    compound: bool = False
    recognised: bool = False
    directed: bool = False
    covered: str = ""
    owner: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What the whole text says of its words."""

    small: frozenset[str]  # words that it also writes in lower case
    persons: frozenset[str]  # words that follow a title or a first name
    counts: Counter[str]  # how often each capitalised word stands in it, in lower case
    located: Counter[str]  # how often alone after a locative: "in X"
    surnames: Counter[str]  # how often right after a first name, an initial or a title

    @classmethod
    def read(cls, tokens: Tokens) -> Document:
        """Gather them."""
        words = lexicon()
        persons: set[str] = set()
        capitals = [i for i, capital in enumerate(tokens.capitals) if capital]
        for i in capitals:
            if i and tokens.gaps[i] in (" ", ". "):
                named = tokens.lower[i - 1] in words.first_names and tokens.capitals[i - 1]
                if named or _is_title(tokens, i - 1):
                    persons.update(tokens.lower[i : last_capital(tokens, i) + 1])
        small = frozenset(tokens.words).intersection(tokens.lower)
        counts = Counter(tokens.lower[i] for i in capitals)
        located = Counter(tokens.lower[i] for i in capitals if _stands(tokens, i))
        surnames = Counter(w for i in capitals if (w := _surname(tokens, i)))
        return cls(small, frozenset(persons - words.titles), counts, located, surnames)


def _stands(tokens: Tokens, index: int) -> bool:
    """Whether a capitalised word stands alone after a locative."""
    if tokens.gaps[index] != " " or tokens.word(index - 1) not in _STAND:
        return False
    return tokens.capital(index) and not (tokens.capital(index + 1) and tokens.joined(index + 1))


def _surname(tokens: Tokens, index: int) -> str:
    """The word that ends a person's name which starts at a word, or nothing."""
    after = index + 1
    if not (tokens.capital(index) and tokens.capital(after)) or tokens.possessive[index]:
        return ""
    word = tokens.word(index)
    named = word in lexicon().first_names or word_facts(word).first_name or len(word) == 1
    if tokens.gaps[after] not in (" ", ". ") or not (named or _is_title(tokens, index)):
        return ""
    last = last_capital(tokens, after)
    return tokens.lower[last] if last - index <= 2 and not _is_title(tokens, after) else ""


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
    features |= _site_features(tokens, span, features)
    if "before_common" in features:
        features["repeated_run"] = features["repeated"]
    if "unknown" in features and "kind_word" in features:
        features["unknown_kind"] = 1.0
    return {name: value for name, value in features.items() if value}


def _gazetteer_features(span: Span) -> dict[str, float]:
    """What the gazetteer says of the name."""
    features: dict[str, float] = {}
    if span.covered:
        features[f"covered_{span.covered}"] = 1.0
    if span.directed:
        features["directed"] = 1.0
        return features
    if not span.candidates:
        return features | {"unknown": 1.0}
    best = min(_rank(c) for c in span.candidates)
    for place in span.candidates:
        if _rank(place) == best and place.kind in ("country", "region", "sea", "river"):
            features[f"kind_{place.kind}"] = 1.0
    people = max((c.population or 0) for c in span.candidates)
    features["population"] = max(0.0, log10(1 + people) - 3) / 4
    if best == 1:
        features["alias_only"] = 1.0
    if best == 2:
        features["demonym"] = 1.0
    features[f"first_{span.candidates[0].kind}"] = 1.0
    if all(c.match == "abbreviation" for c in span.candidates):
        features["abbreviation"] = 1.0
    features["bearers"] = log10(len(span.candidates))
    return features


_RANKS = {"alias": 1, "former": 1, "demonym": 2}


def _rank(place: Candidate) -> int:
    return _RANKS.get(place.match, 0)


def _word_features(tokens: Tokens, span: Span, document: Document) -> dict[str, float]:
    """What the words of the name are elsewhere: common words, first names, surnames."""
    words = lexicon()
    lower = tokens.lower[span.first : span.last + 1]
    features: dict[str, float] = {}
    if span.first == span.last:
        features |= _single_word(tokens, span, document)
    else:
        features |= _several_words(tokens, span)
        if all(w in words.common or w in words.other_capitals for w in lower):
            features["common"] = 1.0
    if tokens.words[span.first].isupper() and len(tokens.words[span.first]) > 1:
        features[_CAPITALS.get(len(tokens.words[span.first]), "capitals_4")] = 1.0
    if tokens.opens[span.first]:
        features["opens"] = 1.0
    if len(tokens.words[span.first]) <= 2 and all(c.kind != "country" for c in span.candidates):
        features["short"] = 1.0
    stands = _stands(tokens, span.first) and span.first == span.last
    features["located_elsewhere"] = float(document.located[lower[0]] > stands)
    features["repeated"] = min(log10(document.counts[lower[0]] or 1), 1.0)
    features["compound"] = float(span.compound)
    features["recognised"] = float(span.recognised)
    return features


_CAPITALS = {2: "capitals_2", 3: "capitals_3"}
_LENGTHS = {1: "two_words", 2: "three_words"}


def _several_words(tokens: Tokens, span: Span) -> dict[str, float]:
    """How long the name is, and whether it begins and ends as a person's does."""
    length = _LENGTHS.get(span.last - span.first, "four_words")
    if not span.candidates:
        return {length: 1.0}
    start, end = word_facts(tokens.lower[span.first]), word_facts(tokens.lower[span.last])
    return {
        length: 1.0,
        "starts_first_name": float(start.first_name),
        "starts_lower": start.lower,
        "ends_surname": end.surname,
        "ends_lower": end.lower,
    }


def _single_word(tokens: Tokens, span: Span, document: Document) -> dict[str, float]:
    """What the only word of a name is elsewhere; of a country's name that tells nothing."""
    words, only = lexicon(), tokens.lower[span.first]
    facts = word_facts(only)
    features = {
        "generic": float(only in words.organisations or only in words.kind_words),
        "other_capital": float(only.partition("'")[0].partition("’")[0] in words.other_capitals),
        "capitalised": facts.capital,
        "like_place": 3 * facts.like_place,
        "like_person": 3 * facts.like_person,
        "surname_elsewhere": facts.surname,
    }
    if any(c.kind == "country" and _rank(c) < 2 for c in span.candidates):
        return features
    persons, located = document.surnames[only], document.located[only]
    return features | {
        "common": float(only in words.common),
        "small_elsewhere": float(only in document.small),
        "first_name": float(only in words.first_names or facts.first_name),
        "commonness": facts.commonness,
        "lower_share": facts.lower,
        "surname": float(only in document.persons),
        "person_share": persons / (persons + located) if persons else 0.0,
    }


def _left_features(tokens: Tokens, span: Span) -> dict[str, float]:
    """What stands before the name."""
    words, first = lexicon(), span.first
    features: dict[str, float] = {}
    before, gap = tokens.word(first - 1), tokens.gaps[first]
    if gap == " " and before in words.locative:
        features["locative"] = 1.0
    features |= _word_before(tokens, first)
    if gap == " " and before in words.adjectives and not tokens.capital(first - 1):
        features["adjective"] = 1.0
    if before == "the":
        features["the"] = 1.0
    if before == "and" and tokens.capital(first - 2):
        features["and_before"] = 1.0
    if gap == ", " and tokens.capital(first - 1):
        features["after_comma"] = 1.0
        if span.candidates and all(c.match == "abbreviation" for c in span.candidates):
            features["abbreviation_after_comma"] = 1.0
    if before in ("of", "from") and tokens.word(first - 2) in words.directions:
        features["direction"] = 1.0
    if gap in (" ", ". "):
        features |= _capital_before(tokens, first)
    if before == "of" and _organisation(tokens, first - 2) and tokens.gaps[first] == " ":
        features["of_organisation"] = 1.0
    return features


def _word_before(tokens: Tokens, first: int) -> dict[str, float]:
    """The common word right before the name."""
    before = tokens.word(first - 1)
    if tokens.gaps[first] != " " or not before:
        return {}
    if before in lexicon().before:
        return {f"left_{before}": 1.0}
    return {} if tokens.capital(first - 1) else {"left_word": 1.0}


def _capital_before(tokens: Tokens, first: int) -> dict[str, float]:
    """What a capitalised word or a title right before makes of the name."""
    words, before = lexicon(), tokens.word(first - 1)
    features = {"title": 1.0} if _is_title(tokens, first - 1) else {}
    if not tokens.capital(first - 1) or tokens.possessive[first - 1]:
        return features
    if before in words.first_names or (len(before) == 1 and tokens.gaps[first] == ". "):
        return features | {"after_first_name": 1.0}
    if before in words.clubs_before:
        return features | {"club": 1.0}
    if before in words.other_capitals or before in words.locative or tokens.opens[first]:
        return features
    common = word_facts(before).lower
    if tokens.opens[first - 1] and common > 0.4:
        return features | {"after_opening": 1.0}
    return features | {"after_common" if common > 0.3 else "after_name": 1.0}


def _organisation(tokens: Tokens, index: int) -> bool:
    return tokens.capital(index) and tokens.word(index) in lexicon().organisations


def _right_features(tokens: Tokens, span: Span) -> dict[str, float]:
    """What stands after the name."""
    words, after = lexicon(), span.last + 1
    features: dict[str, float] = {}
    gap, word = tokens.gaps[after], tokens.word(after)
    if kinds_around(tokens, span.first, span.last):
        features["kind_word"] = 1.0
    if gap == " " and word in words.after:
        features[f"right_{word}"] = 1.0
    if tokens.capital(after) and tokens.joined(after):
        features |= _run_after(tokens, after)
        features["first_name_of"] = float(_names_a_person(tokens, span))
    elif gap == " " and word in words.attached:
        features["attached"] = 1.0
    elif gap == " " and word.isalpha() and not tokens.capital(after):
        features["word_after"] = 1.0
    if gap.startswith(", ") and word.isdecimal():
        features["age"] = float(len(word) < 4 and int(word) < 110)
    elif gap == ", " and tokens.capital(after):
        features["comma_capital"] = 1.0
    if gap == " " and word in words.relations:
        features["speaks"] = 1.0
    if word == "and" and tokens.capital(after + 1):
        features["and_after"] = 1.0
    opening = tokens.gaps[span.first].endswith("(")
    facts = {
        "hyphen_after": gap in ("-", "–") and tokens.capital(after),
        "dateline": tokens.opens[span.first] and gap.strip() in _DASHES and len(gap) > 1,
        "owner": tokens.possessive[span.last],
        "parenthesis": opening and gap.startswith(")"),
        "ends_sentence": gap.startswith((".", "!", "?", "\n")),
        "comma_after": gap.startswith(","),
    }
    return features | {name: 1.0 for name, fact in facts.items() if fact}


def _names_a_person(tokens: Tokens, span: Span) -> bool:
    """Whether a name is a first name with a surname behind it: "Charlotte Brown said"."""
    words, only, last = lexicon(), tokens.lower[span.first], last_capital(tokens, span.last + 1)
    first = span.first == span.last and (only in words.first_names or word_facts(only).first_name)
    if not first or last - span.last > 2 or tokens.gaps[span.last + 1] != " ":
        return False
    end = tokens.lower[last]
    noun = end in words.site_nouns or end in words.organisations or end in words.kind_words
    facts = word_facts(end)
    return not (noun or end in words.offices) and (facts.surname > 0 or facts.lower < _HARDLY)


_HARDLY = 0.1  # share of a word's uses in lower case below which it is a name


def _run_after(tokens: Tokens, after: int) -> dict[str, float]:
    """What the capitalised words that go on after a name make of it."""
    words = lexicon()
    run = [tokens.word(i) for i in range(after, last_capital(tokens, after) + 1)]
    features = {"run_after": min(len(run), 4) / 4}
    if run[-1] in words.roads or run[-1] in words.nature or run[-1] in words.buildings:
        features["run_of_site"] = 1.0
    if run[0] in words.clubs_after:
        return features | {"club": 1.0}
    features["before_common" if word_facts(run[0]).lower > 0.3 else "before_name"] = 1.0
    if run[0] in words.offices:
        return features | {"office": 1.0}
    if words.press.intersection(run):
        return features | {"press": 1.0}
    if words.organisations.intersection(run):
        return features | {"organisation": 1.0}
    return features | ({"before_capital": 1.0} if run[0] not in words.kind_words else {})


def _site_features(tokens: Tokens, span: Span, known: dict[str, float]) -> dict[str, float]:
    """What the noun of a named site makes of it, and what it then makes of the other features."""
    kind = site_kind(tokens, span.first, span.last)
    if kind is None:
        return {}
    if kind == "admin":
        known.pop("alias_only", None)  # "X County" is an alias of X by our own making
        if known.pop("kind_region", 0):
            return {"region_noun": 1.0}
    features: dict[str, float] = {f"site_{kind}": 1.0}
    if not span.candidates:
        features[f"unknown_{kind}"] = 1.0
    if kind == "road":
        before = tokens.word(span.first - 1) if tokens.gaps[span.first] == " " else ""
        features["along_road"] = float(before in _ALONG)
        features["road_number"] = float(tokens.word(span.last).isdecimal())
    return features

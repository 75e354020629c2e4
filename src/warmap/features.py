"""Features of a span that may name a place: what its words, neighbours and bearers tell.

Takes a span of words and gives named numbers; ``weights.toml`` tells what each means and what it
weighs. Whether the span is kept is decided in `mentions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

from warmap.document import Document, is_title, stands_alone
from warmap.english import Verb, english, is_small, verb_of
from warmap.lexicon import lexicon
from warmap.model import Candidate
from warmap.names import is_short
from warmap.sites import last_capital, site_kind
from warmap.tokens import Tokens
from warmap.words import word_facts

__all__ = ["Span", "span_features"]

_SETTLED = ("city", "town", "village")
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


def span_features(
    tokens: Tokens, span: Span, document: Document, *, called: bool
) -> dict[str, float]:
    """The features of one span; ``weights.toml`` tells what each means.

    Parameters
    ----------
    tokens, span, document
        The words of the text, those that may name a place, and what the text says of its words.
    called
        Whether the words around the name say what kind of place it is.
    """
    features = {"bias": 1.0}
    text = tokens.text[tokens.starts[span.first] : tokens.ends[span.last]]
    features |= _gazetteer_features(span, text)
    features |= _word_features(tokens, span, document)
    features |= _left_features(tokens, span)
    if called:
        features["kind_word"] = 1.0
    features |= _right_features(tokens, span)
    features |= _site_features(tokens, span, features)
    if "before_common" in features:
        features["repeated_run"] = features["repeated"]
    if called and "unknown" in features:
        features["unknown_kind"] = 1.0
    return {name: value for name, value in features.items() if value}


def _gazetteer_features(span: Span, name: str) -> dict[str, float]:
    """What the gazetteer says of the name."""
    features: dict[str, float] = {}
    if span.covered:
        features[f"covered_{span.covered}"] = 1.0
    if span.directed:
        features["directed"] = 1.0
        return features
    if not span.candidates:
        return features | {"unknown": 1.0}
    ranks = [_RANKS.get(c.match, 0) for c in span.candidates]
    best = min(ranks)
    for place, its_rank in zip(span.candidates, ranks, strict=True):
        if its_rank == best and place.kind in ("country", "region", "sea", "river"):
            features[f"kind_{place.kind}"] = 1.0
    people = max([c.population or 0 for c in span.candidates])
    features["population"] = max(0.0, log10(1 + people) - 3) / 4
    if best == 1 and not any(is_short(name, place.name) for place in span.candidates):
        features["alias_only"] = 1.0
    if best == 2:
        features["demonym"] = 1.0
    features[f"first_{span.candidates[0].kind}"] = 1.0
    if {c.match for c in span.candidates} == {"abbreviation"}:
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
    stands = stands_alone(tokens, span.first) and span.first == span.last
    features["located_elsewhere"] = float(document.located[lower[0]] > stands)
    features["repeated"] = min(log10(document.counts[lower[0]] or 1), 1.0)
    features["compound"] = float(span.compound)
    features["recognised"] = float(span.recognised)
    return features


_CAPITALS = {2: "capitals_2", 3: "capitals_3"}
_LENGTHS = {0: "hyphenated", 1: "two_words", 2: "three_words"}


def _several_words(tokens: Tokens, span: Span) -> dict[str, float]:
    """How long the name is, and whether it begins and ends as a person's does."""
    words, inner = lexicon(), range(span.first + 1, span.last + 1)
    length = _LENGTHS.get(len(inner) - sum(map(tokens.hyphenated, inner)), "four_words")
    lower = tokens.lower[span.first : span.last + 1]
    nouns = all(w in words.kind_words or w in words.organisations or w == "the" for w in lower)
    features = {length: 1.0, "generic_words": float(nouns)}
    if not span.candidates:
        return features
    start, end = word_facts(tokens.lower[span.first]), word_facts(tokens.lower[span.last])
    return features | {
        "starts_first_name": float(start.first_name),
        "starts_lower": start.lower,
        "ends_surname": end.surname,
        "ends_lower": end.lower,
    }


_SHORT = 2  # letters


def _single_word(tokens: Tokens, span: Span, document: Document) -> dict[str, float]:
    """What the only word of a name is elsewhere; of a country's name that tells nothing."""
    words, only = lexicon(), tokens.lower[span.first]
    facts = word_facts(only)
    country = any(c.kind == "country" for c in span.candidates)
    features = {
        "short": float(len(only) <= _SHORT and not country),
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
    features |= _word_before(tokens, span)
    if gap == "-" and before in words.parties and tokens.capital(first - 1):
        features["seat"] = 1.0
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


def _after_article(tokens: Tokens, span: Span) -> dict[str, float]:
    """What "the" makes of a name: "the Durango pulled up", but "the Dallas mayor"."""
    kind = span.candidates[0].kind if span.candidates else None
    if kind not in _SETTLED:
        return {"the": 1.0, "the_region": float(kind == "region")}
    after = span.last + 1
    word, verb = tokens.word(after), verb_of(tokens.word(after))
    acts = verb is not None and _form(verb) != "" and verb.share > _EVEN
    noun = tokens.gaps[after] == " " and (tokens.capital(after) or not (is_small(word) or acts))
    return {"the": 1.0, "the_settled": 1.0, "the_head": float(not noun)}


def _word_before(tokens: Tokens, span: Span) -> dict[str, float]:
    """The common word right before the name, or its article."""
    words, first = lexicon(), span.first
    before = tokens.word(first - 1)
    features = _after_article(tokens, span) if before == "the" else {}
    if tokens.gaps[first] != " " or not before:
        return features
    if before in words.before:
        return features | {f"left_{before}": 1.0}
    if tokens.capital(first - 1):
        return features
    return features | {"left_word": 1.0, "adjective": float(before in words.adjectives)}


def _capital_before(tokens: Tokens, first: int) -> dict[str, float]:
    """What a capitalised word or a title right before makes of the name."""
    words, before = lexicon(), tokens.word(first - 1)
    features = {"title": 1.0} if is_title(tokens, first - 1) else {}
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
    if gap == " " and word in words.after:
        features[f"right_{word}"] = 1.0
    if tokens.capital(after) and tokens.joined(after):
        features |= _run_after(tokens, after)
        features["first_name_of"] = float(_names_a_person(tokens, span))
    elif gap == " " and (word in words.attached or word in words.site_words):
        features["attached"] = 1.0
    elif gap == " " and word.isalpha() and not tokens.capital(after):
        features["word_after"] = 1.0
        features |= _acts(span, word)
    if gap.startswith(", ") and word.isdecimal():
        aside = tokens.gaps[after + 1] != " "  # "In Irapuato, 12 died" tells no age
        features["age"] = float(aside and len(word) < 4 and int(word) < 110)
    elif gap == ", " and tokens.capital(after):
        features["comma_capital"] = 1.0
    if gap == " " and word in words.relations:
        features["speaks"] = 1.0
    features["disease"] = float(gap == " " and word in words.diseases)
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


def _acts(span: Span, word: str) -> dict[str, float]:
    """How surely a verb of doing follows the name of a town: people do, towns fall and remain."""
    verb = verb_of(word) if span.candidates and span.candidates[0].kind in _SETTLED else None
    if verb is None or verb.lemma in english("verbs", "happen") or not _form(verb):
        return {}
    return {f"acts_{_form(verb)}": verb.share}


def _form(verb: Verb) -> str:
    """The time of a verb that has a subject; nothing for a mere base form."""
    return "past" if "p" in verb.forms else "present" if "s" in verb.forms else ""


_EVEN = 0.5  # share from which on a word is a verb rather than a noun


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
    features["of_council"] = float(run[0] in words.admin_nouns and run[-1] in words.organisations)
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
    features = _noun_features(tokens, span)
    if kind == "admin":
        known.pop("alias_only", None)  # "X County" is an alias of X by our own making
        if known.pop("kind_region", 0):
            return features | {"region_noun": 1.0}
    features[f"site_{kind}"] = 1.0
    if not span.candidates:
        features[f"unknown_{kind}"] = 1.0
    if kind == "road":
        before = tokens.word(span.first - 1) if tokens.gaps[span.first] == " " else ""
        features["along_road"] = float(before in _ALONG)
        features["road_number"] = float(tokens.word(span.last).isdecimal())
    return features


def _noun_features(tokens: Tokens, span: Span) -> dict[str, float]:
    """What the noun of a site tells more closely."""
    noun = tokens.lower[span.last]
    if noun in ("township", "twp"):
        return {"township": 1.0}
    onward = tokens.capital(span.last + 1) and tokens.joined(span.last + 1)
    return {"noun_onward": 1.0} if onward and noun in _ONWARD else {}


_ONWARD = frozenset("city state town village district".split())  # "X City Council" is of X

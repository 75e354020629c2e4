"""What speaks for and against a span of Ukrainian or Russian text being a place.

As `features` does for English; ``weights.toml`` tells what each feature means and weighs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log10

from warmap.evidence_cyrillic import (
    Governed,
    cases_before,
    cyrillic_kinds,
    governed,
    preposition,
    readings_at,
)
from warmap.features import Span
from warmap.forms import is_front
from warmap.inflection import Reading
from warmap.language import is_cyrillic
from warmap.lexicon_cyrillic import cyrillic_lexicon
from warmap.tokens import Tokens

__all__ = ["CyrillicDocument", "cyrillic_features"]

_IN = frozenset("у в во уві".split())
_AND = frozenset("та і й и або чи или".split())
_QUOTES = ("«", "»", "“", "”", "„", '"')
_TOWN = 50_000
_LONGEST_LIST = 6  # words of a list of adjectives
_LONGEST_QUOTE = 4  # words of a name in quotation marks


@dataclass(frozen=True, slots=True)
class CyrillicDocument:
    """What the whole text says of its words."""

    small: frozenset[str]  # words that it also writes in lower case
    persons: frozenset[str]  # nominatives of words that follow a first name or a title
    capitals: Counter[str]  # nominatives of capitalised words that do not open a sentence

    @classmethod
    def read(cls, tokens: Tokens) -> CyrillicDocument:
        """Gather them."""
        persons: set[str] = set()
        capitals: Counter[str] = Counter()
        for i in range(len(tokens)):
            if not (tokens.capital(i) and is_cyrillic(tokens.words[i])):
                continue
            readings = readings_at(tokens, i)
            if not tokens.opens[i]:
                capitals.update({r.nominative for r in readings})
            if _after_first_name(tokens, i) or _after_title(tokens, i):
                persons.update(_names(readings, ()))
        small = {w for w, low in zip(tokens.words, tokens.lower, strict=True) if w == low}
        return cls(frozenset(small), frozenset(persons), capitals)


def _names(readings: Sequence[Reading], cases: Collection[str]) -> set[str]:
    """What the readings in some cases are called, and their dictionary forms."""
    kept = [r for r in readings if not cases or not r.case or r.case in cases] or readings
    return {name for r in kept for name in (r.nominative, r.lemma)}


def cyrillic_features(tokens: Tokens, span: Span, document: CyrillicDocument) -> dict[str, float]:
    """The features of one span; [mention_cyrillic] of ``weights.toml`` tells what each means."""
    features = {"bias": 1.0}
    features |= _gazetteer(span)
    features |= _word(tokens, span, document)
    features |= _before(tokens, span)
    features |= _after(tokens, span)
    return {name: float(value) for name, value in features.items() if value}


def _gazetteer(span: Span) -> dict[str, float]:
    """What the gazetteer says of the name."""
    if not span.candidates:
        return {"unknown": 1.0}
    named = [c for c in span.candidates if c.match in ("name", "local", "abbreviation")]
    features = {
        f"kind_{c.kind}": 1.0
        for c in named
        if c.kind in ("country", "region", "sea", "river", "site", "other")
    }
    people = max((c.population or 0) for c in named or span.candidates)
    features["population"] = max(0.0, log10(1 + people) - 3) / 4
    features["alias_only"] = float(not named)
    features["several_words"] = float(span.last > span.first)
    return features


def _word(tokens: Tokens, span: Span, document: CyrillicDocument) -> dict[str, float]:
    """What the words of the name are otherwise: common words, people, adjectives."""
    first, last = span.first, span.last
    readings = readings_at(tokens, last)
    forms = {form.lower() for form in span.forms}
    noun = governed(tokens, last)
    features = _adjective(tokens, span, readings, noun)
    opens = tokens.opens[first]
    features["opens"] = float(opens)
    if first == last and noun is None:
        common = any(r.common for r in readings)
        institutions = cyrillic_lexicon().institutions
        features["institution"] = float(any(r.lemma in institutions for r in readings))
        features["common"] = float(common and not opens)
        features["opens_common"] = float(common and opens)
        features["small_elsewhere"] = float(
            bool(forms & document.small) or tokens.word(first) in document.small
        )
        cases = cases_before(tokens, first)
        features["only_common"] = float(bool(readings) and all(r.common for r in readings))
        features["personal"] = float(_personal(readings, cases))
        features["person_elsewhere"] = float(bool(_names(readings, cases) & document.persons))
    elsewhere = sum(document.capitals[form] for form in forms) - (not opens)
    features["capital_elsewhere"] = min(elsewhere, 3) / 3 if elsewhere > 0 else 0.0
    features["capitals"] = float(tokens.words[first].isupper() and len(tokens.words[first]) > 1)
    features["short"] = float(len(tokens.words[first]) < 3 and first == last)
    features["recognised"] = float(span.recognised)
    features["compound"] = float(span.compound)
    return features


def _adjective(
    tokens: Tokens, span: Span, readings: tuple[Reading, ...], noun: Governed | None
) -> dict[str, float]:
    """Whether it is an adjective, and of what."""
    if noun is not None:
        return {f"of_{noun.group}": 1.0}
    if span.last > span.first:
        return {}
    if is_front(tokens, span.first, span.last):
        return {"of_front": 1.0}
    street = tokens.gaps[span.first] == " " and any(
        noun.lemma in cyrillic_lexicon().streets
        and any(r.part == "ADJF" and r.case == noun.case for r in readings)
        for noun in readings_at(tokens, span.first - 1)
    )
    return {"of_noun": float(street or _qualifies(tokens, span.last + 1, readings))}


def _qualifies(tokens: Tokens, after: int, readings: Sequence[Reading]) -> bool:
    """Whether an adjective belongs to the noun after it: "Київський стадіон", "Харківська ОВА"."""
    adjectives = [r for r in readings if r.part == "ADJF"]
    if after >= len(tokens) or tokens.gaps[after] != " " or preposition(tokens, after):
        return False
    if tokens.word(after) in _AND:  # letters and notes, too
        return _qualify_together(tokens, after, {a.case for a in adjectives})
    if tokens.capital(after):
        return bool(adjectives) and tokens.words[after].isupper()
    beside = any(
        a.case == b.case and a.number == b.number and b.gender in ("", a.gender)
        for a in adjectives
        for b in readings_at(tokens, after)
        if b.part in ("NOUN", "ADJF")
    )
    return beside or _qualify_together(tokens, after, {a.case for a in adjectives})


def _qualify_together(tokens: Tokens, after: int, cases: Collection[str]) -> bool:
    """Whether a list of adjectives belongs to a plural: "X и Y народных республик"."""
    for at in range(after, min(len(tokens), after + _LONGEST_LIST)):
        if tokens.word(at) in _AND:
            continue
        readings = [r for r in readings_at(tokens, at) if r.case in cases]
        if tokens.gaps[at] not in (" ", ", "):
            return False
        if not tokens.capital(at) and any(
            r.part == "NOUN" and r.number == "plur" for r in readings
        ):
            return at > after
        if not any(r.part == "ADJF" for r in readings):
            return False
    return False


def _personal(readings: tuple[Reading, ...], cases: Collection[str]) -> bool:
    """Whether every reading as a noun in an allowed case is a person's name."""
    nouns = [r for r in readings if r.part == "NOUN" and (not cases or r.case in cases)]
    return bool(nouns) and all(r.personal for r in nouns)


def _before(tokens: Tokens, span: Span) -> dict[str, float]:
    """What stands before the name."""
    first, gap = span.first, tokens.gaps[span.first]
    before = tokens.word(first - 1)
    features = _prepositions(tokens, span)
    features["kind_word"] = float(bool(cyrillic_kinds(tokens, first, span.last)))
    features["after_first_name"] = float(_after_first_name(tokens, first))
    features["title"] = float(_after_title(tokens, first))
    readings = readings_at(tokens, first - 1)
    if tokens.capital(first - 1) and gap in (" ", "-") and not tokens.opens[first]:
        opening = tokens.opens[first - 1] and any(r.common for r in readings)
        features["after_opening" if opening else "after_capital"] = 1.0
    beside = gap in (" ", " «", ' "')
    organisation = beside and any(r.lemma in cyrillic_lexicon().organisations for r in readings)
    features["of_organisation"] = float(organisation and not _parliament(tokens, first - 1))
    said = gap == " " and any(r.lemma in cyrillic_lexicon().sayers for r in readings)
    features["small_said"] = float(said and _small(span))
    features["in_memory"] = float(before in ("імені", "имени", "ім", "им"))
    features["quoted"] = float(_quoted(tokens, span))
    if gap == ", " or (gap == " " and before in _AND):
        features["listed"] = float(tokens.capital(first - 1) or tokens.capital(first - 2))
    genitive = any(r.case == "gent" for r in readings_at(tokens, span.last))
    if gap == " " and any(r.part == "NOUN" for r in readings) and not tokens.capital(first - 1):
        features["genitive"] = float(genitive and not organisation)
    return features


def _prepositions(tokens: Tokens, span: Span) -> dict[str, float]:
    """The preposition before the name, if the name stands in its case."""
    cases = cases_before(tokens, span.first)
    fits = float(any(r.case in cases or not r.case for r in readings_at(tokens, span.last)))
    if tokens.gaps[span.first] == " " and tokens.word(span.first - 1) in _IN:
        return {"in": fits}
    if tokens.gaps[span.first] == " " and preposition(tokens, span.first - 1):
        return {"preposition": fits}
    return {"listed_after_preposition": fits} if cases else {}


def _parliament(tokens: Tokens, index: int) -> bool:
    """Whether a word belongs to "Верховна Рада", which is no "Рада Європи"."""
    return bool({r.lemma for r in readings_at(tokens, index - 1)} & {"верховний", "верховный"})


def _quoted(tokens: Tokens, span: Span) -> bool:
    """Whether quotation marks hold the name and nothing but capitals and numbers beside it."""
    first, last = span.first, span.last + 1
    while first > max(0, span.first - _LONGEST_QUOTE) and not tokens.gaps[first].endswith(_QUOTES):
        if tokens.gaps[first] not in (" ", "-") or not tokens.capital(first - 1):
            return False
        first -= 1
    while last < min(len(tokens), span.last + _LONGEST_QUOTE):
        if tokens.gaps[last].startswith(_QUOTES):
            break
        named = tokens.capital(last) or tokens.word(last).isdecimal()
        if tokens.gaps[last] not in (" ", "-") or not named:
            return False
        last += 1
    closed = last <= len(tokens) and tokens.gaps[last].startswith(_QUOTES)
    return closed and tokens.gaps[first].endswith(_QUOTES)


def _after_first_name(tokens: Tokens, index: int) -> bool:
    """Whether a first name or an initial stands right before a word."""
    before = index - 1
    if not tokens.capital(before) or preposition(tokens, before):
        return False
    readings = readings_at(tokens, index)
    named = readings_at(tokens, before)
    if any(r.common for r in named) and not any(r.personal or r.part == "ADJF" for r in readings):
        return False  # "Влада Криму", though Влада is a name, too
    if len(tokens.words[before]) == 1 and tokens.gaps[index] in (". ", "."):
        return True
    if tokens.gaps[index] != " ":
        return False
    cases = {r.case for r in readings}
    inside = not tokens.opens[before]
    named = tuple(r for r in named if r.personal or (inside and r.animate))
    return any(r.case in cases or not cases for r in named)


def _after_title(tokens: Tokens, index: int) -> bool:
    """Whether a title stands before a word that may be a person in the same case."""
    if tokens.gaps[index] != " " or (tokens.capital(index - 1) and not tokens.opens[index - 1]):
        return False
    titles = [r for r in readings_at(tokens, index - 1) if r.lemma in cyrillic_lexicon().titles]
    return any(
        r.case == title.case and r.number == title.number and (r.personal or r.part == "ADJF")
        for title in titles
        for r in readings_at(tokens, index)
    )


def _after(tokens: Tokens, span: Span) -> dict[str, float]:
    """What stands after the name."""
    after = span.last + 1
    gap = tokens.gaps[after]
    features: dict[str, float] = {}
    if tokens.capital(after) and gap == " ":
        named = any(r.personal or r.animate for r in readings_at(tokens, span.last))
        acronym = tokens.words[after].isupper()
        features["before_surname" if named and not acronym else "before_capital"] = 1.0
    if gap == "-" and after < len(tokens):
        features["tied" if tokens.capital(after) else "tied_to_small"] = 1.0
    features["parenthesis"] = float(tokens.gaps[span.first].endswith("(") and gap.startswith(")"))
    features["dateline"] = float(
        tokens.opens[span.first] and gap.strip(" ,") in ("-", "–", "—") and len(gap) > 1
    )
    features["comma_after"] = float(gap.startswith(","))
    features["ends_sentence"] = float(gap.startswith((".", "!", "?", "\n")))
    words = [r.lemma for r in readings_at(tokens, after)] if gap == " " else []
    acts = any(w in cyrillic_lexicon().verbs for w in words)
    small = _small(span)
    features["acts"] = float(acts and not small)
    features["small_acts"] = float(acts and small)
    return features


def _small(span: Span) -> bool:
    """Whether nothing larger than a town bears the name."""
    return not any(
        c.kind in ("country", "region", "other") or (c.population or 0) > _TOWN
        for c in span.candidates
        if c.match != "alias"
    )

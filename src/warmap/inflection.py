"""How Ukrainian and Russian words inflect: a word → the ways to read it, and their nominatives.

The only door to pymorphy3, which comes with the extra ``warmap[uk]`` and is imported when the
first Cyrillic word is read. Without it a word has one reading, as it stands, and a warning
says what to install.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any

from warmap.errors import WarmapWarning
from warmap.language import Language

__all__ = ["Grammar", "Reading", "grammar_of", "phrases"]

_MOST = 12  # readings of a word
_MOST_PHRASES = 40  # nominatives of a name
_NOMINAL = ("NOUN", "ADJF")
_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
_PERSONAL = ("Name", "Surn", "Patr")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word.

    Parameters
    ----------
    nominative
        The nominative of the same number and gender, in lower case.
    lemma
        The form that stands in a dictionary.
    part
        ``NOUN``, ``ADJF``, ``VERB`` or another part of speech of pymorphy3; empty when unknown.
    case, gender, number
        As pymorphy3 tags them (``gent``, ``femn``, ``plur``); empty when the word has none.
    personal
        Whether it is a first name, a surname or a patronymic.
    common
        Whether it is no name at all: a countable noun, a verb, an adverb.
    animate
        Whether it is a noun for a living being, as first names are that no dictionary marks.

    Examples
    --------
    >>> Reading("донецьк", "донецьк", "NOUN", case="loct").personal
    False
    """

    nominative: str
    lemma: str
    part: str = ""
    case: str = ""
    gender: str = ""
    number: str = "sing"
    personal: bool = False
    common: bool = False
    animate: bool = False


class Grammar:
    """The readings of the words of one language.

    Parameters
    ----------
    language
        ``uk`` or ``ru``.

    Examples
    --------
    >>> [r.nominative for r in Grammar("uk").readings("Покровськом")]
    ['покровськ']
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._analyser = _analyser(language)
        self._cached = lru_cache(maxsize=1 << 15)(self._read)
        self._phrases = lru_cache(maxsize=1 << 14)(self._decline)

    def readings(self, word: str) -> tuple[Reading, ...]:
        """The ways to read a word in any case, the likeliest first.

        Parameters
        ----------
        word
            As the text writes it.

        Examples
        --------
        >>> {r.case for r in Grammar("ru").readings("Донецку")}
        {'datv'}
        """
        return self._cached(word)

    def lemmas(self, word: str) -> frozenset[str]:
        """The dictionary forms that a word may belong to.

        Examples
        --------
        >>> "область" in Grammar("ru").lemmas("областях")
        True
        """
        return frozenset(reading.lemma for reading in self.readings(word))

    def phrases(self, words: tuple[str, ...], cases: frozenset[str]) -> list[tuple[str, ...]]:
        """The nominatives of a name, as `phrases` gives them.

        Examples
        --------
        >>> Grammar("uk").phrases(("Білій", "Церкві"), frozenset(("loct",)))[0]
        ('біла', 'церква')
        """
        return self._phrases(words, cases)

    def _decline(self, words: tuple[str, ...], cases: frozenset[str]) -> list[tuple[str, ...]]:
        return phrases([self.readings(word) for word in words], words, cases)

    def _read(self, word: str) -> tuple[Reading, ...]:
        word = word.lower().translate(_APOSTROPHES)
        # pymorphy3 stops at letters without a name, such as Tangut's in older versions of Unicode.
        if self._analyser is None or any(c.isalpha() and not unicodedata.name(c, "") for c in word):
            return (Reading(word, word),)
        parses = self._analyser.parse(word)[:_MOST]
        spoken_to = [parse for parse in parses if parse.tag.case == "voct"]
        kept = [parse for parse in parses if parse not in spoken_to] or spoken_to
        found = dict.fromkeys(_reading(parse, self.language) for parse in kept)
        if not any(reading.part == "ADJF" for reading in found):
            found |= dict.fromkeys(_adjectives(word, self.language))
        return tuple(found)


_APOSTROPHES = str.maketrans("’ʼ`", "'''")


@cache
def grammar_of(language: Language) -> Grammar:
    """The grammar of a language, with what it has read so far.

    Examples
    --------
    >>> grammar_of("uk") is grammar_of("uk")
    True
    """
    return Grammar(language)


def _analyser(language: Language) -> Any:  # noqa: ANN401 - pymorphy3 ships no types
    """pymorphy3's analyser, or None where it is not installed."""
    try:
        import pymorphy3

        return pymorphy3.MorphAnalyzer(lang=language)
    except (ImportError, ValueError):  # ValueError: the dictionary of the language is missing
        warnings.warn(
            "Ukrainian and Russian names are found only in the nominative: "
            "pymorphy3 is not installed; pip install 'warmap[uk]'",
            WarmapWarning,
            stacklevel=2,
        )
        return None


def _reading(parse: Any, language: Language) -> Reading:  # noqa: ANN401
    tag = parse.tag
    part = str(tag.POS or "")
    personal = any(mark in tag for mark in _PERSONAL)
    nominative = parse.normal_form
    if part in _NOMINAL:
        asked = (tag.number, tag.gender if part == "ADJF" and tag.number != "plur" else None)
        inflected = parse.inflect({"nomn", *filter(None, asked)})
        nominative = inflected.word if inflected else parse.normal_form
    case = str(tag.case or "")
    return Reading(
        nominative=nominative,
        lemma=parse.normal_form,
        part=part,
        case=_CASES.get(case, case),
        gender=str(tag.gender or ""),
        number=str(tag.number or "sing"),
        personal=personal,
        common=parse.is_known and not personal and _is_common(tag, part, language),
        animate=part == "NOUN" and "anim" in tag,
    )


# What no dictionary knows, but its ending makes an adjective: ending → nominative, cases, gender.
_ADJECTIVES = {
    "uk": "ий:ий:nomn:masc ого:ий:gent,accs:masc ому:ий:datv,loct:masc им:ий:ablt:masc "
    "ім:ий:loct:masc а:а:nomn:femn ої:а:gent:femn ій:а:datv,loct:femn у:а:accs:femn ою:а:ablt:femn",
    "ru": "ий:ий:nomn:masc ого:ий:gent,accs:masc ому:ий:datv:masc им:ий:ablt:masc ом:ий:loct:masc "
    "ая:ая:nomn:femn ой:ая:gent,datv,loct,ablt:femn ую:ая:accs:femn",
}
_ADJECTIVE = {"uk": re.compile(r"(.+[сцз]ьк)(\w+)"), "ru": re.compile(r"(.+[сц]к)(\w+)")}


def _adjectives(word: str, language: Language) -> Iterator[Reading]:
    """The readings of "Торецькому" as an adjective."""
    match = _ADJECTIVE[language].fullmatch(word)
    for rule in _ADJECTIVES[language].split() if match else ():
        ending, nominative, cases, gender = rule.split(":")
        if match and match[2] == ending:
            for case in cases.split(","):
                yield Reading(match[1] + nominative, match[1] + "ий", "ADJF", case, gender)


def _is_common(tag: Any, part: str, language: Language) -> bool:  # noqa: ANN401
    """Whether a word of the dictionary is no name."""
    if part != "NOUN":
        return part != "ADJF"
    marks = str(tag).split(" ")[0].split(",")
    if "Geox" in marks or "Abbr" in marks:
        return False
    # The Ukrainian dictionary marks no places, but gives them a gender once for all their cases,
    # as to words without a plural.
    one_number = bool({"Pltm", "masc", "femn", "neut"} & {*marks[1:]})
    return language == "ru" or "inan" not in marks or not one_number


def phrases(
    words: Sequence[Sequence[Reading]], written: Sequence[str], cases: Collection[str] = ()
) -> list[tuple[str, ...]]:
    """The nominatives of a name of one or more words, the likeliest first.

    Adjectives agree with their noun ("Кривому Розі"); other words may stay as they are ("Нью" in
    "Нью-Йорку", "Дону" in "Ростове-на-Дону"). Whether a form names a place is for the
    gazetteer to tell.

    Parameters
    ----------
    words
        The readings of each word.
    written
        The words as written.
    cases
        Those that the preposition allows; all when empty.

    Examples
    --------
    >>> grammar = grammar_of("uk")
    >>> written = ("Кривому", "Розі")
    >>> ("кривий", "ріг") in phrases([grammar.readings(w) for w in written], written)
    True
    """
    found: dict[tuple[str, ...], None] = {}
    if len(words) == 1:
        kept = [r for r in words[0] if _fits(r, cases)]
        found = dict.fromkeys((r.nominative,) for r in kept)
        return list(found)[:_MOST]
    for first, last in _stretches(len(words)):
        for chosen in product(*(_nominal(words[i], cases) for i in range(first, last))):
            if _agree(chosen):
                middle = tuple(r.nominative for r in chosen)
                found.setdefault((*written[:first], *middle, *written[last:]))
            if len(found) >= _MOST_PHRASES:
                return list(found)
    return list(found)


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    """Which words inflect: all of them, else the last ones, the first ones, one in the middle."""
    yield 0, count
    for size in range(count - 1, 0, -1):
        for first in range(count - size, -1, -1):
            yield first, first + size


def _nominal(readings: Sequence[Reading], cases: Collection[str]) -> list[Reading]:
    kept = [r for r in readings if r.part in _NOMINAL and _fits(r, cases)]
    return kept or [r for r in readings if not r.part]


def _fits(reading: Reading, cases: Collection[str]) -> bool:
    return not cases or not reading.case or reading.case in cases


def _agree(chosen: Sequence[Reading]) -> bool:
    """Whether the words stand in one case, number and, adjectives with a noun, gender."""
    head = chosen[-1]
    for reading in chosen[:-1]:
        if reading.case != head.case or reading.number != head.number:
            return False
        adjectival = "ADJF" in (reading.part, head.part)
        if adjectival and head.number == "sing" and reading.gender != head.gender:
            return False
    return True

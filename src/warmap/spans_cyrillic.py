"""Which spans of Ukrainian and Russian text may name a place.

As `spans` does for English: every capitalised word, run of words, and adjective with its noun is a
candidate. Whether it is a place here is not decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet

from warmap.evidence_cyrillic import cyrillic_kinds, governed, preposition, readings_at
from warmap.features import Span
from warmap.forms import Names
from warmap.gazetteer import Gazetteer, normalise
from warmap.language import is_cyrillic
from warmap.model import Candidate
from warmap.tokens import Tokens

__all__ = ["cyrillic_spans"]

_MOST_WORDS = 4
_STAND = frozenset("біля коло поблизу неподалік під около возле вблизи близ под".split())
_TIED = frozenset("на над під под сюр де ле".split())  # "Ростов-на-Дону"


def cyrillic_spans(
    tokens: Tokens,
    *,
    gazetteer: Gazetteer,
    sure: AbstractSet[str] = frozenset(),
    extra: Collection[tuple[int, int]] = frozenset(),
) -> Iterator[Span]:
    """Cyrillic spans that may name a place, by first word, the longest first.

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
    """
    names = Names(tokens, gazetteer)
    for first in range(len(tokens)):
        if not (tokens.capital(first) and is_cyrillic(tokens.words[first])):
            continue
        if (tokens.opens[first] and preposition(tokens, first)) or _acronym(tokens.words[first]):
            continue
        ends = _ends(tokens, first)
        for last in ends:
            forms = names.forms(first, last)
            places = _all_places(names, forms)
            proposed = (first, last) in extra
            if places or proposed or (sure and not sure.isdisjoint(map(normalise, forms))):
                tied = _compound(tokens, first, last, names)
                yield Span(first, last, places, tied, proposed, forms=forms)
        last = ends[-1]
        if not _all_places(names, names.forms(first, last)) and _hinted(tokens, first, last):
            yield Span(first, last, (), forms=names.forms(first, last))


def _acronym(word: str) -> bool:
    """Whether a word is an acronym with an ending: "КАБів"."""
    return word[:2].isupper() and not word.isupper()


def _compound(tokens: Tokens, first: int, last: int, names: Names) -> bool:
    """Whether a hyphen ties the words to a capitalised one that is no place: "Касым-Жомарт"."""
    beside = []
    if tokens.gaps[first] == "-":
        beside.append(first - 1)
    if tokens.gaps[last + 1] == "-":
        beside.append(last + 1)
    return any(tokens.capital(i) and not _all_places(names, names.forms(i, i)) for i in beside)


def _all_places(names: Names, forms: tuple[str, ...]) -> tuple[Candidate, ...]:
    found = {place.id: place for form in forms for place in names.places(form)}
    return tuple(found.values())


def _ends(tokens: Tokens, first: int) -> list[int]:
    """Last words of what may be a name, the longest first."""
    last, found = first, [first]
    while last + 1 < min(len(tokens), first + _MOST_WORDS):
        gap = tokens.gaps[last + 1]
        if gap not in (" ", "-", "\u00a0", "\u2010", "\u2011"):
            break
        last += 1
        if tokens.capital(last):
            found.append(last)
        elif not (gap == "-" and tokens.word(last) in _TIED and tokens.gaps[last + 1] == "-"):
            break
    for at in sorted(found):
        noun = governed(tokens, at)
        if noun is None:
            continue
        if noun.group in ("water", "site") and noun.index == at + 1:
            found.append(noun.index)
        elif noun.index == at + 1:  # "Запорізька АЕС": the noun is no part of the name
            found = [end for end in found if end <= at]
            break
    return sorted(set(found), reverse=True)


def _hinted(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words before make a place of a word that no gazetteer knows."""
    if governed(tokens, last) is not None:
        return True
    if tokens.capital(first - 1) and tokens.gaps[first] in (" ", "-"):
        return tokens.opens[first - 1] and bool(cyrillic_kinds(tokens, first, last))
    if tokens.capital(last + 1) and tokens.gaps[last + 1] in (" ", "-"):
        return False
    if cyrillic_kinds(tokens, first, last):
        return True
    readings = readings_at(tokens, last)
    other = tokens.words[first].isupper() or any(r.personal or r.common for r in readings)
    return tokens.gaps[first] == " " and tokens.word(first - 1) in _STAND and not other

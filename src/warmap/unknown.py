"""Names that no gazetteer knows where a place would stand: "the village of X", "X, Kenya".

Takes `Tokens` and tells which runs of capitalised words to consider in `spans`, besides those that
have candidates. Whether such a name is a place here is decided in `mentions`.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from warmap.evidence import COMMUNITY, closing_noun, kinds_around
from warmap.gazetteer import Gazetteer
from warmap.lexicon import lexicon
from warmap.sites import NO_START, last_capital
from warmap.tokens import Tokens

__all__ = ["located_words", "unknown_end"]

_AREAS = ("country", "region")
_DATELINE = (" - ", " -- ", " – ", " — ")
_HINTS = frozenset("in at near from to around outside toward towards".split())
_MOST_WORDS = 3  # of a name for which a preposition or a neighbour alone speaks
_TRIGGERS = frozenset(("village", "town", "district", "river"))


def located_words(tokens: Tokens) -> frozenset[str]:
    """Words that follow a locative somewhere, or open a report ("X - ")."""
    return frozenset(
        [
            tokens.lower[i]
            for i in tokens.capitalised
            if (tokens.gaps[i] == " " and tokens.word(i - 1) in _HINTS)
            or (tokens.opens[i] and tokens.gaps[i + 1] in _DATELINE)
        ]
    )


def unknown_end(
    tokens: Tokens, first: int, located: AbstractSet[str], gazetteer: Gazetteer
) -> int | None:
    """Last word of an unknown name that starts at a word, or None where no place is likely.

    Parameters
    ----------
    tokens
        The words of the text.
    first
        The index of a word.
    located
        What `located_words` tells of the text.
    gazetteer
        Tells what the names beside it are.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> from warmap.tokens import tokenize
    >>> tokens = tokenize("Fire reached the village of Nova Vydumka. Marta Vydumka fled.")
    >>> [unknown_end(tokens, first, set(), default_gazetteer()) for first in (5, 7)]
    [6, None]
    """
    if not tokens.capitals[first] or tokens.word(first) in NO_START:
        return None
    last = last_capital(tokens, first)
    short = last - first < _MOST_WORDS
    likely = short and (_hinted(tokens, first, located) or _likely(tokens, first, last, gazetteer))
    if likely or _marked(tokens, first):
        return last
    return last if _is_hromada(tokens, first, last, gazetteer) else None


def _is_hromada(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether it is the adjective of a hromada: "the Pokrovska and Myrivska communities"."""
    if closing_noun(tokens, last) not in COMMUNITY:
        return False
    name = tokens.text[tokens.starts[first] : tokens.ends[last]]
    return bool(gazetteer.lookup(f"{name} hromada"))


def _marked(tokens: Tokens, first: int) -> bool:
    """Whether a trigger makes an unknown word a place: "the village of X", "the town X"."""
    kinds = lexicon().kind_words
    before = tokens.word(first - 1)
    if tokens.word(first) in lexicon().other_capitals or tokens.gaps[first] != " ":
        return False
    if before == "of" and tokens.gaps[first - 1] == " ":
        return kinds.get(tokens.word(first - 2)) in (*_TRIGGERS, "city", "region")
    return kinds.get(before) in _TRIGGERS and not tokens.capital(first - 1)


def _hinted(tokens: Tokens, first: int, located: AbstractSet[str]) -> bool:
    """Whether a preposition or a noun in the name hints at a place: "in X", "the X River"."""
    if tokens.capital(first - 1) and tokens.gaps[first] == " ":
        return False
    if tokens.gaps[first] == " " and tokens.word(first - 1) in _HINTS:
        return True
    if tokens.lower[first] in located:
        return True
    last = last_capital(tokens, first)
    return last > first and tokens.word(last) in lexicon().kind_words


def _likely(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether an unknown name stands as a place may: "X, Kenya", "X district", in a list."""
    if tokens.capital(first - 1) and tokens.joined(first):
        return False
    after, gap = last + 1, tokens.gaps[last + 1]
    area = gazetteer.lookup(tokens.words[after]) if gap == ", " and tokens.capital(after) else ()
    if any(c.kind in _AREAS for c in area) or (tokens.opens[first] and gap in _DATELINE):
        return True
    before = tokens.gaps[first] == ", " and tokens.capital(first - 1)
    before = before or (tokens.word(first - 1) in ("and", "or") and tokens.capital(first - 2))
    behind = gap == ", " and tokens.capital(after)
    behind = behind or (tokens.word(after) in ("and", "or") and tokens.capital(after + 1))
    return (before and behind) or bool(kinds_around(tokens, first, last))

"""Named sites by their shape: "Main Street", "Highway 19", "Lake Hope", "Waiheke Island".

Takes `Tokens` and tells which runs of capitalised words end or begin with the noun of a site,
whether or not a gazetteer knows them. Whether such a run is a place here is decided in `mentions`.
"""

from __future__ import annotations

from typing import Literal

from warmap.lexicon import lexicon
from warmap.tokens import Tokens

__all__ = ["NO_START", "SiteKind", "last_capital", "numbered_road", "site_ends", "site_kind"]

SiteKind = Literal["road", "admin", "nature", "built"]

_MOST_WORDS = 5
_LONGEST_RUN = 20
NO_START = frozenset("the a an at in on of near nearby from to".split())
"""Articles and prepositions, which open a sentence with a capital and begin no unknown name."""


def last_capital(tokens: Tokens, first: int) -> int:
    """Last word of the capitalised run that starts at a word, as far as a headline reaches.

    The bound keeps the time linear in a text of nothing but capitals.
    """
    last = first
    most = first + _LONGEST_RUN
    while last < most and tokens.capital(last + 1) and tokens.joined(last + 1):
        last += 1
    return last


def numbered_road(tokens: Tokens, first: int) -> bool:
    """Whether an ordinal number begins a road: "33rd Avenue".

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> numbered_road(tokenize("33rd Avenue"), 0), numbered_road(tokenize("33 dogs"), 0)
    (True, False)
    """
    word = tokens.lower[first]
    return (
        word[0].isdecimal()
        and word[-2:] in ("st", "nd", "rd", "th")
        and tokens.capital(first + 1)
        and tokens.joined(first + 1)
        and (tokens.word(first + 1) in lexicon().roads or tokens.word(first + 2) in lexicon().roads)
    )


def site_kind(tokens: Tokens, first: int, last: int) -> SiteKind | None:
    """What kind of site the shape of a name speaks for, if it does.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> tokens = tokenize("Highway 19 and Main Street near Lake Hope")
    >>> site_kind(tokens, 0, 1), site_kind(tokens, 3, 4), site_kind(tokens, 6, 7)
    ('road', 'road', 'nature')
    """
    if last == first:
        return None
    words, noun = lexicon(), tokens.word(last)
    if noun in words.roads or noun.isdecimal():
        return "road"
    if noun in words.admin_nouns:
        return "admin"
    if noun in words.nature or tokens.word(first) in words.before_sites:
        return "nature"
    return "built" if noun in words.buildings else None


def site_ends(tokens: Tokens, first: int) -> list[int]:
    """Last words of the named sites that may start at a word, the longest first.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> site_ends(tokenize("Old Mill Road was closed."), 0)
    [2]
    """
    words = lexicon()
    if tokens.word(first) in NO_START:
        return []
    end = last_capital(tokens, first)
    if end == first and tokens.lower[first] not in words.numbered:
        return []  # as most names are
    most = min(end, first + _MOST_WORDS - 1)
    found = {last for last in range(first + 1, most + 1) if tokens.lower[last] in words.site_nouns}
    if tokens.word(first) in words.before_sites:
        found.update(range(first + 1, min(end, first + 2) + 1))
    for last in range(first, min(end, first + 3) + 1):
        numbered = tokens.word(last) in words.numbered and tokens.gaps[last + 1] in (" ", "-")
        if numbered and tokens.word(last + 1).isdecimal():
            found.add(last + 1)
            found.discard(last)  # "County Road" is no name where "County Road 35" stands
    return sorted(found, reverse=True)

"""What the words around a name say of it: its kind, what it lies in.

Takes `Tokens` and a range of words, and gives the kinds that triggers speak for ("the village
of X", "the X, Y and Z regions", "X, a town in"), or the way two neighbouring names are
linked ("X in Y", "X, Y", "Y's X"). Uses the nouns of the lexicon and no list of places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

from warmap.evidence_cyrillic import cyrillic_kinds, lies_within
from warmap.language import is_cyrillic
from warmap.lexicon import lexicon
from warmap.model import Kind
from warmap.tokens import Tokens

__all__ = ["COMMUNITY", "Link", "closing_noun", "kinds_around", "link_at", "link_between"]

Link = Literal["in", "comma", "owner"]
COMMUNITY = ("community", "communities")
"""What English calls a hromada, besides much else."""

_AND = frozenset(("and", "or", "as", "та", "і", "й", "и", "або", "или"))
_ARTICLES = frozenset(("a", "an", "the", "its", "this"))
_IS = frozenset(("is", "was", "are", "were"))
_INTRODUCES = frozenset(("of", "as", "including", "like", "namely", "are", "were"))
_SHORT_NOUNS = frozenset(("обл", "смт", "пгт", "м", "с", "р"))
_LONGEST_LIST = 24  # words that a list of names may have
# What may stand between "in" and the name of what holds: "in the Ukrainian region of Donetsk".
_ON_THE_WAY = frozenset("the its a an what is now today's present-day country's of".split())
_ADJECTIVE = re.compile(r"(?:.*(?:ern|held|occupied|controlled|annexed|torn|ring|ian|ish|ese|al))")
_APPOSED = frozenset(
    "which located situated a an the both all two three four five six seven eight nine ten".split()
)


def kinds_around(tokens: Tokens, first: int, last: int) -> tuple[Kind, ...]:
    """Kinds of place that the words around a name speak for.

    Parameters
    ----------
    tokens
        The words of the text.
    first, last
        The name is words `first` to `last`, both included.

    Returns
    -------
    tuple of str
        Kinds in the order of their weight; empty when the text says nothing.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> tokens = tokenize("the Donetsk, Kherson and Zaporizhzhia regions")
    >>> kinds_around(tokens, 1, 1)
    ('region',)
    >>> kinds_around(tokenize("the village of Zorya fell"), 3, 3)
    ('village',)
    """
    if tokens.language != "en" and is_cyrillic(tokens.words[first]):
        return cyrillic_kinds(tokens, first, last)
    found = (
        _noun_after(tokens, first, last),
        _noun_before(tokens, first),
        _list_after(tokens, last),
        _list_before(tokens, first),
        _said_to_be(tokens, last),
    )
    return tuple(dict.fromkeys(kind for kind in found if kind is not None))


def _noun_after(tokens: Tokens, first: int, last: int) -> Kind | None:
    """Kind of "X region", "X City", "and X states"; never of "Ukraine's region"."""
    after = last + 1
    if after >= len(tokens) or tokens.gaps[after] not in (" ", "-") or tokens.possessive[last]:
        return None
    noun = tokens.word(after)
    kind = lexicon().kind_words.get(noun)
    of_state = noun == "state" and tokens.word(after + 1) in _STATE_OF
    states = noun == "states" and tokens.word(first - 1) not in _AND  # as a verb
    return None if kind == "country" or states or of_state else kind


# "X state television" speaks of the state X, not of a region.
_STATE_OF = frozenset(
    "television tv media news department radio duma visit owned run funeral".split()
)


def _noun_before(tokens: Tokens, first: int) -> Kind | None:
    """Kind of "the village of X", "the village X", "the regional capital, X"."""
    kinds = lexicon().kind_words
    before, gap = tokens.word(first - 1), tokens.gaps[first]
    if before == "of" and gap == " " and tokens.gaps[first - 1] == " ":
        return kinds.get(tokens.word(first - 2))
    # "village X", "the regional capital, X", "обл. X"; but "..., in the region. X said".
    tied = gap == " " or (gap == ", " and kinds.get(before) == "city" and before != "city")
    if before in kinds and (tied or (gap in (". ", ".") and before in _SHORT_NOUNS)):
        return kinds[before]
    return None


def _list_after(tokens: Tokens, last: int) -> Kind | None:
    """Kind of the plural that closes a list of names: "X, Y and Z regions".

    Of "X and Y's Z districts" it tells nothing of X and Y.
    """
    joined = False
    if tokens.possessive[last]:
        return None
    for index in range(last + 1, min(len(tokens), last + _LONGEST_LIST)):
        word, gap = tokens.word(index), tokens.gaps[index]
        if gap.strip() not in ("", ",", "-", "–", "’", "'"):
            return None
        joined = joined or word in _AND or "," in gap
        if tokens.possessive[index]:
            return None
        if word in _AND or tokens.capital(index):
            continue
        closes = joined and "," not in gap and tokens.capital(index - 1) and _plural(word)
        return lexicon().kind_words.get(word) if closes else None
    return None


def closing_noun(tokens: Tokens, last: int) -> str:
    """The noun after a name, or after the list that goes on from it: "X, Y and Z plants".

    Parameters
    ----------
    tokens
        The words of the text.
    last
        The last word of the name.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> closing_noun(tokenize("The Rivne and Khmelnytskyi plants stopped."), 1)
    'plants'
    """
    index = last + 1
    while index < min(len(tokens), last + _LONGEST_NOUNS):
        if tokens.gaps[index] not in (" ", ", "):
            return ""
        if not (tokens.capital(index) or tokens.word(index) in ("and", "or")):
            return tokens.word(index) if tokens.gaps[index] == " " else ""
        index += 1
    return ""


_LONGEST_NOUNS = 12  # words of a list of names before its noun


def _list_before(tokens: Tokens, first: int) -> Kind | None:
    """Kind of the plural that opens a list: "the regions - X, Y and Z", "cities like X"."""
    for index in range(first, max(0, first - _LONGEST_LIST), -1):
        word, gap = tokens.word(index - 1), tokens.gaps[index]
        bare = gap.strip()
        if bare in ("–", "—", ":", "-", "(") and len(gap) > 1 and _plural(word):
            return lexicon().kind_words.get(word)
        if bare not in ("", ","):
            return None
        if word in _INTRODUCES and not (word == "as" and tokens.word(index - 2) != "such"):
            noun = index - 3 if word == "as" else index - 2
            found = tokens.word(noun)
            return lexicon().kind_words.get(found) if _plural(found) else None
        if not (word in _AND or word == "the" or tokens.capital(index - 1)):
            return None
    return None


def _said_to_be(tokens: Tokens, last: int) -> Kind | None:
    """Kind of "X, a town in ...", "X, the regional capital", "X is not one of the regions"."""
    index = last + 1
    if index >= len(tokens) or tokens.possessive[last]:
        return None
    apposition = tokens.gaps[index].startswith(",") and tokens.word(index) in _ARTICLES
    predicate = tokens.gaps[index] == " " and tokens.word(index) in _IS
    if not (apposition or predicate):
        return None
    for ahead in range(index + 1, min(index + 8, len(tokens))):
        if tokens.gaps[ahead].strip() or tokens.word(ahead) in (
            "in",
            "near",
            "where",
            "that",
            "by",
        ):
            return None
        # In another name it says nothing of this one: "In Washington, the State Department said".
        kind = None if tokens.capital(ahead) else lexicon().kind_words.get(tokens.word(ahead))
        if kind is not None and tokens.word(ahead - 1) != "in":
            return kind
    return None


def _plural(word: str) -> bool:
    return word.endswith(("s", "ей", "ях", "и", "і"))


def link_at(tokens: Tokens, end: int, start: int) -> Link | None:
    """How a name that ends at one place of the text is linked to the next that starts at another.

    Parameters
    ----------
    tokens
        The words of the text.
    end, start
        In code points.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> link_at(tokenize("Зоря в Донецькій області"), 4, 7), link_at(tokenize("X, Y"), 1, 3)
    ('in', 'comma')
    """
    between = tokens.text[end:start]
    first = bisect_left(tokens.starts, start)
    if tokens.language == "en" or first >= len(tokens) or not is_cyrillic(tokens.words[first]):
        return link_between(between)
    if lies_within(tokens, bisect_left(tokens.ends, end), first):
        return "in"
    return "comma" if between == ", " else None


def link_between(between: str) -> Link | None:
    """How two neighbouring names are linked by the text between them.

    Parameters
    ----------
    between
        What stands after the first name and before the second.

    Returns
    -------
    str or None
        ``in`` ("X in Y", "X of Y's", "X (Y"), ``comma`` ("X, Y"), ``owner`` ("X's Y"), or None.

    Examples
    --------
    >>> link_between(" in "), link_between(", "), link_between("’s "), link_between(" and ")
    ('in', 'comma', 'owner', None)
    """
    if between == ", ":
        return "comma"
    if between == " (":
        return "in"
    if between in ("’s ", "'s "):
        return "owner"
    return "in" if _says_in(between) else None


def _says_in(between: str) -> bool:
    """Whether it is as in "X in the eastern Y", "X, a village in Y", "X region of Y"."""
    if any(mark in between for mark in ".;:\n") or not between.endswith(" "):
        return False
    words = between.replace("’", "'").removeprefix(",").split()
    kinds, adjectives = lexicon().kind_words, lexicon().adjectives
    if words and words[0] in kinds:
        words = words[1:]
    if words and words[0] in _APPOSED and between.startswith((",", " which", " located")):
        # ", a village in Y"; but not ", a village north of Y" nor ", the mayor of Y".
        at = next((i for i, w in enumerate(words) if w in ("in", "of", "у", "в")), len(words))
        told_of_another = any(word[0].isupper() for word in words[:at])  # ", a quake hit X in Y"
        bare_of = at < len(words) and words[at] == "of" and words[at - 1] not in kinds
        if at == len(words) or bare_of or told_of_another:
            return False
        words = words[at:]
    if not words or words[0] not in ("in", "of", "у", "в"):
        return False
    rest = words[1:]
    if words[0] == "of":
        return all(w in adjectives or w == "the" for w in rest)
    return len(rest) <= _MOST_BETWEEN and all(
        w in _ON_THE_WAY or w in adjectives or w in kinds or _ADJECTIVE.fullmatch(w.lower())
        for w in rest
    )


_MOST_BETWEEN = 5

"""The series of names that a name stands in: "Hungary, Poland and Slovakia", "Borova–Lyman".

What is said of a series is said of each name in it. Takes the words of a text and a name's place
among them; every step is bounded, so that a text in capitals costs no more than another.
"""

from __future__ import annotations

from warmap.english import english, is_small, verb_of
from warmap.tokens import Tokens

__all__ = ["is_dateline", "run_end", "series_around"]

_AND = frozenset(("and", "or", "nor", "&"))
_DASHES = ("-", "–", "—", "/", "\u2010", "\u2011")
_ITEMS = 8  # names of a series
_NOUN = 0.3  # share under which a word is rather a noun than a verb
_RUN = 5  # words of a name


def series_around(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """The first and last word of the series that words `first` to `last` belong to.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> series_around(tokenize("Hungary, Poland and Slovakia agreed"), 1, 1)
    (0, 3)
    >>> series_around(tokenize("It fell near Tulcea, and Romania protested"), 5, 5)
    (5, 5)
    """
    return _start(tokens, first), _end(tokens, last)


def run_end(tokens: Tokens, index: int) -> int:
    """The last word of the capitalised run that word `index` is in.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> run_end(tokenize("the United Arab Emirates said"), 1)
    3
    """
    for _ in range(_RUN):
        if not tokens.capital(index + 1) or tokens.gaps[index + 1] != " ":
            break
        index += 1
    return index


def _end(tokens: Tokens, last: int) -> int:
    """The last word of a series; `last` itself where no "and" closes it."""
    if tokens.capital(last + 1) and tokens.gaps[last + 1] in _DASHES:
        return last + 1  # "the Borova–Lyman direction"
    index = last
    for _ in range(_ITEMS):
        after = _next(tokens, index, only=index == last)
        if after < 0:
            return last
        closes = after > index + 1
        if closes and tokens.word(after) in ("its", "their", "other", "others"):
            return min(after + (tokens.word(after) != "others"), len(tokens) - 1)
        article = tokens.word(after) == "the"
        after += article
        if not tokens.capital(after) or (closes and tokens.gaps[after] != " "):
            return last
        index = run_end(tokens, after)
        if closes:
            return _noun_end(tokens, index) if article else index
    return last


def _noun_end(tokens: Tokens, index: int) -> int:
    """The noun of "X and the Baltic states", "X and the Kurdish-led forces"; else word `index`."""
    after = index + 1
    if after < len(tokens) - 1 and tokens.gaps[after] == "-":
        after += 1
    verb = verb_of(tokens.word(after))
    if after >= len(tokens) or tokens.gaps[after] != " " or is_small(tokens.word(after)):
        return index
    return after if verb is None or verb.share < _NOUN else index


def _next(tokens: Tokens, index: int, *, only: bool) -> int:
    """Where the next name of a series may start, past "and"; -1 where it does not go on."""
    after = index + 1
    if tokens.possessive[index] or after >= len(tokens):
        return -1
    gap = tokens.gaps[after]
    if tokens.word(after) in _AND and gap in (" ", ", "):
        return -1 if gap == ", " and only else after + 1  # ", and" opens a clause
    return after if gap == ", " else -1


def _start(tokens: Tokens, first: int) -> int:
    """The first word of a series that ends in `first`, or goes on after it to an "and"."""
    if first and tokens.capital(first - 1) and tokens.gaps[first] in _DASHES:
        return first - 1
    index, closed = first, False
    for _ in range(_ITEMS):
        at = index - 1
        at -= at > 0 and (tokens.word(at) == "the" or tokens.word(at) in _adjectives())
        if tokens.word(at) in _AND and not closed:
            if tokens.gaps[at] != " " and not _is_item(tokens, at - 1):
                return index  # ", and" opens a clause
            closed, at = True, at - 1
        elif tokens.gaps[at + 1] != ", " or not (closed or _closes_later(tokens, first)):
            return index
        if at < 0 or not tokens.capital(at) or tokens.possessive[at] or tokens.opens[at + 1]:
            return index
        index = _run_start(tokens, at)
    return index


def _adjectives() -> frozenset[str]:
    return english("small", "adjectives")


def _run_start(tokens: Tokens, index: int) -> int:
    """The first word of a capitalised run, without a common word that opens the sentence."""
    for _ in range(_RUN):
        before = index - 1
        if not tokens.capital(before) or tokens.gaps[index] != " " or tokens.opens[index]:
            break
        word = tokens.word(before)
        if tokens.possessive[before] or (
            tokens.opens[before] and (is_small(word) or verb_of(word))
        ):
            break  # "In Paris and New York", "Ask Brussels or Washington"
        index = before
    return index


def _is_item(tokens: Tokens, index: int) -> bool:
    """Whether a capitalised run ends at a word, and a comma stands before it."""
    for at in range(index, max(index - _RUN, 0), -1):
        if not tokens.capital(at):
            return False
        if tokens.gaps[at] == ", ":
            return True
    return False


def _closes_later(tokens: Tokens, first: int) -> bool:
    """Whether an "and" comes after this name and before anything but names."""
    for index in range(first + 1, min(first + 2 * _ITEMS, len(tokens))):
        if tokens.word(index) in _AND:
            return True
        if tokens.gaps[index] not in (" ", ", ") or not tokens.capital(index):
            return False
    return False


def is_dateline(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a dash follows, with nothing but names before and after.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> is_dateline(tokenize("KYIV, Ukraine (Agency) — Sirens sounded."), 1, 1)
    True
    """
    for _ in range(_RUN):
        if tokens.opens[first]:
            break
        if not tokens.capital(first - 1) or tokens.gaps[first] not in (", ", " ", "/", "-"):
            return False
        first -= 1
    if not tokens.opens[first]:
        return False
    for index in range(last + 1, min(last + 1 + _RUN, len(tokens))):
        gap = tokens.gaps[index]
        if "—" in gap or "–" in gap or " - " in gap or "--" in gap:
            return " " in gap
        if not (tokens.capital(index) or tokens.words[index].isdigit()):
            return False
    return False

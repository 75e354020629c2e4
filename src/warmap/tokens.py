"""The words of a text with exact spans, and the few facts that later stages ask of them.

Takes a text and gives `Tokens`: parallel lists, made in one pass, so that a stage
can look left and right of a name by index. Punctuation is not a token: it stands in
the `gaps` between words. A possessive ending is split off, with either apostrophe.
The module knows nothing of places.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from warmap.language import Language, language_of

__all__ = ["ARABIC_ARTICLES", "Tokens", "tokenize"]

# "U.S.", "W.Va."; or letters and digits with inner apostrophes and combining marks ("Mar'inka").
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|[A-Z]\.[A-Z][a-z]{1,2}\.|[^\W_][\w\u0300-\u036f]*(?:['’ʼ`][^\W\d_][\w\u0300-\u036f]*)*"
)
_POSSESSIVES = frozenset(("'s", "’s", "'S", "’S"))
_PLURAL_OWNERS = frozenset(("' ", "’ "))
# French, Occitan and Italian articles and prepositions before a vowel.
_ELIDED = re.compile(r"(?:[dlns]|(?:d[ae]|ne|su|a|co)ll)['’ʼ`](?=.)")
ARABIC_ARTICLES = frozenset("al el ad an ar as ash at az".split())
_HYPHENS = ("-", "\u2010", "\u2011")
_STOP = re.compile(r"[.!?…]|\n")
# A full stop after these does not end a sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr st gen lt col maj capt sgt sen rep gov rev prof hon pres no vs jan feb aug sept "
    "oct nov dec approx mt ft обл м р с вул смт им ім".split()
)


class _Anywhere(dict[int, Any]):
    """Values by index, and one for every other index."""

    missing: Any

    def __missing__(self, index: int) -> Any:  # noqa: ANN401 - of the values' type
        return self.missing


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of one text, as parallel lists.

    Parameters
    ----------
    text
        The text itself.
    words, lower
        Each word as written, without a possessive ending; and in lower case.
    starts, ends
        Half-open spans in code points, without the possessive ending.
    gaps
        What stands before each word: ``gaps[i]`` lies between word i-1 and word i. One entry
        more than words: the last is what follows the last word.
    possessive
        Whether the word carries a possessive ending.
    opens
        Whether the word is the first of a sentence, line or quotation.
    capitals
        Whether the word starts with a capital letter, if need be behind an article or preposition
        that has lost its vowel ("d'Alene"); or is an Arabic article tied to such ("el-Fasher").
    capitalised
        The indices of those that do.
    language
        The language of the text.

    Examples
    --------
    >>> tokens = tokenize("Kyiv’s forces held. Moscow waited.")
    >>> tokens.words
    ['Kyiv', 'forces', 'held', 'Moscow', 'waited']
    >>> tokens.possessive[0], tokens.opens[3]
    (True, True)
    """

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]
    possessive: list[bool]
    opens: list[bool]
    capitals: list[bool]
    capitalised: list[int]
    language: Language = "en"
    word: Callable[[int], str] = field(init=False, repr=False, compare=False)
    """Word `index` in lower case; empty outside the text."""
    capital: Callable[[int], bool] = field(init=False, repr=False, compare=False)
    """Whether word `index` exists and starts with a capital letter."""

    def __post_init__(self) -> None:
        # Asked thousands of times for an article: a method of Python's takes three times as long.
        word, capital = _Anywhere(enumerate(self.lower)), _Anywhere(enumerate(self.capitals))
        word.missing, capital.missing = "", False
        object.__setattr__(self, "word", word.__getitem__)
        object.__setattr__(self, "capital", capital.__getitem__)

    def __len__(self) -> int:
        return len(self.words)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """First and last word that a span of code points touches."""
        first = max(0, bisect_right(self.starts, start) - 1)
        return first, max(first, bisect_right(self.starts, max(start, end - 1)) - 1)

    def joined(self, index: int) -> bool:
        """Whether only white space or one hyphen stands between word `index` and the one before."""
        if not 0 < index < len(self.words) or self.possessive[index - 1]:
            return False
        gap = self.gaps[index]
        if gap == ". ":
            before = self.lower[index - 1]
            return len(before) == 1 or before in _ABBREVIATIONS
        return gap in (" ", "\u00a0") or gap in _HYPHENS

    def hyphenated(self, index: int) -> bool:
        """Whether one hyphen alone ties word `index` to the one before."""
        return self.gaps[index] in _HYPHENS


def tokenize(text: str) -> Tokens:
    """Split a text into words with exact spans, in time linear in its length.

    Parameters
    ----------
    text
        Any text; spans count its code points.

    Returns
    -------
    Tokens
        ``text[starts[i]:ends[i]] == words[i]`` for every i.

    Examples
    --------
    >>> [w for w in tokenize("the Donetsk-Luhansk border, U.S. officials").words]
    ['the', 'Donetsk', 'Luhansk', 'border', 'U.S.', 'officials']
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    starts = [start for start, _ in spans]
    ends = [end for _, end in spans]
    words = [text[start:end] for start, end in spans]
    gaps = [text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True)]
    opens = [False] * len(words)
    possessive = [False] * len(words)
    for index, (word, gap) in enumerate(zip(words, gaps[:-1], strict=True)):
        if gap != " ":
            opens[index] = not index or _ends_sentence(gap, words[index - 1])
        if word[-1] in "sS":
            if word[-2:] in _POSSESSIVES and len(word) > 2:
                possessive[index] = True
                words[index] = word[:-2]
                ends[index] -= 2
            elif word[-1] == "s" and gaps[index + 1][:2] in _PLURAL_OWNERS:
                possessive[index] = True
    if opens:
        opens[0] = True
    lower = [word.lower() for word in words]
    capitals = [word[0].isupper() or _is_elided(word) for word in words]
    for index, word in enumerate(words[:-1]):
        if word in ARABIC_ARTICLES and gaps[index + 1] in _HYPHENS and capitals[index + 1]:
            capitals[index] = True
    return Tokens(
        text, words, lower, starts, ends, gaps, possessive, opens, capitals,
        list(compress(range(len(words)), capitals)), language_of(text),
    )  # fmt: skip


def _is_elided(word: str) -> bool:
    """Whether a capital stands behind an elided word: "d'Alene", "dell'Aquila"."""
    match = _ELIDED.match(word)
    return match is not None and word[match.end()].isupper()


def _ends_sentence(gap: str, before: str) -> bool:
    """Whether a sentence ends in this gap after the word `before`."""
    if len(gap) == 1 and gap != "\n":
        return False
    if _STOP.search(gap) is None:
        return any(mark in gap for mark in "“«„") or ' "' in gap
    short = len(before) == 1 or before.lower() in _ABBREVIATIONS
    return not (gap.startswith(". ") and "\n" not in gap and short)

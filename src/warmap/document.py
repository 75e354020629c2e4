"""What a whole article says of its words: who is a person in it, what stands where places do.

Read once for a text, before any span is judged; ``weights.toml`` tells what the features made of
it mean.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from warmap.lexicon import lexicon
from warmap.sites import last_capital
from warmap.tokens import Tokens
from warmap.words import word_facts

__all__ = ["Document", "is_title", "stands_alone"]

_STAND = frozenset("in at near from around outside across throughout toward towards to".split())


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
        for i in tokens.capitalised:
            if i and tokens.gaps[i] in (" ", ". "):
                named = tokens.lower[i - 1] in words.first_names and tokens.capitals[i - 1]
                if named or is_title(tokens, i - 1):
                    persons.update(tokens.lower[i : last_capital(tokens, i) + 1])
        small = frozenset(tokens.words).intersection(tokens.lower)
        counts = Counter([tokens.lower[i] for i in tokens.capitalised])
        located = Counter([tokens.lower[i] for i in tokens.capitalised if stands_alone(tokens, i)])
        surnames = Counter([w for i in tokens.capitalised if (w := _surname(tokens, i))])
        return cls(small, frozenset(persons - words.titles), counts, located, surnames)


def stands_alone(tokens: Tokens, index: int) -> bool:
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
    if tokens.gaps[after] not in (" ", ". ") or not (named or is_title(tokens, index)):
        return ""
    last = last_capital(tokens, after)
    return tokens.lower[last] if last - index <= 2 and not is_title(tokens, after) else ""


def is_title(tokens: Tokens, index: int) -> bool:
    """Whether a word is a title, behind which a person follows."""
    word = tokens.word(index)
    return word in lexicon().titles or word.endswith(("-president", "-minister"))

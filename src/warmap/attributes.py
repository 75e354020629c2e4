"""What a name is an attribute of: "X's forces", "X-backed", "the X talks", "X officials"."""

from __future__ import annotations

from warmap.english import english, is_noun_in, is_small, verb_of
from warmap.surroundings import Surroundings
from warmap.tokens import Tokens

__all__ = ["read_hyphen", "read_nouns", "read_owned"]

_PARTS = frozenset("region state peninsula city town village republic province district".split())
_FAR = 5  # words from the name to the noun that counts


def read_owned(around: Surroundings) -> None:
    """Add what the possessive owns: rulers, a deed of theirs, a part of the place.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> around = Surroundings(tokenize("Kyiv’s struggling army"), 0, 0, 0, 0)
    >>> read_owned(around)
    >>> around.found
    {'institution': 1.0}
    """
    tokens, after = around.tokens, around.last + 1
    for index in range(after, min(after + _FAR, len(tokens))):
        if tokens.gaps[index] not in (" ", "-", "’ ", "' "):
            break
        found = _owned(tokens, index)
        if found:
            around.add(found)
            return
        counts = tokens.word(index) in english("small", "determiners")  # "X's three-year war"
        if (is_small(tokens.word(index)) and not counts) or _is_verb(tokens, index):
            break
    around.add("owner")


def _owned(tokens: Tokens, index: int) -> str:
    """The feature of an owned word; empty where the next word tells."""
    found = _class_of_owned(tokens.word(index))
    after = _class_of_owned(tokens.word(index + 1)) if tokens.gaps[index + 1] == " " else ""
    if found:
        # "X's interior" is a part of it, "X's interior minister" is not.
        return after if (found, after) == ("owns_area", "institution") else found
    if not tokens.capital(index):
        return ""
    if tokens.gaps[index + 1] == " ":
        if tokens.capital(index + 1):
            return ""  # "X's Health Agency"
        if after:
            return after  # "X's Western backers", "X's Y region"
    written = tokens.words[index]
    acronym = written.isupper() and written.isalpha() and len(written) > 1
    return "institution" if acronym else "owns_area"  # "X's SBU", "X's Y"


def _class_of_owned(word: str) -> str:
    for key, feature in (("institution", "institution"), ("deed", "deed"), ("area", "owns_area")):
        if is_noun_in(english("owned", key), word):
            return feature
    return ""


def read_hyphen(around: Surroundings) -> None:
    """Add what is tied to the name by a hyphen: "X-backed", "X-flagged".

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> around = Surroundings(tokenize("Moscow-backed forces"), 0, 0, 0, 0)
    >>> read_hyphen(around)
    >>> around.found
    {'hyphen_ruling': 1.0}
    """
    tokens, after = around.tokens, around.last + 1
    if after < len(tokens) and tokens.hyphenated(after):
        for key in ("ruling", "borrowed"):
            if tokens.word(after) in english("hyphens", key):
                around.add(f"hyphen_{key}")
                around.governed = True


def read_nouns(around: Surroundings) -> None:
    """Add the noun that the name stands before: "the X talks", "the X nuclear plant".

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> around = Surroundings(tokenize("the Minsk peace agreements"), 1, 1, 1, 1)
    >>> read_nouns(around)
    >>> around.found
    {'event': 1.0}
    """
    tokens, after = around.tokens, around.end + 1
    head = ""
    for index in range(after, min(after + _FAR - 1, len(tokens))):
        word, capital = tokens.word(index), tokens.capital(index)
        if tokens.gaps[index] not in (" ", "-", " - "):
            break
        if not capital and (is_small(word) or _is_verb_here(around, index)):
            break
        if index == after:
            head = "capital_after" if capital else "noun"
        # The last noun counts: "the X airport battle"; but a power station is no station.
        found = _noun_class(word, is_wide=around.is_wide)
        kept = (head, found) in {("works", "unit"), ("office", "rulers")}
        head = head if kept else found or head
        if tokens.possessive[index] or (head == "unit" and is_noun_in(_PARTS, word)):
            break  # "X region" is a name by itself
    if head:
        around.add(head)
        around.governed = head not in ("noun", "capital_after")


def _noun_class(word: str, *, is_wide: bool) -> str:
    """Which nouns a word belongs to, or none."""
    for key in ("unit", "event", "works", "office", "rulers"):
        if is_noun_in(english("nouns", key), word):
            # "the Black Sea peninsula", "the U.S. state of"
            return "noun" if key == "unit" and is_wide and is_noun_in(_PARTS, word) else key
    return ""


def _is_verb_here(around: Surroundings, index: int) -> bool:
    """Whether a verb stands right after the name, or after its nouns."""
    if index == around.end + 1:
        return around.verb_at(index) > 0
    return _is_verb(around.tokens, index)


def _is_verb(tokens: Tokens, index: int) -> bool:
    """Whether a word after a noun is a verb that says something of it."""
    verb = None if tokens.capital(index) else verb_of(tokens.word(index))
    likely = 0.5
    return verb is not None and verb.share >= likely and verb.forms not in ("b", "g")

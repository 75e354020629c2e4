"""What governs a name from before: a preposition ("a warning to X") or a verb ("urged X")."""

from __future__ import annotations

from warmap.english import english, is_noun_in, is_small, verb_of
from warmap.surroundings import Surroundings
from warmap.tokens import Tokens

__all__ = ["read_governor"]

_PARTICLES = frozenset(("back", "up", "out", "down", "off", "over"))
_RESULTS = frozenset("declare proclaim deem consider want see keep leave get have find".split())
_BACK = 5  # words between a noun and its preposition


def read_governor(around: Surroundings) -> None:
    """Add what the words before the name say.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> around = Surroundings(tokenize("a warning to the Kremlin"), 4, 4, 4, 4)
    >>> read_governor(around)
    >>> around.found
    {'dealt': 1.0}
    """
    tokens = around.tokens
    at = _past_adjectives(tokens, around.start)
    around.bare = at == around.start
    opening = tokens.opens[at - 1] and tokens.word(at - 1) in english("small", "adverbs")
    if tokens.opens[at] or opening:
        around.add("opens")  # also "Yet X"
        return
    if tokens.gaps[at] != " ":
        if tokens.gaps[at] == ", " and not tokens.capital(at - 1):
            around.add("clause")  # "after months of talks, X agreed"
        return
    _read_word(around, at - 1)


def _read_word(around: Surroundings, at: int) -> None:
    """What the word before the name and its adjectives does with it."""
    tokens, before = around.tokens, around.tokens.word(at)
    if before in ("a", "an", "another"):
        around.add("indefinite")
    elif before in english("small", "others"):
        around.governed, around.bare = True, False
        _read_preposition(around, before, at)
    elif before in english("small", "spatial"):
        around.governed, around.bare = True, False
        around.add("at")
    elif before in english("small", "clauses"):
        around.add("clause")
    elif before in english("small", "auxiliaries"):
        around.add("clause")  # "will X agree?"
        if tokens.word(at - 1) in ("neither", "nor", "so", "as", "than"):
            # "And neither does X"; but "so were X and Y".
            around.add("is" if before in english("small", "passive") else "acts")
    elif not tokens.possessive[at]:
        _read_verb(around, at)


def _past_adjectives(tokens: Tokens, start: int) -> int:
    """The word where "the", "occupied" or "the real" before a name begins."""
    at = start
    while at > 0 and tokens.gaps[at] == " " and _goes_with_names(tokens.word(at - 1)):
        at -= 1
    if at == start and tokens.word(at - 2) == "the" and not tokens.opens[at]:
        word = tokens.word(at - 1)
        small = tokens.capital(at - 1) or is_small(word) or verb_of(word)
        if tokens.gaps[at] == " " and not small:
            return at - 2
    return at


def _goes_with_names(word: str) -> bool:
    return word == "the" or word in english("small", "adjectives")


def _read_preposition(around: Surroundings, word: str, at: int) -> None:
    """What stands before "to", "with", "on" ... tells whether a government is dealt with."""
    before = around.tokens.word(at - 1)
    if word == "by":
        verb = verb_of(before)
        around.add("by", 1.0 if verb and "p" in verb.forms else 0.5)
    elif word == "to" and before == "according":
        around.add("dealt")
    elif word == "for" and around.tokens.opens[at]:
        around.add("dealt", 0.7)  # "For X, losing it would be a blow."
    elif word == "for" and _is_to_do(around.tokens, around.end + 1):
        around.add("to_do")
    elif word == "of" and is_noun_in(english("dealings", "named"), before):
        around.add("named_of")
    elif value := _dealing(around.tokens, word, at):
        around.add("dealt", value)
    else:
        around.add(f"bare_{word}" if word in ("of", "to", "from") else "bare_other")


def _dealing(tokens: Tokens, word: str, at: int) -> float:
    """Whether a noun or verb before the preposition is one of dealing with a government."""
    nouns = english("dealings", "with" if word == "between" else word)
    verbs = english("verbs", "address") if word == "to" else nouns
    far = 1 if word == "of" else _BACK  # "tired of X", but "the army drove them out of X"
    for back in range(at - 1, max(at - 1 - far, -1), -1):
        before = tokens.word(back)
        spatial = before in english("small", "spatial")
        if tokens.gaps[back + 1] != " " or (spatial and not tokens.capital(back + 1)):
            break  # but "talks in Geneva with X"
        verb = verb_of(before)
        if is_noun_in(nouns, before) or (verb is not None and verb.lemma in verbs):
            return 1.0 if back == at - 1 else 0.7
    return 0.0


def _read_verb(around: Surroundings, at: int) -> None:
    """The name as an object: "urged X", "attacked X", "wants X to"."""
    word = around.tokens.word(at)
    verb = verb_of(word)
    if word in _PARTICLES:
        verb = verb_of(around.tokens.word(at - 1)) or verb  # "won back X"
    if verb is None:
        return
    around.made = verb.lemma in _RESULTS
    after = around.tokens.word(around.end + 1)
    if verb.lemma == "leave" and after in ("with", "without"):
        around.add("toward")  # "leaves X with few choices"
        return
    if verb.lemma in english("verbs", "strike"):
        around.add("struck")
    elif verb.lemma in english("verbs", "toward") or verb.lemma in english("verbs", "address"):
        around.add("toward")
    elif verb.lemma not in english("verbs", "say"):
        around.add("object", verb.share)
    if _is_to_do(around.tokens, around.end + 1):
        around.add("to_do")


def _is_to_do(tokens: Tokens, index: int) -> bool:
    """Whether "to" and a verb stand at word `index`."""
    if tokens.word(index) != "to" or tokens.gaps[index] != " ":
        return False
    verb = verb_of(tokens.word(index + 1))
    return verb is not None and "b" in verb.forms

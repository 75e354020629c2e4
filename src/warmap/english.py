"""What English words do in a sentence: which are verbs, and which verbs and nouns are of rulers.

Reads ``grammar.toml``, kept by hand, and ``verbs.tsv``, made from WordNet's lemmas and from how
words are used. It knows no place and no text; `grammar` asks it about the words around a name.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from warmap.bundled import data_path

__all__ = ["Verb", "english", "is_noun_in", "is_small", "verb_of"]

_RARE = 0.6  # how surely an unknown word in -ed is a verb
_FIELDS = ("say", "decide", "deal", "war")
_SMALL = ("adverbs", "auxiliaries", "others", "spatial", "clauses", "determiners")


@dataclass(frozen=True, slots=True)
class Verb:
    """A word as the form of a verb.

    Parameters
    ----------
    lemma
        Its base form.
    forms
        Which forms it can be: ``b`` base, ``s`` third person, ``p`` past or participle, ``g`` -ing.
    share
        How surely it is a verb and no noun where it stands, 0 to 1.
    """

    lemma: str
    forms: str
    share: float


@cache
def verb_of(word: str, /) -> Verb | None:
    """A lower-case word as a verb; None when it is the form of none.

    Raises
    ------
    GazetteerError
        The bundled table is missing.

    Examples
    --------
    >>> verb_of("withdrew").lemma, verb_of("talks").share < 0.2 < verb_of("denies").share
    ('withdraw', True)
    >>> verb_of("ambassador") is None
    True
    """
    line = _lines().get(word)
    if line is None:
        rare = word.endswith("ed") and len(word) > 4
        return Verb(word.removesuffix("ed"), "p", _RARE) if rare else None
    forms, lemma, share = line.split("\t")
    return Verb(lemma or word, forms, int(share) / 100)


@cache
def _lines() -> dict[str, str]:
    """The table, its cells not yet read: an article needs few of its words."""
    lines = data_path("verbs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t", 1) for line in lines)


@cache
def english(group: str, key: str, /) -> frozenset[str]:
    """The words under a key of ``grammar.toml``; ``rule`` are all verbs of what rulers do or say.

    Examples
    --------
    >>> "demand" in english("verbs", "say"), "nuclear" in english("nouns", "works")
    (True, True)
    """
    if (group, key) == ("verbs", "rule"):
        return frozenset().union(*(english(group, field) for field in _FIELDS))
    return frozenset(_table()[group][key].split())


@cache
def _table() -> dict[str, dict[str, str]]:
    text = files("warmap").joinpath("grammar.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def is_noun_in(words: frozenset[str], word: str) -> bool:
    """Whether a lower-case noun, or what it is the plural of, is among some words.

    Examples
    --------
    >>> is_noun_in(frozenset(("ministry", "force", "talks")), "ministries")
    True
    """
    if word in words:
        return True
    if word.endswith("ies"):
        return word[:-3] + "y" in words
    return word.endswith("s") and (word[:-1] in words or word[:-2] in words)


def is_small(word: str, /) -> bool:
    """Whether a lower-case word is no noun, adjective or full verb.

    Examples
    --------
    >>> is_small("between"), is_small("dam")
    (True, False)
    """
    return word in _small()


@cache
def _small() -> frozenset[str]:
    return frozenset().union(*(english("small", key) for key in _SMALL))

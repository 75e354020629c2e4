"""The words of Ukrainian and Russian that decide, in their dictionary forms.

Reads ``lexicon_cyrillic.toml`` once; what the words mean for a name is decided where they
are used, as with the English `lexicon`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from warmap.model import KINDS, Kind

__all__ = ["AdjectiveGroup", "CyrillicLexicon", "cyrillic_lexicon"]

AdjectiveGroup = Literal["region", "district", "front", "plant", "water", "site"]
"""What a noun makes of the capitalised adjective before it."""


@dataclass(frozen=True, slots=True)
class CyrillicLexicon:
    """Sets of dictionary forms, named after the groups of ``lexicon_cyrillic.toml``."""

    kinds: dict[str, Kind]
    adjectives: dict[str, AdjectiveGroup]
    directions: frozenset[str]
    titles: frozenset[str]
    organisations: frozenset[str]
    streets: frozenset[str]
    verbs: frozenset[str]
    sayers: frozenset[str]
    strikes: frozenset[str]
    towns: frozenset[str]
    predicates: frozenset[str]
    adverbs: frozenset[str]
    institutions: frozenset[str]
    addressed: frozenset[str]
    joins: frozenset[str]
    legislators: frozenset[str]
    flags: frozenset[str]


@cache
def cyrillic_lexicon() -> CyrillicLexicon:
    """The lexicon, read at the first call.

    Examples
    --------
    >>> cyrillic_lexicon().kinds["місто"], cyrillic_lexicon().adjectives["напрямок"]
    ('city', 'front')
    """
    path = files("warmap").joinpath("lexicon_cyrillic.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))

    def words(group: str, key: str = "words") -> frozenset[str]:
        return frozenset(table[group][key].split())

    return CyrillicLexicon(
        kinds={w: kind for kind in KINDS for w in table["kinds"].get(kind, "").split()},
        adjectives={w: g for g in get_args(AdjectiveGroup) for w in table["adjectives"][g].split()},
        directions=words("directions"),
        titles=words("titles"),
        organisations=words("organisations"),
        streets=words("streets"),
        verbs=words("government", "verbs"),
        sayers=words("government", "sayers"),
        towns=words("government", "towns"),
        strikes=words("government", "strikes"),
        predicates=words("government", "predicates"),
        adverbs=words("government", "adverbs"),
        institutions=words("government", "institutions"),
        addressed=words("government", "addressed"),
        joins=words("government", "joins"),
        legislators=words("associative", "legislators"),
        flags=words("associative", "flags"),
    )

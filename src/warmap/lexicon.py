"""The words that decide: kinds, persons, organisations.

Reads ``lexicon.toml`` once and gives it as sets. The lists themselves are data, kept by
hand in that file; what they mean for a mention is decided in `mentions` and `resolve`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from warmap.model import KINDS, Kind

__all__ = ["Lexicon", "lexicon"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of lower-case words, named after the groups of ``lexicon.toml``."""

    kind_words: dict[str, Kind]
    site_words: frozenset[str]
    roads: frozenset[str]
    numbered: frozenset[str]
    nature: frozenset[str]
    buildings: frozenset[str]
    admin_nouns: frozenset[str]
    site_nouns: frozenset[str]  # the four together
    before_sites: frozenset[str]
    adjectives: frozenset[str]
    attached: frozenset[str]
    directions: frozenset[str]
    locative: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    titles: frozenset[str]
    relations: frozenset[str]
    diseases: frozenset[str]
    first_names: frozenset[str]
    organisations: frozenset[str]
    offices: frozenset[str]
    parties: frozenset[str]
    press: frozenset[str]
    clubs_before: frozenset[str]
    clubs_after: frozenset[str]
    other_capitals: frozenset[str]
    common: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read at the first call.

    Examples
    --------
    >>> lexicon().kind_words["oblast"], "mayor" in lexicon().titles
    ('region', True)
    """
    table = tomllib.loads(files("warmap").joinpath("lexicon.toml").read_text(encoding="utf-8"))

    def words(group: str, key: str = "words") -> frozenset[str]:
        return frozenset(table[group][key].split())

    kinds = {w: kind for kind in KINDS for w in table["kind_words"].get(kind, "").split()}
    return Lexicon(
        kind_words=kinds,
        site_words=words("site_words"),
        roads=words("named_sites", "roads"),
        numbered=words("named_sites", "numbered"),
        nature=words("named_sites", "nature"),
        buildings=words("named_sites", "buildings"),
        admin_nouns=words("named_sites", "admin"),
        site_nouns=frozenset().union(
            *(words("named_sites", key) for key in ("roads", "admin", "nature", "buildings"))
        ),
        before_sites=words("named_sites", "before"),
        adjectives=words("adjectives"),
        attached=words("attached"),
        directions=words("directions"),
        locative=words("locative"),
        before=words("beside", "before"),
        after=words("beside", "after"),
        titles=words("titles"),
        relations=words("relations"),
        diseases=words("diseases"),
        first_names=words("first_names"),
        organisations=words("organisations"),
        offices=words("offices"),
        parties=words("parties"),
        press=words("press"),
        clubs_before=words("clubs", "before"),
        clubs_after=words("clubs", "after"),
        other_capitals=words("other_capitals"),
        common=words("other_capitals", "common"),
    )

"""A name → the places it may mean, as the gazetteer lists them.

`bearers` lays them out in arrays for all names of an article at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from warmap.gazetteer import Gazetteer, normalise
from warmap.lexicon import lexicon
from warmap.model import Candidate, Kind, Mention
from warmap.respelling import lookup_cyrillic

__all__ = [
    "AREAS",
    "SETTLED",
    "WATERS",
    "candidates_for",
    "is_namesake",
    "places_of",
    "plain_name",
    "same_spelling",
]

SETTLED: tuple[Kind, ...] = ("city", "town", "village")
AREAS: tuple[Kind, ...] = ("country", "region", "district")
WATERS: tuple[Kind, ...] = ("sea", "river")
# What papers write short at the start of a name, and in full.
_SHORT = {"mt": "mount", "st": "saint", "ft": "fort", "pt": "point"}
_DISTRICTS = ("county", "raion", "district", "hromada", "parish")
_SHORT_LAST = {"co": "county", "twp": "township", "hts": "heights", "is": "island"}


def candidates_for(
    name: str, *, gazetteer: Gazetteer, kinds: Sequence[Kind] = ()
) -> tuple[Candidate, ...]:
    """Places that a name may mean; an unknown name is tried without its kind word and spelt out.

    Parameters
    ----------
    name
        As the text writes it.
    gazetteer
        Where to look.
    kinds
        What the text says that it is. A district is looked up with its noun too: "Kupiansk" in
        "Kupiansk and Izium districts" may be Kupiansk Raion.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> [c.source_id for c in candidates_for("the Mezhova settlement",
    ...                                      gazetteer=default_gazetteer())]
    ['701305']
    >>> candidates_for("Franklin Co.", gazetteer=default_gazetteer())[0].kind
    'district'
    """
    found: tuple[Candidate, ...] = ()
    for form in dict.fromkeys(_forms(name)):
        found = tuple(gazetteer.lookup(form))
        if found:
            break
    if "district" in kinds:
        known = {place.id for place in found}
        for noun in _DISTRICTS:
            more = [c for c in gazetteer.lookup(f"{name} {noun}") if c.id not in known]
            known.update(place.id for place in more)
            found = (*found, *(place for place in more if place.kind == "district"))
    return found


def places_of(mention: Mention, *, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Places that a mention may mean: of an inflected name those of its nominatives.

    Parameters
    ----------
    mention
        The name.
    gazetteer
        Where to look.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> places_of(Mention(0, 8, "Межової", forms=("Межова",)), gazetteer=default_gazetteer())[0].id
    'geonames:701305'
    """
    if not mention.forms:
        return candidates_for(mention.text, gazetteer=gazetteer, kinds=mention.kinds)
    found = {
        place.id: place
        for form in mention.forms
        for place in lookup_cyrillic(form, gazetteer=gazetteer)
    }
    kinds = set(mention.kinds)
    if any(p.kind in ("country", "region") and p.match != "alias" for p in found.values()):
        # A village that is called like a country or a region is introduced as a village.
        named = {key: p for key, p in found.items() if p.kind != "village"}
        found = found if kinds & {*SETTLED} else named
    if kinds & {"river", "sea"} and not any(p.kind in AREAS for p in found.values()):
        # Towns are often called like their river, and "річка X" says which is meant.
        return tuple(place for place in found.values() if place.kind in ("river", "sea"))
    return tuple(found.values())


def _forms(name: str) -> Iterator[str]:
    """The name, the name in full words, and the name without a kind word."""
    yield name
    words = name.split()
    first, last = (normalise(words[0]), normalise(words[-1])) if words else ("", "")
    if len(words) > 1:
        yield " ".join(
            [_SHORT.get(first, words[0]), *words[1:-1], _SHORT_LAST.get(last, words[-1])]
        )
    kinds = lexicon().kind_words
    while words and words[0].lower() in ("the", *kinds):
        words = words[1:]
    while words and words[-1].lower() in kinds:
        words = words[:-1]
    if words and not _COMPASS.issuperset(map(str.lower, words)):  # "the East Sea", "West District"
        yield " ".join(words)


_COMPASS = frozenset("north south east west northern southern eastern western central".split())


def is_namesake(place: Candidate, name: str, *, article: bool = False) -> bool:
    """Whether a name is that of a river or lake, and the place a town or area called like it.

    With an article a town's own noun doesn't help it: "the Green River" isn't the town Green River.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> manning, lake = (default_gazetteer().lookup(name)[0] for name in ("Manning", "Lake City"))
    >>> is_namesake(manning, "Manning River"), is_namesake(lake, "Lake City")
    (True, False)
    """
    words, kinds = normalise(name).split(), lexicon().kind_words
    ends = (words[0], words[-1]) if len(words) > 1 else ()
    noun = next((word for word in ends if kinds.get(word) in WATERS), "")
    other = (article and noun == words[-1]) or noun not in normalise(place.name)
    return bool(noun) and place.kind in (*SETTLED, *AREAS) and other


@lru_cache(maxsize=1 << 14)
def same_spelling(name: str, other: str) -> bool:
    """Whether two Latin names are one name in two romanisations: Zorya and Zoria.

    Examples
    --------
    >>> same_spelling("Lugansk", "Luhansk"), same_spelling("Artemivsk", "Bakhmut")
    (True, False)
    >>> same_spelling("St. Petersburg", "Saint Petersburg")
    True
    """
    return _skeleton(name) == _skeleton(other)


def _skeleton(name: str) -> str:
    first, _, rest = normalise(name).partition(" ")
    whole = f"{_SHORT.get(first, first)} {rest}" if rest else first
    letters = whole.translate(_ONE_LETTER)
    return "".join(c for i, c in enumerate(letters) if i == 0 or c != letters[i - 1])


# Letters that the romanisations of Ukrainian and Russian exchange.
_ONE_LETTER = str.maketrans({"y": "i", "j": "i", "w": "v", "g": "h"})


def plain_name(place: Candidate) -> str:
    """The name without the noun that regions and rivers carry: "Luhansk Oblast" is called Luhansk.

    Counties keep theirs, without which they are hardly ever called.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> plain_name(default_gazetteer().lookup("Luhansk Oblast")[0])
    'Luhansk'
    """
    name, _, noun = place.name.rpartition(" ")
    stands = noun in ("Oblast", "Raion") or noun in _NOUNS.get(place.kind, ())
    return name if name and stands else place.name


_NOUNS: dict[str, tuple[str, ...]] = {
    "region": ("State", "Province", "Region", "Governorate", "Krai", "Prefecture", "Department"),
    "river": ("River",),
}

"""One place in two spellings: the Russian forms of Ukrainian names, and the Ukrainian of Russian.

The gazetteer has the name of a village in the language of its country alone. Here the regular
differences of the two languages make its likely spellings in the other ("Новоэкономическое" →
"Новоекономічне"), which the gazetteer then knows or does not. What is found so ranks behind
what bears the name itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import islice, product

from warmap.gazetteer import Gazetteer, normalise
from warmap.language import is_cyrillic
from warmap.model import Candidate

__all__ = ["lookup_cyrillic", "respelt"]

_MOST = 64  # spellings of a name
# Russian → Ukrainian and back. Soft signs are missing: `normalise` drops them.
_ENDINGS = {
    "uk": """ическое:ічне,ичне ическая:ічна ический:ічний
        жское:зке жская:зка жский:зкий гская:зка гский:зкий ское:ске цкое:цке нее:нє ное:не,нє
        ое:е ая:а яя:я ый:ий ий:ий,ій ой:ий ые:і ие:і аевка:аївка еевка:іївка иевка:іївка
        евка:івка,ївка,евка овка:івка,овка ово:ове,ово ево:еве,єве ино:ине,іне,ино ено:ене
        ов:ів,ов ев:їв,ів,єв,ев цы:ці ы:и,і аи:аї еи:еї и:и,і ица:иця же:жжя,же ле:лля,ле
        не:ння,не те:ття,те се:сся,се че:ччя,че ея:ія ия:ія :""",
    "ru": """ічне:ическое ічна:ическая ічний:ический
        зка:жская,зкая зкий:жский,зкий ске:ское цке:цкое не:ное,нее нє:нее ове:ово,овое
        еве:ево єве:ево ине:ино іне:ино іно:ино ене:ено аївка:аевка іївка:еевка,иевка ївка:евка
        івка:овка,евка ів:ов,ев їв:ев єв:ев ий:ий,ый,ой ій:ий,ой жжя:же лля:ле ння:не ття:те
        сся:се ія:ия,ея ці:цы иця:ица і:и,ы,ие,ые и:ы,и а:а,ая :""",
}
_VOWELS = (*"аеиоу",)
_COMPOUND = ("ново", "старо", "верхне", "нижне", "велико", "мало")
_LETTERS = {
    "uk": {"и": "иі", "ы": "и", "э": "е", "е": "еі"},
    "ru": {"и": "иы", "і": "ие", "ї": "и", "є": "е"},
}
# Beginnings that the languages write in another way altogether.
_BEGINNINGS = """никола:микола алексе:олексі александр:олександр алексан:олексан елен:олен
    конст:кост сергее:сергі андрее:андрі матве:матві тимофе:тимофі осип:йосип филипп:пилип анн:ганн
    екатерин:катерин афанас:панас трофим:трохим бел:біл чер:чор волч:вовч волк:вовк желт:жовт
    красн:червон желез:заліз северн:північн южн:південн западн:західн восточн:східн октябр:жовтн
    заря:зоря счаст:щаст угл:вугл остр:гостр
    раб:роб славян:словян росси:росі казач:козач казац:козац
    каменн:камян камен:камян ореш:горіш орех:горіх"""
# In a closed syllable Ukrainian has і where Russian has о: "Степногорск", "Степногірськ".
_CLOSED = re.compile(r"о(?=[бвгджзклмнпрстфхцчшщ](?:[бвгджзклмнпрстфхцчшщ]|$))")


@cache
def _rules(toward: str) -> list[tuple[str, list[str]]]:
    text = _ENDINGS[toward]
    return [(a, b.split(",")) for a, _, b in (rule.partition(":") for rule in text.split())]


@cache
def _beginnings(toward: str) -> list[tuple[str, str]]:
    pairs = [tuple(pair.split(":")) for pair in _BEGINNINGS.split()]
    return [(russian, own) if toward == "uk" else (own, russian) for russian, own in pairs]


@lru_cache(maxsize=1 << 14)
def respelt(name: str) -> tuple[str, ...]:
    """The likely spellings of a Cyrillic name in the other language, normalised.

    Parameters
    ----------
    name
        A name in the nominative.

    Examples
    --------
    >>> "удачне" in respelt("Удачное"), "рылск" in respelt("Рильськ")
    (True, True)
    >>> "новоекономічне" in respelt("Новоэкономическое")
    True
    """
    form = normalise(name)
    words = form.split()
    if not words or len(words) > 3 or not all(map(is_cyrillic, words)):
        return ()
    toward = ["ru"] if re.search("[іїєґ]", form) else ["uk", "ru"]
    toward = ["uk"] if re.search("[ыэъ]", form) else toward
    found: dict[str, None] = {}
    for language in toward:
        ways = product(*(list(islice(_word(w, language), _MOST)) for w in words))
        found.update(dict.fromkeys(" ".join(way) for way in islice(ways, _MOST)))
    found.pop(form, None)
    return tuple(found)


def _word(word: str, toward: str) -> Iterator[str]:
    """The spellings of one word in a language."""
    starts = [(word, "")]
    before = next((c for c in _COMPOUND if word.startswith(c)), "")
    for ours, theirs in _beginnings(toward):
        for head in ("", before) if before else ("",):
            if word.startswith(head + ours):
                starts.insert(0, (word[len(head + ours) :], head + theirs))
    for rest, start in starts:
        for ending, others in _rules(toward):
            if rest.endswith(ending):
                middle = rest.removesuffix(ending)
                for way in _letters(middle, toward):
                    yield from (start + way + other for other in others)
                break


def _letters(text: str, toward: str) -> Iterator[str]:
    """The spellings of the middle of a word, the fewest changes first."""
    closed = {m.start() for m in _CLOSED.finditer(text)} if toward == "uk" else set()
    table = _LETTERS[toward]
    options = [
        "оі" if i in closed else "ї" if c == "и" and text[i - 1 : i] in _VOWELS else table.get(c, c)
        for i, c in enumerate(text)
    ]
    ways = islice(product(*options), _MOST)
    yield from ("".join(way) for way in ways)


def lookup_cyrillic(name: str, *, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places that a Cyrillic name may mean, those it is respelt for last.

    What a place abroad is called in Cyrillic, and the Russian form of a Ukrainian name, count as
    the place's own name here, for the text has no other.

    Parameters
    ----------
    name
        A name in the nominative.
    gazetteer
        Where to look.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> [c.local_name for c in lookup_cyrillic("Удачное", gazetteer=default_gazetteer())][:1]
    ['Удачне']
    """
    found = {c.id: _named(c) for c in gazetteer.lookup(name) if c.match != "demonym"}
    for other in respelt(name):
        for place in gazetteer.lookup(other):
            if place.match not in ("name", "local") or place.country not in _SPEAKERS:
                continue
            known = found.get(place.id)
            found[place.id] = replace(place, match="alias" if known is None else "local")
    seats = {
        (p.country, p.admin1) for p in found.values() if p.kind == "city" and p.match == "local"
    }
    for key, place in found.items():
        if place.kind == "region" and (place.country, place.admin1) in seats:
            found[key] = replace(place, match="alias")  # Київ is the city before the region
    return tuple(found.values())


_SPEAKERS = ("UA", "RU")  # whose villages have a name in the other language


def _named(place: Candidate) -> Candidate:
    """A place abroad under its Cyrillic name, which is an alias only in the gazetteer."""
    foreign = place.match == "alias" and not is_cyrillic(normalise(place.local_name))
    return replace(place, match="local") if foreign else place

"""What the words around a Ukrainian or Russian name say of it: its case, its kind, its container.

Takes `Tokens` and a range of words, as `evidence` does for English; the endings that English does
not have carry most of it. Uses the nouns of the lexicon and no list of places.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from warmap.inflection import Reading, grammar_of
from warmap.language import is_cyrillic
from warmap.lexicon_cyrillic import AdjectiveGroup, cyrillic_lexicon
from warmap.model import Kind
from warmap.tokens import Tokens

__all__ = ["Governed", "cases_before", "cyrillic_kinds", "governed", "lies_within", "readings_at"]

_AND = frozenset("та і й и або чи или а також также ні ани как".split())
_LIST = (" ", ", ", "-", " – ", " — ", "/")
_LONGEST_LIST = 16  # words
# Preposition → the cases that it governs.
_PREPOSITIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "uk": {
        "у в уві": ("loct", "accs"),
        "на": ("loct", "accs"),
        "по": ("loct", "accs"),
        "о об при": ("loct",),
        "до від од без біля коло поблизу навколо довкола близько після проти для крім замість "
        "посеред серед вздовж уздовж неподалік недалеко позаду навпроти": ("gent",),
        "з із зі": ("gent", "ablt"),
        "під над перед між поміж за": ("ablt", "accs"),
        "через про крізь": ("accs",),
        "завдяки всупереч назустріч": ("datv",),
    },
    "ru": {
        "в во": ("loct", "accs"),
        "на": ("loct", "accs"),
        "о об обо при": ("loct",),
        "до от без у около возле близ вокруг после против для кроме вместо посреди среди вдоль "
        "вблизи недалеко из неподалёку неподалеку напротив": ("gent",),
        "с со": ("gent", "ablt"),
        "под над перед между за": ("ablt", "accs"),
        "через про сквозь": ("accs",),
        "к ко благодаря вопреки навстречу": ("datv",),
        "по": ("datv", "loct", "accs"),
    },
}
_CASES = {
    language: {word: cases for group, cases in table.items() for word in group.split()}
    for language, table in _PREPOSITIONS.items()
}
_SPELT_SHORT = frozenset("м с г обл р смт".split())  # nouns only with a full stop
_OF_RIVERS = frozenset(
    "берег русло притока приток гирло устье дельта течія течение пойма заплава".split()
)
_ALONG = frozenset("вниз вгору нижче вище ниже выше вверх вздовж уздовж".split())
_FORCED = frozenset(
    "форсувати форсировать переплисти переплыть перетнути перетинати пересечь пересекать".split()
)
_CROSSINGS = frozenset("переправа міст мост паром понтон форсування форсирование".split())


_ALL = frozenset(("nomn", "gent", "datv", "accs", "ablt", "loct"))


@dataclass(frozen=True, slots=True)
class Governed:
    """The noun that a capitalised adjective belongs to, and what it makes of it."""

    group: AdjectiveGroup
    noun: str
    index: int


def readings_at(tokens: Tokens, index: int) -> tuple[Reading, ...]:
    """The readings of a word; none outside the text, or of a word that is not Cyrillic."""
    if not 0 <= index < len(tokens) or not is_cyrillic(tokens.words[index]):
        return ()
    return grammar_of(tokens.language).readings(tokens.words[index])


def _lemmas(tokens: Tokens, index: int) -> frozenset[str]:
    """Dictionary forms of a word in lower case."""
    if not 0 <= index < len(tokens) or (tokens.capital(index) and not tokens.opens[index]):
        return frozenset()
    return frozenset(reading.lemma for reading in readings_at(tokens, index))


def preposition(tokens: Tokens, index: int) -> tuple[str, ...]:
    """The cases that a word governs as a preposition; none when it is another word."""
    return _CASES.get(tokens.language, _CASES["ru"]).get(tokens.word(index), ())


def cases_before(tokens: Tokens, first: int) -> frozenset[str]:
    """The cases that the preposition before a name, or before a list of names, allows.

    Parameters
    ----------
    tokens
        The words of the text.
    first
        Where the name begins.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> sorted(cases_before(tokenize("бої біля Синьківки та Кислівки"), 4))
    ['gent']
    """
    index, agreeing = first - 1, _ALL
    while index >= max(0, first - _LONGEST_LIST) and tokens.gaps[index + 1] in _LIST:
        cases = preposition(tokens, index)
        if cases:
            return agreeing & set(cases)
        if tokens.word(index) not in _AND:
            readings = readings_at(tokens, index)
            listed = tokens.capital(index) and not tokens.opens[index]
            adjective = any(r.part == "ADJF" for r in readings) and tokens.gaps[index + 1] == " "
            if not listed and not adjective:
                return frozenset()
            # What stands between shows the case: "в Мозыре, Казахстан же" is no list.
            fixed = any(r.case == "" for r in readings) and listed
            agreeing &= _ALL if fixed or not readings else {r.case for r in readings}
        index -= 1
    return frozenset()


def governed(tokens: Tokens, index: int) -> Governed | None:
    """The noun that a capitalised adjective stands before, if it makes a name of it.

    "Донецькій області", "Покровському напрямку", and in a list "Сумській та Полтавській областях".

    Parameters
    ----------
    tokens
        The words of the text.
    index
        The adjective.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> tokens = tokenize("у Сумській та Полтавській областях; на Лиманському напрямку")
    >>> [governed(tokens, i).noun for i in (1, 3, 6)]
    ['область', 'область', 'напрямок']
    """
    if not tokens.capital(index):
        return None
    adjectives = [r for r in readings_at(tokens, index) if r.part == "ADJF"]
    if not adjectives:
        return None
    at = index + 1
    while at < min(len(tokens), index + _LONGEST_LIST) and tokens.gaps[at] in (" ", ", ", "-"):
        readings = readings_at(tokens, at)
        if tokens.capital(at) and not tokens.words[at].isupper():
            if not any(r.part == "ADJF" and _alike(r, adjectives) for r in readings):
                return None
        elif tokens.gaps[at] == " " and (found := _noun(tokens, readings, adjectives)):
            return Governed(found[0], found[1], at)
        elif not _passes(tokens, at, index, readings, adjectives):
            return None
        at += 1
    return None


def _alike(reading: Reading, adjectives: list[Reading]) -> bool:
    return any(reading.case == a.case and reading.number == a.number for a in adjectives)


def _noun(
    tokens: Tokens, readings: tuple[Reading, ...], adjectives: list[Reading]
) -> tuple[AdjectiveGroup, str] | None:
    """The group and the noun, if a word is one that agrees with the adjectives."""
    for noun in readings:
        group = cyrillic_lexicon().adjectives.get(noun.lemma)
        if group is None:
            continue
        gender = noun.gender or _gender(tokens, noun.lemma)
        for adjective in adjectives:
            # A plural closes a list: "Сумська та Полтавська області".
            counted = noun.number in (adjective.number, "plur")
            gendered = "" in (gender, adjective.gender) or gender == adjective.gender
            if noun.case in ("", adjective.case) and counted and gendered:
                return group, noun.lemma
    return None


def _gender(tokens: Tokens, lemma: str) -> str:
    """The gender of a noun, which its plural does not show."""
    readings = grammar_of(tokens.language).readings(lemma)
    return next((r.gender for r in readings if r.part == "NOUN" and r.lemma == lemma), "")


def _passes(
    tokens: Tokens, at: int, index: int, readings: tuple[Reading, ...], adjectives: list[Reading]
) -> bool:
    """Whether a word may stand between an adjective and its noun: "атомній", "та", "22 над"."""
    again = bool(preposition(tokens, at)) and tokens.word(at) == tokens.word(index - 1)
    if tokens.word(at) in _AND or tokens.word(at).isdecimal() or again:
        return True
    return any(r.part == "ADJF" and (_alike(r, adjectives) or r.number == "plur") for r in readings)


def cyrillic_kinds(tokens: Tokens, first: int, last: int) -> tuple[Kind, ...]:
    """Kinds of place that the words around a Cyrillic name speak for.

    Parameters
    ----------
    tokens
        The words of the text.
    first, last
        The name is words `first` to `last`, both included.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> cyrillic_kinds(tokenize("у селі Зоря"), 2, 2)
    ('village',)
    >>> cyrillic_kinds(tokenize("в Харьковской и Сумской областях"), 1, 1)
    ('region',)
    """
    noun = governed(tokens, first) if first == last else None
    if noun is not None:
        kind = cyrillic_lexicon().kinds.get(noun.noun)
        return (kind,) if kind in ("region", "district") else ()
    found = [
        _noun_before(tokens, first, last),
        _list_before(tokens, first),
        _crossed(tokens, first),
        _apposition(tokens, last),
    ]
    return tuple(dict.fromkeys(kind for kind in found if kind is not None))


def _noun_before(tokens: Tokens, first: int, last: int) -> Kind | None:
    """Kind of "село X", "у місті X", "м. X", "на березі X"."""
    before, gap = first - 1, tokens.gaps[first]
    if gap == ". " and tokens.word(before) in _SPELT_SHORT:
        return cyrillic_lexicon().kinds.get(tokens.word(before))
    if gap != " " or tokens.word(before) in _SPELT_SHORT - {"смт"}:
        return None
    names = {r.case for r in readings_at(tokens, last) if r.part in ("NOUN", "")}
    for noun in readings_at(tokens, before):
        kind = cyrillic_lexicon().kinds.get(noun.lemma)
        if kind is None or (tokens.capital(before) and not tokens.opens[before]):
            continue
        if noun.lemma in _OF_RIVERS:
            return kind if "gent" in names or not names else None
        if kind in ("region", "district", "country") or noun.lemma in ("столиця", "столица"):
            # "повіт Тульча", but "у районі Вовчанська" is only near it.
            if names & {"nomn", ""} or (noun.case != "gent" and noun.case in names):
                return kind
        elif noun.number == "sing":
            return kind
    return None


def _list_before(tokens: Tokens, first: int) -> Kind | None:
    """Kind of the plural that opens a list of names: "села X, Y та Z"."""
    index = first - 1
    while index >= max(0, first - _LONGEST_LIST) and tokens.gaps[index + 1] in _LIST:
        if not (tokens.capital(index) or tokens.word(index) in _AND):
            break
        index -= 1
    if index < 0 or tokens.capital(index) or tokens.word(index) in _SPELT_SHORT:
        return None
    if tokens.gaps[index + 1] not in (" ", ": ", " — "):
        return None
    for noun in readings_at(tokens, index):
        kind = cyrillic_lexicon().kinds.get(noun.lemma)
        if kind in ("city", "town", "village", "river") and noun.number == "plur":
            return kind
    return None


def _crossed(tokens: Tokens, first: int) -> Kind | None:
    """A river in "переправа через X", "вниз по X"."""
    before, second = tokens.word(first - 1), first - 2
    if tokens.gaps[first] != " ":
        return None
    crossed = before == "через" and _lemmas(tokens, second) & _CROSSINGS
    forced = bool(_lemmas(tokens, first - 1) & _FORCED)
    along = before in ("по", "за") and tokens.word(second) in _ALONG
    return "river" if crossed or along or forced else None


def _apposition(tokens: Tokens, last: int) -> Kind | None:
    """Kind of "X, невелике місто", "X — село"."""
    index = last + 1
    if index >= len(tokens) or tokens.gaps[index] not in (", ", " — ", " – ", " - "):
        return None
    for at in range(index, min(index + 3, len(tokens))):
        if tokens.capital(at) or (at > index and tokens.gaps[at] != " "):
            return None
        for reading in readings_at(tokens, at):
            kind = cyrillic_lexicon().kinds.get(reading.lemma)
            if kind in ("city", "town", "village", "river") and reading.number == "sing":
                return kind
        if not any(r.part in ("ADJF", "PRTF", "") for r in readings_at(tokens, at)):
            return None
    return None


_WHICH = ("що", "який", "яка", "яке", "который", "которая", "которое", "что", "де", "где")
_LONGEST_LINK = 6  # words
_SIDES = frozenset("північ південь схід захід центр север юг восток запад край межа".split())


def lies_within(tokens: Tokens, last: int, first: int) -> bool:
    """Whether the text puts a name that ends with word `last` into one that begins at `first`.

    "Зоря в Донецькій області", "Зоря Донецької області", "Зоря на півночі Харківщини"; not
    "з Харкова на Суми", for the second must be in the locative or the genitive.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> lies_within(tokenize("Зоря Донецької області"), 0, 1)
    True
    >>> lies_within(tokenize("з Курська в Україну"), 1, 3)
    False
    """
    noun = governed(tokens, last)
    start = (last if noun is None else noun.index) + 1
    gaps = tokens.gaps[start : first + 1]
    if not gaps or gaps[0] not in (" ", ", ", " (") or any(gap != " " for gap in gaps[1:]):
        return False
    cases = {r.case for r in readings_at(tokens, first)}
    if start == first:
        return gaps[0] == " (" or (gaps[0] == " " and "gent" in cases)
    return first - start <= _LONGEST_LINK and _linked(tokens, start, first, cases)


def _linked(tokens: Tokens, start: int, first: int, cases: Collection[str]) -> bool:
    """Whether the words between two names read "у", "що в східній", "на півночі"."""
    start += tokens.word(start) in _WHICH
    if tokens.word(start) not in ("у", "в", "во", "на"):
        return False
    if start + 1 == first:
        return "loct" in cases
    qualified = all(
        any(r.part in ("ADJF", "PRTF") and r.case == "loct" for r in readings_at(tokens, i))
        for i in range(start + 1, first)
    )
    side = bool(_lemmas(tokens, first - 1) & _SIDES)
    return (qualified and "loct" in cases) or (side and "gent" in cases)

"""A Ukrainian or Russian name as written → the names in the nominative that it may be.

"У Кривому Розі" speaks of Кривий Ріг, "в Сумській області" of Сумська область, "на Покровському
напрямку" of Покровськ. Grammar gives the forms, the case that the words before ask for sorts
out some, and the gazetteer tells which of the others are names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from warmap.evidence_cyrillic import cases_before, governed, readings_at
from warmap.gazetteer import Gazetteer, normalise
from warmap.inflection import Reading, grammar_of
from warmap.language import Language, is_cyrillic
from warmap.model import Candidate, Mention
from warmap.respelling import lookup_cyrillic
from warmap.tokens import Tokens

__all__ = ["Names", "is_front", "named_after", "narrowed"]

_WEIGHT = {"country": 9.0, "region": 7.0, "city": 5.5, "sea": 5.0, "river": 4.0, "town": 4.0}
_POSSESSIVE = re.compile(r"(.+(?:ов|ев|ин))(?:ом|ым|а|у)")
_MOST = 3  # forms of a name
_NEAR = 300  # words within which an article says "напрямок" once for all
_FRONT_WORD = ("напрямк", "направлен", "напрямок")


class Names:
    """The names of one text and the places that bear them.

    Parameters
    ----------
    tokens
        The words of the text.
    gazetteer
        Tells which names exist.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> from warmap.tokens import tokenize
    >>> names = Names(tokenize("у Кривому Розі"), default_gazetteer())
    >>> names.forms(1, 2)
    ('Кривий Ріг',)
    """

    def __init__(self, tokens: Tokens, gazetteer: Gazetteer | None) -> None:
        self._tokens = tokens
        self._gazetteer = gazetteer
        self._places: dict[str, tuple[Candidate, ...]] = {}
        self._forms: dict[_Written, tuple[str, ...]] = {}

    def places(self, name: str) -> tuple[Candidate, ...]:
        """Who bears a name in the nominative."""
        if self._gazetteer is None:
            return ()
        if name not in self._places:
            self._places[name] = lookup_cyrillic(name, gazetteer=self._gazetteer)
        return self._places[name]

    def forms(self, first: int, last: int) -> tuple[str, ...]:
        """What words `first` to `last` may be called in the nominative, the likeliest first.

        Only names that the gazetteer knows; when it knows none of them, what grammar gives.
        """
        name = _Written.read(self._tokens, first, last)
        if name not in self._forms:
            self._forms[name] = self._known(name)
        return self._forms[name]

    def _known(self, name: _Written) -> tuple[str, ...]:
        offered: list[str] = []
        for level in _levels(name):
            names = list({normalise(form): form for form in level}.values())
            known = [form for form in names if self.places(form)]
            if known:
                return tuple(sorted(known, key=self._standing, reverse=True)[:_MOST])
            offered += names
        return tuple(dict.fromkeys(offered))[:1]

    def _standing(self, name: str) -> float:
        """How well known the best bearer of a name is."""
        return max(
            _WEIGHT.get(p.kind, 2.0) + _size(p) - 3 * (p.match in ("alias", "former"))
            for p in self.places(name)
        )


def _size(place: Candidate) -> float:
    return len(str(place.population or 0)) / 2


@dataclass(frozen=True, slots=True)
class _Written:
    """A name as it stands in the text, with all that its nominative depends on."""

    language: Language
    words: tuple[str, ...]
    gaps: tuple[str, ...]  # between the words
    cases: frozenset[str]  # that the words before allow
    group: str  # what the noun makes of the adjective that ends the name
    noun: str  # in its dictionary form
    noun_as_written: str
    front: bool

    @classmethod
    def read(cls, tokens: Tokens, first: int, last: int) -> _Written:
        """Words `first` to `last` of a text."""
        gaps = tuple(tokens.gaps[first + 1 : last + 1])
        # Only what a hyphen ties is one adjective: "Івано-Франківській області".
        noun = governed(tokens, last) if all("-" in gap for gap in gaps) else None
        if noun is not None and noun.group in ("water", "site"):
            noun = None
        return cls(
            tokens.language,
            tuple(tokens.words[first : last + 1]),
            gaps,
            cases_before(tokens, first),
            noun.group if noun else "",
            noun.noun if noun else "",
            tokens.words[noun.index] if noun else "",
            is_front(tokens, first, last),
        )

    def readings(self, word: str) -> tuple[Reading, ...]:
        """The ways to read a word."""
        return grammar_of(self.language).readings(word) if is_cyrillic(word) else ()

    def phrases(self, cases: frozenset[str]) -> list[str]:
        """The nominatives of the whole in some cases."""
        found = grammar_of(self.language).phrases(self.words, cases)
        return [_joined(form, self.gaps) for form in found]


def _levels(name: _Written) -> Iterator[Iterable[str]]:
    """The forms in the order in which they are asked for: what grammar allows comes first."""
    written, gaps, cases = name.words, name.gaps, name.cases
    if name.group:
        yield from _of_adjective(name)
        return
    readings = name.readings(written[-1])
    if name.front:
        yield (form for r in readings if r.part == "ADJF" for form in named_after(r.lemma))
    if not cases and any(r.case == "nomn" and r.part == "NOUN" for r in readings):
        yield [_joined(written, gaps)]
    yield name.phrases(cases)
    if len(written) == 1:
        yield (form for r in readings for form in _landscape(r.nominative))
    yield [_joined(written, gaps)] if not cases else ()
    if len(written) > 1:  # "в Часовом Яре": Часов Яр
        owners = [match[1] for match in [_POSSESSIVE.fullmatch(written[0].lower())] if match]
        heads = dict.fromkeys(r.nominative for r in readings)
        yield (_joined([owner, *written[1:-1], head], gaps) for owner in owners for head in heads)
    # What no dictionary has: any case, and by the ending alone.
    known = all(r.personal or r.common or r.part == "ADJF" for r in readings)
    unknown = not (known or written[-1].isupper())
    endings = _without_ending(written[-1].lower()) if unknown else ()
    yield [
        *name.phrases(frozenset()),
        *(_joined([*written[:-1], bare], gaps) for bare in endings),
        _joined(written, gaps),
    ]


def narrowed(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, each without the forms that another mention of it rules out.

    "В Приморском" may be Приморский or Приморское, but the second alone where the text also has
    "из Приморского и Приморское".

    Examples
    --------
    >>> found = narrowed([Mention(0, 3, "Сум", forms=("Сум", "Суми")),
    ...                   Mention(5, 9, "Суми", forms=("Суми",))])
    >>> [mention.forms for mention in found]
    [('Суми',), ('Суми',)]
    """
    sure = {mention.forms[0] for mention in mentions if len(mention.forms) == 1}
    result = []
    for mention in mentions:
        kept = tuple(form for form in mention.forms if form in sure)
        narrower = kept and len(kept) < len(mention.forms)
        result.append(replace(mention, forms=kept) if narrower else mention)
    return result


def is_front(tokens: Tokens, first: int, last: int) -> bool:
    """Whether it is as in "на Куп’янському": the word for a stretch of the front is left out."""
    if first != last or tokens.word(first - 1) != "на" or tokens.gaps[first] != " ":
        return False
    readings = readings_at(tokens, first)
    adjective = any(
        r.part == "ADJF" and r.case == "loct" and r.gender == "masc" and r.number == "sing"
        for r in readings
    )
    around = tokens.lower[max(0, first - _NEAR) : first + _NEAR]
    return adjective and any(word.startswith(_FRONT_WORD) for word in around)


def _joined(words: Sequence[str], gaps: Sequence[str]) -> str:
    """The words with what stands between them, each with a capital."""
    text = words[0][:1].upper() + words[0][1:]
    for word, gap in zip(words[1:], gaps, strict=True):
        text += ("-" if "-" in gap else " ") + word[:1].upper() + word[1:]
    return text


_TOWARD = ("північно-", "південно-", "східно-", "західно-", "северо-", "южно-")


def _of_adjective(name: _Written) -> Iterator[Iterable[str]]:
    """What an adjective with its noun is called: "Сумська область", or the town of a front."""
    nouns = {reading.case for reading in name.readings(name.noun_as_written)}
    agreeing = [
        r
        for r in name.readings(name.words[-1])
        if r.part == "ADJF" and (r.case in nouns or "" in nouns)
    ]
    lemmas = list(dict.fromkeys(r.lemma for r in agreeing))
    before = "".join(word + gap for word, gap in zip(name.words, name.gaps, strict=False))
    if name.group in ("region", "district"):
        yield [f"{before}{r.nominative.capitalize()} {name.noun}" for r in agreeing]
    if name.group == "plant" or name.noun in ("регіон", "регион"):
        yield [f"{before}{_feminine(lemma).capitalize()} область" for lemma in lemmas]
    if name.group == "front" and before.lower() in _TOWARD:
        # "Північно-Слобожанський": the north of a landscape.
        yield [lemma.capitalize()[:-5] + "щина" for lemma in lemmas]
        before = ""
    if name.group in ("front", "plant"):
        yield [before + town for lemma in lemmas for town in named_after(lemma)]


def _landscape(word: str) -> Iterator[str]:
    """What "Нікопольщина" is called officially: the oblast or the raion."""
    stem = word[:-4].capitalize()
    if len(stem) > 2 and word.endswith(("щина", "ччина")):
        for noun, endings in (("область", _FEMININE), ("район", _MASCULINE)):
            yield from (f"{stem}{ending} {noun}" for ending in endings)


_FEMININE = ("ська", "цька", "ская", "цкая")
_MASCULINE = ("ський", "цький", "ский", "цкий")


def _feminine(lemma: str) -> str:
    """The feminine of an adjective: "сумський" → "сумська"."""
    russian = not lemma.endswith(("ський", "цький", "зький"))
    return lemma[:-2] + ("ая" if russian and lemma.endswith("кий") else "а")


# The end of an adjective → the ends of the names that it may be made of.
_MADE_OF = {
    "івський": "ів івка ове еве івськ овський",
    "ївський": "їв ївка єве єво ївськ",
    "овский": "ов овка ово овск овы овое",
    "евский": "ев евка ево евск",
    "ський": " ськ ське а е о ка и я ь ля ль на не ія ське",
    "ський ": "",
    "цький": "цьк ць ця цьке ки ка",
    "зький": "зьк г га жжя ги зьке",
    "ский": " ск ское а е о ка и я ь ы ия ье ое на но",
    "цкий": "цк ц ца цкое ки ка",
    "ний": "не на",
    "ный": "ное на",
}


def named_after(adjective: str) -> list[str]:
    """Names that an adjective may be made of, whether or not they exist.

    Parameters
    ----------
    adjective
        Its dictionary form.

    Examples
    --------
    >>> {"Покровськ", "Лиман", "Харків", "Костянтинівка"} <= {
    ...     name
    ...     for word in ("покровський", "лиманський", "харківський", "костянтинівський")
    ...     for name in named_after(word)
    ... }
    True
    """
    found: dict[str, None] = {}
    for ending, others in _MADE_OF.items():
        if adjective.endswith(ending) and len(adjective) > len(ending) + 1:
            stem = adjective.removesuffix(ending)
            for other in others.split(" "):
                for root in (stem, *_opened(stem)):
                    found[(root + other).capitalize()] = None
    found[adjective.capitalize()] = None
    return list(found)


def _opened(stem: str) -> Iterator[str]:
    """The stem with the vowel that it has in an open syllable: Гуляйпіл- → Гуляйпол-."""
    head, vowel, tail = stem.removesuffix("ь").rpartition("і")
    if vowel and len(tail) == 1:
        yield head + "о" + tail
        yield head + "е" + tail
    if stem.endswith(("енн", "янн", "инн")):
        yield stem[:-1]


_ENDINGS = (
    "ами ями ого ому ими ыми ові еві єві ою ею єю ой ей ом ем єм ам ям ах ях ів їв ов ев им ым "
    "ім у ю а я і ї е и ы"
).split()
_NOMINATIVES = ("", "а", "я", "е", "о", "и", "і", "ы", "ка", "га")


def _without_ending(word: str) -> Iterator[str]:
    """The nominatives of a word that no dictionary knows, by its ending alone."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            if stem.endswith(("ц", "з")) and ending in ("і", "е"):
                yield stem[:-1] + ("ка" if stem.endswith("ц") else "га")
            yield from (stem + nominative for nominative in _NOMINATIVES)

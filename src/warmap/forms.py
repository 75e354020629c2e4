"""A Ukrainian or Russian name as written → the names in the nominative that it may be.

"У Кривому Розі" speaks of Кривий Ріг, "в Сумській області" of Сумська область, "на Покровському
напрямку" of Покровськ. Grammar gives the forms, the case that the words before ask for sorts
out some, and the gazetteer tells which of the others are names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from warmap.evidence_cyrillic import Governed, cases_before, governed, readings_at
from warmap.gazetteer import Gazetteer, normalise
from warmap.inflection import Reading, phrases
from warmap.model import Candidate, Mention
from warmap.respelling import lookup_cyrillic
from warmap.tokens import Tokens

__all__ = ["Names", "is_front", "named_after", "narrowed"]

_WEIGHT = {"country": 9.0, "region": 7.0, "city": 5.5, "sea": 5.0, "river": 4.0, "town": 4.0}
_POSSESSIVE = re.compile(r"(.+(?:ов|ев|ин))(?:ом|ым|а|у)")
_MOST = 3  # forms of a name
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
        offered: list[str] = []
        for level in _levels(self._tokens, first, last):
            names = list({normalise(name): name for name in level}.values())
            known = [name for name in names if self.places(name)]
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


def _levels(tokens: Tokens, first: int, last: int) -> Iterator[Iterable[str]]:
    """The forms in the order in which they are asked for: what grammar allows comes first."""
    words = range(first, last + 1)
    tied = all("-" in tokens.gaps[i] for i in words[1:])  # "Івано-Франківській області"
    noun = governed(tokens, last) if tied else None
    if noun is not None and noun.group not in ("water", "site"):
        before = tokens.text[tokens.starts[first] : tokens.starts[last]]
        if noun.group == "front" and before.lower() in _TOWARD:
            # "Північно-Слобожанський": the north of a landscape.
            yield (named[:-5] + "щина" for named in _adjectives(tokens, last, noun))
            before = ""
        for level in _of_adjective(tokens, last, noun):
            yield [before + name for name in level]
        return
    written = [tokens.words[i] for i in words]
    readings = [readings_at(tokens, i) for i in words]
    gaps = [tokens.gaps[i] for i in range(first + 1, last + 1)]
    cases = cases_before(tokens, first)
    if is_front(tokens, first, last):
        yield (name for r in readings[0] if r.part == "ADJF" for name in named_after(r.lemma))
    if not cases and any(r.case == "nomn" and r.part == "NOUN" for r in readings[-1]):
        yield [_joined(written, gaps)]
    yield (_joined(form, gaps) for form in phrases(readings, written, cases))
    if first == last:
        yield (name for r in readings[0] for name in _landscape(r.nominative))
    yield [_joined(written, gaps)] if not cases else ()
    if first < last:  # "в Часовом Яре": Часов Яр
        owners = [match[1] for match in [_POSSESSIVE.fullmatch(written[0].lower())] if match]
        heads = dict.fromkeys(r.nominative for r in readings[-1])
        yield (_joined([owner, *written[1:-1], head], gaps) for owner in owners for head in heads)
    # What no dictionary has: any case, and by the ending alone.
    unknown = not all(r.personal or r.common for r in readings[-1]) and not written[-1].isupper()
    endings = _without_ending(written[-1].lower()) if unknown else ()
    yield [
        *(_joined(form, gaps) for form in phrases(readings, written)),
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
    return adjective and any(w.startswith(_FRONT_WORD) for w in tokens.lower)


def _joined(words: Sequence[str], gaps: Sequence[str]) -> str:
    """The words with what stands between them, each with a capital."""
    text = words[0][:1].upper() + words[0][1:]
    for word, gap in zip(words[1:], gaps, strict=True):
        text += ("-" if "-" in gap else " ") + word[:1].upper() + word[1:]
    return text


_TOWARD = ("північно-", "південно-", "східно-", "західно-", "северо-", "южно-")


def _agreeing(tokens: Tokens, index: int, noun: Governed) -> list[Reading]:
    """The readings as an adjective in a case of its noun."""
    cases = {reading.case for reading in readings_at(tokens, noun.index)}
    adjectives = [r for r in readings_at(tokens, index) if r.part == "ADJF"]
    return [r for r in adjectives if r.case in cases or "" in cases]


def _adjectives(tokens: Tokens, index: int, noun: Governed) -> list[str]:
    """The dictionary forms of an adjective, each with a capital."""
    return list(dict.fromkeys(r.lemma.capitalize() for r in _agreeing(tokens, index, noun)))


def _of_adjective(tokens: Tokens, index: int, noun: Governed) -> Iterator[Iterable[str]]:
    """What an adjective with its noun is called: "Сумська область", or the town of a front."""
    lemmas = [lemma.lower() for lemma in _adjectives(tokens, index, noun)]
    if noun.group in ("region", "district"):
        readings = _agreeing(tokens, index, noun)
        yield [f"{r.nominative.capitalize()} {noun.noun}" for r in readings]
        if noun.noun in ("регіон", "регион"):
            yield [f"{_feminine(lemma).capitalize()} область" for lemma in lemmas]
        return
    if noun.group == "plant":
        yield [f"{_feminine(lemma).capitalize()} область" for lemma in lemmas]
    yield [name for lemma in lemmas for name in named_after(lemma)]


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

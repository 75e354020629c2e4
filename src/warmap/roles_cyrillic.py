"""Role of a Ukrainian or Russian mention: the place, its government, or a name that borrows it.

"У Стамбулі" is literal, "Москва заявила" and "в Киеве ответили" a government, "на Покровському
напрямку" associative. Told by the case of the name and the words beside it; there is no list of
capitals here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from warmap.evidence_cyrillic import cases_before, governed, preposition, readings_at
from warmap.forms import is_front
from warmap.inflection import Reading
from warmap.lexicon_cyrillic import cyrillic_lexicon
from warmap.model import Candidate, Role
from warmap.tokens import Tokens

__all__ = ["cyrillic_role"]

_AND = frozenset("та і й и або чи или".split())
_FAR = 8  # words between a subject and its verb
_NOUN_FAR = 3  # words between an institution and the name that it belongs to


def cyrillic_role(tokens: Tokens, first: int, last: int, *, place: Candidate | None = None) -> Role:
    """Tell how the words around a Cyrillic name use it.

    Parameters
    ----------
    tokens
        The words of the text.
    first, last
        The name is words `first` to `last`, both included.
    place
        What it means, as far as that is known: a city speaks for a state only as its capital.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> cyrillic_role(tokenize("Москва заявила про захоплення села."), 0, 0)
    'government'
    >>> cyrillic_role(tokenize("Бої тривають на Лиманському напрямку."), 3, 3)
    'associative'
    >>> cyrillic_role(tokenize("Переговори в Стамбулі завершилися."), 2, 2)
    'literal'
    """
    noun = governed(tokens, last)
    if noun is not None:
        return "associative" if noun.group in ("front", "plant") else "literal"
    if is_front(tokens, first, last) or _is_lent(tokens, first, last):
        return "associative"
    if place is not None and place.kind in _RULED:
        return "literal"
    rules = place is None or place.capital or place.kind not in ("city", "region")
    governs = _owns(tokens, first, last) or (
        rules
        and (
            _acts(tokens, first, last, mild=place is None or place.kind == "country")
            or _speaks(tokens, first, last)
            or _is_addressed(tokens, first, last)
        )
    )
    return "government" if governs else "literal"


def _is_lent(tokens: Tokens, first: int, last: int) -> bool:
    """Whether it is as in "під прапором X", "сенатор з X": a name that tells whose something is."""
    before = first - 1
    if tokens.gaps[first] != " " or not _has(tokens, last, ("gent",)):
        return False
    if tokens.word(before) in _FROM:
        return bool(_lemmas_of(tokens, before - 1) & cyrillic_lexicon().legislators)
    return bool(_lemmas_of(tokens, before) & cyrillic_lexicon().flags)


_RULED = ("district", "town", "village", "sea", "river")
_FROM = frozenset("з із зі из от від".split())


def _acts(tokens: Tokens, first: int, last: int, *, mild: bool) -> bool:
    """Whether it is as in "X заявила", "X і Y не виключають", "заявила X".

    What towns do as well ("Львів приймає переселенців") counts where `mild` says so.
    """
    subjects = [r for r in readings_at(tokens, last) if r.case in ("nomn", "") and r.part != "ADJF"]
    cases = cases_before(tokens, first)
    foreign = last > first and "-" in tokens.gaps[last]  # "Эр-Рияд", which no dictionary declines
    if not (subjects or foreign) or preposition(tokens, first - 1) or _has(tokens, last, cases):
        return False
    if _is_named(tokens, first):
        return False
    return _verb_after(tokens, first, last, mild=mild) or _verb_before(tokens, first)


def _is_named(tokens: Tokens, first: int) -> bool:
    """Whether a noun before introduces the name, and is itself the subject: "посёлок X"."""
    if tokens.gaps[first] != " " or tokens.capital(first - 1):
        return False
    return any(r.lemma in cyrillic_lexicon().kinds for r in readings_at(tokens, first - 1))


def _agrees(verb: Reading, subject: Sequence[Reading], several: bool) -> bool:  # noqa: FBT001
    """Whether a verb has the number and gender of its subject: not in "Белгород обстреляли"."""
    if verb.number == "plur" and verb.lemma in cyrillic_lexicon().strikes:
        return False  # "Белгород и Шебекино обстреляли": of two places they are the objects
    if several or not subject:
        return True
    return any(
        (verb.number == name.number and verb.gender in ("", name.gender))
        or not name.gender
        or (verb.number == "plur" and name.nominative.endswith(("и", "і", "ы")))  # Хельсинки
        for name in subject
    )


def _verb_after(tokens: Tokens, first: int, last: int, *, mild: bool) -> bool:
    """Whether the first verb after a subject is one that governments do."""
    words, index = cyrillic_lexicon(), last + 1
    known = words.verbs if mild else words.verbs - words.towns
    subject = [r for r in readings_at(tokens, last) if r.case in ("nomn", "")]
    several = tokens.word(first - 1) in _AND or tokens.gaps[first] == ", "
    # "Китай, как и Турция, предлагает": the comma closes the comparison.
    compared = {tokens.word(last - 2), tokens.word(last - 1)} >= {"як", "і"}
    compared |= {tokens.word(last - 2), tokens.word(last - 1)} >= {"как", "и"}
    while index < min(len(tokens), last + _FAR):
        if tokens.gaps[index] in (", ", " ") and _goes_on(tokens, index):
            index, several = index + 1, True  # "Лондон, Париж и Берлин"
            continue
        if tokens.gaps[index] == ", ":
            index = index if compared else _after_remark(tokens, index)
            if not index:
                return False
        elif tokens.gaps[index] != " " and (tokens.gaps[index] != "-" or tokens.capital(index)):
            return False  # "по-прежнему" goes on
        readings = readings_at(tokens, index)
        if tokens.word(index) in _AND and tokens.capital(index + 1):
            index += 1
            continue
        if any(r.lemma in words.predicates for r in readings):
            return True
        verbs = [r for r in readings if r.part == "VERB" or not r.part]
        if verbs and tokens.word(index) not in words.adverbs:
            return any(r.lemma in known and _agrees(r, subject, several) for r in verbs)
        if _is_subject(readings) and tokens.word(index) not in words.adverbs:
            return False
        index += 1
    return False


def _goes_on(tokens: Tokens, index: int) -> bool:
    """Whether a word is another name in a list of subjects."""
    listed = tokens.gaps[index] == ", " or tokens.word(index - 1) in _AND
    return listed and tokens.capital(index) and _has(tokens, index, ("nomn", ""))


def _is_subject(readings: tuple[Reading, ...]) -> bool:
    """Whether a word can only be another subject."""
    nouns = [r for r in readings if r.part == "NOUN"]
    return bool(nouns) and all(r.case == "nomn" for r in nouns)


def _after_remark(tokens: Tokens, index: int) -> int:
    """The word after a remark between commas that begins at a word; 0 when there is none."""
    if tokens.capital(index):
        return 0
    for at in range(index + 1, min(len(tokens), index + 6)):
        if tokens.gaps[at].startswith(","):
            return at if tokens.gaps[at] == ", " and not tokens.capital(at) else 0
        if tokens.gaps[at] != " ":
            return 0
    return 0


def _is_finite(reading: Reading) -> bool:
    return reading.part in ("VERB", "")


def _verb_before(tokens: Tokens, first: int) -> bool:
    """Whether it is as in "заявила X", "на этом настаивает X"."""
    if tokens.gaps[first] != " ":
        return False
    readings = readings_at(tokens, first - 1)
    return any(r.lemma in cyrillic_lexicon().sayers and _is_finite(r) for r in readings)


def _speaks(tokens: Tokens, first: int, last: int) -> bool:
    """Whether it is as in "у X заявили", "в X цю заяву не підтвердили": no subject but the name."""
    if tokens.word(first - 1) not in ("у", "в", "во") or tokens.gaps[first] != " ":
        return False
    index, words = last + 1, cyrillic_lexicon()
    spoken = False
    while index < min(len(tokens), last + _FAR) and tokens.gaps[index] == " ":
        readings = readings_at(tokens, index)
        if any(
            r.part == "VERB" and r.number == "plur" and r.lemma in words.sayers for r in readings
        ):
            spoken = True
            break
        if any(r.case == "nomn" and r.part == "NOUN" for r in readings) and not any(
            r.case in ("accs", "datv", "ablt") for r in readings
        ):
            return False
        if any(r.part == "VERB" for r in readings):
            return False
        index += 1
    if spoken:
        return True
    before = readings_at(tokens, first - 2) if tokens.gaps[first - 1] == " " else ()
    return any(r.part == "VERB" and r.number == "plur" and r.lemma in words.sayers for r in before)


def _owns(tokens: Tokens, first: int, last: int) -> bool:
    """Whether it is as in "влада X", "міністерство оборони X", "МЗС X"."""
    if not _has(tokens, last, ("gent",)):
        return False
    words = cyrillic_lexicon().institutions
    for index in range(first - 1, max(-1, first - 1 - _NOUN_FAR), -1):
        if tokens.gaps[index + 1] != " ":
            return False
        readings = readings_at(tokens, index)
        if preposition(tokens, index):
            return False
        if any(r.lemma in words for r in readings):
            return True
        # "міністерство оборони X", "президента Туреччини": only genitives stand between.
        if not any(r.case == "gent" or r.part == "ADJF" for r in readings):
            return False
    return False


def _is_addressed(tokens: Tokens, first: int, last: int) -> bool:
    """Whether it is as in "закликав X", "санкції проти X", "переговори з X", "допомога X"."""
    before = first - 1
    if tokens.gaps[first] != " ":
        return False
    words = cyrillic_lexicon()
    if tokens.word(before) in _AND and tokens.capital(before - 1):
        before -= 2  # "між Росією та Іраном"
    cases = preposition(tokens, before)
    if not cases:
        lemmas = _lemmas_of(tokens, before)
        dative = _has(tokens, last, ("datv",)) and bool(lemmas & words.addressed)
        verbs = {r.lemma for r in readings_at(tokens, before) if r.part != "NOUN"}
        object_ = _has(tokens, last, ("accs", "ablt")) and bool(verbs & words.addressed)
        return dative or object_
    second = _lemmas_of(tokens, before - 1)
    word = tokens.word(before)
    if word in ("проти", "против") or (word == "на" and second & {"тиск", "давление", "тиснути"}):
        return bool(second & (words.addressed | words.joins)) or word != "на"
    if word in ("з", "із", "зі", "с", "со", "між", "между") and _has(tokens, last, ("ablt",)):
        return bool(second & words.joins)
    return False


def _lemmas_of(tokens: Tokens, index: int) -> frozenset[str]:
    return frozenset(r.lemma for r in readings_at(tokens, index))


def _has(tokens: Tokens, index: int, cases: Collection[str]) -> bool:
    return any(r.case in cases for r in readings_at(tokens, index))

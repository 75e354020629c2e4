"""What a town is called in Cyrillic, found among the alternate names that GeoNames has for it.

GeoNames does not say in the edition at hand which language an alternate name is in: Moscow is
"Москва", "Маскав" and "Москох" there, and Kazan also "Казан". Dictionaries tell.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from pymorphy3 import MorphAnalyzer

from build_places import CYRILLIC
from build_russian import russian_variants
from warmap.names import normalise

# Countries whose own script is Cyrillic: their local name is among the alternate names.
CYRILLIC_COUNTRIES = {"BG", "BY", "KG", "KZ", "MK", "MN", "RS", "RU", "TJ"}
LEAST_LIKE = 0.8  # below that it is another name, not another script
# What Russian dictionaries have may be less like ("Moscow"), but is no former name ("Kalinin").
LEAST_LIKE_KNOWN = 0.45
_BETWEEN = re.compile(r"[ -]")


def local_name(row: dict[str, Any]) -> str:
    """The Cyrillic alternate name whose Latin form is GeoNames' own name or nearest to it.

    Parameters
    ----------
    row
        A place of GeoNames. In Russia a name that Russian dictionaries have goes before others
        that are as like, and a soft sign that is missing is put back ("Перм").

    Returns
    -------
    str
        The name, or nothing where none is like GeoNames' own.
    """
    wanted = normalise(row["name"])
    latin = {normalise(name) for name in row["alternatenames"]}
    names = [name for name in row["alternatenames"] if CYRILLIC.match(name)]
    russian = row["countrycode"] == "RU"
    best, score = "", (LEAST_LIKE, 0, 0, 0.0)
    for name in sorted({*names, *_softened(names)} if russian else names):
        forms = russian_variants(name)
        if russian:  # with soft signs and hyphens as in the other names
            forms = {normalise(form) for form in forms}
        like = max(difflib.SequenceMatcher(None, wanted, form).ratio() for form in sorted(forms))
        # "Москва" for Moscow, which is called Moskva too.
        ratio = max(like, 0.9) if latin & forms else like
        found = (ratio, 0, 0, 0.0)
        if russian:
            words = _BETWEEN.split(name)
            whole = len(words) == len(wanted.split())
            known = whole and like >= LEAST_LIKE_KNOWN and _is_russian(name)
            found = (min(ratio, 0.9), int(known), int(known) * name.count("-"), like)
        if found > score:
            best, score = name, found
    return best


def _softened(names: Iterable[str]) -> set[str]:
    """Names of towns that miss the soft sign at their end."""
    return {f"{name}ь" for name in names if name and _is_town(f"{name}ь")}


@cache
def dictionary(language: str) -> Any:  # noqa: ANN401 - pymorphy3 ships no types
    """pymorphy3's dictionary of a language: ``ru`` or ``uk``."""
    return MorphAnalyzer(lang=language)


def has_word(language: str, word: str, *grammemes: str) -> bool:
    """Whether a dictionary has a word, also one with hyphens, in a form of these grammemes."""
    return any(
        parse.is_known and set(grammemes) in parse.tag for parse in dictionary(language).parse(word)
    )


def _is_town(word: str) -> bool:
    return has_word("ru", word, "Geox", "nomn")  # a geographical name in the nominative


def _is_russian(name: str) -> bool:
    """Whether Russian has a name, or at least each of its words, the first in the nominative."""
    if _is_town(name):
        return True
    words = _BETWEEN.split(name)
    return (
        len(words) > 1
        and all(has_word("ru", word) for word in words)
        and has_word("ru", words[0], "nomn")
    )

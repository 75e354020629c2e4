"""The words that readers see, in the page's language: ``wording.toml``, read and filled in.

It takes a language and gives nested dictionaries of words; it does not know where they are shown.
Names of places are no words of the page: they come from the gazetteer.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from warmap.errors import PageError

__all__ = ["LANGUAGES", "OF_CORPORA", "number_in", "say", "say_count", "wording"]

Words = dict[str, Any]

LANGUAGES = ("en", "uk")
OF_CORPORA = ("corpus", "counted", "time")
"""Groups that only the page of a corpus has a use for."""
_BLANK = re.compile(r"\{([\w-]+)\}")


def wording(lang: str, /) -> Words:
    """All words in one language: groups of words, or of forms that go with a number.

    Raises
    ------
    PageError
        The page has no words in that language.

    Examples
    --------
    >>> wording("en")["tabs"]["places"], wording("uk")["counts"]["places"]["few"]
    ('Places', '{count} місця')
    """
    if lang not in LANGUAGES:
        raise PageError(
            f"lang {lang!r}: the page has no words in that language; choose one of"
            f" {', '.join(LANGUAGES)}"
        )
    picked = _picked(_all(), lang)
    return dict(picked)


def say(words: Words, key: str, /, **values: str | float) -> str:
    """The words of a key such as ``"card.why"``, with its blanks filled in.

    Braces that are no blank with a value stay as they are, as in words.js.

    Raises
    ------
    KeyError
        There is no such key: a fault of warmap.

    Examples
    --------
    >>> say(wording("en"), "precision.within", km=12)
    'within 12 km'
    """
    entry: Any = words
    for part in key.split("."):
        entry = entry[part]
    # `str.format` would also follow attributes: words are text and no little program.
    return _BLANK.sub(lambda found: str(values.get(found[1], found[0])), str(entry))


def say_count(words: Words, key: str, count: int, /, *, lang: str, **values: str | float) -> str:
    """The words of a key for a number of things, as `sayCount` of words.js says them.

    Examples
    --------
    >>> say_count(wording("en"), "counts.places", 12000, lang="en")
    '12,000 places'
    >>> say_count(wording("uk"), "counts.places", 22, lang="uk")
    '22 місця'
    """
    form = _form(count, lang)
    return say(words, f"{key}.{form}", count=number_in(count, lang), **values)


def number_in(value: int, lang: str, /) -> str:
    r"""A whole number as a language writes it.

    Examples
    --------
    >>> number_in(12000, "en"), number_in(12000, "uk")
    ('12,000', '12\xa0000')
    """
    return f"{value:,}" if lang == "en" else f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def _form(count: int, lang: str) -> str:
    """Which words go with a number, as Unicode's CLDR has it."""
    if lang == "en":
        return "one" if count == 1 else "other"
    tens, ones = count // 10 % 10, count % 10
    if tens != 1 and ones == 1:
        return "one"
    return "few" if tens != 1 and 2 <= ones <= 4 else "many"


@lru_cache(maxsize=1)
def _all() -> Words:
    text = Path(__file__).with_name("wording.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _picked(entry: Words, lang: str) -> Any:  # noqa: ANN401 - words, or a group of them
    if entry.keys() == set(LANGUAGES):
        return entry[lang]
    return {key: _picked(value, lang) for key, value in entry.items()}

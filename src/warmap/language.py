"""Which language an article is in: English, Ukrainian or Russian.

Told by script first (which alphabet has more of the vowels), then by the letters and the short
words that only one of the two Cyrillic languages has. Everything in another script
counts as English, as the stages read it so far.
"""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Language", "is_cyrillic", "language_of"]

Language = Literal["en", "uk", "ru"]

_LATIN, _CYRILLIC = "aeiouAEIOU", "аеиоуіяАЕИОУІЯ"
_ONLY = {"uk": "іїєґІЇЄҐ", "ru": "ыэёъЫЭЁЪ"}
# Words of every day that the other language writes differently, for lines without such letters.
_FREQUENT = {
    "uk": frozenset(
        "та що від із був було були бути до за не це як але для після року також".split()
    ),
    "ru": frozenset("и что от из был было были быть это как но после года также его она".split()),
}
# Endings of adjectives: "покровський", "покровский".
_ADJECTIVES = {"uk": ("ськ", "цьк", "зьк"), "ru": ("ский", "ской", "ского", "ском", "ская", "ские")}
_WORD = re.compile(r"[а-яіїєґё]+")
_SAMPLE = 20_000  # characters whose words are read; letters are counted in the whole text


def language_of(text: str) -> Language:
    """Tell the language of a text, in time linear in its length.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        ``uk`` or ``ru`` when most of it is in Cyrillic letters, else ``en``.

    Examples
    --------
    >>> language_of("Shelling hit Kyiv."), language_of("Удар по Києву."), language_of("Удары")
    ('en', 'uk', 'ru')
    >>> language_of("Kupiansk (Куп’янськ) was hit twice.")
    'en'
    """
    if text.isascii() or _letters(text, _CYRILLIC) <= _letters(text, _LATIN):
        return "en"
    ukrainian = _letters(text, _ONLY["uk"]) + sum(text.count(end) for end in _ADJECTIVES["uk"])
    russian = _letters(text, _ONLY["ru"]) + sum(text.count(end) for end in _ADJECTIVES["ru"])
    words = _WORD.findall(text[:_SAMPLE].lower())
    ukrainian += sum(word in _FREQUENT["uk"] for word in words)
    russian += sum(word in _FREQUENT["ru"] for word in words)
    return "uk" if ukrainian > russian else "ru"


def _letters(text: str, letters: str) -> int:
    return sum(text.count(letter) for letter in letters)


def is_cyrillic(word: str) -> bool:
    """Whether a word starts with a Cyrillic letter.

    Examples
    --------
    >>> is_cyrillic("Київ"), is_cyrillic("Kyiv"), is_cyrillic("")
    (True, False, False)
    """
    return "\u0400" <= word[:1] <= "\u052f"

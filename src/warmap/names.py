"""One name, one form: how place names are compared.

`normalise` gives the form under which the gazetteer stores a name and under which it is looked
up. It does not transliterate: Cyrillic names are stored beside the Latin ones.
"""

from __future__ import annotations

import unicodedata

__all__ = ["normalise"]

# Typed in place of an apostrophe, a soft sign or a quotation mark; none of them tells two places
# apart. Soft signs too: "Луганск" and "Луганськ", "Ternopil'" and "Ternopil".
DROPPED = frozenset("'’‘ʼʻʽ`´′″ʹʺˈ“”„«»\".ьЬ")
# Latin letters that Unicode does not decompose into a base letter and a mark.
UNDECOMPOSED = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
COMBINING = range(0x0300, 0x0370)

ASCII = str.maketrans(dict.fromkeys("-_,", " ") | dict.fromkeys("'`\".", ""))


def _folded(character: str) -> str:
    category = unicodedata.category(character)
    if character in DROPPED or ord(character) in COMBINING or category in {"Cf", "Cs"}:
        return ""  # Cs: half of a surrogate pair, which no table can hold
    if character in "-_,−" or category in {"Pd", "Zs", "Zl", "Zp", "Cc"}:
        return " "
    if character == "ё":  # reports write е; й and ї stay, for they do tell names apart
        return "е"
    if character in UNDECOMPOSED:
        return UNDECOMPOSED[character]
    base = unicodedata.normalize("NFKD", character)
    return base[0].casefold() if base[0].isascii() and base[0].isalpha() else character


class _Fold(dict[int, str]):
    """The folded form of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


FOLD = _Fold()


def normalise(name: str) -> str:
    """The form of a name under which the gazetteer knows it.

    Case, apostrophes, soft signs, dots, accents on Latin letters and the kind of dash or space
    make no difference; й, ї and the other letters of Cyrillic alphabets do.

    Examples
    --------
    >>> normalise("Mar’yinka"), normalise("St.-Étienne"), normalise("U.S.")
    ('maryinka', 'st etienne', 'us')
    >>> normalise("Куп’янськ"), normalise("Łódź"), normalise("KYIV  oblast")
    ('купянск', 'lodz', 'kyiv oblast')
    """
    if name.isascii():
        return " ".join(name.lower().translate(ASCII).split())
    composed = unicodedata.normalize("NFC", name).casefold()
    folded = unicodedata.normalize("NFC", composed).translate(FOLD)
    return " ".join(unicodedata.normalize("NFC", folded).split())

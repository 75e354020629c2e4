"""One name, one form: how place names are compared.

`normalise` gives the form under which the gazetteer stores a name and under which it is looked
up. It does not transliterate: Cyrillic names are stored beside the Latin ones. `is_short` tells
which names leave out what a longer one ends with, `is_usable_alias` which of GeoNames' alternate
names are names at all.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["is_short", "is_usable_alias", "normalise"]

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


# Letters of the Latin and Cyrillic scripts and what stands between them in names.
_READABLE = re.compile(
    r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff\u0400-\u052f\u0300-\u036f'’‘ʼʻʹ`´\"”“. ,()/&\d-]+"
)
_SHORTEST = 3  # letters; shorter ones are mostly noise ("Ko" for Kyiv)
_LONGEST = 60


def is_usable_alias(name: str) -> bool:
    """Whether a raw alternate name of GeoNames is a name that a text may use.

    Kept are Latin and Cyrillic names of at least three letters with a capital. Lower-case ones are
    transliterations of other scripts ("daneparo"), short all-capital ones airport codes.

    Examples
    --------
    >>> is_usable_alias("Chasov Yar"), is_usable_alias("daneparo"), is_usable_alias("KBP")
    (True, False, False)
    """
    if not _SHORTEST <= len(name) <= _LONGEST or not _READABLE.fullmatch(name):
        return False
    letters = [character for character in name if character.isalpha()]
    if len(letters) < _SHORTEST or (name.upper() == name and len(letters) <= 4 and name.isascii()):
        return False
    article = re.match(r"(al|el|ad|an|ar|as|at|az|ash|ed|es|et|ez)[- ][A-Z]", name)
    return name[0].isupper() or (name[0] in "'’‘ʻ" and name != name.lower()) or bool(article)


def is_short(name: str, whole: str) -> bool:
    """Whether a name leaves out what tells a town from its namesakes: Frankfurt am Main.

    Examples
    --------
    >>> is_short("Santiago", "Santiago de Cuba"), is_short("Oak", "Oak Park")
    (True, False)
    """
    begins, rest = normalise(whole).split(), normalise(name).split()
    return begins[: len(rest)] == rest and begins[len(rest) : len(rest) + 1] in _LINKS


# What links a name to the river, region or person that tells it from its namesakes.
_LINKS = [[word] for word in "am an da de del der di do dos en la le na of on sur upon".split()]

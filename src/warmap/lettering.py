"""Letters of a picture: which fonts, how wide a text is, where its lines end, what can't be set.

It takes texts and sizes in points. It draws nothing, and it knows no places.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags

__all__ = ["BOLD", "ITALIC", "REGULAR", "cut", "font", "settable", "width", "wrapped"]

# matplotlib brings these along, with Cyrillic, on every machine: the same letters everywhere.
REGULAR, BOLD, ITALIC = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"
# As in body.py and dom.js: controls, and marks that change the direction of text.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MISSING = "\ufffd"
# Nothing longer is ever shown: a title of a megabyte is not measured letter by letter.
_LONGEST = 2000
_MEASURED_AT = 100.0


def font(face: str, /, *, size: float) -> FontProperties:
    """The font of a face, in points.

    Examples
    --------
    >>> font(BOLD, size=8).get_size()
    8.0
    """
    return FontProperties(fname=str(_path(face)), size=size)


def settable(text: str, /) -> str:
    r"""A text on one line that the fonts can set: other characters become U+FFFD.

    Examples
    --------
    >>> settable("Ky\0iv,\n Київ $x$ 東")
    'Ky�iv, Київ $x$ �'
    """
    spaced = re.sub(r"\s+", " ", text[:_LONGEST]).strip()
    composed = unicodedata.normalize("NFC", spaced)
    known = _letters()
    return "".join(
        _MISSING if _CONTROL.match(letter) or ord(letter) not in known else letter
        for letter in composed
    )


def width(text: str, /, *, size: float, face: str = REGULAR) -> float:
    """How wide a text is, in points.

    Examples
    --------
    >>> width("Dnipro", size=10) < width("Dnipro", size=10, face=BOLD)
    True
    """
    return sum(_advance(letter, face) for letter in text) * size / _MEASURED_AT


def cut(text: str, /, *, room: float, size: float, face: str = REGULAR) -> str:
    """A text that fits, with an ellipsis where it was too long.

    Examples
    --------
    >>> cut("Dnipro", room=100, size=10), cut("Dnipropetrovsk", room=40, size=10)
    ('Dnipro', 'Dnipr…')
    """
    if width(text, size=size, face=face) <= room:
        return text
    left = room - width("…", size=size, face=face)
    kept = 0
    for letter in text:
        left -= _advance(letter, face) * size / _MEASURED_AT
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip(" ,.;:-–") + "…"


def wrapped(
    text: str, /, *, room: float, size: float, lines: int, face: str = REGULAR
) -> list[str]:
    """A text in lines that fit; the last one is cut where there are not enough.

    Examples
    --------
    >>> wrapped("Russian advance towards Dnipropetrovsk", room=120, size=10, lines=2)
    ['Russian advance', 'towards Dnipropetrov…']
    """
    done: list[str] = []
    rest = text
    while rest and len(done) < lines - 1:
        line = _line(rest, room, size, face)
        done.append(line.strip())
        rest = rest[len(line) :].lstrip()
    return [*done, cut(rest, room=room, size=size, face=face)] if rest else done


def _line(text: str, room: float, size: float, face: str) -> str:
    """What of a text fits on one line: whole words, or a part of a word that is too long."""
    if width(text, size=size, face=face) <= room:
        return text
    used, fits = 0.0, 0
    for letter in text:
        used += _advance(letter, face) * size / _MEASURED_AT
        if used > room:
            break
        fits += 1
    blank = text.rfind(" ", 0, fits + 1)
    return text[:blank] if blank > 0 else text[: max(1, fits)]


def _path(face: str) -> Path:
    return Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{face}.ttf"


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    maps = [set(get_font(str(_path(face))).get_charmap()) for face in (REGULAR, BOLD, ITALIC)]
    return frozenset(set.intersection(*maps))


@lru_cache(maxsize=4096)
def _advance(letter: str, face: str) -> float:
    opened = get_font(str(_path(face)))
    opened.set_size(_MEASURED_AT, 72)
    return float(opened.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536

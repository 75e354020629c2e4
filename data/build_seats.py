"""Which town a raion or a hromada of Ukraine is called after.

The codifier gives units as adjectives ("Краматорський район", "Великобурлуцька громада"); English
calls them by their seat ("Kramatorsk Raion", "Velykyi Burluk hromada"). The seat is
the settlement of the unit whose name the adjective is made of: its stem, with the vowels that
alternate (Межова: Межівська) and the consonants that soften (Бурлук: Бурлуцький) taken as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["seat_of"]

_VOWELS = "аеєиіїйоуюяь"
# Letters that alternate between a name and the adjective that is made of it.
_ONE = str.maketrans("іеїєцчзжс", "оойоккггх")
_LOST = 2  # letters that the end of a name may lose
_RANK = {"M": 0, "K": 0, "X": 1, "T": 1, "C": 2}
"""Categories of the codifier: cities, settlements, villages."""


def seat_of(unit: str, settlements: Iterable[tuple[str, str]]) -> str:
    """Name of the settlement that a unit is called after, or empty where none fits.

    Parameters
    ----------
    unit
        The codifier's adjective: ``Шосткинська``.
    settlements
        Name and category of the settlements in the unit.

    Examples
    --------
    >>> seat_of("Великобурлуцька", [("Ольховатка", "C"), ("Великий Бурлук", "X")])
    'Великий Бурлук'
    >>> seat_of("Межівська", [("Межова", "X"), ("Межиріч", "C")])
    'Межова'
    >>> seat_of("Слобожанська", [("Степове", "C")])
    ''
    """
    adjective = _folded(unit)
    found = []
    for name, category in settlements:
        for form in {_joined(name), name}:
            stem = _folded(form).rstrip(_folded(_VOWELS))
            shared = _shared(stem, adjective)
            if shared >= max(3, len(stem) - _LOST):
                found.append((len(stem) - shared, _RANK.get(category, 2), -shared, name))
    return min(found)[-1] if found else ""


def _joined(name: str) -> str:
    """Two words as adjectives join them: Великий Бурлук, великобурлу-."""
    words = name.lower().replace("-", " ").replace("’", "").replace("'", "").split()
    return "".join([*(word.rstrip(_VOWELS) + "о" for word in words[:-1]), words[-1]])


def _folded(name: str) -> str:
    return re.sub(r"[^\w]", "", name.lower()).translate(_ONE)


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))

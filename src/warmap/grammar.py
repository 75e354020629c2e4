"""The grammar around a place name, as named features from which `roles` tells its use.

Takes the words of a text and where the name stands; looks at some dozen words to either side. It
does not decide: what a feature is worth stands in ``weights.toml``. The parts are `governors`,
`attributes` and `subjects`.
"""

from __future__ import annotations

from math import log10

from warmap.attributes import read_hyphen, read_nouns, read_owned
from warmap.governors import read_governor
from warmap.model import Candidate
from warmap.series import is_dateline, run_end, series_around
from warmap.subjects import read_verbs
from warmap.surroundings import Surroundings
from warmap.tokens import Tokens

__all__ = ["role_features"]

_LARGE = 1_000_000  # inhabitants


def role_features(
    tokens: Tokens, first: int, last: int, *, place: Candidate | None = None
) -> dict[str, float]:
    """The features of one name; those that are absent are zero.

    Parameters
    ----------
    tokens
        The words of the text.
    first, last
        The name is words `first` to `last`, both included.
    place
        What the name means, where that is known: a village is hardly a government.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> sorted(role_features(tokenize("Moscow denied it."), 0, 0))
    ['bias', 'is_unknown', 'opens', 'says']
    >>> sorted(role_features(tokenize("a bridge near Kyiv’s airport"), 3, 3))
    ['at', 'bias', 'is_unknown', 'owns_area']
    """
    around = Surroundings(tokens, first, last, *series_around(tokens, first, last))
    around.is_wide = place is not None and place.kind in ("country", "sea", "river")
    around.add("bias")
    if tokens.possessive[last]:
        read_owned(around)
        if not around.found.keys() & {"institution", "deed"}:
            read_governor(around)  # "in X's view" is not in X
    else:
        read_governor(around)
        read_hyphen(around)
        read_nouns(around)
        read_verbs(around)
    _read_shape(around)
    _read_place(around, place)
    return around.found


def _read_shape(around: Surroundings) -> None:
    """Datelines, and names that a comma puts into a larger place."""
    tokens, first, last = around.tokens, around.first, around.last
    if is_dateline(tokens, first, last):
        around.add("dateline")
        return
    if tokens.gaps[first] == ", " and around.start == first and tokens.capital(first - 1):
        acts = tokens.gaps[last + 1] == " " and around.found.keys() & {"says", "acts", "verb"}
        if not acts:  # "after talks in Y, X agreed"
            around.add("contained")
    if tokens.gaps[last + 1] == ", " and around.end == last and tokens.capital(last + 1):
        end = run_end(tokens, last + 1)
        if not tokens.possessive[end] and tokens.gaps[end + 1][:1] in (",", ".", ";", ")"):
            around.add("contains")


def _read_place(around: Surroundings, place: Candidate | None) -> None:
    """What the place is."""
    kind = place.kind if place else ""
    if place is None:
        around.add("is_unknown")
    elif kind in ("town", "village", "district"):
        around.add("is_small")
    elif kind in ("sea", "river"):
        around.add("is_water")
    elif kind != "city":
        around.add(f"is_{kind if kind in ('country', 'region') else 'other'}")
    else:
        around.add("is_city")
        size = log10((place.population or 1) / _LARGE) + 1
        around.add("is_large", min(max(size, 0.0), 1.5))
        if place.capital:
            around.add("is_capital")

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

__all__ = ["Reading", "role_features"]

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
    return Reading(tokens, first, last).features(place)


class Reading:
    """One name as the words around it use it, read once for whatever it may mean.

    Parameters
    ----------
    tokens, first, last
        As for `role_features`.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> sorted(Reading(tokenize("Moscow denied it."), 0, 0).features(None))
    ['bias', 'is_unknown', 'opens', 'says']
    """

    __slots__ = ("_first", "_found", "_last", "_tokens")

    def __init__(self, tokens: Tokens, first: int, last: int) -> None:
        self._tokens, self._first, self._last = tokens, first, last
        self._found = _read(tokens, first, last)

    def features(self, place: Candidate | None) -> dict[str, float]:
        """The features, with those of what the name means."""
        found = self._found
        if place is not None and place.kind in _WIDE:
            found = _read(self._tokens, self._first, self._last, is_wide=True)
        return found | _of_place(place)


_WIDE = ("country", "sea", "river")  # what no "region" follows


def _read(tokens: Tokens, first: int, last: int, *, is_wide: bool = False) -> dict[str, float]:
    """The features of the words around a name."""
    around = Surroundings(tokens, first, last, *series_around(tokens, first, last))
    around.is_wide = is_wide
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


def _of_place(place: Candidate | None) -> dict[str, float]:
    """The features of what the place is."""
    if place is None:
        return {"is_unknown": 1.0}
    if place.kind in ("town", "village", "district"):
        return {"is_small": 1.0}
    if place.kind in ("sea", "river"):
        return {"is_water": 1.0}
    if place.kind != "city":
        kind = place.kind if place.kind in ("country", "region") else "other"
        return {f"is_{kind}": 1.0}
    features = {"is_city": 1.0}
    size = log10((place.population or 1) / _LARGE) + 1
    if size > 0:
        features["is_large"] = min(size, 1.5)
    if place.capital:
        features["is_capital"] = 1.0
    return features

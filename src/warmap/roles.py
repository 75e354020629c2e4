"""Role of a mention: the place itself, its government, or a name that borrows it.

"In Istanbul" is literal, "Moscow demanded" is a government, "the Istanbul talks" is
associative. Decided by the grammar around the name and the kind of place: each role has a sum of
named features, weighed by ``weights.toml``, and the greatest sum counts, the literal one being
zero. There is no list of capitals here.
"""

from __future__ import annotations

from collections.abc import Mapping

from warmap.grammar import Reading
from warmap.language import is_cyrillic
from warmap.model import Candidate, Role
from warmap.roles_cyrillic import cyrillic_role
from warmap.tokens import Tokens
from warmap.weights import Weights, bundled_weights

__all__ = ["role_of"]


def role_of(
    tokens: Tokens,
    first: int,
    last: int,
    *,
    place: Candidate | None = None,
    weights: Weights | None = None,
    reading: Reading | None = None,
) -> Role:
    """Tell how the words around a name use it.

    Parameters
    ----------
    tokens
        The words of the text.
    first, last
        The name is words `first` to `last`, both included.
    place
        What the name means, where that is known: a village is hardly a government.
    weights
        What the features weigh; when None the bundled ones.
    reading
        The name as it is read already, in English text.

    Returns
    -------
    str
        ``literal``, ``government`` or ``associative``.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> role_of(tokenize("Moscow demanded more."), 0, 0)
    'government'
    >>> role_of(tokenize("They met at the Istanbul talks."), 4, 4)
    'associative'
    >>> role_of(tokenize("They met in Istanbul."), 3, 3)
    'literal'
    """
    if tokens.language != "en" and is_cyrillic(tokens.words[first]):
        return cyrillic_role(tokens, first, last, place=place)
    table = weights or bundled_weights()
    features = (reading or Reading(tokens, first, last)).features(place)
    government = _sum(features, table.government)
    associative = _sum(features, table.associative)
    if max(government, associative) <= 0:
        return "literal"
    return "government" if government >= associative else "associative"


def _sum(features: Mapping[str, float], table: Mapping[str, float]) -> float:
    return sum([table.get(name, 0.0) * value for name, value in features.items()])

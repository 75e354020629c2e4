"""Names that look like one that no gazetteer knows: offered to a person, never taken silently.

It takes a name and gives similar names of the table by edit distance. It resolves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from warmap.gazetteer import GazetteerTable
from warmap.layers import LayeredGazetteer
from warmap.names import normalise

__all__ = ["similar", "suggest"]

_LEAST_LIKENESS = 0.7  # share of the letters that stay


def suggest(
    name: str, /, *, gazetteer: GazetteerTable | LayeredGazetteer, limit: int = 5
) -> list[str]:
    """Names of places that look like `name` and start with the same letter, the likest first.

    Parameters
    ----------
    name
        As somebody wrote it.
    gazetteer
        Whose names are compared.
    limit
        How many names to give at most.

    Raises
    ------
    GazetteerError
        The table is missing or damaged.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> "Mezhova" in suggest("Mezhovva", gazetteer=default_gazetteer())
    True
    """
    form = normalise(name)
    if not form:
        return []
    found = similar(form, among=sorted(gazetteer.forms_from(form[0])), limit=4 * limit)
    names = (gazetteer.lookup(like)[0].name for like in found)
    return list(dict.fromkeys(names))[:limit]


def similar(word: str, /, *, among: Iterable[str], limit: int = 5) -> list[str]:
    """Those words that differ from one by few letters, the likest first.

    Examples
    --------
    >>> similar("nominatin", among=["geonames", "nominatim", "photon"])
    ['nominatim']
    """
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    found = process.extract(
        word,
        list(among),
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=_LEAST_LIKENESS,
        limit=limit,
    )
    return [like for like, _, _ in found]

"""What words are in English: common, first names, surnames, and how they are written.

Reads ``words.tsv`` once. It tells facts of English; what they mean for a mention is decided in
`mentions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log

from warmap.bundled import data_path

__all__ = ["WordFacts", "word_facts"]

# SCOWL's sizes: the smaller the list that holds a word, the more common the word.
_COMMONNESS = {"0": 0.0, "10": 1.0, "20": 0.8, "35": 0.6, "40": 0.45, "50": 0.3}
_LAST_RANK = 20_000


@dataclass(frozen=True, slots=True)
class WordFacts:
    """Facts about one lower-case word.

    Parameters
    ----------
    commonness
        0 (no common English word) to 1 (among the few thousand most common).
    first_name
        Whether people bear it as a first name.
    surname
        0 (no surname among the 20,000 commonest) to 1 (the commonest).
    lower
        The share of its uses in lower case, 0 to 1.
    capital
        How often it is written with a capital, on a log scale: 0 rarely or never, 1 often.
    like_place, like_person
        The share of the words used like it that name large places, or are first names.
    """

    commonness: float
    first_name: bool
    surname: float
    lower: float = 0.0
    capital: float = 0.0
    like_place: float = 0.0
    like_person: float = 0.0


NOTHING = WordFacts(0.0, first_name=False, surname=0.0)


@cache
def word_facts(word: str, /) -> WordFacts:
    """The facts about a word; none of them for a word that the table lacks.

    Raises
    ------
    GazetteerError
        The bundled table is missing.

    Examples
    --------
    >>> word_facts("bath").commonness, word_facts("kyiv").commonness
    (0.8, 0.0)
    >>> word_facts("washington").surname > 0.5, word_facts("jordan").first_name
    (True, True)
    """
    line = _lines().get(word)
    if line is None:
        return NOTHING
    level, first, rank, *shares = line.split("\t")
    surname = 1 - log(int(rank)) / log(_LAST_RANK) if rank != "0" else 0.0
    lower, capital, place, person = (int(share) / 100 for share in shares)
    return WordFacts(
        _COMMONNESS[level], first == "1", max(surname, 0.0), lower, capital, place, person
    )


@cache
def _lines() -> dict[str, str]:
    """The table, its cells not yet read: an article needs few of its words."""
    lines = data_path("words.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t", 1) for line in lines)

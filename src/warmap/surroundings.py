"""What stands around a name, while it is read: the record that the parts of `grammar` fill.

It holds where the name stands, the features found so far, and the one question that they share:
is the word after the name its verb?
"""

from __future__ import annotations

from dataclasses import dataclass, field

from warmap.english import english, verb_of
from warmap.tokens import Tokens

__all__ = ["Surroundings"]

_NOUN = 0.3  # share under which a word is rather a noun than a verb


@dataclass(slots=True)
class Surroundings:
    """A name and what has been found around it.

    Parameters
    ----------
    tokens
        The words of the text.
    first, last
        The name is words `first` to `last`.
    start, end
        The series of names that it belongs to is words `start` to `end`.
    found
        The features so far.
    is_wide
        Whether it means a country or a water, which no "region" follows.
    governed
        Whether something before or after it leaves it no verb: "in X", "the X talks".
    bare
        Whether no article nor adjective stands before it.
    made
        Whether a verb like that of "declared X annexed" stands before.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> around = Surroundings(tokenize("Moscow denies it"), 0, 0, 0, 0)
    >>> around.verb_at(1) > 0.9, around.verb_at(2)
    (True, 0.0)
    """

    tokens: Tokens
    first: int
    last: int
    start: int
    end: int
    found: dict[str, float] = field(default_factory=dict)
    is_wide: bool = False
    governed: bool = False
    bare: bool = False
    made: bool = False

    def add(self, feature: str, value: float = 1.0) -> None:
        """Set a feature unless it has a greater value."""
        if value > self.found.get(feature, 0.0):
            self.found[feature] = value

    def verb_at(self, index: int) -> float:
        """How surely word `index`, right after the series, is its verb; 0 for a likely noun."""
        tokens = self.tokens
        verb = None if tokens.capital(index) else verb_of(tokens.word(index))
        if verb is None:
            return 0.0
        # "that Europe pay", "Russia and Ukraine agree": else the base form is a noun.
        base = self.end != self.last or self.start != self.first or "clause" in self.found
        if not ("s" in verb.forms or "p" in verb.forms or (base and "b" in verb.forms)):
            return 0.0
        share = verb.share
        after = tokens.word(index + 1) if tokens.gaps[index + 1] == " " else ""
        if after in english("small", "determiners") or after in ("to", "that"):
            share = max(share, 0.95)
        elif "p" not in verb.forms and _is_finite(after):
            share = min(share, 0.1)  # "X sanctions have", "X attacks killed"
        ends = index + 1 >= len(tokens) or tokens.opens[index + 1]
        if "s" in verb.forms and self.bare and (ends or "clause" in self.found):
            share = max(share, 0.8)  # "where X ships wheat", "X objects."
        if "p" in verb.forms and verb.lemma in english("verbs", "rule"):
            share = max(share, 0.9)
        elif verb.forms == "p":
            share = max(share, 0.6)
        return share if share >= _NOUN else 0.0


def _is_finite(word: str) -> bool:
    """Whether a word is a helping verb or a past form."""
    verb = verb_of(word)
    return word in english("small", "auxiliaries") or (verb is not None and "p" in verb.forms)

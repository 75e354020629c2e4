"""What the first judgement of all names of an article tells of each: the second one.

Takes the spans that `mentions` considers with their first sums, and gives each a few further
features: how the same name was judged elsewhere in the article, and how its neighbours in a list
were. ``weights.toml`` tells what each means. It looks at no word of the names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import exp

from warmap.features import Span
from warmap.tokens import Tokens

__all__ = ["pooled_features"]

_JOINS = {"and": "and", "or": "and"}
_FURTHEST = 30.0  # sums beyond count as this, lest exp overflow


def pooled_features(
    tokens: Tokens, spans: Sequence[Span], sums: Sequence[float]
) -> Iterator[dict[str, float]]:
    """The features of the second judgement, for each span.

    Parameters
    ----------
    tokens
        The words of the text.
    spans
        All spans of the text that may name a place.
    sums
        The sum of the first judgement for each.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> tokens = tokenize("Orikhiv, Huliaipole")
    >>> second = next(pooled_features(tokens, [Span(0, 0, ()), Span(1, 1, ())], [0.0, 2.0]))
    >>> second["next_comma"], round(second["next_comma_place"], 2)
    (1.0, 0.76)
    """
    odds = [_belief(value) for value in sums]
    count: Counter[tuple[str, ...]] = Counter()
    total: dict[tuple[str, ...], float] = defaultdict(float)
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    names = [tuple(tokens.lower[span.first : span.last + 1]) for span in spans]
    for span, name, belief in zip(spans, names, odds, strict=True):
        count[name] += 1
        total[name] += belief
        starts[span.first] = max(starts.get(span.first, -1.0), belief)
        ends[span.last] = max(ends.get(span.last, -1.0), belief)
    for span, name, belief, value in zip(spans, names, odds, sums, strict=True):
        features = {"first": value, "again": 1.0}
        if count[name] > 1:
            features["same"] = 1.0
            features["same_place"] = (total[name] - belief) / (count[name] - 1)
        for side, index, known in (
            ("previous", _beside(tokens, span.first, -1), ends),
            ("next", _beside(tokens, span.last, 1), starts),
        ):
            if index is not None and index[1] in known:
                features[f"{side}_{index[0]}"] = 1.0
                features[f"{side}_{index[0]}_place"] = known[index[1]]
        yield features


def _belief(value: float) -> float:
    """-1 for surely no place, 1 for surely one."""
    return 2 / (1 + exp(-max(-_FURTHEST, min(_FURTHEST, value)))) - 1


def _beside(tokens: Tokens, index: int, step: int) -> tuple[str, int] | None:
    """How a word is linked to the next name on a side, and to which word of that name."""
    other = index + step
    gap = tokens.gaps[max(index, other)]
    if tokens.word(other) in _JOINS:
        return "and", other + step
    if gap.startswith(","):
        return "comma", other
    if gap == " ":
        return "space", other
    return ("hyphen", other) if gap.strip() in ("-", "–", "/") and gap else None

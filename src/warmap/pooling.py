"""What the first judgement of all names of an article tells of each: the second one.

Takes the spans that `mentions` considers with their first sums, and gives each a few further
features: how the same name was judged elsewhere in the article, how its neighbours in a list were,
and whether it lies in what stands behind it. ``weights.toml`` tells what each means.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from math import exp

from warmap.features import Span
from warmap.lexicon import lexicon
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
    names = [tuple(tokens.lower[span.first : span.last + 1]) for span in spans]
    for name, belief in zip(names, odds, strict=True):
        count[name] += 1
        total[name] += belief
    neighbours = _Neighbours(tokens, spans, odds)
    for span, name, belief, value in zip(spans, names, odds, sums, strict=True):
        features = {"first": value, "again": 1.0}
        if count[name] > 1:
            features["same"] = 1.0
            features["same_place"] = (total[name] - belief) / (count[name] - 1)
        yield features | neighbours.features(span)


class _Neighbours:
    """What stands at each side of a name: how it is linked, how it was judged, whether it holds."""

    def __init__(self, tokens: Tokens, spans: Sequence[Span], odds: Sequence[float]) -> None:
        self._tokens = tokens
        self._starts: dict[int, float] = {}
        self._ends: dict[int, float] = {}
        self._areas: dict[int, set[tuple[str, str]]] = defaultdict(set)
        # "In Nice, Marine Dupont spoke": what opens a sentence so is in no list with what follows.
        self._fronted = {span.last for span in spans if _is_fronted(tokens, span)}
        for span, belief in zip(spans, odds, strict=True):
            self._starts[span.first] = max(self._starts.get(span.first, -1.0), belief)
            self._ends[span.last] = max(self._ends.get(span.last, -1.0), belief)
            if tokens.gaps[span.first] == ", ":
                self._areas[span.first - 1] |= _areas(span)

    def features(self, span: Span) -> dict[str, float]:
        """The features that tell of what is beside a name."""
        features = {}
        before, after = _beside(self._tokens, span.first, -1), _beside(self._tokens, span.last, 1)
        for side, beside, known, end in (
            ("previous", before, self._ends, before and before[1]),
            ("next", after, self._starts, span.last),
        ):
            if beside is None or (beside[0] == "comma" and end in self._fronted):
                continue
            link, index = beside
            if index in known:
                features[f"{side}_{link}"] = 1.0
                features[f"{side}_{link}_place"] = known[index]
        if span.last in self._areas:
            features["held_by_next"] = float(_lies_in(span, self._areas[span.last]))
        return features


def _is_fronted(tokens: Tokens, span: Span) -> bool:
    """Whether a name opens its sentence, but for a preposition: "In Nice, Marine Dupont said"."""
    before = span.first - 1
    return (
        before >= 0
        and tokens.opens[before]
        and tokens.word(before) in lexicon().locative
        and tokens.gaps[span.first] == " "
    )


def _areas(span: Span) -> set[tuple[str, str]]:
    """The countries and regions that a name may mean, as country and region codes."""
    return {
        (c.country, c.admin1 if c.kind == "region" else "")
        for c in span.candidates
        if c.kind in ("country", "region") and c.match != "demonym"
    }


def _lies_in(span: Span, areas: AbstractSet[tuple[str, str]]) -> bool:
    """Whether a place that a name may mean lies in one of the areas: "Split, Croatia"."""
    inner = [c for c in span.candidates if c.kind not in ("country", "region")]
    return any((c.country, "") in areas or (c.country, c.admin1) in areas for c in inner)


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

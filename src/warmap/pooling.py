"""What the first judgement of all names of an article tells of each: the second one.

Takes the spans that `mentions` considers with their first sums, and gives each a few further
features: how the same name was judged elsewhere in the article, and how its neighbours in a list
were. ``weights.toml`` tells what each means. It looks at no word of the names.
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
    starts: dict[int, float] = {}
    areas: dict[int, set[tuple[str, str]]] = defaultdict(set)
    fronted = {span.last for span in spans if _is_fronted(tokens, span)}
    ends: dict[int, float] = {}
    names = [tuple(tokens.lower[span.first : span.last + 1]) for span in spans]
    for span, name, belief in zip(spans, names, odds, strict=True):
        count[name] += 1
        total[name] += belief
        starts[span.first] = max(starts.get(span.first, -1.0), belief)
        if tokens.gaps[span.first] == ", ":
            areas[span.first - 1] |= _areas(span)
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
            apart = (
                index is not None
                and index[0] == "comma"
                and not fronted.isdisjoint((span.last,) if side == "next" else (index[1],))
            )
            if index is not None and index[1] in known and not apart:
                features[f"{side}_{index[0]}"] = 1.0
                features[f"{side}_{index[0]}_place"] = known[index[1]]
        if span.last in areas:
            features["held_by_next"] = float(_lies_in(span, areas[span.last]))
        yield features


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

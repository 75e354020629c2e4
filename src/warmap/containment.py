"""Which mentions the text puts inside which, and which it lists side by side.

Reads the text between neighbouring mentions. "Zorya in Ukraine's Donetsk region" puts Zorya in
both; "Bangor, Maine" may put Bangor in Maine; "Toretsk, Siversk and Lyman in Donetsk region"
puts all three in it. Whether the gazetteer agrees becomes columns, which `ranking` weighs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from warmap.bearers import Bearers, Columns
from warmap.candidates import AREAS
from warmap.evidence import Link, link_at
from warmap.model import Mention
from warmap.tokens import Tokens

__all__ = ["Containers", "How", "containers", "containment_columns", "lists", "outside"]

How = Literal["in", "pair", "comma", "listed", "scene"]
"""How firmly: said so; behind a comma, the two alone; in a longer series; said of a list's last;
where the sentence opens with the place that it is set in."""
Containers = Mapping[int, Sequence[tuple[int, How]]]
"""Index of a mention → the mentions that it lies in, and how the text says so."""

_LISTED = re.compile(
    r"(?:,|,? (?:and|or|as well as|та|і|й|и)|/|;)"
    r"(?: in| the| of| near| over| у| в| во| на| біля| під| до| под)? ?| ?[/–] ?"
)
_LONGEST = 12  # names of a list; more are a table
_INSIDE = {
    "in": "inside", "pair": "inside_comma", "comma": "inside_comma", "listed": "inside_listed",
    "scene": "inside_scene",
}  # fmt: skip
_OUTSIDE = {
    "in": "outside", "pair": "outside", "comma": "outside_comma", "listed": "outside_listed",
    "scene": "outside_scene",
}  # fmt: skip


def lists(text: str, mentions: Sequence[Mention]) -> list[range]:
    """Runs of two and more mentions that only commas and "and" part.

    Parameters
    ----------
    text
        The article.
    mentions
        In the order of the text, without overlaps.

    Examples
    --------
    >>> text = "Kyiv, Odesa and Lviv; later Sumy"
    >>> lists(text, [Mention(0, 4, "Kyiv"), Mention(6, 11, "Odesa"), Mention(16, 20, "Lviv"),
    ...              Mention(28, 32, "Sumy")])
    [range(0, 3)]
    """
    found, start = [], 0
    for index in range(1, len(mentions) + 1):
        goes_on = index < len(mentions) and _LISTED.fullmatch(
            text, mentions[index - 1].end, max(mentions[index - 1].end, mentions[index].start)
        )
        if not goes_on:
            if index - start > 1:
                found.append(range(start, index))
            start = index
    return found


def containers(tokens: Tokens, mentions: Sequence[Mention]) -> dict[int, list[tuple[int, How]]]:
    """For each mention the others that the text says it lies in.

    Parameters
    ----------
    tokens
        The words of the article.
    mentions
        In the order of the text, without overlaps.

    Returns
    -------
    dict
        Index of a mention to pairs (index of the container, how it is said).

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> tokens = tokenize("Zorya and Komar in Ukraine")
    >>> containers(tokens, [Mention(0, 5, "Zorya"), Mention(10, 15, "Komar"),
    ...                   Mention(19, 26, "Ukraine")])
    {1: [(2, 'in')], 0: [(2, 'listed')]}
    """
    links = [
        link_at(tokens, here.end, after.start) if after.start - here.end < _APART else None
        for here, after in pairwise(mentions)
    ]
    found = _chains(links)
    for run in lists(tokens.text, mentions):
        alone = len(run) == 2 and _closes(tokens, mentions[run[1]])
        for here in run[:-1]:
            if links[here] == "comma" and (alone or _is_county(mentions[here])):
                held = found[here]
                found[here] = [(far, "pair" if far == here + 1 else how) for far, how in held]
        said = [far for far, how in found.get(run[-1], []) if how == "in" and far > run[-1]]
        for index in run[:-1][-_LONGEST:]:
            _hold(found, index, said, "listed")
    for index, scene in _scenes(tokens, mentions):
        if not {(index, "in"), (index, "pair")}.intersection(found.get(scene, [])):
            _hold(found, index, [scene], "scene")
    return found


def _chains(links: Sequence[Link | None]) -> dict[int, list[tuple[int, How]]]:
    """What lies in what, by what links each mention to the next one."""
    found: dict[int, list[tuple[int, How]]] = {}
    for index in range(len(links) - 1, -1, -1):
        link = links[index]
        if link == "owner":
            found.setdefault(index + 1, []).append((index, "in"))
        elif link is not None:
            # A list ("Kyiv, Odesa, Ukraine") chains weakly, "X in Y, Z" as firmly as its first.
            chain = found.get(index + 1, [])[:_LONGEST]
            onward = [(far, link) for far, _ in chain if far > index + 1]
            owned = index + 1 < len(links) and links[index + 1] == "owner"
            beside = [(index + 2, link)] if owned else []
            found[index] = [(index + 1, link), *beside, *onward, *found.get(index, [])]
    return found


def _hold(
    found: dict[int, list[tuple[int, How]]], index: int, areas: Sequence[int], how: How
) -> None:
    """Put a mention in further ones, unless the text says more firmly that it lies in them."""
    known = {far for far, _ in found.get(index, [])}
    more: list[tuple[int, How]] = [(far, how) for far in areas if far not in known]
    if more:
        found.setdefault(index, []).extend(more)


def _scenes(tokens: Tokens, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """For each mention that which its sentence opens with: "In Cuba it struck Santiago"."""
    scene: int | None = None
    read = 0  # the last word so far
    for index, mention in enumerate(mentions):
        first, last = tokens.span(mention.start, mention.end)
        goes_on = not any(tokens.opens[read + 1 : first + 1])
        read = last
        if scene is not None and goes_on:
            yield index, scene
            continue
        begins = max(first - _OPENING, 0)
        opening = [i for i in range(begins, first) if tokens.opens[i]]
        words = tokens.lower[opening[-1] : first] if opening else []
        scene = index if _SET_IN.intersection(words) else None


_OPENING = 4  # words before the name that a sentence is set in: "Meanwhile in the eastern X"
_SET_IN = frozenset(("in", "across", "throughout"))


def _is_county(mention: Mention) -> bool:
    """Whether a name says itself that it is below a region, which so is no neighbour in a list."""
    return mention.text.rpartition(" ")[2] in _BELOW


_BELOW = ("County", "Parish", "Township", "Borough", "District", "Raion")


def _closes(tokens: Tokens, mention: Mention) -> bool:
    """Whether a name ends what "X, Y" says: no series goes on, and nothing belongs to the name.

    After "X, Y state" none of X goes on. In Ukrainian and Russian, where a comma parts clauses too,
    nothing says so.
    """
    last = tokens.span(mention.start, mention.end)[1]
    if tokens.gaps[last + 1] == " " and tokens.word(last + 1) in _UNITS:
        last += 1
    goes_on = _SERIES if tokens.word(last) in _UNITS else _GOES_ON
    return tokens.language == "en" and not goes_on.match(tokens.text, tokens.ends[last])


_UNITS = frozenset("state province county region oblast governorate prefecture canton".split())
_SERIES = re.compile(r" (?:and|or)\b|-")


_GOES_ON = re.compile(r"(?: [^\W\d_]+)?,? (?:and|or|but)\b|['’]s\b|['’](?!\w)|-")
_APART = 90  # characters between two names beyond which nothing is read


def containment_columns(links: Containers, bearers: Bearers) -> Columns:
    """Whether candidates lie in what the text says, and hold what it says they hold, by mention.

    Parameters
    ----------
    links
        What lies in what.
    bearers
        The names, and how likely each candidate is so far: what surely is no area holds nothing.
    """
    columns: Columns = {}
    size = len(bearers.row_of)
    for mention, held_by in links.items():
        places = bearers.named_rows(mention)
        for other, how in held_by:
            areas = bearers.named_rows(other)
            within = _lie_in(bearers, places, areas)
            if not within.size:
                continue
            inside, holding = np.any(within, axis=1), np.any(within, axis=0)
            _raise(columns, _INSIDE[how], bearers.rows(mention), np.asarray(inside), size)
            _raise(columns, "holds", bearers.rows(other), np.asarray(holding), size)
            sure = _elsewhere(bearers, places, areas) @ bearers.probability[areas]
            whole = bearers.kind[places] <= (_REGION if how == "pair" else _COUNTRY)
            missing = np.where(inside | whole, 0.0, sure)
            _raise(columns, _OUTSIDE[how], bearers.rows(mention), missing, size)
    return columns


def _raise(
    columns: Columns,
    feature: str,
    rows: slice,
    values: NDArray[np.float64] | NDArray[np.bool_],
    size: int,
) -> None:
    """Keep the larger of what a column has and the new values."""
    if not values.any():
        return
    column = columns.setdefault(feature, np.zeros(size))
    column[rows] = np.maximum(column[rows], values)


def _elsewhere(bearers: Bearers, places: slice, areas: slice) -> NDArray[np.float64]:
    """1 where an area, under a name it bears, can't hold a place for all that is known.

    Mountains and waters that span regions or countries have no code of any: "the Ozarks of
    Arkansas" contradicts nothing.
    """
    area = np.isin(bearers.kind[areas], _AREA_KINDS) & bearers.named[areas]
    ours, theirs = bearers.country[places][:, None], bearers.country[areas][None, :]
    whole = (bearers.kind[areas] == _COUNTRY)[None, :]
    spans = (ours == 0) | ((bearers.admin1[places] == 0)[:, None] & (ours == theirs) & ~whole)
    return np.asarray(area & ~spans, dtype=float)


def _lie_in(bearers: Bearers, places: slice, areas: slice) -> NDArray[np.bool_]:
    """Whether the gazetteer puts each candidate of one name inside each candidate of another."""

    def same(codes: NDArray[np.intp], own: NDArray[np.intp] | None = None) -> NDArray[np.bool_]:
        ours = (codes if own is None else own)[places][:, None]
        theirs = codes[areas][None, :]
        return np.asarray((ours == theirs) & (theirs > 0))

    kind, area = bearers.kind[places][:, None], bearers.kind[areas][None, :]
    named = bearers.named[areas][None, :]
    held = bearers.held[places][:, None]
    return (
        np.asarray(
            (same(bearers.country) & (area == _COUNTRY) & (kind != _COUNTRY))
            | (same(bearers.admin1) & (area == _REGION) & (kind > _REGION))
            | (same(bearers.admin1, bearers.around) & (area == _REGION) & (kind > _REGION))
            | (same(bearers.admin2) & (area == _DISTRICT) & (kind > _REGION) & held)
        )
        & named
    )


_AREA_KINDS = _COUNTRY, _REGION, _DISTRICT = tuple(range(len(AREAS)))  # as KINDS begins


def outside(columns: Columns, size: int) -> NDArray[np.bool_]:
    """Which candidates contradict what the text says in so many words, by mention.

    Parameters
    ----------
    columns
        Those of `containment_columns`.
    size
        How many rows there are.
    """
    if "outside" not in columns:
        return np.zeros(size, dtype=bool)
    wrong = columns["outside"] > _SURE
    return np.asarray(wrong & (columns["inside"] == 0) if "inside" in columns else wrong)


_SURE = 0.5  # how likely the container must be an area for a place outside of it to be wrong

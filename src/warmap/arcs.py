"""Borders that shapes share, each written once: rings of whole numbers ⇄ arcs and their numbers.

It takes shapes as `shapes.encoded` makes them and gives arcs, as TopoJSON does. `outlines.js` puts
the rings together again. It knows nothing of countries.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import accumulate, pairwise
from typing import Any, TypeAlias

__all__ = ["DIGITS", "with_arcs"]

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# Digits from this one on say that more of the number follows.
_MORE = 48

Point = tuple[int, int]
Arc = tuple[Point, ...]
Parts = list[list[list[int]]]  # of a shape, their rings, the numbers of those
Thinning: TypeAlias = "Callable[[Sequence[Arc]], Sequence[Sequence[Point]]]"


def with_arcs(
    shapes: Sequence[dict[str, Any]], /, *, thinned: Thinning | None = None
) -> tuple[list[str], list[dict[str, Any]]]:
    """Cut the rings of polygons where they meet, so that each border is told once.

    Parameters
    ----------
    shapes
        As `shapes.encoded` gives them, all of one scale. Lines stay as they are.
    thinned
        Gives arcs with fewer points, and the same ends. An island of which no area is left is left
        out, unless it is all of its shape.

    Returns
    -------
    tuple
        The arcs, each a row of numbers in `DIGITS`, the steps in longitude and latitude from 0, 0.
        A number is doubled, and one less than that if it is negative, so that its sign is in its
        last bit; its low part comes first. And the shapes, whose ``arcs`` are in place of each ring
        of ``parts`` the numbers of its arcs, ``~number`` for one that is passed backwards.

    Examples
    --------
    >>> left = {"parts": [[[0, 0, 1, 0, 0, 1, -1, -1]]], "scale": 10}
    >>> right = {"parts": [[[1, 1, 0, -1, 1, 0, -1, 1]]], "scale": 10}
    >>> arcs, shapes = with_arcs([left, right])
    >>> arcs
    ['AACA', 'CAAC', 'CCBB', 'CACABC']
    >>> [shape["arcs"] for shape in shapes]
    [[[[0, 1, 2]]], [[[-2, 3]]]]
    """
    polygons = [shape for shape in shapes if not shape.get("line")]
    junctions = _junctions([_points(r) for s in polygons for part in s["parts"] for r in part])
    numbers: dict[Arc, int] = {}

    def cut(ring: list[int]) -> list[int]:
        points = _points(ring)
        ends = [n for n, point in enumerate(points) if point in junctions]
        return [_number(tuple(points[a : b + 1]), numbers) for a, b in pairwise(ends)]

    parts = [[[cut(ring) for ring in part] for part in shape["parts"]] for shape in polygons]
    lines, flat = _thinned(list(numbers), parts, thinned)
    written: dict[int, int] = {}  # numbers of arcs → their numbers on the page
    cut_shapes = iter([_without(flat, shape) for shape in parts])
    packed = [
        shape
        if shape.get("line")
        else {"arcs": _renumbered(next(cut_shapes), written)}
        | {key: value for key, value in shape.items() if key != "parts"}
        for shape in shapes
    ]
    return ["".join(map(_digits, _steps(lines[number]))) for number in written], packed


def _thinned(
    whole: Sequence[Arc], shapes: Sequence[Parts], thinned: Thinning | None
) -> tuple[list[Sequence[Point]], set[int]]:
    """The arcs with fewer points, and the numbers of those around nothing that can be left out."""
    if not thinned:
        return list(whole), set()
    lines = list(thinned(whole))
    flat = {number for number, line in enumerate(lines) if line[0] == line[-1] and len(line) < 4}
    for parts in shapes:
        if parts and all(_is_one_of(flat, part[0]) for part in parts):
            number = _own(parts[0][0][0])
            lines[number] = whole[number]
            flat.remove(number)
    return lines, flat


def _is_one_of(arcs: Collection[int], ring: Sequence[int]) -> bool:
    return len(ring) == 1 and _own(ring[0]) in arcs


def _without(arcs: Collection[int], parts: Parts) -> Parts:
    """A shape without the islands and lakes that one of these arcs is all around."""
    kept = [part for part in parts if not _is_one_of(arcs, part[0])]
    return [[ring for ring in part if not _is_one_of(arcs, ring)] for part in kept]


def _renumbered(parts: Parts, written: dict[int, int]) -> Parts:
    """The parts with the numbers that their arcs have on the page, in the order of their use."""

    def renumbered(number: int) -> int:
        own = written.setdefault(_own(number), len(written))
        return own if number >= 0 else ~own

    return [[[renumbered(number) for number in ring] for ring in part] for part in parts]


def _own(number: int) -> int:
    return number if number >= 0 else ~number


def _junctions(rings: Sequence[Sequence[Point]]) -> set[Point]:
    """Where a ring begins, and where rings part or meet: points with other neighbours in each."""
    found = {ring[0] for ring in rings}
    beside: dict[Point, tuple[Point, Point]] = {}
    for ring in rings:
        for before, point, after in zip(ring, ring[1:], ring[2:], strict=False):
            pair = (before, after) if before < after else (after, before)
            if beside.setdefault(point, pair) != pair:
                found.add(point)
    return found


def _number(arc: Arc, numbers: dict[Arc, int]) -> int:
    if arc in numbers:
        return numbers[arc]
    backwards = numbers.get(arc[::-1])
    if backwards is not None:
        return ~backwards
    numbers[arc] = len(numbers)
    return numbers[arc]


def _points(ring: Sequence[int]) -> list[Point]:
    return list(zip(accumulate(ring[::2]), accumulate(ring[1::2]), strict=True))


def _steps(arc: Sequence[Point]) -> list[int]:
    steps = list(arc[0])
    for (x, y), (next_x, next_y) in pairwise(arc):
        steps += (next_x - x, next_y - y)
    return steps


def _digits(number: int) -> str:
    value = 2 * number if number >= 0 else -2 * number - 1
    text = ""
    while value >= _MORE:
        value, low = divmod(value, len(DIGITS) - _MORE)
        text += DIGITS[_MORE + low]
    return text + DIGITS[value]

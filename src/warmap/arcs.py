"""Borders that shapes share, each written once: rings of whole numbers ⇄ arcs and their numbers.

It takes shapes as `shapes.encoded` makes them and gives arcs, as TopoJSON does. `outlines.js` puts
the rings together again. It knows nothing of countries.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

__all__ = ["DIGITS", "with_arcs"]

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# Digits from this one on say that more of the number follows.
_MORE = 48

Point = tuple[int, int]


def with_arcs(shapes: Sequence[dict[str, Any]], /) -> tuple[list[str], list[dict[str, Any]]]:
    """Cut the rings of polygons where they meet, so that each border is told once.

    Parameters
    ----------
    shapes
        As `shapes.encoded` gives them, all of one scale. Lines stay as they are.

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
    numbers: dict[tuple[Point, ...], int] = {}

    def cut(ring: list[int]) -> list[int]:
        points = _points(ring)
        ends = [n for n, point in enumerate(points) if point in junctions]
        return [_number(tuple(points[a : b + 1]), numbers) for a, b in pairwise(ends)]

    packed = [
        shape
        if shape.get("line")
        else {"arcs": [[cut(ring) for ring in part] for part in shape["parts"]]}
        | {key: value for key, value in shape.items() if key != "parts"}
        for shape in shapes
    ]
    return ["".join(map(_digits, _steps(arc))) for arc in numbers], packed


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


def _number(arc: tuple[Point, ...], numbers: dict[tuple[Point, ...], int]) -> int:
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

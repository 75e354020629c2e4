"""Borders that shapes share, each written once: rings of whole numbers ⇄ arcs and their numbers.

It takes shapes as `shapes.encoded` makes them and gives arcs, as TopoJSON does. `outlines.js` puts
the rings together again. It knows nothing of countries.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

__all__ = ["with_arcs"]

Point = tuple[int, int]


def with_arcs(shapes: Sequence[dict[str, Any]], /) -> tuple[list[list[int]], list[dict[str, Any]]]:
    """Cut the rings of polygons where they meet, so that each border is told once.

    Parameters
    ----------
    shapes
        As `shapes.encoded` gives them, all of one scale. Lines stay as they are.

    Returns
    -------
    tuple
        The arcs, each a flat list of steps in longitude and latitude from 0, 0; and the shapes,
        whose ``arcs`` are in place of each ring of ``parts`` the numbers of its arcs, ``~number``
        for one that is passed backwards.

    Examples
    --------
    >>> left = {"parts": [[[0, 0, 1, 0, 0, 1, -1, -1]]], "scale": 10}
    >>> right = {"parts": [[[1, 1, 0, -1, 1, 0, -1, 1]]], "scale": 10}
    >>> arcs, shapes = with_arcs([left, right])
    >>> arcs
    [[0, 0, 1, 0], [1, 0, 0, 1], [1, 1, -1, -1], [1, 0, 1, 0, -1, 1]]
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
    return [_steps(arc) for arc in numbers], packed


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

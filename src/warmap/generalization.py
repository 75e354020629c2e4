"""How fine outlines are: whole near the places, coarser where the map only passes by.

It takes windows and lines of whole numbers, and gives the lines with fewer points (what
cartography calls generalization). It does not know what the lines are outlines of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from warmap.shapes import Window

__all__ = ["Detail", "Line"]

Line = Sequence[tuple[int, int]]
"""Longitude and latitude of points, in whole parts of a degree."""

# So far from a place, in degrees of longitude and latitude, lines are whole.
NEAR = (4.0, 3.0)
# Where the map is first, and as far again around, a line may be off by a pixel of a map of this
# width; so it may in a view of that size around a place, which the map moves to; elsewhere by so
# many degrees, which is 17 km.
PIXELS = 900
AROUND = 0.6  # of the view's span in each direction
ELSEWHERE = 0.15


class Detail:
    """How far lines may be off, for each square of a degree.

    Parameters
    ----------
    view
        West, south, east and north in degrees of what is shown first.
    near
        Such windows in which lines stay as they are, as far as `NEAR` around them.

    Examples
    --------
    >>> detail = Detail((30.0, 48.0, 32.0, 50.0), near=[(31.0, 49.0, 31.0, 49.0)])
    >>> coast = [(31000, 49000), (32000, 49050), (33000, 49000)]
    >>> detail.thinned([coast, [(x + 90000, y) for x, y in coast]], scale=1000)
    [[(31000, 49000), (32000, 49050), (33000, 49000)], [(121000, 49000), (123000, 49000)]]
    """

    def __init__(self, view: Window, *, near: Iterable[Window] = ()) -> None:
        self._off = np.full((180, 360), ELSEWHERE)
        west, south, east, north = view
        wide, high = east - west, north - south
        pixel = wide / PIXELS
        self._refine(pixel, _around(view, wide, high))
        for window in near:
            self._refine(pixel, _around(window, AROUND * wide, AROUND * high))
            self._refine(0.0, _around(window, *NEAR))

    def _refine(self, off: float, window: Window) -> None:
        west, south, east, north = (round(degrees) for degrees in window)
        squares = self._off[max(0, south + 90) : north + 90, max(0, west + 180) : east + 180]
        np.minimum(squares, off, out=squares)

    def thinned(self, lines: Sequence[Line], /, *, scale: int) -> list[list[tuple[int, int]]]:
        """Lines without the points that they don't need, which keep their ends.

        Parameters
        ----------
        lines
            At least two points each.
        scale
            Parts of a degree.

        Returns
        -------
        list
            For each line the points that are left, by the algorithm of Douglas and Peucker.
        """
        kept: list[list[tuple[int, int]]] = [[] for _ in lines]
        for number, points in self._thinned_stretches(lines, scale):
            # A stretch begins where the one before it ends.
            kept[number] = [*kept[number][:-1], *map(tuple, points.astype(int).tolist())]
        return kept

    def _thinned_stretches(
        self, lines: Sequence[Line], scale: int
    ) -> Iterator[tuple[int, npt.NDArray[np.float64]]]:
        import shapely

        stretches = list(self._stretches(lines, scale))
        drawn = shapely.linestrings(
            np.concatenate([points for _, points, _ in stretches] or [np.empty((0, 2))]),
            indices=np.repeat(
                np.arange(len(stretches)), [len(points) for _, points, _ in stretches]
            ),
        )
        offs = [off for *_, off in stretches]
        simpler = shapely.simplify(drawn, offs, preserve_topology=False)
        for (number, points, off), line in zip(stretches, simpler, strict=True):
            yield number, shapely.get_coordinates(line) if off else points

    def _stretches(
        self, lines: Sequence[Line], scale: int
    ) -> Iterator[tuple[int, npt.NDArray[np.float64], float]]:
        """Where lines are equally fine: the line's number, points, how far they may be off."""
        for number, line in enumerate(lines):
            points = np.asarray(line, dtype=float)
            columns, rows = np.floor(points / scale).astype(int).T
            off = self._off[np.clip(rows + 90, 0, 179), np.clip(columns + 180, 0, 359)] * scale
            changes = np.flatnonzero(np.diff(off)) + 1
            for first, last in pairwise([0, *changes.tolist(), len(points) - 1]):
                if first < last:
                    yield number, points[first : last + 1], float(off[first])


def _around(window: Window, beside: float, above: float) -> Window:
    west, south, east, north = window
    return west - beside, south - above, east + beside, north + above

"""Where labels stand so that none covers another, a mark or the edge.

It takes boxes in points and gives boxes; it knows neither texts nor places. Labels are placed one
after the other, the most important first: what is placed is never moved again, so that equal input
gives equal output.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from warmap.projection import Box

__all__ = ["Label", "Occupied", "place_labels"]

# Around a dot: right, left, above, below, then the corners; as cartographers prefer them.
_AROUND = ((1, 0), (1, 1), (1, -1), (-1, 0), (-1, 1), (-1, -1), (0, 1), (0, -1))
# A cell of the grid in which neighbours are looked for, in points.
_CELL = 40.0


@dataclass(frozen=True, slots=True)
class Label:
    """A label to be placed.

    Attributes
    ----------
    anchors
        Where it may stand, the best first: of a dot its middle, of an area points in it.
    sizes
        Widths and heights that it may have, the best first: with the name, then without.
    reach
        The radius of its mark in points; the label stands beside it. 0: on the anchor itself.
    dotted
        Whether its mark is drawn only with it, and needs free room, too. Other labels rather stand
        elsewhere than on such a mark.
    """

    anchors: Sequence[tuple[float, float]]
    sizes: Sequence[tuple[float, float]]
    reach: float = 0.0
    dotted: bool = False


@dataclass(slots=True)
class Occupied:
    """Boxes that are taken, in a grid, so that two thousand marks are looked through quickly."""

    cells: dict[tuple[int, int], list[Box]] = field(default_factory=dict)

    def add(self, box: Box, /) -> None:
        """Take a box."""
        for cell in _cells(box):
            self.cells.setdefault(cell, []).append(box)

    def free(self, box: Box, /) -> bool:
        """Whether a box touches none that is taken."""
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for cell in _cells(box)
            for other in self.cells.get(cell, ())
        )


def place_labels(
    labels: Sequence[Label], /, *, within: Box, taken: Sequence[Box] = ()
) -> list[tuple[int, Box] | None]:
    """Place as many labels as fit.

    Parameters
    ----------
    labels
        The most important first.
    within
        Left, bottom, right and top that no label leaves.
    taken
        Boxes that stay free: marks, the scale bar, the inset.

    Returns
    -------
    list
        For each label the number of the size that fitted and its box; None where nothing did.

    Examples
    --------
    >>> dot = Label([(50, 50)], [(40, 10)], reach=3)
    >>> place_labels([dot, dot], within=(0, 0, 100, 100), taken=[(47, 47, 53, 53)])
    [(0, (53.0, 45.0, 93.0, 55.0)), (0, (7.0, 45.0, 47.0, 55.0))]
    >>> place_labels([Label([(5, 5)], [(40, 10)])], within=(0, 0, 10, 10))
    [None]
    """
    occupied, dots = Occupied(), Occupied()
    for box in taken:
        occupied.add(box)
    for label in labels:
        for box in _dots(label):
            dots.add(box)
    placed: list[tuple[int, Box] | None] = []
    for label in labels:
        own = _dots(label)
        rooms = (
            (number, box)
            for number, box in _tries(label)
            if _inside(box, within) and all(map(occupied.free, (box, *own)))
        )
        found = _best(rooms, dots)
        if found:
            for box in (found[1], *own):
                occupied.add(box)
        placed.append(found)
    return placed


def _best(rooms: Iterable[tuple[int, Box]], dots: Occupied) -> tuple[int, Box] | None:
    """The first room that covers no dot of another label, or else the first."""
    first = None
    for room in rooms:
        if dots.free(room[1]):
            return room
        first = first or room
    return first


def _dots(label: Label) -> list[Box]:
    """The box of a mark that is drawn only with its label."""
    reach = label.reach
    dots = label.anchors[:1] if label.dotted else []
    return [(x - reach, y - reach, x + reach, y + reach) for x, y in dots]


def _tries(label: Label) -> Iterator[tuple[int, Box]]:
    for number, (wide, high) in enumerate(label.sizes):
        for x, y in label.anchors:
            if not label.reach:
                yield number, (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
                continue
            for right, up in _AROUND:
                left = x - wide / 2 + right * (wide / 2 + label.reach)
                bottom = y - high / 2 + up * (high / 2 + (0.0 if right else label.reach))
                yield number, (left, bottom, left + wide, bottom + high)


def _inside(box: Box, within: Box) -> bool:
    return (
        box[0] >= within[0] and box[1] >= within[1] and box[2] <= within[2] and box[3] <= within[3]
    )


def _cells(box: Box) -> list[tuple[int, int]]:
    return [
        (column, row)
        for column in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1)
        for row in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1)
    ]

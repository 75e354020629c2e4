"""What a page needs for its corrections to become a place list: rows, and where its text stands.

It takes the place list and the sentences of a page and gives plain data; `page` puts it into the
page, whose script writes the new list (`corrections.js`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from warmap.model import Resolution
from warmap.placelist import PlaceList
from warmap.placerows import COLUMNS, PlaceRow, cells_of

__all__ = ["gaps", "listed"]

_DONE = ("pinned", "moved", "dropped", "added")


def listed(
    resolutions: Sequence[Resolution], place_list: PlaceList | None, /, *, several: bool = False
) -> dict[str, Any]:
    """The rows of a place list and which resolutions each has decided.

    Parameters
    ----------
    several
        Whether the resolutions are those of several articles.

    Returns
    -------
    dict
        ``columns``, ``rows`` (lists of cells), ``of`` (for each row the numbers of resolutions).

    Examples
    --------
    >>> listed([], PlaceList("mine.csv", (), {}))["rows"]
    []
    """
    rows = place_list.rows if place_list else ()
    # The column of articles stands only where it tells something.
    telling = several or any(row.article for row in rows)
    kept = [number for number, column in enumerate(COLUMNS) if telling or column != "article"]
    decided: dict[str, list[int]] = {}
    for number, resolution in enumerate(resolutions):
        decided.setdefault(resolution.reason, []).append(number)
    return {
        "columns": [COLUMNS[number] for number in kept],
        "of": [_decided_by(row, decided) for row in rows],
        "rows": [[cells_of(row)[number] for number in kept] for row in rows],
    }


def _decided_by(row: PlaceRow, decided: dict[str, list[int]]) -> list[int]:
    # A resolution names its row in its reason, and so does a frame that was read from a file.
    return sorted(number for done in _DONE for number in decided.get(row.says(done), ()))


def gaps(spans: Sequence[tuple[int, str]], /) -> list[int]:
    r"""Where sentences don't begin right behind the one before, as the page shows that one.

    Most sentences do; only others are told, each as two numbers: how many sentences further, and
    how many code points lie between.

    Parameters
    ----------
    spans
        The start of each sentence and its text, whose last line breaks the page doesn't show.

    Examples
    --------
    >>> gaps([(0, "One. "), (5, "Two.\n"), (10, "Three.")])
    [2, 1]
    """
    found: list[int] = []
    last = end = 0
    for number, (start, text) in enumerate(spans):
        if start != end:
            found += [number - last, start - end]
            last = number
        end = start + len(text.rstrip("\n").replace("\r\n", "\n"))
    return found

"""Resolutions as the user's place list corrects them: pinned, moved, dropped, added.

It takes what `resolve` found and a `placelist.PlaceList`, whose word comes last. It does not
read files.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from warmap.gazetteer import Gazetteer
from warmap.model import Candidate, Mention, Resolution, Role
from warmap.names import normalise
from warmap.placelist import PlaceList
from warmap.placerows import PlaceRow
from warmap.rowplaces import corrected_place, moved_place

__all__ = ["apply_place_list"]


def apply_place_list(
    resolutions: Sequence[Resolution],
    place_list: PlaceList,
    *,
    gazetteer: Gazetteer,
    unfound: Sequence[Resolution] = (),
) -> tuple[list[Resolution], list[PlaceRow]]:
    """Correct resolutions by a place list.

    Parameters
    ----------
    resolutions
        One for each mention, in the order of the text.
    place_list
        The user's rows.
    gazetteer
        Answers rows that correct a kind or region without giving a point.
    unfound
        Of the list's spans, which no recogniser found. They stand among the others as in the text,
        and do not count as occurrences.

    Returns
    -------
    list of Resolution
        The same mentions in the same order, then the places that the list adds.
    list of PlaceRow
        Rows that matched nothing.

    Examples
    --------
    >>> from warmap.layers import open_gazetteer
    >>> row = PlaceRow("mine.csv", 2, ("Zorya",), "drop")
    >>> found, idle = apply_place_list(
    ...     [Resolution(Mention(0, 5, "Zorya"), "Zorya fell.", 0)],
    ...     PlaceList("mine.csv", (row,), {}), gazetteer=open_gazetteer())
    >>> found[0].status, idle
    ('dropped', [])
    """
    seen: dict[str, int] = {}
    used: set[int] = set()
    corrected = []
    spoken = place_list.rows_at(r.mention for r in resolutions)
    for resolution, own in zip(resolutions, spoken, strict=True):
        mention = resolution.mention
        form = normalise(mention.forms[0] if mention.forms else mention.text)
        seen[form] = seen.get(form, 0) + 1
        rows = (place_list.row_for(n, seen[form]) for n in (mention.text, *mention.forms))
        general = next(filter(None, rows), None)
        if own and general:
            used.add(general.line)  # it fits, though another row comes first
        row = own or general
        answer = _by_row(resolution, row, place_list, gazetteer) if row else None
        if row is not None and answer is not None:
            used.add(row.line)
        corrected.append(answer or resolution)
    if unfound:
        corrected += _unfound(unfound, place_list, gazetteer, used)
        corrected.sort(key=lambda r: (r.mention.start, r.mention.end))
    corrected = _without_overlaps(corrected, place_list)
    for row in place_list.rows:
        if row.action == "add":
            used.add(row.line)
            corrected.append(_added(row, place_list.places[row.line]))
    return corrected, [row for row in place_list.rows if row.line not in used]


def _unfound(
    resolutions: Sequence[Resolution],
    place_list: PlaceList,
    gazetteer: Gazetteer,
    used: set[int],
) -> list[Resolution]:
    """The list's own spans as their rows have them."""
    found = []
    rows = place_list.rows_at(r.mention for r in resolutions)
    for resolution, row in zip(resolutions, rows, strict=True):
        answer = _by_row(resolution, row, place_list, gazetteer) if row else None
        if row is not None and answer is not None:
            used.add(row.line)
            found.append(answer)
    return found


def _without_overlaps(resolutions: Sequence[Resolution], place_list: PlaceList) -> list[Resolution]:
    """Mentions that share words with a span of the list are dropped, unless it speaks for them."""
    rows = place_list.rows_at(r.mention for r in resolutions)
    taken = sorted(
        (r.mention.start, r.mention.end, row.line)
        for r, row in zip(resolutions, rows, strict=True)
        if row is not None and r.status == "resolved"
    )
    if not taken:
        return list(resolutions)
    by_line = {row.line: row for row in place_list.rows}
    kept = []
    for resolution, row in zip(resolutions, rows, strict=True):
        # Spans of the list share no words, so only the last that begins before the end can.
        at = bisect_left(taken, (resolution.mention.end,)) - 1
        if row is None and at >= 0 and taken[at][1] > resolution.mention.start:
            kept.append(_dropped(resolution, by_line[taken[at][2]]))
        else:
            kept.append(resolution)
    return kept


def _by_row(
    resolution: Resolution, row: PlaceRow, place_list: PlaceList, gazetteer: Gazetteer
) -> Resolution | None:
    """A resolution as its row has it; None when the row fits no place."""
    if row.action == "drop":
        return _dropped(resolution, row)
    role: Role = row.role or resolution.role
    place = place_list.places.get(row.line) or _fitting(resolution, row, gazetteer)
    known = resolution.candidate if not row.id else None
    if row.action == "move" and known is not None and place is not None:
        place = corrected_place(moved_place(known, place, row), row)
    if place is None:
        return None
    done: Literal["pinned", "moved"] = "moved" if row.action == "move" else "pinned"
    return replace(
        resolution,
        role=role,
        candidate=place,
        score=1.0,
        rivals=(),
        reason=row.says(done),
        status="resolved",
    )


def _dropped(resolution: Resolution, row: PlaceRow) -> Resolution:
    return replace(
        resolution,
        role=row.role or resolution.role,
        candidate=None,
        score=1.0,
        rivals=(),
        reason=row.says("dropped"),
        status="dropped",
    )


def _fitting(resolution: Resolution, row: PlaceRow, gazetteer: Gazetteer) -> Candidate | None:
    """The likeliest place that has the kind, country and region of a row without a point."""
    chosen = [resolution.candidate] if resolution.candidate else []
    rivals = [rival.candidate for rival in resolution.rivals]
    names = (resolution.mention.text, *resolution.mention.forms)
    others = (place for name in names for place in gazetteer.lookup(name))
    for place in (*chosen, *rivals, *others):
        if (
            row.kind in ("", place.kind)
            and row.country in ("", place.country)
            and row.admin1 in ("", place.admin1)
        ):
            return corrected_place(place, row)
    return None


def _added(row: PlaceRow, place: Candidate) -> Resolution:
    return Resolution(
        Mention(-1, -1, row.names[0]),
        quote="",
        quote_start=-1,
        role=row.role or "literal",
        candidate=place,
        score=1.0,
        reason=row.says("added"),
        status="resolved",
    )

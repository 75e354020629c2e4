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
from warmap.rowplaces import corrected_place, lies_there, moved_place, place_of, what_it_changes

__all__ = ["apply_place_list", "speaking_rows", "taken_otherwise"]

Done = Literal["pinned", "moved"]
# Of a row the cells that say what a place is and where it lies, as they are when it doesn't.
_NOTHING = {
    "id": "",
    "lat": None,
    "lon": None,
    "kind": "",
    "country": "",
    "admin1": "",
    "precision": "",
    "radius_km": None,
}


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
    used: set[int] = set()
    corrected = []
    for resolution, (row, beside) in zip(
        resolutions, speaking_rows(resolutions, place_list), strict=True
    ):
        if beside:
            used.add(beside.line)  # it fits, though another row comes first
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
    idle = [row for row in place_list.rows if row.line not in used]
    return corrected, [
        row for row in idle if row.action != "keep" or not _is_named(row, resolutions)
    ]


def speaking_rows(
    resolutions: Sequence[Resolution], place_list: PlaceList, /
) -> list[tuple[PlaceRow | None, PlaceRow | None]]:
    """For each resolution the row that speaks for it, and a more general one that comes after.

    Examples
    --------
    >>> row = PlaceRow("mine.csv", 2, ("Zorya",), "keep")
    >>> found = [Resolution(Mention(0, 5, "Zorya"), "Zorya fell.", 0)]
    >>> speaking_rows(found, PlaceList("mine.csv", (row,), {}))[0] == (row, None)
    True
    """
    seen: dict[str, int] = {}
    spoken: list[tuple[PlaceRow | None, PlaceRow | None]] = []
    own_rows = place_list.rows_at(r.mention for r in resolutions)
    for resolution, own in zip(resolutions, own_rows, strict=True):
        mention = resolution.mention
        form = normalise(mention.forms[0] if mention.forms else mention.text)
        seen[form] = seen.get(form, 0) + 1
        rows = (place_list.row_for(n, seen[form]) for n in (mention.text, *mention.forms))
        general = next(filter(None, rows), None)
        spoken.append((own or general, general if own else None))
    return spoken


def _is_named(row: PlaceRow, resolutions: Sequence[Resolution]) -> bool:
    """Whether a row is for any mention, though another row may speak for it."""
    forms, spans = row.forms, set(row.spans)
    return any(
        (not spans or (r.mention.start, r.mention.end) in spans)
        and any(normalise(form) in forms for form in (r.mention.text, *r.mention.forms))
        for r in resolutions
    )


def taken_otherwise(
    resolutions: Sequence[Resolution], place_list: PlaceList
) -> list[tuple[PlaceRow, Done]]:
    """The rows with the action ``keep`` that say something else than was found, and what was done.

    Examples
    --------
    >>> row = PlaceRow("mine.csv", 2, ("Zorya",), "keep", lat=48.4, lon=37.7)
    >>> mention = Mention(0, 5, "Zorya")
    >>> pinned = Resolution(mention, "Zorya fell.", 0, reason=row.says("pinned"))
    >>> taken_otherwise([pinned], PlaceList("mine.csv", (row,), {}))[0][1]
    'pinned'
    """
    reasons = {r.reason for r in resolutions}
    kinds: tuple[Done, ...] = ("pinned", "moved")
    return [
        (row, done)
        for row in place_list.rows
        if row.action == "keep"
        for done in kinds
        if row.says(done) in reasons
    ]


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
        if row is not None and row.action != "keep" and r.status == "resolved"
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
    if row.action == "keep" or (row.id and row.lat is not None and row.action == "pin"):
        return _kept(resolution, row, place_list, gazetteer)
    role: Role = row.role or resolution.role
    place = place_list.places.get(row.line) or _fitting(resolution, row, gazetteer)
    known = resolution.candidate if not row.id else None
    if row.action == "move" and known is not None and place is not None:
        place = corrected_place(moved_place(known, place, row), row)
    if place is None:
        return None
    return _placed(resolution, row, place, role, done="moved" if row.action == "move" else "pinned")


def _kept(
    resolution: Resolution, row: PlaceRow, place_list: PlaceList, gazetteer: Gazetteer
) -> Resolution | None:
    """A resolution as it was found, but for what the row says otherwise.

    Such a row has the cells of the place that was found, and the user has changed some of them.
    """
    found = resolution.candidate
    if found is None:
        place = place_list.places.get(row.line) or (
            _fitting(resolution, row, gazetteer) if row.kind or row.country or row.admin1 else None
        )
        if place is None:
            return resolution if row.action == "keep" else None
        return _placed(resolution, row, place, row.role or resolution.role, done="pinned")
    changes = what_it_changes(row, found, resolution.role)
    bare = replace(changes, role="")
    if row.action == "keep" and bare == replace(bare, **_NOTHING):  # type: ignore[arg-type]
        if not changes.role:
            return resolution
        return _placed(resolution, row, found, changes.role, done="pinned")
    place = place_list.named[row.line] if changes.id else found
    if changes.lat is not None:
        # A row that names a place and its own point leaves it as precise as it is.
        if not lies_there(changes, place):
            place = moved_place(place, place_of(row), changes)
    elif not changes.id and (changes.kind or changes.country or changes.admin1):
        # Another kind or region means another bearer of the name, where there is one.
        place = (
            _fitting(resolution, replace(changes, precision="", radius_km=None), gazetteer) or place
        )
    done: Done = "moved" if changes.lat is not None and not changes.id else "pinned"
    return _placed(
        resolution, row, corrected_place(place, changes), row.role or resolution.role, done=done
    )


def _placed(
    resolution: Resolution, row: PlaceRow, place: Candidate, role: Role, *, done: Done
) -> Resolution:
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

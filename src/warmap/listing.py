"""Places → a place list to edit: one row for each place, the doubtful ones on top.

It takes resolutions, and the list that they were corrected by, and gives rows and the file. A list
that nobody has edited changes nothing: its rows have the action ``keep``, and what is undecided has
empty cells beside the names of its rivals. Reading is `placelist`'s.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from warmap.corrections import apply_place_list, speaking_rows, taken_otherwise
from warmap.errors import OutputError, PlaceListError
from warmap.files import write_bytes
from warmap.frames import to_resolutions
from warmap.gazetteer import default_gazetteer
from warmap.layers import open_gazetteer
from warmap.listfiles import workbook_bytes
from warmap.model import UNSURE, Candidate, Resolution
from warmap.names import normalise
from warmap.placelist import PlaceList, read_place_list
from warmap.placerows import COLUMNS, PlaceRow, cells_of, guarded

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["LISTS", "check_nothing_lost", "list_bytes", "write_place_list"]

_MOST_RIVALS = 5
# The order of the file: what is edited first stands first.
_WRITTEN = (
    "name", "action", "id", "lat", "lon", "kind", "country", "admin1", "role", "comment", "rivals",
    "score", "quote", "mentions", "spans", "precision", "radius_km", "source", "note",
)  # fmt: skip
_DONE = ("pinned", "moved", "dropped", "added")
_FRAMES = (".gpkg", ".kml", ".parquet")
_IDS = ("geonames", "katottg", "natural_earth", "warmap")

Cells = dict[str, str]


def write_place_list(
    places: gpd.GeoDataFrame | Sequence[Resolution],
    path: str | Path,
    *,
    place_list: PlaceList | None = None,
) -> None:
    """Write a place list to edit: what was found, one row for each place.

    First come the names that stay unresolved, then the undecided places with their rivals, then the
    user's own rows, then all others by name. Rows of what was found have the action ``keep`` and
    change nothing until a cell of theirs is changed.

    Parameters
    ----------
    places
        A places frame, or resolutions.
    path
        A ``.csv``, ``.xlsx`` or ``.geojson`` file. GeoJSON has a feature for each row; the point of
        a place is the feature's, WGS 84 with the longitude first.
    place_list
        The list that the places were corrected by: its rows and comments stay.

    Raises
    ------
    OutputError
        The ending is unknown, or the file can't be written.
    PlaceListError
        The file exists and holds a user's own rows or comments, which aren't those of `place_list`;
        or openpyxl is missing for an ``.xlsx`` file.

    Examples
    --------
    >>> write_place_list([], "list.pdf")
    Traceback (most recent call last):
    warmap.errors.OutputError: list.pdf: unknown ending '.pdf'; a place list is .csv, ...
    """
    found = to_resolutions(places)
    content = list_bytes(found, ending=Path(path).suffix, name=str(path), place_list=place_list)
    check_nothing_lost(path, found, place_list=place_list)
    write_bytes(path, content)


def list_bytes(
    places: gpd.GeoDataFrame | Sequence[Resolution],
    *,
    ending: str = ".csv",
    name: str = "list",
    place_list: PlaceList | None = None,
) -> bytes:
    """What `write_place_list` writes into a file with this ending.

    Examples
    --------
    >>> from warmap.places import find_resolutions
    >>> rows = list_bytes(find_resolutions("They left the town of Mezhova.")).decode().splitlines()
    >>> rows[1][:40]
    'Mezhova,keep,geonames:701305,48.25418,36'
    """
    writer = LISTS.get(ending.lower())
    if writer is None:
        way = "; mentions in that format: warmap mentions" if ending.lower() in _FRAMES else ""
        raise OutputError(
            f"{name}: unknown ending {ending!r}; a place list is {', '.join(sorted(LISTS))}{way}"
        )
    return writer(_rows(to_resolutions(places), place_list))


def check_nothing_lost(
    path: str | Path, found: Sequence[Resolution], *, place_list: PlaceList | None = None
) -> None:
    """Refuse to write over a list that holds what its user has put in.

    Parameters
    ----------
    path
        Where a list is to be written.
    found
        What the new one is made of: rows of the old one that say something else are a user's.
    place_list
        The list whose rows the new one carries over.

    Raises
    ------
    PlaceListError
        The file there has rows or comments of a user's that would be lost, or is no list at all.

    Examples
    --------
    >>> check_nothing_lost("nothing.csv", [])
    """
    path = Path(path)
    if not path.is_file():
        return
    try:
        there = read_place_list(path)
    except PlaceListError as error:
        raise PlaceListError(
            f"{path}: is there and can't be read as a place list; mend it, move it away, or give"
            f" another -o: {str(error).splitlines()[0]}"
        ) from error
    carried = {_content(row) for row in place_list.rows} if place_list else set()
    edited = apply_place_list(found, there, gazetteer=open_gazetteer())[0]
    others = {row.line for row, _ in taken_otherwise(edited, there)}
    own = [
        row
        for row in there.rows
        if (row.line in others or _is_users(row)) and _content(row) not in carried
    ]
    if own:
        raise PlaceListError(
            f"{path}:{own[0].line}: {'|'.join(own[0].names)!r} is yours and would be lost"
            f" (with it {len(own) - 1} more); carry your rows over with --places {path}, or give"
            " another -o"
        )


def _is_users(row: PlaceRow) -> bool:
    """Whether a user has put something into a row: an action, a comment, a source."""
    return bool(row.action != "keep" or row.comment or row.note or row.source)


def _content(row: PlaceRow) -> PlaceRow:
    return replace(row, file="", line=0)


@dataclass(frozen=True, slots=True)
class _Group:
    """The mentions that one row is for."""

    place: Candidate | None
    found: list[Resolution]

    @property
    def unsure(self) -> bool:
        return min(resolution.score for resolution in self.found) < UNSURE

    @property
    def names(self) -> tuple[str, ...]:
        """The spellings, each once, in the order of the text."""
        spellings: dict[str, str] = {}
        for resolution in self.found:
            text = " ".join(resolution.mention.text.split())
            spellings.setdefault(normalise(text), text)
        return tuple(spellings.values())


def _rows(resolutions: Sequence[Resolution], place_list: PlaceList | None) -> list[Cells]:
    """The cells of all rows, in the order of the file."""
    rows = place_list.rows if place_list else ()
    own = [row for row in rows if row.action != "keep"]
    said = {row.says(done) for row in own for done in _DONE}
    edited = taken_otherwise(resolutions, place_list) if place_list else []
    by_reason = {row.says(done): row for row, done in edited}
    comments = _comments(resolutions, place_list) if place_list else {}
    shared = _shared_names(resolutions)
    sorted_by: list[tuple[tuple[int, str, str], Cells]] = []
    for group in _grouped(r for r in resolutions if r.reason not in said and r.mention.start >= 0):
        row = _row(group, shared)
        old = next((by_reason[r.reason] for r in group.found if r.reason in by_reason), None)
        said_of = [comments.get((r.mention.start, r.mention.end), "") for r in group.found]
        row = replace(row, comment=" / ".join(dict.fromkeys(filter(None, said_of))))
        if old:  # its action is now told
            place_id = row.id or (old.id if row.lat is not None else "")
            row = replace(row, action="pin", id=place_id, source=old.source, note=old.note)
        order = 0 if group.place is None else 1 if group.unsure else 2 if old else 3
        last = f"{old.line:09}" if old else group.place.id if group.place else ""
        key = (order, row.names[0].casefold(), last)
        sorted_by.append((key, _cells(row) | _for_editors(group)))
    for row in (*own, *_unspoken(resolutions, place_list)):
        its = {row.says(done) for done in _DONE}
        decided = [r for r in resolutions if r.reason in its and r.mention.start >= 0]
        told = _for_editors(_Group(decided[0].candidate, decided)) if decided else {}
        order = 2 if decided or row.action == "add" else 4
        key = (order, row.names[0].casefold(), f"{row.line:09}")
        sorted_by.append((key, _cells(row) | told))
    return [cells for _, cells in sorted(sorted_by, key=lambda entry: entry[0])]


def _comments(
    resolutions: Sequence[Resolution], place_list: PlaceList
) -> dict[tuple[int, int], str]:
    """What the editor remarked beside rows that keep, by the span of the mention."""
    spoken = zip(resolutions, speaking_rows(resolutions, place_list), strict=True)
    return {
        (r.mention.start, r.mention.end): row.comment
        for r, (row, _) in spoken
        if row is not None and row.action == "keep"
    }


def _unspoken(
    resolutions: Sequence[Resolution], place_list: PlaceList | None
) -> Iterable[PlaceRow]:
    """Rows that keep what isn't there any more, and those whose remark no other row can have."""
    if place_list is None:
        return
    spoken = speaking_rows(resolutions, place_list)
    speaking = {row.line for row, _ in spoken if row is not None}
    forms = {normalise(form) for r in resolutions for form in (r.mention.text, *r.mention.forms)}
    for row in place_list.rows:
        idle = row.action == "keep" and row.line not in speaking
        if idle and (row.comment or not row.forms & forms):
            yield row


def _grouped(resolutions: Iterable[Resolution]) -> list[_Group]:
    """Mentions by their place, unresolved ones by their name; undecided ones have their own row."""
    groups: dict[str, _Group] = {}
    for resolution in resolutions:
        if resolution.status == "dropped":
            continue
        place = resolution.candidate if resolution.status == "resolved" else None
        key = _key(resolution)
        groups.setdefault(key, _Group(place, [])).found.append(resolution)
    return list(groups.values())


def _key(resolution: Resolution) -> str:
    """What the mentions of one row have in common."""
    place = resolution.candidate if resolution.status == "resolved" else None
    if place is None:
        return f"?{normalise(resolution.mention.text)}"
    # Who decides the unsure mentions of a place must not decide the sure ones by that.
    return f"{'~' if resolution.score < UNSURE else ''}{place.id}"


def _shared_names(resolutions: Iterable[Resolution]) -> set[str]:
    """Spellings whose mentions don't all go to one place, so that a row tells which it means."""
    seen: dict[str, set[str]] = {}
    for resolution in resolutions:
        for form in (resolution.mention.text, *resolution.mention.forms):
            seen.setdefault(normalise(form), set()).add(_key(resolution))
    return {form for form, ids in seen.items() if len(ids) > 1}


def _row(group: _Group, shared: set[str]) -> PlaceRow:
    roles = {resolution.role for resolution in group.found}
    spans: tuple[tuple[int, int], ...] = ()
    if any(
        normalise(form) in shared
        for r in group.found
        for form in (r.mention.text, *r.mention.forms)
    ):
        spans = tuple(sorted((r.mention.start, r.mention.end) for r in group.found))
    row = PlaceRow("", 0, group.names, "keep", spans=spans)
    place = group.place
    if place is None or group.unsure:
        return row
    return replace(
        row,
        lat=round(place.lat, 5),
        lon=round(place.lon, 5),
        id=place.id if place.source in _IDS and default_gazetteer().by_id(place.id) else "",
        kind=place.kind,
        country=place.country,
        admin1=place.admin1,
        role=roles.pop() if len(roles) == 1 else "",
        precision=place.precision if place.precision != "exact" else "",
        radius_km=round(place.radius_km, 3) if place.precision != "exact" else None,
    )


def _cells(row: PlaceRow) -> Cells:
    return dict(zip(COLUMNS, cells_of(row), strict=True)) | {"comment": guarded(row.comment)}


def _for_editors(group: _Group) -> Cells:
    """What tells the editor where to look; it is not read again."""
    first = group.found[0]
    doubtful = min(group.found, key=lambda resolution: resolution.score)
    told = [f"{_described(r.candidate)} ({r.score:.2f})" for r in doubtful.rivals[:_MOST_RIVALS]]
    if group.place and group.unsure:
        told.insert(0, f"{_described(group.place)} ({doubtful.score:.2f})")
    return {
        "score": f"{doubtful.score:.2f}" if group.place else "",
        "rivals": guarded("; ".join(told)) if group.place is None or group.unsure else "",
        "quote": guarded(" ".join(first.quote.split())),
    }


def _described(place: Candidate) -> str:
    table = default_gazetteer()
    place = table.by_id(place.id) or place  # a frame doesn't carry districts
    units = [table.by_id(f"iso:{code}") for code in (place.admin1, place.country) if code]
    where = ", ".join(unit.name for unit in units if unit and unit.id != place.id)
    district = table.by_id(f"katottg:{place.admin2}") if place.admin2 else None
    near = ", ".join(filter(None, (district.name if district else "", where)))
    return f"{place.name}, {near}: {place.id}" if near else f"{place.name}: {place.id}"


def _csv_bytes(rows: Sequence[Cells]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_WRITTEN)
    writer.writerows([row.get(column, "") for column in _WRITTEN] for row in rows)
    # Excel takes a file without this mark for one in the code page of the machine.
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _geojson_bytes(rows: Sequence[Cells]) -> bytes:
    lines = []
    for row in rows:
        lat, lon = row["lat"], row["lon"]
        point = {"type": "Point", "coordinates": [float(lon), float(lat)]} if lat else None
        told = {c: row.get(c, "") for c in _WRITTEN if c not in ("lat", "lon")}
        feature = {"type": "Feature", "geometry": point, "properties": told}
        lines.append(json.dumps(feature, ensure_ascii=False))
    body = "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
    return f'{{"type": "FeatureCollection", "features": {body}}}\n'.encode()


def _xlsx_bytes(rows: Sequence[Cells]) -> bytes:
    return workbook_bytes(_WRITTEN, [[row.get(c, "") for c in _WRITTEN] for row in rows])


LISTS: dict[str, Callable[[Sequence[Cells]], bytes]] = {
    ".csv": _csv_bytes,
    ".geojson": _geojson_bytes,
    ".xlsx": _xlsx_bytes,
}

"""The user's place list: the word that comes before every gazetteer.

`read_place_list` turns a CSV file into checked rows, or names every bad cell at once.
`apply_place_list` corrects the resolutions of an article by them: pin, move, drop, add.
The list is also a `Gazetteer`: it answers a name with the places that its rows give.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from warmap.errors import PlaceListError
from warmap.gazetteer import Gazetteer
from warmap.layers import open_gazetteer
from warmap.model import (
    Candidate,
    Kind,
    Mention,
    Precision,
    Resolution,
    Role,
)
from warmap.names import normalise
from warmap.placerows import COLUMNS, Action, PlaceRow, parse_row

__all__ = [
    "Action",
    "IdGazetteer",
    "PlaceList",
    "PlaceRow",
    "apply_place_list",
    "read_place_list",
]

_MOST_BYTES = 20_000_000


class IdGazetteer(Gazetteer, Protocol):
    """A gazetteer that also knows its places by id."""

    def by_id(self, place_id: str, /) -> Candidate | None:
        """The place with this id, or None."""


@dataclass(frozen=True, slots=True)
class PlaceList:
    """The checked rows of one place list.

    Parameters
    ----------
    file
        Name of the file, as reasons and errors show it.
    rows
        In the order of the file.
    places
        The place that each row gives, by its line; rows without a place are not in it.

    Examples
    --------
    >>> row = PlaceRow("mine.csv", 2, ("Zorya",), "pin", lat=48.4, lon=37.7)
    >>> PlaceList("mine.csv", (row,), {2: place_of(row)}).lookup("zorya")[0].source_id
    'mine.csv:2'
    """

    file: str
    rows: tuple[PlaceRow, ...]
    places: dict[int, Candidate]

    def lookup(self, name: str, /) -> Sequence[Candidate]:
        """The places that the list gives for a name."""
        form = normalise(name)
        return [
            self.places[row.line]
            for row in self.rows
            if row.line in self.places and form in row.forms
        ]

    def names(self) -> list[str]:
        """Names that count as places wherever the text has them: pinned and moved ones.

        Not those of rows that speak for spans: they leave the rest of the text as it is.
        """
        return [
            name
            for row in self.rows
            if row.action in ("pin", "move") and not row.spans
            for name in row.names
        ]

    def spans(self, text: str, /) -> list[tuple[int, int]]:
        """The words of a text that rows make a mention of, wherever the text has the row's name.

        Examples
        --------
        >>> row = PlaceRow("mine.csv", 2, ("Zorya",), "pin", spans=((15, 20), (0, 3)))
        >>> PlaceList("mine.csv", (row,), {}).spans("the village of Zorya")
        [(15, 20)]
        """
        return sorted(
            (start, end)
            for row in self.rows
            if row.action in ("pin", "move")
            for start, end in row.spans
            if end <= len(text) and normalise(text[start:end]) in row.forms
        )

    def rows_at(self, mentions: Iterable[Mention], /) -> list[PlaceRow | None]:
        """For each mention the row that speaks for its span."""
        by_span = {span: row for row in self.rows for span in row.spans}
        rows = ((m, by_span.get((m.start, m.end))) for m in mentions)
        return [row if row and normalise(m.text) in row.forms else None for m, row in rows]

    def row_for(self, name: str, occurrence: int, /) -> PlaceRow | None:
        """The row that speaks for one mention; those that speak for spans are not asked.

        Parameters
        ----------
        name
            As the text writes it.
        occurrence
            Which of the mentions of this name it is, from 1.
        """
        form = normalise(name)
        for row in self.rows:
            if row.spans:
                continue
            speaks = not row.mentions or occurrence in row.mentions
            if row.action != "add" and form in row.forms and speaks:
                return row
        return None


def read_place_list(path: str | Path, *, gazetteer: IdGazetteer | None = None) -> PlaceList:
    """Read a place list from a CSV file, with commas or semicolons.

    Parameters
    ----------
    path
        The file. UTF-8; with semicolons, numbers may have decimal commas.
    gazetteer
        Where ids are looked up; see `find_places`.

    Raises
    ------
    PlaceListError
        The file can't be read or has bad rows; the message has a line for each bad cell.

    Examples
    --------
    >>> from warmap.bundled import data_path
    >>> read_place_list(data_path("places.csv")).names()
    ['Zorya']
    """
    name = Path(path).name
    text = _read(Path(path))
    table = gazetteer or open_gazetteer()
    faults: list[str] = []
    rows: list[PlaceRow] = []
    places: dict[int, Candidate] = {}
    first_lines: dict[tuple[object, ...], int] = {}
    for line, cells, decimal_comma in _records(text, name):
        row, found = parse_row(name, line, cells, decimal_comma=decimal_comma)
        place = None
        if row is not None and row.id:
            place = table.by_id(row.id)
            if place is not None and row.lat is not None:
                place = _moved(place, place_of(row), row)
            if place is None:
                found.append(
                    f"{name}:{line}: column id: {row.id!r} is not in the gazetteer; "
                    "look it up there, or give lat and lon"
                )
        elif row is not None and row.lat is not None:
            place = place_of(row)
        faults += found
        if row is not None:
            faults += [_clash(row, other) for other in rows if _same_mentions(row, other)]
            rows.append(row)
            if place is not None:
                places[line] = _own(_corrected(place, row), row, first_lines)
    if faults:
        raise PlaceListError("\n".join(faults))
    return PlaceList(name, tuple(rows), places)


def _read(path: Path) -> str:
    """The text of the file, without a byte order mark."""
    try:
        if path.exists() and not path.is_file():
            raise PlaceListError(f"{path}: not a regular file; give a CSV file")
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise PlaceListError(f"{path}: can't be read: {why}; give a CSV file") from error
    if len(data) > _MOST_BYTES:
        raise PlaceListError(
            f"{path}: over {_MOST_BYTES // 1_000_000} MB, too large for a place list"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlaceListError(
            f"{path}: no valid UTF-8 (byte {error.start}); save it as CSV UTF-8"
        ) from error


def _records(text: str, name: str) -> list[tuple[int, dict[str, str], bool]]:
    """Line number, cells by column, and whether decimal commas may stand in them."""
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[tuple[int, dict[str, str], bool]] = []
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        _check_header(header, name)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(header):
                    raise PlaceListError(
                        f"{name}:{line}: {len(cells)} cells where the header has {len(header)}; "
                        "put quotes around a cell that holds the separator"
                    )
                padded = cells + [""] * (len(header) - len(cells))
                row = {k: v.strip() for k, v in zip(header, padded, strict=True)}
                records.append((line, row, separator == ";"))
            line = reader.line_num + 1
    except csv.Error as error:
        raise PlaceListError(f"{name}:{reader.line_num}: no valid CSV: {error}") from error
    return records


def _check_header(header: Sequence[str], name: str) -> None:
    known = ", ".join(COLUMNS)
    if "name" not in header:
        raise PlaceListError(
            f"{name}:1: no column 'name'; the first line names the columns: {known}"
        )
    unknown = [column for column in header if column not in COLUMNS]
    if unknown:
        raise PlaceListError(f"{name}:1: unknown column {unknown[0]!r}; the columns are: {known}")
    if len(set(header)) < len(header):
        raise PlaceListError(f"{name}:1: a column stands twice; the columns are: {known}")


def _same_mentions(row: PlaceRow, other: PlaceRow) -> bool:
    """Whether two rows speak for one mention."""
    if "add" in (row.action, other.action):
        return False
    if row.spans or other.spans:
        return _overlap(row, other)
    if not row.forms & other.forms:
        return False
    return not row.mentions or not other.mentions or bool(row.mentions & other.mentions)


def _overlap(row: PlaceRow, other: PlaceRow) -> bool:
    """Whether two rows give the same words to a place; a dropped name may lie in another."""
    if "drop" in (row.action, other.action):
        return bool(set(row.spans) & set(other.spans))
    return any(
        start < last and first < end for start, end in row.spans for first, last in other.spans
    )


def _clash(row: PlaceRow, other: PlaceRow) -> str:
    return (
        f"{row.file}:{row.line}: column name: {row.names[0]!r} is also in line {other.line}; "
        "keep one row, or give each its mentions"
    )


def place_of(row: PlaceRow) -> Candidate:
    """The place that a row with coordinates describes."""
    if row.lat is None or row.lon is None:
        raise PlaceListError(f"{row.file}:{row.line}: column lat: a place needs lat and lon")
    place = Candidate(
        "place_list",
        f"{row.file}:{row.line}",
        row.names[0],
        "",
        row.kind or "other",
        row.country,
        row.admin1,
        lat=row.lat,
        lon=row.lon,
    )
    return _corrected(place, row)


def _own(place: Candidate, row: PlaceRow, first_lines: dict[tuple[object, ...], int]) -> Candidate:
    """The place of a row, which is that of an earlier one with the same name, id and point."""
    if row.lat is None:
        return place
    line = first_lines.setdefault((row.names[0], row.id, row.lat, row.lon), row.line)
    return replace(place, source_id=f"{row.file}:{line}")


def _moved(place: Candidate, to: Candidate, row: PlaceRow) -> Candidate:
    """A place where a row says that it lies."""
    return replace(
        place,
        source=to.source,
        source_id=to.source_id,
        lat=to.lat,
        lon=to.lon,
        precision=row.precision or "exact",
        radius_km=row.radius_km or 0.0,
    )


def _corrected(place: Candidate, row: PlaceRow) -> Candidate:
    """A place with the corrections of a row."""
    kind: Kind = row.kind or place.kind
    precision: Precision = row.precision or place.precision
    radius = place.radius_km if row.radius_km is None else row.radius_km
    return replace(
        place,
        kind=kind,
        country=row.country or place.country,
        admin1=row.admin1 or place.admin1,
        precision=precision,
        radius_km=radius,
    )


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
        place = _corrected(_moved(known, place, row), row)
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
            return _corrected(place, row)
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

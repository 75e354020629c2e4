"""The user's place list: the word that comes before every gazetteer.

`read_place_list` turns a CSV file into checked rows, or names every bad cell at once.
The list is also a `Gazetteer`: it answers a name with the places that its rows give.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from warmap.errors import PlaceListError
from warmap.gazetteer import Gazetteer
from warmap.layers import open_gazetteer
from warmap.listfiles import ListFile, read_list_file
from warmap.model import (
    Candidate,
    Mention,
)
from warmap.names import normalise
from warmap.placerows import COLUMNS, EDITORS, Action, PlaceRow, parse_row
from warmap.rowplaces import (
    corrected_place,
    lies_there,
    moved_place,
    place_of,
    place_of_first,
)
from warmap.suggestions import similar

__all__ = [
    "Action",
    "IdGazetteer",
    "PlaceList",
    "PlaceRow",
    "read_place_list",
]


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
    named
        Of rows with an id the place that bears it, by line, as the gazetteer has it.

    Examples
    --------
    >>> row = PlaceRow("mine.csv", 2, ("Zorya",), "pin", lat=48.4, lon=37.7)
    >>> PlaceList("mine.csv", (row,), {2: place_of(row)}).lookup("zorya")[0].source_id
    'mine.csv:2'
    """

    file: str
    rows: tuple[PlaceRow, ...]
    places: dict[int, Candidate]
    named: dict[int, Candidate] = field(default_factory=dict)
    _by_weight: list[PlaceRow] = field(init=False, repr=False, compare=False)
    _by_form: dict[str, list[PlaceRow]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # What the user says comes before what a row keeps.
        by_weight = sorted(self.rows, key=lambda row: row.action == "keep")
        by_form: dict[str, list[PlaceRow]] = {}
        for row in by_weight:
            if row.action != "add" and not row.spans:
                for form in row.forms:
                    by_form.setdefault(form, []).append(row)
        object.__setattr__(self, "_by_weight", by_weight)
        object.__setattr__(self, "_by_form", by_form)

    def lookup(self, name: str, /) -> Sequence[Candidate]:
        """The places that the list gives for a name."""
        form = normalise(name)
        return [
            self.places[row.line]
            for row in self.rows
            if row.action != "keep" and row.line in self.places and form in row.forms
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

    def of_article(self, number: int, /) -> PlaceList:
        """The list without the rows that speak for other articles.

        Examples
        --------
        >>> row = PlaceRow("mine.csv", 2, ("Zorya",), "drop", article=2)
        >>> len(PlaceList("mine.csv", (row,), {}).of_article(1).rows)
        0
        """
        rows = tuple(row for row in self.rows if row.article in (0, number))
        return self if len(rows) == len(self.rows) else replace(self, rows=rows)

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
        by_span = {span: row for row in reversed(self._by_weight) for span in row.spans}
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
        for row in self._by_form.get(normalise(name), ()):
            if not row.mentions or occurrence in row.mentions:
                return row
        return None


def read_place_list(path: str | Path, *, gazetteer: IdGazetteer | None = None) -> PlaceList:
    """Read a place list from a CSV file, a workbook or a GeoJSON file.

    Parameters
    ----------
    path
        The file: ``.csv`` as spreadsheets write it (see `listfiles.read_list_file`; with semicolons
        or tabs, numbers may have decimal commas), the first sheet of an ``.xlsx`` workbook
        (``warmap[excel]``), or ``.geojson`` with a point for each row and the other columns as
        properties; other properties are left alone.
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
    file = read_list_file(Path(path))
    _check_header(file, name)
    table = gazetteer or open_gazetteer()
    faults = list(file.faults)
    rows: list[PlaceRow] = []
    places: dict[int, Candidate] = {}
    named: dict[int, Candidate] = {}
    first_lines: dict[tuple[object, ...], int] = {}
    for line, cells in file.rows:
        row, found = parse_row(name, line, cells, decimal_comma=file.decimal_comma)
        place = None
        if row is not None and row.id:
            place = table.by_id(row.id)
            if place is not None:
                named[line] = place
            if place is not None and row.lat is not None and not lies_there(row, place):
                place = moved_place(place, place_of(row), row)
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
                places[line] = place_of_first(corrected_place(place, row), row, first_lines)
    if faults:
        raise PlaceListError("\n".join(faults))
    return PlaceList(name, tuple(rows), places, named)


def _check_header(file: ListFile, name: str) -> None:
    header, known = file.header, ", ".join(COLUMNS)
    if "name" not in header:
        raise PlaceListError(
            f"{name}:1: no column 'name'; the first line names the columns: {known}"
        )
    unknown = [column for column in header if column not in (*COLUMNS, *EDITORS)]
    if unknown and not file.others:
        meant = similar(unknown[0], among=(*COLUMNS, *EDITORS), limit=1)
        hint = f"; did you mean {meant[0]!r}?" if meant else ""
        raise PlaceListError(
            f"{name}:1: unknown column {unknown[0]!r}{hint}; the columns are: {known}"
        )
    if len(set(header)) < len(header):
        raise PlaceListError(f"{name}:1: a column stands twice; the columns are: {known}")


def _same_mentions(row: PlaceRow, other: PlaceRow) -> bool:
    """Whether two rows speak for one mention."""
    if {"add", "keep"} & {row.action, other.action}:
        return False
    if row.article and other.article and row.article != other.article:
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

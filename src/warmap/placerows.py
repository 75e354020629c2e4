"""One row of a place list: its cells, checked.

`parse_row` turns cells into a `PlaceRow`, or into one fault for each bad cell: file, line,
column, value and rule. It reads no file and looks nothing up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from warmap.model import KINDS, PRECISIONS, ROLES, Kind, Precision, Role
from warmap.names import normalise

__all__ = [
    "ACTIONS",
    "COLUMNS",
    "EDITORS",
    "Action",
    "PlaceRow",
    "cells_of",
    "guarded",
    "parse_row",
]

Action = Literal["pin", "move", "drop", "add", "keep"]
ACTIONS: tuple[Action, ...] = get_args(Action)
COLUMNS = (
    "name",
    "action",
    "lat",
    "lon",
    "id",
    "kind",
    "country",
    "admin1",
    "role",
    "mentions",
    "spans",
    "article",
    "precision",
    "radius_km",
    "source",
    "note",
)
# What a written list tells its editor besides, and the editor's own remark. Nothing reads the first
# three.
EDITORS = ("rivals", "score", "quote", "comment")
# Python reads more as numbers than people write: "4_8", digits of other scripts.
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_MOST_MENTIONS = 100_000
# Spellings stand between bars; a bar or backslash of a name itself has a backslash before it.
_SPELLING = re.compile(r"(?:[^\\|]|\\.|\\$)+")
# A spreadsheet would run a cell that begins so; with an apostrophe before it, it is text.
_GUARDED = re.compile(r"'+[=+\-@]")
_UNSAFE = re.compile(r"'*[=+\-@]")
_PATTERNS = {
    "country": (r"[A-Z]{2}", "an ISO 3166-1 code such as UA"),
    "admin1": (r"[A-Z]{2}-[A-Z0-9]{1,3}", "an ISO 3166-2 code such as UA-14"),
    "article": (r"[1-9]\d{0,5}", "the number of an article, from 1 for the first that is given"),
    "id": (r"(geonames|katottg|iso|warmap):\S+", "an id such as geonames:701305 or iso:UA-14"),
}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One row of a place list.

    Parameters
    ----------
    file, line
        Where it stands.
    names
        Spellings that it speaks for.
    action
        ``pin`` (the name means this place), ``move`` (the place lies here), ``drop`` (no
        place), ``add`` (a place that the text does not name), ``keep`` (as it was found; what such
        a row says otherwise is a correction).
    lat, lon
        WGS 84 degrees, or None.
    id
        A place of the gazetteer instead of a point; of a row that moves or adds, the place
        that lies there.
    kind, country, admin1, role, precision, radius_km
        Corrections; empty or None when the row leaves them.
    mentions
        Which occurrences it speaks for, from 1; empty for all.
    spans
        The words of the text that it speaks for instead, half-open in code points as in the places
        frame. They count as a mention even if they were not found to be one.
    article
        Of several the one that it speaks for, from 1; 0 for all.
    source, note
        Who says so and why, for the reader.
    comment
        The editor's own remark, which is kept and not shown.

    Examples
    --------
    >>> PlaceRow("mine.csv", 2, ("Zorya",), "pin", note="near Kostiantynivka").says("pinned")
    'pinned by the place list (mine.csv, line 2): near Kostiantynivka'
    """

    file: str
    line: int
    names: tuple[str, ...]
    action: Action
    lat: float | None = None
    lon: float | None = None
    id: str = ""
    kind: Kind | Literal[""] = ""
    country: str = ""
    admin1: str = ""
    role: Role | Literal[""] = ""
    mentions: frozenset[int] = frozenset()
    spans: tuple[tuple[int, int], ...] = ()
    article: int = 0
    precision: Precision | Literal[""] = ""
    radius_km: float | None = None
    source: str = ""
    note: str = ""
    comment: str = ""

    @property
    def forms(self) -> frozenset[str]:
        """The names, normalised."""
        return frozenset(normalise(name) for name in self.names)

    def says(self, done: str) -> str:
        """The reason that the page shows for what the row did."""
        note = f": {self.note}" if self.note else ""
        source = f" Source: {self.source}" if self.source else ""
        return f"{done} by the place list ({self.file}, line {self.line}){note}{source}"


def parse_row(
    file: str, line: int, cells: Mapping[str, str], *, decimal_comma: bool = False
) -> tuple[PlaceRow | None, list[str]]:
    """Check the cells of one row.

    Parameters
    ----------
    file, line
        Where it stands, for the messages.
    cells
        Text by column; columns that are missing count as empty.
    decimal_comma
        Whether "48,5" is a number.

    Returns
    -------
    PlaceRow or None
        The row; None when it has faults.
    list of str
        One line for each fault.

    Examples
    --------
    >>> parse_row("mine.csv", 3, {"name": "Zorya", "lat": "abc", "lon": "37.7"})[1]
    ["mine.csv:3: column lat: 'abc' is not a number; give degrees between -90 and 90"]
    """
    cell = _Cells(file, line, cells, decimal_comma=decimal_comma)
    action = cell.one_of("action", ACTIONS) or "pin"
    row = PlaceRow(
        file,
        line,
        names=cell.names(),
        action=cast("Action", action),
        lat=cell.number("lat", -90, 90, "degrees between -90 and 90"),
        lon=cell.number("lon", -180, 180, "degrees between -180 and 180"),
        id=cell.matching("id"),
        kind=cast("Kind", cell.one_of("kind", KINDS)),
        country=cell.matching("country"),
        admin1=cell.matching("admin1"),
        role=cast("Role", cell.one_of("role", ROLES)),
        mentions=cell.occurrences("mentions"),
        spans=cell.spans("spans"),
        article=int(cell.matching("article") or 0),
        precision=cast("Precision", cell.one_of("precision", PRECISIONS)),
        radius_km=cell.number("radius_km", 0, 5000, "kilometres between 0 and 5000"),
        source=cell.text("source"),
        note=cell.text("note"),
        comment=cell.text("comment"),
    )
    _check_whole(row, cell)
    return (None, cell.faults) if cell.faults else (row, [])


def cells_of(row: PlaceRow) -> list[str]:
    """The cells of a row in the order of `COLUMNS`: what `parse_row` makes the same row of.

    Examples
    --------
    >>> cells_of(PlaceRow("mine.csv", 2, ("Zorya", "Zoria"), "pin", lat=48.5, lon=37.0))[:4]
    ['Zorya|Zoria', 'pin', '48.5', '37.0']
    """
    special = {
        "name": guarded("|".join(re.sub(r"([\\|])", r"\\\1", name) for name in row.names)),
        "note": guarded(row.note),
        "source": guarded(row.source),
        "article": str(row.article or ""),
        "mentions": ",".join(map(str, sorted(row.mentions))),
        "spans": ",".join(f"{start}..{end}" for start, end in row.spans),
    }
    return [special[column] if column in special else _cell(row, column) for column in COLUMNS]


def _cell(row: PlaceRow, column: str) -> str:
    value = getattr(row, column)
    return "" if value is None else str(value)


def guarded(text: str, /) -> str:
    """A text as a cell that no spreadsheet takes for a formula; `parse_row` has it back.

    Examples
    --------
    >>> guarded("=1+1"), guarded("Kyiv")
    ("'=1+1", 'Kyiv')
    """
    return f"'{text}" if _UNSAFE.match(text) else text


class _Cells:
    """The cells of a row; what is wrong with them gathers in `faults`."""

    def __init__(
        self, file: str, line: int, cells: Mapping[str, str], *, decimal_comma: bool
    ) -> None:
        self.at = f"{file}:{line}"
        self.cells = cells
        self.decimal_comma = decimal_comma
        self.faults: list[str] = []

    def fault(self, column: str, what: str) -> None:
        self.faults.append(f"{self.at}: column {column}: {what}")

    def text(self, column: str) -> str:
        text = " ".join(self.cells.get(column, "").split())
        return text[1:] if _GUARDED.match(text) else text

    def names(self) -> tuple[str, ...]:
        """The spellings between the bars."""
        parts = (re.sub(r"\\([\\|])", r"\1", part) for part in _SPELLING.findall(self.text("name")))
        return tuple(part.strip() for part in parts if part.strip())

    def number(self, column: str, least: float, most: float, rule: str) -> float | None:
        text = self.text(column)
        if not text:
            return None
        # Degrees have no thousands that a comma could part.
        comma = self.decimal_comma or column in ("lat", "lon")
        plain = text.replace("\u2212", "-").replace(",", "." if comma else ",")
        if not _NUMBER.fullmatch(plain) and plain.lower() not in ("nan", "inf"):
            self.fault(column, f"{text!r} is not a number; give {rule}")
            return None
        value = float(plain)
        if not (math.isfinite(value) and least <= value <= most):
            self.fault(column, f"{text!r} is out of range; give {rule}")
            return None
        return value

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        text = self.text(column).lower()
        if text and text not in allowed:
            self.fault(column, f"{text!r} is not known; it is one of {', '.join(allowed)}")
            return ""
        return text

    def matching(self, column: str) -> str:
        text = self.text(column)
        pattern, rule = _PATTERNS[column]
        if text and not re.fullmatch(pattern, text):
            self.fault(column, f"{text!r} is not {rule}")
            return ""
        return text

    def occurrences(self, column: str) -> frozenset[int]:
        """Read "2,4-6"."""
        found: set[int] = set()
        for part in self.text(column).replace(" ", "").split(",") if self.text(column) else ():
            match = re.fullmatch(r"([1-9]\d{0,5})(?:-([1-9]\d{0,5}))?", part)
            last = int(match[2] or match[1]) if match else 0
            if match is None or not int(match[1]) <= last <= _MOST_MENTIONS:
                self.fault(column, f"{part!r} is not an occurrence; count from 1, as in 2,4-6")
                return frozenset()
            found.update(range(int(match[1]), last + 1))
        return frozenset(found)

    def spans(self, column: str) -> tuple[tuple[int, int], ...]:
        """Read "15..20,88..93": with hyphens, a spreadsheet would make dates of some."""
        found: set[tuple[int, int]] = set()
        for part in self.text(column).replace(" ", "").split(",") if self.text(column) else ():
            match = re.fullmatch(r"(\d{1,9})\.\.(\d{1,9})", part)
            if match is None or not int(match[1]) < int(match[2]):
                self.fault(
                    column, f"{part!r} is not a span; give its start and end as in 15..20,88..93"
                )
                return ()
            found.add((int(match[1]), int(match[2])))
        return tuple(sorted(found))


def _check_spans(row: PlaceRow, cell: _Cells) -> None:
    if row.mentions and row.spans:
        cell.fault("spans", "it stands beside mentions; give one or the other")
    if row.action == "add" and row.spans:
        cell.fault("spans", "a place to add has none; a name that the text has is pinned")


def _check_whole(row: PlaceRow, cell: _Cells) -> None:
    """Rules that need more than one cell."""
    point = row.lat is not None and row.lon is not None
    if not row.names:
        cell.fault("name", "it is empty; write the name as the text has it")
    if (row.lat is None) != (row.lon is None) and not cell.faults:
        missing = "lon" if row.lon is None else "lat"
        cell.fault(missing, "it is empty; lat and lon go together")
    _check_spans(row, cell)
    if cell.faults:
        return
    if row.action == "add" and not (point or row.id):
        cell.fault("lat", "it is empty; a place to add needs lat and lon, or an id")
    if row.action == "move" and not point:
        cell.fault("lat", "it is empty; a place to move needs lat and lon")
    corrects = row.kind or row.country or row.admin1 or row.role
    if row.action == "pin" and not (point or row.id or corrects):
        cell.fault("lat", "it is empty; a pin needs lat and lon, an id, or a correction")
    if row.precision not in ("", "exact") and point and not row.radius_km:
        cell.fault("radius_km", f"it is empty; precision {row.precision} needs a radius in km")
